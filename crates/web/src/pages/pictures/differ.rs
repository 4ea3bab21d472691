//! Lines that two people read differently: both texts, what a machine proposes, the strip; and who may say what stands there.

use super::line::{field, id_of, text_of};
use super::{Fields, columns, must_type};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::verbatim;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use store::{Dispute, LineId, LineText, Settled};

/// A line in the queue.
struct Row {
    url: Url,
    label: String,
    may: bool,
}

#[derive(Template)]
#[template(path = "picture_differences.html")]
struct DifferencesPage {
    shell: Shell,
    rows: Vec<Row>,
}

/// One column of a line with what each wrote there.
struct Across {
    label: String,
    cells: Vec<String>,
    /// Nothing where all wrote the same, else the message that says how far they are apart.
    apart: Option<&'static str>,
    class: &'static str,
    name: String,
    /// What stands in the field: what all wrote.
    value: String,
}

/// The head of one text.
struct Head {
    label: String,
    is_own: bool,
    is_no_entry: bool,
    /// Its number, where the reader may take it.
    take: Option<usize>,
}

#[derive(Template)]
#[template(path = "picture_difference.html")]
struct DifferencePage {
    shell: Shell,
    own: Url,
    strip: Url,
    place: String,
    heads: Vec<Head>,
    rows: Vec<Across>,
    proposal: Option<String>,
    may_settle: bool,
    may_type: bool,
    wrong: Option<&'static str>,
}

/// The queue.
pub(crate) async fn differences(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        must_type(work)?;
        let shell = work.shell("differences-title");
        let lines = work.session(None)?.disputes()?;
        let row = |(id, may)| Row { url: Url::PictureDifference(id), label: differ_place(&shell, id), may };
        let rows = lines.into_iter().map(row);
        let mut rows: Vec<Row> = rows.collect();
        rows.sort_by_key(|row| !row.may);
        shown(&DifferencesPage { shell, rows })
    })
    .await
}

/// One of them.
pub(crate) async fn difference(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(at): Path<(String, String, String)>,
) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let id = id_of(&at)?;
        let dispute = work.session(None)?.dispute(id)?;
        page(work, id, dispute, None)
    })
    .await
}

/// Where the line stands, in words.
fn differ_place(shell: &Shell, id: LineId) -> String {
    let numbers = [id.picture, id.page, id.line].map(|number| number.to_string());
    let [picture, page, line] = &numbers;
    shell.tell("differences-line", &[("picture", picture.into()), ("page", page.into()), ("line", line.into())])
}

/// What a machine proposes: asked once a line, and only where two people differ.
fn proposal(work: &Work, id: LineId, dispute: &Dispute) -> Result<Option<String>, Failure> {
    let Some(picturing) = work.desk.pictures.as_deref() else { return Ok(None) };
    let said = if let Some(said) = dispute.proposal.clone() {
        said
    } else {
        let session = work.session(None)?;
        let said = picturing.propose(&session.line_strip(id)?).unwrap_or_default();
        // Where it cannot be written down it is asked again.
        let _ = session.propose(id, &said);
        said
    };
    Ok(Some(verbatim(&said)).filter(|said| !said.is_empty()))
}

fn page(work: &Work, id: LineId, dispute: Dispute, wrong: Option<&'static str>) -> Page {
    let shell = work.shell("difference-title");
    let proposal = proposal(work, id, &dispute)?;
    let Dispute { columns: meant, texts, may_settle, is_of_the_first_two, .. } = dispute;
    // One of the first two takes nothing but what another has typed anew.
    let may_take = |at: usize, is_own: bool| may_settle && !is_own && (at >= 2 || !is_of_the_first_two);
    let heads = texts.iter().enumerate().map(|(at, one)| Head {
        label: shell.with("difference-text", "number", &(at + 1).to_string()),
        is_own: one.is_own,
        is_no_entry: one.text.is_no_entry,
        take: may_take(at, one.is_own).then_some(at),
    });
    let heads = heads.collect();
    let rows = meant.iter().enumerate().map(|(at, &property)| {
        let cells: Vec<&str> =
            texts.iter().map(|one| one.text.cells.get(at).map(String::as_str).unwrap_or_default()).collect();
        let apart = apart(&cells);
        Across {
            label: columns::name(&shell, property),
            value: if apart.is_none() { cells.first().copied().unwrap_or_default().to_owned() } else { String::new() },
            cells: cells.into_iter().map(verbatim).collect(),
            class: match apart {
                None => "",
                Some("difference-small") => "differ small",
                Some(_) => "differ",
            },
            apart,
            name: field(at),
        }
    });
    let rows = rows.collect();
    let place = differ_place(&shell, id);
    let (own, strip) = (Url::PictureDifference(id), Url::PictureStrip(id));
    let may_type = may_settle && !is_of_the_first_two;
    let mut page =
        shown(&DifferencePage { shell, own, strip, place, heads, rows, proposal, may_settle, may_type, wrong })?;
    if wrong.is_some() {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(page)
}

/// How far texts of one cell are apart: nothing, in the form of a letter only, or more.
fn apart(cells: &[&str]) -> Option<&'static str> {
    let first = cells.first()?;
    if cells.iter().all(|cell| cell == first) {
        return None;
    }
    let folded = names::normalise(first);
    let is_small = cells.iter().all(|cell| names::normalise(cell) == folded);
    Some(if is_small { "difference-small" } else { "difference-large" })
}

/// Takes one of the texts, or types another.
pub(crate) async fn settle(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(at): Path<(String, String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let id = id_of(&at)?;
        let session = work.session(None)?;
        let dispute = session.dispute(id)?;
        let act = fields.get("act").map(String::as_str).unwrap_or_default();
        let text = match act.strip_prefix("take-").map(str::parse::<usize>) {
            Some(Ok(taken)) => dispute.texts.get(taken).map(|one| one.text.clone()),
            Some(Err(_)) => None,
            None if act == "no-entry" => Some(LineText { cells: Vec::new(), is_no_entry: true }),
            None => Some(text_of(&fields, dispute.columns.len())).filter(|text| !text.is_empty()),
        };
        let Some(text) = text else { return page(work, id, dispute, Some("line-empty")) };
        match session.settle(id, &text)? {
            Settled::Agreed | Settled::Awaits => to(Url::PictureDifferences),
            Settled::NotTheirs => page(work, id, dispute, Some("difference-not-yours")),
            Settled::TooMany => page(work, id, dispute, Some("difference-too-many")),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn the_form_of_a_letter_is_a_small_difference() {
        assert_eq!(apart(&["أحمد", "أحمد"]), None);
        assert_eq!(apart(&["أحمد", "احمد"]), Some("difference-small"));
        assert_eq!(apart(&["فاطمة", "فاطمه"]), Some("difference-small"));
        assert_eq!(apart(&["سامر", "سمر"]), Some("difference-large"));
        assert_eq!(apart(&["سامر", ""]), Some("difference-large"));
    }
}

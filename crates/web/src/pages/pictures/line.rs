//! One line, typed beside its strip: what another typed of it, and what a machine proposes, is not on this page.

use super::{Fields, columns, must_type, png};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use record::{CLAIM_CHARACTERS_MAX, Property};
use std::sync::Arc;
use store::{LineId, LineText, LineToType};

/// A field: a cell of the line.
struct Cell {
    name: String,
    label: String,
    value: String,
    /// What stands above, where the reader typed that.
    above: Option<String>,
    /// Whether the reader is in it.
    is_first: bool,
}

#[derive(Template)]
#[template(path = "picture_line.html")]
struct LinePage {
    shell: Shell,
    own: Url,
    strip: Url,
    place: String,
    cells: Vec<Cell>,
    most: usize,
    is_left_to_right: bool,
    wrong: Option<&'static str>,
}

/// The line of an address.
pub(super) fn id_of((picture, page, line): &(String, String, String)) -> Result<LineId, Failure> {
    let number = |text: &str| text.parse::<u32>().map_err(|_| Failure::NotThere);
    Ok(LineId { picture: number(picture)?, page: number(page)?, line: number(line)? })
}

/// The name of a column's field.
pub(super) fn field(at: usize) -> String {
    format!("cell-{at}")
}

/// The cells of a form.
pub(super) fn text_of(fields: &Fields, count: usize) -> LineText {
    let cells = (0..count).map(|at| fields.get(&field(at)).cloned().unwrap_or_default()).collect();
    LineText { cells, is_no_entry: false }
}

/// Where a line stands, in words.
pub(super) fn place(shell: &Shell, id: LineId, of: u32) -> String {
    let (page, line, of) = (id.page.to_string(), id.line.to_string(), of.to_string());
    shell.tell("line-place", &[("page", (&page).into()), ("line", (&line).into()), ("of", (&of).into())])
}

/// Takes the next line and shows it.
pub(crate) async fn next(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        must_type(work)?;
        next_of(work, None)
    })
    .await
}

fn next_of(work: &Work, after: Option<LineId>) -> Page {
    match work.session(None)?.next_line(after)? {
        Some(id) => to(Url::PictureLine(id)),
        None => to(format!("{}?none=1", Url::Pictures)),
    }
}

/// The page.
pub(crate) async fn type_one(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(at): Path<(String, String, String)>,
) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let id = id_of(&at)?;
        let own = work.session(None)?.line_to_type(id)?;
        let nothing = LineText { cells: vec![String::new(); own.columns.len()], is_no_entry: false };
        page(work, id, &own, nothing, 0, None)
    })
    .await
}

fn page(work: &Work, id: LineId, own: &LineToType, text: LineText, first: usize, wrong: Option<&'static str>) -> Page {
    let shell = work.shell("line-title");
    let above = |at: usize| {
        let above = own.above.as_ref()?.cells.get(at)?;
        (!above.is_empty()).then(|| plain(above))
    };
    let cell = |(at, (property, value)): (usize, (&Property, String))| Cell {
        name: field(at),
        label: columns::name(&shell, *property),
        value,
        above: above(at),
        is_first: at == first,
    };
    let cells = own.columns.iter().zip(text.cells).enumerate().map(cell).collect();
    let (place, is_left_to_right) = (place(&shell, id, own.of), own.is_left_to_right);
    let (most, strip) = (CLAIM_CHARACTERS_MAX, Url::PictureStrip(id));
    let mut page =
        shown(&LinePage { shell, own: Url::PictureLine(id), strip, place, cells, most, is_left_to_right, wrong })?;
    if wrong.is_some() {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(page)
}

/// The strip.
pub(crate) async fn strip(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(at): Path<(String, String, String)>,
) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        png(work.session(None)?.line_strip(id_of(&at)?)?)
    })
    .await
}

/// Keeps what was typed, and gives the next line.
pub(crate) async fn keep(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(at): Path<(String, String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let id = id_of(&at)?;
        let session = work.session(None)?;
        let act = fields.get("act").map(String::as_str).unwrap_or_default();
        if act == "leave" {
            session.let_line_go(id)?;
            return next_of(work, Some(id));
        }
        let own = session.line_to_type(id)?;
        let mut text = text_of(&fields, own.columns.len());
        // The same as above, without a script: the field is filled, and the page is there again.
        if let Some(same) = fields.get("same").and_then(|same| same.parse::<usize>().ok()) {
            let above = own.above.as_ref().and_then(|above| above.cells.get(same)).cloned();
            if let (Some(cell), Some(above)) = (text.cells.get_mut(same), above) {
                *cell = above;
            }
            return page(work, id, &own, text, (same + 1).min(own.columns.len() - 1), None);
        }
        text.is_no_entry = act == "no-entry";
        if !text.is_no_entry && text.is_empty() {
            return page(work, id, &own, text, 0, Some("line-empty"));
        }
        if text.cells.iter().any(|cell| cell.chars().count() > CLAIM_CHARACTERS_MAX) {
            return page(work, id, &own, text, 0, Some("line-long"));
        }
        session.type_line(id, &text)?;
        next_of(work, Some(id))
    })
    .await
}

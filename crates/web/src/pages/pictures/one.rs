//! One picture: its pages, what its columns mean, how far it has come, and what ends it.

use super::list::{counts, state_word};
use super::{Fields, columns, must_import, must_see, must_type, picturing};
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
use record::Property;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{NewLine, Picture, PictureState};

/// A page of it.
struct PageRow {
    url: Url,
    label: String,
    rows: String,
}

/// One choice of what a column means.
struct Choice {
    word: &'static str,
    name: String,
    is_chosen: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "marks of a page, each its own")]
#[derive(Template)]
#[template(path = "picture.html")]
struct PicturePage {
    shell: Shell,
    /// Where its forms go.
    open: Url,
    close: Url,
    finish: Url,
    leave: Url,
    source: String,
    state: &'static str,
    counts: String,
    pages: Vec<PageRow>,
    columns: Vec<String>,
    /// A choice for each column, where they are to be chosen.
    choices: Vec<(String, Vec<Choice>)>,
    may_type: bool,
    may_bring: bool,
    is_whole: bool,
    may_close: bool,
    disputed: u64,
    import: Option<String>,
    wrong: Option<&'static str>,
}

/// The page.
pub(crate) async fn picture(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        must_see(work)?;
        page(work, &of(work, &number)?, &[], None)
    })
    .await
}

/// The picture of an address.
pub(super) fn of(work: &Work, number: &str) -> Result<Picture, Failure> {
    let number: u32 = number.parse().map_err(|_| Failure::NotThere)?;
    Ok(work.desk.archive.picture(number)?)
}

fn page(work: &Work, picture: &Picture, chosen: &[String], wrong: Option<&'static str>) -> Page {
    let shell = work.shell("picture-title");
    let is_cutting = picture.state == PictureState::Cutting;
    let pages = work.desk.archive.picture_pages(picture.number)?;
    let pages = pages.into_iter().map(|own| PageRow {
        url: Url::PicturePage(picture.number, own.page),
        label: shell.with("picture-page", "page", &own.page.to_string()),
        rows: shell.with("picture-rows", "count", own.cut.rows.len()),
    });
    let pages = pages.collect();
    let choices = |at: usize| {
        let own = chosen.get(at).map(String::as_str).unwrap_or_default();
        let one = |property: Property| Choice {
            word: property.as_str(),
            name: columns::name(&shell, property),
            is_chosen: property.as_str() == own,
        };
        columns::CHOICES.into_iter().map(one).collect::<Vec<_>>()
    };
    let choices = if is_cutting {
        let label = |at: usize| shell.with("picture-column", "column", &(at + 1).to_string());
        (0..columns::COLUMNS_MAX).map(|at| (label(at), choices(at))).collect()
    } else {
        Vec::new()
    };
    let counts = if is_cutting { String::new() } else { counts(&shell, picture) };
    let is_typing = picture.state == PictureState::Typing;
    let mut page = shown(&PicturePage {
        open: Url::PictureOpen(picture.number),
        close: Url::PictureClose(picture.number),
        finish: Url::PictureFinish(picture.number),
        leave: Url::PictureDrop(picture.number),
        source: plain(&picture.meta.source),
        state: state_word(picture.state),
        counts,
        pages,
        columns: picture.meta.columns.iter().map(|&property| columns::name(&shell, property)).collect(),
        choices,
        may_type: work.may(Asked::change(Kind::Picture)),
        may_bring: work.may(Asked::change(Kind::Import)),
        is_whole: is_typing && picture.lines == picture.done,
        may_close: is_typing && picture.done == 0 && picture.disputed == 0,
        disputed: picture.disputed,
        import: picture.meta.import.map(|import| import.to_string()),
        wrong,
        shell,
    })?;
    if wrong.is_some() {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(page)
}

/// Opens a picture for typing: its columns were chosen, its rows looked at.
pub(crate) async fn open(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let picture = of(work, &number)?;
        let chosen: Vec<String> = (0..columns::COLUMNS_MAX)
            .map(|at| fields.get(&format!("column-{at}")).cloned().unwrap_or_default())
            .collect();
        let meant: Vec<Property> = chosen.iter().filter_map(|word| columns::parse(word)).collect();
        let mut once = meant.clone();
        once.sort_unstable();
        once.dedup();
        if meant.is_empty() || once.len() != meant.len() {
            return page(work, &picture, &chosen, Some("picture-no-columns"));
        }
        let (archive, picturing) = (&work.desk.archive, picturing(work)?);
        let mut lines = Vec::new();
        for own in archive.picture_pages(picture.number)? {
            let image = archive.picture_page_image(picture.number, own.page)?;
            let strips = picturing.strips(&own.cut, &image).map_err(|why| Failure::Wrong(why.message()))?;
            for (line, (strip, row)) in (1_u32..).zip(strips.into_iter().zip(&own.cut.rows)) {
                lines.push(NewLine { page: own.page, line, area: own.cut.area(*row), strip });
            }
        }
        if lines.is_empty() {
            return page(work, &picture, &chosen, Some("picture-no-rows"));
        }
        archive.open_picture(picture.number, &meant, fields.contains_key("left-to-right"), &lines)?;
        to(Url::Picture(picture.number))
    })
    .await
}

/// Back to its rows: while nobody has typed.
pub(crate) async fn close(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let picture = of(work, &number)?;
        work.desk.archive.close_picture(picture.number)?;
        to(Url::Picture(picture.number))
    })
    .await
}

/// Drops a picture that is no import.
pub(crate) async fn leave(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        must_import(work)?;
        work.desk.archive.drop_picture(of(work, &number)?.number)?;
        to(Url::Pictures)
    })
    .await
}

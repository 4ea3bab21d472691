//! Lists that are pictures: brought in, cut into rows, typed by two people who do not see each other's, settled, imported.

mod bring;
mod columns;
mod cuts;
mod differ;
mod finish;
mod line;
mod list;
mod one;

pub(crate) use bring::bringing;
pub(crate) use cuts::{cut, image, rows};
pub(crate) use differ::{difference, differences, settle};
pub(crate) use finish::finish;
pub(crate) use line::{keep, next, strip, type_one};
pub(crate) use list::{show, state_word};
pub(crate) use one::{close, leave, open, picture};

use crate::failure::Failure;
use crate::picturing::Picturing;
use crate::work::{Page, Work};
use axum::http::header;
use axum::response::IntoResponse;
use std::collections::BTreeMap;
use store::access::{Asked, Kind};

/// What a form of changing fields sends.
pub(crate) type Fields = BTreeMap<String, String>;

/// Those who see pictures and type them.
fn must_type(work: &Work) -> Result<(), Failure> {
    work.must(Asked::change(Kind::Picture))
}

/// Those who bring lists in.
fn must_import(work: &Work) -> Result<(), Failure> {
    work.must(Asked::change(Kind::Import))
}

/// Those who know how far lists have come: either.
pub(crate) fn must_see(work: &Work) -> Result<(), Failure> {
    if work.may(Asked::change(Kind::Import)) { Ok(()) } else { work.must(Asked::see(Kind::Picture)) }
}

/// Whatever draws and cuts here.
fn picturing(work: &Work) -> Result<&dyn Picturing, Failure> {
    work.desk.pictures.as_deref().ok_or(Failure::NotThere)
}

/// A PNG as an answer; the guard says that nobody keeps it.
#[expect(clippy::unnecessary_wraps, reason = "the end of a page, which is one")]
fn png(bytes: Vec<u8>) -> Page {
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}

/// Strips of records, as evidence.
pub(crate) mod evidence {
    use super::png;
    use crate::desk::Desk;
    use crate::failure::Failure;
    use crate::taken::Path;
    use crate::visit::Visit;
    use crate::work::at_work;
    use axum::extract::State;
    use axum::response::Response;
    use std::sync::Arc;
    use store::RecordId;

    /// The strip that a record was typed from.
    pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(record): Path<String>) -> Response {
        at_work(desk, visit, move |work| {
            let record: RecordId = record.parse().map_err(|_| Failure::NotThere)?;
            png(work.session(None)?.evidence(record)?)
        })
        .await
    }
}

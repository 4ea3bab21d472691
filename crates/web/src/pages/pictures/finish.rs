//! The one act that makes an import of a picture: of every line that two people hold the same text of, by the road of any list.

use super::one::of;
use super::{columns, must_import, picturing};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::taken::Path;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Work, at_work, to};
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{ImportNumber, LineId, Picture, PictureState, RecordFilter, RecordId};

/// One at a time: what is pressed twice is done once.
static FINISHING: Mutex<()> = Mutex::new(());

/// Makes the import.
pub(crate) async fn finish(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        must_import(work)?;
        let _alone = FINISHING.lock().unwrap_or_else(PoisonError::into_inner);
        let picture = of(work, &number)?;
        if picture.state != PictureState::Typing || picture.lines == 0 || picture.lines != picture.done {
            return Err(Failure::Wrong("picture-not-whole"));
        }
        let import = match work.desk.archive.find_import_by_sha256(picture.meta.original.sha256)? {
            // It was accepted, and the machine went down before the picture knew.
            Some(before) => before.number,
            None => import(work, &picture)?,
        };
        let archive = &work.desk.archive;
        archive.picture_imported(picture.number, import, &records_of(work, picture.number, import)?)?;
        to(Url::Picture(picture.number))
    })
    .await
}

fn import(work: &Work, picture: &Picture) -> Result<ImportNumber, Failure> {
    let archive = &work.desk.archive;
    let lines = archive.picture_lines(picture.number)?;
    if lines.iter().all(|line| line.agreed.as_ref().is_none_or(|text| text.is_no_entry)) {
        return Err(Failure::Wrong("picture-no-entries"));
    }
    let shell = work.shell("picture-title");
    let headers: Vec<String> = picture.meta.columns.iter().map(|&property| columns::name(&shell, property)).collect();
    Ok(picturing(work)?.import(archive, picture, &headers, &lines, work.account, &work.time())?)
}

/// Which record came of which line.
fn records_of(work: &Work, picture: u32, import: ImportNumber) -> Result<Vec<(LineId, RecordId)>, Failure> {
    let mut records = BTreeMap::new();
    work.desk.archive.records(RecordFilter::Import(import), |record, read| {
        if let Some(page) = read.position.page {
            records.insert(LineId { picture, page, line: read.position.row as u32 }, record);
        }
        Ok(())
    })?;
    Ok(records.into_iter().collect())
}

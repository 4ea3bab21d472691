//! A picture comes in: its bytes into the archive first, then what is seen in them.

use super::{list, must_import, picturing};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::uploads::turn_to_send;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, to, while_sent};
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use record::{PartialDate, SourceKind};
use std::sync::Arc;
use store::{NewPicture, PictureMeta};
use tower_http::limit::RequestBodyLimitLayer;

/// A file with its form is never longer.
const BYTES_MAX: usize = 33 << 20;
/// Characters of a source's name.
const SOURCE_CHARACTERS_MAX: usize = 200;

#[derive(Default)]
struct Brought {
    file: Vec<u8>,
    name: String,
    source: String,
    kind: String,
    as_of: String,
}

/// Takes a file in.
async fn bring(State(desk): State<Arc<Desk>>, visit: Visit, form: Result<Multipart, MultipartRejection>) -> Response {
    // Who may is asked before the file is read, and again when it is here.
    let own = Arc::clone(&desk);
    let _turn = match turn_to_send(&own, &visit).await {
        Ok(turn) => turn,
        Err(failure) => return failure.respond(&visit, desk.settings.mark),
    };
    let brought = match form {
        Ok(form) => while_sent(&desk, &visit, read(form)).await,
        Err(_) => Err(Failure::Wrong("pictures-no-file")),
    };
    at_work(desk, visit, move |work| {
        must_import(work)?;
        match brought.and_then(|brought| take(work, &brought)) {
            Ok(page) => Ok(page),
            Err(Failure::Wrong(key)) => {
                let mut page = list::page(work, false, Some(key))?;
                *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                Ok(page)
            }
            Err(other) => Err(other),
        }
    })
    .await
}

async fn read(mut form: Multipart) -> Result<Brought, Failure> {
    let mut brought = Brought::default();
    while let Some(field) = form.next_field().await.map_err(|_| Failure::Wrong("pictures-too-large"))? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| Failure::Wrong("pictures-too-large"))?;
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "file" => {
                brought.name = file_name.chars().take(SOURCE_CHARACTERS_MAX).collect();
                brought.file = bytes.to_vec();
            }
            "source" => brought.source = text(),
            "kind" => brought.kind = text(),
            "as-of" => brought.as_of = text(),
            _ => {}
        }
    }
    Ok(brought)
}

fn take(work: &Work, brought: &Brought) -> Page {
    if brought.file.is_empty() {
        return Err(Failure::Wrong("pictures-no-file"));
    }
    if brought.source.is_empty() || brought.source.chars().count() > SOURCE_CHARACTERS_MAX {
        return Err(Failure::Wrong("pictures-no-source"));
    }
    let kind = SourceKind::parse(&brought.kind).ok_or(Failure::Wrong("pictures-no-kind"))?;
    let as_of = match brought.as_of.as_str() {
        "" => String::new(),
        text => {
            let date = PartialDate::parse_edtf(text).or_else(|_| PartialDate::parse_recent(text));
            date.map_err(|_| Failure::Wrong("pictures-no-date"))?.to_edtf()
        }
    };
    let archive = &work.desk.archive;
    let _bringing_in = archive.bring_in()?;
    let original = archive.keep_original_from(&mut brought.file.as_slice(), &brought.name)?;
    let sha256 = original.sha256;
    let kept = (|| {
        if archive.find_import_by_sha256(sha256)?.is_some() {
            return Err(Failure::Wrong("pictures-imported-before"));
        }
        let pages = picturing(work)?.pages(&brought.file).map_err(|why| Failure::Wrong(why.message()))?;
        let meta = PictureMeta {
            original,
            source: brought.source.clone(),
            kind,
            as_of,
            by: Some(work.account),
            time: work.time(),
            columns: Vec::new(),
            is_left_to_right: false,
            import: None,
        };
        match archive.keep_picture(&NewPicture { meta, pages }) {
            Err(store::StoreError::Refused(_)) => Err(Failure::Wrong("pictures-here-already")),
            kept => Ok(kept?),
        }
    })();
    match kept {
        Ok(number) => to(Url::Picture(number)),
        Err(failure) => {
            // What was refused does not stay, unless something else names it.
            let _ = archive.drop_unused_original(sha256);
            Err(failure)
        }
    }
}

/// The one address whose form may be as long as a photograph.
pub(crate) fn bringing() -> Router<Arc<Desk>> {
    let limits = (DefaultBodyLimit::disable(), RequestBodyLimitLayer::new(BYTES_MAX));
    Router::new().route("/pictures", post(bring)).layer(limits.0).layer(limits.1)
}

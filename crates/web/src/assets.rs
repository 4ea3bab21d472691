//! The few files that pages need besides themselves, built in, and the manual's pictures. Their addresses hold their hash: a browser keeps each for good,
//! and never an old one.

use crate::manual::PICTURES;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;
use store::Hash;

struct Asset {
    name: &'static str,
    kind: &'static str,
    content: &'static [u8],
}

/// htmx 2 as its authors publish it; the hash is checked by a test.
const HTMX: &[u8] = include_bytes!("../assets/htmx.min.js");

/// One sheet, of a part a group of pages.
const STYLE: &str = concat!(
    include_str!("../assets/base.css"),
    include_str!("../assets/pair.css"),
    include_str!("../assets/person.css"),
    include_str!("../assets/requests.css"),
    include_str!("../assets/overview.css"),
    include_str!("../assets/pictures.css"),
    include_str!("../assets/manual.css"),
);

static ASSETS: [Asset; 5] = [
    Asset { name: "desk.css", kind: "text/css; charset=utf-8", content: STYLE.as_bytes() },
    Asset { name: "desk.js", kind: "text/javascript; charset=utf-8", content: include_bytes!("../assets/desk.js") },
    Asset {
        name: "pictures.js",
        kind: "text/javascript; charset=utf-8",
        content: include_bytes!("../assets/pictures.js"),
    },
    Asset { name: "htmx.js", kind: "text/javascript; charset=utf-8", content: HTMX },
    Asset { name: "athar.svg", kind: "image/svg+xml; charset=utf-8", content: include_bytes!("../assets/athar.svg") },
];

static HASHES: LazyLock<[String; 5]> =
    LazyLock::new(|| ASSETS.each_ref().map(|asset| Hash::of(asset.content).to_string()[..16].to_owned()));

/// The address of a file.
pub(crate) fn address(name: &str) -> String {
    let at = ASSETS.iter().position(|asset| asset.name == name).unwrap_or_default();
    format!("/assets/{}/{name}", HASHES[at])
}

/// Serves one of them.
pub(crate) async fn serve(Path((_, name)): Path<(String, String)>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => ([(header::CONTENT_TYPE, asset.kind)], asset.content).into_response(),
        None => match PICTURES.iter().find(|picture| picture.file == name) {
            Some(picture) => ([(header::CONTENT_TYPE, "image/webp")], picture.content).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::HTMX;
    use store::Hash;

    #[test]
    fn htmx_is_the_file_that_its_authors_publish() {
        let published = include_str!("../assets/htmx.min.js.sha256");
        assert_eq!(Hash::of(HTMX).to_string(), published.trim());
    }
}

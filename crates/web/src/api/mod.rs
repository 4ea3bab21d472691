//! What programs ask: the data of the pages as JSON, under `/api/v1`, by a token and never by a cookie.
//!
//! It is no second way to data. A program works as its account does, through the same session of the archive, the same access
//! function, budgets and logs, and each answer is read by the function that fills the page. What a page hides, seals, counts or
//! caps is hidden, sealed, counted or capped here.
//!
//! What is deliberately absent: how to reach a family, what it may be told, what is sealed, original files, the bytes of copies,
//! images, the typing of pictures, and a second human's word without a human's signature.

pub(crate) mod audit;
pub(crate) mod cases;
pub(crate) mod corrections;
pub(crate) mod decisions;
pub(crate) mod exports;
pub(crate) mod imports;
pub(crate) mod intake;
pub(crate) mod lists;
pub(crate) mod overview;
mod own;
pub(crate) mod pairs;
pub(crate) mod parts;
mod persons;
mod pictures;
pub(crate) mod places;
mod problem;
mod program;
pub(crate) mod queue;
mod routes;
pub(crate) mod search;
mod sent;
mod stable;
mod table;

use crate::desk::Desk;
use crate::failure::Failure;
use axum::Router;
use axum::extract::Request;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use problem::Refusal;
use routes::BASE;
pub(crate) use sent::TOKEN_PREFIX;
use std::sync::{Arc, LazyLock};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Info, OpenApi, OpenApiBuilder, ServerBuilder};

/// The document, as JSON. It holds no data, so it needs no token.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_json().unwrap_or_default());

/// The routes.
pub(crate) fn router() -> Router<Arc<Desk>> {
    let own = table::routes().router.route("/openapi.json", get(openapi));
    let own = own.method_not_allowed_fallback(wrong_method).fallback(nothing);
    // No other version is there, and none of it leads to the page for logging in.
    Router::new()
        .nest(BASE, own)
        .route("/api", any(nothing))
        .route("/api/", any(nothing))
        .route("/api/{*rest}", any(nothing))
}

/// The document of every route.
fn document() -> OpenApi {
    let routes = table::routes();
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("athar_ and 64 hexadecimal digits")
        .description(Some("A token, made at the desk on the page of tokens. A cookie opens nothing here."))
        .build();
    let components = ComponentsBuilder::new()
        .schemas_from_iter(routes.schemas)
        .security_scheme("token", SecurityScheme::Http(token))
        .build();
    let mut info = Info::new("Athar", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "The data of the desk as JSON. Ids and stable words are the same in every language; sentences, names of places and what a \
         person is said to be are in the language of Accept-Language, English without one. Dates are in EDTF, times in UTC. A count \
         that is null is below five."
            .to_owned(),
    );
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .paths(routes.paths)
        .components(Some(components))
        .build()
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}

async fn nothing(request: Request) -> Response {
    Refusal::Failure(Failure::NotThere).respond(sent::language(request.headers()))
}

/// An address does other things: which ones, says the router in the header `Allow` (RFC 9110, section 15.5.6).
async fn wrong_method(request: Request) -> Response {
    Refusal::Method.respond(sent::language(request.headers()))
}

#[cfg(test)]
mod tests;

//! What a browser sent, taken as a page asks for it: the parts of its address, its query, its form, its JSON. What is not so is told in the
//! reader's language. The framework's own answers are English, and name the fields of our code.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::visit::Visit;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::Response;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The parts of an address.
pub(crate) struct Path<T>(pub(crate) T);

/// What stands behind an address.
pub(crate) struct Query<T>(pub(crate) T);

/// A form.
pub(crate) struct Form<T>(pub(crate) T);

/// What a script sent.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Desk>> for Path<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Path<T>, Response> {
        match axum::extract::Path::<T>::from_request_parts(parts, desk).await {
            Ok(taken) => Ok(Path(taken.0)),
            Err(_) => Err(told(parts, desk, Failure::NotThere).await),
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Desk>> for Query<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Query<T>, Response> {
        match axum::extract::Query::<T>::try_from_uri(&parts.uri) {
            Ok(taken) => Ok(Query(taken.0)),
            Err(_) => Err(told(parts, desk, NOT_UNDERSTOOD).await),
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequest<Arc<Desk>> for Form<T> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Form<T>, Response> {
        let (mut parts, body) = request.into_parts();
        match axum::Form::<T>::from_request(Request::from_parts(parts.clone(), body), desk).await {
            Ok(taken) => Ok(Form(taken.0)),
            Err(_) => Err(told(&mut parts, desk, NOT_UNDERSTOOD).await),
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequest<Arc<Desk>> for Json<T> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Json<T>, Response> {
        let (mut parts, body) = request.into_parts();
        match axum::Json::<T>::from_request(Request::from_parts(parts.clone(), body), desk).await {
            Ok(taken) => Ok(Json(taken.0)),
            Err(_) => Err(told(&mut parts, desk, NOT_UNDERSTOOD).await),
        }
    }
}

const NOT_UNDERSTOOD: Failure = Failure::Wrong("failure-not-understood");

async fn told(parts: &mut Parts, desk: &Arc<Desk>, failure: Failure) -> Response {
    let Ok(visit) = Visit::from_request_parts(parts, desk).await;
    failure.respond(&visit, desk.settings.mark)
}

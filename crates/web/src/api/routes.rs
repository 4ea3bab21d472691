//! A route and what the document says of it, in one step: the method, the address, the scope, the parameters, what comes in and what
//! goes out are said once, and are both what is served and what is written.

use super::problem::{Problem, Refusal};
use super::program::{self, Program};
use super::sent::{self, Sent};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::work::Work;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use store::Scope;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, Response as Described, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};

/// What stands before every address.
pub(crate) const BASE: &str = "/api/v1";
/// What can go wrong with every request.
const ALWAYS: [u16; 5] = [401, 403, 404, 429, 500];
/// What can go wrong with a body.
const OF_A_BODY: [u16; 5] = [400, 409, 413, 415, 422];

/// What is read off a parameter.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// An id of that pattern, such as the second.
    Id(&'static str, &'static str),
    /// A whole number, not below nothing.
    Number,
    /// One of some words, or any.
    Word(&'static [&'static str]),
}

/// A parameter.
#[derive(Clone, Copy)]
pub(crate) struct Param {
    name: &'static str,
    place: ParameterPlace,
    form: Form,
    what: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ParameterPlace {
    Path,
    Query,
}

impl Param {
    /// A part of the address.
    pub(crate) const fn path(name: &'static str, form: Form, what: &'static str) -> Param {
        Param { name, place: ParameterPlace::Path, form, what }
    }

    /// A word of the query, which may be left out.
    pub(crate) const fn query(name: &'static str, form: Form, what: &'static str) -> Param {
        Param { name, place: ParameterPlace::Query, form, what }
    }

    fn described(self) -> ParameterBuilder {
        let object = match self.form {
            Form::Id(pattern, example) => {
                ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).examples([example])
            }
            Form::Number => ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)),
            Form::Word([]) => ObjectBuilder::new().schema_type(Type::String),
            Form::Word(words) => {
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied()))
            }
        };
        let is_path = self.place == ParameterPlace::Path;
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(if is_path { ParameterIn::Path } else { ParameterIn::Query })
            .required(if is_path { Required::True } else { Required::False })
            .description(Some(self.what))
            .schema(Some(object))
    }
}

/// What a route does to the archive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// It reads, from one state of the archive.
    Reads,
    /// It changes something.
    Changes,
}

/// A route.
#[derive(Clone, Copy)]
pub(crate) struct At {
    /// The address, after [`BASE`].
    pub(crate) path: &'static str,
    /// What it is called in the document.
    pub(crate) id: &'static str,
    /// The scope that it needs; every token has one that needs none.
    pub(crate) scope: Option<Scope>,
    pub(crate) does: Does,
    /// One line, and the rest.
    pub(crate) what: &'static str,
    pub(crate) more: &'static str,
    pub(crate) params: &'static [Param],
    /// What can go wrong besides.
    pub(crate) wrong: &'static [u16],
}

impl At {
    /// A route that reads, with nothing said of it yet.
    pub(crate) const fn new(path: &'static str, id: &'static str, scope: Scope) -> At {
        let (what, more) = ("", "");
        At { path, id, scope: Some(scope), does: Does::Reads, what, more, params: &[], wrong: &[] }
    }
}

/// All routes, and the document of them.
pub(crate) struct Routes {
    pub(crate) router: Router<Arc<Desk>>,
    pub(crate) paths: utoipa::openapi::Paths,
    pub(crate) schemas: Vec<(String, RefOr<Schema>)>,
}

impl Routes {
    pub(crate) fn new() -> Routes {
        let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
        Problem::schemas(&mut schemas);
        Routes { router: Router::new(), paths: utoipa::openapi::Paths::new(), schemas }
    }

    /// A route that answers with what it reads.
    pub(crate) fn get<T>(mut self, at: At, read: fn(&Work, &Sent) -> Result<T, Failure>) -> Routes
    where
        T: Serialize + ToSchema + 'static,
    {
        let operation = self.operation::<T>(at, &ALWAYS);
        self.paths.add_path_operation(format!("{BASE}{}", at.path), vec![HttpMethod::Get], operation);
        let handler = move |State(desk): State<Arc<Desk>>, request: Request| async move {
            let language = sent::language(request.headers());
            let (mut parts, _) = request.into_parts();
            let answered = async {
                let program = program::enter(&desk, &parts.headers, at.scope).await?;
                let sent = Sent::of(&mut parts).await?;
                answer(desk, program, language, at.does, move |work| read(work, &sent)).await
            };
            answered.await.unwrap_or_else(|refusal: Refusal| refusal.respond(language))
        };
        self.router = self.router.route(at.path, on(MethodFilter::GET, handler));
        self
    }

    /// A route that takes a body.
    pub(crate) fn post<B, T>(mut self, at: At, write: fn(&Work, &Sent, &B) -> Result<T, Failure>) -> Routes
    where
        B: DeserializeOwned + ToSchema + Send + 'static,
        T: Serialize + ToSchema + 'static,
    {
        let content = ContentBuilder::new().schema(Some(self.named::<B>())).build();
        let body = RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True));
        let operation = self.operation::<T>(at, &[&ALWAYS[..], &OF_A_BODY].concat()).request_body(Some(body.build()));
        self.paths.add_path_operation(format!("{BASE}{}", at.path), vec![HttpMethod::Post], operation);
        let handler = move |State(desk): State<Arc<Desk>>, request: Request| async move {
            let language = sent::language(request.headers());
            let (mut parts, body) = request.into_parts();
            let answered = async {
                // Who it is comes before what they send.
                let program = program::enter(&desk, &parts.headers, at.scope).await?;
                let sent = Sent::of(&mut parts).await?;
                let body: B = sent::body(&parts.headers, body).await?;
                answer(desk, program, language, at.does, move |work| write(work, &sent, &body)).await
            };
            answered.await.unwrap_or_else(|refusal: Refusal| refusal.respond(language))
        };
        self.router = self.router.route(at.path, on(MethodFilter::POST, handler));
        self
    }

    /// A type's place in the document, which from then on has it.
    fn named<T: ToSchema>(&mut self) -> RefOr<Schema> {
        let name = T::name().into_owned();
        self.schemas.push((name.clone(), T::schema()));
        T::schemas(&mut self.schemas);
        RefOr::Ref(Ref::from_schema_name(name))
    }

    fn operation<T: ToSchema>(&mut self, at: At, wrong: &[u16]) -> OperationBuilder {
        let content = ContentBuilder::new().schema(Some(self.named::<T>())).build();
        let done = ResponseBuilder::new().description("What was asked for").content("application/json", content);
        let mut operation =
            OperationBuilder::new().operation_id(Some(at.id)).summary(Some(at.what)).response("200", done);
        if !at.more.is_empty() {
            operation = operation.description(Some(at.more));
        }
        for param in at.params {
            operation = operation.parameter(param.described());
        }
        for status in wrong.iter().chain(at.wrong) {
            operation = operation.response(status.to_string(), refused(*status));
        }
        let scopes: Vec<&str> = at.scope.map(Scope::as_str).into_iter().collect();
        operation.security(SecurityRequirement::new("token", scopes))
    }
}

/// What the document says of a status.
fn refused(status: u16) -> Described {
    let what = match status {
        400 => "The body is no JSON",
        401 => "No token, or none that opens anything",
        403 => "No role of the account, or no scope of the token, allows this",
        404 => "It is not there, or not for this account: both look alike",
        409 => "Something that is in the archive stands in the way",
        413 => "The body is too long",
        415 => "The body is not of the type application/json",
        422 => "What was sent is understood, and not right",
        429 => "A budget is used up",
        _ => "It failed, and nothing half-done was kept",
    };
    let problem = RefOr::<Schema>::Ref(Ref::from_schema_name(Problem::name()));
    let content = ContentBuilder::new().schema(Some(problem)).build();
    let mut response = ResponseBuilder::new().description(what).content("application/problem+json", content);
    let header = |name: &'static str, kind: Type, what: &str| {
        let schema = ObjectBuilder::new().schema_type(kind).build();
        (name, HeaderBuilder::new().schema(Some(schema)).description(Some(what)).build())
    };
    let headers = match status {
        401 => vec![header("WWW-Authenticate", Type::String, "That a token is asked for (RFC 6750)")],
        429 => vec![header("Retry-After", Type::Integer, "After how many seconds it can be tried again")],
        _ => Vec::new(),
    };
    for (name, header) in headers {
        response = response.header(name, header);
    }
    response.build()
}

/// Does what a route does, where that disturbs nobody, and answers in JSON.
async fn answer<T, F>(
    desk: Arc<Desk>,
    program: Program,
    language: crate::Language,
    does: Does,
    act: F,
) -> Result<Response, Refusal>
where
    T: Serialize,
    F: FnOnce(&Work) -> Result<T, Failure> + Send + 'static,
{
    let done = tokio::task::spawn_blocking(move || {
        let done = program.works(desk, language, does == Does::Reads, act)?;
        serde_json::to_vec(&done).map_err(|_| Refusal::from(Failure::broken("an answer is no JSON")))
    });
    let bytes = done.await.unwrap_or_else(|_| Err(Failure::broken("a route panicked").into()))?;
    let mut response = (StatusCode::OK, bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    Ok(response)
}

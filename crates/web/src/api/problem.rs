//! What a program is told that gets no answer (RFC 9457): a stable word, a status, and a sentence in its reader's language. Never a
//! name, nor anything of what it sent.

use crate::failure::{Failure, log_broken};
use crate::language::Language;
use crate::words::{Filler, Words};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// What `type` begins with.
const URN: &str = "urn:athar:problem:";
/// A budget of the account is counted over an hour.
const HOUR_SECONDS: i64 = 3_600;

/// Why a program gets no answer.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// No token, or none that opens anything.
    NoToken,
    /// The token has used what it has for the day: how many seconds are left of it.
    Day(i64),
    /// The body is not of the type `application/json`.
    NotJson,
    /// The body is no JSON; where it ends to be: line and column.
    Malformed(usize, usize),
    /// The body is JSON, and not what is asked for; where.
    Other(usize, usize),
    /// The body is too long, or did not arrive.
    TooLong,
    /// The address does other things.
    Method,
    /// As at the desk.
    Failure(Failure),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        Refusal::Failure(failure)
    }
}

impl From<store::StoreError> for Refusal {
    fn from(error: store::StoreError) -> Refusal {
        Refusal::Failure(error.into())
    }
}

/// A problem.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `urn:athar:problem:` and a stable word.
    #[serde(rename = "type")]
    kind: String,
    /// What kind of problem it is, in the language that was asked for.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened and what to do, in the language that was asked for.
    detail: String,
    /// The archive's own sentence, in English, where something in it stands in the way. It names ids.
    because: Option<String>,
    /// The number under which the server's log has what failed.
    number: Option<String>,
}

impl Refusal {
    /// The stable word, the status, and the message of the sentence.
    fn told(&self) -> (&str, StatusCode, &'static str) {
        match self {
            Refusal::NoToken | Refusal::Failure(Failure::LoggedOut) => {
                ("no-token", StatusCode::UNAUTHORIZED, "api-no-token")
            }
            Refusal::Day(_) => ("over-the-day", StatusCode::TOO_MANY_REQUESTS, "api-over-the-day"),
            Refusal::NotJson => ("not-json", StatusCode::UNSUPPORTED_MEDIA_TYPE, "api-not-json"),
            Refusal::Malformed(..) => ("malformed", StatusCode::BAD_REQUEST, "api-malformed"),
            Refusal::Other(..) => ("other-body", StatusCode::UNPROCESSABLE_ENTITY, "api-other-body"),
            Refusal::TooLong => ("too-long", StatusCode::PAYLOAD_TOO_LARGE, "api-too-long"),
            Refusal::Method => ("method", StatusCode::METHOD_NOT_ALLOWED, "api-method"),
            Refusal::Failure(failure) => match failure {
                Failure::NotThere | Failure::LoggedOut => ("not-there", StatusCode::NOT_FOUND, "failure-not-there"),
                Failure::Denied => ("denied", StatusCode::FORBIDDEN, "api-denied"),
                Failure::Wrong(key) => (key, StatusCode::UNPROCESSABLE_ENTITY, key),
                Failure::Refused(_) => ("refused", StatusCode::CONFLICT, "failure-refused"),
                Failure::TooMuch => ("too-much", StatusCode::TOO_MANY_REQUESTS, "failure-too-much"),
                Failure::Broken(_) => ("broken", StatusCode::INTERNAL_SERVER_ERROR, "failure-broken"),
            },
        }
    }

    /// The answer that says so.
    pub(crate) fn respond(self, language: Language) -> Response {
        let words = Words::of(language);
        let (word, status, key) = self.told();
        let (mut because, mut number) = (None, None);
        match &self {
            Refusal::Failure(Failure::Refused(sentence)) => because = Some(sentence.clone()),
            Refusal::Failure(Failure::Broken(inside)) => number = Some(log_broken(inside)),
            _ => {}
        }
        let detail = match self {
            Refusal::Malformed(line, column) | Refusal::Other(line, column) => {
                let fillers: [(&str, Filler<'_>); 2] = [("line", (&line).into()), ("column", (&column).into())];
                words.tell(key, &fillers)
            }
            _ => words.say(key),
        };
        let (kind, title) = (format!("{URN}{word}"), words.say("failure-title"));
        let problem = Problem { kind, title, status: status.as_u16(), detail, because, number };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        let wait = match self {
            Refusal::Day(seconds) => Some(seconds),
            Refusal::Failure(Failure::TooMuch) => Some(HOUR_SECONDS),
            Refusal::NoToken => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"athar\""));
                None
            }
            _ => None,
        };
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use crate::Language;
    use crate::failure::Failure;
    use axum::http::header;

    #[test]
    fn whoever_is_to_wait_is_told_how_long_and_whoever_has_no_token_what_is_missing() {
        let answer = Refusal::Day(12).respond(Language::English);
        assert_eq!((answer.status().as_u16(), &answer.headers()[header::RETRY_AFTER]), (429, &12.into()));
        let answer = Refusal::Failure(Failure::TooMuch).respond(Language::Arabic);
        assert_eq!((answer.status().as_u16(), &answer.headers()[header::RETRY_AFTER]), (429, &3_600.into()));
        let answer = Refusal::NoToken.respond(Language::Arabic);
        assert_eq!(answer.headers()[header::WWW_AUTHENTICATE], "Bearer realm=\"athar\"");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(answer.headers()[header::CONTENT_LANGUAGE], "ar");
    }
}

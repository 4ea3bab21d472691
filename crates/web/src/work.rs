//! Somebody at work: a request of a person who is logged in, and the session of the archive that it reads by.

use crate::desk::{Desk, Mark, seconds, time};
use crate::failure::Failure;
use crate::login::door;
use crate::shell::{Shell, kept_where_written};
use crate::visit::Visit;
use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use store::access::{Asked, Kind, permits};
use store::{Account, AccountId, CaseNumber, Hash, Reading, Session, Token, TokenUse};

/// What a page gives.
pub(crate) type Page = Result<Response, Failure>;

/// A request of somebody who is logged in.
pub(crate) struct Work {
    pub(crate) desk: Arc<Desk>,
    pub(crate) visit: Visit,
    pub(crate) account: AccountId,
    /// The whole of it, as it was when the request came.
    pub(crate) whole: Account,
    pub(crate) token: Hash,
    /// When the request came: everything that it does is done then.
    pub(crate) time: String,
    /// The token of the program that asks, with what it has used of its day; none for somebody at the desk.
    pub(crate) program: Option<(Token, TokenUse)>,
}

impl Work {
    fn begin(desk: Arc<Desk>, visit: Visit) -> Result<Work, Failure> {
        let token = visit.token.ok_or(Failure::LoggedOut)?;
        let at = desk.archive.desk(token, seconds())?.ok_or(Failure::LoggedOut)?;
        let account = desk.archive.account(at.account)?;
        Ok(Work::of(desk, visit, account, token))
    }

    /// A request of an account that was just read.
    pub(crate) fn of(desk: Arc<Desk>, visit: Visit, account: Account, token: Hash) -> Work {
        Work { desk, visit, account: account.id, whole: account, token, time: time(), program: None }
    }

    /// The archive as this account may see it, for a case where it reads for one.
    pub(crate) fn session(&self, case: Option<CaseNumber>) -> Result<Session<'_>, Failure> {
        Ok(self.desk.archive.session_of(&self.whole, case, seconds())?)
    }

    /// Whether a role of this account may do that at all.
    pub(crate) fn may(&self, asked: Asked) -> bool {
        permits(&self.whole.profile, asked)
    }

    /// Refuses a page that no role of this account has, and logs that somebody asked for it.
    pub(crate) fn must(&self, asked: Asked) -> Result<(), Failure> {
        if self.may(asked) {
            return Ok(());
        }
        door::log(&self.desk, self.account, Reading::NoRole);
        Err(Failure::Denied)
    }

    /// Whether the account works cases.
    pub(crate) fn decides(&self) -> bool {
        self.may(Asked::change(Kind::Decision))
    }

    /// The frame of a page.
    pub(crate) fn shell(&self, title: &'static str) -> Shell {
        Shell::at_work(self, title)
    }

    /// The time of what is done now.
    pub(crate) fn time(&self) -> String {
        self.time.clone()
    }
}

/// Serves a page to somebody who is logged in. The archive's functions block, so they run where that disturbs nobody.
pub(crate) async fn at_work<F>(desk: Arc<Desk>, visit: Visit, page: F) -> Response
where
    F: FnOnce(&Work) -> Page + Send + 'static,
{
    blocking(visit.clone(), desk.settings.mark, move || {
        if visit.is_reading {
            // A page is of one state of the archive.
            let archive = Arc::clone(&desk.archive);
            archive.at_once(|| page(&Work::begin(desk, visit)?))?
        } else {
            page(&Work::begin(desk, visit)?)
        }
    })
    .await
}

/// Asks something of somebody who is logged in before anything long is read that they send.
pub(crate) async fn ask_first<F, T>(desk: &Arc<Desk>, visit: &Visit, asked: F) -> Result<T, Failure>
where
    F: FnOnce(&Work) -> Result<T, Failure> + Send + 'static,
    T: Send + 'static,
{
    let (own, visit) = (Arc::clone(desk), visit.clone());
    let done = tokio::task::spawn_blocking(move || asked(&Work::begin(own, visit)?)).await;
    done.unwrap_or_else(|_| Err(Failure::broken("a page panicked")))
}

/// How often a session is renewed while something long is sent. Sooner than a page without a script is idle.
const RENEWED_EVERY: Duration = Duration::from_mins(5);

/// Waits for something long that somebody who is logged in sends, and keeps their session open meanwhile: they are at work, though they
/// ask for nothing. What stands still is given up elsewhere.
pub(crate) async fn while_sent<T>(desk: &Arc<Desk>, visit: &Visit, sent: impl Future<Output = T>) -> T {
    let renew = || async move {
        // Where it is over it stays so: that is asked again when everything is here.
        let _ = ask_first(desk, visit, |_| Ok(())).await;
    };
    with_every(RENEWED_EVERY, sent, renew).await
}

/// Waits for something, and does something else whenever so much time has passed.
async fn with_every<T, S: Future<Output = ()>>(
    each: Duration,
    waited_for: impl Future<Output = T>,
    step: impl Fn() -> S,
) -> T {
    let mut waited_for = pin!(waited_for);
    loop {
        match tokio::time::timeout(each, waited_for.as_mut()).await {
            Ok(done) => return done,
            Err(_) => step().await,
        }
    }
}

/// Serves a page to anybody.
pub(crate) async fn for_anybody<F>(desk: Arc<Desk>, visit: Visit, page: F) -> Response
where
    F: FnOnce(&Arc<Desk>, &Visit) -> Page + Send + 'static,
{
    blocking(visit.clone(), desk.settings.mark, move || page(&desk, &visit)).await
}

/// Serves a page that is the same for everybody, in the frame of whoever reads it.
pub(crate) async fn for_everybody<F>(desk: Arc<Desk>, visit: Visit, title: &'static str, page: F) -> Response
where
    F: FnOnce(Shell) -> Page + Send + 'static,
{
    let mark = desk.settings.mark;
    blocking(visit.clone(), mark, move || {
        let shell = match Work::begin(desk, visit.clone()) {
            Ok(work) => work.shell(title),
            Err(Failure::LoggedOut) => Shell::plain(&visit, mark, title),
            Err(failure) => return Err(failure),
        };
        page(shell)
    })
    .await
}

async fn blocking(visit: Visit, mark: Mark, page: impl FnOnce() -> Page + Send + 'static) -> Response {
    let done = tokio::task::spawn_blocking(page).await;
    let page = done.unwrap_or_else(|_| Err(Failure::broken("a page panicked")));
    page.unwrap_or_else(|failure| failure.respond(&visit, mark))
}

/// A template as an answer.
pub(crate) fn shown(template: &impl Template) -> Page {
    let page = template.render().map_err(|_| Failure::broken("a template failed"))?;
    Ok(Html(kept_where_written(page)).into_response())
}

/// To another page, by GET (RFC 9110, section 15.4.4).
#[expect(clippy::unnecessary_wraps, reason = "the end of a page, which is one")]
pub(crate) fn to(place: impl std::fmt::Display) -> Page {
    Ok(Redirect::to(&place.to_string()).into_response())
}

#[cfg(test)]
mod tests {
    use super::with_every;
    use std::cell::Cell;
    use std::time::Duration;

    #[test]
    fn a_session_is_renewed_while_something_is_sent() {
        let renewed = Cell::new(0);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let sending = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            "sent"
        };
        let renew = || {
            renewed.set(renewed.get() + 1);
            std::future::ready(())
        };
        let sent = runtime.block_on(with_every(Duration::from_millis(20), sending, renew));
        assert_eq!(sent, "sent");
        assert!((2..=25).contains(&renewed.get()), "{}", renewed.get());
    }
}

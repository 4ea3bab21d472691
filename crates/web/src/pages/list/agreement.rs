//! That a partner agreed to have its rows laid beside ours: recorded by one account, confirmed by a second human, taken back by
//! either. Each signs with a key of their own.

use super::parsed;
use crate::api::lists as told;
use crate::api::parts::Colleague;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::login::signing;
use crate::shell::Shell;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{at_work, to};
use axum::extract::State;
use axum::response::Response;
use record::{PartialDate, Private};
use serde::Deserialize;
use std::sync::Arc;
use store::Agreement;
use store::access::{Asked, Kind};

/// A field is never longer.
const CHARACTERS_MAX: usize = 2_000;

/// An agreement as the page tells it.
pub(super) struct Standing {
    pub(super) entry: u64,
    pub(super) partner: String,
    pub(super) agreed_on: String,
    pub(super) paper: String,
    pub(super) recorded: String,
    pub(super) confirmed: Option<String>,
    /// Whether this account recorded it: then somebody else confirms.
    pub(super) is_own: bool,
}

impl Standing {
    pub(super) fn of(shell: &Shell, agreed: told::Agreement) -> Standing {
        let by = |key: &str, who: &Colleague, time: &str| {
            let when = shell.moment(time);
            shell.tell(key, &[("who", (&who.called).into()), ("when", (&when).into())])
        };
        let confirmed = agreed.confirmed_by.as_ref().zip(agreed.confirmed.as_deref());
        Standing {
            entry: agreed.entry,
            agreed_on: shell.date(&agreed.agreed_on),
            recorded: by("agreement-recorded", &agreed.recorded_by, &agreed.recorded),
            confirmed: confirmed.map(|(who, time)| by("agreement-confirmed", who, time)),
            partner: agreed.partner,
            paper: agreed.paper,
            is_own: agreed.is_own,
        }
    }
}

/// What the partner agreed to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    partner: String,
    agreed_on: String,
    paper: String,
}

/// Records it.
pub(crate) async fn record(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
    Form(said): Form<Said>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Source))?;
        let import = parsed(work, &number)?.number;
        let agreed_on = PartialDate::parse(said.agreed_on.trim()).map_err(|_| Failure::Wrong("agreement-no-date"))?;
        let agreement = Agreement {
            import,
            partner: Private::from(short(&said.partner)?),
            agreed_on: agreed_on.to_edtf(),
            paper: Private::from(short(&said.paper)?),
        };
        let (time, key) = (work.time(), signing::key_of(&work.desk, work.account)?);
        let signature = key.sign(agreement.packet()?, &time);
        work.desk.archive.record_agreement(agreement, signature, &time)?;
        to(Url::List(import))
    })
    .await
}

/// Which agreement was on the page: another one may have been recorded since.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    entry: String,
    reason: String,
}

impl Which {
    fn entry(&self) -> Result<u64, Failure> {
        self.entry.parse().map_err(|_| Failure::Wrong("agreement-other"))
    }
}

/// A second human stands for it.
pub(crate) async fn confirm(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
    Form(which): Form<Which>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Source))?;
        let (import, entry) = (parsed(work, &number)?.number, which.entry()?);
        let archive = &work.desk.archive;
        let (time, key) = (work.time(), signing::key_of(&work.desk, work.account)?);
        let signature = key.sign(archive.agreement_packet(import, entry)?, &time);
        archive.confirm_agreement(import, entry, signature, &time)?;
        to(Url::List(import))
    })
    .await
}

/// It is taken back.
pub(crate) async fn end(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
    Form(which): Form<Which>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Source))?;
        let (import, entry) = (parsed(work, &number)?.number, which.entry()?);
        let reason = Private::from(short(&which.reason)?);
        work.desk.archive.end_agreement(import, entry, reason, Some(work.account), &work.time())?;
        to(Url::List(import))
    })
    .await
}

/// A text that is there and fits.
fn short(text: &str) -> Result<&str, Failure> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > CHARACTERS_MAX {
        return Err(Failure::Wrong("agreement-incomplete"));
    }
    Ok(text)
}

//! Accounts: for whoever keeps them, who by that sees no person.

use crate::api::audit::{AccountLine, Accounts};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::login::join;
use crate::shell::Shell;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use record::Private;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{AccountId, LoginKind, Profile, StaffRole};

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    shell: Shell,
    lines: Vec<AccountLine>,
    roles: Vec<&'static str>,
    /// An invitation that was just made, shown once.
    invitation: Option<String>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| page(work, None)).await
}

fn page(work: &Work, invitation: Option<String>) -> Page {
    let lines = Accounts::read(work)?.accounts;
    let roles = StaffRole::ALL.map(StaffRole::as_str).to_vec();
    shown(&AccountsPage { shell: work.shell("accounts-title"), lines, roles, invitation })
}

/// A new account. Boxes come by their own names: a form sends only those that are ticked.
#[derive(Deserialize)]
pub(crate) struct New {
    name: String,
    #[serde(default)]
    teams: String,
    #[serde(default)]
    families: String,
    is_cleared: Option<String>,
    intake: Option<String>,
    caseworker: Option<String>,
    reviewer: Option<String>,
    analyst: Option<String>,
    keyholder: Option<String>,
    admin: Option<String>,
}

impl New {
    fn roles(&self) -> BTreeSet<StaffRole> {
        let ticked = [
            (StaffRole::Intake, &self.intake),
            (StaffRole::Caseworker, &self.caseworker),
            (StaffRole::Reviewer, &self.reviewer),
            (StaffRole::Analyst, &self.analyst),
            (StaffRole::Keyholder, &self.keyholder),
            (StaffRole::Admin, &self.admin),
        ];
        ticked.into_iter().filter(|(_, ticked)| ticked.is_some()).map(|(role, _)| role).collect()
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '،', '\n']).map(str::trim).filter(|word| !word.is_empty())
}

/// Enrols somebody and invites them.
pub(crate) async fn enrol(State(desk): State<Arc<Desk>>, visit: Visit, Form(new): Form<New>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Account))?;
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(Failure::Wrong("accounts-no-name"));
        }
        let profile = Profile {
            name: Private::from(name),
            roles: new.roles(),
            teams: words(&new.teams).map(str::to_owned).collect(),
            is_cleared: new.is_cleared.is_some(),
            families: words(&new.families).map(Private::from).collect(),
            ..Profile::default()
        };
        let id = work.desk.archive.enrol(profile, None, Some(work.account), &work.time())?;
        invited(work, id)
    })
    .await
}

/// Invites an account again: it lost its passkey, or the invitation is over.
pub(crate) async fn invite(State(desk): State<Arc<Desk>>, visit: Visit, Path(account): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Account))?;
        invited(work, account.parse().map_err(|_| Failure::NotThere)?)
    })
    .await
}

fn invited(work: &Work, account: AccountId) -> Page {
    let archive = &work.desk.archive;
    // An older invitation opens no more.
    for login in archive.logins_of(account)?.iter().filter(|login| login.kind == LoginKind::Invitation) {
        archive.drop_login(login.name)?;
    }
    let path = join::invite(archive, account, Some(work.account), false)?;
    page(work, Some(format!("{}{path}", work.desk.settings.origin)))
}

/// Ends every session and token of an account: somebody left a browser open, or a laptop was taken. It stays an account, and logs in again.
pub(crate) async fn end_sessions(State(desk): State<Arc<Desk>>, visit: Visit, Path(account): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Account))?;
        let account: AccountId = account.parse().map_err(|_| Failure::NotThere)?;
        work.desk.archive.account(account)?;
        work.desk.archive.end_sessions_of(account, Some(work.account), &work.time())?;
        to(Url::Accounts)
    })
    .await
}

/// Closes an account: whoever is logged in by it is not any more.
pub(crate) async fn close(State(desk): State<Arc<Desk>>, visit: Visit, Path(account): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Account))?;
        let account: AccountId = account.parse().map_err(|_| Failure::NotThere)?;
        if account == work.account {
            return Err(Failure::Wrong("accounts-not-oneself"));
        }
        work.desk.archive.close_account(account, Some(work.account), &work.time())?;
        work.desk.archive.close_desks_of(account)?;
        to(Url::Accounts)
    })
    .await
}

//! Tokens of programs: one's own, and for whoever keeps accounts everybody's. A secret is shown once, to whoever made it.

use crate::api::TOKEN_PREFIX;
use crate::desk::{Desk, seconds};
use crate::failure::Failure;
use crate::login::new_token;
use crate::pages::requests::typed::{Typed, day_after};
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use record::Private;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{Account, AccountId, Hash, NewToken, Scope, Token, TokenNumber};

/// Days for which a token opens something where nobody says another.
const DAYS: i64 = 30;
/// What a day has where nobody says otherwise.
const REQUESTS: u32 = 1_000;
const PERSONS: u32 = 200;

struct Line {
    token: TokenNumber,
    account: AccountId,
    called: String,
    /// What colleagues call its account, where it is another's.
    whose: Option<String>,
    scopes: Vec<&'static str>,
    requests: String,
    persons: String,
    until: String,
    /// `live`, `revoked` or `over`.
    state: &'static str,
}

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    shell: Shell,
    lines: Vec<Line>,
    /// A secret that was just made, shown once.
    secret: Option<String>,
    scopes: Vec<&'static str>,
    /// Accounts for which this one may make tokens that show nobody.
    accounts: Vec<(AccountId, String)>,
    own: AccountId,
    until: String,
    last: String,
    requests: u32,
    persons: u32,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| page(work, None)).await
}

fn page(work: &Work, secret: Option<String>) -> Page {
    let archive = &work.desk.archive;
    let keeps = work.may(Asked::see(Kind::Account));
    // What was just made is in it.
    let all = if keeps { archive.accounts()? } else { vec![archive.account(work.account)?] };
    let shell = work.shell("tokens-title");
    let mut lines = Vec::new();
    for account in &all {
        for token in &account.tokens {
            lines.push(line(work, &shell, account, token)?);
        }
    }
    // Those that open something first, the newest first.
    lines.sort_by_key(|line| (line.state != "live", std::cmp::Reverse(line.token.0)));
    let others = all.iter().filter(|account| !account.is_closed && account.id != work.account);
    let accounts = others.map(|account| (account.id, plain(account.profile.name.reveal()))).collect();
    let today = &work.time()[..10];
    shown(&TokensPage {
        lines,
        secret,
        scopes: Scope::ALL.map(Scope::as_str).to_vec(),
        accounts,
        own: work.account,
        until: day_after(today, DAYS),
        last: day_after(today, i64::from(store::limits::TOKEN_DAYS_MAX)),
        requests: REQUESTS,
        persons: PERSONS,
        shell,
    })
}

fn line(work: &Work, shell: &Shell, account: &Account, token: &Token) -> Result<Line, Failure> {
    let archive = &work.desk.archive;
    let is_live = token.is_live(&work.time()[..10]) && archive.has_token(token)?;
    let used = if is_live { archive.token_use(token.token.hash, seconds())? } else { store::TokenUse::default() };
    let of = |used: u32, all: u32| {
        let (used, all) = (used.to_string(), all.to_string());
        shell.tell("tokens-of", &[("used", (&used).into()), ("all", (&all).into())])
    };
    Ok(Line {
        token: token.number,
        account: account.id,
        called: plain(token.token.name.reveal()),
        whose: (account.id != work.account).then(|| plain(account.profile.name.reveal())),
        scopes: token.token.scopes.iter().copied().map(Scope::as_str).collect(),
        requests: of(used.requests, token.token.requests_per_day),
        persons: of(used.persons, token.token.persons_per_day),
        until: shell.date(&token.token.until),
        state: match (token.is_revoked, is_live) {
            (true, _) => "revoked",
            (false, true) => "live",
            (false, false) => "over",
        },
    })
}

/// Makes a token and shows its secret, this once.
pub(crate) async fn make(State(desk): State<Arc<Desk>>, visit: Visit, Form(typed): Form<Typed>) -> Response {
    at_work(desk, visit, move |work| {
        let account = match typed.text("account") {
            "" => work.account,
            other => other.parse().map_err(|_| Failure::NotThere)?,
        };
        if account != work.account {
            work.must(Asked::change(Kind::Account))?;
        }
        // Whoever makes one knows that it is not shown again.
        if !typed.is_ticked("once") {
            return Err(Failure::Wrong("tokens-once-missing"));
        }
        let number = |name| typed.text(name).parse::<u32>().map_err(|_| Failure::Wrong("tokens-no-budget"));
        let scopes: BTreeSet<Scope> =
            Scope::ALL.into_iter().filter(|scope| typed.is_ticked(&format!("scope-{}", scope.as_str()))).collect();
        if typed.text("name").is_empty() || scopes.is_empty() {
            return Err(Failure::Wrong("tokens-incomplete"));
        }
        let secret = format!("{TOKEN_PREFIX}{}", new_token()?);
        let token = NewToken {
            hash: Hash::of(secret.as_bytes()),
            name: Private::from(typed.text("name")),
            scopes,
            requests_per_day: number("requests")?,
            persons_per_day: number("persons")?,
            until: typed.text("until").to_owned(),
        };
        let now = (seconds(), work.time.as_str());
        work.desk.archive.make_token(account, token, Some(work.account), now)?;
        page(work, Some(secret))
    })
    .await
}

/// Takes a token away: one's own, or any for whoever keeps accounts.
pub(crate) async fn revoke(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((account, token)): Path<(String, String)>,
) -> Response {
    at_work(desk, visit, move |work| {
        let account: AccountId = account.parse().map_err(|_| Failure::NotThere)?;
        let token: TokenNumber = token.parse().map_err(|_| Failure::NotThere)?;
        if account != work.account && !work.may(Asked::change(Kind::Account)) {
            return Err(Failure::NotThere);
        }
        work.desk.archive.revoke_token(account, token, Some(work.account), &work.time())?;
        to(Url::Tokens)
    })
    .await
}

//! Tokens: what a program proves itself with that somebody who works here lets do a part of their work.
//!
//! The program holds the secret; we keep its SHA-256. What a token may is in the ledger, with who made it; how much of its day it has
//! used lies beside the ledger, with the logins of its account, and goes with them. So a token opens nothing after a restore, after its
//! account was closed, and after its account was invited anew.

use crate::account::AccountAct;
use crate::acts::Act;
use crate::reading::Reading;
use crate::scope::Scope;
use crate::sql::{Connection, Durability, Value, statements};
use crate::{Account, AccountId, Archive, Hash, Login, LoginKind, Result, StoreError, TokenNumber, limits, logins};
use record::{PartialDate, Private};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::BTreeSet;

const SECONDS_PER_DAY: i64 = 86_400;

/// A token that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    /// SHA-256 of the secret that the program holds.
    pub hash: Hash,
    /// What it is for, in the words of whoever made it.
    pub name: Private,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// Requests that it may make in a day (UTC).
    pub requests_per_day: u32,
    /// Persons, records and cases that it may be shown in a day (UTC).
    pub persons_per_day: u32,
    /// The last day on which it opens anything (EDTF).
    pub until: String,
}

/// A token as it stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The entry that made it.
    pub number: TokenNumber,
    /// When, as the caller said.
    pub made: String,
    /// Who made it.
    pub by: Option<AccountId>,
    /// What it is.
    pub token: NewToken,
    /// Whether somebody took it away.
    pub is_revoked: bool,
}

impl Token {
    /// Whether it may open anything on a day (EDTF).
    pub fn is_live(&self, day: &str) -> bool {
        !self.is_revoked && day <= self.token.until.as_str()
    }
}

/// How much of a day a token has used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUse {
    /// The day, counted from 1970.
    pub day: i64,
    /// Requests made.
    pub requests: u32,
    /// Persons, records and cases shown.
    pub persons: u32,
}

impl TokenUse {
    /// The same, or nothing used yet where another day has begun.
    fn on(self, day: i64) -> TokenUse {
        if self.day == day { self } else { TokenUse { day, ..TokenUse::default() } }
    }
}

impl Archive {
    /// Makes a token for an account: by itself, or by whoever keeps accounts where it shows nobody.
    pub fn make_token(
        &self,
        account: AccountId,
        token: NewToken,
        by: Option<AccountId>,
        (now, time): (i64, &str),
    ) -> Result<TokenNumber> {
        let name = token.hash;
        self.drop_tokens_over(account, time)?;
        let act = AccountAct::TokenMade { account, token: Box::new(token) };
        let number = TokenNumber(self.act(by, Act::Account(act), time)?.index);
        let content = stored(TokenUse::default())?;
        // Where this is not kept, the token opens nothing, and the ledger says that one was made.
        self.keep_login(&Login { name, account, kind: LoginKind::Token, content, created: now, used: 0, uses: 0 })?;
        Ok(number)
    }

    /// Takes a token away: it opens nothing from here on.
    pub fn revoke_token(
        &self,
        account: AccountId,
        token: TokenNumber,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        let act = AccountAct::TokenRevoked { account, token };
        let revoked = self.act(by, Act::Account(act), time)?.index;
        let own = self.account(account)?.tokens.into_iter().find(|own| own.number == token);
        // It is revoked now, whatever becomes of this.
        if let Some(own) = own {
            let _ = self.drop_login(own.token.hash);
        }
        Ok(revoked)
    }

    /// Takes the rows of tokens away whose day is over: they open nothing any more, and would fill the account's logins.
    fn drop_tokens_over(&self, account: AccountId, time: &str) -> Result<()> {
        let Some(day) = time.get(..10) else { return Ok(()) };
        let tokens = self.account(account)?.tokens;
        for login in self.logins_of(account)?.iter().filter(|login| login.kind == LoginKind::Token) {
            if !tokens.iter().any(|own| own.token.hash == login.name && own.is_live(day)) {
                self.drop_login(login.name)?;
            }
        }
        Ok(())
    }

    /// Ends whatever an account has open: its desks, and its tokens. Its logins stay, and it comes in again by them.
    pub fn end_sessions_of(&self, account: AccountId, by: Option<AccountId>, time: &str) -> Result<()> {
        self.close_desks_of(account)?;
        self.revoke_tokens_of(account, by, time)
    }

    /// Takes every token of an account away that could open something.
    fn revoke_tokens_of(&self, account: AccountId, by: Option<AccountId>, time: &str) -> Result<()> {
        let day = time.get(..10).unwrap_or_default();
        for token in self.account(account)?.tokens.iter().filter(|token| token.is_live(day)) {
            self.revoke_token(account, token.number, by, time)?;
        }
        Ok(())
    }

    /// The account and the token of a secret's hash: nothing where it was never made, is over, was taken away, or its account was
    /// closed. They look alike.
    pub fn token_of(&self, hash: Hash, day: &str) -> Result<Option<(Account, Token)>> {
        let Some(login) = self.login(hash)?.filter(|login| login.kind == LoginKind::Token) else { return Ok(None) };
        let account = self.account(login.account)?;
        if account.is_closed {
            return Ok(None);
        }
        let token = account.tokens.iter().find(|own| own.token.hash == hash && own.is_live(day)).cloned();
        Ok(token.map(|token| (account, token)))
    }

    /// How much of its day a token has used.
    pub fn token_use(&self, hash: Hash, now: i64) -> Result<TokenUse> {
        let login = self.login(hash)?.filter(|login| login.kind == LoginKind::Token);
        let login = login.ok_or_else(|| StoreError::NoSuch("such token".to_owned()))?;
        Ok(read(&login.content)?.on(now.div_euclid(SECONDS_PER_DAY)))
    }

    /// Counts requests and persons against the day of a token, and gives what it has used. Refused, and not counted, where it would be
    /// more than it may. One transaction, so that no two requests have the last of a budget.
    pub fn use_token(&self, token: &NewToken, (requests, persons): (u32, u32), now: i64) -> Result<TokenUse> {
        // What a loss of power forgets is a few requests of a day.
        self.aside(Durability::Staged, |connection| {
            let Some((login, key)) = logins::locked(connection, token.hash)? else {
                return Err(StoreError::NoSuch("such token".to_owned()));
            };
            let used = read(&login.content)?.on(now.div_euclid(SECONDS_PER_DAY));
            let used = TokenUse {
                requests: used.requests.saturating_add(requests),
                persons: used.persons.saturating_add(persons),
                ..used
            };
            if used.requests > token.requests_per_day || used.persons > token.persons_per_day {
                return Err(StoreError::OverBudget);
            }
            let changed = Login { used: now, uses: login.uses + 1, content: stored(used)?, ..login };
            changed.put(connection, key)?;
            Ok(used)
        })
    }

    /// Whether a token still has what it was used by: not after a restore, nor after its account was invited anew.
    pub fn has_token(&self, token: &Token) -> Result<bool> {
        Ok(self.login(token.token.hash)?.is_some())
    }

    /// Does something by a token: what is read and done on this thread meanwhile is marked so in both logs, and more persons than are
    /// left for the day are not shown. Gives how many were.
    pub fn by_token<T>(&self, token: TokenNumber, persons_left: u32, work: impl FnOnce() -> T) -> (T, TokenShown) {
        let before = ACTING.replace(Some(Acting { token, shown: TokenShown::default(), persons_left }));
        let _after = Restored(before);
        let done = work();
        (done, ACTING.get().map_or_else(TokenShown::default, |acting| acting.shown))
    }
}

/// What a program was shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenShown {
    /// So many persons, records and cases.
    pub persons: u32,
    /// Whether more were asked for than its day had left.
    pub is_over: bool,
}

/// The token that a thread acts by.
#[derive(Clone, Copy)]
struct Acting {
    token: TokenNumber,
    shown: TokenShown,
    persons_left: u32,
}

thread_local! {
    /// Asked where an entry is made and where a reading is logged, so that no page and no function of a session can forget it.
    static ACTING: Cell<Option<Acting>> = const { Cell::new(None) };
}

/// Puts back what was before, also where the work panics: threads are used again.
struct Restored(Option<Acting>);

impl Drop for Restored {
    fn drop(&mut self) {
        ACTING.set(self.0);
    }
}

/// The token by which this thread acts.
pub(crate) fn acting() -> Option<TokenNumber> {
    ACTING.get().map(|acting| acting.token)
}

/// Counts who is about to be shown. False: that would be more than the token's day has left.
pub(crate) fn may_show(what: Reading) -> bool {
    let Some(acting) = ACTING.get() else { return true };
    let persons = acting.shown.persons.saturating_add(u32::try_from(what.persons()).unwrap_or(u32::MAX));
    let is_over = persons > acting.persons_left;
    let shown = if is_over { TokenShown { is_over, ..acting.shown } } else { TokenShown { persons, ..acting.shown } };
    ACTING.set(Some(Acting { shown, ..acting }));
    !is_over
}

/// Whether the token's day has room for so many more. Where it has not, it is over.
pub(crate) fn has_room(persons: u64) -> bool {
    let Some(acting) = ACTING.get() else { return true };
    let has_room = u64::from(acting.shown.persons) + persons <= u64::from(acting.persons_left);
    if !has_room {
        ACTING.set(Some(Acting { shown: TokenShown { is_over: true, ..acting.shown }, ..acting }));
    }
    has_room
}

fn stored(used: TokenUse) -> Result<Vec<u8>> {
    serde_json::to_vec(&used).map_err(|_| StoreError::NotJson("the use of a token"))
}

fn read(content: &[u8]) -> Result<TokenUse> {
    serde_json::from_slice(content).map_err(|_| StoreError::damaged("the use of a token is not understood"))
}

/// What must hold before a token is made.
pub(crate) fn check(account: &Account, new: &NewToken, time: &str) -> Result<()> {
    let today = time.get(..10).unwrap_or_default();
    let day = |text: &str| {
        let date = PartialDate::parse_edtf(text).ok().filter(|date| date.to_edtf() == text && text.len() == 10);
        date.map(|date| date.interval().0.0)
    };
    let (Some(first), Some(last)) = (day(today), day(&new.until)) else {
        return Err(StoreError::Refused("a token ends on a day such as 2026-01-31"));
    };
    if !(0..=limits::TOKEN_DAYS_MAX).contains(&(last - first)) {
        return Err(StoreError::Refused("a token ends within ninety days"));
    }
    if new.scopes.is_empty() || new.name.reveal().trim().is_empty() {
        return Err(StoreError::Refused("a token needs a name and a scope"));
    }
    if new.name.reveal().chars().count() > limits::TOKEN_NAME_CHARACTERS_MAX {
        return Err(StoreError::Limit { what: "the name of a token", limit: limits::TOKEN_NAME_CHARACTERS_MAX });
    }
    if !(1..=limits::TOKEN_REQUESTS_PER_DAY_MAX).contains(&new.requests_per_day)
        || new.persons_per_day > limits::TOKEN_PERSONS_PER_DAY_MAX
    {
        return Err(StoreError::Refused("a token needs a budget of requests, and none that is beyond the limits"));
    }
    if account.tokens.iter().filter(|token| token.is_live(today)).count() >= limits::TOKENS_PER_ACCOUNT_MAX {
        return Err(StoreError::Refused("this account has as many tokens as it may: revoke one"));
    }
    Ok(())
}

/// Whether an account may make or revoke a token by itself, without being somebody who keeps accounts.
pub(crate) fn is_own(act: &AccountAct, by: AccountId) -> bool {
    match act {
        AccountAct::TokenMade { account, .. } | AccountAct::TokenRevoked { account, .. } => *account == by,
        _ => false,
    }
}

/// Refuses a token that somebody else would hold: whoever makes it sees its secret, and would read as another. One that shows nobody
/// may be made for others.
pub(crate) fn must_be_for_its_maker(act: &AccountAct, by: AccountId) -> Result<()> {
    match act {
        AccountAct::TokenMade { account, token }
            if *account != by && !token.scopes.iter().all(|scope| scope.shows_nobody()) =>
        {
            Err(StoreError::Denied("a token that shows people is made by whoever it is for"))
        }
        _ => Ok(()),
    }
}

impl Login {
    /// Writes what was changed of a login whose row is locked.
    fn put(&self, connection: &mut Connection, key: vault::keys::KeyId) -> Result<()> {
        let content = self.seal(connection.keys()?, key)?;
        let values =
            [Value::Int(self.used), Value::Int(self.uses as i64), Value::Bytes(&content), Value::Bytes(&self.name.0)];
        connection.execute(statements::LOGIN_USED, &values).map(drop)
    }
}

//! Accounts of those who work with the archive: their roles, teams, keys, and what would make them partial.
//!
//! An account is never deleted, since its name stands beside what it did. It is closed, and its keys are revoked.

use crate::access::{Asked, Kind, permits};
use crate::acts::{self, Act, Done};
use crate::scope::Scope;
use crate::signature::PublicKey;
use crate::sql::Connection;
use crate::token::{self, NewToken, Token};
use crate::{AccountId, Archive, RecordId, Result, StoreError, TokenNumber};
use record::Private;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody does here. One person may do several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Takes requests, by telephone or at the door.
    Intake,
    /// Works cases: compares, decides, answers.
    Caseworker,
    /// Reads what others decided, and is the second human where two are needed.
    Reviewer,
    /// Counts. Sees no person.
    Analyst,
    /// Opens what is sealed, by an act that is recorded.
    Keyholder,
    /// Keeps accounts and the machine. Sees no person by that.
    Admin,
}

impl StaffRole {
    /// Every role.
    pub const ALL: [StaffRole; 6] = [
        StaffRole::Intake,
        StaffRole::Caseworker,
        StaffRole::Reviewer,
        StaffRole::Analyst,
        StaffRole::Keyholder,
        StaffRole::Admin,
    ];

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            StaffRole::Intake => "intake",
            StaffRole::Caseworker => "caseworker",
            StaffRole::Reviewer => "reviewer",
            StaffRole::Analyst => "analyst",
            StaffRole::Keyholder => "keyholder",
            StaffRole::Admin => "admin",
        }
    }

    /// The role of that text form.
    pub fn parse(text: &str) -> Option<StaffRole> {
        StaffRole::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// What an account is and may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What colleagues call them.
    pub name: Private,
    /// What they do here.
    pub roles: BTreeSet<StaffRole>,
    /// Teams they belong to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub teams: BTreeSet<String>,
    /// Whether they are cleared for what is restricted: minors, health, sect, sexual violence.
    #[serde(default)]
    pub is_cleared: bool,
    /// Their own family names and those of their near kin: they do not work cases of theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub families: Vec<Private>,
    /// The villages and towns they come from, as gazetteer ids: they do not work cases from there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Records whose person or family they said that they know: they do not work those.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub recused: BTreeSet<RecordId>,
    /// What of all this a token may be used for, where somebody acts by one. Never kept: the ledger has it with the token.
    #[serde(skip)]
    pub scopes: Option<BTreeSet<Scope>>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountAct {
    Enrolled {
        profile: Profile,
        key: Option<PublicKey>,
    },
    Changed {
        account: AccountId,
        profile: Profile,
    },
    KeyEnrolled {
        account: AccountId,
        key: PublicKey,
    },
    /// From this entry on the key signs nothing. What it signed before stands.
    KeyRevoked {
        account: AccountId,
        key: PublicKey,
    },
    Closed {
        account: AccountId,
    },
    /// A program may do a part of what the account does.
    TokenMade {
        account: AccountId,
        token: Box<NewToken>,
    },
    /// From this entry on the token opens nothing.
    TokenRevoked {
        account: AccountId,
        token: TokenNumber,
    },
    /// They know the person of a record, or the family. Said by themselves.
    Recused {
        account: AccountId,
        record: RecordId,
    },
}

impl AccountAct {
    pub(crate) fn account(&self, entry: u64) -> AccountId {
        match self {
            AccountAct::Enrolled { .. } => AccountId(entry),
            AccountAct::Changed { account, .. }
            | AccountAct::KeyEnrolled { account, .. }
            | AccountAct::KeyRevoked { account, .. }
            | AccountAct::Recused { account, .. }
            | AccountAct::TokenMade { account, .. }
            | AccountAct::TokenRevoked { account, .. }
            | AccountAct::Closed { account } => *account,
        }
    }

    /// A stable word for what was done.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            AccountAct::TokenMade { .. } => "token_made",
            AccountAct::TokenRevoked { .. } => "token_revoked",
            _ => "account",
        }
    }
}

/// An account as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What it is and may do.
    pub profile: Profile,
    /// Keys that sign for it now.
    pub keys: Vec<PublicKey>,
    /// Those of them that they brought along when they were enrolled: the secret half lies with them. The others were made for the
    /// desk when they were invited, and lie beside their logins.
    pub own_keys: Vec<PublicKey>,
    /// Whether it was closed.
    pub is_closed: bool,
    /// When it was enrolled, as the caller said.
    pub enrolled: String,
    /// Tokens that were made for it, revoked ones too, in order.
    pub tokens: Vec<Token>,
}

impl Account {
    /// Whether it keeps accounts now: it is open, has a key, and its role does.
    pub fn keeps_accounts(&self) -> bool {
        !self.is_closed && !self.keys.is_empty() && permits(&self.profile, Asked::change(Kind::Account))
    }
}

impl Archive {
    /// Enrols somebody, with the key that signs for them.
    pub fn enrol(
        &self,
        profile: Profile,
        key: Option<PublicKey>,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<AccountId> {
        Ok(AccountId(self.act(by, Act::Account(AccountAct::Enrolled { profile, key }), time)?.index))
    }

    /// Gives an account another profile: the whole of it.
    pub fn change_account(
        &self,
        account: AccountId,
        profile: Profile,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        Ok(self.act(by, Act::Account(AccountAct::Changed { account, profile }), time)?.index)
    }

    /// Gives an account one more key. A key is enrolled once, ever, for one account.
    pub fn enrol_key(&self, account: AccountId, key: PublicKey, by: Option<AccountId>, time: &str) -> Result<u64> {
        Ok(self.act(by, Act::Account(AccountAct::KeyEnrolled { account, key }), time)?.index)
    }

    /// Takes a key away: lost, stolen, or somebody left.
    pub fn revoke_key(&self, account: AccountId, key: PublicKey, by: Option<AccountId>, time: &str) -> Result<u64> {
        Ok(self.act(by, Act::Account(AccountAct::KeyRevoked { account, key }), time)?.index)
    }

    /// Somebody says that they know the person of a record, or the family: from here on they do not work it, nor any record that is
    /// joined to it, nor their case.
    pub fn recuse(&self, account: AccountId, record: RecordId, time: &str) -> Result<u64> {
        Ok(self.act(Some(account), Act::Account(AccountAct::Recused { account, record }), time)?.index)
    }

    /// Closes an account: it may do nothing more, its keys sign nothing more, and its desks, holds and logins go.
    pub fn close_account(&self, account: AccountId, by: Option<AccountId>, time: &str) -> Result<u64> {
        let closed = self.act(by, Act::Account(AccountAct::Closed { account }), time)?.index;
        // It is closed now, whatever becomes of this: what remains lets nobody in.
        let _ = self.shut_out(account);
        Ok(closed)
    }

    /// Every account, closed ones too, in the order of enrolment.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.database.read(all)
    }

    /// The account that a key signs for, unless the key was revoked or the account closed.
    pub fn account_of_key(&self, key: &PublicKey) -> Result<Option<Account>> {
        self.database.read(|connection| of_key(connection, key))
    }

    /// One account.
    pub fn account(&self, id: AccountId) -> Result<Account> {
        self.database.read(|connection| one(connection, id))
    }
}

/// One account, whether it is closed or not.
pub(crate) fn one(connection: &mut Connection, id: AccountId) -> Result<Account> {
    let acts = acts::about(connection, "account", id.0 as i64)?;
    fold(acts).ok_or_else(|| StoreError::NoSuch(format!("account {id}")))
}

/// One account that may still do something.
pub(crate) fn open(connection: &mut Connection, id: AccountId) -> Result<Account> {
    let account = one(connection, id)?;
    if account.is_closed { Err(StoreError::Closed(format!("account {id}"))) } else { Ok(account) }
}

pub(crate) fn all(connection: &mut Connection) -> Result<Vec<Account>> {
    let mut of: BTreeMap<i64, Vec<Done<Act>>> = BTreeMap::new();
    for (subject, act) in acts::of_kind(connection, "account")? {
        of.entry(subject).or_default().push(act);
    }
    Ok(of.into_values().filter_map(fold).collect())
}

/// The account that a key signs for, unless the key was revoked or the account closed.
pub(crate) fn of_key(connection: &mut Connection, key: &PublicKey) -> Result<Option<Account>> {
    Ok(all(connection)?.into_iter().find(|account| !account.is_closed && account.keys.contains(key)))
}

/// Whoever keeps accounts, or opens what is sealed, decides about nobody: otherwise one human could be all the humans that
/// a decision needs.
fn check_profile(profile: &Profile) -> Result<()> {
    let has = |role: StaffRole| profile.roles.contains(&role);
    if profile.roles.is_empty() {
        return Err(StoreError::Refused("an account needs a role"));
    }
    let decides = has(StaffRole::Caseworker) || has(StaffRole::Reviewer);
    if decides && (has(StaffRole::Admin) || has(StaffRole::Keyholder)) {
        return Err(StoreError::Refused("an account that decides is neither administrator nor keyholder"));
    }
    Ok(())
}

/// Every key that was ever enrolled, with its account: what it signed stands when it is revoked.
pub(crate) fn all_keys(connection: &mut Connection) -> Result<BTreeMap<PublicKey, AccountId>> {
    let mut keys = BTreeMap::new();
    for (subject, done) in acts::of_kind(connection, "account")? {
        let Act::Account(AccountAct::Enrolled { key: Some(key), .. } | AccountAct::KeyEnrolled { key, .. }) = done.act
        else {
            continue;
        };
        keys.insert(key, AccountId(subject as u64));
    }
    Ok(keys)
}

fn fold(acts: Vec<Done<Act>>) -> Option<Account> {
    let mut account: Option<Account> = None;
    for Done { entry, time, by, act } in acts {
        let Act::Account(act) = act else { continue };
        match (act, &mut account) {
            (AccountAct::Enrolled { profile, key }, _) => {
                let keys: Vec<PublicKey> = key.into_iter().collect();
                let (id, own_keys) = (AccountId(entry), keys.clone());
                let tokens = Vec::new();
                account = Some(Account { id, profile, keys, own_keys, is_closed: false, enrolled: time, tokens });
            }
            (AccountAct::Changed { profile, .. }, Some(account)) => {
                // What they said themselves is not taken back by another profile.
                let recused = std::mem::replace(&mut account.profile, profile).recused;
                account.profile.recused.extend(recused);
            }
            (AccountAct::Recused { record, .. }, Some(account)) => drop(account.profile.recused.insert(record)),
            (AccountAct::KeyEnrolled { key, .. }, Some(account)) => account.keys.push(key),
            (AccountAct::KeyRevoked { key, .. }, Some(account)) => {
                account.keys.retain(|own| *own != key);
                account.own_keys.retain(|own| *own != key);
            }
            (AccountAct::TokenMade { token, .. }, Some(account)) => {
                let number = TokenNumber(entry);
                account.tokens.push(Token { number, made: time, by, token: *token, is_revoked: false });
            }
            (AccountAct::TokenRevoked { token, .. }, Some(account)) => {
                let own = account.tokens.iter_mut().filter(|own| own.number == token);
                own.for_each(|own| own.is_revoked = true);
            }
            (AccountAct::Closed { .. }, Some(account)) => {
                account.tokens.iter_mut().for_each(|own| own.is_revoked = true);
                account.is_closed = true;
                account.keys.clear();
                account.own_keys.clear();
            }
            (_, None) => {}
        }
    }
    account
}

/// What must hold before an act on accounts: whom it names is there and open, and a key is new.
pub(crate) fn check(connection: &mut Connection, act: &AccountAct, time: &str) -> Result<()> {
    let key = match act {
        AccountAct::Enrolled { key, profile } => {
            check_profile(profile)?;
            key.as_ref()
        }
        AccountAct::KeyEnrolled { account, key } => {
            open(connection, *account)?;
            Some(key)
        }
        AccountAct::KeyRevoked { account, key } => {
            if !open(connection, *account)?.keys.contains(key) {
                return Err(StoreError::NoSuch(format!("such key of account {account}")));
            }
            None
        }
        AccountAct::Changed { account, profile } => {
            open(connection, *account)?;
            check_profile(profile)?;
            None
        }
        AccountAct::Closed { account } => {
            open(connection, *account)?;
            None
        }
        AccountAct::TokenMade { account, token } => {
            let account = open(connection, *account)?;
            token::check(&account, token, time)?;
            None
        }
        AccountAct::TokenRevoked { account, token } => {
            let tokens = open(connection, *account)?.tokens;
            if !tokens.iter().any(|own| own.number == *token && !own.is_revoked) {
                return Err(StoreError::NoSuch(format!("token {token} of account {account}")));
            }
            None
        }
        AccountAct::Recused { account, record } => {
            open(connection, *account)?;
            if crate::records::read_some(connection, &[*record])?.is_empty() {
                return Err(StoreError::NoSuch(format!("record {record}")));
            }
            None
        }
    };
    // A key that came back under another name would let one human be two.
    if let Some(key) = key
        && all_keys(connection)?.contains_key(key)
    {
        return Err(StoreError::Refused("this key was enrolled before"));
    }
    Ok(())
}

//! What must hold before an entry is appended, kind by kind. Nothing is written here: a request that is refused leaves
//! nothing.

use crate::access::{self, Asked, Deed, Kind, Team};
use crate::account::Profile;
use crate::acts::{self, Act, ActEntry};
use crate::consequence::{Consequence, Outside};
use crate::entry::{Body, TakenBack, Undone};
use crate::original::Original;
use crate::projecting::Projecting;
use crate::request::RequestAct;
use crate::sql::{Connection, Value, statements};
use crate::withdrawal::WithdrawalAct;
use crate::{
    AccountId, Result, StoreError, account, agreement, consequence, deciding, decision, guard, import, limits,
    locked_out, places, request, restriction, source, token, wish, withdrawal,
};

/// Checks a body, and gives it what only the end of the ledger can give.
pub(crate) fn check(projecting: &mut Projecting<'_>, body: &mut Body, time: &str) -> Result<()> {
    match body {
        Body::ImportAccepted(accepted) => {
            must_be_staged(projecting, &accepted.import.to_string())?;
            must_be_new(projecting.reading()?, accepted.meta.original.as_ref())
        }
        Body::LinksAccepted(accepted) => must_be_staged(projecting, &accepted.run.to_string()),
        Body::Decision(decision) => {
            must_be_short(decision.reason.reveal())?;
            deciding::check(projecting, decision)
        }
        Body::TakenBack(taken) => check_taken_back(projecting, taken),
        Body::Act(act) => check_act(projecting, act, time),
    }
}

/// A batch is accepted by the one who staged it, once.
fn must_be_staged(projecting: &mut Projecting<'_>, batch: &str) -> Result<()> {
    let row = projecting.reading()?.row(statements::STAGED_THERE, &[Value::Text(batch)])?;
    if row.is_some() { Ok(()) } else { Err(StoreError::Abandoned) }
}

/// Two who bring one file in at the same time bring it in once: twice, it would corroborate itself.
fn must_be_new(connection: &mut Connection, original: Option<&Original>) -> Result<()> {
    let Some(original) = original else { return Ok(()) };
    match import::by_original(connection, original.sha256)? {
        Some(_) => Err(StoreError::Refused("the same file was brought in meanwhile: nothing was done")),
        None => Ok(()),
    }
}

fn check_taken_back(projecting: &mut Projecting<'_>, taken: &TakenBack) -> Result<()> {
    let profile = taken.by.map(|by| profile_of(projecting, by)).transpose()?;
    let connection = projecting.reading()?;
    match taken.what {
        Undone::Import(number) => {
            if let Some(profile) = &profile {
                guard::must_be_allowed(profile, Asked::change(Kind::Import))?;
            }
            import::check_undo(connection, number)
        }
        Undone::Decision(id) => {
            if let Some(profile) = &profile {
                let decision = decision::one(connection, id)?.decision;
                for record in [decision.left, decision.right] {
                    // One that is not there any more keeps nobody from taking the decision back; one that may not be
                    // decided about does.
                    let guarded = guard::of(connection, profile, record)?;
                    if guarded.is_some_and(|one| !access::permits(profile, one.asked(Kind::Decision, Deed::Change))) {
                        return Err(StoreError::NoSuch(format!("decision {id}")));
                    }
                }
            }
            deciding::check_undo(connection, id)
        }
    }
}

fn check_act(projecting: &mut Projecting<'_>, entry: &mut ActEntry, time: &str) -> Result<()> {
    if let Some(by) = entry.by {
        let profile = profile_of(projecting, by)?;
        // Whoever is partial says so themselves, and asks nobody.
        let is_own = match &entry.act {
            Act::Account(account::AccountAct::Recused { account, .. }) => *account == by,
            Act::Account(act) => token::is_own(act, by),
            _ => false,
        };
        if !is_own {
            must_be_permitted(projecting.reading()?, &profile, &entry.act)?;
        }
        if let Act::Account(act) = &entry.act {
            token::must_be_for_its_maker(act, by)?;
        }
    } else if let Act::Account(act) = &entry.act {
        // As soon as there is an administrator, whoever holds the machine enrols nobody: two humans would be one who does.
        let accounts = projecting.accounts()?.to_vec();
        let is_kept = accounts.iter().any(account::Account::keeps_accounts);
        if is_kept && !locked_out::allows(projecting.reading()?, &accounts, act)? {
            return Err(StoreError::Denied("this archive has an administrator, who keeps its accounts"));
        }
    }
    match &mut entry.act {
        Act::Account(act) => account::check(projecting.reading()?, act, time),
        Act::Source(act) => source::check(projecting.reading()?, act),
        Act::Restriction(act) => restriction::check(projecting.reading()?, act),
        Act::Request(act) => {
            if let RequestAct::Assigned { team, .. } = &**act {
                must_be_a_team(projecting, team)?;
            }
            request::check(projecting.reading()?, act, time)
        }
        Act::Wish(wish) => wish::check(projecting.reading()?, wish),
        Act::Withdrawal(act) => withdrawal::check(projecting, act),
        Act::Confirmation(confirmation) => deciding::check_confirmation(projecting, confirmation),
        Act::Export(act) => crate::sharing::export::check(projecting.reading()?, act, entry.by, time),
        Act::Consequence(act) => consequence::check(projecting.reading()?, act, time),
        Act::Corrected(corrected) => consequence::check_corrected(projecting.reading()?, corrected),
        Act::Readings(_) => Ok(()),
        Act::Places(act) => places::check(act),
        Act::Agreement(act) => agreement::check(projecting, act, entry.by),
        // Made by a purge, in its own transaction.
        Act::Purged(_) => Err(StoreError::Refused("nothing is said to be erased that was not")),
    }
}

/// A case of a team that nobody belongs to would be nobody's: a name that was mistyped, or whose people have left.
fn must_be_a_team(projecting: &mut Projecting<'_>, team: &str) -> Result<()> {
    let accounts = projecting.accounts()?;
    let belongs = |account: &account::Account| !account.is_closed && account.profile.teams.contains(team);
    if team.is_empty() || accounts.iter().any(belongs) {
        return Ok(());
    }
    Err(StoreError::Refused("no open account is in that team"))
}

/// What an account is, as long as it is open.
fn profile_of(projecting: &mut Projecting<'_>, by: AccountId) -> Result<Profile> {
    let account = projecting.accounts()?.iter().find(|account| account.id == by && !account.is_closed);
    account.map(|account| account.profile.clone()).ok_or_else(|| StoreError::NoSuch(format!("open account {by}")))
}

/// The one access function, asked for every act of an account. Whoever holds the machine acts for none, and is not asked.
fn must_be_permitted(connection: &mut Connection, profile: &Profile, act: &Act) -> Result<()> {
    let (kind, record) = match act {
        Act::Account(_) => (Kind::Account, None),
        Act::Source(_) | Act::Agreement(_) => (Kind::Source, None),
        Act::Places(_) | Act::Purged(_) => (Kind::Import, None),
        Act::Restriction(act) => (Kind::Record, Some(act.record())),
        Act::Wish(wish) => (Kind::Record, Some(wish.record)),
        // Whoever takes a wish to be removed in does not answer it.
        Act::Withdrawal(act @ WithdrawalAct::Asked { .. }) => (Kind::Withdrawal, Some(act.record())),
        Act::Withdrawal(act) => (Kind::Record, Some(act.record())),
        Act::Corrected(corrected) => {
            let about = match acts::at(connection, corrected.consequence)?.map(|done| done.act) {
                Some(Act::Consequence(Consequence { outside: Outside::Told { case, .. }, .. })) => Some(case),
                _ => None,
            };
            let record = about.map(|case| request::folded(connection, case)).transpose()?.map(|case| case.record);
            (Kind::Correction, record)
        }
        Act::Request(act) => match &**act {
            RequestAct::Opened(_) => (Kind::Case, None),
            // Whoever takes a request finds out nobody's kinship, and ends no search, nor begins it again.
            other @ (RequestAct::Vetted { .. }
            | RequestAct::Closed { .. }
            | RequestAct::Reopened { .. }
            | RequestAct::Joined { .. }
            | RequestAct::Parted { .. }) => {
                if let RequestAct::Joined { into, .. } = other {
                    let record = request::folded(connection, *into)?.record;
                    guard::must_be_permitted(connection, profile, Kind::Person, record)?;
                }
                (Kind::Person, Some(request::folded(connection, other.case(&[0; 32]))?.record))
            }
            RequestAct::Assigned { case, team } => {
                // Whoever gives a case away must be permitted to change it where it goes, too: of another team, a reviewer is.
                let whose = match team.as_str() {
                    "" => Team::Any,
                    team if profile.teams.contains(team) => Team::Own,
                    _ => Team::Other,
                };
                if !access::permits(profile, Asked { team: whose, ..Asked::change(Kind::Case) }) {
                    return Err(StoreError::Denied("a case is given to a team of others by a reviewer"));
                }
                (Kind::Case, Some(request::folded(connection, *case)?.record))
            }
            other => (Kind::Case, Some(request::folded(connection, other.case(&[0; 32]))?.record)),
        },
        Act::Consequence(act) => match &act.outside {
            Outside::Told { case, .. } => (Kind::Person, Some(request::folded(connection, *case)?.record)),
            Outside::Exported { .. } | Outside::Published { .. } | Outside::Copied(_) => (Kind::Export, None),
        },
        Act::Export(_) => (Kind::Export, None),
        // Whose signature it is, is asked of the key; the log's head is nobody's.
        Act::Confirmation(_) | Act::Readings(_) => return Ok(()),
    };
    match record {
        Some(record) => guard::must_be_permitted(connection, profile, kind, record),
        None => guard::must_be_allowed(profile, Asked::change(kind)),
    }
}

fn must_be_short(text: &str) -> Result<()> {
    if text.chars().count() <= limits::TEXT_CHARACTERS_MAX {
        return Ok(());
    }
    Err(StoreError::Limit { what: "a text", limit: limits::TEXT_CHARACTERS_MAX })
}

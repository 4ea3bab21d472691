//! What somebody can read here, what of it is counted by the hour, and the line that says so.

use crate::{AccountId, CaseNumber, TokenNumber, limits};
use serde::{Deserialize, Serialize};

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// A record.
    Record(i64),
    /// Two records side by side.
    Pair(i64, i64),
    /// A person, by the record that its id was given for.
    Person(i64),
    /// A case.
    Case(i64),
    /// The sealed part of a case: its contact.
    Contact(i64),
    /// What is sealed of a record.
    Sealed(i64),
    /// The original file of an import.
    Original(u32),
    /// A decision.
    Decision(u64),
    /// The log itself.
    Readings,
    /// A search, and how many it found.
    Search(u64),
    /// Records that were shown beside something: how many.
    Beside(u64),
    /// A page of a picture.
    Page(u32, u32),
    /// A line of a picture: picture, page, line.
    Line(u32, u32, u32),
    /// What was refused.
    Refused,
    /// Somebody came in.
    LoggedIn,
    /// Somebody tried to come in as that account, and was wrong.
    WrongLogin,
    /// The same, and it was not looked at, after too many that were wrong.
    LockedOut,
    /// They left.
    LoggedOut,
    /// A program asked for what its token has no scope for.
    NoScope,
    /// Somebody asked for what none of their roles has.
    NoRole,
    /// More attempts to come in followed within the hour, and are not in the log.
    MoreWrongLogins,
    /// More that was refused followed within the hour, and is not in the log.
    MoreRefusals,
}

/// What is counted by itself. The numbers stand in the table (in the column `search`); contacts of before count as opened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Budget {
    Opened = 0,
    Searches = 1,
    Contacts = 2,
    /// Attempts to come in, by whoever knows the number of an account.
    WrongLogins = 3,
    /// What somebody who is in was refused.
    Refusals = 4,
    /// Coming and going: each is written. Whoever tries a thousand times to come in does not hide by it that they did.
    ComingAndGoing = 5,
    /// That more wrong attempts are not written.
    MoreWrongLogins = 6,
    /// That more refusals are not written.
    MoreRefusals = 7,
}

impl Reading {
    /// How many persons, records or cases somebody sees by it, for the day of a token.
    pub(crate) fn persons(self) -> u64 {
        match self {
            Reading::Record(_)
            | Reading::Person(_)
            | Reading::Case(_)
            | Reading::Contact(_)
            | Reading::Sealed(_)
            | Reading::Line(..) => 1,
            Reading::Pair(..) | Reading::Decision(_) => 2,
            Reading::Beside(count) => count,
            // Who was found is counted when they are shown.
            Reading::Search(_)
            | Reading::Original(_)
            | Reading::Readings
            | Reading::Page(..)
            | Reading::Refused
            | Reading::LoggedIn
            | Reading::WrongLogin
            | Reading::LockedOut
            | Reading::LoggedOut
            | Reading::NoScope
            | Reading::NoRole
            | Reading::MoreWrongLogins
            | Reading::MoreRefusals => 0,
        }
    }

    pub(crate) fn budget(self) -> Budget {
        match self {
            Reading::Search(_) => Budget::Searches,
            Reading::Contact(_) => Budget::Contacts,
            Reading::WrongLogin | Reading::LockedOut => Budget::WrongLogins,
            Reading::NoScope | Reading::NoRole => Budget::Refusals,
            Reading::LoggedIn | Reading::LoggedOut => Budget::ComingAndGoing,
            Reading::MoreWrongLogins => Budget::MoreWrongLogins,
            Reading::MoreRefusals => Budget::MoreRefusals,
            _ => Budget::Opened,
        }
    }
}

impl Budget {
    pub(crate) fn per_hour_max(self) -> u64 {
        match self {
            Budget::Opened => limits::READINGS_PER_HOUR_MAX,
            Budget::Searches => limits::SEARCHES_PER_HOUR_MAX,
            Budget::Contacts => limits::CONTACTS_PER_HOUR_MAX,
            Budget::WrongLogins | Budget::Refusals => limits::DOOR_LINES_PER_HOUR_MAX,
            Budget::MoreWrongLogins | Budget::MoreRefusals => 1,
            Budget::ComingAndGoing => u64::MAX,
        }
    }

    /// What says, in place of a line that is over the budget, that more were not written. What is read has no such line: it is refused,
    /// and each refusal is one.
    pub(crate) fn more(self) -> Option<Reading> {
        match self {
            Budget::WrongLogins => Some(Reading::MoreWrongLogins),
            Budget::Refusals => Some(Reading::MoreRefusals),
            _ => None,
        }
    }

    /// Whether nothing is written of a line of this budget any more.
    pub(crate) fn is_silent(self) -> bool {
        matches!(self, Budget::WrongLogins | Budget::Refusals | Budget::MoreWrongLogins | Budget::MoreRefusals)
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingEntry {
    /// Its place, from 0.
    pub index: u64,
    /// When, in seconds since 1970.
    pub seconds: i64,
    /// By whom; nobody for the console.
    pub account: Option<AccountId>,
    /// What.
    pub what: Reading,
    /// The case for which it was read, where there is one.
    pub case: Option<CaseNumber>,
    /// The token by which they read, where a program did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenNumber>,
}

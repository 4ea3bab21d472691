//! What the answers of several subjects hold.

use crate::counting::rounding::FEW;
use crate::shell::Shell;
use crate::shown::{plain, role_word};
use record::{Position, Record};
use serde::Serialize;
use store::{AccountId, Import, RecordId};
use utoipa::ToSchema;

/// A count of what could give somebody away: nothing below five.
pub(crate) type Few = Option<u64>;

/// A count that is told from five on.
pub(crate) fn few(count: u64) -> Few {
    (count >= FEW).then_some(count)
}

/// Where a record is from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Origin {
    /// The list, such as `I3`.
    pub(crate) list: String,
    /// What the list is called; null where it is the request of a family.
    pub(crate) source: Option<String>,
}

impl Origin {
    pub(crate) fn of(imports: &[Import], id: RecordId) -> Origin {
        let list = id.import().to_string();
        let source = match imports.iter().find(|import| import.number == id.import()) {
            Some(import) if import.is_page => None,
            Some(import) => Some(plain(&import.meta.source)),
            None => Some(list.clone()),
        };
        Origin { list, source }
    }

    /// The same in words: requests are called after what they are.
    pub(crate) fn words(&self, shell: &Shell) -> String {
        self.source.clone().unwrap_or_else(|| shell.say("source-request"))
    }
}

/// Where in its source a record stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Where {
    /// The sheet of a workbook.
    pub(crate) sheet: Option<String>,
    /// The page of a paged document, from 1.
    pub(crate) page: Option<u32>,
    /// The row of the sheet, or the line of the file or page, from 1.
    pub(crate) row: u64,
}

impl Where {
    pub(crate) fn of(position: &Position) -> Where {
        Where { sheet: position.sheet.as_deref().map(plain), page: position.page, row: position.row }
    }
}

/// A record, in a few words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Brief {
    /// The record, such as `R3.17`.
    pub(crate) record: String,
    /// The name as its source has it.
    pub(crate) name: String,
    /// What somebody is there: `sought`, `held`, `freed`, `dead` or `other`.
    pub(crate) role: &'static str,
    /// Where it is from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
}

impl Brief {
    pub(crate) fn of(imports: &[Import], id: RecordId, record: &Record) -> Brief {
        let (name, role) = (plain(&record.display_name()), role_word(record.role));
        Brief { record: id.to_string(), name, role, origin: Origin::of(imports, id) }
    }
}

/// Somebody who works here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Colleague {
    /// The account, such as `A7`; null for whoever holds the machine.
    pub(crate) account: Option<String>,
    /// What colleagues call them.
    pub(crate) called: String,
}

impl Colleague {
    pub(crate) fn of(archive: &store::Archive, account: Option<AccountId>) -> store::Result<Colleague> {
        let called = match account {
            Some(account) => plain(archive.account(account)?.profile.name.reveal()),
            None => String::new(),
        };
        Ok(Colleague { account: account.map(|account| account.to_string()), called })
    }
}

/// A property and what was written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Said {
    /// The property, as its stable word: `given`, `mother`, `birth_date`, …
    pub(crate) property: &'static str,
    /// As it was written.
    pub(crate) written: String,
}

impl Said {
    pub(crate) fn of(claim: &record::Claim) -> Said {
        Said { property: claim.property.as_str(), written: plain(&claim.as_written) }
    }

    /// Both in words.
    pub(crate) fn words(&self, shell: &Shell) -> (String, String) {
        (shell.say(&format!("property-{}", self.property)), self.written.clone())
    }
}

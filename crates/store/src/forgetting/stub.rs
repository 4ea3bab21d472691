//! What stands in the place of an erased entry: no word of anybody's, only what the rest of the archive follows from.

use crate::acts::Act;
use crate::consequence::{self, Consequence, Outside};
use crate::entry::{Body, Undone};
use crate::link::{self, LinksAccepted};
use crate::request::{self, RequestAct};
use crate::sql::Connection;
use crate::{AccountId, Hash, RecordId, Result, StoreError, rebuild};
use record::Private;
use serde::{Deserialize, Serialize};

/// What remains of an entry.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stub {
    /// Nothing follows from it.
    Nothing,
    /// A request was taken then, and its record had this place. The salt remains of the first of a page, since the ids of
    /// all persons of the page follow from it.
    Request { record: RecordId, time: String, salt: Option<Hash> },
    /// Something left the archive, which rests on decisions and imports.
    Consequence(Consequence),
    /// Something was taken back, and consequences may have rested on it.
    TakenBack { what: Undone, by: Option<AccountId> },
    /// A linkage run, without what it had learnt.
    Links { time: String, accepted: Box<LinksAccepted> },
}

impl Stub {
    /// The stub of an entry.
    pub(crate) fn of(salt: &[u8; 32], time: &str, body: &Body) -> Stub {
        match body {
            Body::TakenBack(taken) => Stub::TakenBack { what: taken.what, by: taken.by },
            Body::Act(entry) => match &entry.act {
                Act::Request(act) => match &**act {
                    RequestAct::Opened(opened) => {
                        let salt = (opened.id.ordinal() == 1).then_some(Hash(*salt));
                        Stub::Request { record: opened.id, time: time.to_owned(), salt }
                    }
                    _ => Stub::Nothing,
                },
                Act::Consequence(consequence) => Stub::Consequence(Consequence {
                    outside: without_words(&consequence.outside),
                    ..consequence.clone()
                }),
                _ => Stub::Nothing,
            },
            Body::LinksAccepted(accepted) => {
                Stub::Links { time: time.to_owned(), accepted: Box::new(accepted.without_what_it_learnt()) }
            }
            Body::ImportAccepted(_) | Body::Decision(_) => Stub::Nothing,
        }
    }

    /// The bytes that the purging entry commits to.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|_| StoreError::NotJson("a stub"))
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Stub> {
        serde_json::from_slice(bytes).map_err(|_| StoreError::damaged("a stub is not understood"))
    }

    /// The salt, where it remains.
    pub(crate) fn salt(&self) -> Option<[u8; 32]> {
        match self {
            Stub::Request { salt, .. } => salt.map(|salt| salt.0),
            _ => None,
        }
    }
}

fn without_words(outside: &Outside) -> Outside {
    match outside {
        Outside::Told { case, asker, .. } => Outside::Told { case: *case, asker: *asker, how: Private::default() },
        Outside::Exported { records, .. } => {
            Outside::Exported { recipient: Private::default(), purpose: Private::default(), records: records.clone() }
        }
        Outside::Copied(copied) => Outside::Copied(copied.clone()),
        Outside::Published { imports, .. } => Outside::Published { what: Private::default(), imports: imports.clone() },
    }
}

/// What follows from an erased entry, while everything is made anew.
pub(crate) fn project_stub(connection: &mut Connection, entry: u64, stub: &[u8]) -> Result<()> {
    match Stub::read(stub)? {
        Stub::Nothing => Ok(()),
        Stub::Request { record, time, .. } => request::project_page(connection, entry, &time, record),
        Stub::Consequence(consequence) => consequence::project(connection, entry, &consequence),
        Stub::Links { time, accepted } => {
            rebuild::replay_links(connection, &accepted)?;
            link::project(connection, entry, &time, *accepted)
        }
        Stub::TakenBack { what: Undone::Import(number), by } => {
            consequence::correct(connection, entry, 'I', i64::from(number.0), by)
        }
        Stub::TakenBack { what: Undone::Decision(id), by } => {
            consequence::correct(connection, entry, 'D', id.0 as i64, by)
        }
    }
}

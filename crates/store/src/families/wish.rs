//! What somebody who was found wishes to be known, and to whom.
//!
//! A found adult decides. Until they have said so, nothing is known to anybody, and a wish to stay unknown looks from
//! outside like no news. The newest word for a recipient counts; one for everybody stands where a recipient has none.

use crate::acts::{self, Act, Done};
use crate::sql::Connection;
use crate::{AccountId, Archive, CaseNumber, RecordId, Result, decision};
use record::Private;
use serde::{Deserialize, Serialize};

/// What may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// Nothing.
    #[default]
    Nothing,
    /// That they are alive.
    Alive,
    /// That they are alive, and how to reach them by way of us.
    Contact,
}

/// To whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Whoever was vetted as kin.
    Kin,
    /// One asker of one request, from 1.
    Asker(CaseNumber, u32),
}

/// A wish of somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The record that says that they were found.
    pub record: RecordId,
    /// For whom the wish is.
    pub recipient: Recipient,
    /// What they may be told.
    pub telling: Telling,
    /// How, when and in which language they were asked, in the words of whoever asked.
    pub asked: Private,
}

impl Archive {
    /// Records a wish. It is revoked by another one.
    pub fn wish(&self, wish: Wish, by: Option<AccountId>, time: &str) -> Result<u64> {
        Ok(self.act(by, Act::Wish(wish), time)?.index)
    }

    /// What the found of a record wishes one asker to be told: nothing, until they have said so.
    pub fn wished(&self, record: RecordId, case: CaseNumber, asker: u32) -> Result<Option<Telling>> {
        self.database.read(|connection| of(connection, record, case, asker))
    }
}

/// What is wished for one asker; `None` when the found was never asked.
pub(crate) fn of(
    connection: &mut Connection,
    record: RecordId,
    case: CaseNumber,
    asker: u32,
) -> Result<Option<Telling>> {
    let (mut own, mut kin) = (None, None);
    for Done { act, .. } in acts::about(connection, "wish", record.0)? {
        let Act::Wish(wish) = act else { continue };
        match wish.recipient {
            Recipient::Kin => {
                kin = Some(wish.telling);
                // Whoever grows more reserved towards all means this one too.
                own = own.map(|own: Telling| own.min(wish.telling));
            }
            Recipient::Asker(for_case, for_asker) if (for_case, for_asker) == (case, asker) => own = Some(wish.telling),
            Recipient::Asker(..) => {}
        }
    }
    Ok(own.or(kin))
}

pub(crate) fn check(connection: &mut Connection, wish: &Wish) -> Result<()> {
    decision::must_be_there(connection, wish.record)?;
    if let Recipient::Asker(case, asker) = wish.recipient {
        crate::request::asker(connection, case, asker)?;
    }
    Ok(())
}

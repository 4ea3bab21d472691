//! What one asker of one case may be told, and everything that stands in the way.
//!
//! The reasons are for staff. Outside there is one sentence, whatever the reasons are (rule 1): they have the request,
//! and somebody will call. Nothing here tells anybody anything; people do.

use crate::request::{self, Vetting};
use crate::sql::Connection;
use crate::wish::{self, Telling};
use crate::withdrawal::{self, Withdrawn};
use crate::{Archive, CaseNumber, RecordId, Result, acts, person, records, restriction};
use record::{Fate, FateView, RecordOf, Role, SourceStanding, Testimony, Visibility};
use serde::Serialize;
use std::collections::BTreeSet;

/// Something that stands in the way of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// Nobody whom two humans hold to be the same is known of.
    NothingFound,
    /// A decision awaits a second human.
    AwaitingSecondHuman,
    /// The asker was not vetted as kin.
    NotVetted,
    /// The case is closed.
    CaseClosed,
    /// The found was never asked what they wish to be known.
    FoundNotAsked,
    /// The found wishes that nothing be known to this asker.
    FoundWishesNothing,
    /// Somebody asked to be removed.
    Withdrawn,
}

/// What is known, to be told by people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Records that say that the person came out or was seen alive, held by two humans to be theirs.
    pub alive: Vec<RecordId>,
    /// Records that report a death, or are of remains.
    pub dead: Vec<RecordId>,
    /// What the found wishes this asker to be told.
    pub telling: Telling,
    /// What stands in the way; nothing may be told while there is any.
    pub withheld: Vec<Withheld>,
}

impl Archive {
    /// What one asker of a case, from 1, may be told.
    pub fn answer(&self, case: CaseNumber, asker: u32) -> Result<Answer> {
        self.database.read(|connection| answer(connection, case, asker))
    }

    /// Whether a record may leave the archive at all: it was not withdrawn, is in no sealed role, and nothing restricts
    /// the whole of it.
    pub fn may_leave(&self, record: RecordId) -> Result<bool> {
        self.database.read(|connection| may_leave(connection, record))
    }
}

impl Archive {
    /// Every record that may not leave the archive because somebody asked to be removed, or a human restricted it. For
    /// whoever writes a list.
    pub fn kept_inside(&self) -> Result<BTreeSet<RecordId>> {
        self.database.read(|connection| {
            let mut touched: BTreeSet<RecordId> = BTreeSet::new();
            for kind in ["withdrawal", "restriction"] {
                touched.extend(acts::of_kind(connection, kind)?.into_iter().map(|(subject, _)| RecordId(subject)));
            }
            let mut kept = BTreeSet::new();
            for record in touched {
                // Of an import that was taken back nothing leaves anyway.
                if !may_leave(connection, record)? {
                    kept.insert(record);
                }
            }
            Ok(kept)
        })
    }
}

pub(crate) fn answer(connection: &mut Connection, case: CaseNumber, asker: u32) -> Result<Answer> {
    let found = request::of(connection, case)?;
    let (_, vetting) = request::asker(connection, case, asker)?;
    let person = person::joined(connection, found.record)?;
    let mut answer = Answer::default();
    let mut wishes = Vec::new();
    for (id, record) in records::read_some(connection, &person.records)? {
        if withdrawal::of(connection, id)? != Withdrawn::No && withdrawal::of(connection, id)? != Withdrawn::Refused {
            answer.withheld.push(Withheld::Withdrawn);
        }
        let said = FateView::of(&[Testimony { id: 0, record: &record, source: SourceStanding::of_group(0) }], &[]);
        let says = |fate| said.possibility(fate).is_some();
        if says(Fate::ReportedDead) || record.thing() != RecordOf::Person {
            answer.dead.push(id);
        }
        // A record may say both; then both are minded.
        if record.role == Role::Freed || says(Fate::Released) || says(Fate::SeenAlive) {
            answer.alive.push(id);
            wishes.push(wish::of(connection, id, case, asker)?);
        }
    }
    // One word is enough, and the most reserved one counts.
    let said: Vec<Telling> = wishes.iter().copied().flatten().collect();
    answer.telling = said.iter().copied().min().unwrap_or_default();
    if !answer.alive.is_empty() {
        match said.iter().min() {
            None => answer.withheld.push(Withheld::FoundNotAsked),
            Some(Telling::Nothing) => answer.withheld.push(Withheld::FoundWishesNothing),
            Some(_) => {}
        }
    }
    if answer.alive.is_empty() && answer.dead.is_empty() {
        answer.withheld.push(Withheld::NothingFound);
    }
    if !person.awaiting.is_empty() {
        answer.withheld.push(Withheld::AwaitingSecondHuman);
    }
    if vetting != Vetting::Kin {
        answer.withheld.push(Withheld::NotVetted);
    }
    if found.is_closed {
        answer.withheld.push(Withheld::CaseClosed);
    }
    answer.withheld.sort_unstable();
    answer.withheld.dedup();
    Ok(answer)
}

pub(crate) fn may_leave(connection: &mut Connection, record: RecordId) -> Result<bool> {
    if matches!(withdrawal::of(connection, record)?, Withdrawn::Asked | Withdrawn::Verified) {
        return Ok(false);
    }
    let restrictions = restriction::of(connection, record)?;
    if restrictions.iter().any(|(_, one)| one.property.is_none() && one.visibility > Visibility::Staff) {
        return Ok(false);
    }
    let read = records::read_some(connection, &[record])?;
    Ok(read.iter().all(|(_, record)| record.role.is_matched()))
}

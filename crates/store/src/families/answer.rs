//! What one asker of one case may be told, and everything that stands in the way.
//!
//! The reasons are for staff. Outside there is one sentence, whatever the reasons are (rule 1): they have the request,
//! and somebody will call. Nothing here tells anybody anything; people do.

use crate::asker::{Consent, DeathNews, Vetting};
use crate::request;
use crate::sql::{Connection, statements};
use crate::view::{self, Standings};
use crate::wish::{self, Telling};
use crate::withdrawal;
use crate::{Archive, CaseNumber, RecordId, Result, acts, person, records, restriction, source, standing};
use record::{Fate, FateView, Record, RecordOf, Role, Testimony, Visibility};
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
    /// The asker does not wish to hear of a death.
    AskerWishesNoDeathNews,
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
        self.database.read(kept_inside)
    }
}

pub(crate) fn kept_inside(connection: &mut Connection) -> Result<BTreeSet<RecordId>> {
    let mut touched: BTreeSet<RecordId> = BTreeSet::new();
    for kind in ["withdrawal", "restriction"] {
        touched.extend(acts::of_kind(connection, kind)?.into_iter().map(|(subject, _)| RecordId(subject)));
    }
    // Requests leave only by consent.
    for row in connection.rows(statements::CASE_RECORDS, &[])? {
        touched.insert(RecordId(row.int(0)?));
    }
    let mut kept = BTreeSet::new();
    for record in touched {
        // Of an import that was taken back nothing leaves anyway.
        if !may_leave(connection, record)? {
            kept.insert(record);
        }
    }
    Ok(kept)
}

/// Whether a record is still there: its import was not taken back, and nobody erased it.
pub(crate) fn is_there(connection: &mut Connection, record: RecordId) -> Result<bool> {
    Ok(!connection.rows_listed(statements::RECORDS_THERE, &[record.0])?.is_empty())
}

pub(crate) fn answer(connection: &mut Connection, case: CaseNumber, asker: u32) -> Result<Answer> {
    let found = request::folded(connection, case)?;
    let (own, vetting) = request::asker(connection, case, asker)?;
    let person = person::joined(connection, found.record)?;
    let confirmed = person::joined_by_two(connection, found.record)?;
    let records = records::read_some(connection, &person.records)?;
    let standings = source::standings(connection)?;
    let mut answer = Answer::default();
    let mut said = Vec::new();
    for &(id, _) in &records {
        if withdrawal::of(connection, id)?.keeps_inside() {
            answer.withheld.push(Withheld::Withdrawn);
        }
        said.extend(wish::of(connection, id, case, asker)?.map(|telling| (id, telling)));
    }
    for (id, is_death) in told(&records, &standings) {
        if !confirmed.contains(&id) {
            // It may contradict what two humans hold: nothing is told before they have looked at it.
            answer.withheld.push(Withheld::AwaitingSecondHuman);
        } else if is_death {
            answer.dead.push(id);
        } else {
            answer.alive.push(id);
        }
    }
    // A wish to stay unknown counts, whichever record it was said of; leave to tell only where it was said of the record
    // that found them. Of several words the most reserved counts.
    let counts = |(id, telling): &(RecordId, Telling)| *telling == Telling::Nothing || answer.alive.contains(id);
    let said: Vec<Telling> = said.iter().filter(|word| counts(word)).map(|(_, telling)| *telling).collect();
    answer.telling = said.iter().copied().min().unwrap_or_default();
    match said.iter().min() {
        Some(Telling::Nothing) => answer.withheld.push(Withheld::FoundWishesNothing),
        None if !answer.alive.is_empty() => answer.withheld.push(Withheld::FoundNotAsked),
        _ => {}
    }
    if answer.alive.is_empty() && answer.dead.is_empty() {
        answer.withheld.push(Withheld::NothingFound);
    }
    if !answer.dead.is_empty() && own.death_news == DeathNews::Never {
        answer.withheld.push(Withheld::AskerWishesNoDeathNews);
    }
    if !person.awaiting.is_empty() {
        answer.withheld.push(Withheld::AwaitingSecondHuman);
    }
    if vetting != Vetting::Kin {
        answer.withheld.push(Withheld::NotVetted);
    }
    if standing::is_ended(connection, case)? {
        answer.withheld.push(Withheld::CaseClosed);
    }
    answer.withheld.sort_unstable();
    answer.withheld.dedup();
    Ok(answer)
}

/// The records that say on good ground what became of somebody, and whether they report a death. What a request, a copy
/// of requests or a forgery says is no answer to a family.
fn told(records: &[(RecordId, Record)], standings: &Standings) -> Vec<(RecordId, bool)> {
    let testimonies: Vec<Testimony<'_>> =
        view::testimonies(records, standings).filter(|one| one.record.role != Role::Sought).collect();
    let mut told = Vec::new();
    let fates = FateView::of(&testimonies, &[]);
    let is_death_told = fates.possibility(Fate::ReportedDead).is_some_and(|one| one.independent > 0);
    for possibility in fates.possibilities {
        // Seen before a death that is told: that contradicts nothing, and finds nobody.
        if possibility.fate == Fate::SeenAlive && possibility.contrary.is_none() && is_death_told {
            continue;
        }
        let is_death = match possibility.fate {
            Fate::ReportedDead | Fate::IdentifiedRemains => true,
            Fate::Released | Fate::SeenAlive => false,
            Fate::Held | Fate::PresumedAlive => continue,
        };
        if possibility.independent > 0 {
            told.extend(possibility.claims.iter().map(|saying| (records[saying.testimony].0, is_death)));
        }
    }
    // A body says so by being one.
    let bodies = records.iter().filter(|(_, record)| record.thing() == RecordOf::Remains);
    told.extend(bodies.map(|(id, _)| (*id, true)));
    told.sort_unstable();
    told.dedup();
    told
}

pub(crate) fn may_leave(connection: &mut Connection, record: RecordId) -> Result<bool> {
    if withdrawal::of(connection, record)?.keeps_inside() {
        return Ok(false);
    }
    // A request is its family's: it leaves only where they agreed to some sharing.
    if let Some(case) = request::case_of(connection, record)?
        && request::folded(connection, case)?.consent == Consent::default()
    {
        return Ok(false);
    }
    let restrictions = restriction::of(connection, record)?;
    if restrictions.iter().any(|(_, one)| one.property.is_none() && one.visibility > Visibility::Staff) {
        return Ok(false);
    }
    let read = records::read_some(connection, &[record])?;
    Ok(read.iter().all(|(_, record)| record.role.is_matched()))
}

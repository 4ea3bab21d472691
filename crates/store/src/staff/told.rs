//! What left the archive and speaks of somebody: the families who were told, the lists that were given away.
//!
//! It is found by what it rests on, so that a telling is still found when the decision under it was taken back: that is
//! when somebody has to know of it. A published count names nobody and is not among it.

use crate::access::{Asked, Deed, Kind, permits};
use crate::acts::{self, Act, Done};
use crate::reading::Reading;
use crate::session::Session;
use crate::sql::{Connection, Value, statements};
use crate::{AccountId, Archive, CaseNumber, DecisionId, Outside, RecordId, Result, decisions, guard, request};
use std::collections::BTreeSet;

/// Something that left, and speaks of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldOf {
    /// The entry by which it left; corrections name it.
    pub entry: u64,
    /// When, as the caller said.
    pub time: String,
    /// Who let it out.
    pub by: Option<AccountId>,
    /// What left. Of a list, only those of the records that were asked about.
    pub outside: Outside,
}

impl Archive {
    /// What left the archive and speaks of these records, or rests on a decision about one of them, in order. It reads every
    /// consequence that rests on the lists that the records came in, and no other.
    pub fn told_of(&self, records: &[RecordId]) -> Result<Vec<ToldOf>> {
        self.database.read(|connection| told_of(connection, records))
    }
}

impl Session<'_> {
    /// The same, as far as the account may see it: what was told in a case that is another team's is not there.
    pub fn told_of(&self, records: &[RecordId]) -> Result<Vec<ToldOf>> {
        if !self.may(Asked::see(Kind::Correction)) {
            return Ok(Vec::new());
        }
        let seen = self.archive.database.read(|connection| {
            let guarded = guard::of_each(connection, &self.profile, records)?.into_iter();
            let may_see = |one: &guard::Guarded| permits(&self.profile, one.asked(Kind::Record, Deed::See));
            let visible: Vec<RecordId> = guarded.filter(|(_, one)| may_see(one)).map(|(id, _)| id).collect();
            let mut seen = Vec::new();
            for told in told_of(connection, &visible)? {
                let is_seen = match &told.outside {
                    Outside::Told { case, .. } => self.see_case(connection, *case, Kind::Case)?.is_some(),
                    Outside::Exported { .. } | Outside::Published { .. } | Outside::Copied(_) => true,
                };
                seen.extend(is_seen.then_some(told));
            }
            Ok(seen)
        })?;
        if !seen.is_empty() {
            self.archive.log_reading(self.account, Reading::Beside(seen.len() as u64), self.case, self.now)?;
        }
        Ok(seen)
    }
}

fn told_of(connection: &mut Connection, records: &[RecordId]) -> Result<Vec<ToldOf>> {
    let mut cases: BTreeSet<CaseNumber> = BTreeSet::new();
    let mut decisions: BTreeSet<DecisionId> = BTreeSet::new();
    for &record in records {
        cases.extend(request::case_of(connection, record)?);
        decisions.extend(decisions::ever::ids(connection, record)?);
    }
    let imports: BTreeSet<i64> = records.iter().map(|record| i64::from(record.import().0)).collect();
    let grounds =
        decisions.iter().map(|decision| ("D", decision.0 as i64)).chain(imports.iter().map(|&one| ("I", one)));
    let mut entries = BTreeSet::new();
    for (kind, number) in grounds {
        for row in connection.rows(statements::RESTING_ON, &[Value::Text(kind), Value::Int(number)])? {
            entries.insert(row.int(0)? as u64);
        }
    }
    let mut told = Vec::new();
    for entry in entries {
        // What was erased since says nothing any more.
        let Some(Done { time, by, act: Act::Consequence(consequence), .. }) = acts::at(connection, entry)? else {
            continue;
        };
        let rests_on_them = consequence.decisions.iter().any(|decision| decisions.contains(decision));
        let outside = match consequence.outside {
            Outside::Told { case, .. } if !cases.contains(&case) && !rests_on_them => continue,
            Outside::Exported { recipient, purpose, records: given } => {
                let given: Vec<RecordId> = given.into_iter().filter(|record| records.contains(record)).collect();
                if given.is_empty() && !rests_on_them {
                    continue;
                }
                Outside::Exported { recipient, purpose, records: given }
            }
            Outside::Copied(copied) => {
                let given: Vec<RecordId> =
                    records.iter().copied().filter(|record| copied.records.has(*record)).collect();
                if given.is_empty() && !rests_on_them {
                    continue;
                }
                // Who has it, and what for, is said where it was asked for.
                let Ok(export) = crate::sharing::export::folded(connection, copied.export) else { continue };
                Outside::Exported { recipient: export.asked.recipient, purpose: export.asked.purpose, records: given }
            }
            Outside::Published { .. } => continue,
            told @ Outside::Told { .. } => told,
        };
        told.push(ToldOf { entry, time, by, outside });
    }
    Ok(told)
}

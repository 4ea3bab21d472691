//! A copy of an export: which records left, as runs of neighbours, since most of a list leaves in one piece.

use crate::consequence::Consequence;
use crate::sharing::staying::staying;
use crate::sql::{Connection, statements};
use crate::{DecisionId, ExportNumber, Hash, RecordId, Result, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Records, as first ones and how many follow each another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Runs(Vec<(RecordId, u32)>);

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Of which export.
    pub export: ExportNumber,
    /// Which records.
    pub records: Runs,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
}

impl Runs {
    /// Of records in any order.
    pub(crate) fn of(records: &[RecordId]) -> Runs {
        let mut runs: Vec<(RecordId, u32)> = Vec::new();
        for record in records.iter().copied().collect::<BTreeSet<_>>() {
            match runs.last_mut() {
                Some((first, count)) if first.0 + i64::from(*count) == record.0 => *count += 1,
                _ => runs.push((record, 1)),
            }
        }
        Runs(runs)
    }

    /// Each of them, in order.
    pub fn all(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.0.iter().flat_map(|(first, count)| (0..i64::from(*count)).map(|step| RecordId(first.0 + step)))
    }

    /// Whether a record is among them.
    pub fn has(&self, record: RecordId) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= record);
        after > 0 && record.0 < self.0[after - 1].0.0 + i64::from(self.0[after - 1].1)
    }
}

/// Finds what a copy rests on, and refuses one of which a record may not leave. Many records leave at once: each is not asked by
/// itself whether somebody withdrew or joined it.
pub(crate) fn check(connection: &mut Connection, copied: &Copied, time: &str) -> Result<Consequence> {
    crate::sharing::export::must_be_open(connection, copied.export, time)?;
    let export = crate::sharing::export::folded(connection, copied.export)?;
    let kept = staying(connection, &export.asked, export.approved)?;
    if kept.iter().any(|record| copied.records.has(*record)) {
        return Err(StoreError::Refused("a record of the list may not leave the archive any more: make the copy anew"));
    }
    let imports: BTreeSet<_> = copied.records.all().map(RecordId::import).collect();
    if !imports.iter().all(|import| export.asked.imports.contains(import)) {
        return Err(StoreError::Refused("a copy has records of the lists that were approved, and no others"));
    }
    let (mut decisions, mut rests): (BTreeSet<DecisionId>, BTreeSet<_>) = (BTreeSet::new(), imports);
    let mut joined = BTreeSet::new();
    for row in connection.rows(statements::DECISIONS_IN_EFFECT, &[])? {
        let sides = [RecordId(row.int(4)?), RecordId(row.int(5)?)];
        joined.extend(sides.into_iter().filter(|record| copied.records.has(*record)));
    }
    for record in joined {
        let (of_person, imports) = crate::consequence::ground(connection, record)?;
        decisions.extend(of_person);
        rests.extend(imports);
    }
    Ok(Consequence {
        outside: crate::consequence::Outside::Copied(copied.clone()),
        decisions: decisions.into_iter().collect(),
        imports: rests.into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{RecordId, Runs};

    #[test]
    fn runs_hold_what_they_were_made_of() {
        let records = [7, 3, 4, 5, 9, 10].map(RecordId);
        let runs = Runs::of(&records);
        assert_eq!(runs.all().map(|record| record.0).collect::<Vec<_>>(), [3, 4, 5, 7, 9, 10]);
        for number in 0..14 {
            assert_eq!(runs.has(RecordId(number)), records.contains(&RecordId(number)), "{number}");
        }
        assert_eq!(runs.0.len(), 3);
    }
}

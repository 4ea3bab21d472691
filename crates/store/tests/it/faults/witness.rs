//! What was acknowledged, kept where no disk can lose it, and whether an archive still has it.

use super::worker::RECORDS;
use crate::fixtures::TIME;
use std::collections::{BTreeMap, BTreeSet};
use store::{Archive, CaseNumber, Hash, ImportNumber, Location, RecordId};

/// Everything that somebody was told of one archive.
#[derive(Clone, Default)]
pub(crate) struct Witness {
    /// Entries, each with its leaf where it was told.
    entries: BTreeMap<u64, Option<Hash>>,
    cases: BTreeSet<CaseNumber>,
    readings: u64,
    /// How many were told through a process that is watched.
    pub(crate) acknowledged: u64,
}

/// What was heard of workers between two cuts.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) acknowledged: u64,
    pub(crate) failed: Vec<String>,
}

impl Witness {
    /// All that an archive has now counts as told.
    pub(crate) fn of(archive: &Archive) -> Witness {
        let mut witness = Witness::default();
        for entry in 0..archive.head().unwrap().size {
            witness.entries.insert(entry, Some(archive.leaf(entry).unwrap()));
        }
        witness.cases = archive.cases().unwrap().into_iter().map(|case| case.case).collect();
        witness.readings = archive.readings_kept().unwrap();
        witness
    }

    /// Takes in what workers said. Fails when an index was given twice, or a worker found the archive different.
    pub(crate) fn hear(&mut self, lines: &[String]) -> Result<Heard, String> {
        let mut heard = Heard::default();
        for line in lines {
            match *line.split(' ').collect::<Vec<_>>() {
                ["entry", entry, _] => {
                    heard.acknowledged += 1;
                    self.tell(entry.parse().map_err(|_| line.clone())?)?;
                }
                ["leaf", entry, leaf] => {
                    let (entry, leaf) =
                        (entry.parse().map_err(|_| line.clone())?, leaf.parse().map_err(|_| line.clone())?);
                    self.entries.insert(entry, Some(leaf));
                }
                ["case", case] => {
                    heard.acknowledged += 1;
                    self.cases.insert(case.parse().map_err(|_| line.clone())?);
                }
                ["read"] => {
                    heard.acknowledged += 1;
                    self.readings += 1;
                }
                ["failed", ..] => heard.failed.push(line.clone()),
                ["differs", ..] => return Err(line.clone()),
                // The harness of tests speaks too.
                _ => {}
            }
        }
        self.acknowledged += heard.acknowledged;
        Ok(heard)
    }

    fn tell(&mut self, entry: u64) -> Result<(), String> {
        match self.entries.insert(entry, None) {
            None => Ok(()),
            Some(_) => Err(format!("index {entry} was given twice")),
        }
    }

    /// Opens the archive and looks for everything; adds one more entry, and forgets of the log of readings what nobody was
    /// told.
    pub(crate) fn check(&mut self, location: &Location, deep: bool) -> Result<(), String> {
        let mut archive = match Archive::open(location) {
            Ok(archive) => archive,
            // Where nothing was acknowledged, nothing need be there.
            Err(store::StoreError::NotFound(_)) if self.is_empty() => return self.begin_anew(location),
            Err(error) => return Err(format!("does not open: {error}")),
        };
        self.look(&archive)?;
        let report = if deep { archive.verify_deep() } else { archive.verify() };
        let differences = report.map_err(|error| format!("does not verify: {error}"))?.differences;
        if let Some(difference) = differences.first() {
            return Err(format!("differs: {difference}"));
        }
        self.append(&archive)
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.cases.is_empty() && self.readings == 0
    }

    fn begin_anew(&mut self, location: &Location) -> Result<(), String> {
        let archive = Archive::open_or_create(location).map_err(|error| format!("cannot be made anew: {error}"))?;
        let entry = super::worker::first_import(&archive).map_err(|error| format!("takes no entry: {error}"))?;
        self.told(&archive, entry)
    }

    fn look(&mut self, archive: &Archive) -> Result<(), String> {
        for (&entry, leaf) in &self.entries {
            let found = archive.leaf(entry).map_err(|error| format!("entry {entry} is lost: {error}"))?;
            if leaf.is_some_and(|leaf| leaf != found) {
                return Err(format!("entry {entry} has another leaf"));
            }
        }
        for case in &self.cases {
            archive.case(*case).map_err(|error| format!("case {case} is lost: {error}"))?;
        }
        let kept = archive.readings_kept().map_err(|error| format!("the log of readings: {error}"))?;
        if kept < self.readings {
            return Err(format!("of {} readings {kept} are left", self.readings));
        }
        self.readings = kept;
        Ok(())
    }

    /// Work goes on, at the next index.
    fn append(&mut self, archive: &Archive) -> Result<(), String> {
        let size = archive.head().map_err(|error| format!("has no head: {error}"))?.size;
        let entry = if size == 0 {
            super::worker::first_import(archive)
        } else {
            let record = RecordId::new(ImportNumber(1), 1 + (size % RECORDS) as u32);
            archive.ask_withdrawal(record, "me".into(), None, TIME)
        };
        let entry = entry.map_err(|error| format!("takes no entry: {error}"))?;
        if entry != size {
            return Err(format!("the next of {size} entries is {entry}"));
        }
        self.told(archive, entry)
    }

    fn told(&mut self, archive: &Archive, entry: u64) -> Result<(), String> {
        self.tell(entry)?;
        let leaf = archive.leaf(entry).map_err(|error| format!("entry {entry} is lost: {error}"))?;
        self.entries.insert(entry, Some(leaf));
        Ok(())
    }
}

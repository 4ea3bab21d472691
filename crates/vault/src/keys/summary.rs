//! What can be said of a key file without opening it: how it is protected, and how many keys it holds.

use super::lookup::Found;
use super::record::{Entry, Kind};
use super::slot::Slot;
use super::{Cost, Result};
use crate::hex;
use serde::Serialize;
use std::path::Path;

/// A key file, described.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Which archive it is of, in hexadecimal.
    pub archive: String,
    /// Whether the file by itself opens nothing.
    pub is_protected: bool,
    /// Whether the archive is kept encrypted on a laptop.
    pub is_laptop: bool,
    /// What opens it.
    pub slots: Vec<SlotSummary>,
    /// The team's keys.
    pub team_keys: Vec<TeamKeySummary>,
    /// Living keys for what staff works with.
    pub working_keys: u64,
    /// Living keys for what is sealed to the team.
    pub sealing_keys: u64,
    /// Keys that were destroyed.
    pub destroyed_keys: u64,
    /// Records that cannot be read.
    pub damaged: u64,
}

/// One way to open it.
#[derive(Clone, Debug, Serialize)]
pub struct SlotSummary {
    /// `open`, `passphrase` or `shares`.
    pub kind: &'static str,
    /// Whether it opens what staff works with.
    pub opens_working: bool,
    /// Whether it opens what is sealed to the team.
    pub opens_sealed: bool,
    /// What a guess costs, where it is a passphrase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

/// One key of the team.
#[derive(Clone, Debug, Serialize)]
pub struct TeamKeySummary {
    /// Its number.
    pub number: u32,
    /// The public half, in hexadecimal.
    pub public: String,
    /// When it was made, in seconds since 1970; 0 when it came with the file.
    pub created: i64,
    /// Since when nothing is sealed to it.
    pub revoked: Option<i64>,
    /// Living keys that are wrapped to it.
    pub keys: u64,
}

impl Summary {
    /// Describes the file there. Nothing here was checked with a key: only opening it tells whether somebody changed it.
    pub fn of_file(path: &Path) -> Result<Summary> {
        let Found { file, unverified, index } = Found::at(path)?;
        let header = unverified.header;
        let team_keys = header.team_keys.iter().map(|key| TeamKeySummary {
            number: key.number,
            public: hex::text(&key.public),
            created: key.created,
            revoked: key.revoked,
            keys: 0,
        });
        let mut summary = Summary {
            archive: hex::text(&header.archive),
            is_protected: !header.slots.iter().any(Slot::is_open),
            is_laptop: header.laptop,
            slots: header.slots.iter().map(SlotSummary::of).collect(),
            team_keys: team_keys.collect(),
            working_keys: 0,
            sealing_keys: 0,
            destroyed_keys: 0,
            damaged: index.damaged,
        };
        file.records(0, index.scanned, |_, bytes| {
            summary.count(&Entry::read(bytes, &header.archive));
            Ok(())
        })?;
        Ok(summary)
    }

    fn count(&mut self, entry: &Entry) {
        use super::record::Content;
        let Entry::Key(record) = entry else { return };
        match (&record.content, record.kind) {
            (Content::Destroyed, _) => self.destroyed_keys += 1,
            (Content::Living { .. }, Kind::Working) => self.working_keys += 1,
            (Content::Living { team, .. }, Kind::Sealing) => {
                self.sealing_keys += 1;
                if let Some(key) = self.team_keys.iter_mut().find(|key| key.number == *team) {
                    key.keys += 1;
                }
            }
        }
    }
}

impl SlotSummary {
    fn of(slot: &Slot) -> SlotSummary {
        let (kind, cost) = match slot {
            Slot::Open(_) => ("open", None),
            Slot::Passphrase { cost, .. } => ("passphrase", Some(*cost)),
            Slot::Shares { .. } => ("shares", None),
        };
        let parts = slot.parts();
        SlotSummary { kind, opens_working: parts.working.is_some(), opens_sealed: parts.team.is_some(), cost }
    }
}

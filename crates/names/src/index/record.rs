//! What is stored of a distinct part, and how likely it comes up by chance.
//!
//! Its letters and its names stand elsewhere.

use crate::alphabet::Encoded;
use crate::index::frequent;
use crate::index::layout::{PART, View, long, short};
use crate::script::Script;
use crate::tables::Tables;
use crate::vocabulary::LISTED;

/// Steps of a stored background per bit: sixteen bits reach down to 2^-64.
const BACKGROUND_SCALE: f32 = 1024.0;

/// What is stored of a distinct part.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartRecord {
    /// Share among the parts of its script; 0 for a part outside the frozen population.
    pub(super) share: f32,
    /// log2 of the probability that a part drawn from the data is spelled like this one: by its own script,
    pub(super) same: u16,
    /// and as a Latin spelling of an Arabic part.
    pub(super) across: u16,
    pub(super) postings: u32,
    pub(super) names: u32,
    pub(super) letters: u32,
    pub(super) length: u8,
    pub(super) script: Script,
}

impl PartRecord {
    /// The part in these bytes.
    pub(super) fn of(bytes: &[u8; PART]) -> Self {
        let share = f32::from_bits(long(bytes, 0));
        Self {
            share: if (0.0..=1.0).contains(&share) { share } else { 0.0 },
            same: short(bytes, 4),
            across: short(bytes, 6),
            postings: long(bytes, 8),
            names: long(bytes, 12),
            letters: long(bytes, 16),
            length: bytes[20],
            script: match bytes[21] & 3 {
                0 => Script::Arabic,
                1 => Script::Latin,
                _ => Script::Other,
            },
        }
    }

    /// Appends the bytes of the part.
    pub(super) fn write(&self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.share.to_le_bytes());
        into.extend_from_slice(&self.same.to_le_bytes());
        into.extend_from_slice(&self.across.to_le_bytes());
        into.extend_from_slice(&self.postings.to_le_bytes());
        into.extend_from_slice(&self.names.to_le_bytes());
        into.extend_from_slice(&self.letters.to_le_bytes());
        into.extend_from_slice(&[self.length, self.script as u8, 0, 0]);
    }
}

/// A probability as it is stored.
pub(super) fn stored_background(probability: f32) -> u16 {
    (-probability.max(1e-30).log2() * BACKGROUND_SCALE).round().clamp(0.0, f32::from(u16::MAX)) as u16
}

/// A stored probability.
pub(super) fn background(stored: u16) -> f32 {
    (-f32::from(stored) / BACKGROUND_SCALE).exp2()
}

/// How likely a part comes up by chance, as stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Backgrounds {
    pub(super) same: u16,
    pub(super) across: u16,
}

impl Backgrounds {
    /// The share of a listed part; sums over the frequent parts near another. `share` is 0 for a part outside the
    /// population.
    pub(super) fn of(tables: &Tables, view: &View<'_>, part: &Encoded, share: f32) -> Self {
        let unlisted = tables.unlisted(part);
        let own = share + unlisted;
        let total = view.totals[part.script as usize];
        if share * total >= LISTED || share > 0.0 && tables.prior.contains_key(&part.text()) {
            let stored = stored_background(own);
            return Self { same: stored, across: stored };
        }
        let same = own + frequent::explained(tables, view, part, part.script);
        let across = match part.script {
            Script::Latin => unlisted + frequent::explained(tables, view, part, Script::Arabic),
            _ => 0.0,
        };
        Self { same: stored_background(same), across: stored_background(across) }
    }
}

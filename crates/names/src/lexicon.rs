//! Attested spellings: how often a frequent Arabic part is written in each Latin way.
//!
//! Letters alone cannot tell Bassam (بسام) from Bassem (باسم), or Ayman (أيمن) from Iman (إيمان);
//! habit can. Only pairs counted at least five times in public names are here, and the letter channel
//! keeps half of the probability, so an unseen spelling of a frequent name stays possible.

use std::collections::BTreeMap;

use crate::alphabet::Encoded;
use crate::codec::{Sink, Source};

/// Share of the probability that attested spellings get where there are any.
pub(crate) const ATTESTED: f32 = 0.5;

/// A table by the hash of a pair, with open addressing.
#[derive(Clone, Default)]
pub(crate) struct Lexicon {
    slots: Vec<(u64, f32)>,
    /// Hashes of the Arabic parts that have attested spellings, sorted.
    known: Vec<u64>,
    /// The same parts with their letters,
    arabic: Vec<Encoded>,
    /// and for each Latin spelling (its hash) those it is attested for, sorted.
    by_latin: Vec<(u64, u32)>,
    /// The other way round.
    latin: Vec<Encoded>,
    by_arabic: Vec<(u64, u32)>,
}

impl Lexicon {
    /// From triples of Arabic part, Latin part, probability of the Latin one.
    pub(crate) fn of(entries: &[(Encoded, Encoded, f32)]) -> Self {
        let size = (entries.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0u64, 0.0f32); size];
        for (arabic, latin, probability) in entries {
            let key = key(arabic, latin);
            let mut at = key as usize & (size - 1);
            while slots[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, *probability);
        }
        let mut known: Vec<u64> = entries.iter().map(|(arabic, _, _)| arabic.hash).collect();
        known.sort_unstable();
        known.dedup();
        let (arabic, by_latin) = partners(entries.iter().map(|(arabic, latin, _)| (latin, arabic)));
        let (latin, by_arabic) = partners(entries.iter().map(|(arabic, latin, _)| (arabic, latin)));
        Self { slots, known, arabic, by_latin, latin, by_arabic }
    }

    /// The attested probability of a Latin spelling; 0 when the pair is not attested.
    pub(crate) fn probability(&self, arabic: &Encoded, latin: &Encoded) -> f32 {
        let mask = self.slots.len().wrapping_sub(1);
        let key = key(arabic, latin);
        let mut at = key as usize & mask;
        while let Some(&(found, probability)) = self.slots.get(at) {
            if found == key {
                return probability;
            }
            if found == 0 {
                break;
            }
            at = (at + 1) & mask;
        }
        0.0
    }

    /// The Arabic parts a Latin spelling is attested for.
    pub(crate) fn spelled_by(&self, latin: &Encoded) -> impl Iterator<Item = &Encoded> {
        let start = self.by_latin.partition_point(|(hash, _)| *hash < latin.hash);
        self.by_latin[start..]
            .iter()
            .take_while(|(hash, _)| *hash == latin.hash)
            .filter_map(|(_, at)| self.arabic.get(*at as usize))
    }

    /// The Latin spellings attested for an Arabic part.
    pub(crate) fn spellings_of(&self, arabic: &Encoded) -> impl Iterator<Item = &Encoded> {
        let start = self.by_arabic.partition_point(|(hash, _)| *hash < arabic.hash);
        self.by_arabic[start..]
            .iter()
            .take_while(|(hash, _)| *hash == arabic.hash)
            .filter_map(|(_, at)| self.latin.get(*at as usize))
    }

    /// Whether the Arabic part has attested spellings.
    pub(crate) fn knows(&self, arabic: &Encoded) -> bool {
        self.known.binary_search(&arabic.hash).is_ok()
    }

    /// Writes spellings as positions in the sorted list of frequent parts.
    pub(crate) fn write(sink: &mut Sink, spellings: &BTreeMap<u16, Vec<(u16, f64)>>) {
        sink.long(spellings.len() as u32);
        for (arabic, latin) in spellings {
            sink.short(*arabic);
            sink.byte(latin.len() as u8);
            for (part, probability) in latin {
                sink.short(*part);
                // A byte of logarithm in sixteenths of a bit is as exact as the counts are.
                sink.byte((-probability.log2() * 16.0).round().clamp(0.0, 255.0) as u8);
            }
        }
    }

    pub(crate) fn read(source: &mut Source<'_>, parts: &[Encoded]) -> Option<Self> {
        let mut entries = Vec::new();
        for _ in 0..source.long()? {
            let arabic = parts.get(usize::from(source.short()?))?;
            for _ in 0..source.byte()? {
                let latin = parts.get(usize::from(source.short()?))?;
                entries.push((*arabic, *latin, (-f32::from(source.byte()?) / 16.0).exp2()));
            }
        }
        Some(Self::of(&entries))
    }
}

/// A hash of the pair, never 0.
fn key(arabic: &Encoded, latin: &Encoded) -> u64 {
    let mixed = (arabic.hash.rotate_left(29) ^ latin.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 31) | 1
}

/// The distinct second parts of pairs, and where among them the partners of each first part (its hash) are.
fn partners<'a>(pairs: impl Iterator<Item = (&'a Encoded, &'a Encoded)> + Clone) -> (Vec<Encoded>, Vec<(u64, u32)>) {
    let mut distinct: Vec<Encoded> = pairs.clone().map(|(_, second)| *second).collect();
    distinct.sort_by_key(|part| part.hash);
    distinct.dedup_by_key(|part| part.hash);
    let place = |second: &Encoded| distinct.binary_search_by_key(&second.hash, |part| part.hash).unwrap_or_default();
    let mut by_first: Vec<(u64, u32)> = pairs.map(|(first, second)| (first.hash, place(second) as u32)).collect();
    by_first.sort_unstable();
    (distinct, by_first)
}

//! Attested spellings: how often a frequent Arabic part is written in each Latin way.
//!
//! Letters alone cannot tell Bassam (بسام) from Bassem (باسم), or Ayman (أيمن) from Iman (إيمان);
//! habit can. Only pairs counted at least five times in public names are here. The more often a part was
//! seen, the more its habits count against the letter channel (Witten and Bell 1991); the channel always
//! keeps a share, so an unseen spelling of a frequent name stays possible.

use std::collections::BTreeMap;

use crate::alphabet::Encoded;
use crate::codec::{Sink, Source};

/// Spellings of one part: how much habit counts there, and each spelling with its share.
pub(crate) type Spellings = BTreeMap<u16, (f64, Vec<(u16, f64)>)>;

/// A table by the hash of a pair, with open addressing.
#[derive(Clone, Default)]
pub(crate) struct Lexicon {
    slots: Vec<(u64, f32)>,
    /// Hashes of the Arabic parts that have attested spellings, sorted, and how much habit counts.
    known: Vec<(u64, f32)>,
    /// The Arabic parts with their letters,
    arabic: Vec<Encoded>,
    /// and for each Latin spelling (its hash) those it is attested for, sorted.
    by_latin: Vec<(u64, u32)>,
    /// The other way round.
    latin: Vec<Encoded>,
    by_arabic: Vec<(u64, u32)>,
}

impl Lexicon {
    /// From the Arabic part, the weight of habit, the Latin part and its probability.
    pub(crate) fn of(entries: &[(Encoded, f32, Encoded, f32)]) -> Self {
        let size = (entries.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0u64, 0.0f32); size];
        for (arabic, _, latin, probability) in entries {
            let key = key(arabic, latin);
            let mut at = key as usize & (size - 1);
            while slots[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, *probability);
        }
        let mut known: Vec<(u64, f32)> = entries.iter().map(|(arabic, share, _, _)| (arabic.hash, *share)).collect();
        known.sort_unstable_by_key(|(hash, _)| *hash);
        known.dedup_by_key(|(hash, _)| *hash);
        let (arabic, by_latin) = partners(entries.iter().map(|(arabic, _, latin, _)| (latin, arabic)));
        let (latin, by_arabic) = partners(entries.iter().map(|(arabic, _, latin, _)| (arabic, latin)));
        Self { slots, known, arabic, by_latin, latin, by_arabic }
    }

    /// How much habit counts for the Arabic part, and the attested probability of a Latin spelling; 0 when
    /// the pair is not attested.
    pub(crate) fn probability(&self, arabic: &Encoded, latin: &Encoded) -> (f32, f32) {
        let Ok(at) = self.known.binary_search_by_key(&arabic.hash, |(hash, _)| *hash) else {
            return (0.0, 0.0);
        };
        (self.known[at].1, self.attested(arabic, latin))
    }

    fn attested(&self, arabic: &Encoded, latin: &Encoded) -> f32 {
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

    /// Whether the Arabic part has attested spellings.
    pub(crate) fn knows(&self, arabic: &Encoded) -> bool {
        self.known.binary_search_by_key(&arabic.hash, |(hash, _)| *hash).is_ok()
    }

    /// Whether the Latin part is an attested spelling of something.
    pub(crate) fn is_spelling(&self, latin: &Encoded) -> bool {
        self.spelled_by(latin).next().is_some()
    }

    /// The Arabic parts a Latin spelling is attested for.
    pub(crate) fn spelled_by(&self, latin: &Encoded) -> impl Iterator<Item = &Encoded> {
        beside(&self.by_latin, latin).filter_map(|at| self.arabic.get(at as usize))
    }

    /// The Latin spellings attested for an Arabic part.
    pub(crate) fn spellings_of(&self, arabic: &Encoded) -> impl Iterator<Item = &Encoded> {
        beside(&self.by_arabic, arabic).filter_map(|at| self.latin.get(at as usize))
    }

    /// Writes spellings as positions in the sorted list of frequent parts.
    pub(crate) fn write(sink: &mut Sink, spellings: &Spellings) {
        sink.long(spellings.len() as u32);
        for (arabic, (share, latin)) in spellings {
            sink.short(*arabic);
            sink.byte((share * 255.0).round() as u8);
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
            let share = f32::from(source.byte()?) / 255.0;
            for _ in 0..source.byte()? {
                let latin = parts.get(usize::from(source.short()?))?;
                entries.push((*arabic, share, *latin, (-f32::from(source.byte()?) / 16.0).exp2()));
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

/// The partners of a part in a sorted list.
fn beside<'a>(list: &'a [(u64, u32)], part: &Encoded) -> impl Iterator<Item = u32> + use<'a> {
    let hash = part.hash;
    let start = list.partition_point(|(other, _)| *other < hash);
    list[start..].iter().take_while(move |(other, _)| *other == hash).map(|(_, at)| *at)
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

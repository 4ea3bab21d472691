//! The parts of one script with their frequencies, and the sum over those that a spelling may stand for.
//!
//! Finds neighbours by consonant frame; says nothing about pairs of parts.

use std::collections::HashMap;

use crate::alphabet::Encoded;
use crate::closeness::Form;
use crate::limits::{NEIGHBOURS_EXACT, NEIGHBOURS_VARIANT};
use crate::script::Script;
use crate::skeleton::{frame_of, variants_of};
use crate::tables::Tables;
use crate::vocabulary::{Known, LISTED};

/// A spelling is seldom likelier than this for a word near it, and what adds so small a part to a sum adds nothing.
const USUALLY_SPELLED: f32 = 0.2;
const NEGLIGIBLE: f32 = 0.02;

/// The parts of one script.
#[derive(Default)]
pub(crate) struct Population {
    /// Most frequent first.
    pub(crate) words: Vec<(Form, f32)>,
    /// Skeletons and skeletons with one consonant left out, with the words that have them, ascending.
    by_frame: Vec<(u64, u32)>,
}

impl Population {
    pub(crate) fn of(
        tables: &Tables,
        script: Script,
        counts: &HashMap<String, f32>,
        total: f32,
        shares: &mut HashMap<String, (f32, bool)>,
    ) -> Self {
        let mut words: Vec<(&String, f32)> = counts
            .iter()
            .filter(|(part, _)| Script::of(part) == script)
            .map(|(part, count)| (part, count / total))
            .collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let mut population = Self::default();
        for (at, (part, share)) in words.into_iter().enumerate() {
            let encoded = Encoded::of(part);
            population.words.push((tables.form(encoded), share));
            let listed = share * total >= LISTED || tables.prior.contains_key(part);
            shares.insert(part.clone(), (share, listed));
            population.by_frame.push((frame_of(part, &encoded).0, at as u32));
            variants_of(&encoded, &mut |variant| population.by_frame.push((variant.0, at as u32)));
        }
        population.by_frame.sort_unstable();
        population.by_frame.dedup();
        population
    }

    /// The most frequent words near a part, each once.
    fn neighbours(&self, part: &str, encoded: &Encoded) -> Vec<u32> {
        let mut found = Vec::new();
        let mut add = |frame: u64, most: usize| {
            let start = self.by_frame.partition_point(|entry| entry.0 < frame);
            let same = self.by_frame[start..].iter().take(most).take_while(|entry| entry.0 == frame);
            found.extend(same.map(|entry| entry.1));
        };
        add(frame_of(part, encoded).0, NEIGHBOURS_EXACT);
        variants_of(encoded, &mut |variant| add(variant.0, NEIGHBOURS_VARIANT));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A start, and the shares of the words near a part times how likely the part is as a spelling of each: the most
    /// frequent first, until what is left cannot change the sum by a fiftieth.
    pub(crate) fn sum(&self, part: &Known, start: f32, likelihood: impl Fn(&Form) -> f32) -> f32 {
        let mut sum = start;
        let neighbours = self.neighbours(&part.text, &part.form.encoded);
        for (at, &word) in neighbours.iter().enumerate() {
            let (form, share) = &self.words[word as usize];
            if share * USUALLY_SPELLED * ((neighbours.len() - at) as f32) < NEGLIGIBLE * sum {
                break;
            }
            sum += share * likelihood(form);
        }
        sum
    }
}

//! The numbers of distinct parts: as they come while names are pushed, and as they stand in the file.
//!
//! Knows no names.

use std::collections::HashMap;

use crate::alphabet::Encoded;
use crate::index::IndexError;
use crate::limits::MAX_DISTINCT_PARTS;
use crate::script::Script;

/// The distinct parts collected so far.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) numbers: HashMap<(Script, Box<[u8]>), u32>,
    /// Shares of the index whose frequencies are kept, by number; empty when there is none.
    pub(super) shares: Vec<f32>,
}

impl Parts {
    /// The number of a part, a new one if need be.
    pub(super) fn number(&mut self, script: Script, bytes: &[u8]) -> Result<u32, IndexError> {
        let next = self.numbers.len() as u32;
        if let Some(&number) = self.numbers.get(&(script, Box::from(bytes))) {
            return Ok(number);
        }
        if next as usize >= MAX_DISTINCT_PARTS {
            return Err(IndexError::Full);
        }
        self.numbers.insert((script, bytes.into()), next);
        Ok(next)
    }

    /// Orders the parts: Arabic and Latin ones as in their tries, then the others.
    pub(super) fn renumber(&mut self) -> Renumbered {
        let mut parts: Vec<(Script, Vec<u8>, u32)> = std::mem::take(&mut self.numbers)
            .into_iter()
            .map(|((script, bytes), number)| {
                let order = match script {
                    Script::Other => bytes.into_vec(),
                    _ => Encoded::of_letters(script, &bytes).units_without_places().collect(),
                };
                (script, order, number)
            })
            .collect();
        parts.sort_unstable();
        let mut new_of = vec![0u32; parts.len()];
        for (new, (_, _, old)) in parts.iter().enumerate() {
            new_of[*old as usize] = new as u32;
        }
        let from = |script: Script| parts.partition_point(|part| part.0 < script) as u32;
        let first = [0, from(Script::Latin), from(Script::Other), parts.len() as u32];
        Renumbered { parts, new_of, first }
    }
}

/// Parts in the order of the file: script, units or text, number before.
pub(super) struct Renumbered {
    pub(super) parts: Vec<(Script, Vec<u8>, u32)>,
    pub(super) new_of: Vec<u32>,
    /// First part of each script, and the end.
    pub(super) first: [u32; 4],
}

impl Renumbered {
    /// The words of the trie of a script.
    pub(super) fn words_of(&self, script: Script) -> Vec<Vec<u8>> {
        let range = self.first[script as usize] as usize..self.first[script as usize + 1] as usize;
        self.parts[range].iter().map(|part| part.1.clone()).collect()
    }
}

//! Names inserted into and removed from an index after its bytes were written.
//!
//! Held in memory and small: new parts are looked through one by one. The frequencies stay those of the
//! bytes until `compact` writes new ones.

use std::collections::{HashMap, HashSet};

use crate::alphabet::Encoded;
use crate::index::layout::View;
use crate::index::postings;
use crate::index::record::Backgrounds;
use crate::index::spelling::{Slot, Spelling, searched};
use crate::part::Reading;
use crate::script::Script;
use crate::tables::Tables;

/// Inserted and removed names.
#[derive(Debug, Default)]
pub(super) struct Delta {
    names: Vec<(u64, Vec<Slot>)>,
    parts: Vec<DeltaPart>,
    /// Parts of the bytes that stood in no name there.
    woken: Vec<u32>,
    numbers: HashMap<(Script, Vec<u8>), u32>,
    /// The inserted names of each part of the bytes or the delta.
    postings: HashMap<u32, Vec<u32>>,
    /// Removed names of the bytes and of the delta, by number.
    removed: HashSet<u32>,
    /// Number of the first part and name that are not in the bytes.
    first_part: u32,
    first_name: u32,
}

/// A part that the bytes do not hold.
#[derive(Debug)]
pub(super) struct DeltaPart {
    script: Script,
    bytes: Vec<u8>,
    pub(super) encoded: Encoded,
    pub(super) backgrounds: Backgrounds,
}

impl Delta {
    pub(super) fn of(view: &View<'_>) -> Self {
        Self { first_part: view.parts.len() as u32, first_name: view.names(), ..Self::default() }
    }

    /// Adds a name; tells whether the set of parts that stand in names changed.
    pub(super) fn insert(&mut self, tables: &Tables, view: &View<'_>, key: u64, reading: &Reading) -> bool {
        let name = self.first_name + self.names.len() as u32;
        let mut changed = false;
        let mut slots = Vec::new();
        for part in searched(reading) {
            let spelling = Spelling::of(&part.text);
            let number = spelling.find(view).or_else(|| self.find(&spelling));
            let number = number.unwrap_or_else(|| self.add(tables, view, &spelling));
            let names = self.postings.entry(number).or_insert_with(|| {
                changed = true;
                Vec::new()
            });
            if names.is_empty() && view.part(number).is_some_and(|part| part.names == 0) {
                self.woken.push(number);
            }
            if names.last() != Some(&name) {
                names.push(name);
            }
            slots.push(Slot { part: number, role: part.role, initial: part.initial });
        }
        self.names.push((key, slots));
        changed
    }

    fn add(&mut self, tables: &Tables, view: &View<'_>, spelling: &Spelling<'_>) -> u32 {
        let number = self.first_part + self.parts.len() as u32;
        let (script, bytes) = (spelling.script(), spelling.bytes().to_vec());
        self.parts.push(DeltaPart {
            script,
            bytes: bytes.clone(),
            encoded: spelling.encoded,
            backgrounds: Backgrounds::of(tables, view, &spelling.encoded, 0.0),
        });
        self.numbers.insert((script, bytes), number);
        number
    }

    /// Removes the names of a key; returns how many there were.
    pub(super) fn remove(&mut self, view: &View<'_>, key: u64) -> usize {
        let start = view.keys.partition_point(|bytes| u64::from_le_bytes(*bytes) < key) as u32;
        let in_bytes = (start..view.names()).take_while(|name| view.key(*name) == key);
        let inserted =
            self.names.iter().enumerate().filter(|(_, name)| name.0 == key).map(|(at, _)| self.first_name + at as u32);
        let names: Vec<u32> = in_bytes.chain(inserted).collect();
        names.into_iter().filter(|name| self.removed.insert(*name)).count()
    }

    pub(super) fn is_removed(&self, name: u32) -> bool {
        !self.removed.is_empty() && self.removed.contains(&name)
    }

    pub(super) fn removed_count(&self) -> usize {
        self.removed.len()
    }

    /// Names of bytes and delta, removed ones counted.
    pub(super) fn names_end(&self) -> u32 {
        self.first_name + self.names.len() as u32
    }

    /// Key and slots of an inserted name.
    pub(super) fn name(&self, name: u32) -> Option<(u64, &[Slot])> {
        let (key, slots) = self.names.get(name.checked_sub(self.first_name)? as usize)?;
        Some((*key, slots))
    }

    pub(super) fn part(&self, id: u32) -> Option<&DeltaPart> {
        self.parts.get(id.checked_sub(self.first_part)? as usize)
    }

    /// Script and bytes of a part the bytes do not hold.
    pub(super) fn spelling(&self, id: u32) -> Option<(Script, &[u8])> {
        self.part(id).map(|part| (part.script, part.bytes.as_slice()))
    }

    pub(super) fn find(&self, spelling: &Spelling<'_>) -> Option<u32> {
        if self.parts.is_empty() {
            return None;
        }
        self.numbers.get(&(spelling.script(), spelling.bytes().to_vec())).copied()
    }

    pub(super) fn find_encoded(&self, encoded: &Encoded) -> Option<u32> {
        if self.parts.is_empty() {
            return None;
        }
        self.numbers.get(&(encoded.script, encoded.letters().to_vec())).copied()
    }

    /// Parts of one script that the bytes do not hold.
    pub(super) fn parts_of(&self, script: Script) -> impl Iterator<Item = (u32, &DeltaPart)> {
        let numbered = self.parts.iter().enumerate().map(|(at, part)| (self.first_part + at as u32, part));
        numbered.filter(move |(_, part)| part.script == script)
    }

    /// Parts of the bytes that stand in inserted names only.
    pub(super) fn woken(&self) -> &[u32] {
        &self.woken
    }

    /// Whether an inserted name holds a part.
    pub(super) fn names_base_part(&self, id: u32) -> bool {
        !self.postings.is_empty() && self.postings.contains_key(&id)
    }

    /// The names of a part, in the bytes and inserted, and their number.
    pub(super) fn names_of<'a>(&'a self, view: &View<'a>, part: u32) -> (usize, impl Iterator<Item = u32> + 'a) {
        let record = view.part(part);
        let (start, count) = record.map_or((0, 0), |record| (record.postings, record.names));
        let inserted = if self.postings.is_empty() { None } else { self.postings.get(&part) };
        let inserted = inserted.map_or(&[][..], Vec::as_slice);
        let in_bytes = postings::read(view.postings, start, count, view.names());
        (count as usize + inserted.len(), in_bytes.chain(inserted.iter().copied()))
    }
}

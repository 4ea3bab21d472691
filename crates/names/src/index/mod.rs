//! Searching names in any script by a name in any script: one index, written as bytes and searched in place.
//!
//! Distinct parts stand in a trie a script. A part of a query walks the tries once and leaves with all the
//! parts it may be a spelling of, or may be spelled as (`walk`, `spread`), and with what each says for it
//! (`near`); posting lists lead to names (`search`), the best of which are laid beside the query (`ranking`).
//! Insertions and removals wait in memory (`delta`). The index holds no name as it was written, reads no
//! file, and decides about no one.
//!
//! # The bytes
//!
//! Little-endian; sections begin at multiples of eight bytes and are padded with zeros. A program reads one
//! version and refuses all others: an index is built from records, so it is built anew, never converted.
//! The version is raised whenever bytes written before would be read otherwise.
//!
//! | bytes | header |
//! |---|---|
//! | 0..8 | `ATHARIDX` |
//! | 8..10 | version |
//! | 16..80 | checksum of the tables (`Tables::checksum`, hexadecimal): another table gives other evidence |
//! | 80..112 | SHA-256 of all that follows |
//! | 112..124 | parts counted in Arabic, Latin, other scripts, the prior's 20,000 among them: three f32 |
//! | 124 | which of these scripts stand in names: three bits |
//! | 128.. | for each section its first byte and its length, two u64 |
//!
//! | section | records | content |
//! |---|---|---|
//! | Arabic trie, Latin trie | 16 bytes | unit; depth (u7), highest bit: a part here or below stands in a name; most and fewest units below (u8 each); node after the subtree (u32); first part of the subtree (u31), highest bit: a part ends here; kinds of units below (u32, see `trie::kind`). A node's subtree follows it |
//! | others | u32 | parts of other scripts, sorted by their text |
//! | parts | 24 bytes | share (f32, 0 outside the frozen population); background in its own script and as a Latin spelling (u16, 1/1024 bit); first posting, names, first letter (u32); letters, script (u8); two zeros |
//! | letters | bytes | of each part: numbers of letters, or text |
//! | Arabic frames, Latin frames | 12 bytes | skeleton (u64), place in the next section and number of parts (u28, u4) |
//! | frequent | u32 | the most frequent parts of each skeleton |
//! | postings | bytes | names of each part, ascending, differences of seven bits a byte, lowest first, highest bit: goes on |
//! | keys | u64 | of each name, ascending |
//! | starts | u32 | first slot of each name, and the end |
//! | slots | u32 | part (u24), role (u4), initial (1 bit), in the order of comparison, mother and husband last |
//! | end | | empty |
//!
//! Parts are numbered Arabic, Latin, other, each in the order of its trie. The parts of the shipped
//! frequencies are there too, with or without names: they explain spellings.

mod build;
mod ceiling;
mod delta;
mod emission;
mod finding;
mod frequent;
mod layout;
mod near;
mod numbering;
mod postings;
mod ranking;
mod record;
mod recut;
mod search;
mod session;
mod spelling;
mod spread;
mod trie;
mod verify;
mod walk;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

pub use build::IndexBuilder;
pub use search::Candidates;
pub use session::Session;

use crate::index::ceiling::Ceiling;
use crate::index::delta::Delta;
use crate::index::layout::{Layout, View};
use crate::index::near::Ground;
use crate::index::session::Scratch;
use crate::index::spelling::{Slot, Spelling};
use crate::limits::{MAX_INDEXED_NAMES, MAX_PARTS};
use crate::part::Reading;
use crate::read::read;
use crate::script::Script;
use crate::tables::Tables;

/// Why bytes are no index, or a name cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// The first bytes are not those of an index.
    #[error("this is not an index of names: its first bytes are other ones")]
    NotAnIndex,
    /// Written by another version of the program.
    #[error("the index of names has version {found}, this program reads version {expected}; build it anew")]
    Version {
        /// The version in the bytes.
        found: u16,
        /// The version this program reads.
        expected: u16,
    },
    /// Built with other tables.
    #[error("the index of names was built with other tables; build it anew")]
    OtherTables,
    /// The content says what cannot be.
    #[error("the index of names is damaged in its part \"{section}\"; build it anew")]
    Damaged {
        /// The part that cannot be read.
        section: &'static str,
    },
    /// More names or distinct parts than an index holds.
    #[error("the index of names is full")]
    Full,
}

/// A name found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The key it was added with.
    pub key: u64,
    /// Sum of evidence in bits, as in `NameComparison::bits`.
    pub bits: f32,
}

/// Names ready to be searched: bytes of `IndexBuilder::finish`, and what was inserted and removed since.
pub struct NameIndex<B> {
    tables: Arc<Tables>,
    bytes: B,
    layout: Layout,
    /// Across scripts, Latin, Arabic.
    ceilings: [Ceiling; 3],
    /// Whether any name holds a part of each script.
    has: [bool; 3],
    delta: Delta,
    /// Tells sessions apart that remember walks of this set of parts; no two states share one.
    stamp: u64,
    scratches: Mutex<Vec<Scratch>>,
}

static STAMPS: AtomicU64 = AtomicU64::new(1);

/// Scratches kept for searches without a session.
const KEPT_SCRATCHES: usize = 4;

impl<B: AsRef<[u8]>> fmt::Debug for NameIndex<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NameIndex").field("names", &self.len()).finish_non_exhaustive()
    }
}

impl<B: AsRef<[u8]>> NameIndex<B> {
    /// Opens an index: checks the header and the bounds of the sections, reads no name. Damage inside a
    /// section gives wrong answers, not errors; `verify` finds it.
    pub fn open(tables: &Tables, bytes: B) -> Result<Self, IndexError> {
        let layout = Layout::read(bytes.as_ref(), tables.checksum())?;
        let ceilings = [
            Ceiling::of(&tables.across, Script::Arabic),
            Ceiling::of(&tables.latin, Script::Latin),
            Ceiling::of(&tables.arabic, Script::Arabic),
        ];
        let delta = Delta::of(&View::of(bytes.as_ref(), &layout));
        let has = layout.scripts;
        let stamp = STAMPS.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            tables: Arc::new(tables.clone()),
            bytes,
            layout,
            ceilings,
            has,
            delta,
            stamp,
            scratches: Mutex::default(),
        })
    }

    /// Checks all of the bytes: the checksum, and that every number stays inside its section.
    pub fn verify(&self) -> Result<(), IndexError> {
        verify::verify(self.bytes.as_ref(), &self.view())
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.delta.names_end() as usize - self.delta.removed_count()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a name; the frequencies stay as they are until `compact`.
    pub fn insert(&mut self, key: u64, name: &str) -> Result<(), IndexError> {
        self.insert_reading(key, &read(name))
    }

    /// Adds a name read before.
    pub fn insert_reading(&mut self, key: u64, reading: &Reading) -> Result<(), IndexError> {
        if self.delta.names_end() as usize >= MAX_INDEXED_NAMES {
            return Err(IndexError::Full);
        }
        let view = View::of(self.bytes.as_ref(), &self.layout);
        if self.delta.insert(&self.tables, &view, key, reading) {
            self.stamp = STAMPS.fetch_add(1, Ordering::Relaxed);
            for script in [Script::Arabic, Script::Latin, Script::Other] {
                self.has[script as usize] |=
                    reading.parts.iter().any(|part| Spelling::of(&part.text).script() == script);
            }
        }
        Ok(())
    }

    /// Removes all names of a key; tells how many there were.
    pub fn remove(&mut self, key: u64) -> usize {
        let view = View::of(self.bytes.as_ref(), &self.layout);
        self.delta.remove(&view, key)
    }

    /// The bytes of an index of the names that are here now, weighed by their own frequencies.
    pub fn compact(&self) -> Result<Vec<u8>, IndexError> {
        self.write_into(IndexBuilder::new(&self.tables))
    }

    /// The same names, weighed by the frequencies of this index.
    pub fn compact_with_frequencies(&self) -> Result<Vec<u8>, IndexError> {
        self.write_into(IndexBuilder::with_frequencies_of(&self.tables, self))
    }

    fn write_into(&self, mut builder: IndexBuilder<'_>) -> Result<Vec<u8>, IndexError> {
        let view = self.view();
        for name in (0..self.delta.names_end()).filter(|name| !self.delta.is_removed(*name)) {
            let mut slots = [Slot::unpacked(0); MAX_PARTS];
            let count = self.slots(&view, name, &mut slots);
            let key = self.key(&view, name);
            let spelled = slots[..count].iter().filter_map(|slot| {
                let (script, bytes) = match view.part(slot.part) {
                    Some(part) => (part.script, view.spelling(&part)),
                    None => self.delta.spelling(slot.part)?,
                };
                Some((*slot, script, bytes))
            });
            builder.push_slots(key, spelled)?;
        }
        Ok(builder.finish())
    }

    fn view(&self) -> View<'_> {
        View::of(self.bytes.as_ref(), &self.layout)
    }

    fn ground(&self) -> Ground<'_> {
        Ground { tables: &self.tables, view: self.view(), delta: &self.delta, ceilings: &self.ceilings, has: self.has }
    }

    fn key(&self, view: &View<'_>, name: u32) -> u64 {
        self.delta.name(name).map_or_else(|| view.key(name), |(key, _)| key)
    }

    /// The slots of a name, written into an array; returns their number.
    fn slots(&self, view: &View<'_>, name: u32, into: &mut [Slot; MAX_PARTS]) -> usize {
        let mut count = 0;
        if let Some((_, slots)) = self.delta.name(name) {
            for (place, slot) in into.iter_mut().zip(slots) {
                *place = *slot;
                count += 1;
            }
            return count;
        }
        for (place, slot) in into.iter_mut().zip(view.slots(name)) {
            *place = Slot::unpacked(u32::from_le_bytes(*slot));
            count += 1;
        }
        count
    }

    fn slot_count(&self, view: &View<'_>, name: u32) -> usize {
        self.delta.name(name).map_or_else(|| view.slots(name).len(), |(_, slots)| slots.len())
    }

    /// Script and first letter of a part.
    fn first_letter(&self, part: u32) -> Option<(Script, Option<char>)> {
        let view = self.view();
        let (script, bytes) = match view.part(part) {
            Some(part) => (part.script, view.spelling(&part)),
            None => self.delta.spelling(part)?,
        };
        let letter = match script {
            Script::Other => std::str::from_utf8(bytes).ok().and_then(|text| text.chars().next()),
            _ => crate::alphabet::Encoded::of_letters(script, bytes).text().chars().next(),
        };
        Some((script, letter))
    }

    fn take_scratch(&self) -> Scratch {
        self.scratches.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn put_scratch(&self, scratch: Scratch) {
        let mut scratches = self.scratches.lock().unwrap_or_else(PoisonError::into_inner);
        if scratches.len() < KEPT_SCRATCHES {
            scratches.push(scratch);
        }
    }
}

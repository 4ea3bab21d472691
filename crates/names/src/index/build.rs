//! Building the bytes of an index from names.
//!
//! Parts are numbered as they come and renumbered at the end, in the order of the tries; nothing else of a
//! name is kept than its key and the numbers and roles of its parts.

use std::collections::HashMap;
use std::fmt;

use crate::alphabet::Encoded;
use crate::index::IndexError;
use crate::index::layout::{self, Layout, SECTIONS, View};
use crate::index::numbering::{Parts, Renumbered};
use crate::index::record::{Backgrounds, PartRecord};
use crate::index::spelling::{Slot, Spelling, searched};
use crate::index::{NameIndex, frequent, postings, trie};
use crate::limits::MAX_INDEXED_NAMES;
use crate::part::Reading;
use crate::read::Reader;
use crate::script::Script;
use crate::tables::Tables;
use crate::vocabulary::PRIOR_COUNT;

/// Collects names and writes an index of them.
///
/// ```
/// use names::{IndexBuilder, NameIndex, Tables};
/// let tables = Tables::shipped();
/// let mut builder = IndexBuilder::new(tables);
/// builder.push(7, "خالد محمود الخطيب")?;
/// let index = NameIndex::open(tables, builder.finish())?;
/// assert_eq!(index.search("Xalid Mehmûd el-Xetîb", 1)[0].key, 7);
/// # Ok::<(), names::IndexError>(())
/// ```
pub struct IndexBuilder<'t> {
    tables: &'t Tables,
    reader: Reader,
    /// Number of each text that occurred; several texts may be one part.
    texts: HashMap<String, u32>,
    parts: Parts,
    keys: Vec<u64>,
    starts: Vec<u32>,
    slots: Vec<u32>,
    /// Totals of the index whose frequencies are kept.
    frozen: Option<[f32; 3]>,
}

impl fmt::Debug for IndexBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexBuilder").field("names", &self.keys.len()).finish_non_exhaustive()
    }
}

impl<'t> IndexBuilder<'t> {
    /// A builder of an index by these tables.
    pub fn new(tables: &'t Tables) -> Self {
        Self {
            tables,
            reader: Reader::new(),
            texts: HashMap::new(),
            parts: Parts::default(),
            keys: Vec::new(),
            starts: vec![0],
            slots: Vec::new(),
            frozen: None,
        }
    }

    /// A builder whose index weighs parts by the frequencies of another index instead of counting them.
    pub fn with_frequencies_of<B: AsRef<[u8]>>(tables: &'t Tables, index: &NameIndex<B>) -> Self {
        let mut builder = Self::new(tables);
        let view = index.view();
        builder.frozen = Some(view.totals);
        for id in 0..view.parts.len() as u32 {
            if let Some(part) = view.part(id).filter(|part| part.share > 0.0) {
                builder
                    .parts
                    .numbers
                    .insert((part.script, view.spelling(&part).into()), builder.parts.shares.len() as u32);
                builder.parts.shares.push(part.share);
            }
        }
        builder
    }

    /// Adds a name. Several names may have one key: they are searched together.
    pub fn push(&mut self, key: u64, name: &str) -> Result<(), IndexError> {
        let reading = self.reader.read(name);
        self.push_reading(key, &reading)
    }

    /// Adds a name read before.
    pub fn push_reading(&mut self, key: u64, reading: &Reading) -> Result<(), IndexError> {
        if self.keys.len() >= MAX_INDEXED_NAMES {
            return Err(IndexError::Full);
        }
        for part in searched(reading) {
            let number = match self.texts.get(part.text.as_str()) {
                Some(&number) => number,
                None => self.number(&part.text)?,
            };
            self.slots.push(Slot { part: number, role: part.role, initial: part.initial }.packed());
        }
        self.end_name(key);
        Ok(())
    }

    /// Adds a name of numbered parts of another index.
    pub(super) fn push_slots<'a>(
        &mut self,
        key: u64,
        slots: impl Iterator<Item = (Slot, Script, &'a [u8])>,
    ) -> Result<(), IndexError> {
        for (slot, script, bytes) in slots {
            let part = self.parts.number(script, bytes)?;
            self.slots.push(Slot { part, ..slot }.packed());
        }
        self.end_name(key);
        Ok(())
    }

    fn end_name(&mut self, key: u64) {
        self.keys.push(key);
        self.starts.push(self.slots.len() as u32);
    }

    fn number(&mut self, text: &str) -> Result<u32, IndexError> {
        let spelling = Spelling::of(text);
        let number = self.parts.number(spelling.script(), spelling.bytes())?;
        self.texts.insert(text.to_owned(), number);
        Ok(number)
    }

    /// Writes the index.
    pub fn finish(mut self) -> Vec<u8> {
        drop(std::mem::take(&mut self.texts));
        if self.frozen.is_none() {
            for text in self.tables.prior.keys() {
                let spelling = Spelling::of(text);
                // The shipped parts are far fewer than the limit; names are never refused for them.
                let _ = self.parts.number(spelling.script(), spelling.bytes());
            }
        }
        let renumbered = self.parts.renumber();
        let (totals, records, letters) = self.records(&renumbered);
        let mut sections: [Vec<u8>; SECTIONS] = std::array::from_fn(|_| Vec::new());
        let [
            arabic,
            latin,
            others,
            parts,
            letter_bytes,
            arabic_frames,
            latin_frames,
            list,
            posting_bytes,
            keys,
            starts,
            slots,
            _,
        ] = &mut sections;
        others.extend((renumbered.first[2]..renumbered.first[3]).flat_map(u32::to_le_bytes));
        *letter_bytes = letters;
        let mut records = records;
        self.write_names(&renumbered, &mut records, posting_bytes, [keys, starts, slots]);
        let is_named = |part: u32| records[part as usize].names > 0;
        *arabic = trie::lay(Script::Arabic, &renumbered.words_of(Script::Arabic), 0, is_named);
        *latin = trie::lay(Script::Latin, &renumbered.words_of(Script::Latin), renumbered.first[1], is_named);
        let known = |script: Script| {
            records.iter().enumerate().filter(move |(_, part)| part.script == script && part.share > 0.0)
        };
        let encoded = |part: &PartRecord| {
            let start = part.letters as usize;
            Encoded::of_letters(part.script, &letter_bytes[start..start + usize::from(part.length)])
        };
        *arabic_frames =
            frequent::gather(known(Script::Arabic).map(|(id, part)| (id as u32, part.share, encoded(part))), list);
        *latin_frames =
            frequent::gather(known(Script::Latin).map(|(id, part)| (id as u32, part.share, encoded(part))), list);
        for record in &records {
            record.write(parts);
        }
        let mut scripts = [false; 3];
        for part in records.iter().filter(|part| part.names > 0) {
            scripts[part.script as usize] = true;
        }
        let bytes = layout::assemble(self.tables.checksum(), totals, scripts, sections);
        self.with_backgrounds(bytes, records)
    }

    /// Shares, and where each part's letters stand.
    fn records(&self, renumbered: &Renumbered) -> ([f32; 3], Vec<PartRecord>, Vec<u8>) {
        let mut counts = vec![0f32; renumbered.parts.len()];
        let mut totals = [PRIOR_COUNT; 3];
        for name in self.starts.windows(2) {
            let slots = &self.slots[name[0] as usize..name[1] as usize];
            for (at, slot) in slots.iter().enumerate() {
                let old = Slot::unpacked(*slot).part;
                if slots[..at].iter().all(|before| Slot::unpacked(*before).part != old) {
                    let new = renumbered.new_of[old as usize] as usize;
                    counts[new] += 1.0;
                    totals[renumbered.parts[new].0 as usize] += 1.0;
                }
            }
        }
        let totals = self.frozen.unwrap_or(totals);
        let mut letters = Vec::new();
        let mut records = Vec::with_capacity(counts.len());
        for ((script, order, old), count) in renumbered.parts.iter().zip(counts) {
            let start = letters.len();
            let share = if *script == Script::Other {
                letters.extend_from_slice(order);
                count / totals[2]
            } else {
                let encoded = Encoded::of_units(*script, order);
                letters.extend_from_slice(encoded.letters());
                let prior = self.tables.prior.get(&encoded.text()).copied().unwrap_or_default();
                (count + prior * PRIOR_COUNT) / totals[*script as usize]
            };
            let kept = self.parts.shares.get(*old as usize).copied().unwrap_or_default();
            records.push(PartRecord {
                share: if self.frozen.is_some() { kept } else { share },
                same: 0,
                across: 0,
                postings: 0,
                names: 0,
                letters: start as u32,
                length: (letters.len() - start) as u8,
                script: *script,
            });
        }
        (totals, records, letters)
    }

    /// Names in the order of their keys, and the names of each part.
    fn write_names(
        &self,
        renumbered: &Renumbered,
        records: &mut [PartRecord],
        bytes: &mut Vec<u8>,
        [keys, starts, slots]: [&mut Vec<u8>; 3],
    ) {
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        order.sort_by_key(|at| self.keys[*at as usize]);
        let slots_of = |at: u32| {
            let at = at as usize;
            self.slots[self.starts[at] as usize..self.starts[at + 1] as usize].iter().map(|packed| {
                let slot = Slot::unpacked(*packed);
                Slot { part: renumbered.new_of[slot.part as usize], ..slot }
            })
        };
        starts.extend(0u32.to_le_bytes());
        // Counting first, so that the names of all parts stand in one array.
        let mut ends = vec![0u32; records.len() + 1];
        for slot in &self.slots {
            ends[renumbered.new_of[Slot::unpacked(*slot).part as usize] as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let begins = ends.clone();
        let mut names_of = vec![0u32; self.slots.len()];
        for (new, &old) in order.iter().enumerate() {
            keys.extend(self.keys[old as usize].to_le_bytes());
            for slot in slots_of(old) {
                slots.extend(slot.packed().to_le_bytes());
                let part = slot.part as usize;
                let end = &mut ends[part];
                if *end == begins[part] || names_of[*end as usize - 1] != new as u32 {
                    names_of[*end as usize] = new as u32;
                    *end += 1;
                }
            }
            starts.extend(((slots.len() / 4) as u32).to_le_bytes());
        }
        for (part, record) in records.iter_mut().enumerate() {
            let names = &names_of[begins[part] as usize..ends[part] as usize];
            record.postings = bytes.len() as u32;
            record.names = names.len() as u32;
            postings::write(names, bytes);
        }
    }

    /// Writes how likely each part that stands in a name comes up by chance, and seals the file.
    fn with_backgrounds(&self, mut bytes: Vec<u8>, mut records: Vec<PartRecord>) -> Vec<u8> {
        let Ok(layout) = Layout::read(&bytes, self.tables.checksum()) else { return bytes };
        let view = View::of(&bytes, &layout);
        for record in records.iter_mut().filter(|part| part.script != Script::Other) {
            let encoded = view.encoded(record);
            let backgrounds = Backgrounds::of(self.tables, &view, &encoded, record.share);
            (record.same, record.across) = (backgrounds.same, backgrounds.across);
        }
        let mut parts = Vec::new();
        for record in &records {
            record.write(&mut parts);
        }
        layout.replace_parts(&mut bytes, &parts);
        bytes
    }
}

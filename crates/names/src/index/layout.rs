//! The sections of an index file and checked reading from them.
//!
//! A `View` is a set of slices of the bytes; every access is checked, so damaged bytes give a wrong answer
//! at worst. What the sections mean is said in `index`.

use sha2::{Digest, Sha256};

use crate::alphabet::Encoded;
use crate::index::IndexError;
use crate::index::record::PartRecord;
use crate::script::Script;

pub(super) const MAGIC: &[u8; 8] = b"ATHARIDX";
/// Raised whenever bytes written before would be read otherwise.
pub(super) const VERSION: u16 = 1;
/// Where the content that the checksum covers begins.
pub(super) const SEALED_FROM: usize = 112;
pub(super) const HEADER: usize = SEALED_FROM + 16 + SECTIONS * 16;

pub(super) const SECTIONS: usize = 13;
pub(super) const NODE: usize = 16;
pub(super) const PART: usize = 24;
pub(super) const FRAME: usize = 12;

/// The sections in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    ArabicTrie,
    LatinTrie,
    Others,
    Parts,
    Letters,
    ArabicFrames,
    LatinFrames,
    Frequent,
    Postings,
    Keys,
    Starts,
    Slots,
    Reserved,
}

impl Section {
    pub(super) const ALL: [Self; SECTIONS] = [
        Self::ArabicTrie,
        Self::LatinTrie,
        Self::Others,
        Self::Parts,
        Self::Letters,
        Self::ArabicFrames,
        Self::LatinFrames,
        Self::Frequent,
        Self::Postings,
        Self::Keys,
        Self::Starts,
        Self::Slots,
        Self::Reserved,
    ];

    /// Bytes of one record.
    fn record(self) -> usize {
        match self {
            Self::ArabicTrie | Self::LatinTrie => NODE,
            Self::ArabicFrames | Self::LatinFrames => FRAME,
            Self::Parts => PART,
            Self::Keys => 8,
            Self::Others | Self::Frequent | Self::Starts | Self::Slots => 4,
            Self::Letters | Self::Postings | Self::Reserved => 1,
        }
    }
}

/// Where the sections are.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    ranges: [(usize, usize); SECTIONS],
    /// Parts counted in each script, the shipped frequencies among them.
    pub(super) totals: [f32; 3],
    /// Whether any name holds a part of each script.
    pub(super) scripts: [bool; 3],
}

impl Layout {
    /// Reads and checks the header; looks at no section.
    pub(super) fn read(bytes: &[u8], tables: &str) -> Result<Self, IndexError> {
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(IndexError::NotAnIndex);
        }
        let found = short(bytes, 8);
        if bytes.len() < 10 || found != VERSION {
            return Err(IndexError::Version { found, expected: VERSION });
        }
        if bytes.len() < HEADER {
            return Err(IndexError::Damaged { section: "header" });
        }
        if bytes.get(16..80) != Some(tables.as_bytes()) {
            return Err(IndexError::OtherTables);
        }
        let totals = [112, 116, 120].map(|at| f32::from_bits(long(bytes, at)));
        if totals.iter().any(|total| !total.is_finite() || *total < 1.0) {
            return Err(IndexError::Damaged { section: "totals" });
        }
        let mut ranges = [(0, 0); SECTIONS];
        let mut end_before = HEADER;
        for (at, section) in Section::ALL.into_iter().enumerate() {
            let entry = SEALED_FROM + 16 + 16 * at;
            let (start, length) = (wide(bytes, entry), wide(bytes, entry + 8));
            let fits = start.checked_add(length).is_some_and(|end| end <= bytes.len() as u64)
                && start >= end_before as u64
                && length % section.record() as u64 == 0;
            if !fits {
                return Err(IndexError::Damaged { section: "section table" });
            }
            ranges[at] = (start as usize, (start + length) as usize);
            end_before = ranges[at].1;
        }
        if end_before != bytes.len() {
            return Err(IndexError::Damaged { section: "length" });
        }
        let scripts = [1, 2, 4].map(|bit| bytes[124] & bit != 0);
        let layout = Self { ranges, totals, scripts };
        if layout.count(Section::Starts) != layout.count(Section::Keys) + 1 {
            return Err(IndexError::Damaged { section: "names" });
        }
        Ok(layout)
    }

    /// Overwrites the section of parts with one of the same length and seals the file anew.
    pub(super) fn replace_parts(&self, bytes: &mut [u8], parts: &[u8]) {
        let (start, end) = self.ranges[Section::Parts as usize];
        if let Some(section) = bytes.get_mut(start..end).filter(|section| section.len() == parts.len()) {
            section.copy_from_slice(parts);
        }
        seal(bytes);
    }

    fn count(&self, section: Section) -> usize {
        let (start, end) = self.ranges[section as usize];
        (end - start) / section.record()
    }
}

/// Puts the header before the sections; the checksum is filled in by `Layout::replace_parts`.
pub(super) fn assemble(tables: &str, totals: [f32; 3], scripts: [bool; 3], sections: [Vec<u8>; SECTIONS]) -> Vec<u8> {
    let padded = |length: usize| length.next_multiple_of(8);
    let total: usize = HEADER + sections.iter().map(|section| padded(section.len())).sum::<usize>();
    let mut file = Vec::with_capacity(total);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.resize(16, 0);
    file.extend_from_slice(tables.as_bytes());
    file.resize(SEALED_FROM, 0);
    for total in totals {
        file.extend_from_slice(&total.to_le_bytes());
    }
    file.push(scripts.iter().enumerate().map(|(bit, there)| u8::from(*there) << bit).sum());
    file.resize(SEALED_FROM + 16, 0);
    let mut start = HEADER;
    for section in &sections {
        file.extend_from_slice(&(start as u64).to_le_bytes());
        file.extend_from_slice(&(section.len() as u64).to_le_bytes());
        start += padded(section.len());
    }
    for section in sections {
        file.extend_from_slice(&section);
        file.resize(padded(file.len()), 0);
    }
    // The last section is empty, so the padding before it is inside the length.
    file
}

fn seal(file: &mut [u8]) {
    let digest = Sha256::digest(&file[SEALED_FROM..]);
    file[80..SEALED_FROM].copy_from_slice(&digest);
}

/// Whether the checksum fits the content.
pub(super) fn is_sealed(bytes: &[u8]) -> bool {
    bytes.len() >= HEADER && Sha256::digest(&bytes[SEALED_FROM..]).as_slice() == &bytes[80..SEALED_FROM]
}

pub(super) fn short(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

pub(super) fn long(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn wide(bytes: &[u8], at: usize) -> u64 {
    u64::from(long(bytes, at)) | u64::from(long(bytes, at + 4)) << 32
}

/// The sections of an index, ready to be read.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) arabic: &'a [[u8; NODE]],
    pub(super) latin: &'a [[u8; NODE]],
    pub(super) others: &'a [[u8; 4]],
    pub(super) parts: &'a [[u8; PART]],
    pub(super) letters: &'a [u8],
    pub(super) arabic_frames: &'a [[u8; FRAME]],
    pub(super) latin_frames: &'a [[u8; FRAME]],
    pub(super) frequent: &'a [[u8; 4]],
    pub(super) postings: &'a [u8],
    pub(super) keys: &'a [[u8; 8]],
    pub(super) starts: &'a [[u8; 4]],
    pub(super) slots: &'a [[u8; 4]],
    pub(super) totals: [f32; 3],
}

impl<'a> View<'a> {
    pub(super) fn of(bytes: &'a [u8], layout: &Layout) -> Self {
        let section = |section: Section| {
            let (start, end) = layout.ranges[section as usize];
            bytes.get(start..end).unwrap_or_default()
        };
        Self {
            arabic: section(Section::ArabicTrie).as_chunks().0,
            latin: section(Section::LatinTrie).as_chunks().0,
            others: section(Section::Others).as_chunks().0,
            parts: section(Section::Parts).as_chunks().0,
            letters: section(Section::Letters),
            arabic_frames: section(Section::ArabicFrames).as_chunks().0,
            latin_frames: section(Section::LatinFrames).as_chunks().0,
            frequent: section(Section::Frequent).as_chunks().0,
            postings: section(Section::Postings),
            keys: section(Section::Keys).as_chunks().0,
            starts: section(Section::Starts).as_chunks().0,
            slots: section(Section::Slots).as_chunks().0,
            totals: layout.totals,
        }
    }

    /// Number of names, removed ones counted.
    pub(super) fn names(&self) -> u32 {
        self.keys.len() as u32
    }

    /// The key of a name.
    pub(super) fn key(&self, name: u32) -> u64 {
        self.keys.get(name as usize).map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// The slots of a name.
    pub(super) fn slots(&self, name: u32) -> &'a [[u8; 4]] {
        let at = |name: usize| self.starts.get(name).map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize);
        let start = at(name as usize);
        let end = at(name as usize + 1).min(start + crate::limits::MAX_PARTS);
        self.slots.get(start..end).unwrap_or_default()
    }

    /// One distinct part.
    pub(super) fn part(&self, id: u32) -> Option<PartRecord> {
        self.parts.get(id as usize).map(PartRecord::of)
    }

    /// The bytes a part is spelled by: letters of its alphabet, or text.
    pub(super) fn spelling(&self, part: &PartRecord) -> &'a [u8] {
        let start = part.letters as usize;
        self.letters.get(start..start + usize::from(part.length)).unwrap_or_default()
    }

    /// The encoding of a part; parts of other scripts have none.
    pub(super) fn encoded(&self, part: &PartRecord) -> Encoded {
        Encoded::of_letters(part.script, if part.script == Script::Other { &[] } else { self.spelling(part) })
    }
}

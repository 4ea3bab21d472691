//! What makes two parts one part of the index: script and letters. Letters of no alphabet are left out, as
//! in `Encoded`; a part of another script is its text.
//!
//! Not a name: where the part stood and with which article is said by the slot.

use crate::alphabet::Encoded;
use crate::index::layout::{NODE, View};
use crate::index::record::PartRecord;
use crate::index::trie;
use crate::limits::MAX_PARTS;
use crate::part::{Part, PartRole, Reading};
use crate::script::Script;
use crate::side::rank;

/// Bytes kept of the text of a part in another script: its length is one byte of the file.
const MAX_OTHER_BYTES: usize = 255;

/// A distinct part.
#[derive(Clone, Copy)]
pub(super) struct Spelling<'a> {
    pub(super) encoded: Encoded,
    text: &'a str,
}

impl<'a> Spelling<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { encoded: Encoded::of(text), text }
    }

    /// The script it is found by: `Other` where no letter has a number.
    pub(super) fn script(&self) -> Script {
        if self.encoded.length == 0 { Script::Other } else { self.encoded.script }
    }

    /// The bytes it is stored by.
    pub(super) fn bytes(&self) -> &[u8] {
        if self.script() == Script::Other {
            &self.text.as_bytes()[..self.text.len().min(MAX_OTHER_BYTES)]
        } else {
            self.encoded.letters()
        }
    }

    /// Its number in the index.
    pub(super) fn find(&self, view: &View<'_>) -> Option<u32> {
        match self.script() {
            Script::Other => find_other(view, self.bytes()),
            _ => find_encoded(view, &self.encoded),
        }
    }
}

/// The part with these letters.
pub(super) fn find_encoded(view: &View<'_>, encoded: &Encoded) -> Option<u32> {
    let nodes: &[[u8; NODE]] = if encoded.script == Script::Latin { view.latin } else { view.arabic };
    trie::find(nodes, encoded.units_without_places())
}

fn find_other(view: &View<'_>, text: &[u8]) -> Option<u32> {
    let id = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
    let text_of = |part: &PartRecord| view.spelling(part);
    let at = view.others.partition_point(|bytes| view.part(id(bytes)).is_some_and(|part| text_of(&part) < text));
    let found = id(view.others.get(at)?);
    view.part(found).filter(|part| text_of(part) == text).map(|_| found)
}

/// A part as it stands in a name: number, role, initial or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) part: u32,
    pub(super) role: PartRole,
    pub(super) initial: bool,
}

const ROLES: [PartRole; 13] = [
    PartRole::Given,
    PartRole::Father,
    PartRole::Grandfather,
    PartRole::Family,
    PartRole::Mother,
    PartRole::MotherFamily,
    PartRole::Husband,
    PartRole::Teknonym,
    PartRole::Nisba,
    PartRole::Laqab,
    PartRole::Honorific,
    PartRole::Ancestor,
    PartRole::Unknown,
];

const INITIAL: u32 = 1 << 28;

impl Slot {
    pub(super) fn packed(self) -> u32 {
        let role = ROLES.iter().position(|role| *role == self.role).unwrap_or_default() as u32;
        self.part | role << 24 | if self.initial { INITIAL } else { 0 }
    }

    pub(super) fn unpacked(bits: u32) -> Self {
        let role = ROLES.get((bits >> 24 & 15) as usize).copied().unwrap_or(PartRole::Unknown);
        Self { part: bits & 0x00ff_ffff, role, initial: bits & INITIAL != 0 }
    }
}

/// The parts of a name that are searched and compared, in the order of comparison: all but honorifics,
/// the row given to family first, then mother and husband.
pub(super) fn searched(reading: &Reading) -> Vec<&Part> {
    let mut parts: Vec<&Part> = reading.parts.iter().filter(|part| part.role != PartRole::Honorific).collect();
    if parts.is_empty() {
        parts.extend(&reading.parts);
    }
    parts.truncate(MAX_PARTS);
    parts.sort_by_key(|part| rank(part.role).unwrap_or(u8::MAX));
    parts
}

/// How many of these roles, from the first, are laid side by side with another name's; all when none is.
pub(super) fn aligned(roles: impl Iterator<Item = PartRole>) -> usize {
    let (mut all, mut ranked) = (0, 0);
    for role in roles {
        all += 1;
        ranked += usize::from(rank(role).is_some());
    }
    if ranked == 0 { all } else { ranked }
}

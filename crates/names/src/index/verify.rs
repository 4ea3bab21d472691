//! Checking all of an index: the checksum, and that every number stays inside its section.
//!
//! Reading is safe without it; this tells whether the answers can be trusted.

use crate::index::IndexError;
use crate::index::layout::{View, is_sealed};
use crate::index::postings;
use crate::index::spelling::Slot;
use crate::index::trie::Node;

/// Checks everything.
pub(super) fn verify(bytes: &[u8], view: &View<'_>) -> Result<(), IndexError> {
    let damaged = |section| IndexError::Damaged { section };
    if !is_sealed(bytes) {
        return Err(damaged("checksum"));
    }
    for (nodes, section) in [(view.arabic, "Arabic trie"), (view.latin, "Latin trie")] {
        let fits = |at: usize| {
            Node::at(nodes, at).is_some_and(|node| node.after <= nodes.len() && (node.part as usize) < view.parts.len())
        };
        if !(0..nodes.len()).all(fits) {
            return Err(damaged(section));
        }
    }
    for id in 0..view.parts.len() as u32 {
        let part = view.part(id).ok_or(damaged("parts"))?;
        if view.spelling(&part).len() != usize::from(part.length) {
            return Err(damaged("letters"));
        }
        let names = postings::read(view.postings, part.postings, part.names, view.names()).count();
        if names != part.names as usize {
            return Err(damaged("postings"));
        }
    }
    let is_part = |id: u32| (id as usize) < view.parts.len();
    if !view.frequent.iter().chain(view.others).all(|id| is_part(u32::from_le_bytes(*id))) {
        return Err(damaged("lists of parts"));
    }
    if !view.slots.iter().all(|slot| is_part(Slot::unpacked(u32::from_le_bytes(*slot)).part)) {
        return Err(damaged("slots"));
    }
    let ascending = view.starts.windows(2).all(|pair| u32::from_le_bytes(pair[0]) <= u32::from_le_bytes(pair[1]));
    let end = view.starts.last().map_or(0, |end| u32::from_le_bytes(*end) as usize);
    if !ascending || end != view.slots.len() || !view.keys.is_sorted_by_key(|key| u64::from_le_bytes(*key)) {
        return Err(damaged("names"));
    }
    Ok(())
}

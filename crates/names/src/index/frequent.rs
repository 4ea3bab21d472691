//! The most frequent parts of each consonant frame: the usual explanations of a spelling, found without a
//! walk.
//!
//! A few parts a frame, so sums over them are lower bounds; the walk finds the rest.

use crate::alphabet::Encoded;
use crate::closeness::begins_with_article;
use crate::index::layout::{FRAME, View};
use crate::script::Script;
use crate::skeleton::{Skeleton, frames_of};
use crate::tables::Tables;

/// Parts kept a frame.
const KEPT: usize = 10;

/// The frames of one script: records of frame and first place in the list of parts, and that list.
pub(super) fn gather(parts: impl Iterator<Item = (u32, f32, Encoded)>, list: &mut Vec<u8>) -> Vec<u8> {
    let mut entries: Vec<(Skeleton, f32, u32)> = Vec::new();
    for (id, share, encoded) in parts {
        entries.extend(frames_of(&encoded).into_iter().map(|frame| (frame, share, id)));
    }
    entries.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut frames = Vec::new();
    for same in entries.chunk_by(|a, b| a.0 == b.0) {
        frames.extend_from_slice(&same[0].0.0.to_le_bytes());
        let kept = &same[..same.len().min(KEPT)];
        // The number of parts stands in the lowest four bits of their place.
        let place = (list.len() / 4) as u32;
        frames.extend_from_slice(&(place << 4 | kept.len() as u32).to_le_bytes());
        for (_, _, id) in kept {
            list.extend_from_slice(&id.to_le_bytes());
        }
    }
    frames
}

/// The parts of one script near a part of either, each once, ascending; at most `shorter` of each frame with
/// one consonant left out.
pub(super) fn near(view: &View<'_>, script: Script, part: &Encoded, shorter: usize) -> Vec<u32> {
    let frames: &[[u8; FRAME]] = if script == Script::Latin { view.latin_frames } else { view.arabic_frames };
    let key = |bytes: &[u8; FRAME]| {
        u64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
    };
    let mut found = Vec::new();
    let bare = begins_with_article(part).then(|| part.without_first(2));
    let variants = std::iter::once(part).chain(&bare).flat_map(|part| frames_of(part).into_iter().enumerate());
    for (variant, frame) in variants {
        let Ok(at) = frames.binary_search_by_key(&frame.0, key) else { continue };
        let bytes = &frames[at];
        let place = u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
        let (start, count) = ((place >> 4) as usize, (place & 15) as usize);
        found.extend(
            view.frequent
                .get(start..start + count.min(if variant == 0 { KEPT } else { shorter }))
                .into_iter()
                .flatten()
                .map(|id| u32::from_le_bytes(*id)),
        );
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How likely a part drawn from the frequent ones is spelled like this one: in its own script (its own
/// share not counted), or as a Latin spelling of an Arabic part.
pub(super) fn explained(tables: &Tables, view: &View<'_>, part: &Encoded, source: Script) -> f32 {
    let form = tables.form(*part);
    near(view, source, part, KEPT)
        .into_iter()
        .filter_map(|id| view.part(id))
        .map(|record| {
            let other = view.encoded(&record);
            if other.script == part.script && other.hash == part.hash {
                return 0.0;
            }
            let other = tables.form(other);
            let mut bits = tables.likelihood(&other, &form);
            if source != part.script {
                bits += other.usual;
            }
            record.share * bits.exp2()
        })
        .sum()
}

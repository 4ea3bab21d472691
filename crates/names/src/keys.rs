//! Discrete keys of a name for joins: two names that may be one share at least one key, in most cases, whatever
//! the scripts.
//!
//! Every two parts of a name make a key of their consonant frames, in either order, so that dropped fathers and
//! family-first rows meet; names of one or two parts also have each part's frame; given and family name meet with one
//! consonant of either left out. For blocking where no index can be asked
//! (SQL, a hash join, Spark); the index itself finds more with fewer candidates.

use crate::part::{PartRole, Reading};
use crate::skeleton::{Skeleton, skeleton, skeleton_variants};

/// The keys of a name, ascending, each once.
///
/// ```
/// use names::{join_keys, read};
/// let (a, b) = (join_keys(&read("خالد محمود الخطيب")), join_keys(&read("Xetîb Xalid")));
/// assert!(a.iter().any(|key| b.contains(key)));
/// ```
pub fn join_keys(reading: &Reading) -> Vec<u64> {
    let named = |role: PartRole| {
        !matches!(role, PartRole::Honorific | PartRole::Mother | PartRole::MotherFamily | PartRole::Husband)
    };
    let parts = reading.parts.iter().filter(|part| named(part.role) && !part.initial);
    let frames: Vec<Skeleton> = parts.map(|part| skeleton(&part.text)).collect();
    let mut keys = Vec::new();
    for (at, one) in frames.iter().enumerate() {
        for other in &frames[at + 1..] {
            keys.push(join(one.0.min(other.0), one.0.max(other.0)));
        }
    }
    // Of two parts one may be spelled beyond its frame, and no third is there to meet by.
    if frames.len() <= 2 {
        keys.extend(frames.iter().map(|frame| join(0, frame.0)));
    }
    letter_off(reading, &mut keys);
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Given and family name, of one of which a consonant is left out: a slip in one frame.
fn letter_off(reading: &Reading, keys: &mut Vec<u64>) {
    let (Some(given), Some(family)) = (reading.part(PartRole::Given), reading.part(PartRole::Family)) else {
        return;
    };
    for (kept, varied) in [(given, family), (family, given)] {
        let kept = skeleton(&kept.text).0;
        let variants = skeleton_variants(&varied.text);
        keys.extend(variants.iter().map(|variant| join(kept.min(variant.0) ^ 1, kept.max(variant.0))));
    }
}

/// Mixes two numbers; the constants are those of SplitMix64 (Steele, Lea and Flood 2014).
fn join(a: u64, b: u64) -> u64 {
    let mut mixed = a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b.rotate_left(32);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

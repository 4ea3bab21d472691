//! Seeded random numbers: `SplitMix64` (Steele, Lea, Flood 2014), so that a seed replays anything anywhere.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A generator. The same seed gives the same sequence on every machine.
#[derive(Clone, Debug)]
pub(crate) struct SplitMix(u64);

impl SplitMix {
    pub(crate) fn new(seed: u64) -> Self {
        SplitMix(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number below `bound` (Lemire's multiply-shift; the bias is below 2^-32 for our bounds).
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

/// The finaliser of `SplitMix64`: a good mixing of 64 bits.
pub(crate) fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// For maps whose keys are numbers of ours: mixing is enough, and the same on every machine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.write_u64(u64::from(key));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = mix(self.0 ^ key);
    }
}

/// A map by numbers of ours.
pub(crate) type NumberMap<Key, Value> = HashMap<Key, Value, BuildHasherDefault<Mixed>>;

/// Combines two keys into one, order mattering.
pub(crate) fn join(first: u64, second: u64) -> u64 {
    mix(first ^ mix(second.wrapping_add(0x9E37_79B9_7F4A_7C15)))
}

/// A stable hash of a text (FNV-1a, then mixed), for blocking keys.
pub(crate) fn hash_text(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(hash)
}

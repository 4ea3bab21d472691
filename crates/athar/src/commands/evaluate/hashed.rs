//! Numbers by the hash of a name: names of millions of rows, asked for at random, cost one look into memory each.
//!
//! The names themselves are not kept. Two of a million have one hash of 64 bits in one run of thirty million, and are
//! then counted as a repeated id. The hash is keyed anew in each run (`SipHash`), so that nobody can make names collide.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

/// Numbers by names.
#[derive(Default)]
pub(super) struct Hashed {
    key: RandomState,
    numbers: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
}

impl Hashed {
    fn hash(&self, prefix: &str, name: &str) -> u64 {
        let mut hasher = self.key.build_hasher();
        hasher.write(prefix.as_bytes());
        hasher.write(name.as_bytes());
        hasher.finish()
    }

    /// Gives a name, made of two parts, a number; what it had before.
    pub(super) fn insert(&mut self, prefix: &str, name: &str, number: u32) -> Option<u32> {
        self.numbers.insert(self.hash(prefix, name), number)
    }

    /// The number of a name, made of two parts.
    pub(super) fn get(&self, prefix: &str, name: &str) -> Option<u32> {
        self.numbers.get(&self.hash(prefix, name)).copied()
    }

    /// The number of a name, the next one when it is new.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(self.hash("", name)).or_insert(next)
    }
}

/// Hashes what is a hash already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

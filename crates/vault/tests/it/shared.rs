//! Test data that lies beside the repository, and small things that several tests need.

use std::path::{Path, PathBuf};
use vault::Hash;
use vault::proof::tree::leaf_hash;

/// The folder of the evidence vectors; says so loudly when they are not there.
pub(crate) fn evidence() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("ATHAR_SHARED_DATA").map_or(beside, PathBuf::from).join("evidence");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no data (set ATHAR_SHARED_DATA)");
    None
}

/// Every file below a folder, in a fixed order.
pub(crate) fn files(folder: PathBuf) -> Vec<PathBuf> {
    let mut open = vec![folder];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => open.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => found.push(path),
        }
    }
    found.sort();
    found
}

/// Some leaves, different ones each.
pub(crate) fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

/// A small generator, so that every run is the same.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

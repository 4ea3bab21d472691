//! What a file holds after power was lost: each sector is as it was at some moment since the last flush.
//!
//! A disk writes sectors whole (512 bytes), and a page cache hands it what a sector is at that moment. So a change that
//! reached the disk brings along what earlier changes did to the same sectors; one that did not may be overtaken by
//! later ones. This gives every outcome of writes that are kept, lost, torn or done in another order, and none that
//! no disk could give.

use super::log::Change;
use crate::fixtures::Random;

/// What a disk writes whole.
const SECTOR: usize = 512;

/// What becomes of one change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It reached the disk.
    Kept,
    /// It did not.
    Lost,
    /// A number of its sectors did, from its beginning on.
    Prefix(u64),
    /// Some of its sectors did: which, by a seed.
    Some(u64),
}

impl Fate {
    fn keeps(self, sector: u64) -> bool {
        match self {
            Fate::Kept => true,
            Fate::Lost => false,
            Fate::Prefix(sectors) => sector < sectors,
            Fate::Some(seed) => Random(seed ^ sector.wrapping_mul(0x9e37_79b9_7f4a_7c15)).next() & 1 == 1,
        }
    }
}

/// What is left of a file that now reads `now`, after changes (in order) of which each meets its fate.
pub(crate) fn after_loss(now: Vec<u8>, changes: &[(&Change, Fate)]) -> Vec<u8> {
    let mut cache = now;
    let mut written: Vec<Vec<u8>> = changes.iter().rev().map(|(change, _)| take_back(&mut cache, change)).collect();
    // The file as it was at the last flush.
    let mut disk = cache.clone();
    for (change, fate) in changes {
        match change {
            Change::Resize { size, .. } => {
                cache.resize(*size as usize, 0);
                if *fate != Fate::Lost {
                    disk.resize(*size as usize, 0);
                }
            }
            Change::Write { offset, .. } => {
                let bytes = written.pop().unwrap();
                let begin = *offset as usize;
                let end = begin + bytes.len();
                if bytes.is_empty() {
                    continue;
                }
                cache.resize(cache.len().max(end), 0);
                cache[begin..end].copy_from_slice(&bytes);
                for (number, sector) in (begin / SECTOR..=(end - 1) / SECTOR).enumerate() {
                    if fate.keeps(number as u64) {
                        copy_sector(&cache, &mut disk, sector);
                    }
                }
                continue;
            }
        }
        written.pop();
    }
    disk
}

fn copy_sector(cache: &[u8], disk: &mut Vec<u8>, sector: usize) {
    let begin = sector * SECTOR;
    let end = (begin + SECTOR).min(cache.len());
    disk.resize(disk.len().max(end), 0);
    disk[begin..end].copy_from_slice(&cache[begin..end]);
}

/// Undoes the latest change, and gives what it had written.
fn take_back(cache: &mut Vec<u8>, change: &Change) -> Vec<u8> {
    match change {
        Change::Write { offset, length, old_size, before } => {
            let begin = (*offset as usize).min(cache.len());
            let end = (offset.saturating_add(*length) as usize).min(cache.len());
            let written = cache[begin..end].to_vec();
            cache.resize(*old_size as usize, 0);
            let begin = *offset as usize;
            if !before.is_empty() {
                cache[begin..begin + before.len()].copy_from_slice(before);
            }
            written
        }
        Change::Resize { size, old_size, before } => {
            cache.resize(*old_size as usize, 0);
            if !before.is_empty() {
                let begin = *size as usize;
                cache[begin..begin + before.len()].copy_from_slice(before);
            }
            Vec::new()
        }
    }
}

#[test]
fn a_sector_is_as_it_was_at_some_moment() {
    let base = vec![b'0'; 1_100];
    let mut now = base.clone();
    let write = |now: &mut Vec<u8>, offset: usize, length: usize, letter: u8| {
        let old_size = now.len() as u64;
        let end = (offset + length).min(now.len());
        let before = now.get(offset..end).unwrap_or_default().to_vec();
        now.resize(now.len().max(offset + length), 0);
        now[offset..offset + length].fill(letter);
        Change::Write { offset: offset as u64, length: length as u64, old_size, before }
    };
    let first = write(&mut now, 100, 600, b'1');
    let second = write(&mut now, 650, 1_000, b'2');
    let third = Change::Resize { size: 600, old_size: 1_650, before: now[600..].to_vec() };
    now.truncate(600);
    let left = |fates: [Fate; 3]| {
        let changes = [&first, &second, &third];
        after_loss(now.clone(), &changes.into_iter().zip(fates).collect::<Vec<_>>())
    };
    assert_eq!(left([Fate::Kept; 3]), now);
    assert_eq!(left([Fate::Lost; 3]), base);
    // The second was written from a page that had the first in it; their common sector brings it along.
    let overtaken = left([Fate::Lost, Fate::Kept, Fate::Lost]);
    assert_eq!((overtaken.len(), overtaken[100], overtaken[520], overtaken[1_649]), (1_650, b'0', b'1', b'2'));
    let torn = left([Fate::Prefix(1), Fate::Lost, Fate::Lost]);
    assert_eq!((torn.len(), torn[511], torn[512]), (1_100, b'1', b'0'));
    let shorter = left([Fate::Lost, Fate::Lost, Fate::Kept]);
    assert_eq!((shorter.len(), shorter[599]), (600, b'0'));
}

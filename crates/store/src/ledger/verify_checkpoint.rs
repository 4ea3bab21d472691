//! Does the ledger still begin with what an old checkpoint was made of? Every leaf is computed again from the content, so
//! that a change is found even when commitment, leaf and head were made to fit it.
//!
//! Where it lies is told as closely as the evidence at hand allows: the published tiles, or leaves that whoever changed the
//! content left as they were, are followed from the checkpoint's root downwards. They count only as far as they lead to
//! that root. Whose signatures the checkpoint has is asked before, by the caller.
//!
//! Leaves, commitments and stored leaves are held in memory: 96 bytes an entry.

use crate::entry;
use crate::ledger::log_folder::{LogFolder, leaves_end};
use crate::ledger::{self, StoredEntry};
use crate::sql::Connection;
use crate::tree::node_hash;
use crate::{Archive, Hash, Result, StoreError};
use serde::Serialize;
use std::ops::Range;
use vault::proof::ProofError;
use vault::proof::checkpoint::TreeHead;
use vault::proof::subtree::{self, Leaves, Source, Subtree};
use vault::proof::tile::{Level, Tile, TileError, Tiles, bundle};

/// Most tiles that are named when they differ.
const TILES_NAMED_MAX: usize = 20;

/// Where the ledger differs from what a checkpoint was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// This is the first entry that differs.
    Entry(u64),
    /// The first one that differs is one of these: the evidence leads no further.
    Among {
        /// The first that may.
        start: u64,
        /// The end, which is not one of them.
        end: u64,
    },
}

/// What comparing with an old checkpoint gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckpointReport {
    /// Entries that the checkpoint covers.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// The first entry that differs; nothing when all that it covers is as it was.
    pub first_difference: Option<Difference>,
    /// Everything that is not as it should be, in words, tiles too.
    pub differences: Vec<String>,
    /// Published files that were compared.
    pub tiles: u64,
}

impl Archive {
    /// Compares the ledger with an old checkpoint, and the published tiles with the ledger. Changes and locks nothing.
    pub fn verify_checkpoint(&self, old: TreeHead) -> Result<CheckpointReport> {
        let computed = self.database.read(Computed::read)?;
        let folder = LogFolder::of(self.dir());
        let mut differences = Vec::new();
        let first_difference = computed.first_difference(old, &folder)?;
        if let Some(difference) = &first_difference {
            differences.push(told(difference, old.size));
        }
        let tiles = computed.compare_tiles(&folder, &mut differences)?;
        Ok(CheckpointReport { size: old.size, root: old.root, first_difference, differences, tiles })
    }
}

fn told(difference: &Difference, size: u64) -> String {
    match difference {
        Difference::Entry(entry) => {
            format!("entry {entry} is the first that differs from what the checkpoint of {size} entries covers")
        }
        Difference::Among { start, end } => format!(
            "the entries before {size} do not give the checkpoint's root; the first that differs is one of {start} to {}",
            end - 1
        ),
    }
}

/// Every leaf, computed from the content.
struct Computed {
    leaves: Vec<Hash>,
    commitments: Vec<Hash>,
    /// Leaves as they are stored.
    stored: Vec<Hash>,
}

impl Computed {
    fn read(connection: &mut Connection) -> Result<Computed> {
        let mut computed = Computed { leaves: Vec::new(), commitments: Vec::new(), stored: Vec::new() };
        let mut next = 0;
        loop {
            let page = ledger::page(connection, next)?;
            let Some(last) = page.last() else { return Ok(computed) };
            next = last.index + 1;
            for entry in page {
                computed.push(&entry);
            }
        }
    }

    /// An entry at its own place: where one is missing, those after it stand elsewhere than they did.
    fn push(&mut self, entry: &StoredEntry) {
        // Whether an erased entry may be erased is for the whole verification to say; what cannot be opened is not what was
        // written.
        let commitment = entry.computed_commitment().unwrap_or(Hash([0; 32]));
        self.commitments.push(commitment);
        self.leaves.push(entry::leaf(commitment));
        self.stored.push(Hash::from_slice(&entry.leaf).unwrap_or(Hash([0; 32])));
    }

    fn root(&self, size: u64) -> Option<Hash> {
        subtree::root(0..size, &mut Leaves(&self.leaves)).ok()
    }

    fn first_difference(&self, old: TreeHead, folder: &LogFolder) -> Result<Option<Difference>> {
        let have = self.leaves.len() as u64;
        if have >= old.size && self.root(old.size) == Some(old.root) {
            return Ok(None);
        }
        let mut best = Difference::Among { start: 0, end: old.size };
        let mut stored = Leaves(&self.stored);
        let mut tiles = Tiles::new(old.size, |tile| folder.must_have(tile));
        let mut from_tiles = |subtree| match tiles.hash(subtree) {
            Err(StoreError::Published(_) | StoreError::Tile(_)) => Ok(None),
            other => other.map(Some),
        };
        let mut from_stored = |subtree| Ok(Source::<ProofError>::hash(&mut stored, subtree).ok());
        let sources: [&mut dyn FnMut(Subtree) -> Result<Option<Hash>>; 2] = [&mut from_stored, &mut from_tiles];
        for evidence in sources {
            let mut search = Search { leaves: &self.leaves, evidence };
            if let Some(found) = search.first(0..old.size, old.root)? {
                best = closer(best, found);
            }
        }
        Ok(Some(best))
    }

    /// Compares every published file with what the ledger gives, and looks for those that the published checkpoint needs.
    fn compare_tiles(&self, folder: &LogFolder, differences: &mut Vec<String>) -> Result<u64> {
        let mut wrong = Vec::new();
        let published = match folder.checkpoint() {
            Err(StoreError::Note(error)) => {
                wrong.push(format!("the published checkpoint cannot be read: {error}"));
                None
            }
            other => other?.map(|signed| signed.checkpoint.head()),
        };
        if let Some(head) = published {
            if self.root(head.size) != Some(head.root) {
                wrong.push(format!("the published checkpoint of {} entries is not of this ledger", head.size));
            }
            wrong.extend(folder.missing(head.size)?.iter().map(|tile| format!("{tile} is missing")));
        }
        let tiles = folder.tiles()?;
        for &tile in &tiles {
            // Left over from a publication that did not come to its end, of entries that no checkpoint speaks of.
            let end = leaves_end(tile);
            let is_left_over = end > self.leaves.len() as u64 && published.is_none_or(|head| end > head.size);
            if !is_left_over && folder.tile(tile)? != self.content(tile) {
                wrong.push(format!("{tile} differs from the ledger"));
            }
        }
        let left_out = wrong.len().saturating_sub(TILES_NAMED_MAX);
        wrong.truncate(TILES_NAMED_MAX);
        if left_out > 0 {
            wrong.push(format!("{left_out} more tiles are missing or differ"));
        }
        differences.append(&mut wrong);
        Ok(tiles.len() as u64)
    }

    /// What a tile should hold; nothing when the ledger ends before.
    fn content(&self, tile: Tile) -> Option<Vec<u8>> {
        let range = tile.start()..tile.start() + tile.width();
        match tile.level() {
            Level::Entries => {
                let commitments = self.commitments.get(range.start as usize..range.end as usize)?;
                let entries: Vec<_> = commitments.iter().map(|&commitment| entry::leaf_content(commitment)).collect();
                bundle(entries.iter().map(<[u8; entry::LEAF_BYTES]>::as_slice))
            }
            Level::Hashes(level) => {
                let hash = |index| Leaves(&self.leaves).hash(Subtree { level: level * 8, index }).ok();
                range.map(hash).collect::<Option<Vec<Hash>>>().map(|row| row.iter().flat_map(|hash| hash.0).collect())
            }
        }
    }
}

/// The one that says more.
fn closer(one: Difference, other: Difference) -> Difference {
    let width = |difference: &Difference| match difference {
        Difference::Entry(_) => 1,
        Difference::Among { start, end } => end - start,
    };
    if width(&other) <= width(&one) { other } else { one }
}

/// Follows evidence from a root that is known to be good down to what differs.
struct Search<'a> {
    leaves: &'a [Hash],
    evidence: &'a mut dyn FnMut(Subtree) -> Result<Option<Hash>>,
}

impl Search<'_> {
    /// The first difference in a range whose root is known; nothing when there is none.
    fn first(&mut self, range: Range<u64>, good: Hash) -> Result<Option<Difference>> {
        if subtree::root(range.clone(), &mut Leaves(self.leaves)).ok() == Some(good) {
            return Ok(None);
        }
        let size = range.end - range.start;
        if size == 1 {
            return Ok(Some(Difference::Entry(range.start)));
        }
        let middle = range.start + size.next_power_of_two() / 2;
        let halves = [range.start..middle, middle..range.end];
        let roots = [self.root(&halves[0])?, self.root(&halves[1])?];
        let [Some(left), Some(right)] = roots else {
            return Ok(Some(Difference::Among { start: range.start, end: range.end }));
        };
        // Evidence that does not lead to what is known to be good is none.
        if node_hash(left, right) != good {
            return Ok(Some(Difference::Among { start: range.start, end: range.end }));
        }
        for (half, root) in halves.into_iter().zip([left, right]) {
            if let Some(found) = self.first(half, root)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The root of a range by the evidence, as far as it goes.
    fn root(&mut self, range: &Range<u64>) -> Result<Option<Hash>> {
        let mut source = |subtree: Subtree| (self.evidence)(subtree)?.ok_or(StoreError::Tile(TileError::Path));
        match subtree::root(range.clone(), &mut source) {
            Err(StoreError::Tile(_)) => Ok(None),
            other => other.map(Some),
        }
    }
}

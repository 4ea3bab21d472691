//! Tiles (C2SP tlog-tiles): the tree as files of up to 256 hashes, and entries in bundles of as many. A tile that is full
//! never changes; a partial one is superseded.
//!
//! An entry of a bundle is what a leaf is made of, and here that is a version and a commitment: never content.

use super::ProofError;
use super::subtree::{Source, Subtree, perfect_root};
use crate::Hash;
use std::fmt::{self, Write};
use std::str::FromStr;

/// Hashes of a full tile.
pub const WIDTH: u64 = 256;
/// Levels of the tree that a tile spans.
const HEIGHT: u8 = 8;
/// Largest level that the format allows.
const LEVEL_MAX: u8 = 63;
/// Characters of a path, at most: a level, seven groups of digits, a width.
const PATH_BYTES_MAX: usize = 64;
/// Bytes of a hash.
const HASH_BYTES: usize = 32;

/// What is wrong with a tile or its path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TileError {
    /// The path is none of a tile.
    #[error("this is no path of a tile; one looks like tile/0/x001/234 or tile/entries/000.p/17")]
    Path,
    /// The content has another length than its path says.
    #[error("tile {tile} should be {wanted} bytes long and is {found}: fetch or publish it again")]
    Length {
        /// The tile.
        tile: Tile,
        /// Bytes that there are.
        found: usize,
        /// Bytes that there should be.
        wanted: usize,
    },
    /// The entries are not as many as the path says, or their lengths do not add up.
    #[error("the entries in {tile} are not as its path says: fetch or publish it again")]
    Bundle {
        /// The tile.
        tile: Tile,
    },
    /// The tree is too small for it.
    #[error("a tree of {size} entries has no hash of level {level} at {index}")]
    Beyond {
        /// The subtree's level.
        level: u8,
        /// Its place in the level.
        index: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// A proof cannot be made from the tiles.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Entries of the log.
    Entries,
    /// Hashes of subtrees of `256^level` leaves.
    Hashes(u8),
}

/// One tile, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    level: Level,
    index: u64,
    width: u16,
}

impl Tile {
    /// A tile of a width from 1 to 256; none beyond that, or beyond the last level.
    pub fn new(level: Level, index: u64, width: u64) -> Option<Tile> {
        let allowed = match level {
            Level::Entries => true,
            Level::Hashes(level) => level <= LEVEL_MAX,
        };
        let fits = (1..=WIDTH).contains(&width) && i64::try_from(index).is_ok();
        (allowed && fits).then_some(Tile { level, index, width: width as u16 })
    }

    /// The tile at a place of a tree of that size; none where the tree has no hash for it.
    pub fn of_tree(level: Level, index: u64, size: u64) -> Option<Tile> {
        let row = match level {
            Level::Entries => size,
            Level::Hashes(level) => row_length(level, size),
        };
        Tile::new(level, index, row.checked_sub(index.checked_mul(WIDTH)?)?.min(WIDTH))
    }

    /// The tile that holds a subtree's hash, or what it is made of, in a tree of that size.
    pub fn holding(subtree: Subtree, size: u64) -> Result<Tile, TileError> {
        let (level, first, count) = row_of(subtree);
        let beyond = TileError::Beyond { level: subtree.level, index: subtree.index, size };
        let first = first.ok_or(beyond.clone())?;
        let tile = Tile::of_tree(Level::Hashes(level), first / WIDTH, size);
        tile.filter(|tile| first % WIDTH + count <= tile.width()).ok_or(beyond)
    }

    /// What it holds.
    pub fn level(self) -> Level {
        self.level
    }

    /// Its place in the level.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds.
    pub fn width(self) -> u64 {
        u64::from(self.width)
    }

    /// Whether it will never change.
    pub fn is_full(self) -> bool {
        self.width() == WIDTH
    }

    /// The place of its first hash or entry in the level.
    pub fn start(self) -> u64 {
        self.index * WIDTH
    }

    /// The hashes of a tile of hashes.
    pub fn hashes(self, content: &[u8]) -> Result<Vec<Hash>, TileError> {
        let wanted = self.width() as usize * HASH_BYTES;
        if content.len() != wanted || self.level == Level::Entries {
            return Err(TileError::Length { tile: self, found: content.len(), wanted });
        }
        Ok(content.chunks_exact(HASH_BYTES).filter_map(Hash::from_slice).collect())
    }

    /// The hash of a subtree from the tile that [`Tile::holding`] names.
    pub fn hash_of(self, content: &[u8], subtree: Subtree) -> Result<Hash, TileError> {
        let hashes = self.hashes(content)?;
        let (_, first, count) = row_of(subtree);
        let beyond =
            TileError::Beyond { level: subtree.level, index: subtree.index, size: self.start() + self.width() };
        let start = first.and_then(|first| first.checked_sub(self.start())).ok_or(beyond.clone())?;
        let part = hashes.get(start as usize..start.saturating_add(count) as usize);
        part.and_then(perfect_root).ok_or(beyond)
    }

    /// The entries of a bundle.
    pub fn entries(self, content: &[u8]) -> Result<Vec<&[u8]>, TileError> {
        let wrong = TileError::Bundle { tile: self };
        let mut entries = Vec::new();
        let mut rest = content;
        while let Some((length, after)) = rest.split_first_chunk::<2>() {
            let length = usize::from(u16::from_be_bytes(*length));
            let (entry, after) = after.split_at_checked(length).ok_or(wrong.clone())?;
            entries.push(entry);
            rest = after;
        }
        let whole = rest.is_empty() && entries.len() as u64 == self.width() && self.level == Level::Entries;
        if whole { Ok(entries) } else { Err(wrong) }
    }
}

/// A bundle of entries; none when one of them is longer than the format can say.
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    for entry in entries {
        content.extend(u16::try_from(entry.len()).ok()?.to_be_bytes());
        content.extend(entry);
    }
    Some(content)
}

/// Reads tiles to answer for subtrees of a tree of that size: a source for proofs.
pub struct Tiles<R> {
    size: u64,
    read: R,
    last: Option<(Tile, Vec<u8>)>,
}

impl<R> Tiles<R> {
    /// Tiles of a tree of that size, each read by the closure.
    pub fn new(size: u64, read: R) -> Tiles<R> {
        Tiles { size, read, last: None }
    }
}

impl<E: From<TileError>, R: FnMut(Tile) -> Result<Vec<u8>, E>> Source<E> for Tiles<R> {
    fn hash(&mut self, subtree: Subtree) -> Result<Hash, E> {
        let tile = Tile::holding(subtree, self.size)?;
        let content = match &self.last {
            Some((last, content)) if *last == tile => content,
            _ => &self.last.insert((tile, (self.read)(tile)?)).1,
        };
        Ok(tile.hash_of(content, subtree)?)
    }
}

/// The tiles of hashes that a tree of that size has at its right end, one for each level: what differs from a smaller
/// tree lies in them and left of them.
pub fn levels(size: u64) -> impl Iterator<Item = (u8, u64)> {
    (0..=u8::MAX / HEIGHT).map(move |level| (level, row_length(level, size))).take_while(|&(_, length)| length > 0)
}

/// Hashes of a level of tiles in a tree of that size.
fn row_length(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0)
}

/// Level of tiles, first hash there, and number of hashes that a subtree is made of.
fn row_of(subtree: Subtree) -> (u8, Option<u64>, u64) {
    let within = subtree.level % HEIGHT;
    (subtree.level / HEIGHT, subtree.index.checked_mul(1 << within), 1 << within)
}

impl fmt::Display for Tile {
    /// The path, relative to the log's prefix.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Level::Entries => formatter.write_str("tile/entries")?,
            Level::Hashes(level) => write!(formatter, "tile/{level}")?,
        }
        let mut groups = vec![self.index % 1_000];
        let mut rest = self.index / 1_000;
        while rest > 0 {
            groups.push(rest % 1_000);
            rest /= 1_000;
        }
        while let Some(group) = groups.pop() {
            formatter.write_char('/')?;
            if !groups.is_empty() {
                formatter.write_char('x')?;
            }
            write!(formatter, "{group:03}")?;
        }
        if self.is_full() { Ok(()) } else { write!(formatter, ".p/{}", self.width) }
    }
}

impl FromStr for Tile {
    type Err = TileError;

    fn from_str(path: &str) -> Result<Tile, TileError> {
        let tile = read_path(path).ok_or(TileError::Path)?;
        // One path a tile: what would be printed otherwise is none.
        if tile.to_string() == path { Ok(tile) } else { Err(TileError::Path) }
    }
}

fn read_path(path: &str) -> Option<Tile> {
    let path = Some(path).filter(|path| path.len() <= PATH_BYTES_MAX)?.strip_prefix("tile/")?;
    let (level, rest) = path.split_once('/')?;
    let level = if level == "entries" { Level::Entries } else { Level::Hashes(level.parse().ok()?) };
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => (index, width.parse().ok().filter(|&width| width < WIDTH)?),
        None => (rest, WIDTH),
    };
    let mut number = 0_u64;
    for group in index.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let value = Some(digits).filter(|digits| digits.len() == 3)?.parse::<u64>().ok()?;
        number = number.checked_mul(1_000)?.checked_add(value)?;
    }
    Tile::new(level, number, width)
}

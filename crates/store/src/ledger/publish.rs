//! Publishing: the head of the ledger as a signed checkpoint, and the tree under it as tiles, so that others can keep the
//! one and check it with the other.
//!
//! Tiles are made after the entries, from their leaves, and may be made again at any time: whoever is killed at it leaves
//! the checkpoint of before. What is published tells how many entries there are, and when. It tells nothing of their
//! content: a leaf is made of a salted commitment.

use crate::entry;
use crate::ledger::log_folder::LogFolder;
use crate::ledger::{self, Leaf};
use crate::staging::FileLock;
use crate::tree::leaf_hash;
use crate::{Archive, Hash, Result, StoreError};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use vault::proof::checkpoint::{Checkpoint, SignedCheckpoint, TreeHead};
use vault::proof::key::NoteSigner;
use vault::proof::note::NoteSignature;
use vault::proof::subtree::{self, perfect_root};
use vault::proof::tile::{Level, Tile, Tiles, WIDTH, bundle, levels};
use vault::proof::{consistency, inclusion};

/// Who holds it writes in the folder `log`.
const LOCK: &str = "publication";
const LOCK_WAIT: Duration = Duration::from_mins(1);
const LOCK_RETRY: Duration = Duration::from_millis(25);

/// What was published.
#[derive(Clone, Debug)]
pub struct Published {
    /// The checkpoint, with all signatures that it has so far.
    pub signed: SignedCheckpoint,
    /// Files of tiles that were written for it.
    pub tiles_written: u64,
}

impl Archive {
    /// The folder that is published.
    pub fn log_folder(&self) -> PathBuf {
        LogFolder::of(self.dir()).path().to_owned()
    }

    /// The newest checkpoint that was published. Its signatures are not verified here.
    pub fn published(&self) -> Result<Option<SignedCheckpoint>> {
        LogFolder::of(self.dir()).checkpoint()
    }

    /// Publishes the ledger as it is: tiles first, then a checkpoint signed with the log's key. It is refused where it would
    /// contradict the checkpoint before. Nothing changes when nothing was appended since.
    pub fn checkpoint(&self, signer: &NoteSigner, origin: &str) -> Result<Published> {
        let _alone = self.publish_alone()?;
        let mut folder = LogFolder::of(self.dir());
        let before = folder.checkpoint()?;
        if let Some(before) = &before {
            must_be_ours(before, signer, origin)?;
        }
        let old = before.as_ref().map_or_else(TreeHead::empty, |before| before.checkpoint.head());
        let head = self.head()?;
        let head = TreeHead { size: head.size, root: head.root };
        if head.size < old.size {
            let what = format!("its checkpoint is of {} entries, and the ledger has {}", old.size, head.size);
            return Err(StoreError::Published(what));
        }
        let tiles_written = self.publish_tiles(&mut folder, old, head)?;
        if let Some(signed) = before.filter(|_| old == head) {
            return Ok(Published { signed, tiles_written });
        }
        let checkpoint = Checkpoint::new(origin, head)?;
        let signed = SignedCheckpoint { note: checkpoint.sign(signer)?, checkpoint };
        folder.put_checkpoint(&signed)?;
        Ok(Published { signed, tiles_written })
    }

    /// Adds cosignatures to the published checkpoint, as long as that is the one with this text.
    pub fn add_cosignatures(&self, text: &str, signatures: Vec<NoteSignature>) -> Result<SignedCheckpoint> {
        let _alone = self.publish_alone()?;
        let mut folder = LogFolder::of(self.dir());
        let mut signed = folder.checkpoint()?.ok_or_else(|| StoreError::NoSuch("published checkpoint".to_owned()))?;
        if signed.note.text() != text {
            return Err(StoreError::Refused(
                "another checkpoint was published meanwhile: ask the witness about that one",
            ));
        }
        for signature in signatures {
            signed.note.add(signature)?;
        }
        folder.put_checkpoint(&signed)?;
        Ok(signed)
    }

    /// The proof that the published tree of a size begins with a smaller one, made from tiles alone.
    pub fn consistency_proof(&self, old: u64, size: u64) -> Result<Vec<Hash>> {
        let folder = LogFolder::of(self.dir());
        consistency::prove(old, size, &mut Tiles::new(size, |tile| folder.must_have(tile)))
    }

    /// The proof that an entry's leaf is in the published tree of a size, made from tiles alone.
    pub fn inclusion_proof(&self, entry: u64, size: u64) -> Result<Vec<Hash>> {
        let folder = LogFolder::of(self.dir());
        inclusion::prove(entry, size, &mut Tiles::new(size, |tile| folder.must_have(tile)))
    }

    fn publish_alone(&self) -> Result<FileLock> {
        let began = Instant::now();
        loop {
            if let Some(lock) = FileLock::try_new(self.dir(), LOCK)? {
                return Ok(lock);
            }
            if began.elapsed() > LOCK_WAIT {
                return Err(StoreError::Locked { place: "the log's folder".to_owned() });
            }
            std::thread::sleep(LOCK_RETRY);
        }
    }

    /// Writes the tiles that a head has and an older one had not. Where the ones that are there do not fit, all are compared,
    /// so that what is missing is made again, and what was changed is named.
    fn publish_tiles(&self, folder: &mut LogFolder, old: TreeHead, head: TreeHead) -> Result<u64> {
        let anew = TileWriter { covered: old.size, ..TileWriter::default() };
        if old.size == 0 || !folder.missing(old.size)?.is_empty() {
            return self.write_tiles(folder, anew, old, head);
        }
        let since = TileWriter::resume(folder, old.size).and_then(|writer| self.write_tiles(folder, writer, old, head));
        match since {
            Err(StoreError::Published(_) | StoreError::Tile(_)) => self.write_tiles(folder, anew, old, head),
            done => done,
        }
    }

    fn write_tiles(
        &self,
        folder: &mut LogFolder,
        mut writer: TileWriter,
        old: TreeHead,
        head: TreeHead,
    ) -> Result<u64> {
        let mut next = writer.next();
        while next < head.size {
            let page = self.database.read(|connection| ledger::leaves(connection, next, head.size))?;
            if page.is_empty() {
                return Err(StoreError::damaged(format!("entry {next} is missing")));
            }
            for leaf in page {
                if leaf.index != next || leaf_hash(&entry::leaf_content(leaf.commitment)) != leaf.hash {
                    return Err(StoreError::damaged(format!("entry {next} is missing or has another leaf")));
                }
                writer.push(folder, &leaf)?;
                next += 1;
            }
        }
        writer.finish(folder)?;
        for (root, of) in [(head, "ledger's head"), (old, "checkpoint before")] {
            let mut tiles = Tiles::new(root.size, |tile| folder.must_have(tile));
            if subtree::root::<StoreError>(0..root.size, &mut tiles)? != root.root {
                return Err(StoreError::Published(format!("the tiles do not give the root of the {of}")));
            }
        }
        Ok(writer.written)
    }
}

fn must_be_ours(before: &SignedCheckpoint, signer: &NoteSigner, origin: &str) -> Result<()> {
    if before.checkpoint.origin() != origin {
        let own = before.checkpoint.origin();
        return Err(StoreError::Published(format!("its checkpoint is of the log {own}, not of {origin}")));
    }
    before.verify(std::slice::from_ref(signer.verifier()))?;
    Ok(())
}

/// One level of tiles, at its right end.
#[derive(Default)]
struct Row {
    /// Full tiles before.
    tiles: u64,
    hashes: Vec<Hash>,
}

/// Writes tiles as leaves come in.
#[derive(Default)]
struct TileWriter {
    covered: u64,
    rows: Vec<Row>,
    entries: Vec<[u8; entry::LEAF_BYTES]>,
    written: u64,
}

impl TileWriter {
    /// Goes on where a tree of that size ended: its last tile of leaves is read from the ledger again, the last ones of the
    /// levels above from the folder.
    fn resume(folder: &LogFolder, size: u64) -> Result<TileWriter> {
        let mut rows = Vec::new();
        for (level, length) in levels(size) {
            let tiles = length / WIDTH;
            let partial = Tile::of_tree(Level::Hashes(level), tiles, size).filter(|_| level > 0);
            let hashes = partial.map(|tile| Ok::<_, StoreError>(tile.hashes(&folder.must_have(tile)?)?)).transpose()?;
            rows.push(Row { tiles, hashes: hashes.unwrap_or_default() });
        }
        Ok(TileWriter { covered: size, rows, ..TileWriter::default() })
    }

    /// The next leaf that is wanted.
    fn next(&self) -> u64 {
        self.rows.first().map_or(0, |row| row.tiles * WIDTH)
    }

    fn push(&mut self, folder: &mut LogFolder, leaf: &Leaf) -> Result<()> {
        self.entries.push(entry::leaf_content(leaf.commitment));
        let mut hash = leaf.hash;
        for level in 0_u8.. {
            let at = usize::from(level);
            if self.rows.len() == at {
                self.rows.push(Row::default());
            }
            self.rows[at].hashes.push(hash);
            if (self.rows[at].hashes.len() as u64) < WIDTH {
                break;
            }
            self.write(folder, level)?;
            let row = &mut self.rows[at];
            hash = perfect_root(&row.hashes).ok_or_else(|| StoreError::damaged("a tile is not full"))?;
            row.hashes.clear();
            row.tiles += 1;
        }
        Ok(())
    }

    /// Writes what is not full.
    fn finish(&mut self, folder: &mut LogFolder) -> Result<()> {
        for level in 0..self.rows.len() {
            if !self.rows[level].hashes.is_empty() {
                self.write(folder, level as u8)?;
            }
        }
        Ok(())
    }

    /// Writes the last tile of a level, and the bundle of entries with the lowest one.
    fn write(&mut self, folder: &mut LogFolder, level: u8) -> Result<()> {
        let row = &self.rows[usize::from(level)];
        let (index, width) = (row.tiles, row.hashes.len() as u64);
        let tile =
            |level| Tile::new(level, index, width).ok_or_else(|| StoreError::damaged("a tile beyond its limits"));
        if level == 0 {
            let content = bundle(self.entries.iter().map(<[u8; entry::LEAF_BYTES]>::as_slice)).unwrap_or_default();
            self.written += u64::from(folder.put_tile(tile(Level::Entries)?, &content, self.covered)?);
            self.entries.clear();
        }
        let content: Vec<u8> = row.hashes.iter().flat_map(|hash| hash.0).collect();
        self.written += u64::from(folder.put_tile(tile(Level::Hashes(level))?, &content, self.covered)?);
        Ok(())
    }
}

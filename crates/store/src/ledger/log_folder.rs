//! The folder `log` of an archive: the ledger's tree as tiles, and the newest signed checkpoint, as files that any web
//! server can hand out (C2SP tlog-tiles).
//!
//! A file appears whole or not at all, and is on the disk before a checkpoint speaks of it. The folder follows from the
//! ledger, but is more than a projection: what a checkpoint once covered is compared and never written over, because then
//! it shows what the ledger used to say.

use crate::archive::sync_dir;
use crate::entry::LEAF_BYTES;
use crate::{Result, StoreError};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use vault::proof::checkpoint::SignedCheckpoint;
use vault::proof::note::NOTE_BYTES_MAX;
use vault::proof::tile::{Level, Tile, WIDTH, levels};

/// Name of the folder within the archive's.
const FOLDER: &str = "log";
const CHECKPOINT: &str = "checkpoint";
const HASH_BYTES: usize = 32;
/// Bytes of an entry in a bundle: what its leaf is made of, and two bytes of length.
const ENTRY_BYTES: usize = LEAF_BYTES + 2;
/// Bytes of a tile or a bundle, at most.
const TILE_BYTES_MAX: u64 = WIDTH * ENTRY_BYTES as u64;

/// The folder of one archive.
pub(crate) struct LogFolder {
    folder: PathBuf,
    /// Folders with new names, which are not durable yet.
    unsynced: BTreeSet<PathBuf>,
}

impl LogFolder {
    pub(crate) fn of(archive: &Path) -> LogFolder {
        LogFolder { folder: archive.join(FOLDER), unsynced: BTreeSet::new() }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// The newest checkpoint, as it was read; nothing is verified.
    pub(crate) fn checkpoint(&self) -> Result<Option<SignedCheckpoint>> {
        let bytes = read(&self.folder.join(CHECKPOINT), NOTE_BYTES_MAX as u64)?;
        Ok(bytes.map(|bytes| SignedCheckpoint::parse(&bytes)).transpose()?)
    }

    /// Puts a checkpoint in place of the one before, after everything that it speaks of.
    pub(crate) fn put_checkpoint(&mut self, signed: &SignedCheckpoint) -> Result<()> {
        self.sync()?;
        self.put(&self.folder.join(CHECKPOINT), signed.note.to_string().as_bytes())?;
        self.sync()
    }

    /// A tile's content. Of a partial tile that gave way to the full one, the beginning of that.
    pub(crate) fn tile(&self, tile: Tile) -> Result<Option<Vec<u8>>> {
        if let Some(content) = read(&self.folder.join(tile.to_string()), TILE_BYTES_MAX)? {
            return Ok(Some(content));
        }
        let Some(full) = Tile::new(tile.level(), tile.index(), WIDTH).filter(|_| !tile.is_full()) else {
            return Ok(None);
        };
        let content = read(&self.folder.join(full.to_string()), TILE_BYTES_MAX)?;
        let item = if tile.level() == Level::Entries { ENTRY_BYTES } else { HASH_BYTES };
        Ok(content.map(|content| content[..content.len().min(tile.width() as usize * item)].to_vec()))
    }

    /// A tile's content, which must be there.
    pub(crate) fn must_have(&self, tile: Tile) -> Result<Vec<u8>> {
        self.tile(tile)?.ok_or_else(|| StoreError::Published(format!("{tile} is missing")))
    }

    /// Writes a tile where it is not there already. One that a checkpoint of that size covers is never written over.
    /// Says whether something was written.
    pub(crate) fn put_tile(&mut self, tile: Tile, content: &[u8], covered: u64) -> Result<bool> {
        let path = self.folder.join(tile.to_string());
        let there = read(&path, TILE_BYTES_MAX)?;
        if there.as_deref() == Some(content) {
            return Ok(false);
        }
        if there.is_some() && leaves_end(tile) <= covered {
            return Err(StoreError::Published(format!(
                "{tile} says otherwise, and a checkpoint of {covered} covers it"
            )));
        }
        self.put(&path, content)?;
        if tile.is_full() {
            // Partial ones of before: who asks for one takes the full one.
            let _ = fs::remove_dir_all(path.with_file_name(format!("{}.p", name_of(&path))));
        }
        Ok(true)
    }

    /// The tiles that a tree of that size has, and that are not there.
    pub(crate) fn missing(&self, size: u64) -> Result<Vec<Tile>> {
        let mut missing = Vec::new();
        let rows = levels(size).map(|(level, length)| (Level::Hashes(level), length)).chain([(Level::Entries, size)]);
        for (level, length) in rows {
            for tile in (0..length.div_ceil(WIDTH)).filter_map(|index| Tile::of_tree(level, index, size)) {
                // A partial one that gave way to the full one is not missed.
                let is_there = self.folder.join(tile.to_string()).is_file();
                if !is_there && (tile.is_full() || self.tile(tile)?.is_none()) {
                    missing.push(tile);
                }
            }
        }
        Ok(missing)
    }

    /// Every tile that there is.
    pub(crate) fn tiles(&self) -> Result<Vec<Tile>> {
        let mut open = vec![self.folder.join("tile")];
        let mut tiles = Vec::new();
        while let Some(folder) = open.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(StoreError::io("look into", &folder, error)),
            };
            for entry in entries {
                let path = entry.map_err(|error| StoreError::io("look into", &folder, error))?.path();
                if path.is_dir() {
                    open.push(path);
                } else if let Ok(name) = path.strip_prefix(&self.folder) {
                    tiles.extend(name.to_string_lossy().parse::<Tile>());
                }
            }
        }
        tiles.sort();
        Ok(tiles)
    }

    /// Writes a file under another name, makes it durable, and puts it in place.
    fn put(&mut self, path: &Path, content: &[u8]) -> Result<()> {
        let folder = path.parent().unwrap_or(&self.folder).to_owned();
        self.make_folder(&folder)?;
        let partial = folder.join(format!(".{}.{}", name_of(path), std::process::id()));
        let written = File::create(&partial).and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()?;
            fs::rename(&partial, path)
        });
        if let Err(error) = written {
            let _ = fs::remove_file(&partial);
            return Err(StoreError::io("write", path, error));
        }
        self.unsynced.insert(folder);
        Ok(())
    }

    fn make_folder(&mut self, folder: &Path) -> Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(|error| StoreError::io("make the directory", folder, error))?;
        // The names of the folders above are new, too, as far up as the archive's.
        let above = folder.ancestors().skip(1).take_while(|above| above.starts_with(&self.folder));
        self.unsynced.extend(above.map(Path::to_owned));
        self.unsynced.extend(self.folder.parent().map(Path::to_owned));
        Ok(())
    }

    /// Makes every new name durable.
    fn sync(&mut self) -> Result<()> {
        while let Some(folder) = self.unsynced.pop_last() {
            sync_dir(&folder)?;
        }
        Ok(())
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The end of the leaves that a tile is made of.
pub(crate) fn leaves_end(tile: Tile) -> u64 {
    let end = tile.start().saturating_add(tile.width());
    match tile.level() {
        Level::Entries => end,
        Level::Hashes(level) => {
            256_u64.checked_pow(u32::from(level)).map_or(u64::MAX, |leaves| end.saturating_mul(leaves))
        }
    }
}

/// A file's bytes; nothing when there is none. One that is longer than it may be is cut off, and then fits nothing.
fn read(path: &Path, bytes_max: u64) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|file| file.take(bytes_max + 1).read_to_end(&mut bytes)) {
        Ok(_) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(StoreError::io("read", path, error)),
    }
}

//! A file on its way in: where it lies, or in memory when it comes through a pipe. Nothing of it is written to a disk in
//! clear.

use crate::system;
use anyhow::Context;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use store::Hash;

/// Bytes that are taken through a pipe, at most: they lie in memory.
const PIPED_MAX: u64 = 1 << 30;

/// Where the bytes of a list are.
pub(crate) struct Incoming {
    path: PathBuf,
    name: String,
    /// Holds what came through a pipe; its path ends with it.
    _memory: Option<File>,
}

impl Incoming {
    /// A file, or standard input for `-`.
    pub(crate) fn of(path: &Path) -> anyhow::Result<Incoming> {
        let is_input = path == Path::new("-");
        let name =
            if is_input { "standard input".into() } else { path.file_name().unwrap_or_default().to_string_lossy() };
        if is_input {
            return Incoming::piped(&mut io::stdin().lock(), &name);
        }
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        if !file.metadata()?.is_file() {
            return Incoming::piped(&mut { file }, &name);
        }
        Ok(Incoming { path: path.to_owned(), name: name.into_owned(), _memory: None })
    }

    /// What can be read once only, into memory that has a path for as long as this lives.
    fn piped(from: &mut dyn Read, name: &str) -> anyhow::Result<Incoming> {
        let memory = system::file_in_memory();
        let mut memory =
            memory.context("nothing is taken through a pipe here: save it as a file first, then import that")?;
        let size = io::copy(&mut from.take(PIPED_MAX + 1), &mut memory)?;
        anyhow::ensure!(size <= PIPED_MAX, "more than 1 GiB through a pipe: save it as a file first, then import that");
        memory.flush()?;
        memory.rewind()?;
        let path = system::path_in_memory(&memory);
        Ok(Incoming { path, name: name.to_owned(), _memory: Some(memory) })
    }

    /// Bytes that are in memory already, under the name that they came with.
    pub(crate) fn of_bytes(mut bytes: &[u8], name: &str) -> anyhow::Result<Incoming> {
        Incoming::piped(&mut bytes, name)
    }

    /// Where its bytes are read.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The name that it came with, without its folder.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its bytes, from the first one.
    pub(crate) fn open(&self) -> anyhow::Result<File> {
        File::open(&self.path).with_context(|| format!("cannot open {}", self.path.display()))
    }

    /// Refuses a file that was changed since it had that hash.
    pub(crate) fn must_still_be(&self, sha256: Hash) -> anyhow::Result<()> {
        let mut hasher = Sha256::new();
        let (mut file, mut buffer) = (self.open()?, vec![0; 1 << 16]);
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                length => hasher.update(&buffer[..length]),
            }
        }
        let is_it = Hash(hasher.finalize().into()) == sha256;
        anyhow::ensure!(is_it, "{} was changed while it was read: import it again", self.path.display());
        Ok(())
    }
}

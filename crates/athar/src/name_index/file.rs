//! The file `names.idx` in an archive's folder: which imports it holds, and the bytes of an index of their names.
//!
//! Whoever damages, cuts or exchanges it changes no answer: what is not whole is as if it were not there. It is
//! not signed; whoever may write into the folder may write the tables as well.

use crate::projection_file::{self, PROGRAM};
use flate2::Crc;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;
use store::{Archive, Hash, ImportNumber};
use vault::keys::Keyring;

const FILE: &str = "names.idx";
const MAGIC: &[u8; 8] = b"ATHARNAM";
/// Magic, CRC-32 of all that follows it, length of the state.
const HEADER: usize = 16;
/// Raised whenever what is indexed of a record changes within a version.
const FORM: u32 = 2;

/// What an index was made from. Decisions and linkage runs change no name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MadeFrom {
    /// The imports, each by the leaf of its entry, so that an index of another archive is noticed.
    pub(super) imports: Vec<(ImportNumber, Hash)>,
    /// The entry that erased something last: what was erased before is not in the index.
    pub(super) purge: Option<u64>,
}

impl MadeFrom {
    /// The archive as it stands. Asked before any record is read: an import that is accepted meanwhile is not in it, and its
    /// records are passed over.
    pub(super) fn now(archive: &Archive) -> anyhow::Result<MadeFrom> {
        Ok(MadeFrom { purge: archive.newest_purge()?, imports: archive.import_leaves()? })
    }
}

#[derive(Serialize, Deserialize)]
struct State {
    program: String,
    form: u32,
    #[serde(flatten)]
    from: MadeFrom,
}

/// The bytes of an index, behind what the file begins with.
pub(super) struct Bytes {
    file: Vec<u8>,
    start: usize,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.file[self.start..]
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(index: Vec<u8>) -> Bytes {
        Bytes { file: index, start: 0 }
    }
}

/// The file as it lies.
pub(super) fn load(folder: &Path) -> Option<Vec<u8>> {
    fs::read(folder.join(FILE)).ok()
}

/// The index that the file holds and what it was made from; nothing when it does not open or is not whole.
pub(super) fn read(keys: &Keyring, file: &[u8]) -> Option<(MadeFrom, Bytes)> {
    let file = projection_file::open(keys, FILE, file)?;
    let content = file.strip_prefix(MAGIC)?;
    let (crc, content) = content.split_first_chunk()?;
    if crc_of(content) != u32::from_le_bytes(*crc) {
        return None;
    }
    let (length, content) = content.split_first_chunk()?;
    let length = u32::from_le_bytes(*length) as usize;
    let state: State = serde_json::from_slice(content.get(..length)?).ok()?;
    let is_ours = state.program == PROGRAM && state.form == FORM;
    is_ours.then_some((state.from, Bytes { file, start: HEADER + length }))
}

/// Writes the file whole and puts it in place of the one before.
pub(super) fn write(keys: &Keyring, folder: &Path, from: &MadeFrom, index: &[u8]) -> io::Result<()> {
    let state = State { program: PROGRAM.to_owned(), form: FORM, from: from.clone() };
    let state = serde_json::to_vec(&state)?;
    let mut head = (state.len() as u32).to_le_bytes().to_vec();
    head.extend(state);
    let mut crc = Crc::new();
    crc.update(&head);
    crc.update(index);
    projection_file::write(keys, folder, FILE, &[MAGIC, &crc.sum().to_le_bytes(), &head, index])
}

/// Drops the file. It is made again by the next search.
pub(super) fn drop(keys: &Keyring, folder: &Path) -> io::Result<()> {
    projection_file::forget(keys, folder, FILE)
}

/// A CRC and no hash: it is there to notice damage, in a millisecond, at each search.
fn crc_of(content: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(content);
    crc.sum()
}

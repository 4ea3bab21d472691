//! The file `names.idx` in an archive's folder: which imports it holds, and the bytes of an index of their names.
//!
//! Whoever damages, cuts or exchanges it changes no answer: what is not whole is as if it were not there. It is
//! not signed; whoever may write into the folder may write the tables as well.

use flate2::Crc;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::{Hash, ImportNumber};

const FILE: &str = "names.idx";
/// Ending of a file under way, which has the number of its process in its name.
const PARTIAL: &str = "partial";
/// Whoever began a file so long ago writes no more.
const PARTIAL_AGE_MAX: Duration = Duration::from_hours(1);
const MAGIC: &[u8; 8] = b"ATHARNAM";
/// Magic, CRC-32 of all that follows it, length of the state.
const HEADER: usize = 16;
/// Records are read into names by the program: another version may read them otherwise.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");
/// Raised whenever what is indexed of a record changes within a version.
const FORM: u32 = 1;

/// What an index was made from: the imports, each by the leaf of its entry, so that an index of another archive
/// is noticed. Decisions and linkage runs change no name.
#[derive(Serialize, Deserialize)]
struct State {
    program: String,
    form: u32,
    imports: Vec<(ImportNumber, Hash)>,
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

/// The imports and the index that the file holds; nothing when it is not there or not whole.
pub(super) fn read(folder: &Path) -> Option<(Vec<(ImportNumber, Hash)>, Bytes)> {
    let file = fs::read(folder.join(FILE)).ok()?;
    let content = file.strip_prefix(MAGIC)?;
    let (crc, content) = content.split_first_chunk()?;
    if crc_of(content) != u32::from_le_bytes(*crc) {
        return None;
    }
    let (length, content) = content.split_first_chunk()?;
    let length = u32::from_le_bytes(*length) as usize;
    let state: State = serde_json::from_slice(content.get(..length)?).ok()?;
    let is_ours = state.program == PROGRAM && state.form == FORM;
    is_ours.then_some((state.imports, Bytes { file, start: HEADER + length }))
}

/// Writes the file whole and puts it in place of the one before.
pub(super) fn write(folder: &Path, imports: &[(ImportNumber, Hash)], index: &[u8]) -> io::Result<()> {
    let state = State { program: PROGRAM.to_owned(), form: FORM, imports: imports.to_vec() };
    let state = serde_json::to_vec(&state)?;
    let mut head = (state.len() as u32).to_le_bytes().to_vec();
    head.extend(state);
    let mut crc = Crc::new();
    crc.update(&head);
    crc.update(index);
    drop_abandoned(folder);
    let partial = folder.join(format!("{FILE}.{}.{PARTIAL}", std::process::id()));
    let written = create_private(&partial).and_then(|mut file| {
        file.write_all(MAGIC)?;
        file.write_all(&crc.sum().to_le_bytes())?;
        file.write_all(&head)?;
        file.write_all(index)?;
        // Otherwise a power cut could leave the new name without its bytes.
        file.sync_all()?;
        fs::rename(&partial, folder.join(FILE))
    });
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

/// Drops the file. It is made again by the next search.
pub(super) fn drop(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// A CRC and no hash: it is there to notice damage, in a millisecond, at each search.
fn crc_of(content: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(content);
    crc.sum()
}

/// A file that nobody but its owner reads, whatever the umask: it holds parts of names.
fn create_private(path: &PathBuf) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes what a search that was killed left behind.
fn drop_abandoned(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_partial = name.to_str().is_some_and(|name| name.starts_with(FILE) && name.ends_with(PARTIAL));
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
        if is_partial && age.is_some_and(|age| age > PARTIAL_AGE_MAX) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

//! Files in an archive's folder that follow from it and are there for speed: written whole under another name and then
//! put in place, readable by their owner only, under a working key of their own: once there is a newer one, nobody can read
//! the one before. Whoever reads one must find out whether it is whole and theirs.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;
use vault::keys::{KeyId, Keyring};
use vault::system::owners_only;

/// Records are read by the program: another version may read them otherwise.
pub(crate) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Bytes of a sealed file from which its key can be told.
const HEAD: usize = 64;
/// Ending of a file under way, which has the number of its process in its name.
const PARTIAL: &str = "partial";
/// Whoever began a file so long ago writes no more.
const PARTIAL_AGE_MAX: Duration = Duration::from_hours(1);

/// Writes a file of these pieces and puts it in place of the one before. What a run that was killed left behind goes.
pub(crate) fn write(keys: &Keyring, folder: &Path, name: &str, pieces: &[&[u8]]) -> io::Result<()> {
    drop_partials(keys, folder, name, Some(PARTIAL_AGE_MAX));
    let before = key_of(&folder.join(name));
    let partial = folder.join(format!("{name}.{}.{PARTIAL}", std::process::id()));
    let written = write_sealed(keys, &partial, name, pieces).and_then(|()| fs::rename(&partial, folder.join(name)));
    if written.is_err() {
        let _ = remove(keys, &partial);
    } else if let Some(key) = before {
        // One of another archive is not ours to destroy.
        let _ = keys.destroy(&[key]);
    }
    written
}

fn write_sealed(keys: &Keyring, partial: &Path, name: &str, pieces: &[&[u8]]) -> io::Result<()> {
    let key = keys.new_working_key().map_err(io::Error::other)?;
    let file = create_private(partial)?;
    let mut writer = keys.sealing_writer(key, name.as_bytes(), file).map_err(io::Error::other)?;
    for piece in pieces {
        writer.write_all(piece)?;
    }
    // Otherwise a power cut could leave the new name without its bytes.
    writer.finish()?.sync_all()
}

/// What a file holds; nothing when it is not there, or does not open.
pub(crate) fn read(keys: &Keyring, folder: &Path, name: &str) -> Option<Vec<u8>> {
    open(keys, name, &fs::read(folder.join(name)).ok()?)
}

/// What the bytes of a file hold.
pub(crate) fn open(keys: &Keyring, name: &str, file: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::with_capacity(file.len());
    keys.opening_reader(name.as_bytes(), file).ok()?.read_to_end(&mut content).ok()?;
    Some(content)
}

/// Removes a file for good, with the key that it lies under, and whatever was being written to take its place: that may
/// hold what the file held.
pub(crate) fn forget(keys: &Keyring, folder: &Path, name: &str) -> io::Result<()> {
    drop_partials(keys, folder, name, None);
    remove(keys, &folder.join(name))
}

fn remove(keys: &Keyring, path: &Path) -> io::Result<()> {
    if let Some(key) = key_of(path) {
        let _ = keys.destroy(&[key]);
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn key_of(path: &Path) -> Option<KeyId> {
    let mut head = [0; HEAD];
    File::open(path).ok()?.read_exact(&mut head).ok()?;
    Keyring::key_of_stream(&head)
}

/// A file that nobody but its owner reads, whatever the umask.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    owners_only(&mut options).open(path)
}

/// Removes files under way, with their keys: those older than this, or all. Whoever still writes one finds it gone.
fn drop_partials(keys: &Keyring, folder: &Path, name: &str, older: Option<Duration>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let file = entry.file_name();
        let is_partial = file.to_str().is_some_and(|file| file.starts_with(name) && file.ends_with(PARTIAL));
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
        if is_partial && older.is_none_or(|older| age.is_some_and(|age| age > older)) {
            let _ = remove(keys, &entry.path());
        }
    }
}

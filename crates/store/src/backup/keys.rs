//! The keys of a backup while it is restored: a key file of their own, beside the one that the archive has or will have.
//!
//! It is needed even where there is a newer key file: what was destroyed there since lies in the backup together with things
//! that were not to be forgotten, and is opened once more to be parted from them. It is overwritten at the end.

use super::head::BackupHead;
use crate::archive::sync_folder_of;
use crate::{Location, Result, StoreError};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use vault::keys::copies::{RecordBytes, RecordState};
use vault::keys::{KeyId, Keyring, Share};
use vault::system::owners_only;

/// The key file of a backup.
pub(super) struct TemporaryKeys {
    path: PathBuf,
    archive: [u8; 16],
    records: Vec<RecordBytes>,
    places: HashMap<KeyId, usize>,
    is_in_place: bool,
}

/// Opens a key file with what there is.
pub(super) fn open(path: &Path, passphrase: Option<&str>, shares: &[Share]) -> Result<Keyring> {
    if shares.is_empty() { Ok(Keyring::open(path, passphrase)?) } else { Ok(Keyring::open_by_shares(path, shares)?) }
}

impl TemporaryKeys {
    /// Writes a key file without keys: enough to open the frames.
    pub(super) fn begin(location: &Location, head: &BackupHead) -> Result<TemporaryKeys> {
        let keys = location.keys_path();
        let mut name = keys.file_name().unwrap_or_default().to_owned();
        name.push(".restoring");
        let path = keys.with_file_name(name);
        let broken = |source| StoreError::io("write", &path, source);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(broken)?;
        }
        let mut options = File::options();
        let file = owners_only(options.write(true).create(true).truncate(true)).open(&path);
        file.and_then(|mut file| file.write_all(head.keys())).map_err(broken)?;
        let (archive, records, places) = (head.archive(), Vec::new(), HashMap::new());
        Ok(TemporaryKeys { path, archive, records, places, is_in_place: false })
    }

    /// Opens it.
    pub(super) fn open(&self, passphrase: Option<&str>, shares: &[Share]) -> Result<Keyring> {
        open(&self.path, passphrase, shares)
    }

    /// Takes in records. What was destroyed is not brought back by an earlier record of it.
    pub(super) fn hear(&mut self, records: &[RecordBytes]) {
        for record in records {
            match RecordState::of(record, &self.archive) {
                RecordState::Living(id) if self.places.contains_key(&id) => {}
                RecordState::Destroyed { id, .. } if self.places.contains_key(&id) => {
                    self.records[self.places[&id]] = *record;
                }
                RecordState::Living(id) | RecordState::Destroyed { id, .. } => {
                    self.places.insert(id, self.records.len());
                    self.records.push(*record);
                }
                RecordState::Purge => self.records.push(*record),
                RecordState::Unread => {}
            }
        }
    }

    /// Writes them, durably.
    pub(super) fn write(&self) -> Result<()> {
        let broken = |source| StoreError::io("write", &self.path, source);
        let mut file = File::options().write(true).open(&self.path).map_err(broken)?;
        let written = file.seek(SeekFrom::End(0)).and_then(|_| file.write_all(self.records.as_flattened()));
        written.and_then(|()| file.sync_all()).map_err(broken)
    }

    /// Makes it the key file of the archive, which has none.
    pub(super) fn put_in_place(&mut self, path: &Path) -> Result<()> {
        // A link takes no name that is taken; where there are no links, the moment between two calls has to do.
        let named = fs::hard_link(&self.path, path).or_else(|error| match fs::symlink_metadata(path) {
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => fs::rename(&self.path, path),
            _ => Err(error),
        });
        named.map_err(|source| StoreError::io("put in place", path, source))?;
        self.is_in_place = true;
        sync_folder_of(path)
    }
}

impl Drop for TemporaryKeys {
    /// Overwrites it: it may hold keys that are destroyed in the archive's own file.
    fn drop(&mut self) {
        if !self.is_in_place
            && let Ok(mut file) = File::options().write(true).open(&self.path)
        {
            let length = file.metadata().map_or(0, |metadata| metadata.len());
            let _ = file.write_all(&vec![0; length as usize]).and_then(|()| file.sync_all());
        }
        let _ = fs::remove_file(&self.path);
    }
}

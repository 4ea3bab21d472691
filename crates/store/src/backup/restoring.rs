//! `Archive::restore`: from a backup to an archive where there is none.
//!
//! The file is read twice: first all of it, so that a torn one is told before anything is touched, then up to the last run
//! that is whole. Rows, projections and the new head are one transaction. Keys and original files are put in place before
//! it is committed, and may lie there twice; so a restore that was killed is completed by running it again.

use super::BackupError;
use super::frame::{FrameReader, Place};
use super::head::BackupHead;
use super::item::End;
use super::keys::{self, TemporaryKeys};
use super::putting::Putting;
use super::run::{BackupStep, frames_of};
use super::scan::{FIRST, Scan};
use super::writing::Progress;
use crate::archive::{SQLITE_FILE, make_private_dir, sync_dir};
use crate::entry::Head;
use crate::sql::{self, Connection, Durability, Value, statements};
use crate::{Archive, Hash, Location, Result, StoreError, forgetting, ledger, logins, rebuild, staging};
use serde::Serialize;
use std::fs::{self, File};
use std::path::Path;
use vault::keys::{Keyring, Share};
use zeroize::Zeroizing;

/// What opens a backup, and how far to go.
#[derive(Default)]
pub struct RestoreWith {
    /// The passphrase that the keys had when the backup was written.
    pub passphrase: Option<Zeroizing<String>>,
    /// Two shares, in the place of passphrases.
    pub shares: Vec<Share>,
    /// The keyholders' passphrase: where something was erased since that lay beside what others entrusted to us.
    pub keyholder_passphrase: Option<Zeroizing<String>>,
    /// Takes what is whole of a file that is not.
    pub torn: bool,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// When the backup was written.
    pub time: String,
    /// Entries of the ledger in the backup.
    pub entries: u64,
    /// Its root.
    pub root: Hash,
    /// Chunks of accepted batches.
    pub chunks: u64,
    /// Original files.
    pub originals: u64,
    /// Lines of the log of readings.
    pub readings: u64,
    /// Bytes at the end of the file that were not whole, and left out.
    pub torn: u64,
    /// Whether things were erased again that had been erased since the backup.
    pub erased_again: bool,
    /// The head of the ledger now: longer than in the backup when something was erased again.
    pub head: Head,
    /// What `verify` found, in words; empty when all is well.
    pub differences: Vec<String>,
}

impl Archive {
    /// Restores an archive to where there is none. `location.passphrase` opens the key file that is there, if there is one.
    pub fn restore(
        file: &Path,
        location: &Location,
        with: &RestoreWith,
        time: &str,
        mut progress: impl FnMut(BackupStep, u64, u64),
    ) -> Result<Restored> {
        let head = head_of(file)?;
        let own = own_keys(location, &head, with)?;
        let mut keys = TemporaryKeys::begin(location, &head)?;
        let ring = keys.open(with.passphrase.as_deref().map(String::as_str), &with.shares)?;
        if let Some(passphrase) = with.keyholder_passphrase.as_ref().filter(|_| !ring.can_open_sealed()) {
            ring.unlock_sealed(passphrase)?;
        }
        if let Some(own) = own.as_ref().filter(|own| own.is_laptop() != ring.is_laptop()) {
            ring.set_laptop(own.is_laptop())?;
        }
        let (end, place, torn) = survey(file, &head, &ring, with.torn, &mut progress)?;
        let is_new = !location.dir.exists();
        let restoring = Restoring { file, head: &head, location, end: &end, place, own: own.as_ref(), time };
        match restoring.fill(ring, &mut keys, &mut progress) {
            Err(error) => {
                if is_new {
                    let _ = fs::remove_dir_all(&location.dir);
                }
                Err(error)
            }
            Ok(erased_again) => {
                drop(keys);
                let ring = own.map_or_else(
                    || keys::open(&location.keys_path(), with.passphrase.as_deref().map(String::as_str), &with.shares),
                    Ok,
                )?;
                let archive = Archive::at(location, &location.dir.join(SQLITE_FILE), false, ring)?;
                drop(archive.begin_writing()?);
                let found = archive.verify()?;
                let End { time, entries, root, chunks, originals, readings, .. } = end;
                let (head, differences) = (archive.head()?, found.differences);
                Ok(Restored { time, entries, root, chunks, originals, readings, torn, erased_again, head, differences })
            }
        }
    }
}

fn head_of(path: &Path) -> Result<BackupHead> {
    let mut file = File::open(path).map_err(|source| StoreError::io("open", path, source))?;
    BackupHead::read(&mut file, path)?.ok_or_else(|| BackupError::NotABackup(path.to_owned()).into())
}

/// The key file that is there, opened.
fn own_keys(location: &Location, head: &BackupHead, with: &RestoreWith) -> Result<Option<Keyring>> {
    let path = location.keys_path();
    if !path.exists() {
        return Ok(None);
    }
    let passphrase = location.passphrase.as_deref().map(String::as_str);
    let ring = keys::open(&path, passphrase, if passphrase.is_some() { &[] } else { &with.shares })?;
    if ring.archive_id() != head.archive() {
        return Err(vault::keys::KeyError::OtherArchive.into());
    }
    Ok(Some(ring))
}

/// Reads all of it: the last run that is whole, where it ends, and how many bytes after it are not.
fn survey(
    path: &Path,
    head: &BackupHead,
    ring: &Keyring,
    torn_is_fine: bool,
    progress: Progress<'_>,
) -> Result<(End, Place, u64)> {
    let bytes = fs::metadata(path).map_err(|source| StoreError::io("read", path, source))?.len();
    let mut scan = Scan::new(head.archive());
    let mut frames = FrameReader::open(path, frames_of(ring, head), FIRST)?;
    scan.read(&mut frames, &mut |_, place| {
        progress(BackupStep::Reading, place.offset, bytes);
        Ok(true)
    })?;
    if let Some(what) = scan.contradiction {
        return Err(BackupError::Contradiction(what).into());
    }
    let Some((end, place)) = scan.ended else {
        return Err(BackupError::NothingWhole { whole: scan.settled.offset, of: bytes }.into());
    };
    if place.offset != bytes && !torn_is_fine {
        let End { entries, time, root, .. } = end;
        let (whole, root) = (place.offset, root.to_string());
        return Err(BackupError::Torn { whole, of: bytes, entries, time, root }.into());
    }
    Ok((end, place, bytes - place.offset))
}

struct Restoring<'run> {
    file: &'run Path,
    head: &'run BackupHead,
    location: &'run Location,
    end: &'run End,
    place: Place,
    own: Option<&'run Keyring>,
    time: &'run str,
}

impl Restoring<'_> {
    /// Fills an archive, under the keys of the backup, and puts the keys in place. Tells whether something was erased again.
    fn fill(&self, ring: Keyring, keys: &mut TemporaryKeys, progress: Progress<'_>) -> Result<bool> {
        let location = self.location;
        make_private_dir(&location.dir)?;
        let archive = Archive::at(location, &location.dir.join(SQLITE_FILE), true, ring)?;
        let mut connection = archive.database.connect_writer()?;
        nothing_there(&mut connection, location)?;
        sql::migrate(&mut connection, |_, _| Ok(()))?;
        if connection.is_postgres() {
            sql::make_readings(&mut connection)?;
        }
        let done = connection.transaction(Durability::Full, |connection| {
            connection.hold_tables_alone()?;
            nothing_there(connection, location)?;
            ledger::begin(connection)?;
            // No account of the backup comes in by what was kept for one of another archive.
            logins::clear(connection)?;
            self.rows(&archive, keys, connection, progress)?;
            keys.write()?;
            let later = self.own.map(forgetting::purged_by).transpose()?.unwrap_or_default();
            let erased_again = forgetting::honour(connection, &later, self.time)?;
            if !erased_again {
                rebuild::replay(connection, |done, all| progress(BackupStep::Rebuilding, done, all))?;
            }
            archive.keys().destroy(&forgetting::doomed(connection)?)?;
            self.keys_in_place(archive.keys(), keys)?;
            Ok(erased_again)
        });
        connection.close();
        let done = done?;
        sync_dir(&location.dir)?;
        Ok(done)
    }

    /// Every row of the backup, and the head that they give.
    fn rows(
        &self,
        archive: &Archive,
        keys: &mut TemporaryKeys,
        connection: &mut Connection,
        progress: Progress<'_>,
    ) -> Result<()> {
        let putting = Putting::new(archive, keys);
        // Beside SQLite the log is committed first: what is left of it without an archive is written over.
        let has_log = !connection.is_postgres() && self.end.readings > 0;
        let scan = if has_log {
            archive
                .readings
                .writing(&archive.database, |log| self.stream(archive, putting, connection, Some(log), progress))?
        } else {
            self.stream(archive, putting, connection, None, progress)?
        };
        if let Some(what) = scan.contradiction {
            return Err(BackupError::Contradiction(what).into());
        }
        if scan.ended.as_ref().is_none_or(|(end, _)| end != self.end) {
            return Err(BackupError::Contradiction("it changed while it was read").into());
        }
        let tree = &scan.holdings.tree;
        let (root, frontier) = (tree.root(), tree.to_bytes());
        let values = [Value::Int(tree.size() as i64), Value::Bytes(&root.0), Value::Bytes(&frontier)];
        connection.execute(statements::HEAD_SET, &values).map(drop)
    }

    fn stream(
        &self,
        archive: &Archive,
        mut putting: Putting<'_>,
        connection: &mut Connection,
        mut log: Option<&mut Connection>,
        progress: Progress<'_>,
    ) -> Result<Scan> {
        let mut scan = Scan::new(self.head.archive());
        let mut frames = FrameReader::open(self.file, frames_of(archive.keys(), self.head), FIRST)?;
        scan.read(&mut frames, &mut |item, place| {
            putting.put(item, connection, log.as_deref_mut())?;
            progress(BackupStep::Writing, place.offset, self.place.offset);
            Ok(place.offset < self.place.offset)
        })?;
        Ok(scan)
    }

    /// Merges keys into the file that is there, in which nothing comes back that was destroyed; or makes one.
    fn keys_in_place(&self, restored: &Keyring, keys: &mut TemporaryKeys) -> Result<()> {
        let Some(own) = self.own else { return keys.put_in_place(&self.location.keys_path()) };
        match own.merge_ring(restored)?.unreadable {
            0 => Ok(()),
            left_out => Err(BackupError::KeysLeftOut(left_out).into()),
        }
    }
}

/// Whether there is no archive: one without an entry is none.
fn nothing_there(connection: &mut Connection, location: &Location) -> Result<()> {
    if sql::version(connection)? == 0 || !ledger::has_begun(connection)? {
        return Ok(());
    }
    let is_empty = ledger::head(connection)?.size == 0;
    if is_empty && staging::nothing_staged(connection).is_ok() {
        return Ok(());
    }
    Err(BackupError::ArchiveThere(location.place()).into())
}

//! `Archive::backup`: goes on with the file that is there or writes one anew, and reads back what was written.

use super::BackupError;
use super::frame::{FrameReader, FrameWriter};
use super::head::BackupHead;
use super::item::End;
use super::scan::Scan;
use super::target::{Keys, Target};
use super::writing::{Progress, Writing};
use crate::archive::sync_folder_of;
use crate::entry::Head;
use crate::{Archive, Hash, Result, StoreError, forgetting};
use serde::Serialize;
use std::fs::{self, File, TryLockError};
use std::path::Path;
use vault::frames::Frames;
use vault::keys::Keyring;
use vault::keys::limits::{HEADER_LEN, RECORD_LEN};
use vault::system::owners_only;

/// What the key of a backup is derived for.
const PURPOSE: &[u8] = b"athar/backup/1";
/// How often a backup is begun again because things were erased meanwhile.
const ATTEMPTS_MAX: usize = 3;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupStep {
    /// Reading what the file holds; in bytes.
    Reading,
    /// Writing what it does not hold, or putting it into the archive.
    Writing,
    /// Reading back; in bytes.
    ReadingBack,
    /// Making the tables that follow from the ledger; in entries.
    Rebuilding,
}

/// Why a file was not added to but written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenAnew {
    /// Something that it holds was erased from the archive.
    Erased,
    /// Passphrases, shares or keys of the team were changed.
    KeysChanged,
}

/// A backup that was written and read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// Entries of the ledger.
    pub entries: u64,
    /// The root, computed from all entries in the file.
    pub root: Hash,
    /// Chunks of accepted batches.
    pub chunks: u64,
    /// Original files.
    pub originals: u64,
    /// Lines of the log of readings.
    pub readings: u64,
    /// Files of the published log.
    pub published: u64,
    /// Keys, wrapped.
    pub keys: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes that this run added.
    pub added: u64,
    /// Bytes of a run that was cut short, which were cut off.
    pub torn: u64,
    /// Why it was written anew.
    pub anew: Option<WrittenAnew>,
    /// What of the archive is not in it, in words: original files that are missing or were changed, keys that are lost.
    pub missing: Vec<String>,
}

impl Archive {
    /// Brings a backup up to date, or begins it. What it says at the end was read back from the file.
    pub fn backup(&self, file: &Path, time: &str, mut progress: impl FnMut(BackupStep, u64, u64)) -> Result<Backup> {
        Run { archive: self, file, time, left: None }.go(&mut progress)
    }

    /// The same by a process that is killed after so many bytes: for tests.
    #[doc(hidden)]
    pub fn backup_killed_after(&self, file: &Path, time: &str, bytes: u64) -> Result<Backup> {
        Run { archive: self, file, time, left: Some(bytes) }.go(&mut |_, _, _| ())
    }
}

/// What seals the frames of a backup.
pub(crate) fn frames_of(keys: &Keyring, head: &BackupHead) -> Frames {
    keys.frames(PURPOSE, head.bytes())
}

pub(super) struct Run<'run> {
    pub(super) archive: &'run Archive,
    pub(super) file: &'run Path,
    time: &'run str,
    left: Option<u64>,
}

impl Run<'_> {
    fn go(&self, progress: Progress<'_>) -> Result<Backup> {
        if !self.archive.keys().is_protected() {
            return Err(BackupError::OpenKeys.into());
        }
        self.finish_purges()?;
        let _lock = self.lock()?;
        for _ in 0..ATTEMPTS_MAX {
            let keys = self.keys()?;
            let target = self.target(&keys, progress)?;
            if let Some(done) = self.extend(target, &keys, progress)? {
                return Ok(done);
            }
        }
        Err(BackupError::Changing.into())
    }

    /// Keys of what was erased may wait to be destroyed.
    fn finish_purges(&self) -> Result<()> {
        let mut slot = self.archive.appending.connection();
        forgetting::destroy_doomed(self.archive.writing(&mut slot)?)
    }

    fn lock(&self) -> Result<File> {
        let broken = |source| StoreError::io("open", self.file, source);
        let mut options = File::options();
        let file = owners_only(options.read(true).append(true).create(true)).open(self.file).map_err(broken)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(BackupError::Busy(self.file.to_owned()).into()),
            Err(TryLockError::Error(source)) => Err(StoreError::io("lock", self.file, source)),
        }
    }

    fn keys(&self) -> Result<Keys> {
        let mut head = self.archive.keys().export_wrapped()?;
        let records = head.split_off(HEADER_LEN.min(head.len()));
        let (records, _) = records.as_chunks::<RECORD_LEN>();
        Ok(Keys { head, records: records.to_vec() })
    }

    /// Appends what is missing and reads it back. Nothing when what was written was erased from the archive meanwhile.
    fn extend(&self, mut target: Target, keys: &Keys, progress: Progress<'_>) -> Result<Option<Backup>> {
        let began = target.scan.settled.offset;
        let (ledger, mut missing) = self.write(&mut target, progress, |writing| {
            // Keys first, so that what the content lies under is there when the rest is cut short.
            writing.keys(&keys.records)?;
            writing.content()
        })?;
        let now = self.keys()?;
        if now.head != keys.head || target.scan.holdings.is_outdated_by(&now.records) {
            return Ok(None);
        }
        // Those that were made meanwhile.
        self.write(&mut target, progress, |writing| writing.keys(&now.records))?;
        let end = target.scan.holdings.end(self.time);
        self.write(&mut target, progress, |writing| writing.end(&end))?;
        self.put_in_place(&target, &end, ledger)?;
        let lost = target.scan.holdings.keys_missing();
        if lost > 0 {
            missing.push(format!("{lost} keys, and what lies under them: the key file has lost them"));
        }
        let Target { scan, torn, anew, .. } = target;
        let (bytes, added) = (scan.settled.offset, scan.settled.offset - began);
        let End { entries, root, chunks, originals, readings, published, keys, .. } = end;
        Ok(Some(Backup {
            entries,
            root,
            chunks,
            originals,
            readings,
            published,
            keys,
            bytes,
            added,
            torn,
            anew,
            missing,
        }))
    }

    /// Writes something at the end of the file, durably, and reads it back.
    fn write<T>(
        &self,
        target: &mut Target,
        progress: Progress<'_>,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
    ) -> Result<T> {
        let Target { path, head, scan, .. } = target;
        let frames = || frames_of(self.archive.keys(), head);
        let mut to = FrameWriter::at(path, frames(), scan.settled, self.left)?;
        let held = &scan.holdings;
        let mut writing = Writing { archive: self.archive, to: &mut to, held, progress, done: 0, total: 0 };
        let done = work(&mut writing)?;
        to.sync()?;
        read_back(path, scan, frames(), progress)?;
        Ok(done)
    }

    /// After a last look at what was read back, the file gets its name where it has another one.
    fn put_in_place(&self, target: &Target, end: &End, ledger: Head) -> Result<()> {
        let fails = |what| BackupError::ReadBack { path: target.path.clone(), what };
        if target.scan.ended.as_ref().is_none_or(|(said, _)| said != end) {
            return Err(fails("its end is missing").into());
        }
        if (end.entries, end.root) != (ledger.size, ledger.root) {
            return Err(fails("the root of its ledger").into());
        }
        if target.path != self.file {
            fs::rename(&target.path, self.file)
                .map_err(|source| StoreError::io("move into place", self.file, source))?;
        }
        sync_folder_of(self.file)
    }
}

/// Reads what was written since the last reading.
fn read_back(path: &Path, scan: &mut Scan, frames: Frames, progress: Progress<'_>) -> Result<()> {
    let broken = |source| StoreError::io("read", path, source);
    let bytes = fs::metadata(path).map_err(broken)?.len();
    let offset = scan.settled.offset;
    let mut frames = FrameReader::open(path, frames, scan.settled)?;
    scan.read(&mut frames, &mut |_, place| {
        progress(BackupStep::ReadingBack, place.offset - offset, bytes - offset);
        Ok(true)
    })?;
    let what = match scan.contradiction {
        Some(what) => what,
        None if scan.settled.offset != bytes => "a frame does not open",
        None => return Ok(()),
    };
    Err(BackupError::ReadBack { path: path.to_owned(), what }.into())
}

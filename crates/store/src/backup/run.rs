//! `Archive::backup`: goes on with the file that is there or writes one anew, and reads back what was written.

use super::BackupError;
use super::frame::{FrameReader, FrameWriter, Place};
use super::head::BackupHead;
use super::holdings::Holdings;
use super::item::Kind;
use super::scan::{FIRST, Scan};
use super::writing::{Progress, Writing};
use crate::sql::{Value, statements};
use crate::tree::Frontier;
use crate::{Archive, Hash, Result, StoreError, forgetting, limits};
use serde::Serialize;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use vault::frames::Frames;
use vault::keys::Keyring;
use vault::keys::copies::RecordBytes;
use vault::keys::limits::{HEADER_LEN, RECORD_LEN};

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

struct Run<'run> {
    archive: &'run Archive,
    file: &'run Path,
    time: &'run str,
    left: Option<u64>,
}

/// The key file as it may be copied.
struct Keys {
    head: Vec<u8>,
    records: Vec<RecordBytes>,
}

/// The file that is written to.
struct Target {
    path: PathBuf,
    head: BackupHead,
    scan: Scan,
    torn: u64,
    anew: Option<WrittenAnew>,
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
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.file).map_err(broken)?;
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

    /// The file that is there, or one that is begun.
    fn target(&self, keys: &Keys, progress: Progress<'_>) -> Result<Target> {
        let beside = beside(self.file);
        let there = self.existing(self.file, progress)?;
        let why = there.as_ref().and_then(|target| outdated(target, keys));
        let there = match (there, why) {
            (Some(target), None) => return Ok(target),
            (there, _) => there,
        };
        // One that was begun anew before, and cut short.
        if there.is_some() {
            match self.existing(&beside, progress) {
                Ok(Some(target)) if outdated(&target, keys).is_none() => return Ok(Target { anew: why, ..target }),
                Err(error @ StoreError::Backup(BackupError::NotABackup(_))) => return Err(error),
                _ => {}
            }
        }
        let path = if there.is_some() { beside } else { self.file.to_owned() };
        let head = BackupHead::new(self.archive.keys().archive_id(), &keys.head)?;
        begin(&path, &head)?;
        Ok(Target { path, head, scan: Scan::new(self.archive.keys().archive_id()), torn: 0, anew: why })
    }

    /// Reads a file that is there; nothing when nothing was written to it yet.
    fn existing(&self, path: &Path, progress: Progress<'_>) -> Result<Option<Target>> {
        let mut file = match File::open(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(|source| StoreError::io("open", path, source))?,
        };
        let Some(head) = BackupHead::read(&mut file, path)? else { return Ok(None) };
        if head.archive() != self.archive.keys().archive_id() {
            return Err(BackupError::OtherArchive(path.to_owned()).into());
        }
        let bytes = file.metadata().map_err(|source| StoreError::io("read", path, source))?.len();
        let mut scan = Scan::new(head.archive());
        let mut frames = FrameReader::open(path, frames_of(self.archive.keys(), &head), FIRST)?;
        scan.read(&mut frames, &mut |_, place| {
            progress(BackupStep::Reading, place.offset, bytes);
            Ok(true)
        })?;
        if let Some(what) = scan.contradiction {
            return Err(BackupError::Contradiction(what).into());
        }
        self.check_history(&scan.holdings)?;
        let torn = bytes - scan.settled.offset;
        Ok(Some(Target { path: path.to_owned(), head, scan, torn, anew: None }))
    }

    /// A backup that holds more than the archive may be the better one: nothing is written over it.
    fn check_history(&self, held: &Holdings) -> Result<()> {
        let mut tree = Frontier::default();
        self.archive.database.read(|connection| {
            while tree.size() < held.tree.size() {
                let values = [Value::Int(tree.size() as i64), Value::Int(limits::ROWS_PER_PAGE)];
                let rows = connection.rows(statements::LEAVES_FROM, &values)?;
                if rows.is_empty() {
                    break;
                }
                for row in rows.iter().take((held.tree.size() - tree.size()) as usize) {
                    tree.push(row.hash(1)?);
                }
            }
            Ok(())
        })?;
        let reading = match held.readings {
            0 => None,
            count => self.archive.hash_of_reading(count - 1)?,
        };
        if tree == held.tree && reading == held.reading {
            return Ok(());
        }
        Err(BackupError::OtherHistory { path: self.file.to_owned(), entries: held.tree.size() }.into())
    }

    /// Appends what is missing and reads it back. Nothing when what was written was erased from the archive meanwhile.
    fn extend(&self, target: Target, keys: &Keys, progress: Progress<'_>) -> Result<Option<Backup>> {
        let Target { path, head, mut scan, torn, anew } = target;
        let frames = || frames_of(self.archive.keys(), &head);
        let (began, held) = (scan.settled, &scan.holdings);
        let mut to = FrameWriter::at(&path, frames(), began, self.left)?;
        let mut writing = Writing { archive: self.archive, to: &mut to, held, progress, done: 0, total: 0 };
        // First, so that what the content lies under is there when the rest is cut short.
        writing.keys(&held.missing(&keys.records))?;
        let (ledger, mut missing) = writing.content()?;
        to.sync()?;
        self.read_back(&path, &mut scan, frames(), progress)?;

        // Keys that were made meanwhile; were some destroyed, content went with them.
        let now = self.keys()?;
        if now.head != keys.head || scan.holdings.is_outdated_by(&now.records) {
            return Ok(None);
        }
        let held = &scan.holdings;
        let mut to = FrameWriter::at(&path, frames(), scan.settled, self.left)?;
        let mut writing = Writing { archive: self.archive, to: &mut to, held, progress, done: 0, total: 0 };
        writing.keys(&held.missing(&now.records))?;
        to.sync()?;
        self.read_back(&path, &mut scan, frames(), progress)?;
        let end = scan.holdings.end(self.time);
        let mut to = FrameWriter::at(&path, frames(), scan.settled, self.left)?;
        let bytes = serde_json::to_vec(&end).map_err(|_| StoreError::NotJson("the end of a backup"))?;
        to.item(Kind::End, &bytes)?;
        to.sync()?;
        self.read_back(&path, &mut scan, frames(), progress)?;

        let fails = |what| BackupError::ReadBack { path: path.clone(), what };
        if scan.ended.as_ref().is_none_or(|(said, _)| *said != end) {
            return Err(fails("its end is missing").into());
        }
        if (end.entries, end.root) != (ledger.size, ledger.root) {
            return Err(fails("the root of its ledger").into());
        }
        if path != self.file {
            fs::rename(&path, self.file).map_err(|source| StoreError::io("move into place", self.file, source))?;
        }
        sync_folder_of(self.file)?;
        let lost = scan.holdings.keys_missing();
        if lost > 0 {
            missing.push(format!("{lost} keys, and what lies under them: the key file has lost them"));
        }
        let (bytes, added) = (scan.settled.offset, scan.settled.offset - began.offset);
        let super::item::End { entries, root, chunks, originals, readings, keys, .. } = end;
        Ok(Some(Backup { entries, root, chunks, originals, readings, keys, bytes, added, torn, anew, missing }))
    }

    /// Reads what was written since the last reading.
    fn read_back(&self, path: &Path, scan: &mut Scan, frames: Frames, progress: Progress<'_>) -> Result<()> {
        let broken = |source| StoreError::io("read", path, source);
        let bytes = fs::metadata(path).map_err(broken)?.len();
        let Place { offset, .. } = scan.settled;
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
}

/// Why a backup that is there is not added to.
fn outdated(target: &Target, keys: &Keys) -> Option<WrittenAnew> {
    if target.head.keys() != keys.head {
        return Some(WrittenAnew::KeysChanged);
    }
    target.scan.holdings.is_outdated_by(&keys.records).then_some(WrittenAnew::Erased)
}

/// The file that takes the place of one that is written anew.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    file.with_file_name(name)
}

/// Writes the head of a new file.
fn begin(path: &Path, head: &BackupHead) -> Result<()> {
    let broken = |source| StoreError::io("write", path, source);
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(broken)?;
    file.write_all(head.bytes()).and_then(|()| file.sync_all()).map_err(broken)
}

fn sync_folder_of(file: &Path) -> Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    crate::archive::sync_dir(folder)
}

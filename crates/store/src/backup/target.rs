//! Which file a run writes to: the one that is there, as far as it is whole and nothing in it is outdated, or a new one.

use super::BackupError;
use super::frame::FrameReader;
use super::head::BackupHead;
use super::holdings::Holdings;
use super::run::{BackupStep, Run, WrittenAnew, frames_of};
use super::scan::{FIRST, Scan};
use super::writing::Progress;
use crate::sql::{Value, statements};
use crate::tree::Frontier;
use crate::{Result, StoreError, limits};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use vault::keys::copies::RecordBytes;
use vault::system::owners_only;

/// The key file as it may be copied.
pub(super) struct Keys {
    pub(super) head: Vec<u8>,
    pub(super) records: Vec<RecordBytes>,
}

/// The file that is written to.
pub(super) struct Target {
    pub(super) path: PathBuf,
    pub(super) head: BackupHead,
    pub(super) scan: Scan,
    pub(super) torn: u64,
    pub(super) anew: Option<WrittenAnew>,
}

impl Run<'_> {
    /// The file that is there, or one that is begun.
    pub(super) fn target(&self, keys: &Keys, progress: Progress<'_>) -> Result<Target> {
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
    let mut file = owners_only(options.write(true).create(true).truncate(true)).open(path).map_err(broken)?;
    file.write_all(head.bytes()).and_then(|()| file.sync_all()).map_err(broken)
}

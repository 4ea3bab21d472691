//! What can go wrong with a backup: what happened, and what to do about it. No variant holds anybody's words.

use std::path::PathBuf;

/// A backup cannot be written or restored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The file is something else.
    #[error("{} is no backup, and is left as it is: name another file", .0.display())]
    NotABackup(PathBuf),
    /// The file was written by a later version.
    #[error("the backup has form {found}, and this version knows forms up to {known}: use a newer version")]
    Newer {
        /// Its form.
        found: u32,
        /// The newest one known here.
        known: u32,
    },
    /// Its head is not what was written.
    #[error("the head of {} is damaged: nothing in it can be opened; use another copy of it", .0.display())]
    Head(PathBuf),
    /// The file is of another archive.
    #[error("{} is a backup of another archive: name another file", .0.display())]
    OtherArchive(PathBuf),
    /// Whoever has the key file opens everything, so a backup would open by itself.
    #[error(
        "the keys of this archive are open, and a backup of it would be readable by whoever finds it: set a passphrase \
         first (`athar keys protect`)"
    )]
    OpenKeys,
    /// The archive has not what the backup has.
    #[error(
        "{} holds {entries} entries that are not the ones of this archive: it may be what was lost. It is left as it is: \
         name another file, or restore it",
        path.display()
    )]
    OtherHistory {
        /// The backup.
        path: PathBuf,
        /// Its entries.
        entries: u64,
    },
    /// Somebody else writes to it.
    #[error("{} is being written by another process: wait until it has ended", .0.display())]
    Busy(PathBuf),
    /// Keys were destroyed or changed again and again while it was written.
    #[error("things were erased from the archive, or its keys changed, while the backup was written: try again")]
    Changing,
    /// What was written is not what was read back.
    #[error("{} does not say what was written to it ({what}): check the disk, and use another file", path.display())]
    ReadBack {
        /// The backup.
        path: PathBuf,
        /// What differs.
        what: &'static str,
    },
    /// It ends in the middle, or somebody changed it.
    #[error(
        "the backup is not whole: {} bytes after byte {whole} are cut off or were changed. Whole up to there: {entries} \
         entries of {time}, root {root}. `--torn` restores these", of.saturating_sub(*whole)
    )]
    Torn {
        /// Bytes up to the last run that is whole.
        whole: u64,
        /// Bytes of the file.
        of: u64,
        /// Entries that are whole.
        entries: u64,
        /// The time of the last whole run.
        time: String,
        /// The root of its ledger.
        root: String,
    },
    /// Not even its first run is whole.
    #[error(
        "the backup was never finished, or is damaged from the beginning: {whole} of its {of} bytes are whole, and that is \
         no archive; use another copy"
    )]
    NothingWhole {
        /// Bytes that are whole.
        whole: u64,
        /// Bytes of the file.
        of: u64,
    },
    /// There is an archive at the place.
    #[error("there is an archive in {0} already, and it is left as it is: restore to another place")]
    ArchiveThere(String),
    /// What it says does not fit together, though every frame of it opens.
    #[error("the backup contradicts itself ({0}): use another copy")]
    Contradiction(&'static str),
    /// Keys of the backup lie under another root than those of the key file that is there.
    #[error(
        "{0} keys of the backup do not open under the key file that lies beside the archive: move that file away, and restore \
         again"
    )]
    KeysLeftOut(u64),
    /// A line of the purge list was written by a later version.
    #[error("a line of the purge list is not understood, and what it names must not come back: use a newer version")]
    PurgeLine,
}

//! Where the archive is, as the command line says it, and what time it is.

use crate::passphrase::ask;
use crate::printer::Printer;
use crate::{demo, drill};
use anyhow::Context;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use store::{Archive, Location, StoreError};
use vault::keys::KeyError;
use web::Mark;

/// The archive to work on.
#[derive(clap::Args, Clone)]
pub(crate) struct ArchiveAt {
    /// Folder of the archive.
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: PathBuf,
    /// A file that holds the URL of a PostgreSQL database, instead of the SQLite file in the folder. The
    /// environment variable `ATHAR_DATABASE` may hold the URL itself.
    #[arg(long, value_name = "FILE")]
    pub(crate) database: Option<PathBuf>,
    /// The key file, unless it is the one beside the archive's folder, DIR.keys.
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    /// A file whose first line is the passphrase of the key file. Without it a protected archive asks for it.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl ArchiveAt {
    /// The folder alone, on SQLite.
    pub(crate) fn folder(archive: PathBuf) -> ArchiveAt {
        ArchiveAt { archive, database: None, keys: None, passphrase_file: None }
    }

    /// What it is for, where it is not for work: the mark of a demonstration or of a drill lies in the folder around it.
    pub(crate) fn mark(&self) -> Mark {
        let has = |name| self.archive.parent().is_some_and(|folder| folder.join(name).exists());
        if has(drill::MARK) {
            return Mark::Drill;
        }
        if has(demo::MARK) { Mark::Demonstration } else { Mark::None }
    }

    /// Where it is.
    pub(crate) fn location(&self) -> anyhow::Result<Location> {
        let database = match &self.database {
            Some(file) => {
                let url = fs::read_to_string(file)
                    .with_context(|| format!("cannot read the database's URL from {}", file.display()))?;
                Some(url.trim().to_owned())
            }
            None => std::env::var("ATHAR_DATABASE").ok().filter(|url| !url.is_empty()),
        };
        let passphrase = self.passphrase_file.as_deref().map(|file| ask("passphrase", Some(file))).transpose()?;
        Ok(Location { database, keys: self.keys.clone(), passphrase, ..Location::dir(&self.archive) })
    }

    /// Opens it, and asks for the passphrase where one is needed and none was given.
    fn opened<T>(&self, open: impl Fn(&Location) -> Result<T, StoreError>) -> anyhow::Result<T> {
        let mut location = self.location()?;
        // What an archive's content leaves in memory is overwritten. It can begin once a process only, before the first archive.
        let _ = store::memory::forgetful_memory();
        match open(&location) {
            Err(StoreError::Keys(KeyError::PassphraseNeeded)) if std::io::stdin().is_terminal() => {
                location.passphrase = Some(ask("passphrase", None)?);
                Ok(open(&location)?)
            }
            opened => Ok(opened?),
        }
    }

    /// Opens an archive that exists.
    pub(crate) fn open(&self) -> anyhow::Result<Archive> {
        self.opened(Archive::open)
    }

    /// Opens an archive that exists, to write to it: the ledger first names the head of the log of readings, so that what was
    /// read before cannot be taken out of the log unnoticed.
    pub(crate) fn open_to_write(&self) -> anyhow::Result<Archive> {
        let archive = self.open()?;
        archive.anchor_readings(&now())?;
        Ok(archive)
    }

    /// Opens an archive, a new one where there is none; of a new one it says what its safety rests on.
    pub(crate) fn open_or_create(&self, printer: &mut Printer) -> anyhow::Result<Archive> {
        let location = self.location()?;
        let (keys, had_keys) = (location.keys_path(), location.keys_path().exists());
        // Before anything is made.
        let server = if had_keys || location.database.is_none() { None } else { Some(on_a_server(&self.archive)?) };
        let archive = self.opened(Archive::open_or_create)?;
        if !had_keys {
            printer.remark(format!(
                "The keys of this archive are in {}: without that file nothing in it can be read, and with it everything. Keep \
                 a copy elsewhere, and give it a passphrase: `athar keys protect --archive {}`.",
                keys.display(),
                self.archive.display()
            ));
        }
        if let Some(relies_on) = server {
            printer.remark(relies_on);
        }
        Ok(archive)
    }
}

/// Set to refuse a server whose disk is not known to be encrypted.
const REQUIRED: &str = "ATHAR_REQUIRE_ENCRYPTED_DISK";

/// What an archive on a server relies on.
fn on_a_server(dir: &Path) -> anyhow::Result<String> {
    let there = std::path::absolute(dir)?;
    let there = there.ancestors().find(|folder| folder.exists()).unwrap_or(dir);
    let is_encrypted = store::disk::is_encrypted(there);
    anyhow::ensure!(
        is_encrypted == Some(true) || std::env::var_os(REQUIRED).is_none(),
        "the disk of {} is not known to be encrypted, and {REQUIRED} is set: put the folder on an encrypted one",
        dir.display()
    );
    let disk = match is_encrypted {
        Some(true) => "is encrypted",
        Some(false) => "IS NOT ENCRYPTED",
        None => "is not known to be encrypted",
    };
    Ok(format!(
        "On a server names are read by whoever holds the key file and the database. The disk of {} {disk}; whether the \
         database's own is cannot be seen from here. docs/sealing.md says what lies in clear in the tables.",
        dir.display()
    ))
}

/// The time of an entry: now, in UTC, to the second.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

//! Where the archive is, as the command line says it, and what time it is.

use anyhow::Context;
use std::fs;
use std::path::PathBuf;
use store::{Archive, Location};

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
}

impl ArchiveAt {
    /// The folder alone, on SQLite.
    pub(crate) fn folder(archive: PathBuf) -> ArchiveAt {
        ArchiveAt { archive, database: None }
    }

    fn location(&self) -> anyhow::Result<Location> {
        let database = match &self.database {
            Some(file) => {
                let url = fs::read_to_string(file)
                    .with_context(|| format!("cannot read the database's URL from {}", file.display()))?;
                Some(url.trim().to_owned())
            }
            None => std::env::var("ATHAR_DATABASE").ok().filter(|url| !url.is_empty()),
        };
        Ok(Location { dir: self.archive.clone(), database })
    }

    /// Opens an archive that exists.
    pub(crate) fn open(&self) -> anyhow::Result<Archive> {
        Ok(Archive::open(&self.location()?)?)
    }

    /// Opens an archive that exists, to write to it: the ledger first names the head of the log of readings, so that what was
    /// read before cannot be taken out of the log unnoticed.
    pub(crate) fn open_to_write(&self) -> anyhow::Result<Archive> {
        let archive = self.open()?;
        archive.anchor_readings(&now())?;
        Ok(archive)
    }

    /// Opens an archive, a new one where there is none.
    pub(crate) fn open_or_create(&self) -> anyhow::Result<Archive> {
        Ok(Archive::open_or_create(&self.location()?)?)
    }
}

/// The time of an entry: now, in UTC, to the second.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

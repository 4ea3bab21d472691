//! What stops a reading altogether: the file cannot be opened, or nothing in it is a list.
//!
//! What is wrong inside a list is never an error; it is a [`record::Problem`]. No message holds a cell's contents.

use record::Property;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The file could not be opened or read.
    #[error("cannot read {}: {error}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The file could not be written.
    #[error("cannot write: {what}")]
    Write {
        /// What the system or the writer says.
        what: String,
    },
    /// The file holds nothing.
    #[error("{} is empty; ask whoever sent it for the file again", file.display())]
    Empty {
        /// The file.
        file: PathBuf,
    },
    /// The bytes are no list: a picture, a program, an archive of other files.
    #[error("{} is no list: {what}; {remedy}", file.display())]
    NotAList {
        /// The file.
        file: PathBuf,
        /// What it is, as far as the bytes tell.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// The bytes begin as the format does, but are damaged.
    #[error("{} is damaged: {what}; open it in the program that made it, save it again and import that", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What the parser of the format says.
        what: String,
    },
    /// Unpacked, the file would be larger than any list.
    #[error(
        "{} unpacks to more than {limit_mib} MiB; if it is a real list, save it as CSV, which is read piece by piece, and import that",
        file.display()
    )]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// The limit that was passed.
        limit_mib: u64,
    },
    /// A program that this format needs is not installed.
    #[error("{} needs the program {program}; on Debian: apt install {package}", file.display())]
    MissingTool {
        /// The file.
        file: PathBuf,
        /// The program.
        program: &'static str,
        /// Debian's package of it.
        package: &'static str,
    },
    /// The program that this format needs did not end well, or not in time.
    #[error("{program} could not read {}: {what}", file.display())]
    Tool {
        /// The file.
        file: PathBuf,
        /// The program.
        program: &'static str,
        /// What happened.
        what: &'static str,
    },
    /// Something that may never leave is in a list for a recipient, or the list does not say what it is for.
    #[error(
        "this list may not leave: {}{}{what}; {remedy}",
        row.map(|row| format!("row {row}: ")).unwrap_or_default(),
        property.map(|property| format!("{}: ", property.as_str())).unwrap_or_default()
    )]
    MayNotLeave {
        /// The row of the export, from 1.
        row: Option<usize>,
        /// The field.
        property: Option<Property>,
        /// Why.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A mapping that does not fit the file or itself.
    #[error("the mapping does not fit: {what}")]
    Mapping {
        /// What does not fit.
        what: String,
    },
}

impl ExchangeError {
    pub(crate) fn io(file: &Path) -> impl FnOnce(io::Error) -> ExchangeError {
        let file = file.to_owned();
        move |error| ExchangeError::Io { file, error }
    }

    pub(crate) fn damaged(file: &Path, what: impl std::fmt::Display) -> ExchangeError {
        ExchangeError::Damaged { file: file.to_owned(), what: what.to_string() }
    }
}

//! What the desk asks of the readers of lists: formats are known to other crates, which the binary brings together.

use record::{Problem, Property, SourceKind};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{AccountId, Archive, ImportNumber};

/// Readers of lists, for the pages.
pub trait Bringing: Send + Sync {
    /// Takes a file that was uploaded into memory. Nothing of it comes onto a disk in clear.
    fn receive(&self, name: &str, bytes: &[u8]) -> anyhow::Result<Arc<dyn Received>>;
}

/// A file in memory, of which nothing is in the archive yet.
pub trait Received: Send + Sync {
    /// How it would be read, and what its first rows would say. What is sealed on its way in is left out.
    fn look(&self, archive: &Archive, about: &AboutList) -> Result<Look, Unreadable>;

    /// Brings it in, whole or not at all.
    fn import(&self, archive: &Archive, about: &AboutList, by: AccountId, steps: &Steps)
    -> Result<Brought, Unreadable>;
}

/// What somebody says of a list before it is read.
#[derive(Clone, Debug, Default)]
pub struct AboutList {
    /// Name of the source.
    pub source: String,
    /// Kind of list.
    pub kind: SourceKind,
    /// The day that it speaks of (EDTF); nothing where the file may say.
    pub as_of: Option<String>,
    /// No two of its rows are about one person.
    pub one_row_per_person: bool,
    /// Columns that mean something else than was guessed.
    pub chosen: Vec<Chosen>,
}

/// A meaning that somebody chose for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Which column of it, from 0.
    pub column: usize,
    /// What it means.
    pub meaning: Meaning,
}

/// What a column means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing that is known: it is kept as written.
    #[default]
    Kept,
    /// What each person is in the source.
    Role,
    /// A property of the person.
    Is(Property),
}

impl Meaning {
    /// The stable word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Meaning::Kept => "kept",
            Meaning::Role => "role",
            Meaning::Is(property) => property.as_str(),
        }
    }

    /// Reads the stable word.
    pub(crate) fn parse(word: &str) -> Option<Meaning> {
        match word {
            "kept" => Some(Meaning::Kept),
            "role" => Some(Meaning::Role),
            word => Property::ALL.iter().copied().find(|property| property.as_str() == word).map(Meaning::Is),
        }
    }
}

/// By what a column's meaning is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownBy {
    /// Its header.
    Header,
    /// What stands in it.
    Content,
    /// An earlier list with the same headers.
    Earlier(ImportNumber),
    /// Somebody chose it.
    Choice,
    /// It is not known.
    Nothing,
}

/// How a file would be read.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The format's name, such as `xlsx`.
    pub format: &'static str,
    /// The day that the list speaks of (EDTF); empty where nobody knows.
    pub as_of: String,
    /// Its sheets, or its one table; none of a text.
    pub sheets: Vec<SheetLook>,
    /// Its first records.
    pub rows: Vec<RowLook>,
    /// What was not understood in them.
    pub problems: Vec<Problem>,
}

/// How a sheet would be read.
#[derive(Clone, Debug, Default)]
pub struct SheetLook {
    /// Its name, in a workbook.
    pub name: Option<String>,
    /// The row of the header, from 1; 0 for none.
    pub header_row: u64,
    /// Its columns.
    pub columns: Vec<ColumnLook>,
}

/// How a column would be read.
#[derive(Clone, Debug)]
pub struct ColumnLook {
    /// Which one, from 0.
    pub index: usize,
    /// Its header as written.
    pub header: String,
    /// What it means.
    pub meaning: Meaning,
    /// By what that is known.
    pub known_by: KnownBy,
    /// A few of its cells; what is sealed is left out.
    pub cells: Vec<String>,
}

/// How a row would be understood.
#[derive(Clone, Debug)]
pub struct RowLook {
    /// Where it stands.
    pub position: record::Position,
    /// What it would claim.
    pub claims: Vec<ClaimLook>,
}

/// A claim of a row that is not in the archive yet.
#[derive(Clone, Debug)]
pub struct ClaimLook {
    /// What it is about.
    pub property: Property,
    /// As written; empty where it would be sealed.
    pub written: String,
    /// How it was understood, where that says more.
    pub normal: String,
    /// Whether it would be sealed.
    pub is_sealed: bool,
}

/// A list that is in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Its number.
    pub import: ImportNumber,
    /// Whether the same file was there before, so that nothing was done.
    pub is_old: bool,
}

/// Why a file cannot be read, or was not brought in: a sentence that quotes nothing of it.
#[derive(Clone, Debug)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How many records have come so far.
#[derive(Debug, Default)]
pub struct Steps(AtomicU64);

impl Steps {
    /// One more.
    pub fn step(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn done(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

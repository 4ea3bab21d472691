//! What a reader could not understand: kept and shown beside the verbatim cell, never an error.

use crate::{Position, Private};
use serde::{Deserialize, Serialize};

/// What is wrong with a cell, a row or a file. The words for people live with whoever prints them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A date that no calendar has (31 February), or a form that is not known.
    DateNotUnderstood,
    /// A year outside what a living memory or register can hold.
    YearOutOfRange,
    /// An age that is not a number, or beyond 120.
    AgeNotUnderstood,
    /// A word for sex that is not known.
    SexNotUnderstood,
    /// A number with letters where its scheme has none, or of the wrong length.
    NumberNotUnderstood,
    /// A name cell with digits, or with nothing that is a letter.
    NameNotUnderstood,
    /// A row with more or fewer cells than the header.
    RaggedRow,
    /// A row without a name, a number or anything else to know a person by.
    NothingToKnowBy,
    /// A line of text that is no sentence about a person.
    LineNotUnderstood,
    /// A cell longer than the limit: the claim is cut, the verbatim text is not.
    CellTooLong,
    /// More columns than the limit: the rest is kept verbatim only.
    TooManyColumns,
    /// Two columns with one header.
    DuplicateHeader,
    /// Characters that turn the reading direction or cannot be seen: removed from the claim, kept verbatim.
    HiddenCharacters,
    /// A formula: taken as text, never computed.
    Formula,
    /// Bytes that are not text in the encoding of the file.
    Encoding,
    /// Two columns claim the same property and disagree.
    ColumnsDisagree,
    /// The file's ending says one format, its bytes another.
    WrongExtension,
    /// A word for what the person is in the source that is not known: the row is kept, and matched with nothing.
    RoleNotUnderstood,
    /// A column of the mapping that the file does not have.
    ColumnMissing,
    /// A sheet in which no table was found.
    NoTable,
    /// A record that its source withdrew or let expire: nothing of it is read, and copies of it are to be deleted.
    Withdrawn,
    /// A document that breaks its format here: read as far as it goes.
    Malformed,
}

/// One problem: where, what was written, and (by its kind) what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where it stands.
    pub position: Position,
    /// Header of the column, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The cell as written (cut at 200 characters here; the record keeps it whole).
    #[serde(default)]
    pub as_written: Private,
    /// What is wrong.
    pub kind: ProblemKind,
}

//! Why a file of places is not taken: in which line, in which column, and what to do about it.

use super::limits;

/// The first thing in a gazetteer file that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {fault}", column.as_ref().map(|column| format!(", column {column}")).unwrap_or_default())]
pub struct GazetteerError {
    /// Line of the file, from 1; remarks and empty lines count.
    pub line: u64,
    /// The column by its header; none where the whole line is meant.
    pub column: Option<String>,
    /// What is wrong there.
    pub fault: GazetteerFault,
}

/// What is wrong with a cell, a header or a line. A gazetteer holds nothing about people, so its words are quoted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GazetteerFault {
    /// There is no header row.
    #[error("the file has no header row: begin it with id,kind,parent,name_ar,name_latin")]
    NoHeader,
    /// A header that no column of a gazetteer has.
    #[error("no such column: correct the header, or take the column out; known are {known}")]
    UnknownColumn {
        /// The columns that there are.
        known: String,
    },
    /// Two columns have one header.
    #[error("this header stands twice: take one of the columns out")]
    ColumnTwice,
    /// A column is missing that every gazetteer has.
    #[error("this column is missing: add it to the header row")]
    ColumnMissing,
    /// The line is no row of the table.
    #[error("the row has {found} cells and the header {expected}: put cells that hold commas between double quotes")]
    Cells {
        /// Cells of the row.
        found: u64,
        /// Cells of the header.
        expected: u64,
    },
    /// A cell that must say something is empty.
    #[error("this cell must not be empty: fill it")]
    Empty,
    /// Neither name stands there.
    #[error("the place has no name: fill name_ar or name_latin")]
    NoName,
    /// A kind that is not known.
    #[error("\"{found}\" is no kind of place: write one of {known}")]
    Kind {
        /// As written.
        found: String,
        /// The kinds that there are.
        known: String,
    },
    /// Two rows have one id.
    #[error("the id \"{id}\" stands on an earlier line: give this place an id of its own")]
    Duplicate {
        /// The id.
        id: String,
    },
    /// The parent is not on an earlier line, so the places would form no tree.
    #[error("no earlier line has the id \"{parent}\": put the place that this one lies in before it")]
    Parent {
        /// The parent as written.
        parent: String,
    },
    /// No degrees, or degrees outside the globe.
    #[error("\"{found}\" is no {what}: write decimal degrees between -{most} and {most}, such as 33.665")]
    Degrees {
        /// As written.
        found: String,
        /// Latitude or longitude.
        what: &'static str,
        /// Most degrees.
        most: u8,
    },
    /// One of the coordinates alone.
    #[error("one coordinate stands alone: fill latitude and longitude, or neither")]
    HalfAPoint,
    /// No date.
    #[error("\"{found}\" is no date: write a year, 1987-05 or 1987-05-02 (EDTF)")]
    Date {
        /// As written.
        found: String,
    },
    /// A place is closed before it opens.
    #[error("the place closes before it opens: correct one of the dates")]
    ClosedBefore,
    /// A cell is longer than any name.
    #[error("the cell has more than {} characters: shorten it", limits::CELL_CHARACTERS_MAX)]
    TooLong,
    /// More names than people give a place.
    #[error("the place has more than {} names: keep those that people write", limits::NAMES_MAX)]
    TooManyNames,
    /// More rows than a gazetteer may have.
    #[error("the file has more than {} places: leave out small ones", limits::PLACES_MAX)]
    TooManyPlaces,
    /// Semicolons or tabs where commas should stand, as spreadsheets of some languages write them.
    #[error("the cells are not parted by commas: save the table as CSV with commas")]
    NotCommas,
    /// A quote that nothing closes, or that something follows.
    #[error("a double quote is not closed: close it, and write a quote inside a cell twice")]
    Quote,
}

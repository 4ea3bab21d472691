//! Where in its source a record stands.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in a file: sheet and row, page and line, or line.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Name of the sheet, in a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Page, from 1, in a paged document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Row of the sheet or line of the file (of the page, when there is one), from 1, titles and header included.
    pub row: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(formatter, "sheet {sheet}, ")?;
        }
        if let Some(page) = self.page {
            write!(formatter, "page {page}, ")?;
        }
        write!(formatter, "row {}", self.row)
    }
}

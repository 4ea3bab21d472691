//! Cells of CSV that no spreadsheet computes, and that read back as they were.
//!
//! An apostrophe goes before every cell that a spreadsheet would take for a formula (OWASP, "CSV injection"), and before
//! every cell that begins with an apostrophe itself. So a reader who takes one apostrophe from the beginning of each
//! cell that has one gets exactly what was written.

use crate::workbook::neutral;
use std::borrow::Cow;

/// The cell as it is written.
pub(crate) fn guard(text: &str) -> Cow<'_, str> {
    if text.starts_with('\'') { format!("'{text}").into() } else { neutral(text) }
}

/// The cell as it was.
pub(crate) fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::{guard, unguard};

    #[test]
    fn what_a_spreadsheet_would_compute_is_guarded_and_reads_back() {
        for text in ["=1+1", "+963", "-1", "@SUM(A1)", "\t=1", "\r=1", "\u{200F}=1", " =1", "'=1", "'", "''"] {
            assert!(guard(text).starts_with('\''), "{text:?}");
            assert_eq!(unguard(&guard(text)), text);
        }
        for text in ["", "سامر", "a=b", "1985"] {
            assert_eq!(guard(text), text);
            assert_eq!(unguard(text), text);
        }
    }
}

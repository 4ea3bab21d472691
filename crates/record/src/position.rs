//! Where in its source a record stands.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A strip of a picture, in pixels of the original as it stands upright: the smallest rectangle around a line of a page.
///
/// Pages lie askew under a camera: the line rises by `rise` pixels from the left side of the rectangle to its right side, so that
/// what is cited is the strip of `height - |rise|` pixels that runs through it, and nothing of the neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Area {
    /// From the left side of the picture.
    pub left: u32,
    /// From its upper side.
    pub top: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// How much higher its right end stands than its left end; negative where it falls.
    #[serde(default, skip_serializing_if = "is_level")]
    pub rise: i32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it so")]
fn is_level(rise: &i32) -> bool {
    *rise == 0
}

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
    /// The strip of the picture, where the line was typed from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
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

#[cfg(test)]
mod tests {
    use super::{Area, Position};

    #[test]
    fn a_place_in_a_picture_is_kept_whole_and_others_are_written_as_before() {
        let before = Position { page: Some(2), row: 7, ..Position::default() };
        assert_eq!(serde_json::to_string(&before).unwrap(), r#"{"page":2,"row":7}"#);
        let area = Area { left: 0, top: 120, width: 900, height: 70, rise: -31 };
        let pictured = Position { area: Some(area), ..before };
        let text = serde_json::to_string(&pictured).unwrap();
        assert_eq!(serde_json::from_str::<Position>(&text).unwrap(), pictured);
        assert_eq!(pictured.to_string(), "page 2, row 7");
    }
}

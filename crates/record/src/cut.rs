//! How the rows of a picture lie, and where one of them stands in the original. Plain numbers; pictures themselves are elsewhere.

use crate::Area;
use serde::{Deserialize, Serialize};

/// Rows of one page, at most.
pub const ROWS_PER_PAGE_MAX: usize = 200;
/// Lines fall or rise by so much over a thousand pixels, at most.
pub const FALL_MILLI_MAX: i32 = 150;

/// Where one row lies, in pixels of the page that is kept, at the middle of its width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// Its upper side.
    pub top: u32,
    /// Its lower side.
    pub bottom: u32,
}

/// How the rows of one page lie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Width of the page that is kept.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Pixels of the original to one of the page that is kept, in thousandths.
    pub scale_milli: u32,
    /// How much lines fall over a thousand pixels to the right.
    pub fall_milli: i32,
    /// The rows, from above.
    pub rows: Vec<Row>,
}

impl Cut {
    /// How far a line has fallen at a column, against the middle of the page.
    pub fn fallen(&self, column: u32) -> i64 {
        let from_the_middle = i64::from(column) - i64::from(self.width / 2);
        (from_the_middle * i64::from(self.fall_milli)).div_euclid(1_000)
    }

    /// The smallest rectangle around a row, in pixels of the original.
    pub fn area(&self, row: Row) -> Area {
        let original = |pixels: i64| (pixels.max(0) * i64::from(self.scale_milli) / 1_000) as u32;
        let (left, right) = (self.fallen(0), self.fallen(self.width.saturating_sub(1)));
        let top = i64::from(row.top) + left.min(right);
        let bottom = (i64::from(row.bottom) + left.max(right)).min(i64::from(self.height));
        let fall = (right - left) * i64::from(self.scale_milli) / 1_000;
        Area {
            left: 0,
            top: original(top),
            width: original(i64::from(self.width)),
            height: original(bottom).saturating_sub(original(top)),
            rise: -(fall as i32),
        }
    }

    /// Whether the rows lie within the page, one below the other, and are no more than a page has.
    pub fn is_sound(&self) -> bool {
        let in_order = self.rows.windows(2).all(|two| two[0].bottom <= two[1].top);
        let whole = self.rows.iter().all(|row| row.top < row.bottom && row.bottom <= self.height);
        in_order && whole && self.rows.len() <= ROWS_PER_PAGE_MAX && self.fall_milli.abs() <= FALL_MILLI_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::{Cut, Row};
    use crate::Area;

    #[test]
    fn a_row_is_cited_in_pixels_of_the_original() {
        let rows = vec![Row { top: 100, bottom: 140 }];
        let level = Cut { width: 1_000, height: 2_000, scale_milli: 2_000, fall_milli: 0, rows };
        let area = Area { left: 0, top: 200, width: 2_000, height: 80, rise: 0 };
        assert_eq!(level.area(level.rows[0]), area);
        // Falling to the right by 30 of a thousand: the rectangle holds both ends.
        let falling = Cut { fall_milli: 30, ..level.clone() };
        let area = falling.area(falling.rows[0]);
        assert_eq!((area.top, area.height), (170, 138));
        assert_eq!(area.height - area.rise.unsigned_abs(), 80);
        assert!(area.rise < 0);
    }

    #[test]
    fn rows_that_cross_or_leave_the_page_are_not_sound() {
        let cut = |rows: &[(u32, u32)]| Cut {
            width: 10,
            height: 100,
            scale_milli: 1_000,
            fall_milli: 0,
            rows: rows.iter().map(|&(top, bottom)| Row { top, bottom }).collect(),
        };
        assert!(cut(&[(0, 10), (10, 20)]).is_sound() && cut(&[]).is_sound());
        for wrong in [&[(0, 11), (10, 20)][..], &[(10, 10)], &[(90, 101)], &[(50, 60), (10, 20)]] {
            assert!(!cut(wrong).is_sound(), "{wrong:?}");
        }
    }
}

//! Ink on paper: what is darker than its surroundings, whatever shadow lies over both (after Bradley and Roth, "Adaptive
//! thresholding using the integral image", 2007).

use super::gray::Gray;

/// Ink is darker than the mean around it by this many percent.
const DARKER_PERCENT: u64 = 14;
/// The surroundings are a square of this part of the width.
const AROUND_PART: usize = 24;

/// Which pixels are ink.
pub(super) struct Ink {
    pub(super) width: usize,
    pub(super) height: usize,
    marks: Vec<bool>,
}

impl Ink {
    /// The ink of a page.
    pub(super) fn of(page: &Gray) -> Ink {
        let (width, height) = (page.width(), page.height());
        let sums = sums(page);
        let around = (width / AROUND_PART).max(8);
        let mut marks = Vec::with_capacity(width * height);
        for line in 0..height {
            let (top, bottom) = (line.saturating_sub(around), (line + around + 1).min(height));
            for (column, &shade) in page.line(line).iter().enumerate() {
                let (left, right) = (column.saturating_sub(around), (column + around + 1).min(width));
                let sum = |line: usize, column: usize| sums[line * (width + 1) + column];
                let total = sum(bottom, right) + sum(top, left) - sum(top, right) - sum(bottom, left);
                let count = ((bottom - top) * (right - left)) as u64;
                marks.push(u64::from(shade) * count * 100 < total * (100 - DARKER_PERCENT));
            }
        }
        Ink { width, height, marks }
    }

    /// Every line, from above.
    pub(super) fn lines(&self) -> impl Iterator<Item = &[bool]> {
        self.marks.chunks_exact(self.width.max(1))
    }

    /// One line.
    pub(super) fn line(&self, line: usize) -> &[bool] {
        &self.marks[line * self.width..(line + 1) * self.width]
    }
}

/// The sum of everything above and to the left of a corner.
fn sums(page: &Gray) -> Vec<u64> {
    let width = page.width() + 1;
    let mut sums = vec![0_u64; width * (page.height() + 1)];
    for line in 0..page.height() {
        let mut along = 0;
        for (column, &shade) in page.line(line).iter().enumerate() {
            along += u64::from(shade);
            sums[(line + 1) * width + column + 1] = sums[line * width + column + 1] + along;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::{Gray, Ink};

    #[test]
    fn a_shadow_is_no_ink() {
        let mut page = Gray::white(400, 200);
        for line in 0..200 {
            for column in 0..400 {
                // Light falls off to a third from left to right.
                let light = 240 - column * 160 / 400;
                let is_stroke = line % 40 == 20 && column % 50 < 30;
                page.set(column, line, if is_stroke { light as u8 / 2 } else { light as u8 });
            }
        }
        let ink = Ink::of(&page);
        for line in 0..200 {
            let marked = ink.line(line).iter().filter(|mark| **mark).count();
            assert_eq!(marked > 0, line % 40 == 20, "line {line}: {marked}");
        }
    }
}

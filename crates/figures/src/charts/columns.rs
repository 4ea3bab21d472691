//! Counts of things that have names, in an order of their own: years, months, how long something waits.
//!
//! Unlike a [`super::Histogram`] its classes need not be of equal width, and nothing is read off an axis below.

use super::Ink;
use super::canvas::{Anchor, Area, Canvas};
use crate::{Axis, Direction, number};

const HEIGHT: f64 = 220.0;
const WIDTH: f64 = 760.0;
/// A name below a column needs about so much.
const NAME_WIDTH: f64 = 46.0;
/// A number above a column is written where the column is at least so wide.
const NUMBER_WIDTH: f64 = 30.0;

/// Columns with names.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    /// Name and count of each, in the order of reading.
    pub columns: &'a [(&'a str, u64)],
    /// What the columns are columns of.
    pub x_label: &'a str,
    /// What it shows, for those who do not see it.
    pub told: &'a str,
}

impl Columns<'_> {
    /// The picture. A column without anything has a line on the ground, so that it is seen to be there.
    pub fn draw(&self, direction: Direction) -> String {
        let mut canvas = Canvas::new(direction, WIDTH, HEIGHT);
        let area = Area { start: 64.0, top: 22.0, width: WIDTH - 84.0, height: HEIGHT - 22.0 - 50.0 };
        let counts = Axis::of_counts(self.columns.iter().map(|(_, count)| *count));
        area.ticks_at_start(&mut canvas, &counts);
        let step = area.width / self.columns.len().max(1) as f64;
        let named_every = (NAME_WIDTH / step).ceil().max(1.0) as usize;
        for (at, (name, count)) in self.columns.iter().enumerate() {
            let (start, width) = (area.start + step * at as f64, (step * 0.72).min(64.0));
            let (middle, height) = (start + step / 2.0, counts.fraction(*count as f64) * area.height);
            if *count > 0 {
                let height = height.max(1.0);
                canvas.bar(middle - width / 2.0, area.bottom() - height, width, height, Ink::One);
                if step >= NUMBER_WIDTH {
                    canvas.text(middle, area.bottom() - height - 5.0, Anchor::Middle, &number::count(*count));
                }
            }
            if at.is_multiple_of(named_every) {
                canvas.text(middle, area.bottom() + 18.0, Anchor::Middle, name);
            }
        }
        canvas.line((area.start, area.bottom()), (area.end(), area.bottom()), Ink::Axis);
        canvas.text(area.start + area.width / 2.0, HEIGHT - 8.0, Anchor::Middle, self.x_label);
        canvas.finish(self.told)
    }
}

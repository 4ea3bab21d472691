//! A reliability diagram: what was predicted below, what was seen at the start, and the line on which the two agree.

use super::Ink;
use super::canvas::{Anchor, Area, Canvas};
use crate::{Axis, Direction};

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 420.0;

/// One class of predictions.
#[derive(Clone, Copy, Debug)]
pub struct ReliabilityPoint {
    /// What was predicted, between 0 and 1.
    pub predicted: f64,
    /// The share that was seen.
    pub observed: f64,
    /// The interval that the share lies in.
    pub interval: (f64, f64),
    /// How many the class holds.
    pub count: u64,
}

/// A reliability diagram.
#[derive(Clone, Copy, Debug)]
pub struct Reliability<'a> {
    /// The classes.
    pub points: &'a [ReliabilityPoint],
    /// What the axis below says.
    pub x_label: &'a str,
    /// What the axis at the start says, as the picture's heading.
    pub y_label: &'a str,
    /// What it shows, for those who do not see it.
    pub told: &'a str,
}

impl Reliability<'_> {
    /// The picture.
    pub fn draw(&self, direction: Direction) -> String {
        let mut canvas = Canvas::new(direction, WIDTH, HEIGHT);
        let area = Area { start: 44.0, top: 30.0, width: WIDTH - 60.0, height: HEIGHT - 30.0 - 46.0 };
        let axis = Axis::between(0.0, 1.0, 5);
        area.ticks_at_start(&mut canvas, &axis);
        area.ticks_below(&mut canvas, &axis);
        canvas.line((area.start, area.bottom()), (area.end(), area.top), Ink::Axis);
        canvas.text(area.start + area.width / 2.0, HEIGHT - 8.0, Anchor::Middle, self.x_label);
        canvas.text(area.start - 36.0, area.top - 14.0, Anchor::Start, self.y_label);
        let most = self.points.iter().map(|point| point.count).max().unwrap_or(1).max(1) as f64;
        let known = |point: &&ReliabilityPoint| !point.predicted.is_nan() && !point.observed.is_nan();
        for point in self.points.iter().filter(known) {
            let x = area.x(&axis, point.predicted);
            let place = |share| (x, area.y(&axis, share));
            canvas.line(place(point.interval.0), place(point.interval.1), Ink::One);
            canvas.dot(x, place(point.observed).1, 2.5 + 4.5 * (point.count as f64 / most).sqrt(), Ink::One);
        }
        canvas.finish(self.told)
    }
}

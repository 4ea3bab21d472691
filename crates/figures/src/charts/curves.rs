//! Shares over a number: a few curves between 0 and 1, each named where it ends.

use super::Ink;
use super::canvas::{Anchor, Area, Canvas};
use crate::{Axis, Direction};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 280.0;
/// Lines of text need this much height each.
const LABEL_HEIGHT: f64 = 16.0;

/// One curve: places by rising x; a y that is no number interrupts it.
#[derive(Clone, Debug)]
pub struct Curve<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its colour.
    pub ink: Ink,
    /// Its places.
    pub places: Vec<(f64, f64)>,
}

/// Curves over one axis.
#[derive(Clone, Debug)]
pub struct Curves<'a> {
    /// The curves.
    pub curves: Vec<Curve<'a>>,
    /// Where a decision is taken, with its name.
    pub threshold: Option<(f64, &'a str)>,
    /// What the axis below counts.
    pub x_label: &'a str,
    /// What it shows, for those who do not see it.
    pub told: &'a str,
}

impl Curves<'_> {
    /// The picture.
    pub fn draw(&self, direction: Direction) -> String {
        let mut canvas = Canvas::new(direction, WIDTH, HEIGHT);
        let area = Area { start: 48.0, top: 26.0, width: WIDTH - 48.0 - 120.0, height: HEIGHT - 26.0 - 46.0 };
        let numbers = || self.curves.iter().flat_map(|curve| curve.places.iter().map(|place| place.0));
        let finite = || numbers().filter(|number| number.is_finite());
        let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
        let x_axis = Axis::between(low, high, 10);
        let y_axis = Axis::between(0.0, 1.0, 5);
        area.ticks_at_start(&mut canvas, &y_axis);
        area.ticks_below(&mut canvas, &x_axis);
        canvas.line((area.start, area.bottom()), (area.end(), area.bottom()), Ink::Axis);
        canvas.text(area.start + area.width / 2.0, HEIGHT - 8.0, Anchor::Middle, self.x_label);
        if let Some((place, name)) = self.threshold.filter(|(place, _)| place.is_finite()) {
            let x = area.x(&x_axis, place);
            canvas.line((x, area.top - 8.0), (x, area.bottom()), Ink::Threshold);
            canvas.label(x + 6.0, area.top - 10.0, Anchor::Start, name, Ink::Threshold);
        }
        let mut names: Vec<(f64, &str, Ink)> = Vec::new();
        for curve in &self.curves {
            let known = |place: &(f64, f64)| place.0.is_finite() && place.1.is_finite();
            for piece in curve.places.split(|place| !known(place)).filter(|piece| !piece.is_empty()) {
                let places: Vec<(f64, f64)> =
                    piece.iter().map(|&(x, y)| (area.x(&x_axis, x), area.y(&y_axis, y))).collect();
                canvas.path(&places, curve.ink);
            }
            if let Some(last) = curve.places.iter().rfind(|place| known(place)) {
                names.push((area.y(&y_axis, last.1), curve.name, curve.ink));
            }
        }
        set_apart(&mut names, area.top, area.bottom());
        for (y, name, ink) in names {
            canvas.label(area.end() + 8.0, y + 4.0, Anchor::Start, name, ink);
        }
        canvas.finish(self.told)
    }
}

/// Moves names that end at about the same height apart, downwards first, then back up from the bottom.
fn set_apart(names: &mut [(f64, &str, Ink)], top: f64, bottom: f64) {
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut lowest = top;
    for name in names.iter_mut() {
        name.0 = name.0.max(lowest);
        lowest = name.0 + LABEL_HEIGHT;
    }
    let mut highest = bottom;
    for name in names.iter_mut().rev() {
        name.0 = name.0.min(highest);
        highest = name.0 - LABEL_HEIGHT;
    }
}

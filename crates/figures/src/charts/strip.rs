//! The drawing in one cell of a table. Places are shares of the cell's width, from its start, so that a strip fits any
//! cell and the strips of one column share one axis.

use super::Ink;
use super::canvas::Place;
use crate::markup::Markup;
use crate::{Axis, Direction, Plain};

/// How high a bar is within its strip, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The only one.
    Whole,
    /// A slim one in the middle.
    Slim,
    /// The upper of two.
    Upper,
    /// The lower of two.
    Lower,
}

impl Lane {
    /// Top and height in percent.
    fn place(self) -> (u8, u8) {
        match self {
            Lane::Whole => (20, 60),
            Lane::Slim => (34, 32),
            Lane::Upper => (14, 33),
            Lane::Lower => (53, 33),
        }
    }
}

/// A strip under way.
#[derive(Debug)]
pub struct Strip {
    direction: Direction,
    marks: Markup,
}

impl Strip {
    /// An empty strip.
    pub fn new(direction: Direction) -> Strip {
        Strip { direction, marks: Markup::default() }
    }

    fn x(&self, from_start: f64, extent: f64) -> Place {
        Place(self.direction.left_of(from_start * 100.0, extent * 100.0, 100.0))
    }

    /// A line from top to bottom.
    pub fn upright(&mut self, place: f64, ink: Ink) {
        self.piece(place, 0, 100, ink);
    }

    /// A line across the upper part only, which the row above goes on into, or the lower part.
    pub fn joint(&mut self, place: f64, is_above: bool) {
        let (top, bottom) = if is_above { (0, 20) } else { (80, 100) };
        self.piece(place, top, bottom, Ink::Axis);
    }

    fn piece(&mut self, place: f64, top: u8, bottom: u8, ink: Ink) {
        let (x, class) = (self.x(place, 0.0), ink.class());
        self.marks.add(format_args!(r#"<line x1="{x}%" x2="{x}%" y1="{top}%" y2="{bottom}%" class="{class}"/>"#));
    }

    /// A line at each tick of an axis.
    pub fn grid(&mut self, axis: &Axis) {
        for (place, _) in axis.ticks() {
            self.upright(place, Ink::Grid);
        }
    }

    /// A bar between two places, in either order; one without length leaves no mark.
    pub fn bar(&mut self, from: f64, to: f64, lane: Lane, ink: Ink) {
        let (start, extent) = (from.min(to), (to - from).abs());
        let (left, width, (top, height), class) =
            (self.x(start, extent), Place(extent * 100.0), lane.place(), ink.class());
        if extent > 0.0 {
            self.marks.add(format_args!(
                r#"<rect x="{left}%" y="{top}%" width="{width}%" height="{height}%" class="{class}"/>"#
            ));
        }
    }

    /// The texts of an axis, one at each tick.
    pub fn tick_texts(&mut self, axis: &Axis) {
        for (place, text) in axis.ticks() {
            self.tick_text(place, &text);
        }
    }

    /// One text of an axis.
    pub fn tick_text(&mut self, place: f64, text: &str) {
        let (x, text) = (self.x(place, 0.0), Plain(text));
        self.marks.add(format_args!("<text x=\"{x}%\" y=\"100%\" dy=\"-5\" text-anchor=\"middle\">{text}</text>"));
    }

    /// The strip. What it shows stands as text in other cells of the row, so that it is left out when read aloud.
    pub fn finish(self) -> String {
        format!("<svg direction=\"ltr\" aria-hidden=\"true\">{}</svg>", self.marks.finish())
    }
}

/// A bar from nought to a number, in the ink of its sign or one of its own.
pub fn diverging_strip(direction: Direction, axis: &Axis, number: f64, ink: Option<Ink>) -> String {
    let mut strip = Strip::new(direction);
    strip.grid(axis);
    let nought = axis.fraction(0.0);
    if !number.is_nan() {
        strip.bar(nought, axis.fraction(number), Lane::Whole, ink.unwrap_or_else(|| ink_of(number)));
    }
    strip.upright(nought, Ink::Axis);
    strip.finish()
}

/// One step of a waterfall: a bar from where the sum stood to where it stands now, joined to the rows above and below.
pub fn step_strip(direction: Direction, axis: &Axis, before: f64, after: f64, ink: Option<Ink>) -> String {
    let mut strip = Strip::new(direction);
    strip.grid(axis);
    strip.upright(axis.fraction(0.0), Ink::Axis);
    let (from, to) = (axis.fraction(before), axis.fraction(after));
    strip.joint(from, true);
    strip.joint(to, false);
    if (from - to).abs() < 1e-9 {
        strip.piece(from, 20, 80, Ink::Axis);
    }
    strip.bar(from, to, Lane::Whole, ink.unwrap_or_else(|| ink_of(after - before)));
    strip.finish()
}

fn ink_of(number: f64) -> Ink {
    if number < 0.0 { Ink::Against } else { Ink::For }
}

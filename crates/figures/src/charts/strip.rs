//! The drawing in one cell of a table. Places are shares of the cell's width, from its start, so that a strip fits any
//! cell and the strips of one column share one [`Ruler`].

use super::Ink;
use super::canvas::Place;
use crate::markup::Markup;
use crate::{Axis, Direction, Plain};

/// Where a bar lies within its strip. It stands beside the first line of the row's text, whether or not that has more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The only one.
    Whole,
    /// The upper of two.
    Upper,
    /// The lower of two.
    Lower,
}

/// Tops and heights are in tenths of the height of the text.
const WHOLE: (u8, u8) = (5, 9);

/// What is there at all is seen: no bar is shorter than this share of the strip.
const SEEN_MIN: f64 = 0.004;

impl Lane {
    fn place(self) -> (u8, u8) {
        match self {
            Lane::Whole => WHOLE,
            Lane::Upper => (5, 6),
            Lane::Lower => (12, 6),
        }
    }
}

/// The scale of a column of strips: texts at its head, and lines to read along that every strip of the column shows.
#[derive(Debug)]
pub struct Ruler {
    direction: Direction,
    /// Names the lines within the file, so that they are written once for all strips.
    id: String,
    axis: Axis,
    ticks: Vec<(f64, String)>,
    nought: f64,
}

impl Ruler {
    /// A ruler with the ticks of an axis, and a line at its nought. No other in the file may have the same id, which is
    /// written as it is: ASCII letters, digits and hyphens.
    pub fn new(direction: Direction, id: &str, axis: Axis) -> Ruler {
        let (ticks, nought) = (axis.ticks().collect(), axis.fraction(0.0));
        Ruler { direction, id: id.to_owned(), axis, ticks, nought }
    }

    /// A ruler with ticks of one's own, and a line where two sides meet. A tick without a text is a line only.
    pub fn with_ticks(direction: Direction, id: &str, ticks: Vec<(f64, String)>, middle: f64) -> Ruler {
        Ruler { direction, id: id.to_owned(), axis: Axis::between(0.0, 1.0, 1), ticks, nought: middle }
    }

    /// The place of a number on the axis.
    pub fn place(&self, number: f64) -> f64 {
        self.axis.fraction(number)
    }

    /// The axis.
    pub fn axis(&self) -> &Axis {
        &self.axis
    }

    /// The strip at the head of the column.
    pub fn head(&self) -> String {
        let mut strip = Strip { direction: self.direction, marks: Markup::default() };
        strip.marks.add(format_args!("<defs><g id=\"{}\">", self.id));
        for (place, _) in &self.ticks {
            strip.piece(*place, Ink::Grid, "y2=\"100%\"");
        }
        strip.piece(self.nought, Ink::Axis, "y2=\"100%\"");
        strip.marks.raw("</g></defs>");
        for (place, text) in self.ticks.iter().filter(|(_, text)| !text.is_empty()) {
            let (x, text) = (strip.x(*place, 0.0), Plain(text));
            strip.marks.add(format_args!("<text x=\"{x}%\" y=\"100%\" dy=\"-5\" text-anchor=\"middle\">{text}</text>"));
        }
        strip.finish()
    }

    /// A strip of the column.
    pub fn strip(&self) -> Strip {
        let mut strip = Strip { direction: self.direction, marks: Markup::default() };
        strip.marks.add(format_args!("<use href=\"#{}\"/>", self.id));
        strip
    }

    /// A strip with a bar from nought to a number, in the ink of its sign or one of its own.
    pub fn bar(&self, number: f64, ink: Option<Ink>) -> String {
        let mut strip = self.strip();
        if !number.is_nan() {
            strip.bar(self.nought, self.place(number), Lane::Whole, ink.unwrap_or_else(|| ink_of(number)));
        }
        strip.finish()
    }

    /// One step of a waterfall: a bar from where the sum stood to where it stands now, joined to the rows above and
    /// below.
    pub fn step(&self, before: f64, after: f64, ink: Option<Ink>) -> String {
        let mut strip = self.strip();
        let (from, to) = (self.place(before), self.place(after));
        let (top, height) = WHOLE;
        if (from - to).abs() < 1e-9 {
            strip.piece(from, Ink::Axis, "y2=\"100%\"");
        } else {
            strip.piece(from, Ink::Axis, &format!("y2=\".{top}em\""));
            strip.piece(to, Ink::Axis, &format!("y1=\"{}em\" y2=\"100%\"", f64::from(top + height) / 10.0));
            strip.bar(from, to, Lane::Whole, ink.unwrap_or_else(|| ink_of(after - before)));
        }
        strip.finish()
    }
}

/// A strip under way.
#[derive(Debug)]
pub struct Strip {
    direction: Direction,
    marks: Markup,
}

impl Strip {
    fn x(&self, from_start: f64, extent: f64) -> Place {
        Place(self.direction.left_of(from_start * 100.0, extent * 100.0, 100.0))
    }

    /// An upright line; its upper end is the strip's unless told otherwise.
    fn piece(&mut self, place: f64, ink: Ink, ends: &str) {
        let (x, class) = (self.x(place, 0.0), ink.class_name());
        self.marks.add(format_args!("<line x1=\"{x}%\" x2=\"{x}%\" {ends} class=\"{class}\"/>"));
    }

    /// A bar between two places, in either order; one without length leaves no mark.
    pub fn bar(&mut self, from: f64, to: f64, lane: Lane, ink: Ink) {
        let (start, extent) = (from.min(to), (to - from).abs());
        let extent = if extent > 0.0 { extent.max(SEEN_MIN) } else { 0.0 };
        let (left, width, (top, height)) = (self.x(start, extent), Place(extent * 100.0), lane.place());
        if extent > 0.0 {
            let (top, class) = (f64::from(top) / 10.0, ink.class_name());
            self.marks.add(format_args!(
                "<rect x=\"{left}%\" y=\"{top}em\" width=\"{width}%\" height=\".{height}em\" class=\"{class}\"/>"
            ));
        }
    }

    /// The strip. What it shows stands as text in other cells of the row, so that it is left out when read aloud.
    pub fn finish(self) -> String {
        format!("<svg direction=\"ltr\" aria-hidden=\"true\">{}</svg>", self.marks.finish())
    }
}

fn ink_of(number: f64) -> Ink {
    if number < 0.0 { Ink::Against } else { Ink::For }
}

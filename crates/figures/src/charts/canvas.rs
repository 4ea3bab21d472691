//! A picture of fixed proportions. Places are given from the start of the line and from the top, and are mirrored here,
//! and only here, where the page is read from right to left.

use super::Ink;
use crate::markup::Markup;
use crate::plain::Own;
use crate::{Axis, Direction, Plain};
use std::fmt;

/// Places beyond this are drawn there: no picture is as large.
const PLACE_MAX: f64 = 20_000.0;

/// Where a text stands, seen from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// An SVG picture under way.
#[derive(Debug)]
pub struct Canvas {
    direction: Direction,
    width: f64,
    height: f64,
    marks: Markup,
}

/// A number as SVG takes it: never `NaN`, never endless, no more digits than are seen.
#[derive(Clone, Copy)]
pub(crate) struct Place(pub(crate) f64);

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = if self.0.is_nan() { 0.0 } else { self.0.clamp(-PLACE_MAX, PLACE_MAX) };
        let text = format!("{number:.1}");
        let text = text.strip_suffix(".0").unwrap_or(&text);
        formatter.write_str(if text == "-0" { "0" } else { text })
    }
}

impl Canvas {
    /// An empty picture.
    pub fn new(direction: Direction, width: f64, height: f64) -> Canvas {
        Canvas { direction, width, height, marks: Markup::default() }
    }

    fn x(&self, from_start: f64, extent: f64) -> Place {
        Place(self.direction.left_of(from_start, extent, self.width))
    }

    /// A filled rectangle.
    pub fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        let (left, width, class) = (self.x(x, width), Place(width.max(0.0)), ink.class_name());
        let (y, height) = (Place(y), Place(height.max(0.0)));
        self.marks.add(format_args!(r#"<rect x="{left}" y="{y}" width="{width}" height="{height}" class="{class}"/>"#));
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        let (x1, y1, x2, y2) = (self.x(from.0, 0.0), Place(from.1), self.x(to.0, 0.0), Place(to.1));
        let class = ink.class_name();
        self.marks.add(format_args!(r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="{class}"/>"#));
    }

    /// A line through many places.
    pub fn path(&mut self, places: &[(f64, f64)], ink: Ink) {
        self.marks.raw("<polyline points=\"");
        for (at, &(x, y)) in places.iter().enumerate() {
            let (gap, x, y) = (if at == 0 { "" } else { " " }, self.x(x, 0.0), Place(y));
            self.marks.add(format_args!("{gap}{x},{y}"));
        }
        self.marks.add(format_args!("\" class=\"{}\"/>", ink.class_name()));
    }

    /// A dot.
    pub fn dot(&mut self, x: f64, y: f64, radius: f64, ink: Ink) {
        let (x, y, radius, class) = (self.x(x, 0.0), Place(y), Place(radius.max(0.0)), ink.class_name());
        self.marks.add(format_args!(r#"<circle cx="{x}" cy="{y}" r="{radius}" class="{class}"/>"#));
    }

    /// A text. It is escaped, and isolated: its own direction is that of its first letter and disturbs nothing else.
    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, text: &str) {
        self.words(x, y, anchor, text, "");
    }

    /// A text in the colour of what it names.
    pub fn label(&mut self, x: f64, y: f64, anchor: Anchor, text: &str, ink: Ink) {
        self.words(x, y, anchor, text, ink.class_name());
    }

    fn words(&mut self, x: f64, y: f64, anchor: Anchor, text: &str, class: &str) {
        // The picture itself always runs from the left, so that viewers agree on what "start" means.
        let anchor = match (anchor, self.direction) {
            (Anchor::Middle, _) => " text-anchor=\"middle\"",
            (Anchor::Start, Direction::LeftToRight) | (Anchor::End, Direction::RightToLeft) => "",
            (Anchor::End, Direction::LeftToRight) | (Anchor::Start, Direction::RightToLeft) => " text-anchor=\"end\"",
        };
        let (x, y, text) = (self.x(x, 0.0), Place(y), Plain(text));
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.marks.add(format_args!("<text x=\"{x}\" y=\"{y}\"{anchor}{class}>\u{2068}{text}\u{2069}</text>"));
    }

    /// The picture, with what it shows in one sentence for those who do not see it.
    pub fn finish(self, told: &str) -> String {
        let (width, height, told) = (Place(self.width), Place(self.height), Own(told));
        let mut svg = Markup::default();
        svg.add(format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="canvas" direction="ltr" viewBox="0 0 {width} {height}" role="img" aria-label="{told}">"#
        ));
        svg.raw(&self.marks.finish());
        svg.raw("</svg>");
        svg.finish()
    }
}

/// The part of a canvas between two axes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub(crate) start: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    pub(crate) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    pub(crate) fn end(&self) -> f64 {
        self.start + self.width
    }

    pub(crate) fn x(&self, axis: &Axis, number: f64) -> f64 {
        self.start + axis.fraction(number) * self.width
    }

    pub(crate) fn y(&self, axis: &Axis, number: f64) -> f64 {
        self.bottom() - axis.fraction(number) * self.height
    }

    /// Draws the ticks of the axis below, without lines.
    pub(crate) fn ticks_below(&self, canvas: &mut Canvas, axis: &Axis) {
        for (place, text) in axis.ticks() {
            let x = self.start + place * self.width;
            canvas.line((x, self.bottom()), (x, self.bottom() + 4.0), Ink::Axis);
            canvas.text(x, self.bottom() + 18.0, Anchor::Middle, &text);
        }
    }

    /// Draws the ticks of the axis at the start, each with a line to read along.
    pub(crate) fn ticks_at_start(&self, canvas: &mut Canvas, axis: &Axis) {
        for (place, text) in axis.ticks() {
            let y = self.bottom() - place * self.height;
            canvas.line((self.start, y), (self.end(), y), Ink::Grid);
            canvas.text(self.start - 8.0, y + 4.0, Anchor::End, &text);
        }
    }
}

//! The timeline as a drawing: one axis of years, a lane a source, a row a mark. It runs as the page is read, so in Arabic
//! the years go from right to left.
//!
//! Precision is drawn, not hidden: a day is a sharp mark, a month or a year a wide soft bar, what is between two dates a
//! full bar, and an end that nobody knows fades out. Shapes differ as well as colours, and everything is in the table too.

use super::timeline::{Extent, Kind, Lane, Mark};
use crate::shell::Shell;
use record::{DayNumber, PartialDate, Precision, YEAR_MAX, YEAR_MIN};
use std::fmt::Write;

const WIDTH: f64 = 960.0;
const MARGIN: f64 = 24.0;
const AXIS: f64 = 30.0;
const LANE: f64 = 26.0;
const ROW: f64 = 24.0;
const BAR: f64 = 12.0;
/// A mark of a day is so wide that it can be seen.
const MARK: f64 = 5.0;
/// How far an open end reaches.
const FADE: f64 = 54.0;
/// Letters of a label, at most; the table has the whole.
const LABEL_LETTERS_MAX: usize = 60;
/// A letter is about so wide: enough to know on which side of its bar a label has room.
const LETTER: f64 = 7.2;
const YEARS_MARKED_MAX: i32 = 12;

/// Draws the lanes; nothing where none of them has a date.
pub(super) fn draw(shell: &Shell, lanes: &[Lane]) -> Option<String> {
    let dated = |lane: &Lane| lane.marks.iter().filter(|mark| mark.extent != Extent::Unknown).count();
    let ends = lanes.iter().flat_map(|lane| &lane.marks).flat_map(|mark| days(mark.extent));
    let ends: Vec<i32> = ends.collect();
    let (first, last) = (*ends.iter().min()?, *ends.iter().max()?);
    let axis = Axis::new(first, last, shell.language.direction() == "rtl");
    let rows: usize = lanes.iter().map(dated).sum();
    let drawn = lanes.iter().filter(|lane| dated(lane) > 0).count();
    let height = AXIS + drawn as f64 * LANE + rows as f64 * ROW + 8.0;
    let mut svg = format!(
        "<svg class=\"timeline\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" direction=\"{}\" \
         xmlns=\"http://www.w3.org/2000/svg\"><title>{}</title>",
        shell.language.direction(),
        escape(&shell.say("person-timeline-drawing"))
    );
    axis.draw(&mut svg, height);
    let mut y = AXIS;
    for lane in lanes.iter().filter(|lane| dated(lane) > 0) {
        let edge = axis.mirror(0.0, WIDTH);
        let _ = write!(
            svg,
            "<line class=\"lane\" x1=\"{edge:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
            edge + WIDTH
        );
        text(&mut svg, "source", axis.mirror(4.0, 0.0), y + 17.0, "start", &lane.source);
        y += LANE;
        for mark in lane.marks.iter().filter(|mark| mark.extent != Extent::Unknown) {
            row(&mut svg, &axis, y, mark);
            y += ROW;
        }
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// The days that bound it, without those that are open.
fn days(extent: Extent) -> impl Iterator<Item = i32> {
    let dates = match extent {
        Extent::At(date) => [Some(date), None],
        Extent::Between(from, to) => [from, to],
        Extent::Unknown => [None, None],
    };
    dates.into_iter().flatten().flat_map(|date| {
        let (first, last) = bounds(date);
        [first, last].into_iter().flatten()
    })
}

/// First and last day, where they are known: an open end reaches to the limits of years.
fn bounds(date: PartialDate) -> (Option<i32>, Option<i32>) {
    let (first, last) = date.interval();
    let is_open = |day: DayNumber, limit: DayNumber| date.is_open() && day == limit;
    let first = Some(first).filter(|&day| !is_open(day, DayNumber::from_ymd(YEAR_MIN, 1, 1)));
    let last = Some(last).filter(|&day| !is_open(day, DayNumber::from_ymd(YEAR_MAX, 12, 31)));
    // The last day is a whole day.
    (first.map(|day| day.0), last.map(|day| day.0 + 1))
}

/// Whole years, from the first that is spoken of to the last.
struct Axis {
    first: f64,
    days: f64,
    years: (i32, i32),
    is_mirrored: bool,
}

impl Axis {
    fn new(first: i32, last: i32, is_mirrored: bool) -> Axis {
        let year = |day: i32| i32::from(DayNumber(day).to_ymd().0);
        let years = (year(first), year(last - 1).max(year(first)) + 1);
        let start = |year: i32| f64::from(DayNumber::from_ymd(year as i16, 1, 1).0);
        Axis { first: start(years.0), days: start(years.1) - start(years.0), years, is_mirrored }
    }

    /// Where a day lies when time runs from left to right.
    fn at(&self, day: i32) -> f64 {
        MARGIN + (f64::from(day) - self.first) / self.days * (WIDTH - 2.0 * MARGIN)
    }

    /// The left side of something of that width, as the page is read.
    fn mirror(&self, x: f64, width: f64) -> f64 {
        if self.is_mirrored { WIDTH - x - width } else { x }
    }

    fn draw(&self, svg: &mut String, height: f64) {
        let (first, last) = self.years;
        let step = (last - first).div_euclid(YEARS_MARKED_MAX) + 1;
        for year in (first..=last).filter(|year| (year - first) % step == 0) {
            let x = self.mirror(self.at(DayNumber::from_ymd(year as i16, 1, 1).0), 0.0);
            let _ = write!(svg, "<line class=\"year\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{AXIS}\" y2=\"{height:.0}\"/>");
            text(svg, "year", x, AXIS - 10.0, "middle", &year.to_string());
        }
    }
}

/// A row: the mark, and beside it what it is.
fn row(svg: &mut String, axis: &Axis, y: f64, mark: &Mark) {
    let label = label(mark);
    let _ = write!(svg, "<g class=\"{}\"><title>{}: {}</title>", mark.kind.class(), escape(&label), escape(&mark.when));
    let (from, to) = match mark.extent {
        Extent::At(date) => at(svg, axis, y, mark.kind, date),
        Extent::Between(from, to) => between(svg, axis, y, from, to),
        Extent::Unknown => (MARGIN, MARGIN),
    };
    let width = label.chars().count() as f64 * LETTER;
    // After its bar as the page is read, or before it where there is no room.
    let (x, anchor) =
        if to + 8.0 + width <= WIDTH || from - 8.0 < width { (to + 8.0, "start") } else { (from - 8.0, "end") };
    // With no room on either side it stands over its bar, from the edge.
    let (x, anchor) = if anchor == "start" && x + width > WIDTH { (WIDTH - 4.0, "end") } else { (x, anchor) };
    text(svg, "label", axis.mirror(x, 0.0), y + BAR + 2.0, anchor, &label);
    svg.push_str("</g>");
}

fn label(mark: &Mark) -> String {
    let whole = if mark.place.is_empty() {
        mark.what.clone()
    } else {
        // Isolated: a Latin name turns no Arabic label around (UAX 9).
        format!("{}: \u{2068}{}\u{2069}", mark.what, mark.place)
    };
    if whole.chars().count() <= LABEL_LETTERS_MAX {
        return whole;
    }
    let cut: String = whole.chars().take(LABEL_LETTERS_MAX).collect();
    // What was cut off may have held the end of the isolate.
    format!("{cut}…\u{2069}")
}

/// Something at one time: a sharp mark where the day is known, a soft bar as wide as the doubt otherwise. Returns its ends.
fn at(svg: &mut String, axis: &Axis, y: f64, kind: Kind, date: PartialDate) -> (f64, f64) {
    if date.precision() == Precision::Day {
        let x = axis.at(date.interval().0.0);
        sharp(svg, axis, x, y, kind);
        return (x - MARK, x + MARK);
    }
    let (first, last) = bounds(date);
    let (from, to) = match (first, last) {
        (Some(first), Some(last)) => (axis.at(first), axis.at(last)),
        (Some(first), None) => (axis.at(first), axis.at(first) + MARK),
        (None, Some(last)) => (axis.at(last) - MARK, axis.at(last)),
        (None, None) => (MARGIN, MARGIN),
    };
    bar(svg, axis, "soft", from, to.max(from + MARK), y);
    let from = if first.is_none() { fade(svg, axis, from, -1.0, y) } else { from };
    let to = if last.is_none() { fade(svg, axis, to, 1.0, y) } else { to };
    (from, to.max(from + MARK))
}

/// Something from one time to another: soft where a date is not exact, full between, fading where an end is not known.
fn between(svg: &mut String, axis: &Axis, y: f64, from: Option<PartialDate>, to: Option<PartialDate>) -> (f64, f64) {
    let (from, to) = (from.map(bounds), to.map(bounds));
    let first = from.and_then(|(first, _)| first);
    let sure_from = from.and_then(|(_, last)| last);
    let sure_to = to.and_then(|(first, _)| first);
    let last = to.and_then(|(_, last)| last);
    let known: Vec<f64> = [first, sure_from, sure_to, last].into_iter().flatten().map(|day| axis.at(day)).collect();
    let start = known.iter().copied().fold(f64::INFINITY, f64::min);
    let end = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if known.is_empty() {
        return (MARGIN, MARGIN);
    }
    bar(svg, axis, "soft", start, end.max(start + MARK), y);
    // What is sure lies between the last day of the beginning and the first of the end. Where only one of them is known
    // nothing between is.
    if let (Some(sure_from), Some(sure_to)) = (sure_from, sure_to)
        && sure_from < sure_to
    {
        bar(svg, axis, "full", axis.at(sure_from), axis.at(sure_to), y);
    }
    let begin = if first.is_none() { fade(svg, axis, start, -1.0, y) } else { start };
    let end = if last.is_none() { fade(svg, axis, end.max(start + MARK), 1.0, y) } else { end };
    (begin, end.max(begin + MARK))
}

fn bar(svg: &mut String, axis: &Axis, class: &str, from: f64, to: f64, y: f64) {
    let (width, y) = (to - from, y + 3.0);
    let x = axis.mirror(from, width);
    let _ = write!(
        svg,
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR}\" rx=\"2\"/>"
    );
}

/// An end that nobody knows: three steps, each fainter. Returns where it ends.
fn fade(svg: &mut String, axis: &Axis, from: f64, forward: f64, y: f64) -> f64 {
    let room = if forward > 0.0 { WIDTH - from } else { from };
    let step = FADE.min(room.max(0.0)) / 3.0;
    for (place, class) in ["fade-1", "fade-2", "fade-3"].into_iter().enumerate() {
        let near = from + forward * step * place as f64;
        let far = near + forward * step;
        bar(svg, axis, class, near.min(far), near.max(far), y);
    }
    from + forward * 3.0 * step
}

/// A day: a shape a kind, so that nobody needs the colour.
fn sharp(svg: &mut String, axis: &Axis, x: f64, y: f64, kind: Kind) {
    let (x, y) = (axis.mirror(x, 0.0), y + 3.0 + BAR / 2.0);
    let (left, right, top, bottom) = (x - MARK, x + MARK, y - MARK, y + MARK);
    let _ = match kind {
        Kind::Arrest => {
            write!(
                svg,
                "<path class=\"sharp\" d=\"M{x:.1} {top:.1}L{right:.1} {y:.1}L{x:.1} {bottom:.1}L{left:.1} {y:.1}Z\"/>"
            )
        }
        Kind::Death => write!(
            svg,
            "<rect class=\"sharp hollow\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{0}\" height=\"{0}\"/>",
            2.0 * MARK
        ),
        Kind::List => {
            write!(svg, "<line class=\"sharp\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top:.1}\" y2=\"{bottom:.1}\"/>")
        }
        Kind::Stay | Kind::ProofOfLife | Kind::Sighting => {
            write!(svg, "<circle class=\"sharp\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{MARK}\"/>")
        }
    };
}

fn text(svg: &mut String, class: &str, x: f64, y: f64, anchor: &str, words: &str) {
    let words = escape(words);
    let _ = write!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>");
}

/// For a text or an attribute of XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;

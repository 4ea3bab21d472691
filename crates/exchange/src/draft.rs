//! One record in the making, as a reader of a structured document fills it: what stood there, and what it says.

use crate::import::{Sink, knows_by, problem};
use crate::{Item, limits};
use record::{
    AsOf, Cell, Claim, Gazetteer, PartialDate, Position, Problem, ProblemKind, Property, Record, Role, read_cell,
};

/// A record being read.
pub(crate) struct Draft<'a> {
    record: Record,
    problems: Vec<Problem>,
    as_of: AsOf,
    places: &'a Gazetteer,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(position: Position, role: Role, as_of: AsOf, places: &'a Gazetteer) -> Draft<'a> {
        let record = Record { position, role, verbatim: Vec::new(), claims: Vec::new() };
        Draft { record, problems: Vec::new(), as_of, places }
    }

    /// Keeps a cell. What is longer than a record may be is cut, and said to be.
    pub(crate) fn cell(&mut self, header: &str, text: &str) {
        if self.record.verbatim.len() >= limits::RECORD_CELLS {
            if self.record.verbatim.len() == limits::RECORD_CELLS
                && self.problems.iter().all(|own| own.kind != ProblemKind::TooManyColumns)
            {
                self.problem(ProblemKind::TooManyColumns, header, "");
            }
            return;
        }
        let kept = cut(text, limits::RECORD_BYTES);
        if kept.len() < text.len() {
            self.problem(ProblemKind::CellTooLong, header, kept);
        }
        self.record.verbatim.push(Cell { header: header.to_owned(), text: kept.to_owned() });
    }

    /// Reads a text under a property, of a part of the record. Nothing when it says nothing.
    pub(crate) fn say(&mut self, property: Property, part: u16, header: &str, text: &str) -> Option<&mut Claim> {
        let (claim, kinds) = read_cell(property, text, self.as_of, self.places);
        for kind in kinds {
            self.problem(kind, header, text);
        }
        self.record.claims.push(claim?.with_part(part));
        self.record.claims.last_mut()
    }

    /// Keeps a cell and reads it.
    pub(crate) fn cell_and_say(&mut self, property: Property, header: &str, text: &str) {
        self.cell(header, text);
        self.say(property, 0, header, text);
    }

    /// Adds a claim that was made elsewhere.
    pub(crate) fn push(&mut self, claim: Claim) {
        self.record.claims.push(claim);
    }

    pub(crate) fn problem(&mut self, kind: ProblemKind, column: &str, text: &str) {
        let mut found = problem(kind, &self.record.position, text);
        found.column = Some(column.to_owned()).filter(|column| !column.is_empty());
        self.problems.push(found);
    }

    pub(crate) fn role(&mut self, role: Role) {
        self.record.role = role;
    }

    /// Hands the record out; what makes no claim becomes problems only.
    pub(crate) fn finish(mut self, sink: &mut Sink<'_>) {
        sink.summary.rows += 1;
        if self.record.claims.iter().all(|claim| !knows_by(claim.property)) {
            self.problem(ProblemKind::NothingToKnowBy, "", "");
        }
        if self.record.claims.is_empty() {
            for problem in self.problems {
                sink.problem(problem);
            }
            return;
        }
        sink.give(Item::Record(self.record, self.problems));
    }
}

/// The beginning of a text, of at most so many bytes.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The day of a moment such as `2025-03-01T08:00:00Z`, or any date in EDTF.
pub(crate) fn day_of(moment: &str) -> Option<PartialDate> {
    let moment = moment.trim();
    let day = moment.split_once('T').map_or(moment, |(day, _)| day);
    PartialDate::parse_edtf(day).ok()
}

//! Lines of text into records: a sentence a person, or a block of "label: value" lines a person.

use crate::import::{Item, Sink, problem};
use crate::labelled::labelled;
use crate::lines::Line;
use crate::mapping::Mapping;
use crate::sentence::{Said, parse};
use record::{AsOf, Cell, Claim, Gazetteer, Position, Problem, ProblemKind, Property, Record, Role, read_cell};

/// Takes lines one after another.
pub(crate) struct Messages<'a> {
    role: Role,
    as_of: AsOf,
    places: &'a Gazetteer,
    block: Option<Block>,
    people: u64,
    others: u64,
}

/// Lines that say parts of one person.
struct Block {
    position: Position,
    said: Said,
    lines: Vec<String>,
}

/// A block of more lines than this is no person.
const BLOCK_LINES: usize = 40;

impl<'a> Messages<'a> {
    pub(crate) fn new(mapping: &Mapping, places: &'a Gazetteer) -> Messages<'a> {
        Messages { role: mapping.role, as_of: mapping.as_of(), places, block: None, people: 0, others: 0 }
    }

    pub(crate) fn line(&mut self, line: &Line, position: &Position, sink: &mut Sink<'_>) {
        let text = line.text.trim();
        if text.chars().all(|character| !character.is_alphanumeric()) {
            self.flush(sink);
            return;
        }
        sink.summary.rows += 1;
        let mut flaws = Vec::new();
        if line.malformed {
            flaws.push(problem(ProblemKind::Encoding, position, text));
        }
        if line.cut {
            flaws.push(problem(ProblemKind::CellTooLong, position, text));
        }
        for flaw in flaws {
            sink.problem(flaw);
        }
        if let Some(said) = labelled(text)
            && said.len() == 1
        {
            self.label(said, text, position, sink);
            return;
        }
        self.flush(sink);
        // A name alone is believed where most lines before it were people.
        let bare = self.people >= 3 && self.people > 3 * self.others;
        if let Some(said) = parse(text, bare, self.places) {
            self.people += 1;
            self.give(said, vec![line.text.clone()], position.clone(), sink);
        } else {
            self.others += 1;
            sink.problem(problem(ProblemKind::LineNotUnderstood, position, text));
        }
    }

    fn label(&mut self, said: Said, text: &str, position: &Position, sink: &mut Sink<'_>) {
        let repeats = self.block.as_ref().is_some_and(|block| {
            block.lines.len() >= BLOCK_LINES
                || said
                    .iter()
                    .any(|(property, _)| is_name(*property) && block.said.iter().any(|(own, _)| own == property))
        });
        if repeats {
            self.flush(sink);
        }
        let block = self.block.get_or_insert_with(|| Block {
            position: position.clone(),
            said: Said::new(),
            lines: Vec::new(),
        });
        block.said.extend(said);
        block.lines.push(text.to_owned());
    }

    /// Ends the block of labels, if one is open.
    pub(crate) fn flush(&mut self, sink: &mut Sink<'_>) {
        let Some(mut block) = self.block.take() else { return };
        let has_family = block.said.iter().any(|(property, _)| *property == Property::Family);
        for (property, _) in &mut block.said {
            if *property == Property::FullName && has_family {
                *property = Property::Given;
            }
        }
        if block.said.iter().any(|(property, _)| is_name(*property)) {
            self.people += 1;
            self.give(block.said, block.lines, block.position, sink);
        } else {
            self.others += 1;
            sink.problem(problem(ProblemKind::LineNotUnderstood, &block.position, &block.lines.join(" ")));
        }
    }

    fn give(&self, said: Said, lines: Vec<String>, position: Position, sink: &mut Sink<'_>) {
        let mut claims: Vec<Claim> = Vec::new();
        let mut problems: Vec<Problem> = Vec::new();
        for (property, text) in said {
            let (claim, kinds) = read_cell(property, &text, self.as_of, self.places);
            claims.extend(claim);
            problems.extend(kinds.into_iter().map(|kind| problem(kind, &position, &text)));
        }
        if lines.iter().any(|line| {
            line.chars().any(|character| record::is_hidden(character) && !matches!(character, '\u{200C}' | '\u{200D}'))
        }) {
            problems.push(problem(ProblemKind::HiddenCharacters, &position, ""));
        }
        let verbatim = lines.into_iter().map(|text| Cell { header: String::new(), text }).collect();
        if claims.is_empty() {
            sink.problem(problem(ProblemKind::NothingToKnowBy, &position, ""));
            return;
        }
        sink.give(Item::Record(Record { position, role: self.role, verbatim, claims }, problems));
    }
}

fn is_name(property: Property) -> bool {
    matches!(property, Property::FullName | Property::Given | Property::Family)
}

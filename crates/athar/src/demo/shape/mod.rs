//! The shape of a country: twenty lists of sought and of freed people, as many and as unlike as those of December 2024, for measuring linkage
//! between 1,000 and 1,000,000 people.
//!
//! The people are drawn first, kin and all, then their sides, then the lists that they are on; each list is then written in its own way. It
//! makes files only: nothing is imported or linked here.

mod columns;
mod fields;
mod files;
mod listed;
mod measure;
mod plan;
mod rows;
mod style;

use std::io;
use std::path::Path;

use super::fate;
use super::kinds::{ErrorKind, Kinds};
use super::latin::Hand;
use super::pen::Pen;
use super::people::{self, Person};
use super::random::Random;
use super::rates::Tally;
use super::supply::Supply;
use columns::Layout;
use fields::{Cells, Field};
use files::{Files, Row};
use listed::Sides;
use measure::Rows;
use style::{Kind, Style};

pub(crate) use measure::MeasuredRate;
pub(crate) use plan::Shape;

/// One list of the shape.
#[derive(Clone, Debug)]
pub(crate) struct ShapeList {
    pub(crate) file: String,
    pub(crate) rows: usize,
    pub(crate) as_of: String,
}

/// What was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) people: usize,
    pub(crate) lists: Vec<ShapeList>,
    pub(crate) rates: Vec<MeasuredRate>,
}

/// Draws the people and writes every file into `dir`. `progress` hears what is done, how many rows are, and how many there will be.
///
/// # Errors
/// What the file system reports.
pub(crate) fn make(shape: &Shape, dir: &Path, progress: &mut dyn FnMut(&str, usize, usize)) -> io::Result<Made> {
    let plan = shape.plan();
    let styles = style::styles(&plan, shape.seed);
    let total = styles.iter().map(|style| style.size.rows).sum();
    progress("drawing people", 0, total);
    let sides = listed::sides(&plan, shape.seed);
    let people = people_of(&sides, shape.seed);
    progress("drawing lists", 0, total);
    let listed = listed::listed(&people, &sides, &styles, shape.seed);
    drop(sides);
    let mut writing = Writing {
        people: &people,
        seed: shape.seed,
        tally: Tally::default(),
        rows: Rows::of(people.len()),
        files: Files::begin(dir)?,
        to_copy: Vec::new(),
        times_sought: times_sought(people.len(), &styles, &listed),
    };
    let copied = styles.iter().map(|style| style.size.copied).max().unwrap_or(0);
    let mut done = 0;
    for (place, (style, listed)) in styles.iter().zip(&listed).enumerate() {
        progress(&style.name, done, total);
        // The first list is the one that is copied from: a third of the way in, as somebody scrolled.
        let keep = if place == 0 { style.size.rows / 3..style.size.rows / 3 + copied } else { 0..0 };
        writing.list(dir, style, &styles[0], listed, &keep)?;
        done += style.size.rows;
    }
    progress("counting", done, total);
    writing.files.end()?;
    let rates = writing.rows.rates(&plan, &people, &writing.tally);
    let list =
        |style: &Style| ShapeList { file: files::file_name(style), rows: style.size.rows, as_of: style.as_of.iso() };
    Ok(Made { people: people.len(), lists: styles.iter().map(list).collect(), rates })
}

/// Everybody with their fates: who is on a list of the freed was freed.
fn people_of(sides: &[Sides], seed: u64) -> Vec<Person> {
    let mut people = people::without_fates(sides.len(), seed, Supply::of_country(sides.len()));
    let mut random = Random::fork(seed, "fates");
    for (person, sides) in people.iter_mut().zip(sides) {
        (person.stays, person.outcome) = fate::stays_if_freed(&mut random, &person.arrest, sides.is_freed);
    }
    fate::send_brothers_to_one_branch(&mut random, &mut people);
    people
}

fn times_sought(people: usize, styles: &[Style], listed: &[Vec<u32>]) -> Vec<u8> {
    let mut times = vec![0u8; people];
    let sought = styles.iter().zip(listed).filter(|(style, _)| style.kind.is_of_sought());
    for &person in sought.flat_map(|(_, list)| list) {
        times[person as usize] = times[person as usize].saturating_add(1);
    }
    times
}

/// What stays open from list to list.
struct Writing<'a> {
    people: &'a [Person],
    seed: u64,
    tally: Tally,
    rows: Rows,
    files: Files,
    /// Rows of the first list that another one copies.
    to_copy: Vec<Row>,
    /// How many requests and registers each person is on.
    times_sought: Vec<u8>,
}

impl Writing<'_> {
    /// Writes one list; rows at the places of `keep` are remembered for the list that copies them.
    fn list(
        &mut self,
        dir: &Path,
        style: &Style,
        original: &Style,
        listed: &[u32],
        keep: &std::ops::Range<usize>,
    ) -> io::Result<()> {
        let mut file = self.files.list(dir, style)?;
        let mut again = std::collections::HashSet::new();
        let mut pen = Pen::with_habits(self.seed, &style.name, style.habits, &mut self.tally);
        let mut turns = Turns::default();
        let before_copies = listed.len() / 2;
        for (place, &number) in listed.iter().enumerate() {
            if place == before_copies && style.size.copied > 0 {
                for row in std::mem::take(&mut self.to_copy) {
                    let row = Row { cells: reformatted(row.cells, original, style), ..row };
                    self.rows.count(style, &row);
                    self.files.write(&mut file, &row)?;
                }
            }
            let person = &self.people[number as usize];
            let hand = turns.next(&mut pen.random, &style.hands);
            let (cells, names_parent) = rows::cells(&mut pen, style, hand, person);
            if style.size.transfers > 0 && !again.insert(number) {
                pen.mark(ErrorKind::Transfer);
            }
            if style.kind == Kind::Requests && self.times_sought[number as usize] > 1 {
                pen.mark(ErrorKind::SecondRequest);
            }
            let written = pen.row(Vec::new(), number as usize, self.people);
            let row = Row { cells, person: number, kinds: written.kinds, names_parent };
            self.rows.count(style, &row);
            self.files.write(&mut file, &row)?;
            if keep.contains(&place) {
                let mut kinds = Kinds::default();
                kinds.add(ErrorKind::CopiedRow);
                self.to_copy.push(Row { kinds: row.kinds.with(kinds), ..row });
            }
        }
        file.end()
    }
}

/// The cells of a copied row in the copying list's columns: verbatim where it has the same ones, names joined where it has one cell for
/// them. What cannot be told apart by cutting is left as it stood.
fn reformatted(mut cells: Cells, from: &Style, to: &Style) -> Cells {
    let mut take = |field: Field| std::mem::take(&mut cells[field as usize]);
    let mut copied = Cells::default();
    let joined = |words: &[String]| words.iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let name = match (from.layout, to.layout) {
        (Layout::Columns, Layout::Whole) => {
            joined(&[take(Field::Given), take(Field::Father), take(Field::Grandfather), take(Field::Family)])
        }
        (Layout::Columns, Layout::GivenFamily) => joined(&[take(Field::Given), take(Field::Family)]),
        _ => take(Field::Name),
    };
    copied[Field::Name as usize] = name;
    for field in Field::ALL.into_iter().filter(|field| *field != Field::Name) {
        if to.columns.iter().any(|(own, _)| *own == field) {
            copied[field as usize] = take(field);
        }
    }
    copied
}

/// Hands that write in turns, some dozens of rows each.
#[derive(Debug, Default)]
struct Turns {
    hand: Option<Hand>,
    left: i32,
}

impl Turns {
    fn next(&mut self, random: &mut Random, hands: &[Hand]) -> Option<Hand> {
        if hands.is_empty() {
            return None;
        }
        if self.left == 0 {
            self.hand = Some(*random.pick(hands));
            self.left = random.between(14, 60);
        }
        self.left -= 1;
        self.hand
    }
}

#[cfg(test)]
mod tests;

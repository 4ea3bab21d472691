//! Why two records were linked or kept apart: the lines of which the weight is the sum.

use crate::edge::probability;
use crate::person::calibration::Basis;
use crate::person::comparison::Comparison;
use crate::person::model::Model;
use crate::person::pattern::PairComparer;
use crate::person::places::kind_of;
use crate::person::table::{FAMILY, FATHER, GIVEN, GRANDFATHER, Table};
use crate::person::weigh::Scale;
use serde::Serialize;

/// The folded parts that a line about names speaks of.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NameParts {
    /// The part of the first record.
    pub one: String,
    /// The part of the second.
    pub other: String,
}

impl std::fmt::Debug for NameParts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NameParts(…)")
    }
}

/// One line: a comparison, the level it reached and what that weighs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Name of the comparison.
    pub comparison: &'static str,
    /// Name of the level.
    pub level: &'static str,
    /// Weight in 1/1024 bit. 0 where one side is silent.
    pub weight: i32,
    /// Probability of that level among matches and strangers.
    pub m: f64,
    /// The same among strangers, without rarity.
    pub u: f64,
    /// The parts compared, for names.
    pub parts: Option<NameParts>,
}

/// An explanation. `lines`, `kin`, `calibration`, `rivals` and `prior` add up to `log_odds` exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// One line a comparison of which both sides say something.
    pub lines: Vec<Line>,
    /// What kin (brothers, cousins, namesakes) would agree on as well: zero or negative.
    pub kin: i32,
    /// What such a weight is worth between these two lists, beside what the lines say.
    pub calibration: i32,
    /// What others who fit as well leave of it, or add by way of a third record. Nothing until
    /// [`Explanation::beside_rivals`] is told.
    pub rivals: i32,
    /// Whether calibration rests on more than the model: else the probability says which of two pairs is likelier, and
    /// no more.
    pub calibrated: bool,
    /// Log odds before anything was compared.
    pub prior: i32,
    /// Sum of the lines, the kin term, calibration and rivals.
    pub weight: i32,
    /// Weight and prior.
    pub log_odds: i32,
    /// Probability, as far as the model holds.
    pub probability: f64,
    /// How many other records say nothing that tells them apart from these two by name, and are from the
    /// same place when both name one. Nothing where the names have no frame in common to look for.
    pub others_alike: Option<u32>,
    /// Whether "alike" includes the place.
    pub same_place: bool,
    /// What neither or only one of the two says, and would help most: comparisons by their names.
    pub ask_next: Vec<&'static str>,
}

impl Explanation {
    /// The same beside the rivals that a run found: the rivals' line of the link, in 1/1024 bit.
    #[must_use]
    pub fn beside_rivals(mut self, rivals: i32) -> Self {
        self.weight += rivals - self.rivals;
        self.log_odds += rivals - self.rivals;
        self.rivals = rivals;
        self.probability = probability(self.log_odds);
        self
    }
}

/// Explains pairs of one table under one model.
pub struct Explainer<'table> {
    table: &'table Table,
    model: &'table Model,
    comparer: PairComparer<'table>,
    scale: Scale<'table>,
}

impl<'table> Explainer<'table> {
    /// For a table and a model that fits it.
    pub fn new(table: &'table Table, model: &'table Model) -> Self {
        Explainer { table, model, comparer: PairComparer::new(table), scale: Scale::new(table, model) }
    }

    /// The lines of a pair, without a look at who else would agree.
    pub fn lines(&mut self, one: u32, other: u32) -> Explanation {
        let (first, second) = self.table.in_order(one, other);
        let (pattern, alignment) = self.comparer.compare(first, second);
        let weighed = self.scale.weigh((first, second), pattern, &alignment);
        let mut lines = Vec::new();
        let mut ask_next = Vec::new();
        for (at, &comparison) in self.table.comparisons.iter().enumerate() {
            let level = pattern.level(at);
            if level == 0 {
                let asked = if is_of_places(comparison) { Comparison::Place } else { comparison };
                if is_worth_asking(asked) && !ask_next.contains(&asked.name()) {
                    ask_next.push(asked.name());
                }
                continue;
            }
            let parameters = self.model.at(at);
            let parts = part_numbers(self.table, comparison, first, second, &alignment.parts);
            lines.push(Line {
                comparison: comparison.name(),
                level: comparison.levels()[level as usize].name,
                weight: weighed.lines[at],
                m: parameters.m[level as usize],
                u: parameters.u[level as usize],
                parts: parts.map(|(low, high)| self.parts_in_order(low, high, one == first)),
            });
        }
        // A place in one sense answers for the others.
        let names_place = |name: &str| Comparison::named(name).is_some_and(is_of_places);
        if lines.iter().any(|line| names_place(line.comparison)) {
            ask_next.retain(|name| *name != Comparison::Place.name());
        }
        ask_next.truncate(3);
        let lists = self.table.lists_of(first, second);
        let calibration = self.model.calibration.line(weighed.log_odds(), lists.0, lists.1);
        let log_odds = weighed.log_odds() + calibration;
        Explanation {
            lines,
            kin: weighed.kin,
            calibration,
            rivals: 0,
            calibrated: self.model.calibration.basis != Basis::Model,
            prior: weighed.prior,
            weight: weighed.weight() + calibration,
            log_odds,
            probability: probability(log_odds),
            others_alike: None,
            same_place: self.table.shared_place(first, second).is_some(),
            ask_next,
        }
    }

    /// The lines of a pair, and how many others would agree as well.
    pub fn explain(&mut self, one: u32, other: u32) -> Explanation {
        let (first, second) = self.table.in_order(one, other);
        let place = self.table.shared_place(first, second);
        let others_alike = others_alike(self.table, one, other, place);
        Explanation { others_alike, ..self.lines(one, other) }
    }

    fn parts_in_order(&self, low: u32, high: u32, as_asked: bool) -> NameParts {
        let (low, high) = (self.table.part_text(low).to_owned(), self.table.part_text(high).to_owned());
        if as_asked { NameParts { one: low, other: high } } else { NameParts { one: high, other: low } }
    }
}

fn is_of_places(comparison: Comparison) -> bool {
    comparison == Comparison::Place || kind_of(comparison).is_some()
}

fn is_worth_asking(comparison: Comparison) -> bool {
    matches!(
        comparison,
        Comparison::Mother
            | Comparison::Father
            | Comparison::Birth
            | Comparison::Place
            | Comparison::Grandfather
            | Comparison::MotherFamily
    )
}

fn part_numbers(
    table: &Table,
    comparison: Comparison,
    one: u32,
    other: u32,
    own: &[(u32, u32); 4],
) -> Option<(u32, u32)> {
    let mothers = |at: usize| (table.mothers[one as usize][at], table.mothers[other as usize][at]);
    match comparison {
        Comparison::Given => Some(own[GIVEN]),
        Comparison::Father => Some(own[FATHER]),
        Comparison::Grandfather => Some(own[GRANDFATHER]),
        Comparison::Family => Some(own[FAMILY]),
        Comparison::Mother => Some(mothers(0)),
        Comparison::MotherFamily => Some(mothers(1)),
        Comparison::Teknonym => Some((table.teknonyms[one as usize], table.teknonyms[other as usize])),
        Comparison::Husband => Some((table.husbands[one as usize][0], table.husbands[other as usize][0])),
        _ => None,
    }
}

/// Records other than the two whose own-name parts all fit the first one's, in any spelling, and who are from
/// the same place when the two are: they would agree as well.
fn others_alike(table: &Table, one: u32, other: u32, place: Option<u32>) -> Option<u32> {
    let frame = |part: u32| table.part_info[part as usize].skeleton;
    let name = &table.names[one as usize];
    let second = &table.names[other as usize];
    let shared: Vec<(usize, u64)> = [GIVEN, FATHER, FAMILY]
        .into_iter()
        .filter(|&slot| name[slot] != 0 && second[slot] != 0 && frame(name[slot]) == frame(second[slot]))
        .map(|slot| (slot, frame(name[slot])))
        .collect();
    if shared.is_empty() {
        return None;
    }
    let mut alike = 0;
    // Given and family name must be there: only rows that have the rarer of them are looked at.
    let known = shared.iter().filter(|(slot, _)| *slot != FATHER);
    let rarest = known.filter_map(|&(slot, frame)| table.rows_of_frame(slot, frame)).min_by_key(|rows| rows.len());
    let all: Vec<u32> = if rarest.is_none() { (0..table.len() as u32).collect() } else { Vec::new() };
    for &row in rarest.unwrap_or(&all).iter().filter(|&&row| row != one && row != other) {
        let fits = shared.iter().all(|&(slot, wanted)| {
            let part = table.names[row as usize][slot];
            // Who names no father may be anybody's child; given and family name must be there.
            (part == 0 && slot == FATHER) || (part != 0 && frame(part) == wanted)
        });
        let from_there = place.is_none_or(|place| table.places[row as usize].contains(&place));
        alike += u32::from(fits && from_there);
    }
    Some(alike)
}

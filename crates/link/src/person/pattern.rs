//! The levels of all comparisons of a pair, packed into one number: an agreement pattern.

use crate::person::align::{Alignment, align};
use crate::person::birth::{compare_births, compare_dates};
use crate::person::closeness::PartMatcher;
use crate::person::column::Other;
use crate::person::comparison::Comparison;
use crate::person::level::{place, sex, stays, text};
use crate::person::numbers::compare_numbers;
use crate::person::places::{PlaceLevels, cut};
use crate::person::stays::{compare_custodies, compare_sites, compare_stays};
use crate::person::table::{FAMILY, FATHER, GIVEN, GRANDFATHER, Table};
use record::Property;

/// Four bits a comparison, first comparison lowest in the first number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pattern([u128; 2]);

impl Pattern {
    pub(crate) fn level(self, comparison: usize) -> u8 {
        (self.0[comparison / HALF] >> (4 * (comparison % HALF)) & 15) as u8
    }

    fn set(&mut self, comparison: usize, level: u8) {
        self.0[comparison / HALF] |= u128::from(level) << (4 * (comparison % HALF));
    }
}

/// Comparisons of which one number holds the levels.
const HALF: usize = 32;

/// Compares pairs of one table's records.
pub(crate) struct PairComparer<'table> {
    table: &'table Table,
    matcher: PartMatcher<'table>,
}

impl<'table> PairComparer<'table> {
    pub(crate) fn new(table: &'table Table) -> Self {
        PairComparer { table, matcher: PartMatcher::new(table) }
    }

    /// The pattern of a pair, and how its names were set beside each other. Symmetric: the pair is put in
    /// canonical order first.
    pub(crate) fn compare(&mut self, one: u32, other: u32) -> (Pattern, Alignment) {
        let table = self.table;
        let (one, other) = table.in_order(one, other);
        let mut alignment = align(table, &mut self.matcher, one, other);
        let (a, b) = (one as usize, other as usize);
        let places = PlaceLevels::of(table, &table.places[a], &table.places[b]);
        let are_namesakes = alignment.are_namesakes();
        // Asked where it matters alone: it compares all their places.
        let are_neighbours = || table.shared_place(one, other).is_some();
        // Of two stays of which one ends where the other begins each has its own dates and facility.
        let stays = compare_stays(table, a, b);
        let is_handed_over = stays == stays::HANDED_OVER && table.place_of(Comparison::Stays).is_some();
        let mut pattern = Pattern::default();
        for (at, &comparison) in table.comparisons.iter().enumerate() {
            let other_column = table.other_of_comparison[at].map(|column| &table.others[column]);
            if is_handed_over && is_of_one_stay(comparison) {
                continue;
            }
            let level = match comparison {
                Comparison::Given => alignment.levels[GIVEN],
                Comparison::Father => alignment.levels[FATHER],
                Comparison::Grandfather => alignment.levels[GRANDFATHER],
                Comparison::Family => alignment.levels[FAMILY],
                Comparison::Mother => {
                    let found = self.matcher.between(table.mothers[a][0], table.mothers[b][0]);
                    alignment.mothers[0] = found.evidence;
                    found.level
                }
                Comparison::MotherFamily => {
                    let found = self.matcher.between(table.mothers[a][1], table.mothers[b][1]);
                    alignment.mothers[1] = found.evidence;
                    found.level
                }
                Comparison::Teknonym => {
                    let found = self.matcher.between(table.teknonyms[a], table.teknonyms[b]);
                    alignment.teknonym = found.evidence;
                    found.level
                }
                Comparison::Husband => {
                    let found = self.matcher.between(table.husbands[a][0], table.husbands[b][0]);
                    alignment.husband = found.evidence;
                    found.level
                }
                Comparison::Order => alignment.order,
                Comparison::Birth => compare_births(table.births[a], table.births[b]),
                Comparison::Sex => compare_sexes(table.sexes[a], table.sexes[b]),
                Comparison::BirthPlace | Comparison::RegistrationPlace | Comparison::Residence | Comparison::Place => {
                    places.of_comparison(comparison)
                }
                Comparison::Custody => compare_custodies(table.custodies[a], table.custodies[b]),
                Comparison::Stays => stays,
                Comparison::Date(_) => {
                    other_column.map_or(0, |column| compare_dates(column.days_of(a), column.days_of(b)))
                }
                Comparison::Site(property) => other_column.map_or(0, |column| {
                    let level = compare_sites(column, a, b);
                    // Many are arrested at home.
                    let at_home = property == Property::ArrestPlace && level != 0 && are_neighbours();
                    if at_home { level + place::NEXT_GROUP } else { level }
                }),
                Comparison::Number(property) => {
                    let beside = || are_namesakes && are_neighbours();
                    other_column.map_or(0, |column| compare_numbers(table, column, property, (a, b), &beside))
                }
                Comparison::Text(_) => other_column.map_or(0, |column| {
                    let level = compare_texts(column, a, b);
                    if are_namesakes { text::of_pair_of_namesakes(level) } else { level }
                }),
            };
            pattern.set(at, level);
        }
        (pattern, alignment)
    }
}

/// What belongs to one stay rather than to the person.
fn is_of_one_stay(comparison: Comparison) -> bool {
    matches!(
        comparison,
        Comparison::Custody | Comparison::Date(Property::ExitDate) | Comparison::Site(Property::Facility)
    )
}

fn compare_sexes(one: u8, other: u8) -> u8 {
    match (one, other) {
        (0, _) | (_, 0) => 0,
        _ if one == other => sex::SAME,
        _ => sex::OTHER,
    }
}

fn compare_texts(column: &Other, one: usize, other: usize) -> u8 {
    column.best_level(one, other, |value, second| {
        let similarity = strsim::jaro_winkler(cut(column.values.text(value)), cut(column.values.text(second)));
        if similarity >= 0.93 {
            text::CLOSE
        } else if similarity >= 0.82 {
            text::SIMILAR
        } else {
            text::OTHER
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_comparison_has_a_place_and_every_level_fits() {
        let columns = Property::ALL.iter().filter_map(|&property| Comparison::of_column(property));
        let all: Vec<Comparison> = Comparison::FIXED.into_iter().chain(columns).collect();
        assert!(all.len() <= 2 * HALF, "{}", all.len());
        let mut pattern = Pattern::default();
        for (at, comparison) in all.iter().enumerate() {
            assert!(comparison.levels().len() <= 16, "{}", comparison.name());
            pattern.set(at, comparison.levels().len() as u8 - 1);
        }
        for (at, comparison) in all.iter().enumerate() {
            assert_eq!(pattern.level(at) as usize, comparison.levels().len() - 1, "{}", comparison.name());
        }
    }
}

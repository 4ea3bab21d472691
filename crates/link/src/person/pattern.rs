//! The levels of all comparisons of a pair, packed into one number: an agreement pattern.

use crate::person::align::{Alignment, align};
use crate::person::birth::{compare_births, compare_dates};
use crate::person::closeness::PartMatcher;
use crate::person::comparison::Comparison;
use crate::person::level::{number, place, sex, text};
use crate::person::limits::COMPARED_CHARACTERS_MAX;
use crate::person::table::{FAMILY, FATHER, GIVEN, GRANDFATHER, Other, Table};
use crate::person::values::PlaceInfo;

/// Four bits a comparison, first comparison lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pattern(pub(crate) u128);

impl Pattern {
    pub(crate) fn level(self, comparison: usize) -> u8 {
        (self.0 >> (4 * comparison) & 15) as u8
    }

    fn set(&mut self, comparison: usize, level: u8) {
        self.0 |= u128::from(level) << (4 * comparison);
    }
}

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
        let mut pattern = Pattern::default();
        for (at, &comparison) in table.comparisons.iter().enumerate() {
            let other_column = table.other_of_comparison[at].map(|column| &table.others[column]);
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
                Comparison::Order => alignment.order,
                Comparison::Birth => compare_births(table.births[a], table.births[b]),
                Comparison::Sex => compare_sexes(table.sexes[a], table.sexes[b]),
                Comparison::Place => compare_places(table, &table.places[a], &table.places[b]),
                Comparison::Custody => compare_dates(table.custodies[a], table.custodies[b]),
                Comparison::Date(_) => other_column.map_or(0, |column| {
                    compare_dates(column.days[column.rows[a] as usize], column.days[column.rows[b] as usize])
                }),
                Comparison::Site(_) => other_column.map_or(0, |column| compare_sites(column, a, b)),
                Comparison::Number(_) => other_column.map_or(0, |column| compare_numbers(column, a, b)),
                Comparison::Text(_) => other_column.map_or(0, |column| {
                    let level = compare_texts(column, a, b);
                    if alignment.are_namesakes() { text::of_pair_of_namesakes(level) } else { level }
                }),
            };
            pattern.set(at, level);
        }
        (pattern, alignment)
    }
}

fn compare_sexes(one: u8, other: u8) -> u8 {
    match (one, other) {
        (0, _) | (_, 0) => 0,
        _ if one == other => sex::SAME,
        _ => sex::OTHER,
    }
}

/// The best agreement between any two of the places that each side names: lists mix up birthplace,
/// registration and residence.
fn compare_places(table: &Table, one: &[u32; 4], other: &[u32; 4]) -> u8 {
    let mut best = 0;
    for &place in one.iter().filter(|&&place| place != 0) {
        for &other_place in other.iter().filter(|&&place| place != 0) {
            let level = if place == other_place {
                place::SAME
            } else {
                compare_two_places(&table.place_info[place as usize], &table.place_info[other_place as usize])
            };
            if level != 0 {
                best = if best == 0 { level } else { best.min(level) };
            }
        }
    }
    best
}

/// Two places that are not the same text. Where the gazetteer does not know one of them, and nothing in the
/// words is alike, the two may still be one place under two names: that is no evidence, not contrary evidence.
fn compare_two_places(one: &PlaceInfo, other: &PlaceInfo) -> u8 {
    if let (Some(place), Some(other_place)) = (one.around.first(), other.around.first()) {
        return if place == other_place {
            place::SAME
        } else if one.around.contains(other_place) || other.around.contains(place) {
            place::WITHIN
        } else {
            place::OTHER
        };
    }
    if one.folded == other.folded {
        return place::SAME;
    }
    let shared = one.frames.iter().filter(|frame| other.frames.contains(frame)).count();
    if shared > 0 && shared == one.frames.len().min(other.frames.len()) {
        return if one.frames.len() == other.frames.len() { place::SIMILAR } else { place::WITHIN };
    }
    let same_script = one.is_arabic == other.is_arabic;
    if same_script && strsim::jaro_winkler(cut(&one.folded), cut(&other.folded)) >= 0.88 {
        return place::SIMILAR;
    }
    let both_unknown = one.around.is_empty() && other.around.is_empty();
    if same_script && both_unknown { place::OTHER } else { 0 }
}

/// The place of a pair that agrees, for its rarity.
pub(crate) fn shared_place(table: &Table, one: u32, other: u32) -> Option<u32> {
    let (one, other) = (&table.places[one as usize], &table.places[other as usize]);
    for &place in one.iter().filter(|&&place| place != 0) {
        for &other_place in other.iter().filter(|&&place| place != 0) {
            if place == other_place
                || compare_two_places(&table.place_info[place as usize], &table.place_info[other_place as usize])
                    == place::SAME
            {
                return Some(place);
            }
        }
    }
    None
}

/// The best level over all values that the two rows have in a column; 0 where one has none.
fn best_level(column: &Other, one: usize, other: usize, level: impl Fn(u32, u32) -> u8) -> u8 {
    let mut best = 0;
    for value in column.values_of(one) {
        for second in column.values_of(other) {
            // Level 1 is "the same" in every comparison of values.
            let reached = if value == second { 1 } else { level(value, second) };
            if reached != 0 {
                best = if best == 0 { reached } else { reached.min(best) };
            }
        }
    }
    best
}

fn compare_sites(column: &Other, one: usize, other: usize) -> u8 {
    best_level(column, one, other, |value, second| {
        compare_two_places(&column.places[value as usize], &column.places[second as usize])
    })
}

fn compare_numbers(column: &Other, one: usize, other: usize) -> u8 {
    best_level(column, one, other, |value, second| {
        let (value, second) = (column.values.text(value), column.values.text(second));
        let long = value.len().min(second.len()) >= 5 && value.len().max(second.len()) <= 40;
        if long && strsim::damerau_levenshtein(value, second) <= 1 { number::NEAR } else { number::OTHER }
    })
}

fn compare_texts(column: &Other, one: usize, other: usize) -> u8 {
    best_level(column, one, other, |value, second| {
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

fn cut(text: &str) -> &str {
    text.char_indices().nth(COMPARED_CHARACTERS_MAX).map_or(text, |(at, _)| &text[..at])
}

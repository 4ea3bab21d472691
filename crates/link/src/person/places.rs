//! Compares places: what each side says of birthplace, registration, residence and origin, and facilities.
//!
//! Birthplace, place of registration and residence are three things, and people mix them up. Like is compared with like,
//! a line each; where an earlier one agrees already, strangers agree on the next far more often, so it has levels of its
//! own. Where none agrees, an origin or two different things may: that is one line, the best agreement of any two.

use crate::person::comparison::Comparison;
use crate::person::level::place;
use crate::person::limits::COMPARED_CHARACTERS_MAX;
use crate::person::local::areas_of;
use crate::person::table::{ORIGIN, PLACES, Table};
use crate::person::values::PlaceInfo;
use record::Gazetteer;

/// The places of a row, by kind; 0 where it names none.
pub(crate) type Places = [u32; PLACES];

/// The comparison of each kind of place, like with like.
const LIKE_WITH_LIKE: [Comparison; ORIGIN] =
    [Comparison::BirthPlace, Comparison::RegistrationPlace, Comparison::Residence];

/// The levels of all places of two rows, each for its comparison.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PlaceLevels {
    like: [u8; ORIGIN],
    /// Of an origin, or two different things.
    from: u8,
}

impl PlaceLevels {
    pub(crate) fn of(table: &Table, one: &Places, other: &Places) -> PlaceLevels {
        let mut levels = PlaceLevels::default();
        let mut agrees = false;
        for (kind, found) in levels.like.iter_mut().enumerate() {
            let level = table.compare_places(one[kind], other[kind]);
            *found = if level != 0 && agrees { level + place::NEXT_GROUP } else { level };
            agrees |= place::agrees(level);
        }
        if !agrees {
            levels.from = from(table, one, other);
            let is_told = levels.like != [0; ORIGIN];
            if place::agrees(levels.from) || place::agrees(levels.from.saturating_sub(place::NEXT_GROUP)) {
                // People mix them up, and move: what agrees in another sense is not contradicted.
                levels.like = [0; ORIGIN];
            } else if is_told {
                levels.from = 0;
            }
        }
        levels
    }

    /// The level of one comparison; 0 where it is none of places.
    pub(crate) fn of_comparison(self, comparison: Comparison) -> u8 {
        match kind_of(comparison) {
            Some(kind) => self.like[kind],
            None if comparison == Comparison::Place => self.from,
            None => 0,
        }
    }
}

/// The kind of place that a comparison sets beside each other, where it is one.
pub(crate) fn kind_of(comparison: Comparison) -> Option<usize> {
    LIKE_WITH_LIKE.iter().position(|&like| like == comparison)
}

/// The best agreement of an origin with anything; where neither names one, of two different things.
fn from(table: &Table, one: &Places, other: &Places) -> u8 {
    let (mut of_origin, mut of_two_kinds) = (0, 0);
    for (kind, &place) in one.iter().enumerate() {
        for (other_kind, &other_place) in other.iter().enumerate() {
            let level = table.compare_places(place, other_place);
            let best = if kind == ORIGIN || other_kind == ORIGIN { &mut of_origin } else { &mut of_two_kinds };
            if level != 0 {
                *best = if *best == 0 { level } else { level.min(*best) };
            }
        }
    }
    match (of_origin, of_two_kinds) {
        (0, 0) => 0,
        (0, level) => level + place::NEXT_GROUP,
        (level, _) => level,
    }
}

impl Table {
    /// The level of two places by their numbers; 0 where one is none, or nothing can be said.
    pub(crate) fn compare_places(&self, one: u32, other: u32) -> u8 {
        if one == 0 || other == 0 {
            0
        } else if one == other {
            place::SAME
        } else {
            compare_two_places(&self.place_info[one as usize], &self.place_info[other as usize])
        }
    }

    /// The place that both rows are from, for its rarity: in one sense, else in any.
    pub(crate) fn shared_place(&self, one: u32, other: u32) -> Option<u32> {
        let (one, other) = (&self.places[one as usize], &self.places[other as usize]);
        let is_same = |place: u32, other: u32| self.compare_places(place, other) == place::SAME;
        let alike = one.iter().zip(other).find(|&(&place, &other)| is_same(place, other));
        let any = || one.iter().find(|&&place| other.iter().any(|&other| is_same(place, other)));
        alike.map(|(&place, _)| place).or_else(|| any().copied())
    }
}

/// Two places that are not the same text. Where the gazetteer does not know one of them, and nothing in the
/// words is alike, the two may still be one place under two names: that is no evidence, not contrary evidence.
pub(crate) fn compare_two_places(one: &PlaceInfo, other: &PlaceInfo) -> u8 {
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

/// As much of a text as is compared.
pub(crate) fn cut(text: &str) -> &str {
    text.char_indices().nth(COMPARED_CHARACTERS_MAX).map_or(text, |(at, _)| &text[..at])
}

/// A place as it is compared: by the gazetteer where it is known, else by its folded words and their frames.
pub(crate) fn place_info(value: &str, gazetteer: &Gazetteer) -> PlaceInfo {
    let folded = record::fold(value);
    let frames = folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(|word| names::skeleton(word).0)
        .collect();
    let info = PlaceInfo {
        around: around(value, gazetteer),
        areas: Vec::new(),
        frames,
        is_arabic: folded.chars().any(|character| ('\u{600}'..='\u{6FF}').contains(&character)),
        folded,
    };
    PlaceInfo { areas: areas_of(&info), ..info }
}

/// The gazetteer's places around a known place, itself first; nothing for a text that it does not know.
fn around(value: &str, gazetteer: &Gazetteer) -> Vec<String> {
    let Some(place) = gazetteer.by_text_id(value) else { return Vec::new() };
    let outer = gazetteer.ancestors(&place.id).map(|place| place.id.as_str().to_owned());
    std::iter::once(place.id.as_str().to_owned()).chain(outer).collect()
}

/// The id of the facility that has a branch's number, where one is known by it.
pub(crate) fn facility_of_branch(number: &str, gazetteer: &'static Gazetteer) -> Option<&'static str> {
    gazetteer.find(&format!("Branch {}", number.trim())).map(|place| place.id.as_str())
}

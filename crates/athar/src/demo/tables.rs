//! The tables behind the lists: names by community and generation, places, prisons.
//!
//! Written from general knowledge of Syrian names, with weights that fall off as in life; no list of real people
//! stands behind them. The files in `data/` are the source, this module only reads them.

use std::sync::LazyLock;

/// A name or family name: its Arabic spelling, how it sounds, and the Latin spellings people use.
#[derive(Debug)]
pub(super) struct NamePart {
    pub(super) arabic: &'static str,
    /// The sound, in letters that each stand for one: ḫ for خ, š for ش, ā for a long a, `+` before the second half of a compound.
    pub(super) roman: &'static str,
    communities: &'static str,
    /// Weight among people born before 1970, and after 1990; family names have one weight twice.
    pub(super) weights: [u32; 2],
    /// Spellings that people use, by the habit that uses them (`en`, `fr`, `tr`, `ku`).
    attested: Vec<(&'static str, Vec<&'static str>)>,
}

impl NamePart {
    /// A name that no table has, kept for as long as the program runs like those that one has.
    pub(super) fn formed(arabic: String, roman: String, communities: &'static str, weight: u32) -> Self {
        Self {
            arabic: arabic.leak(),
            roman: roman.leak(),
            communities,
            weights: [weight, weight],
            attested: Vec::new(),
        }
    }

    /// The same name with spellings that people use of it.
    pub(super) fn with_spellings(mut self, attested: Vec<(&'static str, Vec<&'static str>)>) -> Self {
        self.attested = attested;
        self
    }

    /// The same name with another weight.
    pub(super) fn weighing(&self, weight: u32) -> Self {
        Self { weights: [weight, weight], attested: self.attested.clone(), ..*self }
    }

    /// Whether people of this community carry the name.
    pub(super) fn is_used_by(&self, community: char) -> bool {
        self.communities.contains(community)
    }

    /// The spellings attested for a habit of spelling.
    pub(super) fn attested(&self, habit: &str) -> &[&'static str] {
        self.attested.iter().find(|(name, _)| *name == habit).map_or(&[], |(_, spellings)| spellings)
    }
}

/// A town, village or quarter.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) governorate: &'static str,
    pub(super) arabic: Vec<&'static str>,
    pub(super) latin: Vec<&'static str>,
    pub(super) communities: Vec<(char, u32)>,
    pub(super) weight: u32,
}

/// A prison, a branch of an agency, or a military hospital.
#[derive(Debug)]
pub(super) struct Facility {
    pub(super) key: &'static str,
    pub(super) sort: &'static str,
    pub(super) arabic: Vec<&'static str>,
    pub(super) latin: Vec<&'static str>,
    pub(super) weight: u32,
}

/// A name part of the tables, for as long as the program runs.
pub(super) type Part = &'static NamePart;

/// All tables.
pub(super) struct Tables {
    pub(super) men: Vec<NamePart>,
    pub(super) women: Vec<NamePart>,
    pub(super) families: Vec<NamePart>,
    pub(super) places: Vec<Place>,
    pub(super) facilities: Vec<Facility>,
    governorates: Vec<(&'static str, Vec<&'static str>)>,
}

/// The tables, read once.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    men: names(include_str!("data/given_men.tsv"), 2),
    women: names(include_str!("data/given_women.tsv"), 2),
    families: families(),
    places: lines(include_str!("data/places.tsv")).map(|cells| place(&cells)).collect(),
    facilities: lines(include_str!("data/facilities.tsv")).map(|cells| facility(&cells)).collect(),
    governorates: lines(include_str!("data/governorates.tsv"))
        .map(|cells| (cell(&cells, 0), several(cell(&cells, 1))))
        .collect(),
});

impl Tables {
    /// How a governorate is written in Latin letters.
    pub(super) fn governorate_latin(&self, arabic: &str) -> &[&'static str] {
        self.governorates.iter().find(|(name, _)| *name == arabic).map_or(&[], |(_, latin)| latin)
    }

    /// The facilities of one sort: `prison`, `branch` or `hospital`.
    pub(super) fn facilities_of(&'static self, sort: &'static str) -> impl Iterator<Item = &'static Facility> {
        self.facilities.iter().filter(move |facility| facility.sort == sort)
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

fn cell(cells: &[&'static str], column: usize) -> &'static str {
    cells.get(column).copied().unwrap_or("")
}

fn several(text: &'static str) -> Vec<&'static str> {
    text.split('|').collect()
}

fn weight(cells: &[&'static str], column: usize) -> u32 {
    cell(cells, column).parse().unwrap_or(0)
}

fn names(text: &'static str, weights: usize) -> Vec<NamePart> {
    let part = |cells: Vec<&'static str>| NamePart {
        arabic: cell(&cells, 0),
        roman: cell(&cells, 1),
        communities: cell(&cells, 2),
        weights: [weight(&cells, 3), weight(&cells, 2 + weights)],
        attested: cell(&cells, 3 + weights)
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .map(|(habit, spellings)| (habit, several(spellings)))
            .collect(),
    };
    lines(text).map(part).collect()
}

/// Family names that are somebody's given name are spelled as that is.
fn families() -> Vec<NamePart> {
    let men = names(include_str!("data/given_men.tsv"), 2);
    let mut families = names(include_str!("data/families.tsv"), 1);
    for family in families.iter_mut().filter(|family| family.attested.is_empty()) {
        let bare = family.arabic.strip_prefix("ال").unwrap_or(family.arabic);
        if let Some(given) = men.iter().find(|given| given.arabic == bare || given.arabic == family.arabic) {
            family.attested.clone_from(&given.attested);
        }
    }
    families
}

fn place(cells: &[&'static str]) -> Place {
    Place {
        governorate: cell(cells, 0),
        arabic: several(cell(cells, 1)),
        latin: several(cell(cells, 2)),
        communities: shares(cell(cells, 3)),
        weight: weight(cells, 4),
    }
}

/// `a7k3` says: seven of ten Arab, three Kurdish. A letter alone is everyone.
fn shares(text: &str) -> Vec<(char, u32)> {
    let mut shares: Vec<(char, u32)> = Vec::new();
    for letter in text.chars() {
        match (letter.to_digit(10), shares.last_mut()) {
            (Some(share), Some(last)) => last.1 = share,
            (None, _) => shares.push((letter, 1)),
            (Some(_), None) => {}
        }
    }
    shares
}

fn facility(cells: &[&'static str]) -> Facility {
    Facility {
        key: cell(cells, 0),
        sort: cell(cells, 1),
        arabic: several(cell(cells, 2)),
        latin: several(cell(cells, 3)),
        weight: weight(cells, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn tables_are_large_enough_for_rarity() {
        assert!(TABLES.men.len() + TABLES.women.len() >= 400);
        assert!(TABLES.families.len() >= 500);
        assert!(TABLES.places.len() >= 150);
    }

    #[test]
    fn every_line_is_whole_and_stands_once() {
        for part in TABLES.men.iter().chain(&TABLES.women).chain(&TABLES.families) {
            assert!(
                part.weights.iter().sum::<u32>() > 0 && !part.roman.is_empty() && !part.communities.is_empty(),
                "{}",
                part.arabic
            );
        }
        for names in [&TABLES.men, &TABLES.women, &TABLES.families] {
            assert_eq!(names.iter().map(|part| part.arabic).collect::<BTreeSet<_>>().len(), names.len());
        }
        for place in &TABLES.places {
            assert!(place.weight > 0 && !place.communities.is_empty(), "{:?}", place.arabic);
            assert!(!TABLES.governorate_latin(place.governorate).is_empty(), "{}", place.governorate);
        }
        for facility in &TABLES.facilities {
            assert!(facility.weight > 0 && !facility.latin.is_empty(), "{}", facility.key);
        }
    }
}

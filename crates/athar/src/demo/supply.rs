//! What names there are to give: those of the tables for the demo, and many more for lists of a whole country.
//!
//! A few hundred family names are enough for five thousand people. Among a million they would make namesakes of everybody, so
//! the large supply adds names that are formed by rule (`formed.rs`) and gives every village more families.

use std::sync::LazyLock;

use super::formed;
use super::tables::{NamePart, Part, Place, TABLES};

/// The names that people can have, and how many families a village has.
pub(super) struct Supply {
    pub(super) men: Vec<Part>,
    pub(super) women: Vec<Part>,
    pub(super) families: Vec<Part>,
    /// Whether people who are no kin may share given name, family name and village.
    pub(super) has_natural_namesakes: bool,
    /// Families in a village, as a multiple of the demo's.
    families_factor: f64,
    /// Of so many families of a village the first are about equally large.
    head_share: u32,
    /// Weight of the largest family, so that the smallest of thousands still weighs something.
    largest: u32,
}

/// People for whom the demo's families of a village suffice.
const PEOPLE_OF_DEMO: f64 = 5_000.0;

impl Supply {
    /// The names of the tables, for the demo.
    pub(super) fn of_tables() -> Self {
        Self {
            men: TABLES.men.iter().collect(),
            women: TABLES.women.iter().collect(),
            families: TABLES.families.iter().collect(),
            has_natural_namesakes: false,
            families_factor: 1.0,
            head_share: 0,
            largest: 1000,
        }
    }

    /// Thousands of families and hundreds of given names, for so many people.
    pub(super) fn of_country(people: usize) -> Self {
        Self {
            men: TABLES.men.iter().chain(&FORMED.men).collect(),
            women: TABLES.women.iter().chain(&FORMED.women).collect(),
            families: FORMED.families.iter().collect(),
            has_natural_namesakes: true,
            // Twice as many people of a village bear about half as many further family names (Heaps' law).
            families_factor: (people as f64 / PEOPLE_OF_DEMO).sqrt().max(1.0),
            head_share: 12,
            largest: 1_000_000,
        }
    }

    /// How many families live in a place, of so many that its community has everywhere.
    pub(super) fn families_at(&self, home: &Place, everywhere: usize) -> usize {
        let wanted = (14 + 4 * home.weight as usize) as f64 * self.families_factor;
        (wanted as usize).min(everywhere * 2 / 3)
    }

    /// The weight of a family by its rank in the village.
    pub(super) fn weight_at(&self, rank: u32, families: usize) -> u32 {
        let head = (families as u32).checked_div(self.head_share).unwrap_or(0);
        self.largest / (rank + 3 + head)
    }
}

/// The names formed by rule, made once; families begin with those of the tables, weighed alike.
static FORMED: LazyLock<Formed> =
    LazyLock::new(|| Formed { men: formed::men(), women: formed::women(), families: formed::families() });

struct Formed {
    men: Vec<NamePart>,
    women: Vec<NamePart>,
    families: Vec<NamePart>,
}

#[cfg(test)]
mod tests {
    use super::super::latin::{GATE_HANDS, KURDISH_HANDS};
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_country_has_thousands_of_families() {
        let supply = Supply::of_country(100_000);
        assert!(supply.families.len() > 6_000, "{}", supply.families.len());
        assert!(supply.men.len() + supply.women.len() >= 600, "{} {}", supply.men.len(), supply.women.len());
        for names in [&supply.men, &supply.women, &supply.families] {
            assert_eq!(names.iter().map(|part| part.arabic).collect::<BTreeSet<_>>().len(), names.len());
            assert!(names.iter().all(|part| part.weights[0] + part.weights[1] > 0));
        }
        for community in "aktpcr".chars() {
            let families = supply.families.iter().filter(|family| family.is_used_by(community)).count();
            assert!(families > 90, "{community} {families}");
        }
    }

    #[test]
    fn every_hand_can_spell_every_formed_name() {
        let supply = Supply::of_country(100_000);
        for part in supply.men.iter().chain(&supply.women).chain(&supply.families) {
            for hand in GATE_HANDS.iter().chain(&KURDISH_HANDS) {
                let spelling = hand.spell(part);
                assert!(spelling.chars().next().is_some_and(char::is_alphabetic), "{} {spelling}", part.arabic);
                assert!(
                    !spelling.contains(['ḫ', 'š', 'ā', 'ī', 'ū', 'ʿ', 'ʾ', '+', 'ġ', 'ṯ', 'ḏ', 'ẓ', 'ō']),
                    "{spelling}"
                );
            }
        }
    }
}

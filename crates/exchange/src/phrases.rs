//! The words of sentences about people, from `data/sentences.tsv`.

use crate::fold::fold;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a phrase announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Father,
    /// The father of a woman.
    Daughter,
    Mother,
    Birth,
    Age,
    Origin,
    Residence,
    /// Date, place or both of an arrest.
    Arrest,
    ArrestPlace,
    Facility,
    /// A date of what was said before it.
    Dated,
    Husband,
    AlsoCalled,
    Phone,
    NationalNumber,
    Status,
    Note,
}

/// The loaded phrases.
pub(crate) struct Phrases {
    /// Folded words, joined by spaces.
    markers: HashMap<String, Field>,
    longest: usize,
    stops: HashSet<String>,
    openers: HashSet<String>,
    years: HashSet<String>,
    born_after: HashSet<String>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::load);

/// The phrases of all languages.
pub(crate) fn phrases() -> &'static Phrases {
    &PHRASES
}

impl Phrases {
    fn load() -> Phrases {
        let mut phrases = Phrases {
            markers: HashMap::new(),
            longest: 0,
            stops: HashSet::new(),
            openers: HashSet::new(),
            years: HashSet::new(),
            born_after: HashSet::new(),
        };
        for line in include_str!("../data/sentences.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split('\t');
            let (Some(word), Some(_), Some(forms)) = (parts.next(), parts.next(), parts.next()) else { continue };
            for form in forms.split('|').map(fold) {
                phrases.add(word, form);
            }
        }
        phrases
    }

    fn add(&mut self, word: &str, form: String) {
        let words = match word {
            "stop" => &mut self.stops,
            "opener" => &mut self.openers,
            "years" => &mut self.years,
            "born_after" => &mut self.born_after,
            _ => {
                if let Some(field) = field_of(word) {
                    self.longest = self.longest.max(form.split(' ').count());
                    self.markers.entry(form).or_insert(field);
                }
                return;
            }
        };
        words.insert(form);
    }

    /// The longest marker at the start of these folded words: what it announces, and its words.
    pub(crate) fn marker(&self, words: &[&str]) -> Option<(Field, usize)> {
        let most = self.longest.min(words.len());
        (1..=most).rev().find_map(|length| {
            let phrase = words[..length].join(" ");
            let found = self.markers.get(&phrase).copied();
            // "ووالدته": and his mother.
            let found = found.or_else(|| {
                phrase
                    .strip_prefix('و')
                    .filter(|rest| rest.chars().count() > 3)
                    .and_then(|rest| self.markers.get(rest).copied())
            });
            found.map(|field| (field, length))
        })
    }

    /// A line with one of these phrases, or such a first word, is about nobody.
    pub(crate) fn stops(&self, words: &[&str]) -> bool {
        let opener = words.first().is_some_and(|first| self.openers.contains(*first));
        opener || (1..=3).any(|length| words.windows(length).any(|run| self.stops.contains(&run.join(" "))))
    }

    /// The word after an age.
    pub(crate) fn is_years(&self, word: &str) -> bool {
        self.years.contains(word)
    }

    /// The word after a year of birth.
    pub(crate) fn is_born_after(&self, word: &str) -> bool {
        self.born_after.contains(word)
    }
}

fn field_of(word: &str) -> Option<Field> {
    Some(match word {
        "father" => Field::Father,
        "daughter" => Field::Daughter,
        "mother" => Field::Mother,
        "birth" => Field::Birth,
        "age" => Field::Age,
        "origin" => Field::Origin,
        "residence" => Field::Residence,
        "arrest" => Field::Arrest,
        "arrest_place" => Field::ArrestPlace,
        "facility" => Field::Facility,
        "dated" => Field::Dated,
        "husband" => Field::Husband,
        "also_called" => Field::AlsoCalled,
        "phone" => Field::Phone,
        "national_number" => Field::NationalNumber,
        "status" => Field::Status,
        "note" => Field::Note,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Field, field_of, phrases};

    #[test]
    fn every_line_of_the_data_file_is_read() {
        let lines = include_str!("../data/sentences.tsv").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let word = line.split('\t').next().unwrap();
            assert_eq!(line.split('\t').count(), 3, "{line}");
            assert!(field_of(word).is_some() || ["stop", "opener", "years", "born_after"].contains(&word), "{line}");
        }
    }

    #[test]
    fn the_longest_marker_wins() {
        assert_eq!(phrases().marker(&["معتقل", "من", "عام", "2013"]), Some((Field::Arrest, 3)));
        assert_eq!(phrases().marker(&["ووالدته", "x"]), Some((Field::Mother, 1)));
        assert_eq!(phrases().marker(&["من", "داريا"]), Some((Field::Origin, 1)));
        assert_eq!(phrases().marker(&["احمد"]), None);
    }
}

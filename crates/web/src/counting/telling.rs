//! Counts in words and pictures of a page. What comes in here is rounded already, or stands for nobody.

use super::rounding::FEW;
use crate::shell::Shell;
use figures::charts::{Columns, Combination, Combinations, SHADES, UpSet};
use figures::{Direction, number};
use std::collections::BTreeSet;
use store::{Import, ImportNumber};

/// Rows and columns of a picture of overlaps, at most.
const LISTS_MAX: usize = 14;
const COMBINATIONS_MAX: usize = 24;

impl Shell {
    /// A count that was rounded: below five it says so and no more.
    pub(crate) fn told(&self, count: u64) -> String {
        if count < FEW { self.say("counts-few") } else { number::count(count) }
    }

    /// The direction in which pictures run.
    pub(crate) fn pictures(&self) -> Direction {
        if self.language.direction() == "rtl" { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// Named columns as a picture.
    pub(crate) fn columns(&self, columns: &[(String, u64)], x_label: &str, told: &str) -> String {
        let columns: Vec<(&str, u64)> = columns.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        Columns { columns: &columns, x_label: &self.say(x_label), told }.draw(self.pictures())
    }

    /// A place of the gazetteer in the reader's language.
    pub(crate) fn place(&self, place: &record::Place) -> String {
        let own = if self.tag() == "ar" { Some(place.name()) } else { place.latin.first().map(String::as_str) };
        crate::shown::plain(own.unwrap_or_else(|| place.name()))
    }

    /// Who runs a facility, in the reader's language where it is known.
    pub(crate) fn agency(&self, agency: &str) -> String {
        let parts = agency.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        let key = parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
        self.say_or(&format!("agency-{key}"), &crate::shown::plain(agency))
    }
}

/// What a picture of overlaps shows, and what stands in the table below it.
pub(crate) struct Overlap {
    pub(crate) svg: String,
    /// The lists of each combination, and how many things are in exactly these.
    pub(crate) rows: Vec<(String, String)>,
    /// Combinations with too few to tell, or beyond the picture.
    pub(crate) others: usize,
}

/// Lists that overlap, as far as it is told.
pub(crate) struct Combined<'imports> {
    /// The lists, those with most records first.
    pub(crate) rows: Vec<&'imports Import>,
    /// What is in exactly some of them, by their places among the rows; rounded.
    pub(crate) columns: Vec<Combination>,
    /// Combinations with too few to tell, or beyond the picture.
    pub(crate) others: usize,
}

/// What is told of combinations of lists: nothing where none may be told.
pub(crate) fn combined<'imports>(
    imports: &'imports [Import],
    combinations: &Combinations,
) -> Option<Combined<'imports>> {
    let all = combinations.of_at_least(2);
    let told: Vec<Combination> = all
        .iter()
        .map(|one| Combination { sets: one.sets.clone(), count: super::rounding::rounded(one.count) })
        .filter(|one| one.count >= FEW)
        .take(COMBINATIONS_MAX)
        .collect();
    let among: BTreeSet<usize> = told.iter().flat_map(|one| one.sets.iter().copied()).collect();
    let of = |number: &usize| imports.iter().find(|import| import.number == ImportNumber(*number as u32));
    let mut rows: Vec<&Import> = among.iter().filter_map(of).collect();
    rows.sort_by_key(|import| (std::cmp::Reverse(import.counts.records), import.number));
    rows.truncate(LISTS_MAX);
    let position = |number: usize| rows.iter().position(|import| import.number.0 as usize == number);
    // A combination with a list that has no row is left out: its dots would say another one.
    let columns: Vec<Combination> = told
        .iter()
        .filter_map(|one| {
            let mut sets = one.sets.iter().map(|set| position(*set)).collect::<Option<Vec<_>>>()?;
            sets.sort_unstable();
            Some(Combination { sets, count: one.count })
        })
        .collect();
    let others = all.len() - columns.len();
    (!columns.is_empty()).then_some(Combined { rows, columns, others })
}

/// Lists that overlap: nothing where none does that may be told.
pub(crate) fn overlap(
    shell: &Shell,
    imports: &[Import],
    combinations: &Combinations,
    y_label: &str,
) -> Option<Overlap> {
    let Combined { rows, columns, others } = combined(imports, combinations)?;
    let names: Vec<String> = rows.iter().map(|import| crate::shown::plain(&import.meta.source)).collect();
    let sets: Vec<(&str, u64)> = names
        .iter()
        .zip(&rows)
        .map(|(name, import)| (name.as_str(), if import.counts.records < FEW { 0 } else { import.counts.records }))
        .collect();
    let label = shell.say(y_label);
    let svg = UpSet { sets: &sets, columns: &columns, y_label: &label, told: &label }.draw(shell.pictures());
    let between = shell.say("lists-and");
    let in_words = |column: &Combination| {
        let lists = column.sets.iter().filter_map(|set| names.get(*set)).map(String::as_str);
        (lists.collect::<Vec<_>>().join(&between), shell.told(column.count))
    };
    Some(Overlap { svg, rows: columns.iter().map(in_words).collect(), others })
}

/// The five classes of a map: where each begins. Each is as many times the one before.
pub(crate) fn classes(most: u64) -> [u64; SHADES] {
    let most = most.max(FEW);
    let ratio = (most as f64 / FEW as f64).powf(1.0 / SHADES as f64);
    let mut begins = [FEW; SHADES];
    for at in 1..SHADES {
        let wanted = super::rounding::rounded((FEW as f64 * ratio.powi(at as i32)).round() as u64);
        // Whole fives, each more than the one before, so that no class is empty by its bounds.
        begins[at] = wanted.max(begins[at - 1] + FEW);
    }
    begins
}

/// The class of a count that was rounded: 0 where it is too few to tell.
pub(crate) fn class_of(classes: &[u64; SHADES], count: u64) -> usize {
    classes.iter().filter(|begin| count >= **begin).count()
}

#[cfg(test)]
mod tests {
    use super::{class_of, classes};

    #[test]
    fn classes_begin_at_five_and_grow() {
        for most in [0, 4, 5, 20, 25, 100, 1_234, 186_000, u64::MAX] {
            let own = classes(most);
            assert_eq!(own[0], 5);
            assert!(own.windows(2).all(|two| two[0] < two[1] && two[1] % 5 == 0), "{most} {own:?}");
            assert_eq!((class_of(&own, 0), class_of(&own, 4), class_of(&own, 5)), (0, 0, 1));
            assert_eq!(class_of(&own, u64::MAX), 5);
        }
        assert_eq!(classes(500_000), [5, 50, 500, 5_000, 50_000].map(|begin: u64| begin));
    }
}

//! Compares custody in time: when it began, whether two stays can be one person's, and birth beside another's death.
//!
//! What contradicts is what no life can hold: two facilities at once, a birth after one's own death. A paper that says
//! dead and a later sighting are no contradiction here: such papers were written of the living.

use crate::person::birth::compare_dates;
use crate::person::column::Other;
use crate::person::comparison::Comparison;
use crate::person::level::{custody, place, stays};
use crate::person::places::compare_two_places;
use crate::person::table::Table;
use crate::person::values::{Birth, DAYS_IN_YEAR, Days};
use record::Property;

/// What a record says of one custody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Custody {
    /// Arrest, or when the person was last seen.
    pub(crate) arrest: Option<Days>,
    /// Entry into the facility.
    pub(crate) entry: Option<Days>,
}

/// Days by which a transfer may seem to take less or more time than it did.
const TRANSFER_DAYS_MAX: i32 = 7;
/// Days that two stays must overlap before they clash: a clerk's date, a prisoner lent to a court.
const OVERLAP_DAYS_MIN: i32 = 31;
/// Days by which an arrest may have been remembered too late.
const ARREST_SLACK_DAYS: i32 = 31;
/// Days that a birth must lie after a death: both may be a year off.
const BIRTH_SLACK_DAYS: i32 = 366;

/// Level of two begins of custody: arrest beside arrest, else entry beside entry, else an arrest beside an entry.
pub(crate) fn compare_custodies(one: Custody, other: Custody) -> u8 {
    if one.arrest.is_some() && other.arrest.is_some() {
        return compare_dates(one.arrest, other.arrest);
    }
    match (one.arrest, one.entry, other.arrest, other.entry) {
        (_, Some(_), _, Some(_)) => compare_dates(one.entry, other.entry),
        (Some(arrest), _, _, Some(entry)) | (_, Some(entry), Some(arrest), _) => entered_after(arrest, entry),
        _ => 0,
    }
}

/// An entry beside an arrest, each an interval: by the least time between them that is not negative.
fn entered_after(arrest: Days, entry: Days) -> u8 {
    if entry.last < arrest.first - ARREST_SLACK_DAYS {
        return custody::BEFORE;
    }
    let days = f64::from((entry.first - arrest.last).max(0));
    let wide = arrest.width_years().max(entry.width_years());
    if days <= f64::from(ARREST_SLACK_DAYS) && wide < 0.2 {
        custody::WITHIN_MONTH
    } else if days <= DAYS_IN_YEAR {
        custody::WITHIN_YEAR
    } else if days <= 3.0 * DAYS_IN_YEAR {
        custody::WITHIN_THREE
    } else {
        custody::LATER
    }
}

/// Level of two stays, or of one's birth and the other's death.
pub(crate) fn compare_stays(table: &Table, one: usize, other: usize) -> u8 {
    let born = match (born_after(table, one, other), born_after(table, other, one)) {
        (Some(true), _) | (_, Some(true)) => return stays::BORN_AFTER,
        (None, None) => 0,
        _ => stays::BORN_BEFORE,
    };
    match stays_apart(table, one, other) {
        0 => born,
        level => level,
    }
}

/// Whether one was born after the other had died; nothing where that is not said.
fn born_after(table: &Table, born: usize, dead: usize) -> Option<bool> {
    let Birth::Dated(birth) = table.births[born] else { return None };
    let death = table.death_of(dead)?;
    Some(birth.first > death.last + BIRTH_SLACK_DAYS)
}

fn stays_apart(table: &Table, one: usize, other: usize) -> u8 {
    let (entry, other_entry) = (table.custodies[one].entry, table.custodies[other].entry);
    let (exit, other_exit) = (table.exit_of(one), table.exit_of(other));
    let is_handed_over = |exit: Option<Days>, entry: Option<Days>| {
        let (Some(exit), Some(entry)) = (exit, entry) else { return false };
        exit.is_one_day() && entry.is_one_day() && (entry.first - exit.first).abs() <= TRANSFER_DAYS_MAX
    };
    if is_handed_over(exit, other_entry) || is_handed_over(other_exit, entry) {
        return stays::HANDED_OVER;
    }
    let (Some(entry), Some(other_entry), Some(exit), Some(other_exit)) = (entry, other_entry, exit, other_exit) else {
        return 0;
    };
    // The days on which both were in custody for certain.
    let overlap = exit.first.min(other_exit.first) - entry.last.max(other_entry.last);
    let is_elsewhere = compare_facilities(table, one, other) == place::OTHER;
    if overlap > OVERLAP_DAYS_MIN && is_elsewhere { stays::AT_ONCE } else { stays::APART }
}

/// The best level over the facilities of two rows; 0 where one names none.
pub(crate) fn compare_facilities(table: &Table, one: usize, other: usize) -> u8 {
    table.facility.map_or(0, |column| compare_sites(&table.others[column], one, other))
}

/// The best level over the places that two rows have in a column.
pub(crate) fn compare_sites(column: &Other, one: usize, other: usize) -> u8 {
    column.best_level(one, other, |value, second| {
        compare_two_places(&column.places[value as usize], &column.places[second as usize])
    })
}

/// Whether two rows speak of custody at times too far apart for one number.
pub(crate) fn are_of_other_times(table: &Table, one: usize, other: usize) -> bool {
    let (one, other) = (table.custodies[one], table.custodies[other]);
    let alike = one.entry.zip(other.entry).or(one.arrest.zip(other.arrest));
    alike.is_some_and(|(one, other)| one.gap_years(other) > NUMBER_YEARS_MAX)
}

/// Years after which a facility's numbers may have begun again.
const NUMBER_YEARS_MAX: f64 = 2.0;

impl Table {
    /// Whether the rows say anything that can fit or clash in time, beside the begin of custody. Under a snapshot this is
    /// not asked: it says what is compared.
    pub(crate) fn says_of_stays(&self) -> bool {
        let has = |wanted: Property| {
            self.others.iter().any(|other| other.comparison == Comparison::Date(wanted) && other.filled > 0)
        };
        let of_stays = has(Property::ExitDate) && self.custodies.iter().any(|custody| custody.entry.is_some());
        let dated = |birth: &Birth| matches!(birth, Birth::Dated(_));
        of_stays || (has(Property::DeathDate) && self.births.iter().any(dated))
    }

    fn death_of(&self, row: usize) -> Option<Days> {
        self.deaths.and_then(|column| self.others[column].days_of(row))
    }

    fn exit_of(&self, row: usize) -> Option<Days> {
        self.exits.and_then(|column| self.others[column].days_of(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::TableBuilder;
    use record::AsOf;

    type Row<'a> = &'a [(Property, &'a str)];

    fn level(one: Row<'_>, other: Row<'_>, compare: fn(&Table, usize, usize) -> u8) -> u8 {
        let mut builder = TableBuilder::new();
        for row in [one, other] {
            builder.push_cells(0, &AsOf::default(), row);
        }
        let table = builder.finish();
        let level = compare(&table, 0, 1);
        assert_eq!(level, compare(&table, 1, 0), "from either side");
        level
    }

    fn custody(table: &Table, one: usize, other: usize) -> u8 {
        compare_custodies(table.custodies[one], table.custodies[other])
    }

    #[test]
    fn an_entry_comes_after_the_arrest() {
        use Property::{ArrestDate, EntryDate};
        let arrest: Row<'_> = &[(ArrestDate, "2013-05-02")];
        for (entry, expected) in [
            ("2013-05-20", custody::WITHIN_MONTH),
            ("2013-04-20", custody::WITHIN_MONTH),
            ("2013-11-20", custody::WITHIN_YEAR),
            ("2014", custody::WITHIN_YEAR),
            ("2015-11-20", custody::WITHIN_THREE),
            ("2018-01-01", custody::LATER),
            ("2012-01-01", custody::BEFORE),
        ] {
            assert_eq!(level(arrest, &[(EntryDate, entry)], custody), expected, "{entry}");
        }
        let both: Row<'_> = &[(ArrestDate, "2013-05-02"), (EntryDate, "2014-01-01")];
        assert_eq!(level(arrest, both, custody), crate::person::level::date::SAME_DAY, "arrest beside arrest");
        assert_eq!(level(&[(EntryDate, "2014-01-01")], both, custody), crate::person::level::date::SAME_DAY);
    }

    #[test]
    fn two_facilities_at_once_clash_and_a_transfer_fits() {
        use Property::{EntryDate, ExitDate, Facility};
        let first: Row<'_> = &[(Facility, "سجن صيدنايا"), (EntryDate, "2013-05-02"), (ExitDate, "2014-06-01")];
        let at_once: Row<'_> = &[(Facility, "سجن عدرا"), (EntryDate, "2013-08-01"), (ExitDate, "2015-01-01")];
        assert_eq!(level(first, at_once, compare_stays), stays::AT_ONCE);
        let same: Row<'_> = &[(Facility, "صيدنايا"), (EntryDate, "2013-08-01"), (ExitDate, "2015-01-01")];
        assert_eq!(level(first, same, compare_stays), stays::APART);
        let next: Row<'_> = &[(Facility, "سجن عدرا"), (EntryDate, "2014-06-03")];
        assert_eq!(level(first, next, compare_stays), stays::HANDED_OVER);
        let open: Row<'_> = &[(Facility, "سجن عدرا"), (EntryDate, "2013-08-01")];
        assert_eq!(level(first, open, compare_stays), 0, "nobody knows until when");
    }

    #[test]
    fn a_child_named_after_a_dead_uncle_was_born_after_him_and_a_paper_says_nothing_of_a_sighting() {
        use Property::{BirthDate, DeathDate, EntryDate, ExitDate};
        let dead: Row<'_> = &[(DeathDate, "1982-02-10")];
        assert_eq!(level(dead, &[(BirthDate, "1986")], compare_stays), stays::BORN_AFTER);
        assert_eq!(level(dead, &[(BirthDate, "1982")], compare_stays), stays::BORN_BEFORE);
        let certified: Row<'_> = &[(DeathDate, "2014-01-21")];
        for seen in [&[(EntryDate, "2016-03-01")][..], &[(EntryDate, "2013-03-01"), (ExitDate, "2024-12-08")]] {
            assert_eq!(level(certified, seen, compare_stays), 0);
            assert_eq!(level(certified, seen, custody), 0);
        }
    }
}

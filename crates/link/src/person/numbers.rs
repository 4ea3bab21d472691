//! Compares numbers, each within what it tells apart: a person's for life, a family's, one of a facility and a period.

use crate::person::column::Other;
use crate::person::comparison::NumberOf;
use crate::person::level::{number, place};
use crate::person::stays::{are_of_other_times, compare_facilities};
use crate::person::table::Table;
use record::Property;

/// The level of the numbers that two rows have in a column. What is asked last is whether the two are namesakes and
/// neighbours.
pub(crate) fn compare_numbers(
    table: &Table,
    column: &Other,
    property: Property,
    (one, other): (usize, usize),
    are_of_one_name_and_place: &dyn Fn() -> bool,
) -> u8 {
    let level = column.best_level(one, other, |value, second| {
        let (value, second) = (column.values.text(value), column.values.text(second));
        let long = value.len().min(second.len()) >= 5 && value.len().max(second.len()) <= 40;
        if long && strsim::damerau_levenshtein(value, second) <= 1 { number::NEAR } else { number::OTHER }
    });
    if level == 0 {
        return 0;
    }
    match NumberOf::property(property) {
        NumberOf::Family if are_of_one_name_and_place() => level + number::NEXT_GROUP,
        NumberOf::Custody => match scope(table, one, other) {
            Scope::One => level,
            Scope::Unknown => level + number::NEXT_GROUP,
            Scope::Two => 0,
        },
        NumberOf::Person | NumberOf::Family | NumberOf::Unknown => level,
    }
}

/// Whether a number that a facility gave stands for one person in both rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// One facility, or one list of one, at about one time.
    One,
    /// Two facilities or two times: equal numbers say nothing.
    Two,
    Unknown,
}

fn scope(table: &Table, one: usize, other: usize) -> Scope {
    if are_of_other_times(table, one, other) {
        return Scope::Two;
    }
    match compare_facilities(table, one, other) {
        place::SAME | place::WITHIN => Scope::One,
        place::OTHER => Scope::Two,
        _ if table.lists[one] == table.lists[other] => Scope::One,
        _ => Scope::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::TableBuilder;
    use crate::person::comparison::Comparison;
    use record::AsOf;

    const ALONE: bool = false;
    const NEIGHBOURS: bool = true;

    type Row<'a> = &'a [(Property, &'a str)];

    fn level(property: Property, lists: [u16; 2], rows: [Row<'_>; 2], are_neighbours: bool) -> u8 {
        let mut builder = TableBuilder::new();
        for (list, row) in lists.into_iter().zip(rows) {
            builder.push_cells(list, &AsOf::default(), row);
        }
        let table = builder.finish();
        let column =
            table.others.iter().find(|other| other.comparison == Comparison::Number(property)).expect("filled");
        compare_numbers(&table, column, property, (0, 1), &|| are_neighbours)
    }

    #[test]
    fn a_detainee_number_counts_within_one_facility_and_period_only() {
        use Property::{DetaineeNumber, EntryDate, Facility};
        let here: Row<'_> = &[(DetaineeNumber, "4471"), (Facility, "الفرع 215"), (EntryDate, "2013-05-02")];
        let level = |lists, other| level(DetaineeNumber, lists, [here, other], ALONE);
        assert_eq!(level([0, 1], &[(DetaineeNumber, "4471"), (Facility, "Branch 215")]), number::SAME);
        assert_eq!(level([0, 1], &[(DetaineeNumber, "4472"), (Facility, "Branch 215")]), number::OTHER);
        assert_eq!(level([0, 1], &[(DetaineeNumber, "4471"), (Facility, "الفرع 227")]), 0);
        let later: Row<'_> = &[(DetaineeNumber, "4471"), (Facility, "الفرع 215"), (EntryDate, "2018-05-02")];
        assert_eq!(level([0, 1], later), 0);
        assert_eq!(level([0, 1], &[(DetaineeNumber, "4471")]), number::SAME + number::NEXT_GROUP);
        assert_eq!(level([0, 0], &[(DetaineeNumber, "4471")]), number::SAME, "one list is of one facility");
        let branch: Row<'_> = &[(DetaineeNumber, "4471"), (Property::BranchNumber, "215")];
        assert_eq!(level([0, 1], branch), number::SAME, "a branch's number names it");
    }

    #[test]
    fn a_register_number_says_less_between_neighbours_of_one_name() {
        use Property::RegisterNumber;
        let rows: [Row<'_>; 2] = [&[(RegisterNumber, "112")], &[(RegisterNumber, "112")]];
        assert_eq!(level(RegisterNumber, [0, 1], rows, ALONE), number::SAME);
        assert_eq!(level(RegisterNumber, [0, 1], rows, NEIGHBOURS), number::SAME + number::NEXT_GROUP);
    }
}

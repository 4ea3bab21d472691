//! The columns of a table of claims: a property, of which part of the record, the how manieth of its kind.
//!
//! A column's name says all three: `facility`, `facility.1` for the second stay, `also_called~2` for a second name.

use super::Export;
use super::tally::{Tally, Why};
use crate::limits;
use record::{Claim, Property};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Column {
    pub(crate) property: Property,
    /// Part of the record, as in [`Claim::part`].
    pub(crate) part: u16,
    /// From 0, among the claims of one property and one part of a record.
    pub(crate) number: u16,
}

impl Column {
    pub(crate) fn name(self) -> String {
        let mut name = self.property.as_str().to_owned();
        if self.part > 0 {
            let _ = write!(name, ".{}", self.part);
        }
        if self.number > 0 {
            let _ = write!(name, "~{}", u32::from(self.number) + 1);
        }
        name
    }

    pub(crate) fn parse(name: &str) -> Option<Column> {
        let (name, number) = match name.split_once('~') {
            Some((name, number)) => (name, number.parse::<u16>().ok()?.checked_sub(1)?),
            None => (name, 0),
        };
        let (name, part) = match name.split_once('.') {
            Some((name, part)) => (name, part.parse().ok()?),
            None => (name, 0),
        };
        Some(Column { property: Property::parse(name)?, part, number })
    }
}

/// The chosen claims of a row, each with its column.
pub(super) fn placed<'a>(claims: impl Iterator<Item = &'a Claim>) -> Vec<(Column, &'a Claim)> {
    let mut numbers: BTreeMap<(Property, u16), u16> = BTreeMap::new();
    let column = |claim: &'a Claim| {
        let number = numbers.entry((claim.property, claim.part)).or_default();
        let column = Column { property: claim.property, part: claim.part, number: *number };
        *number = number.saturating_add(1);
        (column, claim)
    };
    claims.map(column).collect()
}

/// The columns of an export: those of its fields in their order, by part and number. A field that no row has gets one
/// column, so that the recipient sees that it was asked for. What goes beyond the limit is counted as not carried.
pub(super) fn of(export: &Export, tally: &mut Tally) -> Vec<Column> {
    let mut wanted: BTreeMap<(usize, u16, u16), Column> = BTreeMap::new();
    let order = |property| export.fields.iter().position(|&field| field == property).unwrap_or(usize::MAX);
    for (at, &property) in export.fields.iter().enumerate() {
        wanted.insert((at, 0, 0), Column { property, part: 0, number: 0 });
    }
    let places = || export.rows.iter().flat_map(|row| placed(export.chosen(row)));
    for (column, _) in places() {
        wanted.insert((order(column.property), column.part, column.number), column);
    }
    // The first of each field before the many of one.
    let mut columns: Vec<((usize, u16, u16), Column)> = wanted.into_iter().collect();
    if columns.len() > limits::EXPORT_COLUMNS {
        columns.sort_by_key(|&((field, part, number), _)| (part > 0 || number > 0, field, part, number));
        columns.truncate(limits::EXPORT_COLUMNS);
        columns.sort_by_key(|&(order, _)| order);
        let kept: std::collections::HashSet<Column> = columns.iter().map(|&(_, column)| column).collect();
        for (column, claim) in places().filter(|(column, _)| !kept.contains(column)) {
            tally.add(claim.property, Why::TooManyColumns);
            debug_assert_eq!(column.property, claim.property);
        }
    }
    columns.into_iter().map(|(_, column)| column).collect()
}

#[cfg(test)]
mod tests {
    use super::Column;
    use record::Property;

    #[test]
    fn a_column_reads_back_from_its_name() {
        for property in Property::ALL {
            for (part, number) in [(0, 0), (3, 0), (0, 4), (65_535, 65_534)] {
                let column = Column { property: *property, part, number };
                assert_eq!(Column::parse(&column.name()), Some(column));
            }
        }
        for name in ["", "facility.", "facility~0", "nobody", "facility.1.2", "facility~x"] {
            assert_eq!(Column::parse(name), None, "{name}");
        }
    }
}

//! The truth of each row, and rows by the names that pairs and clusters call them.

use super::hashed::Hashed;
use crate::{WrongUse, tables};
use anyhow::Context;
use std::path::{Path, PathBuf};

/// Whom each row is about.
pub(super) struct Truth {
    rows: Hashed,
    /// The person of each row, when the table says so.
    pub(super) persons: Vec<Option<u32>>,
    /// The list of each row, when two were linked.
    pub(super) lists: Option<Vec<u16>>,
    /// Rows whose id another row has as well.
    pub(super) repeated_ids: u64,
}

impl Truth {
    /// Reads one table, or two that were linked.
    pub(super) fn read(tables: &[PathBuf], column: &str) -> anyhow::Result<Truth> {
        let two = tables.len() == 2;
        let (mut rows, mut persons, mut lists) = (Hashed::default(), Vec::new(), Vec::new());
        let mut values = Hashed::default();
        let mut repeated_ids = 0;
        for (list, path) in tables.iter().enumerate() {
            let mut table = tables::open(path)?;
            let truth =
                table.column(column).ok_or_else(|| WrongUse(format!("{} has no column `{column}`", path.display())))?;
            let ids = tables::id_column(&table);
            let prefix = tables::row_prefix(two, list);
            let mut number = 0_u64;
            while let Some(row) = table.next_row()? {
                let at = persons.len() as u32;
                let before = match ids {
                    Some(id) => rows.insert(prefix, row.get(id), at),
                    None => rows.insert(prefix, &number.to_string(), at),
                };
                repeated_ids += u64::from(before.is_some());
                let value = row.get(truth);
                persons.push((!value.is_empty()).then(|| values.number(value)));
                lists.push(list as u16);
                number += 1;
            }
        }
        Ok(Truth { rows, persons, lists: two.then_some(lists), repeated_ids })
    }

    /// The row that a file calls so, with or without the prefix of its side. `number` is the file's row, from 1 below
    /// its header.
    pub(super) fn row(&self, name: &str, prefix: &str, path: &Path, number: u64) -> anyhow::Result<u32> {
        let found = self.rows.get("", name);
        let found = if self.lists.is_none() { found } else { found.or_else(|| self.rows.get(prefix, name)) };
        found.with_context(|| {
            format!("{}, row {number}: a row is named that the table does not have; give the tables that were linked, left first", path.display())
        })
    }

    /// Whether two rows are about one person, as far as is known.
    pub(super) fn is_true(&self, one: u32, other: u32) -> bool {
        let person = self.persons[one as usize];
        person.is_some() && person == self.persons[other as usize]
    }
}

//! The truth of each row, and rows by the names that pairs and clusters call them.

use crate::{WrongUse, tables};
use anyhow::Context;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Numbers texts, in the order in which they first come.
#[derive(Default)]
pub(super) struct Numbering(HashMap<String, u32>);

impl Numbering {
    pub(super) fn of(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.0.get(text) {
            return number;
        }
        let number = self.0.len() as u32;
        self.0.insert(text.to_owned(), number);
        number
    }

    /// The texts by their number.
    pub(super) fn into_texts(self) -> Vec<String> {
        let mut texts: Vec<(String, u32)> = self.0.into_iter().collect();
        texts.sort_unstable_by_key(|&(_, number)| number);
        texts.into_iter().map(|(text, _)| text).collect()
    }
}

/// Whom each row is about.
pub(super) struct Truth {
    rows: HashMap<String, u32>,
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
        let (mut rows, mut persons, mut lists) = (HashMap::new(), Vec::new(), Vec::new());
        let mut values = Numbering::default();
        let mut repeated_ids = 0;
        for (list, path) in tables.iter().enumerate() {
            let mut table = tables::open(path)?;
            let truth =
                table.column(column).ok_or_else(|| WrongUse(format!("{} has no column `{column}`", path.display())))?;
            let ids = tables::id_column(&table);
            let prefix = tables::row_prefix(two, list);
            let mut number = 0_u64;
            while let Some(row) = table.next_row()? {
                let name = match ids {
                    Some(at) => format!("{prefix}{}", row.get(at)),
                    None => format!("{prefix}{number}"),
                };
                repeated_ids += u64::from(rows.insert(name, persons.len() as u32).is_some());
                let value = row.get(truth);
                persons.push((!value.is_empty()).then(|| values.of(value)));
                lists.push(list as u16);
                number += 1;
            }
        }
        Ok(Truth { rows, persons, lists: two.then_some(lists), repeated_ids })
    }

    /// The row that a file calls so, with or without the prefix of its side. `number` is the file's row, from 1 below
    /// its header.
    pub(super) fn row(&self, name: &str, prefix: &str, path: &Path, number: u64) -> anyhow::Result<u32> {
        let found = self
            .rows
            .get(name)
            .or_else(|| if self.lists.is_none() { None } else { self.rows.get(&format!("{prefix}{name}")) });
        found.copied().with_context(|| {
            format!("{}, row {number}: a row is named that the table does not have; give the tables that were linked, left first", path.display())
        })
    }

    /// Whether two rows are about one person, as far as is known.
    pub(super) fn is_true(&self, one: u32, other: u32) -> bool {
        let person = self.persons[one as usize];
        person.is_some() && person == self.persons[other as usize]
    }
}

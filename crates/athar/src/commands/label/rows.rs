//! The rows that drawn pairs name, and which of their columns judges may see.

use crate::{WrongUse, tables};
use anyhow::Context;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Columns whose name begins so hold what the judges are to find out by themselves.
const TRUTHS: [&str; 2] = ["cluster", "truth"];

/// Rows of one table or two, by the names that pairs call them.
pub(super) struct Rows {
    /// The columns that judges see, of both tables.
    pub(super) columns: Vec<String>,
    /// Columns that they do not see.
    pub(super) left_out: Vec<String>,
    found: HashMap<String, Found>,
}

struct Found {
    number: u64,
    cells: Vec<String>,
}

impl Rows {
    /// Reads the rows that are wanted.
    pub(super) fn read(paths: &[PathBuf], ignored: &[String], wanted: &[(String, String)]) -> anyhow::Result<Rows> {
        let two = paths.len() == 2;
        let mut names: HashSet<String> = HashSet::new();
        for (left, right) in wanted {
            names.extend([left.clone(), right.clone()]);
            if two {
                names.extend([format!("l:{left}"), format!("r:{right}")]);
            }
        }
        let mut rows = Rows { columns: Vec::new(), left_out: Vec::new(), found: HashMap::new() };
        let mut unknown: Vec<&String> = ignored.iter().collect();
        for (list, path) in paths.iter().enumerate() {
            let shown = rows.columns_of(path, ignored, &mut unknown)?;
            rows.read_table(path, tables::row_prefix(two, list), &names, &shown)?;
        }
        if let Some(column) = unknown.first() {
            return Err(WrongUse(format!("--ignore names a column that no table has: {column}")).into());
        }
        if rows.columns.is_empty() {
            return Err(WrongUse("no column is left that a judge could look at".to_owned()).into());
        }
        Ok(rows)
    }

    /// Which columns of a table are shown, each with its place among the columns of the sheets.
    fn columns_of(
        &mut self,
        path: &Path,
        ignored: &[String],
        unknown: &mut Vec<&String>,
    ) -> anyhow::Result<Vec<(usize, usize)>> {
        let table = tables::open(path)?;
        let id = tables::id_column(&table);
        let mut shown: Vec<(usize, usize)> = Vec::new();
        for (at, header) in table.headers.iter().enumerate() {
            unknown.retain(|own| *own != header);
            let lower = header.to_lowercase();
            let hidden =
                Some(at) == id || ignored.contains(header) || TRUTHS.iter().any(|truth| lower.starts_with(truth));
            if hidden {
                if !self.left_out.contains(header) {
                    self.left_out.push(header.clone());
                }
                continue;
            }
            // A header that is missing or stands twice in one table is told apart by a number.
            let base = if header.is_empty() { format!("column {}", at + 1) } else { header.clone() };
            let is_taken = |label: &String| shown.iter().any(|&(_, place)| self.columns[place] == *label);
            let mut label = base.clone();
            let mut number = 2;
            while is_taken(&label) {
                label = format!("{base} {number}");
                number += 1;
            }
            let place = self.columns.iter().position(|own| *own == label).unwrap_or_else(|| {
                self.columns.push(label);
                self.columns.len() - 1
            });
            shown.push((at, place));
        }
        Ok(shown)
    }

    fn read_table(
        &mut self,
        path: &Path,
        prefix: &str,
        names: &HashSet<String>,
        shown: &[(usize, usize)],
    ) -> anyhow::Result<()> {
        let mut table = tables::open(path)?;
        let id = tables::id_column(&table);
        let mut number = 0_u64;
        let mut name = String::new();
        while let Some(row) = table.next_row()? {
            name.clear();
            name.push_str(prefix);
            match id {
                Some(at) => name.push_str(row.get(at)),
                None => name.push_str(&number.to_string()),
            }
            number += 1;
            if !names.contains(&name) {
                continue;
            }
            let mut cells = vec![String::new(); self.columns.len()];
            for &(at, place) in shown {
                row.get(at).clone_into(&mut cells[place]);
            }
            let before = self.found.insert(name.clone(), Found { number, cells });
            if let Some(before) = before {
                return Err(WrongUse(format!(
                    "{}: rows {} and {number} have one id, so a pair that names it names two rows; give each an id of its own",
                    path.display(),
                    before.number
                ))
                .into());
            }
        }
        Ok(())
    }

    /// The cells of a row, one a column; of columns that its table lacks, empty ones.
    pub(super) fn cells(&self, name: &str, prefix: &str) -> anyhow::Result<Vec<&str>> {
        let found = self.found.get(name).or_else(|| self.found.get(&format!("{prefix}{name}")));
        let found = found.context(
            "the pairs name a row that the table does not have; give the tables that were linked, left first",
        )?;
        let cell = |at: usize| found.cells.get(at).map_or("", String::as_str);
        Ok((0..self.columns.len()).map(cell).collect())
    }
}

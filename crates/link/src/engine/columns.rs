//! The columns that a model speaks of: the table's own, and those made from them, once for each distinct value.
//!
//! A column has a *base*, whose values its rows hold; what is made of it maps the base's values to its own. So a
//! prefix of a million names costs as many steps as there are different names.

use super::steps::CompiledStep;
use crate::model::{ColumnDefinition, Model, ModelError, Source};
use crate::table::{Table, Values};
use std::collections::HashMap;

/// A column that the model speaks of, by its place in `Columns`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ColumnId(usize);

/// What rows hold: a column of the table, or a join of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BaseId(usize);

/// All columns of a model over one table.
pub(crate) struct Columns {
    table: Table,
    joins: Vec<Join>,
    resolved: Vec<Resolved>,
    names: HashMap<String, ColumnId>,
}

/// Reads a column's value row by row.
#[derive(Clone, Copy)]
pub(crate) struct RowReader<'a> {
    rows: &'a [u32],
    of_base: Option<&'a [u32]>,
}

impl RowReader<'_> {
    #[inline]
    pub(crate) fn value(&self, row: u32) -> u32 {
        let base = self.rows[row as usize];
        self.of_base.map_or(base, |of_base| of_base[base as usize])
    }
}

/// Several columns as one text.
struct Join {
    parts: Vec<ColumnId>,
    separator: String,
    rows: Vec<u32>,
    values: Values,
}

struct Resolved {
    base: BaseId,
    /// What it is made of, when it is not the base itself.
    made: Option<Made>,
}

struct Made {
    from: ColumnId,
    steps: Vec<CompiledStep>,
    /// The own value of each of the base's values.
    of_base: Vec<u32>,
    values: Values,
}

impl Columns {
    /// No columns yet, over a table.
    pub(crate) fn new(table: Table) -> Columns {
        Columns { table, joins: Vec::new(), resolved: Vec::new(), names: HashMap::new() }
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    pub(crate) fn into_table(self) -> Table {
        self.table
    }

    /// The column of that name, made now if it was not there; `place` says in errors what needs it.
    pub(crate) fn resolve(&mut self, model: &Model, name: &str, place: &str) -> Result<ColumnId, ModelError> {
        if let Some(&known) = self.names.get(name) {
            return Ok(known);
        }
        let id = match model.columns.iter().find(|column| column.name == name) {
            Some(definition) => self.make(model, definition)?,
            None => self.own(name, place)?,
        };
        self.names.insert(name.to_owned(), id);
        Ok(id)
    }

    /// The number of a text in a column, which no row need hold.
    pub(crate) fn intern(&mut self, column: ColumnId, text: &str) -> Option<u32> {
        let base = self.resolved[column.0].base.0;
        let number = match (&mut self.resolved[column.0].made, base.checked_sub(self.table.columns().len())) {
            (Some(made), _) => made.values.number(text),
            (None, Some(join)) => self.joins[join].values.number(text),
            (None, None) => self.table.values_mut(base).number(text),
        };
        self.extend();
        number
    }

    /// The column of that name, if the model has spoken of it.
    pub(crate) fn find(&self, name: &str) -> Option<ColumnId> {
        self.names.get(name).copied()
    }

    fn own(&mut self, header: &str, place: &str) -> Result<ColumnId, ModelError> {
        let base = self.table.column(header).ok_or_else(|| ModelError::NoColumn {
            column: header.to_owned(),
            place: place.to_owned(),
            known: self.table.headers().collect::<Vec<&str>>().join(", "),
        })?;
        Ok(self.add(Resolved { base: BaseId(base), made: None }))
    }

    fn add(&mut self, column: Resolved) -> ColumnId {
        self.resolved.push(column);
        ColumnId(self.resolved.len() - 1)
    }

    fn make(&mut self, model: &Model, definition: &ColumnDefinition) -> Result<ColumnId, ModelError> {
        let place = format!("column `{}`", definition.name);
        let from = match &definition.from {
            // A column that takes its own name is the table's.
            Source::Column(source) if *source == definition.name => self.own(source, &place)?,
            Source::Column(source) => self.resolve(model, source, &place)?,
            Source::Join { columns, separator } => {
                let mut parts = Vec::new();
                for part in columns {
                    parts.push(self.resolve(model, part, &place)?);
                }
                self.joins.push(Join {
                    parts,
                    separator: separator.clone(),
                    rows: Vec::new(),
                    values: Values::default(),
                });
                let base = BaseId(self.table.columns().len() + self.joins.len() - 1);
                self.extend_join(self.joins.len() - 1);
                self.add(Resolved { base, made: None })
            }
        };
        if definition.steps.is_empty() {
            return Ok(from);
        }
        let steps = definition
            .steps
            .iter()
            .map(|step| CompiledStep::of(step, &place))
            .collect::<Result<Vec<CompiledStep>, ModelError>>()?;
        let made = Made { from, steps, of_base: Vec::new(), values: Values::default() };
        let base = self.resolved[from.0].base;
        let id = self.add(Resolved { base, made: Some(made) });
        self.extend_made(id);
        Ok(id)
    }

    /// Brings joins and made columns up to the rows and values that there are now.
    pub(crate) fn extend(&mut self) {
        // In the order in which they were resolved: what a column is made of stands before it.
        for at in 0..self.resolved.len() {
            if let Some(join) = self.resolved[at].base.0.checked_sub(self.table.columns().len()) {
                self.extend_join(join);
            }
            self.extend_made(ColumnId(at));
        }
    }

    fn extend_join(&mut self, at: usize) {
        let from = self.joins[at].rows.len();
        let mut text = String::new();
        for row in from..self.table.len() {
            text.clear();
            let join = &self.joins[at];
            let mut complete = true;
            for (place, &part) in join.parts.iter().enumerate() {
                let value = self.text(part, self.row_value(part, row));
                complete &= !value.is_empty();
                if place > 0 {
                    text.push_str(&join.separator);
                }
                text.push_str(value);
            }
            if !complete {
                text.clear();
            }
            let join = &mut self.joins[at];
            // A join that outgrows its memory ends as missing values: its columns were within the limit.
            let number = join.values.number(&text).unwrap_or(0);
            join.rows.push(number);
        }
    }

    fn extend_made(&mut self, id: ColumnId) {
        let Some(mut made) = self.resolved[id.0].made.take() else { return };
        let base = self.resolved[id.0].base;
        let mut text = String::new();
        for value in made.of_base.len()..self.base_values(base).len() {
            text.clear();
            text.push_str(self.text(made.from, self.of_base(made.from, value as u32)));
            for step in &made.steps {
                if text.is_empty() {
                    break;
                }
                step.apply(&mut text);
            }
            let number = made.values.number(&text).unwrap_or(0);
            made.of_base.push(number);
        }
        self.resolved[id.0].made = Some(made);
    }

    /// Adds a row at the end of the last list: a cell for each column of the table.
    pub(crate) fn push_row(&mut self, cells: &[&str]) -> Option<u32> {
        let row = self.table.push_row(cells)?;
        self.extend();
        Some(row)
    }

    pub(crate) fn base(&self, column: ColumnId) -> BaseId {
        self.resolved[column.0].base
    }

    /// The base's value of each row.
    pub(crate) fn base_rows(&self, base: BaseId) -> &[u32] {
        match base.0.checked_sub(self.table.columns().len()) {
            Some(join) => &self.joins[join].rows,
            None => &self.table.columns()[base.0].rows,
        }
    }

    pub(crate) fn base_values(&self, base: BaseId) -> &Values {
        match base.0.checked_sub(self.table.columns().len()) {
            Some(join) => &self.joins[join].values,
            None => &self.table.columns()[base.0].values,
        }
    }

    /// The table's columns that a column is made of, by their places.
    pub(crate) fn sources(&self, column: ColumnId) -> Vec<usize> {
        self.base_sources(self.resolved[column.0].base)
    }

    /// The table's columns that a base is made of.
    pub(crate) fn base_sources(&self, base: BaseId) -> Vec<usize> {
        match base.0.checked_sub(self.table.columns().len()) {
            Some(join) => self.joins[join].parts.iter().flat_map(|&part| self.sources(part)).collect(),
            None => vec![base.0],
        }
    }

    /// The column's values.
    pub(crate) fn values(&self, column: ColumnId) -> &Values {
        match &self.resolved[column.0].made {
            Some(made) => &made.values,
            None => self.base_values(self.resolved[column.0].base),
        }
    }

    /// Whether the column's values are its base's.
    pub(crate) fn is_base(&self, column: ColumnId) -> bool {
        self.resolved[column.0].made.is_none()
    }

    /// The column's value for a value of its base.
    pub(crate) fn of_base(&self, column: ColumnId, value: u32) -> u32 {
        match &self.resolved[column.0].made {
            Some(made) => made.of_base[value as usize],
            None => value,
        }
    }

    /// The column's value in a row.
    pub(crate) fn row_value(&self, column: ColumnId, row: usize) -> u32 {
        self.of_base(column, self.base_rows(self.resolved[column.0].base)[row])
    }

    /// The column's value in each row, without looking the column up again.
    pub(crate) fn reader(&self, column: ColumnId) -> RowReader<'_> {
        RowReader {
            rows: self.base_rows(self.resolved[column.0].base),
            of_base: self.resolved[column.0].made.as_ref().map(|made| made.of_base.as_slice()),
        }
    }

    pub(crate) fn text(&self, column: ColumnId, value: u32) -> &str {
        self.values(column).text(value)
    }

    /// How many rows hold each value of the column.
    pub(crate) fn counts(&self, column: ColumnId) -> Vec<u32> {
        let mut counts = vec![0; self.values(column).len()];
        let rows = self.base_rows(self.resolved[column.0].base);
        match &self.resolved[column.0].made {
            Some(made) => rows.iter().for_each(|&value| counts[made.of_base[value as usize] as usize] += 1),
            None => rows.iter().for_each(|&value| counts[value as usize] += 1),
        }
        counts
    }
}

//! A blocking rule bound to a table: what each row has to agree on, as small numbers.

use super::columns::{ColumnId, Columns, RowReader};
use super::lens::Joint;
use crate::model::{Model, ModelError, Rule};
use crate::random::join;
use std::collections::BTreeSet;

/// A rule, over one table.
pub(crate) struct BoundRule {
    pub(crate) name: String,
    terms: Vec<Term>,
    pub(crate) is_symmetric: bool,
    /// Blocks that are passed over under a snapshot.
    frozen: Option<BTreeSet<Vec<String>>>,
}

struct Term {
    left: ColumnId,
    right: ColumnId,
    /// Common numbers, when the sides are different columns.
    joint: Option<Joint>,
}

/// Which side of a pair a row is looked at from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Left,
    Right,
}

impl BoundRule {
    pub(crate) fn of(columns: &mut Columns, model: &Model, rule: &Rule) -> Result<BoundRule, ModelError> {
        let name = rule.name();
        let place = format!("rule `{name}`");
        let mut terms = Vec::new();
        for (left, right) in &rule.on {
            let (left, right) = (columns.resolve(model, left, &place)?, columns.resolve(model, right, &place)?);
            let joint = (left != right).then(|| {
                let mut joint = Joint::default();
                joint.extend(columns, left, right);
                joint
            });
            terms.push(Term { left, right, joint });
        }
        Ok(BoundRule { is_symmetric: terms.iter().all(|term| term.joint.is_none()), name, terms, frozen: None })
    }

    /// Takes in values that were added.
    pub(crate) fn extend(&mut self, columns: &Columns) {
        for term in &mut self.terms {
            if let Some(joint) = &mut term.joint {
                joint.extend(columns, term.left, term.right);
            }
        }
    }

    /// The columns that it looks at.
    pub(crate) fn columns(&self) -> impl Iterator<Item = ColumnId> {
        self.terms.iter().flat_map(|term| [term.left, term.right])
    }

    /// Reads what rows have to agree on, seen from one end of a pair.
    pub(crate) fn keys<'a>(&'a self, columns: &'a Columns, end: End) -> Keys<'a> {
        let terms = self.terms.iter().map(|term| {
            let column = if end == End::Left { term.left } else { term.right };
            (columns.reader(column), term.joint.as_ref())
        });
        Keys { terms: terms.collect(), end }
    }

    /// What the rows of a block agree on: a text a term.
    pub(crate) fn values(&self, columns: &Columns, row: u32, end: End) -> Vec<String> {
        let text = |term: &Term| {
            let column = if end == End::Left { term.left } else { term.right };
            columns.text(column, columns.row_value(column, row as usize)).to_owned()
        };
        self.terms.iter().map(text).collect()
    }

    /// Takes over which blocks are passed over, whatever their size is now.
    pub(crate) fn freeze(&mut self, passed_over: BTreeSet<Vec<String>>) {
        self.frozen = Some(passed_over);
    }

    /// Whether a snapshot says which blocks are passed over.
    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    /// Whether the block of a row is one that a snapshot passes over.
    pub(crate) fn is_passed_over(&self, columns: &Columns, row: u32, end: End) -> bool {
        let frozen = self.frozen.as_ref().filter(|frozen| !frozen.is_empty());
        frozen.is_some_and(|frozen| frozen.contains(&self.values(columns, row, end)))
    }
}

/// What rows have to agree on, as numbers.
pub(crate) struct Keys<'a> {
    terms: Vec<(RowReader<'a>, Option<&'a Joint>)>,
    end: End,
}

impl Keys<'_> {
    #[inline]
    fn number(&self, (reader, joint): &(RowReader<'_>, Option<&Joint>), row: u32) -> u32 {
        let value = reader.value(row);
        match (joint, self.end) {
            (None, _) => value,
            (Some(joint), End::Left) => joint.left(value),
            (Some(joint), End::Right) => joint.right(value),
        }
    }

    /// A hash of what a row has to agree on; nothing when some of it is missing: what is missing meets nothing.
    #[inline]
    pub(crate) fn hash(&self, row: u32) -> Option<u64> {
        let mut hash = 0;
        for term in &self.terms {
            match self.number(term, row) {
                0 => return None,
                number => hash = join(hash, u64::from(number)),
            }
        }
        Some(hash)
    }

    /// Whether a row agrees on all of it with another row, seen from the other's end. Equal hashes are no proof.
    #[inline]
    pub(crate) fn agree(&self, one: u32, others: &Keys<'_>, other: u32) -> bool {
        let mut terms = self.terms.iter().zip(&others.terms);
        terms.all(|(term, other_term)| {
            let number = self.number(term, one);
            number != 0 && number == others.number(other_term, other)
        })
    }

    /// The numbers that a row has to agree on, for putting rows in order.
    pub(crate) fn numbers(&self, row: u32) -> Vec<u32> {
        self.terms.iter().map(|term| self.number(term, row)).collect()
    }
}

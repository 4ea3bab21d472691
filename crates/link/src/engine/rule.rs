//! A blocking rule bound to a table: what each row has to agree on, as small numbers.

use super::columns::{ColumnId, Columns};
use super::lens::Joint;
use crate::model::{Model, ModelError, Rule};
use crate::random::{join, mix};

/// A rule, over one table.
pub(crate) struct BoundRule {
    pub(crate) name: String,
    terms: Vec<Term>,
    pub(crate) is_symmetric: bool,
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
        Ok(BoundRule { is_symmetric: terms.iter().all(|term| term.joint.is_none()), name, terms })
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

    fn number(term: &Term, columns: &Columns, row: u32, end: End) -> u32 {
        match (end, &term.joint) {
            (End::Left, None) => columns.row_value(term.left, row as usize),
            (End::Left, Some(joint)) => joint.left(columns.row_value(term.left, row as usize)),
            (End::Right, None) => columns.row_value(term.right, row as usize),
            (End::Right, Some(joint)) => joint.right(columns.row_value(term.right, row as usize)),
        }
    }

    /// A hash of what a row has to agree on; nothing when some of it is missing: what is missing meets nothing.
    pub(crate) fn hash(&self, columns: &Columns, row: u32, end: End) -> Option<u64> {
        let mut hash = 0;
        for term in &self.terms {
            match BoundRule::number(term, columns, row, end) {
                0 => return None,
                number => hash = join(hash, u64::from(number)),
            }
        }
        Some(mix(hash))
    }

    /// Whether two rows agree on all of it. Equal hashes are no proof.
    pub(crate) fn agree(&self, columns: &Columns, (one, end): (u32, End), (other, other_end): (u32, End)) -> bool {
        self.terms.iter().all(|term| {
            let number = BoundRule::number(term, columns, one, end);
            number != 0 && number == BoundRule::number(term, columns, other, other_end)
        })
    }

    /// The numbers that a row has to agree on, for putting rows in order.
    pub(crate) fn numbers(&self, columns: &Columns, row: u32, end: End) -> Vec<u32> {
        self.terms.iter().map(|term| BoundRule::number(term, columns, row, end)).collect()
    }

    /// What the rows of a block agree on, for people: the texts, with a plus between.
    pub(crate) fn value(&self, columns: &Columns, row: u32, end: End) -> String {
        let text = |term: &Term| {
            let column = if end == End::Left { term.left } else { term.right };
            columns.text(column, columns.row_value(column, row as usize)).to_owned()
        };
        self.terms.iter().map(text).collect::<Vec<String>>().join(" + ")
    }
}

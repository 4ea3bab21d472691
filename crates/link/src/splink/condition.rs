//! The condition of a level into a `Test`. Both have three outcomes (yes, no, not known), so that AND, OR and NOT
//! mean the same in both.

use super::Refusal;
use super::column::Columns;
use super::measure::{self, Quantity};
use super::node::{Comparator, Node, Record};
use crate::model::{Bound, Side, Test};

/// Translates one condition, defining the columns that it needs.
pub(super) fn translate(node: &Node, columns: &mut Columns) -> Result<Test, Refusal> {
    let each = |nodes: &[Node], columns: &mut Columns| {
        nodes.iter().map(|node| translate(node, columns)).collect::<Result<Vec<Test>, Refusal>>()
    };
    match node {
        Node::All(nodes) => Ok(all(each(nodes, columns)?)),
        Node::Any(nodes) => Ok(any(each(nodes, columns)?)),
        Node::Not(node) => Ok(Test::Not(Box::new(translate(node, columns)?))),
        Node::IsNull(node) => {
            let (record, column) = columns.of(node)?;
            Ok(Test::Missing { column, side: side(record) })
        }
        Node::Compare(comparator, left, right) => compare(*comparator, left, right, columns),
        Node::Call(name, _) => Err(Refusal::function(name)),
        _ => Err(Refusal::new("it is a value and not a condition".to_owned())),
    }
}

fn compare(comparator: Comparator, left: &Node, right: &Node, columns: &mut Columns) -> Result<Test, Refusal> {
    if left.as_text().is_some() || left.as_number().is_some() {
        if right.as_text().is_some() || right.as_number().is_some() {
            return Err(Refusal::new("two constants are compared; leave the level out or write ELSE".to_owned()));
        }
        return compare(comparator.mirrored(), right, left, columns);
    }
    if let (Some(quantity), Some(number)) = (measure::quantity(left, columns)?, right.as_number()) {
        return Ok(bounded(&quantity, comparator, number));
    }
    let equal = match right.as_text() {
        Some(text) if text.is_empty() => {
            return Err(Refusal::new("an empty text is a missing value here; write IS NULL".to_owned()));
        }
        Some(text) => {
            let (record, column) = columns.of(left)?;
            Test::Is { column, side: side(record), text }
        }
        None => {
            let (left, right) = columns.pair(left, right)?;
            Test::Equal { left, right }
        }
    };
    match comparator {
        Comparator::Equal => Ok(equal),
        Comparator::NotEqual => Ok(Test::Not(Box::new(equal))),
        _ => Err(Refusal::new(
            "values are compared by their order; compare a measure of the two, such as `abs(a_l - a_r) <= 1`"
                .to_owned(),
        )),
    }
}

fn bounded(quantity: &Quantity, comparator: Comparator, number: f64) -> Test {
    let number = number * quantity.unit();
    let test = |bound| quantity.test(bound);
    match comparator {
        Comparator::Less => test(Bound::Below(number)),
        Comparator::LessOrEqual => test(Bound::AtMost(number)),
        Comparator::Greater => test(Bound::Above(number)),
        Comparator::GreaterOrEqual => test(Bound::AtLeast(number)),
        Comparator::Equal => Test::All(vec![test(Bound::AtLeast(number)), test(Bound::AtMost(number))]),
        Comparator::NotEqual => Test::Any(vec![test(Bound::Below(number)), test(Bound::Above(number))]),
    }
}

fn side(record: Record) -> Side {
    match record {
        Record::Left => Side::Left,
        Record::Right => Side::Right,
    }
}

fn all(tests: Vec<Test>) -> Test {
    let mut flat = Vec::new();
    for test in tests {
        match test {
            Test::All(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    single(both_sides(flat, Side::Both), Test::All)
}

fn any(tests: Vec<Test>) -> Test {
    let mut flat = Vec::new();
    for test in tests {
        match test {
            Test::Any(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    single(both_sides(flat, Side::Either), Test::Any)
}

fn single(mut tests: Vec<Test>, many: fn(Vec<Test>) -> Test) -> Test {
    match tests.pop() {
        Some(only) if tests.is_empty() => only,
        last => {
            tests.extend(last);
            many(tests)
        }
    }
}

/// Two tests that ask the same of the left and of the right record become one that asks it of both, or of either.
fn both_sides(tests: Vec<Test>, joined: Side) -> Vec<Test> {
    let mut kept: Vec<Test> = Vec::with_capacity(tests.len());
    for test in tests {
        match kept.iter_mut().find(|known| mirrored(known).as_ref() == Some(&test)) {
            Some(Test::Missing { side, .. } | Test::Is { side, .. }) => *side = joined,
            _ => kept.push(test),
        }
    }
    kept
}

/// The same question of the other record.
fn mirrored(test: &Test) -> Option<Test> {
    let other = |side: &Side| match side {
        Side::Left => Some(Side::Right),
        Side::Right => Some(Side::Left),
        Side::Either | Side::Both => None,
    };
    match test {
        Test::Missing { column, side } => Some(Test::Missing { column: column.clone(), side: other(side)? }),
        Test::Is { column, side, text } => {
            Some(Test::Is { column: column.clone(), side: other(side)?, text: text.clone() })
        }
        _ => None,
    }
}

//! A blocking rule of Splink's: equalities joined by AND.

use super::Refusal;
use super::column::Columns;
use super::node::{Comparator, Node};
use crate::model::Rule;

/// Translates one rule, defining the columns that it needs.
pub(super) fn translate(node: &Node, columns: &mut Columns) -> Result<Rule, Refusal> {
    let mut on = Vec::new();
    terms(node, columns, &mut on)?;
    if on.is_empty() {
        return Err(Refusal::new("a rule needs columns that agree, and this one has none".to_owned()));
    }
    Ok(Rule { on })
}

fn terms(node: &Node, columns: &mut Columns, on: &mut Vec<(String, String)>) -> Result<(), Refusal> {
    match node {
        Node::All(nodes) => nodes.iter().try_for_each(|node| terms(node, columns, on)),
        Node::Compare(Comparator::Equal, left, right) => {
            if left.as_text().is_some() && right.as_text().is_some() {
                return Err(Refusal::new("it meets every record with every other; name columns that agree".to_owned()));
            }
            if left.as_text().is_some() || right.as_text().is_some() {
                return Err(Refusal::new(
                    "a rule asks both records to agree, and this asks one for a fixed value; leave such rows out of the \
                     table, or make a column of it"
                        .to_owned(),
                ));
            }
            let term = columns.pair(left, right)?;
            if !on.contains(&term) {
                on.push(term);
            }
            Ok(())
        }
        Node::Any(_) => Err(Refusal::new("a rule has no OR; write one rule for each part of it".to_owned())),
        Node::Not(_) => Err(Refusal::new(
            "a rule has no NOT; leave the part out, and the comparisons will tell the pairs apart".to_owned(),
        )),
        Node::Compare(..) => Err(Refusal::new(
            "a rule only asks columns to agree; leave the part out, and make a comparison of it".to_owned(),
        )),
        Node::Call(name, _) => Err(Refusal::function(name)),
        _ => Err(Refusal::new("a rule is made of `l.column = r.column`, joined by AND".to_owned())),
    }
}

//! Columns joined to one text: `first_name || ' ' || surname`.

use super::Refusal;
use super::column::{Columns, Draft};
use super::node::{Node, Operator};
use crate::model::Source;

impl Columns {
    /// Columns with texts between them. Where the texts differ, what stands before the second is a column of its own.
    pub(super) fn join(&mut self, parts: &[&Node]) -> Result<Draft, Refusal> {
        let edge = || Refusal::new("a constant text stands before or after the joined columns".to_owned());
        let mut joined: Option<Draft> = None;
        let mut between = String::new();
        for part in parts {
            if let Node::Text(text) = part {
                if joined.is_none() {
                    return Err(edge());
                }
                between.push_str(text);
                continue;
            }
            let next = self.draft(part)?;
            joined = Some(match joined {
                None => next,
                Some(before) => self.joined(before, next, std::mem::take(&mut between))?,
            });
        }
        joined.filter(|_| between.is_empty()).ok_or_else(edge)
    }

    fn joined(&mut self, before: Draft, next: Draft, separator: String) -> Result<Draft, Refusal> {
        if before.record != next.record {
            return Err(Refusal::new("columns of two records are joined to one text".to_owned()));
        }
        let record = before.record;
        let name = match separator.as_str() {
            "" => format!("{} || {}", before.name, next.name),
            _ => format!("{} || '{separator}' || {}", before.name, next.name),
        };
        let next = self.define(next)?;
        let from = match before {
            Draft { from: Source::Join { mut columns, separator: same }, steps, .. }
                if same == separator && steps.is_empty() =>
            {
                columns.push(next);
                Source::Join { columns, separator }
            }
            before => Source::Join { columns: vec![self.define(before)?, next], separator },
        };
        Ok(Draft { record, name, from, steps: Vec::new() })
    }
}

/// What is joined, in order.
pub(super) fn parts(node: &Node) -> Vec<&Node> {
    let mut parts = Vec::new();
    gather(node, &mut parts);
    parts
}

fn gather<'n>(node: &'n Node, parts: &mut Vec<&'n Node>) {
    match node {
        Node::Arithmetic(Operator::Concatenate, left, right) => {
            gather(left, parts);
            gather(right, parts);
        }
        other => parts.push(other),
    }
}

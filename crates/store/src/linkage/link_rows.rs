//! The rows that follow from a linkage run's lines: the same code while it is staged and when it is rebuilt.

use crate::sql::{Connection, Value, statements};
use crate::{Json, Link, RecordId, Result, RunNumber};
use serde::{Deserialize, Serialize};

/// One line of a chunk.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    /// Left, right, weight, probability, rule, evidence.
    Link(RecordId, RecordId, i32, u32, String, Json),
    /// Record, cluster.
    Cluster(RecordId, i64),
}

impl Line {
    pub(crate) fn of_link(link: &Link) -> Line {
        let Link { left, right, weight_1024, probability_micro, rule, evidence } = link;
        Line::Link(*left, *right, *weight_1024, *probability_micro, rule.clone(), evidence.clone())
    }
}

/// Rows waiting to be written.
pub(crate) struct LinkRows {
    run: i64,
    links: u64,
    clustered: u64,
    pairs: Vec<([i64; 4], String, String)>,
    memberships: Vec<[i64; 2]>,
}

impl LinkRows {
    pub(crate) fn new(run: RunNumber) -> LinkRows {
        LinkRows { run: i64::from(run.0), links: 0, clustered: 0, pairs: Vec::new(), memberships: Vec::new() }
    }

    /// Links, clustered records.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.links, self.clustered)
    }

    pub(crate) fn push(&mut self, line: &Line) {
        match line {
            Line::Link(left, right, weight, probability, rule, evidence) => {
                self.links += 1;
                let numbers = [left.0, right.0, i64::from(*weight), i64::from(*probability)];
                self.pairs.push((numbers, rule.clone(), evidence.get().to_owned()));
            }
            Line::Cluster(record, cluster) => {
                self.clustered += 1;
                self.memberships.push([record.0, *cluster]);
            }
        }
    }

    pub(crate) fn write(&mut self, connection: &mut Connection) -> Result<()> {
        let run = Value::Int(self.run);
        let links = self.pairs.iter().flat_map(|(numbers, rule, evidence)| {
            let [left, right, weight, probability] = numbers.map(Value::Int);
            [run, left, right, weight, probability, Value::Text(rule), Value::Text(evidence)]
        });
        connection.insert(statements::LINK_NEW, &links.collect::<Vec<_>>())?;
        self.pairs.clear();

        let clusters =
            self.memberships.iter().flat_map(|&[record, cluster]| [run, Value::Int(record), Value::Int(cluster)]);
        connection.insert(statements::CLUSTER_NEW, &clusters.collect::<Vec<_>>())?;
        self.memberships.clear();
        Ok(())
    }
}

//! What comes out: clusters of all records, kept flat, so that ten million records cost three arrays.

use crate::edge::Edge;

/// Records held to be one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Its records, ascending.
    pub records: &'a [u32],
    /// The weakest link that holds it together, with its log odds in 1/1024 bit: the smallest on a maximum
    /// spanning tree of the cluster, where what humans held the same counts as stronger than any link. At a
    /// stronger threshold than this the cluster would not hang together. Of equals, the last by record.
    /// `None` for single records and where decisions alone hold it.
    pub weakest: Option<Edge>,
}

/// A clustering of all records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clustering {
    /// The cluster of each record, numbered in the order of their first records.
    pub of_record: Vec<u32>,
    /// Records by cluster.
    records: Vec<u32>,
    /// Where each cluster starts in `records`, and the end.
    starts: Vec<u32>,
    /// Cluster and weakest link, by cluster.
    weakest: Vec<(u32, Edge)>,
}

impl Clustering {
    /// From the smallest record of each record's cluster, and the weakest link of each cluster that has one.
    pub(super) fn new(mut first: Vec<u32>, weakest: Vec<Edge>) -> Clustering {
        let mut starts = vec![0_u32];
        for record in 0..first.len() {
            let smallest = first[record] as usize;
            if smallest == record {
                first[record] = starts.len() as u32 - 1;
                starts.push(1);
            } else {
                first[record] = first[smallest];
                starts[first[record] as usize + 1] += 1;
            }
        }
        let of_record = first;
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut records = vec![0; of_record.len()];
        for (record, &cluster) in of_record.iter().enumerate() {
            records[next[cluster as usize] as usize] = record as u32;
            next[cluster as usize] += 1;
        }
        let mut weakest: Vec<(u32, Edge)> =
            weakest.into_iter().map(|edge| (of_record[edge.left as usize], edge)).collect();
        weakest.sort_unstable_by_key(|&(cluster, _)| cluster);
        Clustering { of_record, records, starts, weakest }
    }

    /// How many clusters there are, single records included.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cluster of a number in `of_record`.
    pub fn cluster(&self, number: u32) -> Cluster<'_> {
        let number = number as usize;
        let records = &self.records[self.starts[number] as usize..self.starts[number + 1] as usize];
        let weakest = if records.len() > 1 {
            let at = self.weakest.binary_search_by_key(&(number as u32), |&(cluster, _)| cluster);
            at.ok().map(|at| self.weakest[at].1)
        } else {
            None
        };
        Cluster { records, weakest }
    }

    /// All clusters in the order of their first record, single records included.
    pub fn clusters(&self) -> impl ExactSizeIterator<Item = Cluster<'_>> {
        (0..self.len()).map(|number| self.cluster(number as u32))
    }

    /// Clusters of two records or more, in the order of their first record.
    pub fn joined(&self) -> impl Iterator<Item = Cluster<'_>> {
        self.clusters().filter(|cluster| cluster.records.len() > 1)
    }
}

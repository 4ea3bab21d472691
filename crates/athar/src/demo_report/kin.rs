//! Cousins alike in all but the mother, nephews named after an uncle: how often rows of the two are taken for one man.

use crate::demo::{Demo, ErrorKind};
use crate::linking::Linked;
use link::person::{Explainer, Link};
use serde::Serialize;
use std::collections::HashMap;

/// Pairs of rows of two kin who share a name.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct KinTaken {
    /// What makes the two alike.
    pub(crate) kind: &'static str,
    /// Whether both rows name the mother.
    pub(crate) mother_known: bool,
    pub(crate) pairs: usize,
    /// Links at probability .5 or more.
    pub(crate) linked: usize,
    /// The same before rivals count: by what the two rows say.
    pub(crate) linked_by_themselves: usize,
    /// In one cluster.
    pub(crate) in_one_cluster: usize,
    /// Linked or in one cluster, and the explanation asks for the mother.
    pub(crate) asked: usize,
}

/// Counts over all pairs of rows, one of either.
pub(super) fn taken_for_one(made: &Demo, linked: &Linked, truth: &[Option<u32>]) -> Vec<KinTaken> {
    let rows = super::groups(truth.iter().copied());
    let rows_of = |person: u32| rows.get(&person).map_or(&[][..], Vec::as_slice);
    let mut explainer = Explainer::new(&linked.loaded.table, &linked.linkage.model);
    let links: HashMap<(u32, u32), &Link> =
        linked.linkage.links.iter().map(|link| ((link.left, link.right), link)).collect();
    let clusters = &linked.clustering.of_record;
    let mut counted = [ErrorKind::Cousin, ErrorKind::Nephew].map(|kind| {
        [true, false].map(|mother_known| KinTaken {
            kind: kind.word(),
            mother_known,
            pairs: 0,
            linked: 0,
            linked_by_themselves: 0,
            in_one_cluster: 0,
            asked: 0,
        })
    });
    for &(kind, one, other) in &made.kin {
        for (&left, &right) in
            rows_of(one).iter().flat_map(|left| rows_of(other).iter().map(move |right| (left, right)))
        {
            let told = explainer.lines(left, right);
            let mother_known = told.lines.iter().any(|line| line.comparison == "mother");
            let link = links.get(&(left.min(right), left.max(right)));
            let is_linked = link.is_some_and(|link| link.log_odds >= 0);
            let is_clustered = clusters[left as usize] == clusters[right as usize];
            let count = &mut counted[usize::from(kind == ErrorKind::Nephew)][usize::from(!mother_known)];
            count.pairs += 1;
            count.linked += usize::from(is_linked);
            count.linked_by_themselves += usize::from(told.log_odds >= 0);
            count.in_one_cluster += usize::from(is_clustered);
            count.asked += usize::from((is_linked || is_clustered) && told.ask_next.contains(&"mother"));
        }
    }
    counted.into_iter().flatten().collect()
}

//! How large clusters are, and where the largest would break.

use super::limits::{CLUSTER_SIZES_MAX, LARGEST_CLUSTERS_MAX};
use super::teller::{Teller, percent, value, weight};
use super::words::Word;
use super::{ClusterSize, LinkageReport};
use crate::charts::Ink;
use crate::{Axis, number};

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    teller.open("clusters", Word::ClustersTitle, Word::ClustersRead);
    let classes = classes(&report.clusters.sizes);
    if classes.is_empty() {
        teller.nothing();
        return teller.close();
    }
    let ruler = teller.ruler("sizes", Axis::of_counts(classes.iter().map(|class| class.clusters)));
    teller.out.raw("<div class=\"wide\"><table class=\"chart sizes\"><thead><tr>");
    teller.heads(&[("level", Word::ClusterSize), ("n", Word::ClusterCount)]);
    teller.ruler_head(&ruler);
    teller.out.raw("</tr></thead><tbody>");
    for class in &classes {
        let (size, clusters) = (class.name(teller), number::count(class.clusters));
        let strip = ruler.bar(class.clusters as f64, Some(Ink::One));
        teller.out.add(format_args!(
            "<tr><th scope=\"row\">{size}</th><td class=\"n\">{clusters}</td><td class=\"strip\">{strip}</td></tr>"
        ));
    }
    teller.out.raw("</tbody></table></div>");
    teller.scale_note(ruler.axis().shape());
    largest(report, teller);
    teller.close();
}

/// Sizes that share a bar.
struct Class {
    from: u64,
    to: Option<u64>,
    clusters: u64,
}

impl Class {
    fn name(&self, teller: &Teller<'_>) -> String {
        let from = number::count(self.from);
        match self.to {
            Some(to) if to == self.from => from,
            Some(to) => teller.tell(Word::SizeRange, &[("from", from), ("to", number::count(to))]),
            None => teller.tell(Word::SizeFrom, &[("from", from)]),
        }
    }
}

/// Sizes one by one to six, then ever wider, as many as are needed.
fn classes(sizes: &[ClusterSize]) -> Vec<Class> {
    const ENDS: [u64; CLUSTER_SIZES_MAX - 1] = [1, 2, 3, 4, 5, 6, 10, 20, 50, 100, 1000];
    let mut classes: Vec<Class> = Vec::new();
    let mut from = 0;
    for to in ENDS.iter().map(|&to| Some(to)).chain([None]) {
        let within = |size: &&ClusterSize| size.records >= from && to.is_none_or(|to| size.records <= to);
        let clusters = sizes.iter().filter(within).fold(0, |sum: u64, size| sum.saturating_add(size.clusters));
        classes.push(Class { from: from.max(1), to, clusters });
        from = to.unwrap_or(from) + 1;
    }
    let used = classes.iter().rposition(|class| class.clusters > 0).map_or(0, |last| last + 1);
    classes.truncate(used);
    let first = classes.iter().position(|class| class.clusters > 0).unwrap_or(0);
    classes.split_off(first)
}

fn largest(report: &LinkageReport, teller: &mut Teller<'_>) {
    let largest = &report.clusters.largest;
    if largest.is_empty() {
        return;
    }
    let (title, read) = (teller.say(Word::LargestTitle), teller.say(Word::LargestRead));
    teller.out.add(format_args!(
        "<h3>{title}</h3><p class=\"read\">{read}</p><div class=\"wide\"><table class=\"plain\"><thead><tr>"
    ));
    teller.heads(&[("", Word::Cluster), ("n", Word::Records), ("n", Word::Links), ("", Word::WeakestLink)]);
    teller.heads(&[("n", Word::Weight), ("n", Word::Probability)]);
    teller.out.raw("</tr></thead><tbody>");
    for cluster in largest.iter().take(LARGEST_CLUSTERS_MAX) {
        let (name, records, links) =
            (value(&cluster.name), number::count(cluster.records), number::count(cluster.links));
        let (pair, bits, probability) = match &cluster.weakest {
            Some(edge) => (
                format!("{} <span class=\"and\">·</span> {}", value(&edge.left), value(&edge.right)),
                weight(edge.weight),
                percent(edge.probability),
            ),
            None => (number::NO_NUMBER.to_owned(), String::new(), String::new()),
        };
        teller.out.add(format_args!(
            "<tr><td>{name}</td><td class=\"n\">{records}</td><td class=\"n\">{links}</td><td>{pair}</td><td class=\"n\">{bits}</td><td class=\"n\">{probability}</td></tr>"
        ));
    }
    teller.out.raw("</tbody></table></div>");
    teller.more(largest.len(), LARGEST_CLUSTERS_MAX);
}

//! Sampled clusterings: not one answer but many, each drawn with about the probability that the links give it.
//!
//! What is approximated is the distribution over partitions in which a partition has the product of the odds of
//! all its pairs that are together, given the constraints: the posterior if links were independent evidence. Any
//! figure that depends on who is whom can then be taken over the draws, and its spread says what linkage alone
//! leaves open (Steorts, Hall and Fienberg 2016, *A Bayesian approach to graphical record linkage and
//! deduplication*, JASA 111, draw from such a posterior by Markov chains).
//!
//! A draw is made by the pivot algorithm (Ailon, Charikar and Newman 2008, *Aggregating inconsistent
//! information: ranking and clustering*, JACM 55): records in random order, each that is still free gathers free
//! neighbours; which link holds is decided by coins. With plain coins a partition within three times the fewest
//! possible disagreements comes out in expectation. Here a coin is weighed by the links of the neighbour to
//! *all* who have gathered so far, not to the pivot alone, so that two rivals seldom end in one cluster; and who
//! is asked first is drawn in proportion to the odds (Plackett 1975; by Gumbel's trick).
//!
//! It is an approximation: one pass without a Markov chain, and links that share evidence are not independent.

mod draw;
mod units;

use super::clustering::Clustering;
use super::components::Components;
use super::options::{ClusterOptions, Constraints, Rules};
use crate::edge::Edge;
use draw::Draw;
use units::Units;

/// Pairs below 1 : 128 bring nobody together by themselves.
const SAMPLED_LOG_ODDS_MIN: i32 = -7 * 1024;

/// Clusterings drawn from the probabilities of links. Records without a link worth a coin are always alone and
/// cost nothing; the others a byte a sample, in components of more than 256 records two or four.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledClusterings {
    samples: u32,
    /// By record: its place among those of components, or `NONE`.
    places: Vec<u32>,
    /// By place: the component.
    components: Vec<u32>,
    /// By component: its first place, and the end.
    starts: Vec<u32>,
    /// By place: the record.
    records: Vec<u32>,
    /// By component: where its labels start in `labels`, sample after sample.
    offsets: Vec<usize>,
    labels: Vec<u8>,
}

const NONE: u32 = u32::MAX;

/// Draws `samples` clusterings. The same seed gives the same, in whatever order the links come.
///
/// Constraints hold in each. A pair that is not among the links counts −10 bits.
pub fn sample_clusterings(
    records: usize,
    links: &[Edge],
    constraints: &Constraints,
    samples: u32,
    seed: u64,
) -> SampledClusterings {
    let components = Components::in_any_order(records, links, SAMPLED_LOG_ODDS_MIN, constraints);
    let mut sampled = SampledClusterings {
        samples,
        places: vec![NONE; records],
        components: Vec::new(),
        starts: vec![0],
        records: Vec::new(),
        offsets: Vec::new(),
        labels: Vec::new(),
    };
    let mut units = Units::new(Rules::new(0.5, &ClusterOptions::default()), &constraints.one_row_one_person);
    let mut draw = Draw::default();
    for component in components.iter() {
        for &record in component.records {
            sampled.places[record as usize] = sampled.records.len() as u32;
            sampled.components.push(sampled.offsets.len() as u32);
            sampled.records.push(record);
        }
        sampled.starts.push(sampled.records.len() as u32);
        sampled.offsets.push(sampled.labels.len());
        units.fill(&component);
        let width = width(component.records.len());
        for sample in 0..samples {
            let of_unit = draw.one(&mut units, seed, sample);
            for &unit in units.of_record() {
                sampled.labels.extend_from_slice(&of_unit[unit as usize].to_le_bytes()[..width]);
            }
        }
    }
    sampled
}

/// Bytes that name a record of a component.
fn width(records: usize) -> usize {
    match records {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

impl SampledClusterings {
    /// How many clusterings were drawn.
    pub fn samples(&self) -> u32 {
        self.samples
    }

    /// The share of samples in which two records are together.
    pub fn together(&self, one: u32, other: u32) -> f64 {
        self.all_together(&[one, other])
    }

    /// The share of samples in which all of these records are together, with others or without.
    pub fn all_together(&self, records: &[u32]) -> f64 {
        let Some((&first, rest)) = records.split_first() else { return 1.0 };
        if rest.iter().all(|&record| record == first) {
            return 1.0;
        }
        let Some(component) = self.component(first) else { return 0.0 };
        if rest.iter().any(|&record| self.component(record) != Some(component)) {
            return 0.0;
        }
        let times = (0..self.samples).filter(|&sample| {
            let label = self.label(component, sample, first);
            rest.iter().all(|&record| self.label(component, sample, record) == label)
        });
        self.share(times.count() as u32)
    }

    /// By number of a cluster the share of samples in which it appears whole: its records together, and nobody else.
    pub fn whole_clusters(&self, clustering: &Clustering) -> Vec<f64> {
        let mut times = vec![0_u32; clustering.len()];
        let mut sizes: Vec<u32> = Vec::new();
        for component in 0..self.offsets.len() {
            let records = self.of_component(component);
            let mut clusters: Vec<u32> = records.iter().map(|&record| clustering.of_record[record as usize]).collect();
            clusters.sort_unstable();
            clusters.dedup();
            for sample in 0..self.samples {
                sizes.clear();
                sizes.resize(records.len(), 0);
                for &record in records {
                    sizes[self.label(component, sample, record) as usize] += 1;
                }
                for &number in &clusters {
                    let cluster = clustering.cluster(number).records;
                    let label = |record: u32| {
                        (self.component(record) == Some(component)).then(|| self.label(component, sample, record))
                    };
                    let first = label(cluster[0]);
                    let whole = first.is_some_and(|first| sizes[first as usize] as usize == cluster.len())
                        && cluster.iter().all(|&record| label(record) == first);
                    times[number as usize] += u32::from(whole);
                }
            }
        }
        let mut shares: Vec<f64> = times.into_iter().map(|times| self.share(times)).collect();
        for (&place, &cluster) in self.places.iter().zip(&clustering.of_record) {
            if place == NONE && clustering.cluster(cluster).records.len() == 1 {
                shares[cluster as usize] = 1.0;
            }
        }
        shares
    }

    /// One of the clusterings. No weakest links are named in it.
    pub fn clustering(&self, sample: u32) -> Clustering {
        let mut first: Vec<u32> = (0..self.places.len() as u32).collect();
        let mut first_of_label: Vec<u32> = Vec::new();
        for component in 0..self.offsets.len() {
            let records = self.of_component(component);
            first_of_label.clear();
            first_of_label.resize(records.len(), NONE);
            for &record in records {
                let at = &mut first_of_label[self.label(component, sample, record) as usize];
                *at = (*at).min(record);
                first[record as usize] = *at;
            }
        }
        Clustering::new(first, Vec::new())
    }

    fn share(&self, times: u32) -> f64 {
        if self.samples == 0 { 0.0 } else { f64::from(times) / f64::from(self.samples) }
    }

    fn of_component(&self, component: usize) -> &[u32] {
        &self.records[self.starts[component] as usize..self.starts[component + 1] as usize]
    }

    fn component(&self, record: u32) -> Option<usize> {
        let place = self.places[record as usize];
        (place != NONE).then(|| self.components[place as usize] as usize)
    }

    /// The cluster of a record of a component in a sample, in numbers of the component.
    fn label(&self, component: usize, sample: u32, record: u32) -> u32 {
        let (start, end) = (self.starts[component], self.starts[component + 1]);
        let records = (end - start) as usize;
        let width = width(records);
        let local = (self.places[record as usize] - start) as usize;
        let at = self.offsets[component] + (sample as usize * records + local) * width;
        let mut bytes = [0; 4];
        bytes[..width].copy_from_slice(&self.labels[at..at + width]);
        u32::from_le_bytes(bytes)
    }
}

//! Seconds that clustering takes on invented graphs: `cargo run --release -p athar-link --example clustering_speed`.
//!
//! An argument multiplies the sizes: `-- 10` clusters ten million records. Another names the graph: `-- 1 star`.
#![expect(clippy::print_stdout, reason = "prints what it measured")]

use link::{
    ClusterOptions, Clustering, Constraints, Edge, Joining, cluster, cluster_at, connected_components,
    sample_clusterings,
};
use std::collections::HashSet;
use std::time::Instant;

/// `SplitMix64`, as in the library.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) >> 32) as u32 % bound
    }

    fn log_odds(&mut self, from_bits: i32, to_bits: i32) -> i32 {
        from_bits * 1024 + self.below(((to_bits - from_bits) * 1024) as u32) as i32
    }

    fn other(&mut self, record: u32, records: u32) -> (u32, u32) {
        let other = (record + 1 + self.below(records - 1)) % records;
        (record.min(other), record.max(other))
    }
}

/// People with one to four records, all of whose pairs are links, and as many wrong candidates.
fn people(records: u32, links: usize) -> Vec<Edge> {
    let mut random = Random(1);
    let mut edges = Vec::with_capacity(links);
    // Records of one person lie far apart, as on several lists.
    let mut order: Vec<u32> = (0..records).collect();
    for at in (1..records).rev() {
        order.swap(at as usize, random.below(at + 1) as usize);
    }
    let mut at = 0;
    while at < records {
        let size = (1 + random.below(4)).min(records - at);
        for one in at..at + size {
            for other in one + 1..at + size {
                let (one, other) = (order[one as usize], order[other as usize]);
                let log_odds = random.log_odds(0, 16);
                edges.push(Edge { left: one.min(other), right: one.max(other), log_odds });
            }
        }
        at += size;
    }
    edges.truncate(links);
    let mut seen: HashSet<(u32, u32)> = edges.iter().map(|edge| (edge.left, edge.right)).collect();
    while edges.len() < links {
        let one = random.below(records);
        let (left, right) = random.other(one, records);
        if seen.insert((left, right)) {
            edges.push(Edge { left, right, log_odds: random.log_odds(-12, 1) });
        }
    }
    edges
}

fn star(records: u32) -> Vec<Edge> {
    let mut random = Random(2);
    (1..records).map(|right| Edge { left: 0, right, log_odds: random.log_odds(0, 16) }).collect()
}

/// Every pair of few records.
fn block(records: u32, from_bits: i32, to_bits: i32) -> Vec<Edge> {
    let mut random = Random(3);
    let pairs = (0..records).flat_map(|left| (left + 1..records).map(move |right| (left, right)));
    pairs.map(|(left, right)| Edge { left, right, log_odds: random.log_odds(from_bits, to_bits) }).collect()
}

/// Many records, each with some random others: one component.
fn tangle(records: u32, each: u32) -> Vec<Edge> {
    let mut random = Random(4);
    let mut seen = HashSet::new();
    for record in 0..records {
        seen.extend((0..each).map(|_| random.other(record, records)));
    }
    let mut pairs: Vec<(u32, u32)> = seen.into_iter().collect();
    pairs.sort_unstable();
    pairs.into_iter().map(|(left, right)| Edge { left, right, log_odds: random.log_odds(-12, 14) }).collect()
}

/// Seconds that this process was on a processor: other work on the machine does not count (Linux).
fn cpu_seconds() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(status.split_whitespace().next()?.parse::<u64>().ok()? as f64 / 1e9)
}

fn timed(what: &str, work: impl FnOnce() -> String) {
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let found = work();
    let cpu =
        cpu_seconds().zip(cpu).map_or_else(String::new, |(after, before)| format!(" ({:.3} CPU)", after - before));
    println!("  {:7.3} s{cpu}  {what}: {found}", started.elapsed().as_secs_f64());
}

fn summary(clustering: &Clustering) -> String {
    let largest = clustering.joined().map(|cluster| cluster.records.len()).max().unwrap_or(1);
    format!("{} clusters, largest {largest}", clustering.len())
}

/// MiB that this process holds (`VmRSS`) or held at most (`VmHWM`), on Linux.
fn mib(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)).unwrap_or_default();
    line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

/// Makes what is held now the most that was held, as far as the system allows it.
fn forget_peak() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").unwrap_or_default();
    mib("VmRSS")
}

fn measure(name: &str, records: u32, edges: &[Edge]) {
    println!("{name}: {records} records, {} links", edges.len());
    let (records, none) = (records as usize, Constraints::default());
    let before = forget_peak();
    timed("cluster", || summary(&cluster(records, edges, 0.8, &none)));
    println!("  {:7} MiB more at the peak, what comes out included", mib("VmHWM").saturating_sub(before));
    let options = ClusterOptions::for_any_table();
    timed("for any table", || summary(&cluster_at(records, edges, &[0.8], &none, &options)[0]));
    timed("three thresholds", || summary(&cluster_at(records, edges, &[0.5, 0.8, 0.95], &none, &options)[2]));
    let chains = ClusterOptions { joining: Joining::Chains, rivals: false, ..options };
    timed("chains, bridges cut", || summary(&cluster_at(records, edges, &[0.8], &none, &chains)[0]));
    let lists = (0..records).map(|record| Some((record % 3) as u16)).collect();
    let lists = Constraints { one_row_one_person: lists, ..Constraints::default() };
    let one_to_one = ClusterOptions { one_to_one: true, ..options };
    timed("one to one, three lists", || summary(&cluster_at(records, edges, &[0.8], &lists, &one_to_one)[0]));
    timed("connected components", || summary(&connected_components(records, edges, 0.8)));
    timed("ten samples", || summary(&sample_clusterings(records, edges, &none, 10, 1).clustering(9)));
}

/// A graph by name: how many records, and its links.
type Graph = (&'static str, fn(u32) -> (u32, Vec<Edge>));

const GRAPHS: &[Graph] = &[
    ("people", |times| (1_000_000 * times, people(1_000_000 * times, 1_200_000 * times as usize))),
    ("a star", |times| (500_000 * times, star(500_000 * times))),
    ("a dense block that agrees", |_| (1550, block(1550, 2, 12))),
    ("a dense block that does not", |_| (1550, block(1550, -9, 9))),
    ("a tangle", |times| (500_000 * times, tangle(500_000 * times, 5))),
];

fn main() {
    let times = std::env::args().nth(1).and_then(|times| times.parse().ok()).unwrap_or(1);
    let wanted = std::env::args().nth(2).unwrap_or_default();
    for (name, graph) in GRAPHS.iter().filter(|(name, _)| name.contains(&wanted)) {
        let (records, edges) = graph(times);
        measure(name, records, &edges);
    }
}

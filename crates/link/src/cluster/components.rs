//! Components: records that links could bring together, with their links by strength and numbers of their own.
//!
//! Two components never influence each other, so each is solved alone, in the cache. Single records have none.

use super::forest::Forest;
use super::options::Constraints;
use crate::edge::Edge;

/// One component. Its links and decisions name records by their place in `records`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component<'a> {
    /// Its records, ascending, two or more.
    pub(super) records: &'a [u32],
    /// Links between them, the strongest first, equals by record.
    pub(super) edges: &'a [Edge],
    /// What humans held the same, in the order given.
    pub(super) same: &'a [(u32, u32)],
    /// What humans held different.
    pub(super) different: &'a [(u32, u32)],
}

impl Component<'_> {
    /// A link in the numbers of all records.
    pub(super) fn named(&self, edge: Edge) -> Edge {
        Edge { left: self.records[edge.left as usize], right: self.records[edge.right as usize], ..edge }
    }
}

/// All components of two records or more, in the order of their first record.
#[derive(Debug)]
pub(super) struct Components {
    /// Number of all records.
    of: usize,
    records: Vec<u32>,
    starts: Vec<u32>,
    edges: Vec<Edge>,
    edge_starts: Vec<u32>,
    same: Pairs,
    different: Pairs,
}

const NONE: u32 = u32::MAX;

impl Components {
    /// Components over links of log odds `reach` or more and over decisions that two records are the same.
    pub(super) fn new(records: usize, links: &[Edge], reach: i32, constraints: &Constraints) -> Components {
        let mut components = Components::in_any_order(records, links, reach, constraints);
        for bounds in components.edge_starts.windows(2) {
            components.edges[bounds[0] as usize..bounds[1] as usize].sort_unstable_by(|one, other| {
                other.log_odds.cmp(&one.log_odds).then_with(|| (one.left, one.right).cmp(&(other.left, other.right)))
            });
        }
        components
    }

    /// The same, but the links of a component stand in the order in which they came.
    pub(super) fn in_any_order(records: usize, links: &[Edge], reach: i32, constraints: &Constraints) -> Components {
        let mut forest = Forest::default();
        forest.fill(records);
        for edge in links.iter().filter(|edge| edge.log_odds >= reach) {
            forest.join(edge.left, edge.right);
        }
        let known = |&&(one, other): &&(u32, u32)| (one.max(other) as usize) < records && one != other;
        for &(one, other) in constraints.same.iter().filter(known) {
            forest.join(one, other);
        }
        let places = Places::new(forest);

        // Looked up once, then sorted by counting: looking up is a miss of the cache a record.
        let mut edge_starts = vec![0_u32; places.starts.len()];
        let mut found: Vec<(u32, Edge)> = Vec::with_capacity(links.len());
        for edge in links {
            if let Some((component, left, right)) = places.of_pair(edge.left, edge.right) {
                edge_starts[component as usize + 1] += 1;
                found.push((component, Edge { left, right, log_odds: edge.log_odds }));
            }
        }
        for at in 1..edge_starts.len() {
            edge_starts[at] += edge_starts[at - 1];
        }
        let mut next = edge_starts.clone();
        let mut edges = vec![Edge { left: 0, right: 0, log_odds: 0 }; found.len()];
        for (component, edge) in found {
            let at = &mut next[component as usize];
            edges[*at as usize] = edge;
            *at += 1;
        }
        let local = |pairs: &[(u32, u32)]| {
            Pairs::new(pairs.iter().filter(known).filter_map(|&(one, other)| places.of_pair(one, other)).collect())
        };
        let (same, different) = (local(&constraints.same), local(&constraints.different));
        Components { of: records, records: places.records, starts: places.starts, edges, edge_starts, same, different }
    }

    /// Number of all records.
    pub(super) fn records(&self) -> usize {
        self.of
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Component<'_>> {
        (0..self.starts.len() - 1).map(|number| Component {
            records: &self.records[self.starts[number] as usize..self.starts[number + 1] as usize],
            edges: &self.edges[self.edge_starts[number] as usize..self.edge_starts[number + 1] as usize],
            same: self.same.of(number as u32),
            different: self.different.of(number as u32),
        })
    }
}

/// Decisions by component. There are few of them, so a component looks its own up.
#[derive(Debug)]
struct Pairs {
    components: Vec<u32>,
    pairs: Vec<(u32, u32)>,
}

impl Pairs {
    fn new(mut found: Vec<(u32, u32, u32)>) -> Pairs {
        // Stable: the order of decisions within a component stays.
        found.sort_by_key(|&(component, ..)| component);
        Pairs {
            components: found.iter().map(|&(component, ..)| component).collect(),
            pairs: found.iter().map(|&(_, one, other)| (one, other)).collect(),
        }
    }

    fn of(&self, component: u32) -> &[(u32, u32)] {
        if self.pairs.is_empty() {
            return &[];
        }
        let from = self.components.partition_point(|&number| number < component);
        let to = self.components.partition_point(|&number| number <= component);
        &self.pairs[from..to]
    }
}

/// Where each record stands.
#[derive(Debug)]
struct Places {
    /// By record: its component, or `NONE`, and its number there.
    of: Vec<(u32, u32)>,
    /// Records of components of two or more, by component.
    records: Vec<u32>,
    /// By component: its first record, and the end.
    starts: Vec<u32>,
}

impl Places {
    fn new(forest: Forest) -> Places {
        let mut parents = forest.into_parents();
        let mut sizes = vec![0_u32; parents.len()];
        // A root is the smallest of its component: what stands above a record has been made flat before it.
        for record in 0..parents.len() {
            let root = parents[parents[record] as usize];
            parents[record] = root;
            sizes[root as usize] += 1;
        }
        let mut starts = vec![0_u32];
        let mut component_of_root = sizes;
        let mut end = 0;
        for size in &mut component_of_root {
            if *size > 1 {
                end += *size;
                *size = starts.len() as u32 - 1;
                starts.push(end);
            } else {
                *size = NONE;
            }
        }
        let mut next = starts.clone();
        let mut records = vec![0; end as usize];
        let mut of = vec![(NONE, 0); parents.len()];
        for (record, &root) in parents.iter().enumerate() {
            let component = component_of_root[root as usize];
            if component != NONE {
                let at = &mut next[component as usize];
                records[*at as usize] = record as u32;
                of[record] = (component, *at - starts[component as usize]);
                *at += 1;
            }
        }
        Places { of, records, starts }
    }

    /// The component of a pair and its records' numbers there, if both are in one.
    fn of_pair(&self, one: u32, other: u32) -> Option<(u32, u32, u32)> {
        let ((component, one), (second, other)) = (self.of[one as usize], self.of[other as usize]);
        (component == second && component != NONE).then_some((component, one, other))
    }
}

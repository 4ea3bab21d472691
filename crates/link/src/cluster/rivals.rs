//! Rivals: where two records fit a third about equally well and are not each other, at most one of them is
//! right. A link's odds are those of "this one" against "its best rival, or none".

use super::graph::Graph;
use super::options::RIVAL_LOG_ODDS_MIN;

/// What a neighbour of an end is to a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A rival.
    Rival,
    /// Not a rival of this link.
    NotHere,
    /// Never again a rival at this end: it has joined it, or cannot be it.
    Never,
}

/// By record the neighbours that may still be rivals, the strongest first. Who is none for good is stepped over
/// from then on, so that hubs are not looked through again for each of their links.
#[derive(Debug, Default)]
pub(super) struct Rivals {
    /// By place in the graph: itself, or a place nearer to the next that may be a rival (union-find).
    next: Vec<u32>,
}

impl Rivals {
    pub(super) fn fill(&mut self, graph: &Graph) {
        self.next.clear();
        self.next.extend(0..=graph.len() as u32);
    }

    fn next(&mut self, mut place: usize) -> usize {
        while self.next[place] as usize != place {
            let after = self.next[self.next[place] as usize];
            self.next[place] = after;
            place = after as usize;
        }
        place
    }

    /// Whether a link whose log odds are `slack` above the threshold's stays there, rivals at `end` considered.
    pub(super) fn clear(
        &mut self,
        graph: &Graph,
        end: u32,
        slack: i64,
        mut standing: impl FnMut(u32) -> Standing,
    ) -> bool {
        let places = graph.places(end);
        let mut place = places.start;
        loop {
            place = self.next(place);
            if place >= places.end {
                return true;
            }
            let (neighbour, log_odds) = graph.at(place);
            if log_odds <= RIVAL_LOG_ODDS_MIN || i64::from(log_odds.max(0)) + BIT <= slack {
                return true;
            }
            match standing(neighbour) {
                Standing::Rival => return cost(log_odds) <= slack,
                Standing::NotHere => {}
                Standing::Never => self.next[place] = place as u32 + 1,
            }
            place += 1;
        }
    }
}

/// One bit, in the units of links.
const BIT: i64 = 1024;

/// What a rival takes off a link: odds become odds / (1 + odds of the rival). It is at least the rival's log odds
/// and at most a bit more.
fn cost(log_odds: i32) -> i64 {
    ((1.0 + (f64::from(log_odds) / 1024.0).exp2()).log2() * 1024.0).round().min(f64::from(i32::MAX)) as i64
}

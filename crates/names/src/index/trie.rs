//! The trie of distinct parts over source units, flat in the order of a walk that takes children first.
//!
//! A node is followed by its subtree; it says where that ends, so leaving a branch out is one step and a
//! walk only ever goes forward: damaged bytes cannot make it endless.

use crate::alphabet::LATIN_LETTERS;
use crate::index::layout::NODE;
use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;

/// One node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// Source unit without its place.
    pub(super) unit: u8,
    /// Units from the root, this one counted.
    pub(super) depth: usize,
    /// Whether a part ends here.
    pub(super) terminal: bool,
    /// Whether a part here or below stands in a name.
    pub(super) named: bool,
    /// Most and fewest units from here to the end of a part below; 0 at a leaf.
    pub(super) height: usize,
    pub(super) least: usize,
    /// The node after the subtree.
    pub(super) after: usize,
    /// The first part in the subtree; this node's own where a part ends here.
    pub(super) part: u32,
    /// Kinds of units below, one bit each.
    pub(super) below: u32,
}

/// The bit of a unit without its place: its letter, or one of few for the rare letters and the digraphs.
pub(super) fn kind(script: Script, unit: u8) -> u32 {
    let unit = u32::from(unit);
    let letters = LATIN_LETTERS as u32;
    let bit = match script {
        Script::Latin if unit < 2 * letters => unit % letters,
        Script::Latin => letters + unit % (u32::BITS - letters),
        _ => unit % u32::BITS,
    };
    1 << bit
}

impl Node {
    /// The node at a place; `None` at the end.
    #[inline]
    pub(super) fn at(nodes: &[[u8; NODE]], at: usize) -> Option<Self> {
        let bytes = nodes.get(at)?;
        let limit = |value: u8| usize::from(value).min(MAX_PART_LETTERS);
        Some(Self {
            unit: bytes[0],
            depth: limit(bytes[1] & 0x7f).max(1),
            named: bytes[1] & 0x80 != 0,
            terminal: bytes[11] & 0x80 != 0,
            height: limit(bytes[2]),
            least: limit(bytes[3]),
            after: (u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize).max(at + 1),
            part: u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11] & 0x7f]),
            below: u32::from_le_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]),
        })
    }
}

/// Lays a trie flat. The words are sorted and distinct; the first has the number `first`, the next follow.
pub(super) fn lay(script: Script, words: &[Vec<u8>], first: u32, is_named: impl Fn(u32) -> bool) -> Vec<u8> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut before: &[u8] = &[];
    for (number, word) in words.iter().enumerate() {
        let common = before.iter().zip(word).take_while(|(a, b)| a == b).count();
        close(&mut nodes, &mut open, common);
        for (depth, &unit) in word.iter().enumerate().skip(common) {
            open.push(nodes.len());
            let (part, terminal) = (first + number as u32, depth + 1 == word.len());
            nodes.push(Node {
                unit,
                depth: depth + 1,
                terminal,
                named: false,
                height: 0,
                least: 0,
                after: 0,
                part,
                below: 0,
            });
        }
        if is_named(first + number as u32) {
            for &at in &open {
                nodes[at].named = true;
            }
        }
        before = word;
    }
    close(&mut nodes, &mut open, 0);
    measure(script, &mut nodes);
    let mut bytes = Vec::with_capacity(nodes.len() * NODE);
    for node in &nodes {
        bytes.extend_from_slice(&[
            node.unit,
            node.depth as u8 | u8::from(node.named) << 7,
            node.height as u8,
            node.least as u8,
        ]);
        bytes.extend_from_slice(&(node.after as u32).to_le_bytes());
        bytes.extend_from_slice(&(node.part | u32::from(node.terminal) << 31).to_le_bytes());
        bytes.extend_from_slice(&node.below.to_le_bytes());
    }
    bytes
}

fn close(nodes: &mut [Node], open: &mut Vec<usize>, depth: usize) {
    let after = nodes.len();
    for at in open.drain(depth..) {
        nodes[at].after = after;
    }
}

/// Heights from the last node to the first: children stand after their parents.
fn measure(script: Script, nodes: &mut [Node]) {
    for at in (0..nodes.len()).rev() {
        let mut child = at + 1;
        while child < nodes[at].after {
            let Node { unit, height, least, terminal, after, below, .. } = nodes[child];
            let nearest = if terminal { 1 } else { least + 1 };
            let node = &mut nodes[at];
            node.below |= below | kind(script, unit);
            node.height = node.height.max(height + 1);
            node.least = if node.least == 0 { nearest } else { node.least.min(nearest) };
            child = after;
        }
    }
}

/// The part spelled by these units.
pub(super) fn find(nodes: &[[u8; NODE]], units: impl IntoIterator<Item = u8>) -> Option<u32> {
    let mut range = 0..nodes.len();
    let mut found = None;
    for unit in units {
        let mut at = range.start;
        found = loop {
            let node = Node::at(nodes, at).filter(|_| at < range.end)?;
            if node.unit == unit {
                range = at + 1..node.after;
                break node.terminal.then_some(node.part);
            }
            at = node.after;
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Node, find, lay};
    use crate::script::Script;

    #[test]
    fn every_word_is_found_and_no_other() {
        let words = [vec![1], vec![1, 2, 3], vec![1, 2, 4], vec![2, 2]];
        let bytes = lay(Script::Arabic, &words, 7, |part| part == 9);
        let nodes = bytes.as_chunks().0;
        for (number, word) in words.iter().enumerate() {
            assert_eq!(find(nodes, word.iter().copied()), Some(7 + number as u32));
        }
        assert_eq!(find(nodes, [1, 2]), None);
        assert_eq!(find(nodes, [2, 2, 2]), None);
        assert_eq!(find(nodes, []), None);
        let root = Node::at(nodes, 0).unwrap();
        assert_eq!(Node::at(nodes, 4).map(|node| node.named), Some(false));
        assert!(root.named);
        assert_eq!((root.height, root.least, root.after), (2, 2, 4));
        assert_eq!(root.below, 1 << 2 | 1 << 3 | 1 << 4);
    }
}

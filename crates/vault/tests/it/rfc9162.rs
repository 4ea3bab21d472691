//! The algorithms of RFC 6962 and RFC 9162 to the letter, as a second opinion: recursive where the standard recurses,
//! step by step where it says step by step.

use vault::Hash;
use vault::proof::tree::node_hash;

fn split(size: usize) -> usize {
    size.next_power_of_two() / 2
}

/// MTH, RFC 6962, 2.1.
pub(crate) fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(root(left), root(right))
        }
    }
}

/// PATH, RFC 6962, 2.1.1.
pub(crate) fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, sibling) = match index.checked_sub(left.len()) {
        None => (path(index, left), root(right)),
        Some(index) => (path(index, right), root(left)),
    };
    proof.push(sibling);
    proof
}

/// SUBPROOF, RFC 6962, 2.1.2.
pub(crate) fn subproof(old: usize, leaves: &[Hash], complete: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if complete { Vec::new() } else { vec![root(leaves)] };
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, sibling) = match old.checked_sub(left.len()) {
        Some(old) if old > 0 => (subproof(old, right, false), root(left)),
        _ => (subproof(old, left, complete), root(right)),
    };
    proof.push(sibling);
    proof
}

/// Verification of an inclusion proof, RFC 9162, 2.1.3.2.
pub(crate) fn included(leaf: Hash, index: u64, size: u64, proof: &[Hash], expected: Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut first, mut last) = (index, size - 1);
    let mut root = leaf;
    for &node in proof {
        if last == 0 {
            return false;
        }
        if first & 1 == 1 || first == last {
            root = node_hash(node, root);
            while first & 1 == 0 && first != 0 {
                (first, last) = (first >> 1, last >> 1);
            }
        } else {
            root = node_hash(root, node);
        }
        (first, last) = (first >> 1, last >> 1);
    }
    last == 0 && root == expected
}

/// Verification of a consistency proof, RFC 9162, 2.1.4.2.
pub(crate) fn consistent(old: u64, old_root: Hash, new: u64, new_root: Hash, proof: &[Hash]) -> bool {
    if old == 0 || old > new {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    let mut path = Vec::new();
    if old.is_power_of_two() {
        path.push(old_root);
    }
    path.extend(proof);
    let (mut first, mut last) = (old - 1, new - 1);
    while first & 1 == 1 {
        (first, last) = (first >> 1, last >> 1);
    }
    let mut path = path.into_iter();
    let Some(start) = path.next() else { return false };
    let (mut before, mut after) = (start, start);
    for node in path {
        if last == 0 {
            return false;
        }
        if first & 1 == 1 || first == last {
            (before, after) = (node_hash(node, before), node_hash(node, after));
            while first & 1 == 0 && first != 0 {
                (first, last) = (first >> 1, last >> 1);
            }
        } else {
            after = node_hash(after, node);
        }
        (first, last) = (first >> 1, last >> 1);
    }
    last == 0 && before == old_root && after == new_root
}

/// `SUBTREE_SUBPROOF`, draft-ietf-plants-merkle-tree-certs, 4.4.1.
pub(crate) fn subtree_subproof(start: usize, end: usize, leaves: &[Hash], complete: bool) -> Vec<Hash> {
    if start == 0 && end == leaves.len() {
        return if complete { Vec::new() } else { vec![root(leaves)] };
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut proof, sibling) = if end <= middle {
        (subtree_subproof(start, end, left, complete), root(right))
    } else if start >= middle {
        (subtree_subproof(start - middle, end - middle, right, complete), root(left))
    } else {
        (subtree_subproof(0, end - middle, right, false), root(left))
    };
    proof.push(sibling);
    proof
}

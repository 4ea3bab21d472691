//! Proofs against the standards' own algorithms: every small tree, and random changes to proofs.

use crate::rfc9162;
use crate::shared::{Random, leaves};
use proptest::prelude::*;
use vault::Hash;
use vault::proof::subtree::{self, Leaves, is_subtree};
use vault::proof::tree::{Frontier, node_hash};
use vault::proof::{ProofError, consistency, inclusion};

const SIZE_MAX: u64 = 70;

/// Every leaf of every tree: the same proof as the standard's recursion, and both checkers agree that it holds.
#[test]
fn inclusion_as_the_standard_says() {
    let all = leaves(SIZE_MAX);
    for size in 1..=SIZE_MAX {
        let tree = &all[..size as usize];
        let root = rfc9162::root(tree);
        for index in 0..size {
            let leaf = tree[index as usize];
            let proof = inclusion::prove(index, size, &mut Leaves(tree)).unwrap();
            assert_eq!(proof, rfc9162::path(index as usize, tree), "{index} of {size}");
            inclusion::check(leaf, index, size, &proof, root).unwrap();
            assert!(rfc9162::included(leaf, index, size, &proof, root));
            assert!(inclusion::check(node_hash(leaf, leaf), index, size, &proof, root).is_err());
        }
        assert!(inclusion::prove(size, size, &mut Leaves(tree)).is_err());
    }
}

#[test]
fn consistency_as_the_standard_says() {
    let all = leaves(SIZE_MAX);
    for new in 1..=SIZE_MAX {
        let tree = &all[..new as usize];
        let new_root = rfc9162::root(tree);
        for old in 1..=new {
            let old_root = rfc9162::root(&tree[..old as usize]);
            let proof = consistency::prove(old, new, &mut Leaves(tree)).unwrap();
            assert_eq!(proof, rfc9162::subproof(old as usize, tree, true), "{old} of {new}");
            consistency::check(old, old_root, new, new_root, &proof).unwrap();
            assert!(rfc9162::consistent(old, old_root, new, new_root, &proof));
        }
    }
}

#[test]
fn subtrees_as_the_draft_says() {
    let all = leaves(40);
    for size in 1..=40_u64 {
        let tree = &all[..size as usize];
        let root = rfc9162::root(tree);
        for start in 0..size {
            for end in start + 1..=size {
                let range = start..end;
                let made = consistency::prove_subtree(&range, size, &mut Leaves(tree));
                if !is_subtree(&range) {
                    assert!(matches!(made, Err(ProofError::OutOfRange { .. })));
                    continue;
                }
                let proof = made.unwrap();
                assert_eq!(proof, rfc9162::subtree_subproof(start as usize, end as usize, tree, true));
                let part = &tree[start as usize..end as usize];
                let part_root = subtree::root(range.clone(), &mut Leaves(tree)).unwrap();
                assert_eq!(part_root, rfc9162::root(part));
                consistency::check_subtree(&range, part_root, size, root, &proof).unwrap();
                let index = start + (end - start) / 2;
                let inside = inclusion::prove_in_subtree(index, &range, &mut Leaves(tree)).unwrap();
                inclusion::check_in_subtree(tree[index as usize], index, &range, &inside, part_root).unwrap();
            }
        }
    }
}

/// Sizes at which a shift or a sum would overflow are refused or answered, never a panic or an endless loop.
#[test]
fn sizes_at_the_edge() {
    let hash = Hash::of(b"any");
    for size in [0, 1, u64::MAX / 2, u64::MAX / 2 + 1, u64::MAX / 2 + 2, u64::MAX - 1, u64::MAX] {
        for other in [0, 1, 2, u64::MAX / 2, u64::MAX / 2 + 1, u64::MAX - 1, u64::MAX] {
            for proof in [&[][..], &[hash; 63], &[hash; 64]] {
                let _ = inclusion::check(hash, other, size, proof, hash);
                let _ = consistency::check(other, hash, size, hash, proof);
                let _ = consistency::check_subtree(&(other..size), hash, u64::MAX, hash, proof);
            }
        }
    }
}

/// The older root and the frontier are the same tree.
#[test]
fn the_frontier_has_the_root_of_the_range() {
    let all = leaves(300);
    let mut frontier = Frontier::default();
    for size in 0..=300_u64 {
        assert_eq!(subtree::root(0..size, &mut Leaves(&all)).unwrap(), frontier.root());
        if let Some(&leaf) = all.get(size as usize) {
            frontier.push(leaf);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Both checkers say the same of a proof that was changed anywhere.
    #[test]
    fn changed_proofs(seed in any::<u64>(), new in 1..3_000_u64, part in 0.0..1.0_f64) {
        let mut random = Random(seed);
        let tree = leaves(new);
        let old = ((new as f64 * part) as u64).clamp(1, new);
        let (old_root, new_root) = (rfc9162::root(&tree[..old as usize]), rfc9162::root(&tree));
        let mut proof = consistency::prove(old, new, &mut Leaves(&tree)).unwrap();
        let mut path = inclusion::prove(old - 1, new, &mut Leaves(&tree)).unwrap();
        prop_assert!(consistency::check(old, old_root, new, new_root, &proof).is_ok());
        for hashes in [&mut proof, &mut path] {
            let at = random.below(hashes.len() as u64 + 1) as usize;
            match random.below(4) {
                0 => hashes.insert(at, Hash::of(b"more")),
                1 if at < hashes.len() => drop(hashes.remove(at)),
                2 if at < hashes.len() => hashes[at].0[random.below(32) as usize] ^= 1 << random.below(8),
                _ => hashes.rotate_left(at),
            }
        }
        let (old, new) = (old + random.below(2), new + random.below(2));
        let ours = consistency::check(old, old_root, new, new_root, &proof).is_ok();
        prop_assert_eq!(ours, rfc9162::consistent(old, old_root, new, new_root, &proof));
        let leaf = tree[(old as usize - 1).min(tree.len() - 1)];
        let ours = inclusion::check(leaf, old - 1, new, &path, new_root).is_ok();
        prop_assert_eq!(ours, rfc9162::included(leaf, old - 1, new, &path, new_root));
    }
}

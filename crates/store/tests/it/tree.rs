//! The tree against RFC 6962's known roots, against a plain recursion, and against transparency-dev's vectors.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use store::Hash;
use store::tree::{Frontier, leaf_hash, node_hash};

/// Leaves and roots of the reference implementation's test.
const LEAVES: [&[u8]; 8] = [
    b"",
    &[0x00],
    &[0x10],
    &[0x20, 0x21],
    &[0x30, 0x31],
    &[0x40, 0x41, 0x42, 0x43],
    &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
    &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

#[test]
fn known_roots() {
    let mut tree = Frontier::default();
    assert_eq!(tree.root().to_string(), ROOTS[0]);
    for (leaf, root) in LEAVES.iter().zip(&ROOTS[1..]) {
        tree.push(leaf_hash(leaf));
        assert_eq!(tree.root().to_string(), *root);
    }
    assert_eq!(tree.size(), 8);
}

/// RFC 6962, 2.1, to the letter.
fn recursive(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of(&[]),
        [leaf] => *leaf,
        _ => {
            let split = leaves.len().next_power_of_two() / 2;
            node_hash(recursive(&leaves[..split]), recursive(&leaves[split..]))
        }
    }
}

#[test]
fn the_frontier_gives_the_root_of_the_recursion() {
    let mut tree = Frontier::default();
    let mut leaves = Vec::new();
    for number in 0_u32..300 {
        assert_eq!(tree.root(), recursive(&leaves), "{number} leaves");
        let leaf = leaf_hash(&number.to_be_bytes());
        tree.push(leaf);
        leaves.push(leaf);
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inclusion {
    leaf_idx: u64,
    tree_size: u64,
    root: Option<String>,
    leaf_hash: Option<String>,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consistency {
    size1: u64,
    size2: u64,
    root1: Option<String>,
    root2: Option<String>,
    proof: Option<Vec<String>>,
    want_err: bool,
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut buffer, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in text.bytes().take_while(|&digit| digit != b'=') {
        buffer = (buffer << 6) | DIGITS.iter().position(|&known| known == digit).unwrap() as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
        }
    }
    bytes
}

fn hash(text: Option<&str>) -> Option<Hash> {
    base64(text?).try_into().ok().map(Hash)
}

fn proof(texts: Option<&[String]>) -> Option<Vec<Hash>> {
    texts.unwrap_or_default().iter().map(|text| hash(Some(text))).collect()
}

/// RFC 9162, 2.1.3.2.
fn included(vector: &Inclusion) -> Option<bool> {
    let (mut first, mut last) = (vector.leaf_idx, vector.tree_size.checked_sub(1)?);
    if first > last {
        return None;
    }
    let mut root = hash(vector.leaf_hash.as_deref())?;
    for node in proof(vector.proof.as_deref())? {
        if last == 0 {
            return None;
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
    Some(last == 0 && root == hash(vector.root.as_deref())?)
}

/// RFC 9162, 2.1.4.2.
fn consistent(vector: &Consistency) -> Option<bool> {
    let (root1, root2) = (hash(vector.root1.as_deref()), hash(vector.root2.as_deref()));
    let mut path = proof(vector.proof.as_deref())?;
    // Nothing is consistent with no tree at all, says the reference.
    if vector.size1 == 0 || vector.size1 > vector.size2 {
        return None;
    }
    if vector.size1 == vector.size2 {
        return Some(path.is_empty() && vector.root1 == vector.root2);
    }
    if vector.size1.is_power_of_two() {
        path.insert(0, root1?);
    }
    let (mut first, mut last) = (vector.size1 - 1, vector.size2 - 1);
    while first & 1 == 1 {
        (first, last) = (first >> 1, last >> 1);
    }
    let mut path = path.into_iter();
    let start = path.next()?;
    let (mut old, mut new) = (start, start);
    for node in path {
        if last == 0 {
            return None;
        }
        if first & 1 == 1 || first == last {
            (old, new) = (node_hash(node, old), node_hash(node, new));
            while first & 1 == 0 && first != 0 {
                (first, last) = (first >> 1, last >> 1);
            }
        } else {
            new = node_hash(new, node);
        }
        (first, last) = (first >> 1, last >> 1);
    }
    Some(last == 0 && old == root1? && new == root2?)
}

fn vectors(kind: &str) -> Vec<(PathBuf, String)> {
    let shared = std::env::var_os("ATHAR_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let mut open = vec![shared.join("evidence/merkle-vectors/testdata").join(kind)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => open.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => found.extend(std::fs::read_to_string(&path).ok().map(|text| (path, text))),
        }
    }
    if found.is_empty() {
        println!("skipped: no data (set ATHAR_SHARED_DATA)");
    }
    found
}

#[test]
fn inclusion_vectors() {
    for (path, text) in vectors("inclusion") {
        let vector: Inclusion = serde_json::from_str(&text).unwrap();
        assert_eq!(included(&vector) == Some(true), !vector.want_err, "{}", path.display());
    }
}

#[test]
fn consistency_vectors() {
    for (path, text) in vectors("consistency") {
        let vector: Consistency = serde_json::from_str(&text).unwrap();
        assert_eq!(consistent(&vector) == Some(true), !vector.want_err, "{}", path.display());
    }
}

//! Tiles: paths as the specification writes them, contents, and proofs made from tiles alone.

use crate::shared::leaves;
use std::collections::BTreeMap;
use vault::Hash;
use vault::proof::subtree::{Leaves, Subtree, root};
use vault::proof::tile::{Level, Tile, TileError, Tiles, WIDTH, bundle, levels};
use vault::proof::{consistency, inclusion};

#[test]
fn paths() {
    let paths = [
        (Tile::new(Level::Hashes(0), 0, WIDTH), "tile/0/000"),
        (Tile::new(Level::Hashes(0), 1_234_067, WIDTH), "tile/0/x001/x234/067"),
        (Tile::new(Level::Hashes(3), 999, 1), "tile/3/999.p/1"),
        (Tile::new(Level::Hashes(63), 1_000, 255), "tile/63/x001/000.p/255"),
        (Tile::new(Level::Entries, 273, 112), "tile/entries/273.p/112"),
    ];
    for (tile, path) in paths {
        assert_eq!(tile.unwrap().to_string(), path);
        assert_eq!(path.parse::<Tile>().unwrap(), tile.unwrap());
    }
    for path in [
        "tile/0/0",
        "tile/0/x000/001",
        "tile/00/000",
        "tile/64/000",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/001/002",
        "tile/0/x001",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/+01",
        "tile/+0/000",
        "tile/entries/",
        "tile/data/000",
        "checkpoint",
        "",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(path.parse::<Tile>(), Err(TileError::Path), "{path}");
    }
}

/// The example of the specification: 70,000 entries.
#[test]
fn tiles_of_a_tree() {
    assert_eq!(levels(70_000).collect::<Vec<_>>(), [(0, 70_000), (1, 273), (2, 1)]);
    assert_eq!(levels(256).collect::<Vec<_>>(), [(0, 256), (1, 1)]);
    let width = |level, index| Tile::of_tree(Level::Hashes(level), index, 70_000).map(Tile::width);
    assert_eq!([width(0, 272), width(0, 273), width(0, 274)], [Some(256), Some(112), None]);
    assert_eq!([width(1, 0), width(1, 1), width(2, 0), width(3, 0)], [Some(256), Some(17), Some(1), None]);
    assert_eq!(Tile::of_tree(Level::Entries, 273, 70_000).map(Tile::width), Some(112));
}

/// All tiles of a tree, by their path.
fn published(leaves: &[Hash]) -> BTreeMap<String, Vec<u8>> {
    let size = leaves.len() as u64;
    let mut tiles = BTreeMap::new();
    for (level, length) in levels(size) {
        for index in 0..length.div_ceil(WIDTH) {
            let tile = Tile::of_tree(Level::Hashes(level), index, size).unwrap();
            let hashes = (tile.start()..tile.start() + tile.width()).flat_map(|index| {
                let subtree = Subtree { level: level * 8, index };
                root(subtree.leaves().unwrap(), &mut Leaves(leaves)).unwrap().0
            });
            tiles.insert(tile.to_string(), hashes.collect());
        }
    }
    tiles
}

#[test]
fn proofs_from_tiles_are_those_from_leaves() {
    let all = leaves(70_000);
    for size in [1, 2, 255, 256, 257, 511, 513, 65_535, 65_536, 65_793, 70_000] {
        let leaves = &all[..size as usize];
        let tiles = published(leaves);
        let mut source = Tiles::new(size, |tile: Tile| tiles.get(&tile.to_string()).cloned().ok_or(TileError::Path));
        assert_eq!(root(0..size, &mut source).unwrap(), root(0..size, &mut Leaves(leaves)).unwrap());
        for index in [0, size / 3, size / 2, size - 1] {
            let proof = inclusion::prove(index, size, &mut source).unwrap();
            assert_eq!(proof, inclusion::prove(index, size, &mut Leaves(leaves)).unwrap());
            let proof = consistency::prove(index + 1, size, &mut source).unwrap();
            assert_eq!(proof, consistency::prove(index + 1, size, &mut Leaves(leaves)).unwrap());
        }
    }
}

#[test]
fn a_tile_of_another_length_is_none() {
    let tile = Tile::new(Level::Hashes(0), 0, 3).unwrap();
    assert!(tile.hashes(&[0; 96]).is_ok());
    assert!(matches!(tile.hashes(&[0; 95]), Err(TileError::Length { found: 95, wanted: 96, .. })));
    assert!(matches!(tile.hash_of(&[0; 96], Subtree { level: 2, index: 0 }), Err(TileError::Beyond { .. })));
    assert!(tile.hash_of(&[0; 96], Subtree { level: 1, index: 0 }).is_ok());
    assert!(tile.hash_of(&[0; 96], Subtree { level: 1, index: u64::MAX }).is_err());
}

#[test]
fn bundles() {
    let entries = [&[1_u8; 33][..], &[], &[2; 300]];
    let content = bundle(entries).unwrap();
    let tile = Tile::new(Level::Entries, 0, 3).unwrap();
    assert_eq!(tile.entries(&content).unwrap(), entries);
    assert!(Tile::new(Level::Entries, 0, 4).unwrap().entries(&content).is_err());
    assert!(tile.entries(&content[..content.len() - 1]).is_err());
    assert!(bundle([vec![0_u8; 70_000].as_slice()]).is_none());
}

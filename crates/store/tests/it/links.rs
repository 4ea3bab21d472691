//! Linkage runs: proposals, whole or not at all, and the same twice is one.

use crate::fixtures::{TIME, import, on_both};
use store::{Archive, ImportNumber, Json, Link, LinkRunMeta, RecordId, RunNumber, StoreError};

fn id(ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(1 + (ordinal - 1) / 2_000), 1 + (ordinal - 1) % 2_000)
}

fn meta(seed: u64) -> LinkRunMeta {
    let model = Json::parse("{\"name\": \"person\"}".to_owned()).unwrap();
    LinkRunMeta { model, seed, threshold_micro: 900_000, snapshot: "defaults-1".to_owned(), copies: Vec::new() }
}

fn link(left: u32, right: u32) -> Link {
    Link {
        left: id(left),
        right: id(right),
        weight_1024: -7 + i32::try_from(left).unwrap() * 11,
        probability_micro: 990_000,
        rule: "given+family".to_owned(),
        evidence: Json::of(&("الخطيب", left)).unwrap(),
    }
}

/// Links every record with the one two places on, in clusters of a parity.
fn run(archive: &mut Archive, seed: u64, records: u32) -> RunNumber {
    let mut writer = archive.begin_links(meta(seed)).unwrap();
    for left in 1..records - 1 {
        writer.push_link(&link(left, left + 2)).unwrap();
    }
    for record in 1..=records {
        writer.push_cluster(id(record), id(2 - record % 2).0).unwrap();
    }
    writer.accept(TIME).unwrap()
}

#[test]
fn a_run_is_read_back() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..2_000);
        import(&archive, "hospital", 0..500);
        assert_eq!(archive.latest_link_run().unwrap(), None);
        assert_eq!(archive.links_of(id(3)).unwrap(), []);
        let number = run(&mut archive, 1, 2_500);
        let latest = archive.latest_link_run().unwrap().unwrap();
        assert_eq!((latest.number, latest.links, latest.clustered), (number, 2_498, 2_500));
        assert_eq!((latest.meta, latest.imports), (meta(1), vec![ImportNumber(1), ImportNumber(2)]));

        let mut next = 1;
        archive
            .links(number, |found| {
                assert_eq!(found, link(next, next + 2));
                next += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(next, 2_499);
        assert_eq!(archive.links_of(id(3)).unwrap(), [link(1, 3), link(3, 5)]);
        assert_eq!(archive.cluster_of(number, id(4)).unwrap(), Some(id(2).0));
        assert_eq!(archive.cluster_members(number, id(2).0).unwrap().len(), 1_250);
        let mut clustered = 0;
        archive
            .clusters(number, |_, _| {
                clustered += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(clustered, 2_500);
        assert_eq!(archive.counts().unwrap().links, 2_498);

        archive.undo_import(ImportNumber(2), TIME).unwrap();
        let mut left = 0;
        archive
            .links(number, |_| {
                left += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(left, 1_998);
        assert_eq!(archive.links_of(id(1_999)).unwrap(), [link(1_997, 1_999)]);
        assert_eq!(archive.cluster_members(number, id(2).0).unwrap().len(), 1_000);
        assert!(archive.verify_deep().unwrap().differences.is_empty(), "{}", place.engine);
    });
}

#[test]
fn the_same_run_twice_is_one_run() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..2_000);
        assert_eq!(run(&mut archive, 1, 1_500), RunNumber(1));
        let (head, dump) = (archive.head().unwrap(), archive.canonical_dump().unwrap());
        assert_eq!(run(&mut archive, 1, 1_500), RunNumber(1));
        assert_eq!(archive.head().unwrap(), head);
        assert_eq!(archive.canonical_dump().unwrap(), dump);
        assert_eq!(run(&mut archive, 2, 1_500), RunNumber(2));
        assert_eq!(run(&mut archive, 2, 1_400), RunNumber(3));
        import(&archive, "hospital", 0..1);
        assert_eq!(run(&mut archive, 2, 1_400), RunNumber(4));
        assert_eq!(archive.link_runs().unwrap().len(), 4);
        assert!(archive.verify_deep().unwrap().differences.is_empty(), "{}", place.engine);
    });
}

#[test]
fn nothing_shows_of_a_run_before_it_is_accepted() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..2_000);
        let dump = archive.canonical_dump().unwrap();
        let mut writer = archive.begin_links(meta(1)).unwrap();
        for left in 1..1_500 {
            writer.push_link(&link(left, left + 1)).unwrap();
        }
        let number = writer.number();
        assert_eq!(writer.archive().latest_link_run().unwrap(), None);
        assert_eq!(writer.archive().canonical_dump().unwrap(), dump);
        writer.archive().links(number, |_| panic!("a link of no run")).unwrap();
        drop(writer);
        assert_eq!(run(&mut archive, 1, 100), RunNumber(1));
        assert!(archive.verify_deep().unwrap().differences.is_empty(), "{}", place.engine);
    });
}

#[test]
fn links_are_in_canonical_order() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..5);
        let mut writer = archive.begin_links(meta(1)).unwrap();
        for (left, right) in [(2, 1), (2, 2)] {
            assert!(matches!(writer.push_link(&link(left, right)), Err(StoreError::PairOrder)));
        }
        for _ in 0..2 {
            writer.push_link(&link(1, 2)).unwrap();
        }
        assert!(matches!(writer.accept(TIME), Err(StoreError::Database { .. })), "a pair is linked once");
        assert_eq!(archive.latest_link_run().unwrap(), None);
        assert_eq!(run(&mut archive, 1, 5), RunNumber(1));
    });
}

//! How long the archive takes for 100,000 records. Run by hand, in release:
//! `cargo test --release -p athar-store -- --ignored --nocapture bench`.

use crate::fixtures::{TIME, keys, meta, on_both, record};
use std::time::Instant;
use store::{Archive, ImportNumber, Json, Link, LinkRunMeta, RecordFilter, RecordId};

const RECORDS: u64 = 100_000;

#[test]
#[ignore = "measures; run by hand in release"]
fn bench_100_000_records() {
    on_both(|place| {
        let archive = place.archive();
        let bytes = serde_json::to_vec(&record(12_345)).unwrap().len();
        let mut pushing = std::time::Duration::ZERO;
        let mut writer = archive.begin_import(meta("gate")).unwrap();
        for number in 0..RECORDS {
            let (record, keys) = (record(number), keys(number));
            let began = Instant::now();
            writer.push(&record, &[], &keys).unwrap();
            pushing += began.elapsed();
        }
        let began = Instant::now();
        let accepted = writer.accept(TIME).unwrap();
        let accepting = began.elapsed();
        println!("{}: {RECORDS} records of {bytes} bytes: push {pushing:?}, accept {accepting:?}", place.engine);
        println!("  peak resident: {} MiB", peak_mib());
        drop(archive);

        let began = Instant::now();
        let mut archive = Archive::open(&place.location).unwrap();
        println!("  open {:?}", began.elapsed());
        let asked: Vec<i64> = (0..3).flat_map(|number| keys(number * 30_000)).take(30).collect();
        for _ in 0..3 {
            let began = Instant::now();
            let found = archive.candidates(&asked, 1_000).unwrap();
            println!("  candidates of {} keys {:?} ({} found)", asked.len(), began.elapsed(), found.len());
        }
        let some: Vec<_> = (1..=1_000).map(|ordinal| RecordId::new(accepted.number, ordinal * 97)).collect();
        let began = Instant::now();
        assert_eq!(archive.records_by_ids(&some).unwrap().len(), 1_000);
        println!("  1,000 records by id {:?}", began.elapsed());
        let began = Instant::now();
        let mut count = 0;
        archive
            .records(RecordFilter::All, |_, _| {
                count += 1;
                Ok(())
            })
            .unwrap();
        println!("  all {count} records {:?}", began.elapsed());
        link(&mut archive, accepted.number);
        let began = Instant::now();
        assert!(archive.verify().unwrap().differences.is_empty());
        println!("  verify {:?}", began.elapsed());
        let began = Instant::now();
        let before = archive.canonical_dump().unwrap();
        println!("  dump {:?}", began.elapsed());
        let began = Instant::now();
        archive.rebuild(|_, _| ()).unwrap();
        println!("  rebuild {:?}", began.elapsed());
        assert_eq!(archive.canonical_dump().unwrap(), before);
        println!("  peak resident: {} MiB; {} MiB in the directory", peak_mib(), size_mib(&place.location.dir));
    });
}

/// Two links a record, as a run would have them.
fn link(archive: &mut Archive, import: ImportNumber) {
    let model = Json::default();
    let meta = LinkRunMeta { model, seed: 1, threshold_micro: 900_000, snapshot: "bench".to_owned() };
    let id = |number: u64| RecordId::new(import, number as u32);
    let evidence = Json::of(&vec![("given", 3, 4_096); 12]).unwrap();
    let began = Instant::now();
    let mut writer = archive.begin_links(meta).unwrap();
    for number in 1..RECORDS - 1 {
        for step in [1, 2] {
            let link = Link {
                left: id(number),
                right: id(number + step),
                weight_1024: 9_000,
                probability_micro: 999_000,
                rule: "given+family".to_owned(),
                evidence: evidence.clone(),
            };
            writer.push_link(&link).unwrap();
        }
        writer.push_cluster(id(number), id(number - number % 3).0).unwrap();
    }
    writer.accept(TIME).unwrap();
    println!("  {} links and {RECORDS} clustered records {:?}", 2 * RECORDS, began.elapsed());
    let began = Instant::now();
    assert_eq!(archive.links_of(id(50_000)).unwrap().len(), 4);
    println!("  links of a record {:?}", began.elapsed());
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn size_mib(dir: &std::path::Path) -> u64 {
    let files = std::fs::read_dir(dir).unwrap().map(|file| file.unwrap().metadata().unwrap().len());
    files.sum::<u64>() >> 20
}

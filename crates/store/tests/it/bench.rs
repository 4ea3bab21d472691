//! How long the archive takes for 100,000 records. Run by hand, in release:
//! `cargo test --release -p athar-store -- --ignored --nocapture bench`.

use crate::fixtures::{TIME, import, keys, meta, on_both, record};
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
            writer.push(record, vec![], &keys).unwrap();
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
    let meta =
        LinkRunMeta { model, seed: 1, threshold_micro: 900_000, snapshot: "bench".to_owned(), copies: Vec::new() };
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

const DECIDED: u64 = 20_000;
const ALONE: usize = 300;

/// Milliseconds at a share of sorted times.
fn at(times: &[f64], share: f64) -> f64 {
    times[((times.len() - 1) as f64 * share) as usize]
}

fn times(count: usize, mut work: impl FnMut(usize)) -> Vec<f64> {
    let mut times: Vec<f64> = (0..count)
        .map(|number| {
            let began = Instant::now();
            work(number);
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// What one flush to this disk costs, since an acknowledgement is at least one.
fn raw_fsync(dir: &std::path::Path) -> Vec<f64> {
    use std::io::Write;
    let mut file = std::fs::File::create(dir.join("fsync")).unwrap();
    times(ALONE, |_| {
        file.write_all(&[7; 4_096]).unwrap();
        file.sync_data().unwrap();
    })
}

#[test]
#[ignore = "measures; run by hand in release"]
fn bench_entries_and_readings() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..2 * DECIDED);
        let engine = place.engine;
        let flush = raw_fsync(place.dir.path());
        println!("{engine}: raw fsync p50 {:.2} ms, p99 {:.2} ms", at(&flush, 0.5), at(&flush, 0.99));

        let id = |number: u64| RecordId::new(ImportNumber(1), number as u32 + 1);
        let alone = times(ALONE, |number| {
            archive.ask_withdrawal(id(number as u64), "x".into(), None, TIME).unwrap();
        });
        println!("  one writer's acknowledgement p50 {:.2} ms, p99 {:.2} ms", at(&alone, 0.5), at(&alone, 0.99));
        let alone = times(ALONE, |number| {
            let made =
                crate::fixtures::decision(id(number as u64 * 2), id(number as u64 * 2 + 1), store::Verdict::Unsure);
            archive.decide(made, TIME).unwrap();
        });
        println!("  one decision at a time p50 {:.2} ms, p99 {:.2} ms", at(&alone, 0.5), at(&alone, 0.99));

        let said: Vec<_> = (0..DECIDED).map(|number| (id(number), record::Private::from("x"))).collect();
        let began = Instant::now();
        assert!(archive.ask_withdrawals(said, TIME).unwrap().iter().all(Result::is_ok));
        println!("  {:.0} batched entries a second", DECIDED as f64 / began.elapsed().as_secs_f64());
        let made = (0..DECIDED)
            .map(|number| crate::fixtures::decision(id(number * 2), id(number * 2 + 1), store::Verdict::Same))
            .collect();
        let began = Instant::now();
        assert!(archive.decide_all(made, TIME).unwrap().iter().all(Result::is_ok));
        println!("  {:.0} batched decisions a second", DECIDED as f64 / began.elapsed().as_secs_f64());

        let worker = crate::fixtures::Human::new(&archive, store::StaffRole::Caseworker);
        let importing = Archive::open(&place.location).unwrap();
        let done = std::sync::atomic::AtomicBool::new(false);
        let (mut plain, mut logged) = (Vec::new(), Vec::new());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let began = Instant::now();
                import(&importing, "meanwhile", 0..RECORDS);
                println!("  {RECORDS} rows imported meanwhile in {:?}", began.elapsed());
                done.store(true, std::sync::atomic::Ordering::Relaxed);
            });
            let mut number = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                number = (number + 7_919) % (2 * DECIDED);
                let began = Instant::now();
                let person = archive.person_with(id(number)).unwrap();
                archive.records_by_ids(&person.records).unwrap();
                plain.push(began.elapsed().as_secs_f64() * 1e3);
                let began = Instant::now();
                let session = archive.session(worker.account, None, number as i64 * 7_200).unwrap();
                session.person(person.id).unwrap();
                logged.push(began.elapsed().as_secs_f64() * 1e3);
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
        });
        for (what, times) in [("a person read", &mut plain), ("a person shown, logged first", &mut logged)] {
            times.sort_by(f64::total_cmp);
            println!(
                "  {what} meanwhile: {} times, p50 {:.2} ms, p99 {:.2} ms",
                times.len(),
                at(times, 0.5),
                at(times, 0.99)
            );
        }
    });
}

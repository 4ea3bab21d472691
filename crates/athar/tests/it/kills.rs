//! `import` and `link`, killed at any instant: the archive opens, verifies, and holds whole imports and whole runs only.

use crate::lists::{self, Random};
use crate::place::Place;
use crate::run::text;
use std::path::Path;
use std::time::{Duration, Instant};
use store::{Archive, RecordFilter, RecordId};

/// Kills of each engine: half while importing, half while linking.
const KILLS: u32 = 200;
const BASE_RECORDS: u64 = 1_500;
const LIST_RECORDS: u64 = 20_000;

fn open(place: &Place) -> Archive {
    Archive::open(&place.location()).unwrap()
}

/// Instants over a command's duration and a little beyond, every third one in its last quarter, where most is written.
fn instant(random: &mut Random, whole: Duration, nth: u32) -> Duration {
    let thousandths = if nth.is_multiple_of(3) { 750 + random.below(300) } else { random.below(1_050) };
    whole.mul_f64(thousandths as f64 / 1_000.0)
}

/// Starts a command and kills it after a while, unless it has ended.
fn kill_after(run: crate::run::Run, patience: Duration) -> bool {
    let mut child = run.start_unheard();
    std::thread::sleep(patience);
    let killed = child.try_wait().unwrap().is_none();
    // SIGKILL: no chance to tidy up.
    child.kill().unwrap();
    child.wait().unwrap();
    killed
}

fn verifies(archive: &mut Archive, place: &Place) {
    let report = archive.verify().unwrap();
    assert!(report.differences.is_empty(), "{}: {:?}", place.engine, report.differences);
}

fn records(archive: &Archive) -> u64 {
    let mut count = 0;
    archive
        .records(RecordFilter::All, |_: RecordId, _| {
            count += 1;
            Ok(())
        })
        .unwrap();
    count
}

/// Kills imports of one list; whenever one was whole before it was killed, it is taken back.
fn kill_imports(place: &Place, list: &Path, random: &mut Random) {
    let import = || place.athar(["import", text(list), "--kind", "register", "--quiet"]);
    let started = Instant::now();
    import().patience(120).done();
    let whole = started.elapsed();
    place.athar(["undo", "I2"]).done();
    let (mut killed, mut accepted) = (0, 2);
    for nth in 0..KILLS / 2 {
        killed += u32::from(kill_after(import(), instant(random, whole, nth)));
        let mut archive = open(place);
        verifies(&mut archive, place);
        let imports = archive.imports().unwrap();
        let new = imports.len() - accepted;
        assert!(new <= 1, "{}: {new} imports of one command", place.engine);
        assert!(
            imports[1..].iter().all(|import| import.counts.records == LIST_RECORDS),
            "{}: half an import",
            place.engine
        );
        if new == 1 || nth % 10 == 0 {
            assert_eq!(records(&archive), BASE_RECORDS + LIST_RECORDS * new as u64, "{}", place.engine);
        }
        drop(archive);
        if new == 1 {
            accepted += 1;
            place.athar(["undo", &format!("I{accepted}")]).done();
        }
    }
    let whole = whole.as_secs_f64();
    println!("{}: {killed} kills of an import of {whole:.1} s, {} imports were whole", place.engine, accepted - 2);
}

fn kill_links(place: &Place, random: &mut Random) {
    // A seed of its own each time: the same run again would be no new entry.
    let link = |seed: u32| place.athar(["link", "--quiet", "--seed", &seed.to_string()]);
    let started = Instant::now();
    link(1_000).done();
    let whole = started.elapsed();
    let (mut killed, mut runs) = (0, 1);
    for nth in 0..KILLS / 2 {
        killed += u32::from(kill_after(link(nth), instant(random, whole, nth)));
        let mut archive = open(place);
        verifies(&mut archive, place);
        let now = archive.link_runs().unwrap();
        assert!(now.len() - runs <= 1, "{}", place.engine);
        runs = now.len();
        // A run is there with all the links that it says it has.
        let latest = now.last().unwrap();
        let mut links = 0;
        archive
            .links(latest.number, |_| {
                links += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(links, latest.links, "{}: half a run", place.engine);
        assert_eq!(archive.counts().unwrap().records, BASE_RECORDS);
    }
    println!(
        "{}: {killed} kills of a linkage of {:.1} s, {} runs were whole",
        place.engine,
        whole.as_secs_f64(),
        runs - 1
    );
}

fn survives(place: &Place) {
    let started = Instant::now();
    let (base, list) = (place.dir.path().join("base.csv"), place.dir.path().join("list.csv"));
    lists::write_register(&base, BASE_RECORDS, 0, 5);
    lists::write_register(&list, LIST_RECORDS, 0, 6);
    place.import(&base, "register").ends(0);
    let mut random = Random(77);
    kill_imports(place, &list, &mut random);
    kill_links(place, &mut random);
    place.athar(["verify", "--deep"]).patience(600).done();
    assert_eq!(place.rebuilt(), place.rebuilt());
    println!("{}: verified and rebuilt equal; {:.0} s in all", place.engine, started.elapsed().as_secs_f64());
}

#[test]
#[ignore = "long: scripts/test --long"]
fn killed_at_two_hundred_instants_on_sqlite() {
    survives(&Place::sqlite());
}

#[test]
#[ignore = "long: scripts/test --long"]
fn killed_at_two_hundred_instants_on_postgresql() {
    if let Some(place) = Place::postgres() {
        survives(&place);
    }
}

//! `import` and `link`, killed at any instant: the archive opens, verifies, and holds whole imports and whole runs only.

use crate::lists::{self, Random};
use crate::place::Place;
use crate::run::text;
use std::time::{Duration, Instant};
use store::{Archive, RecordFilter, RecordId};

/// Kills of each engine: half while importing, half while linking.
const KILLS: u32 = 200;
const BASE_RECORDS: u64 = 1_500;
const LIST_RECORDS: u64 = 20_000;
/// How often a command is measured; the shortest counts, so that hardly any ends before it is killed.
const MEASURED: u32 = 3;

fn open(place: &Place) -> Archive {
    Archive::open(&place.location()).unwrap()
}

/// Instants over a command's duration, every third one near its end, where most is written.
fn instant(random: &mut Random, whole: Duration, nth: u32) -> Duration {
    let thousandths = if nth.is_multiple_of(3) { 750 + random.below(350) } else { random.below(1_010) };
    whole.mul_f64(thousandths as f64 / 1_000.0)
}

/// An archive with some records.
fn begin(place: Place) -> Place {
    let base = place.dir.path().join("base.csv");
    lists::write_register(&base, BASE_RECORDS, 0, 5);
    place.import(&base, "register").ends(0);
    place
}

/// How long a command takes when nobody kills it.
fn shortest(mut run: impl FnMut(u32)) -> Duration {
    let times = (0..MEASURED).map(|nth| {
        let started = Instant::now();
        run(nth);
        started.elapsed()
    });
    times.min().unwrap()
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
fn kill_imports(make: fn() -> Option<Place>) {
    let Some([scratch, place]) = make().zip(make()).map(|places| [begin(places.0), begin(places.1)]) else { return };
    let list = place.dir.path().join("list.csv");
    lists::write_register(&list, LIST_RECORDS, 0, 6);
    let import = |place: &Place| place.athar(["import", text(&list), "--kind", "register", "--quiet"]);
    let whole = shortest(|nth| {
        import(&scratch).patience(120).done();
        scratch.athar(["undo", &format!("I{}", nth + 2)]).done();
    });
    let started = Instant::now();
    let mut random = Random(77);
    let (mut killed, mut accepted) = (0, 1);
    for nth in 0..KILLS / 2 {
        killed += u32::from(kill_after(import(&place), instant(&mut random, whole, nth)));
        let mut archive = open(&place);
        verifies(&mut archive, &place);
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
    ends_well(&place);
    println!(
        "{}: {killed} kills of an import of {:.1} s, {} imports were whole; {:.0} s in all",
        place.engine,
        whole.as_secs_f64(),
        accepted - 1,
        started.elapsed().as_secs_f64()
    );
}

fn kill_links(make: fn() -> Option<Place>) {
    let Some([scratch, place]) = make().zip(make()).map(|places| [begin(places.0), begin(places.1)]) else { return };
    // A seed of its own each time: the same run again would be no new entry.
    let link = |place: &Place, seed: u32| place.athar(["link", "--quiet", "--seed", &seed.to_string()]);
    let whole = shortest(|nth| drop(link(&scratch, nth).done()));
    link(&place, 1_000).done();
    let started = Instant::now();
    let mut random = Random(78);
    let (mut killed, mut runs) = (0, 1);
    for nth in 0..KILLS / 2 {
        killed += u32::from(kill_after(link(&place, nth), instant(&mut random, whole, nth)));
        let mut archive = open(&place);
        verifies(&mut archive, &place);
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
    ends_well(&place);
    println!(
        "{}: {killed} kills of a linkage of {:.1} s, {} runs were whole; {:.0} s in all",
        place.engine,
        whole.as_secs_f64(),
        runs - 1,
        started.elapsed().as_secs_f64()
    );
}

fn ends_well(place: &Place) {
    place.athar(["verify", "--deep"]).patience(600).done();
    assert_eq!(place.rebuilt(), place.rebuilt());
}

#[test]
#[ignore = "long: scripts/test --long"]
fn imports_killed_at_a_hundred_instants_on_sqlite() {
    kill_imports(|| Some(Place::sqlite()));
}

#[test]
#[ignore = "long: scripts/test --long"]
fn imports_killed_at_a_hundred_instants_on_postgresql() {
    kill_imports(Place::postgres);
}

#[test]
#[ignore = "long: scripts/test --long"]
fn linkages_killed_at_a_hundred_instants_on_sqlite() {
    kill_links(|| Some(Place::sqlite()));
}

#[test]
#[ignore = "long: scripts/test --long"]
fn linkages_killed_at_a_hundred_instants_on_postgresql() {
    kill_links(Place::postgres);
}

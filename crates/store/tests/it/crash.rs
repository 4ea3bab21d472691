//! Abandoned and killed writers: what was acknowledged is there, whole; of the rest there is nothing.

use crate::fixtures::{Place, Random, TIME, ids, import, keys, meta, on_both, problem, record};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;
use store::{Archive, Location};

const WHOLE: u64 = 2_500;

#[test]
fn an_abandoned_import_leaves_nothing() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..100);
        let (head, dump) = (archive.head().unwrap(), archive.canonical_dump().unwrap());
        let mut random = Random(11);
        for round in 0..6 {
            let records = random.below(4_500);
            let mut writer = archive.begin_import(meta("abandoned")).unwrap();
            for number in 0..records {
                writer.push(record(number), vec![problem(number)], &keys(number)).unwrap();
            }
            drop(writer);
            if round % 2 == 0 {
                drop(archive);
                archive = place.archive();
            }
            assert_eq!((archive.head().unwrap(), archive.canonical_dump().unwrap()), (head, dump.clone()));
            assert!(archive.verify().unwrap().differences.is_empty(), "{}", place.engine);
        }
        assert_eq!(import(&archive, "after", 0..10).number.0, 2);
        assert_eq!(staged_rows(&archive), 0);
        assert!(archive.verify_deep().unwrap().differences.is_empty());
    });
}

/// Records that are in the tables and in no accepted import.
fn staged_rows(archive: &Archive) -> usize {
    let records = archive.canonical_dump().unwrap()[1].rows as usize;
    records - ids(archive).len()
}

const DIR: &str = "ATHAR_TEST_CHILD_DIR";
const URL: &str = "ATHAR_TEST_CHILD_URL";

/// Not a test: the process that `a_killed_writer_…` kills. Imports without end and says so after each.
#[test]
#[ignore = "run by another test"]
fn child() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let location = Location { database: std::env::var(URL).ok(), ..Location::dir(dir) };
    let archive = Archive::open_or_create(&location).unwrap();
    loop {
        let original = archive.keep_original_from(&mut b"bytes of a list".as_slice(), "list.csv").unwrap();
        let mut writer = archive.begin_import(store::ImportMeta { original: Some(original), ..meta("child") }).unwrap();
        for number in 0..WHOLE {
            writer.push(record(number), vec![], &keys(number)).unwrap();
        }
        let accepted = writer.accept(TIME).unwrap();
        println!("\naccepted {}", accepted.number.0);
    }
}

/// Lets a writer work for a while, kills it, and returns the last import it acknowledged.
fn run_and_kill(place: &Place, patience: Duration) -> Option<u32> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["crash::child", "--exact", "--ignored", "--nocapture"]).env(DIR, &place.location.dir);
    if let Some(url) = &place.location.database {
        command.env(URL, url);
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(patience);
    child.kill().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let last = lines.filter_map(|line| line.strip_prefix("accepted ")?.parse().ok()).last();
    child.wait().unwrap();
    last
}

#[test]
fn a_killed_writer_loses_nothing_it_acknowledged() {
    on_both(|place| {
        drop(place.archive());
        let mut random = Random(5);
        let mut acknowledged = 0;
        for _ in 0..12 {
            let patience = Duration::from_millis(20 + random.below(600));
            acknowledged = run_and_kill(place, patience).unwrap_or(acknowledged);
            let archive = Archive::open(&place.location).unwrap();
            let imports = archive.imports().unwrap();
            // One more may have been accepted without a chance to say so.
            assert!([acknowledged, acknowledged + 1].contains(&(imports.len() as u32)), "{}", place.engine);
            acknowledged = imports.len() as u32;
            assert!(imports.iter().all(|import| import.counts.records == WHOLE));
            assert_eq!(ids(&archive).len() as u64, WHOLE * imports.len() as u64);
            assert_eq!(archive.verify().unwrap().differences, [""; 0]);
        }
        println!("{}: {acknowledged} imports through 12 kills", place.engine);
        let mut archive = Archive::open(&place.location).unwrap();
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0]);
    });
}

//! Publishing and checking against an old checkpoint: tiles as they should be after any stop, no checkpoint that
//! contradicts the one before, and every change to what a checkpoint covers found and located.

use crate::fixtures::{Place, TIME, import, on_both, sqlite, sqlite_in_memory};
use crate::rebuild::furnish;
use std::path::PathBuf;
use store::{Archive, Difference, ImportNumber, RecordId, StoreError};
use vault::Hash;
use vault::proof::checkpoint::{SignedCheckpoint, TreeHead};
use vault::proof::key::NoteSigner;
use vault::proof::tile::{Level, Tile};
use vault::proof::{consistency, inclusion};

pub(crate) const ORIGIN: &str = "archive.example/log";

pub(crate) fn signer() -> NoteSigner {
    NoteSigner::from_seed([7; 32], ORIGIN).unwrap()
}

pub(crate) fn publish(archive: &Archive) -> TreeHead {
    archive.checkpoint(&signer(), ORIGIN).unwrap().signed.checkpoint.head()
}

/// Appends small entries.
pub(crate) fn grow(archive: &Archive, entries: u64) {
    for _ in 0..entries {
        archive.seed_places("none", "id\n", None, TIME).unwrap();
    }
}

pub(crate) fn files(archive: &Archive) -> Vec<(PathBuf, Vec<u8>)> {
    let mut open = vec![archive.log_folder()];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => open.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => files.push((path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    files.sort();
    files
}

fn is_clean(archive: &Archive, old: TreeHead) {
    let report = archive.verify_checkpoint(old).unwrap();
    assert_eq!((report.first_difference, report.differences), (None, Vec::new()));
}

/// Published step by step or at once, the files are the same; proofs made from them hold.
#[test]
fn tiles_follow_from_the_ledger() {
    on_both(|place| {
        let archive = place.archive();
        let mut heads = Vec::new();
        for entries in [0, 3, 0, 250, 3, 1, 300] {
            grow(&archive, entries);
            heads.push(publish(&archive));
        }
        let last = *heads.last().unwrap();
        assert_eq!(last.size, 557);
        for &old in heads.iter().filter(|head| head.size > 0) {
            is_clean(&archive, old);
            let proof = archive.consistency_proof(old.size, last.size).unwrap();
            consistency::check(old.size, old.root, last.size, last.root, &proof).unwrap();
        }
        for entry in [0, 255, 256, 556] {
            let proof = archive.inclusion_proof(entry, last.size).unwrap();
            inclusion::check(archive.leaf(entry).unwrap(), entry, last.size, &proof, last.root).unwrap();
        }
        let stepwise = files(&archive);
        std::fs::remove_dir_all(archive.log_folder()).unwrap();
        publish(&archive);
        let mut at_once = files(&archive);
        at_once.retain(|file| stepwise.contains(file));
        assert!(at_once.len() >= 8 && at_once.len() == files(&archive).len(), "{}", place.engine);
        // Nothing new: nothing is written.
        let again = archive.checkpoint(&signer(), ORIGIN).unwrap();
        assert_eq!(again.tiles_written, 0);
    });
}

/// Whatever a killed publication left, the next one makes whole: no file, half of the tiles, a checkpoint of before.
#[test]
fn a_publication_that_was_cut_short() {
    let place = sqlite_in_memory();
    let archive = place.archive();
    grow(&archive, 260);
    let old = publish(&archive);
    let old_files = files(&archive);
    grow(&archive, 300);
    publish(&archive);
    let new_files = files(&archive);
    let written: Vec<_> = new_files.iter().filter(|file| !old_files.contains(file)).collect();
    assert!(written.len() >= 5);
    for kept in 0..written.len() {
        for skipped in [0, 1] {
            std::fs::remove_dir_all(archive.log_folder()).unwrap();
            let checkpoint = archive.log_folder().join("checkpoint");
            let come_through = written.iter().filter(|(path, _)| *path != checkpoint).skip(skipped).take(kept);
            for (path, bytes) in old_files.iter().chain(come_through.copied()) {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, bytes).unwrap();
            }
            assert_eq!(archive.published().unwrap().unwrap().checkpoint.head(), old);
            is_clean(&archive, old);
            publish(&archive);
            let found = files(&archive);
            assert!(new_files.iter().all(|file| found.contains(file)), "{kept} {skipped}");
        }
    }
    // A tile that got lost is made again, a checkpoint that got lost too.
    std::fs::remove_file(archive.log_folder().join("tile/0/000")).unwrap();
    assert_eq!(archive.verify_checkpoint(old).unwrap().differences, ["tile/0/000 is missing"]);
    grow(&archive, 1);
    publish(&archive);
    is_clean(&archive, old);
}

/// Two processes that publish at once.
#[test]
fn several_publish_at_once() {
    let place = sqlite_in_memory();
    let archive = place.archive();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let archive = place.archive();
                for _ in 0..10 {
                    grow(&archive, 9);
                    publish(&archive);
                }
            });
        }
    });
    let head = publish(&archive);
    assert_eq!(head.size, 360);
    is_clean(&archive, head);
}

#[test]
fn a_log_does_not_contradict_itself() {
    let place = sqlite();
    let archive = place.archive();
    grow(&archive, 12);
    publish(&archive);
    let other = NoteSigner::from_seed([8; 32], ORIGIN).unwrap();
    assert!(matches!(archive.checkpoint(&other, ORIGIN), Err(StoreError::Note(_))));
    assert!(matches!(archive.checkpoint(&signer(), "another.example"), Err(StoreError::Published(_))));
    // The ledger was made anew behind its back: the head fits the leaves, and not the checkpoint.
    place.tamper(
        "UPDATE ledger SET commitment = (SELECT commitment FROM ledger WHERE idx = 5), \
         leaf = (SELECT leaf FROM ledger WHERE idx = 5) WHERE idx = 4",
    );
    let before = files(&archive);
    let refused = archive.checkpoint(&signer(), ORIGIN).unwrap_err();
    assert!(matches!(refused, StoreError::Published(_)), "{refused}");
    assert_eq!(files(&archive), before);
    place.tamper("DELETE FROM ledger WHERE idx > 5");
    place.tamper("UPDATE ledger_head SET size = 6");
    assert!(matches!(archive.checkpoint(&signer(), ORIGIN), Err(StoreError::Published(_))));
}

/// Where a change lies is told as closely as the evidence goes.
#[test]
fn where_it_differs() {
    let place = sqlite_in_memory();
    let archive = place.archive();
    grow(&archive, 700);
    let old = publish(&archive);
    grow(&archive, 20);
    let swap = "UPDATE ledger SET payload = (SELECT payload FROM ledger WHERE idx = 699), \
        salt = (SELECT salt FROM ledger WHERE idx = 699)";
    let first = || archive.verify_checkpoint(old).unwrap().first_difference;
    place.tamper("CREATE TABLE saved AS SELECT * FROM ledger");
    place.tamper(&format!("{swap} WHERE idx IN (300, 513)"));
    assert_eq!(first(), Some(Difference::Entry(300)), "the leaves as stored tell");
    let all = "commitment = (SELECT commitment FROM ledger WHERE idx = 699), leaf = (SELECT leaf FROM ledger WHERE idx = 699)";
    place.tamper(&format!("UPDATE ledger SET {all} WHERE idx IN (300, 513)"));
    assert_eq!(first(), Some(Difference::Entry(300)), "the tiles tell");
    let tile = |index| archive.log_folder().join(Tile::new(Level::Hashes(0), index, 256).unwrap().to_string());
    std::fs::remove_file(tile(1)).unwrap();
    assert_eq!(first(), Some(Difference::Among { start: 256, end: 512 }), "the level above tells");
    std::fs::write(tile(1), vec![1; 8_192]).unwrap();
    assert_eq!(first(), Some(Difference::Among { start: 256, end: 512 }), "a forged tile tells nothing");
    std::fs::remove_dir_all(archive.log_folder()).unwrap();
    assert_eq!(first(), Some(Difference::Among { start: 0, end: 700 }), "the checkpoint alone tells");
    place.tamper("DELETE FROM ledger; INSERT INTO ledger SELECT * FROM saved");
    assert_eq!(first(), None);
    place.tamper(&format!("{swap} WHERE idx = 705"));
    assert_eq!(first(), None, "the checkpoint does not cover it");
}

/// An entry that was erased still fits: its commitment stays.
#[test]
fn what_was_erased_fits_still() {
    let place = sqlite_in_memory();
    let mut archive = place.archive();
    import(&archive, "gate", 0..9);
    grow(&archive, 3);
    let record = RecordId::new(ImportNumber(1), 3);
    archive.ask_withdrawal(record, "it is me".into(), None, TIME).unwrap();
    archive.answer_withdrawal(record, true, "she came".into(), None, TIME).unwrap();
    grow(&archive, 3);
    let old = publish(&archive);
    let due = archive.due("2024-12-11", None, false).unwrap();
    assert_eq!(archive.purge(&due, None, "she asked".into(), TIME).unwrap().entries, 2);
    is_clean(&archive, old);
    assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    place.tamper("UPDATE ledger SET commitment = (SELECT commitment FROM ledger WHERE idx = 5) WHERE idx = 4");
    assert_eq!(archive.verify_checkpoint(old).unwrap().first_difference, Some(Difference::Entry(4)));
}

#[test]
fn cosignatures_go_to_the_checkpoint_that_they_are_of() {
    let place = sqlite_in_memory();
    let mut archive = place.archive();
    furnish(&mut archive);
    let head = publish(&archive);
    let witness = NoteSigner::witness_from_seed([3; 32], "witness.example").unwrap();
    let text = archive.published().unwrap().unwrap().note.text().to_owned();
    let signed = archive.add_cosignatures(&text, vec![witness.sign(&text, 9)]).unwrap();
    let keys = [signer().verifier().clone(), witness.verifier().clone()];
    assert_eq!(signed.verify(&keys).unwrap().len(), 2);
    // Publishing the same head again keeps them.
    assert_eq!(publish(&archive), head);
    assert_eq!(archive.published().unwrap(), Some(signed));
    grow(&archive, 1);
    publish(&archive);
    assert!(archive.add_cosignatures(&text, vec![witness.sign(&text, 9)]).is_err());
    assert_eq!(SignedCheckpoint::parse(b"no"), SignedCheckpoint::parse(b"no"));
    assert_ne!(Hash::of(b"one"), head.root);
}

#[test]
#[ignore = "measures; run by hand in release"]
fn bench_publish_and_verify() {
    let place: Place = sqlite();
    let archive = place.archive();
    let entries = 1_000_000;
    fill(&place, entries);
    let timed = |what: &str, work: &dyn Fn()| {
        let (began, cpu) = (std::time::Instant::now(), cpu_seconds());
        work();
        let (wall, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds() - cpu);
        println!("{what} of {entries} entries: {wall:.2} s, {cpu:.2} CPU-s");
    };
    let head = archive.head().unwrap();
    timed("first publication", &|| assert_eq!(publish(&archive).size, entries));
    grow(&archive, 1);
    timed("publication of one more", &|| assert_eq!(publish(&archive).size, entries + 1));
    let old = TreeHead { size: head.size, root: head.root };
    timed("verify", &|| assert_eq!(archive.verify().unwrap().differences, [""; 0]));
    timed("verify against a checkpoint, with all tiles", &|| is_clean(&archive, old));
    timed("both at once", &|| {
        std::thread::scope(|scope| {
            scope.spawn(|| is_clean(&archive, old));
            assert_eq!(archive.verify().unwrap().differences, [""; 0]);
        });
    });
}

/// What this process took of the processors: a machine that others use tells little by the clock. Linux only.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// A ledger of many small entries, written in one transaction: appending them one by one would be measured elsewhere.
fn fill(place: &Place, entries: u64) {
    use crate::forger::Forger;
    let archive = place.archive();
    grow(&archive, 2);
    let mut forger = Forger::new(place);
    forger.repeat_last(entries - 2);
}

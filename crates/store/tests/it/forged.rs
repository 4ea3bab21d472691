//! Random changes to the ledger, the tables and the tiles, by somebody who makes everything fit again, against one old
//! checkpoint that was kept elsewhere: whatever touches what it covers is found.

use crate::checkpoint::{grow, publish};
use crate::fixtures::{Random, sqlite_in_memory};
use crate::forger::{Forger, Lying};
use crate::rebuild::furnish;
use std::path::PathBuf;
use store::{Archive, Difference};
use vault::proof::checkpoint::TreeHead;

/// What was changed, as far as it decides whether it must be found.
struct Change {
    what: &'static str,
    /// Whether content, order or number of the entries is another.
    of_entries: bool,
    /// Whether the first changed entry can be told, because the tiles are whole.
    tiles_are_whole: bool,
    /// Whether only a comparison with a rebuild can find it.
    of_projections: bool,
}

/// An archive under attack, with everything to set it right again.
struct Attacked {
    archive: Archive,
    forger: Forger,
    entries: Vec<Lying>,
    tiles: Vec<(PathBuf, Vec<u8>)>,
    old: TreeHead,
    newest: TreeHead,
}

impl Attacked {
    /// One byte, or more, of one column.
    fn spoil(random: &mut Random, bytes: &mut Vec<u8>) {
        match random.below(4) {
            0 if !bytes.is_empty() => drop(bytes.pop()),
            1 => bytes.push(random.next() as u8),
            _ if bytes.is_empty() => bytes.push(0),
            _ => {
                let at = random.below(bytes.len() as u64) as usize;
                bytes[at] ^= 1 << random.below(8);
            }
        }
    }

    /// Changes entries from a place on.
    fn change_entries(random: &mut Random, entries: &mut Vec<Lying>) -> &'static str {
        let at = random.below(entries.len() as u64) as usize;
        let other = random.below(entries.len() as u64) as usize;
        match random.below(8) {
            0 => {
                Self::spoil(random, &mut entries[at].payload);
                "payload"
            }
            1 => {
                Self::spoil(random, &mut entries[at].salt);
                "salt"
            }
            2 => {
                let length = entries[at].commitment.len() as u64;
                let byte = random.below(length) as usize;
                entries[at].commitment[byte] ^= 1 << random.below(8);
                "commitment"
            }
            3 => {
                let byte = random.below(32) as usize;
                entries[at].leaf[byte] ^= 1 << random.below(8);
                "leaf"
            }
            4 => {
                entries.swap(at, other);
                "swapped"
            }
            5 => {
                entries.remove(at);
                "removed"
            }
            6 => {
                let twice = entries[other].clone();
                entries.insert(at, twice);
                "inserted"
            }
            _ => {
                entries.truncate(at.max(1));
                "cut off"
            }
        }
    }

    fn change(&mut self, random: &mut Random) -> Change {
        let mut change = Change { what: "", of_entries: false, tiles_are_whole: true, of_projections: false };
        match random.below(400) {
            0..10 => {
                let sql = [
                    "UPDATE record SET content = x'01' WHERE id = 4294967297",
                    "DELETE FROM record_key WHERE record = 4294967300",
                    "UPDATE import SET undone = 0 WHERE number = 3",
                    "UPDATE decision SET undone = 0",
                    "DELETE FROM request WHERE number = (SELECT MIN(number) FROM request)",
                ];
                self.forger.sql(sql[random.below(5) as usize]);
                (change.what, change.of_projections) = ("table", true);
            }
            10..40 => {
                let at = random.below(self.tiles.len() as u64) as usize;
                let (path, bytes) = &self.tiles[at];
                let mut bytes = bytes.clone();
                // One that the newest checkpoint does not need is missed by nobody.
                let is_needed = path.ends_with(format!("000.p/{}", self.newest.size));
                if is_needed && random.below(2) == 0 {
                    std::fs::remove_file(path).unwrap();
                } else {
                    Self::spoil(random, &mut bytes);
                    std::fs::write(path, bytes).unwrap();
                }
                (change.what, change.tiles_are_whole) = ("tile", false);
            }
            40..80 => {
                let part = ["size = size + 1", "root = (SELECT leaf FROM ledger WHERE idx = 1)", "frontier = root"];
                self.forger.sql(&format!("UPDATE ledger_head SET {}", part[random.below(3) as usize]));
                change.what = "head";
            }
            80..120 => {
                let sql = [
                    "UPDATE batch_chunk SET payload = substr(payload, 2) WHERE batch = 'I1' AND number = 1",
                    "UPDATE batch_chunk SET sha256 = substr(sha256, 2) WHERE batch = 'L1'",
                    "DELETE FROM batch_chunk WHERE batch = 'I2'",
                    "UPDATE batch_chunk SET number = 9 WHERE batch = 'I1' AND number = 2",
                ];
                self.forger.sql(sql[random.below(4) as usize]);
                change.what = "chunk";
            }
            _ => {
                let mut entries = self.entries.clone();
                for _ in 0..=random.below(3) {
                    // An entry at least is left to be changed.
                    if entries.len() < 2 {
                        break;
                    }
                    change.what = Self::change_entries(random, &mut entries);
                }
                if random.below(2) == 0 {
                    entries.iter_mut().filter(|entry| !self.entries.contains(entry)).for_each(Lying::fit);
                }
                self.forger.put(&entries, &self.entries);
                if random.below(4) != 0 {
                    self.forger.fit_head(&entries);
                }
                change.of_entries = true;
            }
        }
        change
    }

    /// The first entry that is another than it was, before a size.
    fn first_changed(&mut self, size: u64) -> Option<u64> {
        let now = self.forger.entries();
        let said = |entry: &Lying| (entry.salt.clone(), entry.payload.clone());
        (0..size).find(|&at| now.get(at as usize).map(said) != self.entries.get(at as usize).map(said))
    }

    fn set_right(&mut self) {
        let now = self.forger.entries();
        let entries = self.entries.clone();
        self.forger.put(&entries, &now);
        self.forger.fit_head(&entries);
        self.forger.sql("DELETE FROM batch_chunk; INSERT INTO batch_chunk SELECT * FROM saved_chunk");
        for (path, bytes) in &self.tiles {
            if std::fs::read(path).ok().as_ref() != Some(bytes) {
                std::fs::write(path, bytes).unwrap();
            }
        }
    }

    /// Whether anything is reported, and where.
    fn reported(&self, checkpoint: TreeHead) -> (bool, Option<Difference>) {
        let report = self.archive.verify_checkpoint(checkpoint).unwrap();
        let plain = !self.archive.verify().unwrap().differences.is_empty();
        (plain || !report.differences.is_empty(), report.first_difference)
    }
}

fn attacked(place: &crate::fixtures::Place) -> Attacked {
    let mut archive = place.archive();
    furnish(&mut archive);
    let old = publish(&archive);
    grow(&archive, 9);
    let newest = publish(&archive);
    let mut forger = Forger::new(place);
    forger.sql("CREATE TABLE saved_chunk AS SELECT * FROM batch_chunk");
    let entries = forger.entries();
    let mut open = vec![archive.log_folder().join("tile")];
    let mut tiles = Vec::new();
    while let Some(path) = open.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => open.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => tiles.push((path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    Attacked { archive, forger, entries, tiles, old, newest }
}

fn random_changes(rounds: u64, seed: u64) {
    let place = sqlite_in_memory();
    let mut attacked = attacked(&place);
    let (mut covered, mut later, mut located) = (0, 0, 0);
    for round in 0..rounds {
        let mut random = Random(seed + round);
        let change = attacked.change(&mut random);
        let before_old = attacked.first_changed(attacked.old.size);
        let before_newest = attacked.first_changed(attacked.newest.size);
        let (found, first) = attacked.reported(attacked.old);
        if let Some(entry) = before_old {
            assert!(found && first.is_some(), "round {round}: {} of entry {entry} went unseen", change.what);
            if change.tiles_are_whole {
                assert_eq!(first, Some(Difference::Entry(entry)), "round {round}: {}", change.what);
                located += 1;
            }
            covered += 1;
        } else {
            assert_eq!(first, None, "round {round}: {}: false alarm", change.what);
        }
        if let Some(entry) = before_newest {
            let (found, first) = attacked.reported(attacked.newest);
            assert!(found && first.is_some(), "round {round}: {} of entry {entry} went unseen", change.what);
            later += 1;
        } else if change.of_projections {
            assert!(
                !attacked.archive.verify_deep().unwrap().differences.is_empty(),
                "round {round}: a table went unseen"
            );
            attacked.archive.rebuild(|_, _| ()).unwrap();
        } else if !change.of_entries {
            assert!(found, "round {round}: a change of a {} went unseen", change.what);
        }
        attacked.set_right();
        if round > 0 && round % 5_000 == 0 {
            println!(
                "{round} changes: {covered} before the old checkpoint, {located} located; {later} before the newest"
            );
        }
        if round % 97 == 0 {
            assert_eq!(attacked.reported(attacked.newest), (false, None), "round {round} left traces");
        }
    }
    println!("{rounds} changes: {covered} before the old checkpoint, {located} located; {later} before the newest");
    assert!(covered > rounds / 10 && later > covered);
}

#[test]
fn random_changes_are_found() {
    random_changes(500, 0);
}

#[test]
#[ignore = "takes long"]
fn a_hundred_thousand_random_changes_are_found() {
    random_changes(100_000, 1 << 32);
}

/// Clean archives of many sizes, with every checkpoint of theirs: no alarm.
#[test]
#[ignore = "takes long"]
fn a_thousand_clean_runs() {
    let place = sqlite_in_memory();
    let archive = place.archive();
    let mut heads = Vec::new();
    let mut random = Random(1_000);
    for run in 0..1_000 {
        grow(&archive, random.below(4));
        heads.push(publish(&archive));
        let old = heads[random.below(heads.len() as u64) as usize];
        let report = archive.verify_checkpoint(old).unwrap();
        assert_eq!((report.first_difference, report.differences), (None, Vec::new()), "run {run}");
        assert_eq!(archive.verify().unwrap().differences, [""; 0], "run {run}");
    }
    println!("1,000 clean runs, up to {} entries", heads.last().unwrap().size);
}

/// Control: whoever makes everything fit is not found by looking at the archive alone. The checkpoint it is that finds them.
#[test]
fn control_without_a_checkpoint_a_consistent_change_goes_unseen() {
    let place = sqlite_in_memory();
    let archive = place.archive();
    grow(&archive, 12);
    let old = TreeHead { size: 12, root: archive.head().unwrap().root };
    let mut forger = Forger::new(&place);
    let before = forger.entries();
    let mut entries = before.clone();
    entries[3].salt[0] ^= 1;
    entries[3].fit();
    forger.put(&entries, &before);
    forger.fit_head(&entries);
    assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    let report = archive.verify_checkpoint(old).unwrap();
    assert_eq!(report.first_difference, Some(Difference::Among { start: 0, end: 12 }));
}

//! What is forgotten: nowhere afterwards, though every key that is left is there; and in copies of the database that were
//! made before, neither.

use super::opened::{Opened, keys_in};
use super::planted::{FORGOTTEN, Planted};
use super::understood;
use super::watched::Watched;
use super::words::Class;
use crate::place::{copy_folder, execute};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use store::{Archive, Location, RecordFilter};
use vault::keys::{KeyError, Keyring};

/// Blobs of one raw file that are tried; one that opened would be one too many.
const TRIED_MAX: usize = 20_000;

/// Names that were read, each with the tables and files in which it was.
type Names = BTreeMap<String, BTreeSet<String>>;

/// Copies of everything, as a thief or a backup would have them.
struct Before {
    location: Location,
    old_keys: PathBuf,
    /// Pages, logs and all, as they lay on the disk.
    raw: Vec<PathBuf>,
}

pub(super) fn purge(watched: &mut Watched<'_>, planted: &Planted, said: &mut impl Iterator<Item = String>) {
    ask_to_be_forgotten(watched, said);
    // The index of names and the pairs of the last run hold what is to go.
    let run = watched.athar(["link", "--seed", "7"]);
    understood(&watched.run("link before the purge", run));
    let run = watched.athar(["find", "-"]).stdin(&planted.forgotten[0]);
    watched.run("find before the purge", run);
    let keys = vault::keys::beside(&watched.place.archive());
    cut_short(&keys, &watched.place.archive(), &planted.forgotten);
    let before = Before::copy(watched);
    reads_everything(watched, "before the purge", &before);

    let run = watched.athar(["purge"]);
    understood(&watched.run("purge, shown only", run));
    let arguments = ["purge", "--yes", "--undone-days", "0", "--closed-cases", "--reason", "-", "--json"];
    let run = watched.athar(arguments).stdin(&said.next().unwrap());
    let ran = watched.run("purge", run).ends(0);
    let report = ran.json();
    assert_eq!(report["imports"], serde_json::json!(["I6"]));
    assert_eq!(report["records"].as_array().unwrap().len(), FORGOTTEN + 1, "{report}");

    nothing_is_read(watched, "the archive after the purge", &watched.place.location(), &keys);
    copies_tell_nothing(watched, &before, &keys);
    raw_bytes_open_no_more(&before, &keys);
    wrapped_keys_are_gone(watched, &before, &keys);
    nobody_finds_them(watched, planted);
}

/// The first records of the first list ask to be removed, each with a decision about it.
fn ask_to_be_forgotten(watched: &mut Watched<'_>, said: &mut impl Iterator<Item = String>) {
    for number in 1..=FORGOTTEN {
        let record = format!("R1.{number}");
        if number < 3 {
            let reason = said.next().unwrap();
            let run = watched.athar(["decide", &record, "R2.1", "different", "--reason", "-"]).stdin(&reason);
            understood(&watched.only("decide", run));
        }
        let why = said.next().unwrap_or_else(|| "it is them".to_owned());
        let run = watched.athar(["withdraw", &record]).stdin(&why);
        understood(&watched.only("withdraw", run));
        let run = watched.athar(["withdraw", &record, "--verify"]).stdin("it is them");
        understood(&watched.only("withdraw --verify", run));
    }
    watched.look("withdrawals");
}

/// A search that was killed while it wrote the index of names leaves such a file, under a key of its own.
fn cut_short(keys: &Path, archive: &Path, names: &[String]) {
    let keys = Keyring::open(keys, None).unwrap();
    let key = keys.new_working_key().unwrap();
    let file = fs::File::create(archive.join("names.idx.4194303.partial")).unwrap();
    let mut writer = keys.sealing_writer(key, b"names.idx", file).unwrap();
    std::io::Write::write_all(&mut writer, names.join("\n").as_bytes()).unwrap();
    writer.finish().unwrap();
}

impl Before {
    fn copy(watched: &mut Watched<'_>) -> Before {
        let place = watched.place;
        let folder = place.dir.path().join("before");
        let old_keys = folder.join("old.keys");
        copy_folder(&place.archive(), &folder.join("archive"));
        fs::copy(vault::keys::beside(&place.archive()), &old_keys).unwrap();
        let mut raw = files_below(&folder.join("archive"));
        let database = place.location().database.map(|url| {
            let schema = url.rsplit_once("[search_path]=").unwrap().1.to_owned();
            let copy = format!("{schema}_before");
            let tables =
                ["ledger", "ledger_head", "batch_chunk", "import", "record", "problem", "link_run", "decision"];
            let copied = tables.map(|table| format!("CREATE TABLE {copy}.{table} AS TABLE {schema}.{table};"));
            execute(&url, format!("CREATE SCHEMA {copy}; {}", copied.concat()));
            url.replace(&schema, &copy)
        });
        if let Some(cluster) = watched.cluster() {
            cluster.checkpoint();
            copy_folder(&cluster.dir().join("data"), &folder.join("data"));
            raw.extend(files_below(&folder.join("data")));
        }
        let location =
            Location { dir: folder.join("archive"), database, keys: Some(old_keys.clone()), passphrase: None };
        Before { location, old_keys, raw }
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The names that are to be forgotten, as far as they are read at a place with a key file.
fn names_read(watched: &Watched<'_>, location: &Location, keys: &Path, what: &str) -> Names {
    let keys = Keyring::open(keys, None).unwrap();
    let mut opened = Opened::of(location, &keys);
    for partial in files_below(&location.dir) {
        if partial.extension().is_some_and(|ending| ending == "partial") {
            opened.stream(&keys, "names.idx", &fs::read(partial).unwrap());
        }
    }
    assert_eq!(opened.others, 0, "{what}: the contexts of blobs are other ones: see docs/archive-format.md");
    assert!(opened.contents.len() > 100, "{what}: {} blobs were opened", opened.contents.len());
    let canaries = watched.search().canaries();
    let mut names = BTreeMap::new();
    for (place, content) in &opened.contents {
        for hit in watched.search().find(content).into_iter().filter(|hit| hit.class == Class::Name) {
            names.entry(canaries[hit.canary].text.clone()).or_insert_with(BTreeSet::new).insert(place.clone());
        }
    }
    names
}

/// Names that are read where none may be are leaks like any other.
fn nothing_is_read(watched: &mut Watched<'_>, what: &str, location: &Location, keys: &Path) {
    for (name, places) in names_read(watched, location, keys, what) {
        for place in places {
            watched.bytes(what, &place, name.as_bytes(), |_| false);
        }
    }
}

/// Control: with the keys of before, everything is read, in the archive as in its copy.
fn reads_everything(watched: &Watched<'_>, what: &str, before: &Before) {
    let all: BTreeSet<String> = watched
        .search()
        .canaries()
        .iter()
        .filter(|canary| canary.class == Class::Name)
        .map(|canary| canary.text.clone())
        .collect();
    let keys = vault::keys::beside(&watched.place.archive());
    for (location, keys) in [(&watched.place.location(), &keys), (&before.location, &before.old_keys)] {
        let read: BTreeSet<String> = names_read(watched, location, keys, what).into_keys().collect();
        assert_eq!(read, all, "{what}: control: names are read before they go");
    }
}

/// The copy of before, with the key file of now and with that of before.
fn copies_tell_nothing(watched: &mut Watched<'_>, before: &Before, keys: &Path) {
    let new_keys = before.old_keys.with_file_name("new.keys");
    fs::copy(keys, &new_keys).unwrap();
    nothing_is_read(watched, "a copy of before, with the keys of now", &before.location, &new_keys);
    reads_copy(watched, before);
    let opened = Opened::of(&before.location, &Keyring::open(&new_keys, None).unwrap());
    assert!(opened.destroyed > FORGOTTEN as u64, "{} blobs are under destroyed keys", opened.destroyed);
}

/// Control: the copy itself is whole.
fn reads_copy(watched: &Watched<'_>, before: &Before) {
    assert!(!names_read(watched, &before.location, &before.old_keys, "a copy with its keys").is_empty());
}

/// In pages, logs and recycled segments of before, whatever names a key that was destroyed does not open.
fn raw_bytes_open_no_more(before: &Before, keys: &Path) {
    let keyring = Keyring::open(keys, None).unwrap();
    let destroyed = destroyed(before, keys);
    assert!(destroyed.len() > 5, "{} keys were destroyed", destroyed.len());
    let heads = destroyed.iter().flat_map(|(id, _)| [1, 2].map(|kind| [&[kind][..], id].concat()));
    let heads = AhoCorasick::new(heads).unwrap();
    let mut tried = 0;
    for file in &before.raw {
        let bytes = fs::read(file).unwrap();
        for head in heads.find_iter(&bytes).take(TRIED_MAX) {
            tried += 1;
            let blob = &bytes[head.start()..bytes.len().min(head.start() + 2_000)];
            let opened = [keyring.open_blob(b"any", blob), keyring.open_box(b"any", blob)];
            assert!(opened.iter().any(|opened| matches!(opened, Err(KeyError::Destroyed(_)))), "{}", file.display());
            assert!(opened.iter().all(Result::is_err));
        }
    }
    assert!(tried > destroyed.len(), "{tried} blobs of destroyed keys in the raw bytes of before");
}

/// Ids and wrapped keys that were in the key file of before and are destroyed in that of now.
fn destroyed(before: &Before, keys: &Path) -> Vec<([u8; 8], Vec<u8>)> {
    let living: BTreeSet<[u8; 8]> = keys_in(keys).into_iter().map(|(id, _)| id).collect();
    keys_in(&before.old_keys).into_iter().filter(|(id, _)| !living.contains(id)).collect()
}

/// The bytes of destroyed keys are in no file that is there now: not in the key file, not in one that it replaced.
fn wrapped_keys_are_gone(watched: &Watched<'_>, before: &Before, keys: &Path) {
    let wrapped: Vec<Vec<u8>> = destroyed(before, keys).into_iter().map(|(_, wrapped)| wrapped).collect();
    let search = AhoCorasick::new(&wrapped).unwrap();
    assert!(search.is_match(&fs::read(&before.old_keys).unwrap()), "control: they were there before");
    let folder = watched.place.dir.path();
    let files = files_below(folder).into_iter().filter(|file| !file.starts_with(folder.join("before")));
    for file in files {
        assert!(!search.is_match(&fs::read(&file).unwrap()), "{} holds a key that was destroyed", file.display());
    }
}

/// Asked for by name, by record, by everything: nobody.
fn nobody_finds_them(watched: &mut Watched<'_>, planted: &Planted) {
    for name in planted.forgotten.iter().chain(&planted.taken_back) {
        let run = watched.athar(["find", "-", "--json"]).stdin(name);
        let ran = watched.only("find after the purge", run);
        watched.bytes("find after the purge", "standard output", ran.out.as_bytes(), |_| false);
    }
    for record in (1..=FORGOTTEN).map(|number| format!("R1.{number}")) {
        let run = watched.athar(["person", &record, "--json"]);
        let ran = watched.only("person after the purge", run);
        watched.bytes("person after the purge", "standard output", ran.out.as_bytes(), |_| false);
    }
    let archive = Archive::open(&watched.place.location()).unwrap();
    let mut records = 0;
    let mut read = |_, record: record::Record| {
        records += 1;
        let json = serde_json::to_vec(&record).unwrap();
        watched.bytes("records after the purge", "a record", &json, |class| class != Class::Name);
        Ok(())
    };
    archive.records(RecordFilter::All, &mut read).unwrap();
    assert!(records > 500, "{records} records stay");
    drop(archive);
    let steps: [(&[&str], i32); 4] =
        [(&["verify", "--deep"], 0), (&["rebuild"], 0), (&["link", "--seed", "8"], 0), (&["verify"], 0)];
    for (step, code) in steps {
        let run = watched.athar(step);
        watched.run(&format!("{} after the purge", step[0]), run).ends(code);
    }
    let keys = vault::keys::beside(&watched.place.archive());
    nothing_is_read(watched, "the archive in the end", &watched.place.location(), &keys);
    watched.cells("in the end");
}

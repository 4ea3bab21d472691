//! Whatever is changed behind the archive's back is found.

use crate::fixtures::{Place, TIME, meta, on_both, record};
use crate::rebuild::furnish;
use store::{Archive, ImportMeta};

fn furnished(place: &Place) -> Archive {
    let mut archive = place.archive();
    furnish(&mut archive);
    archive
}

/// Expects that a change by SQL is reported with these words.
fn found(sql: &str, words: &str) {
    on_both(|place| {
        let archive = furnished(place);
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
        place.tamper(sql);
        let differences = archive.verify().unwrap().differences;
        let told = differences.iter().any(|difference| difference.contains(words));
        assert!(told, "{}: {sql}: {differences:?}", place.engine);
    });
}

#[test]
fn a_changed_entry() {
    found("UPDATE ledger SET payload = (SELECT payload FROM ledger WHERE idx = 5) WHERE idx = 4", "entry 4");
}

#[test]
fn a_changed_salt() {
    found("UPDATE ledger SET salt = (SELECT salt FROM ledger WHERE idx = 5) WHERE idx = 4", "entry 4");
}

#[test]
fn an_erased_entry() {
    found("UPDATE ledger SET payload = '', salt = '' WHERE idx = 4", "entry 4");
}

#[test]
fn a_changed_leaf() {
    found("UPDATE ledger SET leaf = commitment WHERE idx = 4", "entry 4 does not match");
}

#[test]
fn an_entry_cut_off_the_end() {
    found("DELETE FROM ledger WHERE idx = 17", "the head says 18 entries; there are 17");
}

#[test]
fn an_entry_cut_out_of_the_middle() {
    found("DELETE FROM ledger WHERE idx = 4", "entries 4 to 4 are missing");
}

#[test]
fn a_changed_root() {
    found("UPDATE ledger_head SET root = (SELECT leaf FROM ledger WHERE idx = 1)", "root or frontier");
}

#[test]
fn a_changed_frontier() {
    found("UPDATE ledger_head SET frontier = (SELECT leaf FROM ledger WHERE idx = 1)", "root or frontier");
}

#[test]
fn chunks_exchanged() {
    let sql = "UPDATE batch_chunk SET payload = (SELECT payload FROM batch_chunk WHERE batch = 'I1' AND number = 1) \
        WHERE batch = 'I1' AND number = 0";
    found(sql, "chunk 0 of batch I1 cannot be read");
}

#[test]
fn a_chunk_exchanged_with_its_hash() {
    let sql = "UPDATE batch_chunk SET \
        payload = (SELECT payload FROM batch_chunk WHERE batch = 'I1' AND number = 1), \
        sha256 = (SELECT sha256 FROM batch_chunk WHERE batch = 'I1' AND number = 1) \
        WHERE batch = 'I1' AND number = 0";
    found(sql, "batch I1 is not the one");
}

#[test]
fn a_chunk_lost() {
    found("DELETE FROM batch_chunk WHERE batch = 'I1' AND number = 1", "chunk 1 of batch I1 is missing");
}

#[test]
fn a_chunk_that_is_no_chunk() {
    found("UPDATE batch_chunk SET payload = sha256 WHERE batch = 'L1'", "batch L1 cannot be read");
}

#[test]
fn a_chunk_too_many() {
    let sql = "INSERT INTO batch_chunk (batch, number, sha256, payload, sealed) \
        SELECT 'I9', number, sha256, payload, sealed FROM batch_chunk WHERE batch = 'I2'";
    found(sql, "batch I9 has 1 chunks and no entry");
}

/// A record changed in its table only: the ledger is whole, and a deep verification tells.
#[test]
fn a_changed_projection() {
    on_both(|place| {
        let mut archive = furnished(place);
        let before = archive.canonical_dump().unwrap();
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0]);
        assert_eq!(archive.canonical_dump().unwrap(), before);
        let other = "(SELECT content FROM (SELECT content FROM record WHERE id = 4294967298) AS other)";
        place.tamper(&format!("UPDATE record SET content = {other} WHERE id = 4294967297"));
        place.tamper("UPDATE import SET undone = 0 WHERE number = 3");
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
        let report = archive.verify_deep().unwrap();
        assert!(report.deep);
        let tables: Vec<_> = report.differences.iter().map(|difference| &difference[..12]).collect();
        assert_eq!(tables, ["table import", "table record"]);
        archive.rebuild(|_, _| ()).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), before, "{}", place.engine);
    });
}

#[test]
fn originals_changed_and_lost() {
    on_both(|place| {
        let archive = place.archive();
        let mut paths = Vec::new();
        for name in ["kept.csv", "changed.csv", "lost.csv"] {
            let original = archive.keep_original_from(&mut name.as_bytes(), name).unwrap();
            paths.push(archive.original_path(original.sha256));
            let mut writer = archive.begin_import(ImportMeta { original: Some(original), ..meta(name) }).unwrap();
            writer.push(record(1), vec![], &[]).unwrap();
            writer.accept(TIME).unwrap();
        }
        assert_eq!(archive.verify().unwrap().originals, 3);
        std::fs::write(&paths[1], "something else").unwrap();
        std::fs::remove_file(&paths[2]).unwrap();
        let mut differences = archive.verify().unwrap().differences;
        differences.sort_by_key(|difference| difference.contains("missing"));
        assert_eq!(differences.len(), 2);
        assert!(differences[0].ends_with("has been changed") && differences[1].ends_with("is missing"));
    });
}

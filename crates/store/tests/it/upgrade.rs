//! Archives that earlier versions wrote: opened, brought forward, and equal to what the ledger says.

use crate::fixtures::{Place, TIME, decision, import, keys, on_both, record, request};
use store::{Archive, ImportNumber, RecordId, Verdict};

/// Takes an archive back to form 1: its tables as the first step made them, empty but for the ledger and the chunks, with
/// a batch that its writer never finished.
fn back_to_form_1(place: &Place) {
    let engine = if place.location.database.is_some() { "postgres" } else { "sqlite" };
    let path = format!("{}/migrations/{engine}/0001_archive.sql", env!("CARGO_MANIFEST_DIR"));
    let first = std::fs::read_to_string(path).unwrap();
    for table in
        ["staged", "page_closed", "job", "import", "record", "decision", "act", "request", "ground", "correction"]
    {
        place.tamper(&format!("DROP TABLE {table}"));
    }
    for statement in first.split(';').map(str::trim) {
        let text: String = statement.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
        let made = ["staged", "import", "record", "decision"].iter().any(|table| {
            text.starts_with(&format!("CREATE TABLE {table} ")) || text.contains(&format!(" ON {table} ("))
        });
        if made {
            place.tamper(&text);
        }
    }
    place.tamper("DELETE FROM form WHERE number > 1");
    place.tamper("INSERT INTO staged (batch) VALUES ('I9')");
    let bytes = if engine == "sqlite" { "x'00'" } else { "'\\x00'" };
    place.tamper(&format!(
        "INSERT INTO batch_chunk (batch, number, sha256, payload) VALUES ('I9', 0, {bytes}, {bytes})"
    ));
}

#[test]
fn an_archive_of_form_1_is_brought_forward() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..1_200);
        import(&archive, "hospital", 0..30);
        let id = |import, ordinal| RecordId::new(ImportNumber(import), ordinal);
        archive.decide(decision(id(1, 1), id(2, 1), Verdict::Same), TIME).unwrap();
        archive.undo_import(ImportNumber(2), TIME).unwrap();
        let before = archive.canonical_dump().unwrap();
        let person = archive.person_of(id(1, 1)).unwrap();
        drop(archive);
        back_to_form_1(place);

        let mut archive = Archive::open(&place.location).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), before, "{}", place.engine);
        assert_eq!(archive.person_of(id(1, 1)).unwrap(), person);
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0]);
        archive.open_request(record(1), keys(1), request(), None, TIME).unwrap();
        assert_eq!(import(&archive, "after", 0..10).number, ImportNumber(4));
    });
}

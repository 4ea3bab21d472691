//! Archives that earlier versions wrote, as they wrote them: opened, brought forward, and saying what they said. Each
//! folder of `tests/compat` is one, with its database compressed.

use crate::fixtures::{Place, TIME, block_on, import, keys, on_both, record, request};
use flate2::read::GzDecoder;
use sqlx::{ConnectOptions, Connection, Row};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use store::{Archive, Verdict};

/// The root of the ledger as that version printed it, its entries, its records, and the first decision in effect.
struct Before {
    form: &'static str,
    root: &'static str,
    entries: u64,
    records: u64,
    decision: (&'static str, &'static str, &'static str),
}

const FORM_2: Before = Before {
    form: "form2",
    root: "6acbc5c1cba717188df8784b8220f9c34ea712a735188177509efb7361c0ed3f",
    entries: 17,
    records: 161,
    decision: ("D12", "R1.1", "R2.1"),
};

fn folder(form: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat").join(form)
}

fn unpack(from: &Path, to: &Path) {
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(from).unwrap()).read_to_end(&mut bytes).unwrap();
    fs::write(to, bytes).unwrap();
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Puts what an earlier version wrote where a place says, on SQLite as it was, on PostgreSQL its ledger in tables of its
/// form.
fn put(before: &Before, place: &Place) {
    let (folder, dir) = (folder(before.form), &place.location.dir);
    fs::create_dir_all(dir).unwrap();
    copy_folder(&folder.join("originals"), &dir.join("originals"));
    let file = if place.location.database.is_some() {
        place.dir.path().join("before.sqlite")
    } else {
        dir.join("archive.sqlite")
    };
    unpack(&folder.join("archive.sqlite.gz"), &file);
    if folder.join("readings.sqlite.gz").exists() && place.location.database.is_none() {
        unpack(&folder.join("readings.sqlite.gz"), &dir.join("readings.sqlite"));
    }
    let Some(url) = place.location.database.clone() else { return };
    for step in ["0001_archive.sql", "0002_people.sql"] {
        let path = format!("{}/migrations/postgres/{step}", env!("CARGO_MANIFEST_DIR"));
        place.tamper(&fs::read_to_string(path).unwrap());
    }
    place.tamper("INSERT INTO form (number) VALUES (1), (2)");
    block_on(async {
        let mut from = sqlx::sqlite::SqliteConnectOptions::new().filename(file).connect().await.unwrap();
        let options: sqlx::postgres::PgConnectOptions = url.parse().unwrap();
        let mut to = options.connect().await.unwrap();
        for (read, write, texts) in [
            (
                "SELECT idx, salt, payload, commitment, leaf FROM ledger",
                "INSERT INTO ledger VALUES ($1, $2, $3, $4, $5)",
                0,
            ),
            ("SELECT id, size, root, frontier FROM ledger_head", "INSERT INTO ledger_head VALUES ($1, $2, $3, $4)", 0),
            (
                "SELECT batch, number, sha256, payload FROM batch_chunk",
                "INSERT INTO batch_chunk VALUES ($1, $2, $3, $4)",
                1,
            ),
        ] {
            for row in sqlx::query(read).fetch_all(&mut from).await.unwrap() {
                let mut query = sqlx::query(write);
                for column in 0..row.len() {
                    let is_number = row.try_get::<i64, _>(column).is_ok();
                    query = match (column < texts, is_number) {
                        (true, _) => query.bind(row.get::<String, _>(column)),
                        (false, true) => query.bind(row.get::<i64, _>(column)),
                        (false, false) => query.bind(row.get::<Vec<u8>, _>(column)),
                    };
                }
                query.execute(&mut to).await.unwrap();
            }
        }
        to.close().await.unwrap();
    });
}

fn is_brought_forward(before: &Before) {
    on_both(|place| {
        put(before, place);
        let mut archive = Archive::open(&place.location).unwrap();
        let report = archive.verify_deep().unwrap();
        assert_eq!(report.differences, [""; 0], "{}", place.engine);
        assert_eq!((report.entries, report.root.to_string().as_str()), (before.entries, before.root));
        assert_eq!(report.originals, 6);
        let counts = archive.counts().unwrap();
        assert_eq!(counts.records, before.records, "{counts:?}");
        let decisions = archive.decisions().unwrap();
        let first = &decisions[0];
        let (id, left, right) = before.decision;
        assert_eq!(first.id.to_string(), id);
        assert_eq!([first.decision.left.to_string(), first.decision.right.to_string()], [left, right]);
        assert_eq!(first.decision.verdict, Verdict::Different);
        assert!(archive.latest_link_run().unwrap().is_some_and(|run| run.links > 50));

        // What the earlier version knew as its originals can be handed out.
        let original = archive.imports().unwrap()[0].meta.original.clone().unwrap();
        let mut bytes = Vec::new();
        archive.open_original(&original, &mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, original.size);

        // Nothing of what the tables hold is in clear any more.
        let said = archive.record(decisions[0].decision.left).unwrap().display_name();
        assert!(!said.is_empty());
        archive.open_request(record(1), keys(1), request(), None, TIME).unwrap();
        import(&archive, "after", 0..10);
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0]);
    });
}

#[test]
fn an_archive_of_form_2_is_brought_forward() {
    is_brought_forward(&FORM_2);
}

/// As form 3 had it: without the tables of the desk, and without what the acts of a request say in its row.
const BACK_TO_3: &str = "DROP INDEX request_by_joined; DROP TABLE login; DROP TABLE desk; DROP TABLE hold; \
    ALTER TABLE request DROP COLUMN closed; ALTER TABLE request DROP COLUMN joined_into; \
    ALTER TABLE request DROP COLUMN team; DROP TABLE picture_turn; DROP TABLE picture_line; DROP TABLE picture_page; \
    DROP TABLE picture; DELETE FROM form WHERE number >= 4";

#[test]
fn an_archive_of_form_3_knows_who_waits() {
    on_both(|place| {
        let archive = place.archive();
        let open = |number| archive.open_request(record(number), keys(number), request(), None, TIME).unwrap().case;
        let [closed, assigned, _plain] = [1, 2, 3].map(open);
        archive.close_case(closed, "found".into(), None, TIME).unwrap();
        crate::casework::worker(&archive, store::StaffRole::Caseworker, "north");
        archive.assign_case(assigned, "north", None, TIME).unwrap();
        import(&archive, "gate", 0..10);
        let dump = archive.canonical_dump().unwrap();
        drop(archive);
        place.tamper(BACK_TO_3);
        let mut archive = Archive::open(&place.location).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), dump, "{}", place.engine);
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
        assert_eq!(archive.holds(0).unwrap(), []);
    });
}

/// As form 4 had it: without the tables of pictures.
const BACK_TO_4: &str = "DROP TABLE picture_turn; DROP TABLE picture_line; DROP TABLE picture_page; DROP TABLE picture; \
    DELETE FROM form WHERE number = 5";

#[test]
fn an_archive_of_form_4_takes_pictures() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..10);
        let dump = archive.canonical_dump().unwrap();
        drop(archive);
        place.tamper(BACK_TO_4);
        let archive = Archive::open(&place.location).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), dump, "{}", place.engine);
        assert_eq!(archive.pictures().unwrap(), []);
        let number = crate::pictures::picture(&archive, 3);
        assert_eq!(archive.picture(number).unwrap().lines, 3, "{}", place.engine);
    });
}

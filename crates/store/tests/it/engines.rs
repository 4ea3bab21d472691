//! The two engines understand the same statements and hold the same tables.

use crate::fixtures::{Human, TIME, decision, import, keys, meta, on_both, record};
use sqlx::{ConnectOptions, Connection};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use store::{Archive, ImportNumber, Location, Reading, RecordId, StaffRole, StoreError, Verdict};

#[test]
fn every_statement_prepares() {
    on_both(|place| {
        let archive = place.archive();
        assert_eq!(archive.statements_refused().unwrap(), [], "{}", place.engine);
    });
}

/// Names of tables, columns and indexes, without the types.
fn shape(text: &str) -> BTreeSet<String> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default().trim());
    let mut table = String::new();
    let mut shape = BTreeSet::new();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with("ALTER")) {
        let words = words(line);
        if words[0] == "CREATE" {
            table.clone_from(&words[2]);
            shape.insert(line.replace("INTEGER", "").replace("BIGINT", "").replace(" WITHOUT ROWID", ""));
        } else if !line.starts_with(')') {
            let differ = ["INTEGER", "BIGINT", "BLOB", "BYTEA"];
            let rest: Vec<_> = words.into_iter().filter(|word| !differ.contains(&word.as_str())).collect();
            shape.insert(format!("{table}: {}", rest.join(" ")));
        }
    }
    shape
}

#[test]
fn both_folders_of_migrations_give_the_same_tables() {
    let folder = |engine: &str| {
        let path = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
        let mut files: Vec<_> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
        files.sort();
        files
    };
    assert_eq!(folder("sqlite"), folder("postgres"));
    for file in folder("sqlite") {
        let text = |engine: &str| {
            std::fs::read_to_string(format!("{}/migrations/{engine}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
        };
        assert_eq!(shape(&text("sqlite")), shape(&text("postgres")), "{file}");
    }
}

/// Somebody decides while somebody else imports: neither waits for the other to end, and neither loses anything.
fn write_at_once(first: &Archive, second: &Archive) {
    import(first, "gate", 0..5);
    let mut writer = first.begin_import(meta("hospital")).unwrap();
    let number = writer.number();
    for number in 0..1_500 {
        writer.push(record(number), vec![], &keys(number)).unwrap();
    }
    let id = |ordinal| RecordId::new(ImportNumber(1), ordinal);
    second.decide(decision(id(1), id(2), Verdict::Same), TIME).unwrap();
    let other = import(second, "morgue", 0..3);
    assert_ne!(other.number, number);
    assert!(matches!(second.alone_for_test(), Err(StoreError::Locked { .. })), "a rebuild would lose what is staged");
    assert_eq!(writer.accept(TIME).unwrap().counts.records, 1_500);
    second.undo_import(ImportNumber(1), TIME).unwrap();
    assert_eq!(first.counts().unwrap().records, 1_503);
    assert_eq!(first.verify().unwrap().differences, [""; 0]);
}

#[test]
fn writers_do_not_wait_for_one_another_to_end() {
    on_both(|place| {
        let first = place.archive();
        let mut second = Archive::open(&place.location).unwrap();
        write_at_once(&first, &second);
        assert_eq!(second.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
    });
}

/// Another machine has a directory of its own and the same database.
#[test]
fn two_directories_on_one_database_write_at_once() {
    let Some(place) = crate::fixtures::postgres() else {
        println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)");
        return;
    };
    let first = place.archive();
    let mut location = place.location.clone();
    location.dir = place.dir.path().join("elsewhere");
    location.keys = Some(place.location.keys_path());
    let second = Archive::open(&location).unwrap();
    write_at_once(&first, &second);
}

#[test]
fn an_archive_of_a_newer_form_is_refused() {
    on_both(|place| {
        drop(place.archive());
        place.tamper("INSERT INTO form (number) VALUES (99)");
        assert!(matches!(Archive::open(&place.location), Err(StoreError::Newer { found: 99, .. })));
    });
}

/// A web server shares one archive among its threads for reading.
#[test]
fn threads_read_at_once() {
    fn shared<T: Send + Sync>(_: &T) {}
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..700);
        shared(&archive);
        let archive = &archive;
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        assert_eq!(crate::fixtures::ids(archive).len(), 700);
                    }
                });
            }
        });
    });
}

/// A server that says nothing once it is connected to.
#[test]
fn a_database_that_does_not_answer_is_not_waited_for() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let dir = tempfile::tempdir().unwrap();
    let url = format!("postgres://nobody@127.0.0.1:{port}/nothing?sslmode=disable");
    let since = Instant::now();
    let refused = Archive::open(&Location::postgres(dir.path().join("archive"), url)).err().expect("nobody answers");
    assert!(refused.to_string().contains("(timeout)"), "{refused}");
    assert!(since.elapsed() < Duration::from_secs(25));
}

#[test]
fn a_page_does_not_wait_for_a_database_that_stands_still() {
    let Some(place) = crate::fixtures::postgres() else {
        println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)");
        return;
    };
    let archive = place.archive();
    import(&archive, "gate", 0..5);
    archive.wait_for_pages(Duration::from_millis(500));
    assert_eq!(archive.at_once(|| archive.imports().unwrap().len()).unwrap(), 1);
    crate::fixtures::block_on(async {
        let options: sqlx::postgres::PgConnectOptions = place.location.database.as_ref().unwrap().parse().unwrap();
        let mut other = options.connect().await.unwrap();
        sqlx::raw_sql("BEGIN; LOCK TABLE import IN ACCESS EXCLUSIVE MODE").execute(&mut other).await.unwrap();
        let since = Instant::now();
        let (first, again) = std::thread::scope(|scope| {
            let page = || archive.at_once(|| (archive.imports().unwrap_err(), archive.imports().unwrap_err()));
            scope.spawn(page).join().unwrap().unwrap()
        });
        assert!(first.to_string().contains("(timeout)") && again.to_string().contains("(timeout)"), "{first}, {again}");
        assert!(since.elapsed() < Duration::from_secs(20), "what is given up is not waited for again");
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        other.close().await.unwrap();
    });
    // Its connection is nobody's any more, and the next page has another.
    assert_eq!(archive.at_once(|| archive.imports().unwrap().len()).unwrap(), 1);
}

/// What logs, what is written beside the ledger, and what is read by itself, as a form that was sent reads it.
#[test]
fn nothing_that_a_page_needs_waits_for_what_another_holds() {
    const NOW: i64 = 1_733_817_600;
    let Some(place) = crate::fixtures::postgres() else {
        println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)");
        return;
    };
    let archive = place.archive();
    import(&archive, "gate", 0..5);
    let account = Human::new(&archive, StaffRole::Caseworker).account;
    let log = || archive.log_at_the_door(account, Reading::LoggedIn, None, NOW);
    log().unwrap();
    crate::fixtures::block_on(async {
        let options: sqlx::postgres::PgConnectOptions = place.location.database.as_ref().unwrap().parse().unwrap();
        let mut other = options.connect().await.unwrap();
        let holds = "BEGIN; UPDATE reading_head SET size = size; LOCK TABLE import, hold IN ACCESS EXCLUSIVE MODE";
        sqlx::raw_sql(holds).execute(&mut other).await.unwrap();
        // Those who wait behind each other are told together.
        let since = Instant::now();
        let told = std::thread::scope(|scope| {
            let logging: Vec<_> = (0..3).map(|_| scope.spawn(log)).collect();
            logging.into_iter().map(|one| one.join().unwrap().unwrap_err().to_string()).collect::<Vec<_>>()
        });
        assert!(told.iter().any(|told| told.contains("(55P03)")), "{told:?}");
        assert!(since.elapsed() < Duration::from_secs(25), "{:?}", since.elapsed());
        archive.serve_pages();
        archive.wait_for_pages(Duration::from_millis(500));
        let since = Instant::now();
        let told = std::thread::scope(|scope| {
            let read = || archive.imports().unwrap_err().to_string();
            let beside = || archive.sweep_desks(NOW).unwrap_err().to_string();
            [scope.spawn(read).join().unwrap(), scope.spawn(beside).join().unwrap()]
        });
        assert!(told.iter().all(|told| told.contains("(timeout)")), "{told:?}");
        assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        other.close().await.unwrap();
    });
    log().unwrap();
    assert_eq!(archive.imports().unwrap().len(), 1);
}

/// A list that is being read does not change under the reader.
#[test]
fn a_reading_sees_one_state() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..700);
        let reader = Archive::open(&place.location).unwrap();
        let mut seen = 0;
        reader
            .records(store::RecordFilter::All, |_, _| {
                if seen == 0 {
                    import(&archive, "hospital", 0..10);
                    archive.undo_import(store::ImportNumber(1), "now").unwrap();
                }
                seen += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(seen, 700);
        assert_eq!(crate::fixtures::ids(&reader).len(), 10);
    });
}

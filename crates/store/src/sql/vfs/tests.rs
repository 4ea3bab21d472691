//! SQLite itself over the VFS: crashes of every kind of file, temporary files, keys.

use super::DiskVfs;
use crate::sql::{Connection, Database};
use crate::{DiskKey, StoreError};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::path::{Path, PathBuf};
use std::{fs, io};
use tempfile::TempDir;

/// What is looked for on the disk.
const CANARY: &str = "Qzxcanary";
/// Two pages a row, so that rows lie across pages.
const ROWS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) \
    INSERT INTO t SELECT i, printf('Qzxcanary%08d', i) || hex(zeroblob(3000)), 0 FROM n";
const TABLE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, round INTEGER)";

fn key(first: u8) -> DiskKey {
    DiskKey::new([first; 64].into())
}

fn database(dir: &Path, key: Option<&DiskKey>) -> Database {
    Database::sqlite(&dir.join("archive.sqlite"), true, key).unwrap()
}

fn run(connection: &mut Connection, sql: &str) -> u64 {
    connection.execute_text(AssertSqlSafe(sql.to_owned()).into_sql_str(), &[]).unwrap()
}

fn ask(connection: &mut Connection, sql: &'static str) -> i64 {
    connection.row(sql, &[]).unwrap().unwrap().int(0).unwrap()
}

fn is_whole(connection: &mut Connection) -> bool {
    let rows = connection.rows("PRAGMA integrity_check", &[]).unwrap();
    rows.len() == 1 && rows[0].text(0).unwrap() == "ok"
}

fn canaries(path: &Path) -> usize {
    let bytes = fs::read(path).unwrap();
    bytes
        .split(|&byte| byte == CANARY.as_bytes()[0])
        .skip(1)
        .filter(|part| part.starts_with(&CANARY.as_bytes()[1..]))
        .count()
}

/// A copy of some files as they lie there now, as a crash would leave them.
fn crashed(dir: &Path, names: &[&str]) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in names {
        match fs::copy(dir.join(name), copy.path().join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{error}"),
            _ => {}
        }
    }
    copy
}

/// Also where the last frame ends inside a block, and where the log was cut anywhere: `walIndexRecover`.
#[test]
fn a_log_is_recovered_after_a_crash() {
    let key = key(1);
    let dir = tempfile::tempdir().unwrap();
    let database = database(dir.path(), Some(&key));
    let mut connection = database.connect_writer().unwrap();
    run(&mut connection, TABLE);
    run(&mut connection, ROWS);
    for round in 1..22 {
        run(&mut connection, &format!("UPDATE t SET round = {round} WHERE id <= {}", round % 7 + 1));
        let copy = crashed(dir.path(), &["archive.sqlite", "archive.sqlite-wal"]);
        let log = copy.path().join("archive.sqlite-wal");
        let length = fs::metadata(&log).unwrap().len();
        assert_eq!(length % 16, 0);
        assert_eq!(canaries(&log) + canaries(&copy.path().join("archive.sqlite")), 0);
        // Cut inside the last commit, at any byte.
        let cut = [0, 1, 8, 16, 17, 4_000, 4_128][round % 7];
        fs::File::options().write(true).open(&log).unwrap().set_len(length - cut).unwrap();
        let recovered = self::database(copy.path(), Some(&key));
        let mut opened = recovered.connect_writer().unwrap();
        assert!(is_whole(&mut opened));
        assert_eq!(ask(&mut opened, "SELECT COUNT(*) FROM t"), 120);
        let last = ask(&mut opened, "SELECT MAX(round) FROM t");
        let expected = if cut == 0 { round } else { round - 1 };
        assert_eq!(last, expected as i64, "cut by {cut}");
        opened.close();
    }
    connection.close();
}

/// `pager_playback`, with a journal that ends inside a block.
#[test]
fn a_journal_is_rolled_back_after_a_crash() {
    let key = key(1);
    let dir = tempfile::tempdir().unwrap();
    let database = database(dir.path(), Some(&key));
    let mut connection = database.connect_writer().unwrap();
    run(&mut connection, TABLE);
    run(&mut connection, ROWS);
    connection.rows("PRAGMA journal_mode = DELETE", &[]).unwrap();
    // So few pages in memory that changed ones are written before the end.
    run(&mut connection, "PRAGMA cache_size = 10");
    for round in 1..12 {
        run(&mut connection, "BEGIN IMMEDIATE");
        run(&mut connection, &format!("UPDATE t SET round = {round}, name = name || 'x' WHERE id <= {}", round * 10));
        let copy = crashed(dir.path(), &["archive.sqlite", "archive.sqlite-journal"]);
        let journal = copy.path().join("archive.sqlite-journal");
        assert!(fs::metadata(&journal).unwrap().len() > 4_096);
        assert_eq!(canaries(&journal) + canaries(&copy.path().join("archive.sqlite")), 0);
        let recovered = self::database(copy.path(), Some(&key));
        let mut opened = recovered.connect_writer().unwrap();
        assert!(is_whole(&mut opened));
        assert_eq!(ask(&mut opened, "SELECT COUNT(*) FROM t WHERE round <> 0 OR length(name) <> 6017"), 0);
        opened.close();
        run(&mut connection, "ROLLBACK");
    }
    assert!(is_whole(&mut connection));
    connection.close();
}

/// Temporary files that this process holds open.
fn temporary_files() -> Vec<PathBuf> {
    let open = fs::read_dir("/proc/self/fd").unwrap().flatten().map(|entry| entry.path());
    open.filter(|fd| fs::read_link(fd).is_ok_and(|target| target.to_string_lossy().contains("etilqs"))).collect()
}

/// The control: the same without a key.
#[cfg(target_os = "linux")]
#[test]
fn temporary_files_are_ciphertext() {
    for key in [Some(key(1)), None] {
        let dir = tempfile::tempdir().unwrap();
        let database = database(dir.path(), key.as_ref());
        let mut connection = database.connect_writer().unwrap();
        run(&mut connection, "CREATE TEMP TABLE t (id INTEGER PRIMARY KEY, name TEXT, round INTEGER)");
        run(&mut connection, "PRAGMA temp.cache_size = 10");
        run(&mut connection, ROWS);
        // Other tests of this process have temporary files too; none of them is plain but the control's.
        let found: usize = temporary_files().iter().map(|file| canaries(file)).sum();
        assert_eq!(ask(&mut connection, "SELECT COUNT(*) FROM t WHERE name LIKE 'Qzxcanary%'"), 120);
        assert!(!temporary_files().is_empty());
        assert_eq!(found == 0, key.is_some(), "{found}");
        connection.close();
    }
}

#[test]
fn another_key_opens_nothing() {
    let (right, wrong) = (key(1), key(2));
    let dir = tempfile::tempdir().unwrap();
    let database = database(dir.path(), Some(&right));
    let mut connection = database.connect_writer().unwrap();
    run(&mut connection, TABLE);
    run(&mut connection, ROWS);
    connection.close();
    drop(database);
    assert_eq!(canaries(&dir.path().join("archive.sqlite")), 0);
    for key in [Some(&wrong), None] {
        let database = Database::sqlite(&dir.path().join("archive.sqlite"), false, key).unwrap();
        let refused = database.read(|connection| connection.rows("SELECT COUNT(*) FROM t", &[]).map(drop));
        // SQLITE_NOTADB.
        assert!(matches!(refused, Err(StoreError::Database { code, .. }) if code == "26"));
    }
    let database = self::database(dir.path(), Some(&right));
    let found = database.read(|connection| connection.rows("SELECT COUNT(*) FROM t", &[])).unwrap();
    assert_eq!(found[0].int(0).unwrap(), 120);
}

/// Once a database is dropped its VFS opens nothing, also for a connection that outlives it; and nothing is freed
/// while that connection is there.
#[test]
fn a_locked_database_opens_no_file() {
    let key = key(1);
    let dir = tempfile::tempdir().unwrap();
    for _ in 0..50 {
        let database = database(dir.path(), Some(&key));
        let mut connection = database.connect_writer().unwrap();
        run(&mut connection, "CREATE TABLE IF NOT EXISTS u (id INTEGER PRIMARY KEY)");
        drop(database);
        drop(DiskVfs::new(Path::new("other"), &key).unwrap());
        run(&mut connection, "INSERT INTO u DEFAULT VALUES");
        let temporary = "CREATE TEMP TABLE v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
            WHERE i < 4000) SELECT hex(zeroblob(1000)) FROM n";
        let refused = connection.execute(temporary, &[]);
        assert!(matches!(refused, Err(StoreError::Database { code, .. }) if code == "14"));
        connection.close();
    }
}

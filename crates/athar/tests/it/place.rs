//! Archives to test on: an empty one on each engine, or one that holds the demo's lists.

use crate::lists;
use crate::run::{Ran, Run, athar, text};
use serde_json::Value;
use sqlx::{ConnectOptions, Connection};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// A place for one archive; gone when dropped.
pub(crate) struct Place {
    pub(crate) engine: &'static str,
    pub(crate) dir: TempDir,
    database: Option<Schema>,
}

/// A schema of the server under test, as a database of its own.
struct Schema {
    server: String,
    name: String,
    url_file: PathBuf,
}

static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// Runs a test on every engine there is.
pub(crate) fn on_both(test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres() {
        test(&place);
    }
}

impl Place {
    pub(crate) fn sqlite() -> Place {
        Place { engine: "SQLite", dir: tempfile::tempdir().unwrap(), database: None }
    }

    /// A new schema of the server, or a loud word that there is none.
    pub(crate) fn postgres() -> Option<Place> {
        let Ok(server) = std::env::var("ATHAR_TEST_POSTGRES") else {
            println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)");
            return None;
        };
        Some(Place::postgres_at(&server))
    }

    /// A new schema of that server.
    pub(crate) fn postgres_at(server: &str) -> Place {
        let dir = tempfile::tempdir().unwrap();
        let name = format!("athar_it_{}_{}", std::process::id(), SCHEMAS.fetch_add(1, Ordering::Relaxed));
        execute(server, format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}"));
        let url_file = dir.path().join("database-url");
        let separator = if server.contains('?') { '&' } else { '?' };
        fs::write(&url_file, format!("{server}{separator}options[search_path]={name}\n")).unwrap();
        let server = server.to_owned();
        Place { engine: "PostgreSQL", dir, database: Some(Schema { server, name, url_file }) }
    }

    /// A copy of the archive that the demo made: six lists, linked.
    pub(crate) fn with_demo() -> Place {
        let place = Place::sqlite();
        place.copy_archive(&lists::demo().join("archive"));
        place
    }

    /// Puts a copy of an archive here, with its keys.
    pub(crate) fn copy_archive(&self, from: &Path) {
        copy_folder(from, &self.archive());
        fs::copy(vault::keys::beside(from), self.location().keys_path()).unwrap();
    }

    /// Where the archive is, for those who open it without the binary.
    pub(crate) fn location(&self) -> store::Location {
        let url = |schema: &Schema| fs::read_to_string(&schema.url_file).unwrap().trim().to_owned();
        store::Location { database: self.database.as_ref().map(url), ..store::Location::dir(self.archive()) }
    }

    pub(crate) fn archive(&self) -> PathBuf {
        self.dir.path().join("archive")
    }

    /// A file beside the archive.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A run on this archive.
    pub(crate) fn athar<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        let mut all: Vec<OsString> = arguments.into_iter().map(|word| word.as_ref().to_owned()).collect();
        all.extend([OsString::from("--archive"), self.archive().into()]);
        if let Some(database) = &self.database {
            all.extend([OsString::from("--database"), database.url_file.clone().into()]);
        }
        athar(all)
    }

    /// Imports a file as a kind of list, with JSON.
    pub(crate) fn import(&self, file: &Path, kind: &str) -> Ran {
        self.athar(["import", text(file), "--kind", kind, "--json"]).go()
    }

    /// Verifies: no difference.
    #[track_caller]
    pub(crate) fn is_clean(&self) {
        let report = self.athar(["verify", "--json"]).done().json();
        assert_eq!(report["differences"], Value::Array(Vec::new()), "{}", self.engine);
    }

    /// The canonical digest of each table, after a rebuild that changed none of them.
    #[track_caller]
    pub(crate) fn rebuilt(&self) -> Value {
        let tables = self.athar(["rebuild", "--json"]).patience(600).done().json();
        assert!(tables.as_array().unwrap().iter().all(|table| table["equal"] == true), "{}: {tables}", self.engine);
        tables
    }

    /// The first so many records that a search finds.
    #[track_caller]
    pub(crate) fn find(&self, name: &str) -> Vec<Value> {
        let ran = self.athar(["find", "-", "--json"]).stdin(name).go();
        assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
        let found = ran.json();
        found.as_array().unwrap().clone()
    }
}

/// The rows of one table in the digests of a rebuild.
pub(crate) fn rows_of(tables: &Value, table: &str) -> u64 {
    let tables = tables.as_array().unwrap();
    tables.iter().find(|found| found["table"] == table).unwrap()["rows"].as_u64().unwrap()
}

impl Drop for Schema {
    fn drop(&mut self) {
        execute(&self.server, format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name));
    }
}

/// Runs SQL.
pub(crate) fn execute(url: &str, sql: String) {
    let work = async {
        let mut connection = sqlx::postgres::PgConnectOptions::from_str(url).unwrap().connect().await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

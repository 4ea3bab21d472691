//! A PostgreSQL of the test's own, whose whole directory may be searched, and which writes down everything that it can:
//! each statement with its parameters, in the log.

use crate::place::execute;
use crate::run::text;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What makes the server say and keep as much as it can: parameters in its log, little memory so that sorting goes
/// through temporary files, few segments so that they are used again.
const TALKATIVE: [(&str, &str); 8] = [
    ("log_min_duration_statement", "0"),
    ("log_parameter_max_length", "-1"),
    ("log_parameter_max_length_on_error", "-1"),
    ("log_error_verbosity", "verbose"),
    ("log_temp_files", "0"),
    ("work_mem", "64kB"),
    ("min_wal_size", "32MB"),
    ("max_wal_size", "32MB"),
];

/// The server, gone when dropped.
pub(super) struct Cluster {
    dir: TempDir,
    pub(super) url: String,
}

impl Cluster {
    /// Starts one, where tests have a PostgreSQL at all.
    pub(super) fn start() -> Option<Cluster> {
        if std::env::var("ATHAR_TEST_POSTGRES").is_err() {
            println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let started = script("start", dir.path());
        let url = started.trim().strip_prefix("export ATHAR_TEST_POSTGRES=").unwrap().to_owned();
        for (setting, value) in TALKATIVE {
            execute(&url, format!("ALTER SYSTEM SET {setting} = '{value}'"));
        }
        execute(&url, "SELECT pg_reload_conf()".to_owned());
        Some(Cluster { dir, url })
    }

    /// Where the server keeps everything, its log too.
    pub(super) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Files of queries that are running.
    pub(super) fn temporary(&self) -> PathBuf {
        self.dir.path().join("data/base/pgsql_tmp")
    }

    /// Writes to the disk what is in memory.
    pub(super) fn checkpoint(&self) {
        execute(&self.url, "CHECKPOINT".to_owned());
    }

    /// Goes on to the next segment of the log so often that old ones are used again.
    pub(super) fn recycle(&self) {
        for _ in 0..4 {
            execute(&self.url, "SELECT pg_switch_wal()".to_owned());
            self.checkpoint();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        script("stop", self.dir.path());
    }
}

fn script(action: &str, dir: &Path) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
    // The server inherits what it says goes to: a file, since a pipe would be held open by it.
    let said = tempfile::NamedTempFile::new().unwrap();
    let status = Command::new(script).args([action, text(dir)]).stdout(said.reopen().unwrap()).status().unwrap();
    assert!(status.success(), "scripts/postgres {action}");
    std::fs::read_to_string(said.path()).unwrap()
}

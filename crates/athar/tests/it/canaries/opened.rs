//! Everything of an archive that a key file opens: each blob of each table in its place, and the files beside them. What
//! is forgotten must not be among it, in the archive and in copies made before.
//!
//! The contexts are those of docs/archive-format.md; a test that opened nothing would find nothing, so whoever uses this
//! checks how much was opened.

use super::inside::whole_of_deflated;
use sqlx::{Column, ConnectOptions, Connection, Row, TypeInfo, ValueRef};
use std::fs;
use std::io::Read;
use std::path::Path;
use store::Location;
use vault::keys::{KeyError, Keyring};

/// What came of it.
#[derive(Default)]
pub(super) struct Opened {
    /// What was opened, in clear.
    pub(super) contents: Vec<(String, Vec<u8>)>,
    /// Blobs whose key was destroyed.
    pub(super) destroyed: u64,
    /// Blobs that are nobody's: none, when the contexts are right.
    pub(super) others: u64,
}

/// A row with its columns, as far as they are numbers, texts and bytes.
struct Cells {
    numbers: Vec<i64>,
    texts: Vec<String>,
    blobs: Vec<Vec<u8>>,
}

const TABLES: [&str; 7] = ["ledger", "batch_chunk", "import", "record", "problem", "link_run", "decision"];

impl Opened {
    /// Opens what can be opened of the archive there with these keys.
    pub(super) fn of(location: &Location, keys: &Keyring) -> Opened {
        let mut opened = Opened::default();
        for table in TABLES {
            for row in rows(location, table) {
                opened.row(keys, table, &row);
            }
        }
        for name in ["names.idx", "links.idx"] {
            if let Ok(bytes) = fs::read(location.dir.join(name)) {
                opened.stream(keys, name, &bytes);
            }
        }
        opened
    }

    /// What lies in a file that was sealed as a whole under such a name.
    pub(super) fn stream(&mut self, keys: &Keyring, name: &str, bytes: &[u8]) {
        let mut content = Vec::new();
        let read = keys.opening_reader(name.as_bytes(), bytes).map(|mut reader| reader.read_to_end(&mut content));
        match read {
            Ok(Ok(_)) => self.contents.push((name.to_owned(), content)),
            Err(KeyError::Destroyed(_)) => self.destroyed += 1,
            _ => self.others += 1,
        }
    }

    fn row(&mut self, keys: &Keyring, table: &str, row: &Cells) {
        let text = |words: &[&str]| words.join("|").into_bytes();
        let number = |at: usize| row.numbers[at].to_string();
        match table {
            "ledger" => {
                let contexts = ["salt", "entry", "erased"].map(|what| text(&[what, &number(0)]));
                for blob in row.blobs.iter().take(2).filter(|blob| !blob.is_empty()) {
                    self.blob(keys, table, &contexts, blob);
                }
            }
            "batch_chunk" => {
                let contexts = ["chunk", "box"].map(|what| text(&[what, &row.texts[0], &number(0)]));
                for blob in row.blobs.iter().skip(1).filter(|blob| !blob.is_empty()) {
                    self.blob(keys, table, &contexts, blob);
                }
            }
            _ => {
                let second = if table == "problem" { row.numbers[1] } else { 0 };
                let place = [table.as_bytes(), b"|", &row.numbers[0].to_be_bytes(), &second.to_be_bytes()].concat();
                self.blob(keys, table, &[place], &row.blobs[0]);
            }
        }
    }

    fn blob(&mut self, keys: &Keyring, table: &str, contexts: &[Vec<u8>], blob: &[u8]) {
        let mut destroyed = false;
        for context in contexts {
            for content in [keys.open_blob(context, blob), keys.open_box(context, blob)] {
                match content {
                    Ok(content) => {
                        let unpacked = whole_of_deflated(&content);
                        self.contents.push((format!("unpacked of {table}"), unpacked));
                        return self.contents.push((table.to_owned(), content));
                    }
                    Err(error) => destroyed |= matches!(error, KeyError::Destroyed(_)),
                }
            }
        }
        *if destroyed { &mut self.destroyed } else { &mut self.others } += 1;
    }
}

/// Reads the rows of a table, through the driver.
macro_rules! read_rows {
    ($options:expr, $table:expr) => {{
        let (options, query) = ($options, format!("SELECT * FROM {}", $table));
        let work = async {
            let mut connection = options.connect().await.unwrap();
            let mut found = Vec::new();
            for row in sqlx::query(sqlx::AssertSqlSafe(query)).fetch_all(&mut connection).await.unwrap() {
                let mut cells = Cells { numbers: Vec::new(), texts: Vec::new(), blobs: Vec::new() };
                for at in row.columns().iter().map(|column| column.ordinal()) {
                    match row.try_get_raw(at).unwrap().type_info().name() {
                        "TEXT" => cells.texts.push(row.get(at)),
                        "BLOB" | "BYTEA" => cells.blobs.push(row.get(at)),
                        _ => cells.numbers.push(row.get(at)),
                    }
                }
                found.push(cells);
            }
            connection.close().await.unwrap();
            found
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
    }};
}

fn rows(location: &Location, table: &str) -> Vec<Cells> {
    if let Some(url) = &location.database {
        return read_rows!(url.parse::<sqlx::postgres::PgConnectOptions>().unwrap(), table);
    }
    let file = location.dir.join("archive.sqlite");
    read_rows!(sqlx::sqlite::SqliteConnectOptions::new().filename(file), table)
}

/// Bytes before the records of a key file, and of each.
const HEADER: usize = vault::keys::limits::HEADER_LEN;
const RECORD: usize = 128;
const WRAPPED: std::ops::Range<usize> = 48..96;

/// The wrapped keys of a key file, each with the bytes of its id.
pub(super) fn keys_in(file: &Path) -> Vec<([u8; 8], Vec<u8>)> {
    let bytes = fs::read(file).unwrap();
    let records = bytes[HEADER..].chunks_exact(RECORD);
    let keys = records.filter(|record| matches!(record[8], 1 | 2) && record[9] == 1);
    keys.map(|record| (record[..8].try_into().unwrap(), record[WRAPPED].to_vec())).collect()
}

//! Bytes inside bytes: what lies compressed in a file, in parts of a workbook, in the rows of a table.
//!
//! What cannot be unpacked to its end is given as far as it went: a page of a database cuts things anywhere.

use crate::place::Place;
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use sqlx::{Column, ConnectOptions, Connection, Row, TypeInfo, ValueRef};
use std::io::Read;
use std::path::Path;

/// Bytes that one thing is unpacked to, at most.
const UNPACKED_MAX: u64 = 64 << 20;
/// Fewer bytes than this hold no canary.
const UNPACKED_MIN: usize = 8;
/// Where the lengths of name and extra field stand in the header of a ZIP's part, and how long it is.
const ZIP_LENGTHS: usize = 26;
const ZIP_HEADER: usize = 30;

/// What is inside: parts of ZIP archives, gzip and zlib streams, wherever they begin.
pub(super) fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for (at, pair) in bytes.windows(2).enumerate() {
        let rest = &bytes[at..];
        let content = match pair {
            b"PK" if rest.starts_with(b"PK\x03\x04") => part_of_zip(rest).map(whole_of_deflated).unwrap_or_default(),
            [0x1f, 0x8b] if rest.get(2) == Some(&8) => whole(GzDecoder::new(rest)),
            [0x78, 0x01 | 0x5e | 0x9c | 0xda] => whole(ZlibDecoder::new(rest)),
            _ => continue,
        };
        if content.len() >= UNPACKED_MIN {
            found.push(content);
        }
    }
    found
}

fn part_of_zip(header: &[u8]) -> Option<&[u8]> {
    let number = |at: usize| Some(usize::from(u16::from_le_bytes([*header.get(at)?, *header.get(at + 1)?])));
    header.get(ZIP_HEADER + number(ZIP_LENGTHS)? + number(ZIP_LENGTHS + 2)?..)
}

/// What deflated bytes without any header say.
pub(super) fn whole_of_deflated(bytes: &[u8]) -> Vec<u8> {
    whole(DeflateDecoder::new(bytes))
}

fn whole(reader: impl Read) -> Vec<u8> {
    let mut content = Vec::new();
    // What came before the damage counts.
    let _ = reader.take(UNPACKED_MAX).read_to_end(&mut content);
    content
}

/// Calls back with the name of every table and the bytes of each of its texts and blobs.
pub(super) fn cells(place: &Place, mut visit: impl FnMut(&str, &[u8])) {
    let location = place.location();
    match &location.database {
        Some(url) => cells_of_postgres(url, &mut visit),
        None => {
            for file in ["archive.sqlite", "readings.sqlite"] {
                let path = location.dir.join(file);
                if path.exists() {
                    cells_of_sqlite(&path, &mut visit);
                }
            }
        }
    }
}

/// Reads every row of every table, through the driver.
macro_rules! read_tables {
    ($options:expr, $tables:expr, $visit:expr) => {{
        let (options, visit) = ($options, $visit);
        let work = async {
            let mut connection = options.connect().await.unwrap();
            let tables: Vec<(String,)> = sqlx::query_as($tables).fetch_all(&mut connection).await.unwrap();
            assert!(!tables.is_empty(), "no table");
            for (table,) in tables {
                let rows = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT * FROM {table}")));
                for row in rows.fetch_all(&mut connection).await.unwrap() {
                    for column in row.columns() {
                        let value = row.try_get_raw(column.ordinal()).unwrap();
                        match value.type_info().name() {
                            "TEXT" => visit(&table, row.get::<String, _>(column.ordinal()).as_bytes()),
                            "BLOB" | "BYTEA" => visit(&table, &row.get::<Vec<u8>, _>(column.ordinal())),
                            _ => {}
                        }
                    }
                }
            }
            connection.close().await.unwrap();
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
    }};
}

/// The same of one SQLite file.
pub(super) fn cells_of_sqlite(file: &Path, visit: &mut dyn FnMut(&str, &[u8])) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    read_tables!(options, "SELECT name FROM sqlite_schema WHERE type = 'table'", visit);
}

fn cells_of_postgres(url: &str, visit: &mut dyn FnMut(&str, &[u8])) {
    let options: sqlx::postgres::PgConnectOptions = url.parse().unwrap();
    read_tables!(options, "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()", visit);
}

//! The canonical dump: one hash a projection, over its rows in the order of their keys. The same ledger gives
//! the same dump, before and after a rebuild, on either engine.

use crate::sql::{Connection, Row, Value, statements};
use crate::{Archive, Hash, Result, limits};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// One projection's part of the dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TableDigest {
    /// Name of the table.
    pub table: &'static str,
    /// Number of rows.
    pub rows: u64,
    /// SHA-256 over them.
    pub sha256: Hash,
}

/// A projection: how many of its leading columns are the key, and for every column whether it is an integer (`i`),
/// text (`t`) or bytes (`b`). Content is dumped as it is stored: the same key and place give the same bytes.
struct Table(&'static str, &'static str, usize, &'static str);

const TABLES: [Table; 13] = [
    Table("import", statements::DUMP_IMPORT, 1, "iiiiitib"),
    Table("record", statements::DUMP_RECORD, 1, "iib"),
    Table("record_key", statements::DUMP_KEY, 2, "ii"),
    Table("person", statements::DUMP_PERSON, 1, "ii"),
    Table("problem", statements::DUMP_PROBLEM, 2, "iiib"),
    Table("link_run", statements::DUMP_RUN, 1, "iib"),
    Table("link", statements::DUMP_LINK, 3, "iiiiitt"),
    Table("cluster", statements::DUMP_CLUSTER, 2, "iii"),
    Table("decision", statements::DUMP_DECISION, 1, "iiititib"),
    Table("act", statements::DUMP_ACT, 1, "iti"),
    Table("request", statements::DUMP_CASE, 1, "iiiiii"),
    Table("ground", statements::DUMP_GROUND, 2, "iit"),
    Table("correction", statements::DUMP_CORRECTION, 2, "iiii"),
];

impl Archive {
    /// A hash of every projection.
    pub fn canonical_dump(&self) -> Result<Vec<TableDigest>> {
        self.database.read(dump)
    }
}

pub(crate) fn dump(connection: &mut Connection) -> Result<Vec<TableDigest>> {
    TABLES.iter().map(|table| digest(connection, table)).collect()
}

fn digest(connection: &mut Connection, &Table(name, sql, key, columns): &Table) -> Result<TableDigest> {
    let mut hasher = Sha256::new();
    let mut rows = 0;
    let mut after = vec![i64::MIN; key];
    loop {
        let values = after.iter().copied().chain([limits::RECORDS_PER_PAGE]).map(Value::Int).collect::<Vec<_>>();
        let page = connection.rows(sql, &values)?;
        for row in &page {
            hash_row(&mut hasher, row, columns)?;
        }
        rows += page.len() as u64;
        match page.last() {
            Some(last) if page.len() == limits::RECORDS_PER_PAGE as usize => {
                after = (0..key).map(|column| last.int(column)).collect::<Result<_>>()?;
            }
            _ => return Ok(TableDigest { table: name, rows, sha256: Hash(hasher.finalize().into()) }),
        }
    }
}

/// Integers have one length; texts and bytes are preceded by their own.
fn hash_row(hasher: &mut Sha256, row: &Row, columns: &str) -> Result<()> {
    for (column, kind) in columns.bytes().enumerate() {
        if kind == b'i' {
            hasher.update(row.int(column)?.to_be_bytes());
            continue;
        }
        let bytes = if kind == b't' { row.text(column)?.into_bytes() } else { row.bytes(column)? };
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    Ok(())
}

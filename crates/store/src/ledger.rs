//! The ledger's table and its head: append, and read in order.

use crate::entry::{self, Head};
use crate::sql::{Connection, Value, statements};
use crate::tree::Frontier;
use crate::{Result, StoreError, limits};

/// One entry as stored.
pub(crate) struct StoredEntry {
    pub(crate) index: u64,
    pub(crate) salt: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) commitment: Vec<u8>,
    pub(crate) leaf: Vec<u8>,
}

/// Writes the head of an empty ledger where there is none.
pub(crate) fn begin(connection: &mut Connection) -> Result<()> {
    if connection.row(statements::HEAD, &[])?.is_none() {
        let empty = Frontier::default();
        let root = empty.root();
        connection.execute(statements::HEAD_NEW, &[Value::Bytes(&root.0), Value::Bytes(&empty.to_bytes())])?;
    }
    Ok(())
}

pub(crate) fn head(connection: &mut Connection) -> Result<Head> {
    let row = connection.row(statements::HEAD, &[])?.ok_or_else(|| StoreError::damaged("the ledger has no head"))?;
    Ok(Head { size: row.int(0)? as u64, root: row.hash(1)? })
}

/// The head's frontier as stored.
pub(crate) fn frontier(connection: &mut Connection) -> Result<Frontier> {
    let row = connection.row(statements::HEAD, &[])?.ok_or_else(|| StoreError::damaged("the ledger has no head"))?;
    frontier_of(row.int(0)? as u64, &row.bytes(2)?)
}

fn frontier_of(size: u64, bytes: &[u8]) -> Result<Frontier> {
    Frontier::from_bytes(size, bytes).ok_or_else(|| StoreError::damaged("the ledger's head has a wrong frontier"))
}

/// Appends an entry at the index that the caller expects: the last statements of its transaction.
pub(crate) fn append(connection: &mut Connection, index: u64, salt: &[u8; 32], content: &[u8]) -> Result<Head> {
    let commitment = entry::commitment(salt, content);
    let leaf = entry::leaf(commitment);
    let values = [
        Value::Int(index as i64),
        Value::Bytes(salt),
        Value::Bytes(content),
        Value::Bytes(&commitment.0),
        Value::Bytes(&leaf.0),
    ];
    connection.execute(statements::ENTRY_NEW, &values)?;
    let locked = connection.row(statements::HEAD_LOCK, &[])?;
    let locked = locked.ok_or_else(|| StoreError::damaged("the ledger has no head"))?;
    let size = locked.int(0)? as u64 - 1;
    if size != index {
        return Err(StoreError::Locked { place: "the ledger".to_owned() });
    }
    let mut frontier = frontier_of(size, &locked.bytes(1)?)?;
    frontier.push(leaf);
    let root = frontier.root();
    connection.execute(statements::HEAD_SET, &[Value::Bytes(&root.0), Value::Bytes(&frontier.to_bytes())])?;
    Ok(Head { size: frontier.size(), root })
}

/// A page of entries from an index on.
pub(crate) fn page(connection: &mut Connection, from: u64) -> Result<Vec<StoredEntry>> {
    let rows = connection.rows(statements::ENTRIES, &[Value::Int(from as i64), Value::Int(limits::ROWS_PER_PAGE)])?;
    rows.iter()
        .map(|row| {
            Ok(StoredEntry {
                index: row.int(0)? as u64,
                salt: row.bytes(1)?,
                content: row.bytes(2)?,
                commitment: row.bytes(3)?,
                leaf: row.bytes(4)?,
            })
        })
        .collect()
}

//! The ledger's table and its head: append, and read in order.

use crate::entry::{self, Head};
use crate::sql::{Connection, Row, Value, statements};
use crate::tree::Frontier;
use crate::{Hash, Result, StoreError, limits};

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

/// Whether there is a head.
pub(crate) fn has_begun(connection: &mut Connection) -> Result<bool> {
    Ok(connection.row(statements::HEAD, &[])?.is_some())
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

/// The end of the ledger, held until the transaction ends: nobody else appends meanwhile.
pub(crate) struct Tail {
    frontier: Frontier,
    rows: Vec<Appended>,
}

/// An entry that waits to be written with the others of its transaction.
struct Appended {
    index: u64,
    salt: [u8; 32],
    content: Vec<u8>,
    commitment: Hash,
    leaf: Hash,
}

impl Tail {
    /// Locks the head's row.
    pub(crate) fn lock(connection: &mut Connection) -> Result<Tail> {
        let row = connection.row(statements::HEAD_LOCK, &[])?;
        let row = row.ok_or_else(|| StoreError::damaged("the ledger has no head"))?;
        let frontier = frontier_of(row.int(0)? as u64, &row.bytes(1)?)?;
        Ok(Tail { frontier, rows: Vec::new() })
    }

    /// The index that the next entry has.
    pub(crate) fn next(&self) -> u64 {
        self.frontier.size()
    }

    /// Adds an entry.
    pub(crate) fn push(&mut self, salt: [u8; 32], content: Vec<u8>) {
        let commitment = entry::commitment(&salt, &content);
        let leaf = entry::leaf(commitment);
        let index = self.frontier.size();
        self.frontier.push(leaf);
        self.rows.push(Appended { index, salt, content, commitment, leaf });
    }

    /// Whether no entry waits.
    pub(crate) fn is_written(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes what was added: what follows from an entry may ask for its content.
    pub(crate) fn write(&mut self, connection: &mut Connection) -> Result<()> {
        let values = self.rows.iter().flat_map(|row| {
            [
                Value::Int(row.index as i64),
                Value::Bytes(&row.salt),
                Value::Bytes(&row.content),
                Value::Bytes(&row.commitment.0),
                Value::Bytes(&row.leaf.0),
            ]
        });
        connection.insert(statements::ENTRY_NEW, &values.collect::<Vec<_>>())?;
        self.rows.clear();
        Ok(())
    }

    /// Writes everything, and the new head last.
    pub(crate) fn finish(mut self, connection: &mut Connection) -> Result<Head> {
        self.write(connection)?;
        let (size, root) = (self.frontier.size(), self.frontier.root());
        let values = [Value::Int(size as i64), Value::Bytes(&root.0), Value::Bytes(&self.frontier.to_bytes())];
        connection.execute(statements::HEAD_SET, &values)?;
        Ok(Head { size, root })
    }
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

/// What the tree has of an entry.
pub(crate) struct Leaf {
    pub(crate) index: u64,
    pub(crate) commitment: Hash,
    pub(crate) hash: Hash,
}

/// A page of leaves from an index up to an end.
pub(crate) fn leaves(connection: &mut Connection, from: u64, end: u64) -> Result<Vec<Leaf>> {
    let values = [Value::Int(from as i64), Value::Int(end as i64), Value::Int(limits::ROWS_PER_PAGE)];
    let rows = connection.rows(statements::LEAVES, &values)?;
    let leaf = |row: &Row| Ok(Leaf { index: row.int(0)? as u64, commitment: row.hash(1)?, hash: row.hash(2)? });
    rows.iter().map(leaf).collect()
}

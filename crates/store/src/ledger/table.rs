//! The ledger's table and its head: append, and read in order.
//!
//! Salt and content lie under keys of the key file; the commitment is over what they say in clear. Of an entry that was
//! erased the salt is empty, and in the content's place lies a stub: what the rest of the archive needs to know of it.

use crate::entry::{self, Head};
use crate::forgetting::Stub;
use crate::sql::{Connection, Row, Value, statements};
use crate::tree::Frontier;
use crate::{Hash, ImportNumber, Result, StoreError, limits};
use vault::keys::{KeyId, Keyring};

/// One entry as it is read.
pub(crate) struct StoredEntry {
    pub(crate) index: u64,
    pub(crate) said: Said,
    /// The key that it lies under.
    pub(crate) key: Option<KeyId>,
    pub(crate) commitment: Vec<u8>,
    pub(crate) leaf: Vec<u8>,
}

/// What an entry says.
pub(crate) enum Said {
    /// Its salt and its content.
    Content([u8; 32], Vec<u8>),
    /// It was erased, and this stub stands in its place.
    Erased(Vec<u8>),
    /// Nothing opens it: it was changed, or its key is gone.
    Unreadable,
}

impl StoredEntry {
    /// Salt, content.
    pub(crate) fn content(&self) -> Result<(&[u8; 32], &[u8])> {
        match &self.said {
            Said::Content(salt, content) => Ok((salt, content)),
            Said::Erased(_) => Err(StoreError::NoSuch(format!("entry {}: it was erased", self.index))),
            Said::Unreadable => Err(StoreError::damaged(format!("entry {} cannot be opened", self.index))),
        }
    }

    /// The commitment to what it says, computed. An entry that was erased keeps the one that is stored; nothing where it cannot be
    /// opened.
    pub(crate) fn computed_commitment(&self) -> Option<Hash> {
        match &self.said {
            Said::Content(salt, content) => Some(entry::commitment(salt, content)),
            Said::Erased(_) => Some(self.stored_commitment()),
            Said::Unreadable => None,
        }
    }

    /// The commitment as it is stored; zeros where it is none.
    pub(crate) fn stored_commitment(&self) -> Hash {
        Hash::from_slice(&self.commitment).unwrap_or(Hash([0; 32]))
    }

    fn from_row(keys: &Keyring, row: &Row) -> Result<StoredEntry> {
        let index = row.int(0)? as u64;
        let (salt, payload) = (row.bytes(1)?, row.bytes(2)?);
        let said = if salt.is_empty() {
            keys.open_blob(&context(b"erased", index), &payload).map_or(Said::Unreadable, Said::Erased)
        } else {
            let salt = keys.open_blob(&context(b"salt", index), &salt).ok().and_then(|salt| salt.try_into().ok());
            match (salt, keys.open_blob(&context(b"entry", index), &payload)) {
                (Some(salt), Ok(content)) => Said::Content(salt, content),
                _ => Said::Unreadable,
            }
        };
        let key = Keyring::key_of(&payload);
        Ok(StoredEntry { index, said, key, commitment: row.bytes(3)?, leaf: row.bytes(4)? })
    }
}

/// Where something of the ledger lies: no content opens in another's place.
fn context(what: &[u8], index: u64) -> Vec<u8> {
    [what, b"|", index.to_string().as_bytes()].concat()
}

/// Salt and content of an entry as they are stored, under a key.
pub(crate) fn sealed(keys: &Keyring, key: KeyId, index: u64, salt: &[u8; 32], content: &[u8]) -> Result<[Vec<u8>; 2]> {
    Ok([keys.seal(key, &context(b"salt", index), salt)?, keys.seal(key, &context(b"entry", index), content)?])
}

/// The stub of an erased entry as it is stored, under a key.
pub(crate) fn sealed_stub(keys: &Keyring, key: KeyId, index: u64, stub: &[u8]) -> Result<Vec<u8>> {
    Ok(keys.seal(key, &context(b"erased", index), stub)?)
}

/// The content of an entry from its column.
pub(crate) fn open_content(connection: &Connection, index: u64, payload: &[u8]) -> Result<Vec<u8>> {
    let opened = connection.keys()?.open_blob(&context(b"entry", index), payload);
    opened.map_err(|_| StoreError::damaged(format!("entry {index} cannot be opened")))
}

/// The index of an entry as it lies in a row of [`statements::ENTRIES`], after finding that it says what it commits to.
pub(crate) fn checked(keys: &Keyring, row: &Row) -> Result<u64> {
    let stored = StoredEntry::from_row(keys, row)?;
    let index = stored.index;
    let commitment = stored.computed_commitment();
    let commitment = commitment.ok_or_else(|| StoreError::damaged(format!("entry {index} cannot be opened")))?;
    let is_it = stored.commitment == commitment.0 && stored.leaf == entry::leaf(commitment).0;
    if is_it { Ok(index) } else { Err(StoreError::damaged(format!("entry {index} does not match its commitment"))) }
}

/// One entry.
pub(crate) fn entry(connection: &mut Connection, index: u64) -> Result<Option<StoredEntry>> {
    let row = connection.row(statements::ENTRY, &[Value::Int(index as i64)])?;
    let keys = connection.keys()?;
    row.map(|row| StoredEntry::from_row(keys, &row)).transpose()
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
    /// The key under which what is appended lies: one a transaction, when there is something.
    key: Option<KeyId>,
}

/// An entry that waits to be written with the others of its transaction.
struct Appended {
    index: u64,
    salt: Vec<u8>,
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
        Ok(Tail { frontier, rows: Vec::new(), key: None })
    }

    /// The index that the next entry has.
    pub(crate) fn next(&self) -> u64 {
        self.frontier.size()
    }

    /// Adds an entry, and returns the key that it lies under.
    pub(crate) fn push(&mut self, keys: &Keyring, salt: [u8; 32], content: &[u8]) -> Result<KeyId> {
        let key = match self.key {
            Some(key) => key,
            None => *self.key.insert(keys.new_working_key()?),
        };
        let commitment = entry::commitment(&salt, content);
        let leaf = entry::leaf(commitment);
        let index = self.frontier.size();
        let [salt, content] = sealed(keys, key, index, &salt, content)?;
        self.frontier.push(leaf);
        self.rows.push(Appended { index, salt, content, commitment, leaf });
        Ok(key)
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
    let keys = connection.keys()?;
    rows.iter().map(|row| StoredEntry::from_row(keys, row)).collect()
}

/// The salt of the entry that began an import, which the ids of its persons follow from. Nothing while that entry is not
/// written yet.
pub(crate) fn import_salt(connection: &mut Connection, import: ImportNumber) -> Result<Option<[u8; 32]>> {
    let Some(row) = connection.row(statements::IMPORT_ENTRY, &[Value::Int(i64::from(import.0))])? else {
        return Ok(None);
    };
    let Some(entry) = self::entry(connection, row.int(0)? as u64)? else { return Ok(None) };
    match &entry.said {
        Said::Erased(stub) => Ok(Stub::read(stub)?.salt()),
        _ => Ok(Some(*entry.content()?.0)),
    }
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

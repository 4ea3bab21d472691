//! Brings what earlier versions wrote in clear under keys: the entries of the ledger and the chunks of its batches.
//!
//! What they say is unchanged, and so is every commitment. Contacts in entries of before are under working keys only,
//! since an entry cannot be parted after it was committed to; what comes from now on is sealed. The bytes that lay in clear
//! stay where the database leaves them until it writes over them: docs/sealing.md says what to do about that.

use crate::chunk::{self, Chunk, ChunkLine};
use crate::sql::{Connection, Value, statements};
use crate::{Hash, Result, StoreError, ledger, limits};

/// Seals everything, within a transaction of the caller's.
pub(crate) fn seal_everything(connection: &mut Connection) -> Result<()> {
    seal_entries(connection)?;
    for row in connection.rows(statements::CHUNK_COUNTS, &[])? {
        let (batch, count) = (row.text(0)?, row.int(1)? as u64);
        for number in 0..count {
            seal_chunk(connection, &batch, number)?;
        }
    }
    Ok(())
}

fn seal_entries(connection: &mut Connection) -> Result<()> {
    let mut from = 0;
    loop {
        let values = [Value::Int(from), Value::Int(limits::ROWS_PER_PAGE)];
        let rows = connection.rows(statements::ENTRIES, &values)?;
        if rows.is_empty() {
            return Ok(());
        }
        let key = connection.keys()?.new_working_key()?;
        for row in rows {
            let index = row.int(0)?;
            let salt = row.hash(1)?.0;
            let [salt, content] = ledger::sealed(connection.keys()?, key, index as u64, &salt, &row.bytes(2)?)?;
            let values = [Value::Bytes(&salt), Value::Bytes(&content), Value::Int(index)];
            connection.execute(statements::ENTRY_SET, &values)?;
            from = index + 1;
        }
    }
}

/// A chunk of before had one hash over its lines, each with its end: it is kept, since an entry names it.
fn seal_chunk(connection: &mut Connection, batch: &str, number: u64) -> Result<()> {
    let row = connection.row(statements::CHUNK, &[Value::Text(batch), Value::Int(number as i64)])?;
    let damaged = || StoreError::damaged(format!("chunk {number} of batch {batch} cannot be read"));
    let row = row.ok_or_else(damaged)?;
    let text = chunk::inflate(&row.bytes(1)?).ok_or_else(damaged)?;
    let stored = row.hash(0)?;
    let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| ChunkLine::Said { salt: [0; 16], json: line.to_vec() }).collect();
    let key = connection.keys()?.new_working_key()?;
    let chunk = Chunk { lines, sealed: Vec::new(), whole: Some(stored), sealed_before: None, stored, key: Some(key) };
    chunk::put_back(connection, (batch, number), &chunk, key)
}

/// The hash of a chunk of before.
pub(crate) fn hash_of_lines<'lines>(lines: impl Iterator<Item = &'lines [u8]>) -> Hash {
    let mut text = Vec::new();
    for line in lines {
        text.extend(line);
        text.push(b'\n');
    }
    Hash::of(&text)
}

//! The content of a batch: lines of JSON, about a thousand to a chunk, each chunk compressed and hashed.
//!
//! The hash is of the lines, not of their compressed form: another version of the compressor must not change it.

use crate::sql::{Connection, Value, statements};
use crate::{Hash, Result, StoreError, limits};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

const DOMAIN: &[u8] = b"athar/chunks/1";

/// How many chunks a batch has and what is in them: part of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chunks {
    pub(crate) count: u64,
    /// SHA-256 over the hashes of the chunks, in order.
    pub(crate) sha256: Hash,
}

/// Hashes the hashes of a batch's chunks.
pub(crate) struct ChunksDigest {
    count: u64,
    hasher: Sha256,
}

impl Default for ChunksDigest {
    fn default() -> ChunksDigest {
        ChunksDigest { count: 0, hasher: Sha256::new_with_prefix(DOMAIN) }
    }
}

impl ChunksDigest {
    pub(crate) fn push(&mut self, chunk: Hash) {
        self.count += 1;
        self.hasher.update(chunk.0);
    }

    pub(crate) fn finish(self) -> Chunks {
        Chunks { count: self.count, sha256: Hash(self.hasher.finalize().into()) }
    }
}

/// Collects lines, and writes them a chunk at a time.
#[derive(Default)]
pub(crate) struct ChunkWriter {
    buffer: Vec<u8>,
    lines: usize,
    digest: ChunksDigest,
}

impl ChunkWriter {
    /// Adds a line, and tells whether the chunk is full.
    pub(crate) fn push<T: Serialize>(&mut self, line: &T) -> Result<bool> {
        serde_json::to_writer(&mut self.buffer, line).map_err(|_| StoreError::NotJson("a line of a batch"))?;
        self.buffer.push(b'\n');
        self.lines += 1;
        Ok(self.lines >= limits::CHUNK_LINES_MAX || self.buffer.len() >= limits::CHUNK_BYTES_MAX)
    }

    /// Writes the open chunk of a batch.
    pub(crate) fn write(&mut self, connection: &mut Connection, batch: &str) -> Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let sha256 = Hash::of(&self.buffer);
        let payload = deflate(&self.buffer)?;
        let values =
            [Value::Text(batch), Value::Int(self.digest.count as i64), Value::Bytes(&sha256.0), Value::Bytes(&payload)];
        connection.execute(statements::CHUNK_NEW, &values)?;
        self.digest.push(sha256);
        self.buffer.clear();
        self.lines = 0;
        Ok(())
    }

    pub(crate) fn finish(self) -> Chunks {
        self.digest.finish()
    }
}

/// The lines of one chunk, and their hash: the one computed from them, the one stored.
pub(crate) fn read(connection: &mut Connection, batch: &str, number: u64) -> Result<(Vec<u8>, Hash, Hash)> {
    let row = connection.row(statements::CHUNK, &[Value::Text(batch), Value::Int(number as i64)])?;
    let row = row.ok_or_else(|| StoreError::damaged(format!("chunk {number} of batch {batch} is missing")))?;
    let lines = inflate(&row.bytes(1)?)
        .ok_or_else(|| StoreError::damaged(format!("chunk {number} of batch {batch} cannot be read")))?;
    let found = Hash::of(&lines);
    Ok((lines, found, row.hash(0)?))
}

/// Calls back with every line of an accepted batch, and after every chunk.
pub(crate) fn replay<T: DeserializeOwned, R>(
    connection: &mut Connection,
    (batch, accepted): (&str, Chunks),
    rows: &mut R,
    mut line: impl FnMut(&mut R, T) -> Result<()>,
    mut after_chunk: impl FnMut(&mut R, &mut Connection) -> Result<()>,
) -> Result<()> {
    let mut digest = ChunksDigest::default();
    for number in 0..accepted.count {
        let (lines, found, _) = read(connection, batch, number)?;
        digest.push(found);
        for text in lines.split(|&byte| byte == b'\n').filter(|text| !text.is_empty()) {
            let parsed = serde_json::from_slice(text);
            line(rows, parsed.map_err(|_| StoreError::damaged(format!("a line of batch {batch} is not understood")))?)?;
        }
        after_chunk(rows, connection)?;
    }
    // What was changed since it was accepted is not built from: the caller's transaction is rolled back.
    if digest.finish() == accepted {
        Ok(())
    } else {
        Err(StoreError::damaged(format!("the content of batch {batch} is not what was accepted")))
    }
}

pub(crate) fn drop_batch(connection: &mut Connection, batch: &str) -> Result<()> {
    connection.execute(statements::CHUNKS_DROP, &[Value::Text(batch)])?;
    Ok(())
}

fn deflate(lines: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(lines.len() / 4), Compression::fast());
    let done = encoder.write_all(lines).and_then(|()| encoder.finish());
    done.map_err(|_| StoreError::damaged("a chunk cannot be compressed"))
}

fn inflate(payload: &[u8]) -> Option<Vec<u8>> {
    let mut lines = Vec::new();
    let mut limited = DeflateDecoder::new(payload).take(limits::CHUNK_INFLATED_MAX + 1);
    let length = limited.read_to_end(&mut lines).ok()?;
    (length as u64 <= limits::CHUNK_INFLATED_MAX).then_some(lines)
}

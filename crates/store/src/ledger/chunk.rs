//! The content of a batch: lines of JSON, about a thousand to a chunk, and a box with what is sealed of them.
//!
//! Every line has a commitment of its own, SHA-256(domain, 16 random bytes, length, line), and the chunk's hash is over the
//! commitments and the box. So one line can be erased, by putting its commitment in its place, while the chunk still
//! verifies. The hashes are of what the lines say, not of how they are compressed or encrypted. Chunks of before had one
//! hash over all lines, and keep it.

use crate::sql::{Connection, Row, Value, statements};
use crate::{Hash, Result, StoreError, limits};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use vault::keys::{KeyId, Keyring};

const CHUNKS_DOMAIN: &[u8] = b"athar/chunks/1";
const CHUNK_DOMAIN: &[u8] = b"athar/chunk/2";
const LINE_DOMAIN: &[u8] = b"athar/line/1";
pub(super) const SALT: usize = 16;

/// How many chunks a batch has and what is in them: part of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chunks {
    pub(crate) count: u64,
    /// SHA-256 over the hashes of the chunks, in order.
    pub(crate) sha256: Hash,
}

/// Hashes the hashes of a batch's chunks.
pub(crate) struct ChunksDigest {
    pub(super) count: u64,
    hasher: Sha256,
}

impl Default for ChunksDigest {
    fn default() -> ChunksDigest {
        ChunksDigest { count: 0, hasher: Sha256::new_with_prefix(CHUNKS_DOMAIN) }
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

/// One line of a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChunkLine {
    /// What it says, with its salt.
    Said { salt: [u8; SALT], json: Vec<u8> },
    /// It was erased. What remains is its commitment, how many records it had (one or none), and how many problems.
    Erased { commitment: Hash, records: u32, problems: u32 },
}

impl ChunkLine {
    pub(crate) fn commitment(&self) -> Hash {
        match self {
            ChunkLine::Said { salt, json } => {
                Hash::of_parts(&[LINE_DOMAIN, salt, &(json.len() as u64).to_be_bytes(), json])
            }
            ChunkLine::Erased { commitment, .. } => *commitment,
        }
    }
}

/// A chunk as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) lines: Vec<ChunkLine>,
    /// What is sealed of its lines, as it is stored; empty for none.
    pub(crate) sealed: Vec<u8>,
    /// Its hash, where it is of the form that had one hash over all lines.
    pub(crate) whole: Option<Hash>,
    /// The hash of the box as it was accepted, where something of it was erased since.
    pub(crate) sealed_before: Option<Hash>,
    /// The hash that is stored beside it.
    pub(crate) stored: Hash,
    /// The key that it lies under.
    pub(crate) key: Option<KeyId>,
}

impl Chunk {
    /// The hash computed from what it says.
    pub(crate) fn hash(&self) -> Hash {
        match self.whole {
            // Once a line is gone it cannot be computed: an entry says which lines are.
            Some(whole) if self.erased().next().is_some() => whole,
            Some(_) => crate::upgrade::hash_of_lines(self.lines.iter().filter_map(|line| match line {
                ChunkLine::Said { json, .. } => Some(json.as_slice()),
                ChunkLine::Erased { .. } => None,
            })),
            None => hash(self.sealed_before.unwrap_or_else(|| Hash::of(&self.sealed)), &self.lines),
        }
    }

    /// The places of lines that were erased.
    pub(crate) fn erased(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.lines).filter(|(_, line)| matches!(line, ChunkLine::Erased { .. })).map(|(at, _)| at)
    }
}

/// The hash of a chunk, from that of its box and from its lines.
pub(super) fn hash(sealed: Hash, lines: &[ChunkLine]) -> Hash {
    let mut hasher = Sha256::new_with_prefix(CHUNK_DOMAIN);
    hasher.update(sealed.0);
    for line in lines {
        hasher.update(line.commitment().0);
    }
    Hash(hasher.finalize().into())
}

/// A box of sealed parts, each by the number of its line; empty for none.
pub(crate) fn seal_parts(keys: &Keyring, (batch, number): (&str, u64), parts: &[(u32, Vec<u8>)]) -> Result<Vec<u8>> {
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let mut content = Vec::new();
    for (line, json) in parts {
        content.extend(line.to_be_bytes());
        content.extend((json.len() as u32).to_be_bytes());
        content.extend(json);
    }
    let key = keys.new_sealing_key()?;
    let sealed = keys.seal_box(key, &context(b"box", batch, number), &deflate(&content)?);
    // Not even this process can open it from here on without the team's secret.
    keys.forget_sealing(key);
    Ok(sealed?)
}

/// The sealed parts of a chunk, each by the number of its line. Needs the team's secret.
pub(crate) fn open_box(connection: &mut Connection, batch: &str, number: u64) -> Result<Vec<(u32, Vec<u8>)>> {
    let row = connection.row(statements::CHUNK_BOX, &[Value::Text(batch), Value::Int(number as i64)])?;
    let row = row.ok_or_else(|| missing(batch, number))?;
    open_parts(connection, (batch, number), &row.bytes(0)?)
}

/// The same of a box that was read.
pub(crate) fn open_parts(
    connection: &Connection,
    (batch, number): (&str, u64),
    sealed: &[u8],
) -> Result<Vec<(u32, Vec<u8>)>> {
    if sealed.is_empty() {
        return Ok(Vec::new());
    }
    let content = connection.keys()?.open_box(&context(b"box", batch, number), sealed)?;
    let content = inflate(&content).ok_or_else(|| unreadable(batch, number))?;
    let mut rest = content.as_slice();
    let mut parts = Vec::new();
    while let Some((head, tail)) = rest.split_at_checked(8) {
        let word = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (json, tail) = tail.split_at_checked(word(4) as usize).ok_or_else(|| unreadable(batch, number))?;
        parts.push((word(0), json.to_vec()));
        rest = tail;
    }
    if rest.is_empty() { Ok(parts) } else { Err(unreadable(batch, number)) }
}

/// Reads a chunk.
pub(crate) fn read(connection: &mut Connection, batch: &str, number: u64) -> Result<Chunk> {
    let row = connection.row(statements::CHUNK, &[Value::Text(batch), Value::Int(number as i64)])?;
    from_row(connection, (batch, number), &row.ok_or_else(|| missing(batch, number))?)
}

/// A chunk from its row of [`statements::CHUNK`].
pub(crate) fn from_row(connection: &Connection, (batch, number): (&str, u64), row: &Row) -> Result<Chunk> {
    let blob = row.bytes(1)?;
    let content = connection.keys()?.open_blob(&context(b"chunk", batch, number), &blob);
    let content = content.ok().and_then(|content| inflate(&content)).ok_or_else(|| unreadable(batch, number))?;
    let (lines, whole, sealed_before) = decode(&content).ok_or_else(|| unreadable(batch, number))?;
    let (sealed, stored, key) = (row.bytes(2)?, row.hash(0)?, Keyring::key_of(&blob));
    Ok(Chunk { lines, sealed, whole, sealed_before, stored, key })
}

/// Writes a chunk over the one in its place, under another key.
pub(crate) fn put_back(
    connection: &mut Connection,
    (batch, number): (&str, u64),
    chunk: &Chunk,
    key: KeyId,
) -> Result<()> {
    let payload = encode(connection.keys()?, (batch, number), chunk, key)?;
    let values = [Value::Bytes(&payload), Value::Bytes(&chunk.sealed), Value::Text(batch), Value::Int(number as i64)];
    connection.execute(statements::CHUNK_SET, &values).map(drop)
}

/// A chunk as it is stored: compressed, and under a key.
pub(super) fn encode(keys: &Keyring, (batch, number): (&str, u64), chunk: &Chunk, key: KeyId) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    for kept in [chunk.whole, chunk.sealed_before] {
        content.push(u8::from(kept.is_some()));
        content.extend(kept.unwrap_or(Hash([0; 32])).0);
    }
    for line in &chunk.lines {
        match line {
            ChunkLine::Said { salt, json } => {
                content.push(0);
                content.extend((json.len() as u32).to_be_bytes());
                content.extend(salt);
                content.extend(json);
            }
            ChunkLine::Erased { commitment, records, problems } => {
                content.push(1);
                content.extend(commitment.0);
                content.extend(records.to_be_bytes());
                content.extend(problems.to_be_bytes());
            }
        }
    }
    Ok(keys.seal(key, &context(b"chunk", batch, number), &deflate(&content)?)?)
}

fn decode(content: &[u8]) -> Option<(Vec<ChunkLine>, Option<Hash>, Option<Hash>)> {
    let (head, mut rest) = content.split_first_chunk::<66>()?;
    let kept = |at: usize| Hash::from_slice(&head[at + 1..at + 33]).filter(|_| head[at] == 1);
    let mut lines = Vec::new();
    while let Some((&kind, tail)) = rest.split_first() {
        let line;
        (line, rest) = match kind {
            0 => {
                let (length, tail) = tail.split_first_chunk::<4>()?;
                let (salt, tail) = tail.split_first_chunk::<SALT>()?;
                let (json, tail) = tail.split_at_checked(u32::from_be_bytes(*length) as usize)?;
                (ChunkLine::Said { salt: *salt, json: json.to_vec() }, tail)
            }
            1 => {
                let (commitment, tail) = tail.split_first_chunk::<32>()?;
                let (records, tail) = tail.split_first_chunk::<4>()?;
                let (problems, tail) = tail.split_first_chunk::<4>()?;
                let (records, problems) = (u32::from_be_bytes(*records), u32::from_be_bytes(*problems));
                (ChunkLine::Erased { commitment: Hash(*commitment), records, problems }, tail)
            }
            _ => return None,
        };
        lines.push(line);
    }
    Some((lines, kept(0), kept(33)))
}

/// A line that is handed out while a batch is read again.
pub(crate) enum Replayed<T> {
    Line(T),
    Erased { records: u32, problems: u32 },
}

/// Calls back with every line of an accepted batch, and after every chunk with the key that it lies under.
pub(crate) fn replay<T: DeserializeOwned, R>(
    connection: &mut Connection,
    (batch, accepted): (&str, Chunks),
    rows: &mut R,
    mut line: impl FnMut(&mut R, Replayed<T>) -> Result<()>,
    mut after_chunk: impl FnMut(&mut R, &mut Connection, Option<KeyId>) -> Result<()>,
) -> Result<()> {
    let mut digest = ChunksDigest::default();
    for number in 0..accepted.count {
        let chunk = read(connection, batch, number)?;
        digest.push(chunk.hash());
        for said in &chunk.lines {
            let replayed = match said {
                ChunkLine::Said { json, .. } => Replayed::Line(
                    serde_json::from_slice(json)
                        .map_err(|_| StoreError::damaged(format!("a line of batch {batch} is not understood")))?,
                ),
                ChunkLine::Erased { records, problems, .. } => {
                    Replayed::Erased { records: *records, problems: *problems }
                }
            };
            line(rows, replayed)?;
        }
        after_chunk(rows, connection, chunk.key)?;
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

/// Where a chunk lies: no content opens in another's place.
fn context(what: &[u8], batch: &str, number: u64) -> Vec<u8> {
    [what, b"|", batch.as_bytes(), b"|", number.to_string().as_bytes()].concat()
}

pub(crate) fn missing(batch: &str, number: u64) -> StoreError {
    StoreError::damaged(format!("chunk {number} of batch {batch} is missing"))
}

fn unreadable(batch: &str, number: u64) -> StoreError {
    StoreError::damaged(format!("chunk {number} of batch {batch} cannot be read"))
}

fn deflate(lines: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(lines.len() / 4), Compression::fast());
    let done = encoder.write_all(lines).and_then(|()| encoder.finish());
    done.map_err(|_| StoreError::damaged("a chunk cannot be compressed"))
}

pub(crate) fn inflate(payload: &[u8]) -> Option<Vec<u8>> {
    let mut lines = Vec::new();
    let mut limited = DeflateDecoder::new(payload).take(limits::CHUNK_INFLATED_MAX + 1);
    let length = limited.read_to_end(&mut lines).ok()?;
    (length as u64 <= limits::CHUNK_INFLATED_MAX).then_some(lines)
}

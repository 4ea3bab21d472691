//! A batch on its way in: lines are collected, a chunk that is full is closed, and put into the database.

use crate::chunk::{Chunk, ChunkLine, Chunks, ChunksDigest, SALT, encode, hash, seal_parts};
use crate::sealing::Taken;
use crate::sql::{Connection, Value, statements};
use crate::{Hash, Result, StoreError, limits};
use serde::Serialize;
use sha2::{Digest, Sha256};
use vault::keys::{KeyId, Keyring};

/// Collects lines, and writes them a chunk at a time.
#[derive(Default)]
pub(crate) struct ChunkWriter {
    lines: Vec<Vec<u8>>,
    bytes: usize,
    parts: Vec<(u32, Vec<u8>)>,
    /// How many chunks were taken; as many are in the digest once all are written.
    taken: u64,
    digest: ChunksDigest,
    /// Of what the lines say, where somebody wants to compare.
    said: Option<Sha256>,
}

/// The lines of a chunk that no more is added to. To close it takes the keys and time, and no database.
pub(crate) struct OpenChunk {
    number: u64,
    lines: Vec<Vec<u8>>,
    parts: Vec<(u32, Vec<u8>)>,
}

/// A chunk as it is stored.
pub(crate) struct ClosedChunk {
    number: u64,
    stored: Hash,
    payload: Vec<u8>,
    sealed: Vec<u8>,
    /// The key that it lies under.
    pub(crate) key: KeyId,
}

impl OpenChunk {
    /// Salts and hashes its lines, seals what is to be sealed of them, compresses and encrypts the rest.
    pub(crate) fn close(self, keys: &Keyring, batch: &str) -> Result<ClosedChunk> {
        let OpenChunk { number, lines, parts } = self;
        let lines = with_salts(lines)?;
        let sealed = seal_parts(keys, (batch, number), &parts)?;
        let key = keys.new_working_key()?;
        let stored = hash(Hash::of(&sealed), &lines);
        let chunk = Chunk { lines, sealed, whole: None, sealed_before: None, stored, key: Some(key) };
        let payload = encode(keys, (batch, number), &chunk, key)?;
        Ok(ClosedChunk { number, stored, payload, sealed: chunk.sealed, key })
    }
}

impl ChunkWriter {
    /// One that also hashes what all its lines say: two batches that say the same have the same hash.
    pub(crate) fn comparing() -> ChunkWriter {
        ChunkWriter { said: Some(Sha256::new()), ..ChunkWriter::default() }
    }

    /// Adds a line and what is sealed of it, and tells whether the chunk is full.
    pub(crate) fn push<T: Serialize>(&mut self, line: &T, sealed: Option<Taken>) -> Result<bool> {
        let json = serde_json::to_vec(line).map_err(|_| StoreError::NotJson("a line of a batch"))?;
        if let Some(taken) = sealed {
            self.bytes += taken.json.len();
            self.parts.push((self.lines.len() as u32, taken.json));
        }
        self.bytes += json.len() + 1;
        if let Some(said) = &mut self.said {
            said.update((json.len() as u64).to_be_bytes());
            said.update(&json);
        }
        self.lines.push(json);
        Ok(self.lines.len() >= limits::CHUNK_LINES_MAX || self.bytes >= limits::CHUNK_BYTES_MAX)
    }

    /// Takes the lines so far as a chunk, which is to be closed and [put](ChunkWriter::put); nothing when there is none.
    pub(crate) fn take(&mut self) -> Option<OpenChunk> {
        if self.lines.is_empty() {
            return None;
        }
        self.bytes = 0;
        self.taken += 1;
        let (lines, parts) = (std::mem::take(&mut self.lines), std::mem::take(&mut self.parts));
        Some(OpenChunk { number: self.taken - 1, lines, parts })
    }

    /// Writes a chunk of a batch. They come in order.
    pub(crate) fn put(&mut self, connection: &mut Connection, batch: &str, chunk: &ClosedChunk) -> Result<()> {
        if chunk.number != self.digest.count {
            return Err(StoreError::Abandoned);
        }
        let values = [
            Value::Text(batch),
            Value::Int(chunk.number as i64),
            Value::Bytes(&chunk.stored.0),
            Value::Bytes(&chunk.payload),
            Value::Bytes(&chunk.sealed),
        ];
        connection.execute(statements::CHUNK_NEW, &values)?;
        self.digest.push(chunk.stored);
        Ok(())
    }

    /// Whether every chunk that was taken was put.
    pub(crate) fn all_are_written(&self) -> bool {
        self.taken == self.digest.count
    }

    /// Takes, closes and puts at once.
    pub(crate) fn write(&mut self, connection: &mut Connection, batch: &str) -> Result<()> {
        let Some(open) = self.take() else { return Ok(()) };
        let closed = open.close(connection.keys()?, batch)?;
        self.put(connection, batch, &closed)
    }

    /// What the batch contains, and the hash of what all its lines say, where it was [`ChunkWriter::comparing`].
    pub(crate) fn finish(self) -> (Chunks, Option<Hash>) {
        (self.digest.finish(), self.said.map(|said| Hash(said.finalize().into())))
    }
}

/// Gives every line a salt of its own.
fn with_salts(lines: Vec<Vec<u8>>) -> Result<Vec<ChunkLine>> {
    let mut salts = vec![[0; SALT]; lines.len()];
    getrandom::fill(salts.as_flattened_mut()).map_err(|error| StoreError::Random(error.to_string()))?;
    Ok(lines.into_iter().zip(salts).map(|(json, salt)| ChunkLine::Said { salt, json }).collect())
}

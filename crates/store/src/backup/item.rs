//! What a backup contains, item by item: rows of the archive as they are stored, files as they lie, records of the key
//! file. Nothing of it is opened on the way.

use super::fields::{Put, Take};
use super::log_files;
use crate::Hash;
use serde::{Deserialize, Serialize};
use vault::keys::copies::RecordBytes;
use vault::keys::limits::RECORD_LEN;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Records of the key file: after its head, in any order, the later one of a key counts.
    Keys = 1,
    /// Rows of the ledger.
    Entries = 2,
    /// A row of `batch_chunk`.
    Chunk = 3,
    /// An original file begins.
    Original = 4,
    /// Bytes of the original that began last.
    Part = 5,
    /// Lines of the log of readings.
    Readings = 6,
    /// Pages of requests that are closed.
    Pages = 7,
    /// A run is whole.
    End = 8,
    /// A file of the published log.
    File = 9,
}

impl Kind {
    pub(crate) fn of(byte: u8) -> Option<Kind> {
        use Kind::{Chunk, End, Entries, File, Keys, Original, Pages, Part, Readings};
        [Keys, Entries, Chunk, Original, Part, Readings, Pages, End, File].into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryRow {
    pub(crate) index: u64,
    pub(crate) salt: Vec<u8>,
    pub(crate) payload: Vec<u8>,
    pub(crate) commitment: Hash,
    pub(crate) leaf: Hash,
}

/// A row of `batch_chunk`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChunkRow {
    pub(crate) batch: String,
    pub(crate) number: u64,
    pub(crate) sha256: Hash,
    pub(crate) payload: Vec<u8>,
    pub(crate) sealed: Vec<u8>,
}

/// The head of an original file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OriginalHead {
    /// Its name in the folder of originals: 64 hexadecimal digits.
    pub(crate) name: String,
    /// Number of its bytes as it lies.
    pub(crate) size: u64,
    /// SHA-256 of them.
    pub(crate) sha256: Hash,
}

/// A file of the published log; of one that was exchanged the later counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogFile {
    /// Its name below the archive's folder.
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

/// A line of the log of readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadingRow {
    pub(crate) content: String,
    pub(crate) hash: Hash,
}

/// What a file contains when a run is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct End {
    pub(crate) time: String,
    pub(crate) entries: u64,
    pub(crate) root: Hash,
    pub(crate) chunks: u64,
    pub(crate) originals: u64,
    pub(crate) readings: u64,
    pub(crate) published: u64,
    pub(crate) keys: u64,
}

/// An item that was read.
#[derive(Debug)]
pub(crate) enum Item {
    Keys(Vec<RecordBytes>),
    Entries(Vec<EntryRow>),
    Chunk(ChunkRow),
    Original(OriginalHead),
    Part(Vec<u8>),
    Readings(Vec<ReadingRow>),
    Pages(Vec<u64>),
    File(LogFile),
    End(End),
}

impl EntryRow {
    pub(crate) fn put(&self, to: &mut Put) {
        to.number(self.index).bytes(&self.salt).bytes(&self.payload).hash(self.commitment).hash(self.leaf);
    }

    fn take(from: &mut Take<'_>) -> Option<EntryRow> {
        let (index, salt, payload) = (from.number()?, from.bytes()?.to_vec(), from.bytes()?.to_vec());
        Some(EntryRow { index, salt, payload, commitment: from.hash()?, leaf: from.hash()? })
    }
}

impl ChunkRow {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut put = Put::default();
        put.bytes(self.batch.as_bytes()).number(self.number).hash(self.sha256).bytes(&self.payload).bytes(&self.sealed);
        put.0
    }

    fn take(from: &mut Take<'_>) -> Option<ChunkRow> {
        let (batch, number, sha256) = (from.text()?.to_owned(), from.number()?, from.hash()?);
        Some(ChunkRow { batch, number, sha256, payload: from.bytes()?.to_vec(), sealed: from.bytes()?.to_vec() })
    }
}

impl OriginalHead {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut put = Put::default();
        put.bytes(self.name.as_bytes()).number(self.size).hash(self.sha256);
        put.0
    }

    fn take(from: &mut Take<'_>) -> Option<OriginalHead> {
        let (name, size, sha256) = (from.text()?.to_owned(), from.number()?, from.hash()?);
        // It becomes the name of a file.
        name.parse::<Hash>().ok()?;
        Some(OriginalHead { name: name.to_lowercase(), size, sha256 })
    }
}

impl LogFile {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut put = Put::default();
        put.bytes(self.name.as_bytes()).bytes(&self.content);
        put.0
    }

    fn take(from: &mut Take<'_>) -> Option<LogFile> {
        let (name, content) = (from.text()?.to_owned(), from.bytes()?.to_vec());
        log_files::is_name(&name).then_some(LogFile { name, content })
    }
}

impl ReadingRow {
    pub(crate) fn put(&self, to: &mut Put) {
        to.bytes(self.content.as_bytes()).hash(self.hash);
    }

    fn take(from: &mut Take<'_>) -> Option<ReadingRow> {
        Some(ReadingRow { content: from.text()?.to_owned(), hash: from.hash()? })
    }
}

impl Item {
    /// Nothing when the bytes are no item of that kind.
    pub(crate) fn read(kind: Kind, bytes: Vec<u8>) -> Option<Item> {
        let mut from = Take(&bytes);
        let item = match kind {
            Kind::Keys => {
                let (records, rest) = bytes.as_chunks::<RECORD_LEN>();
                return rest.is_empty().then(|| Item::Keys(records.to_vec()));
            }
            Kind::Part => return Some(Item::Part(bytes)),
            Kind::End => return serde_json::from_slice(&bytes).ok().map(Item::End),
            Kind::Entries => Item::Entries(many(&mut from, EntryRow::take)?),
            Kind::Readings => Item::Readings(many(&mut from, ReadingRow::take)?),
            Kind::Pages => Item::Pages(many(&mut from, Take::number)?),
            Kind::Chunk => Item::Chunk(ChunkRow::take(&mut from)?),
            Kind::File => Item::File(LogFile::take(&mut from)?),
            Kind::Original => Item::Original(OriginalHead::take(&mut from)?),
        };
        from.is_empty().then_some(item)
    }
}

fn many<'bytes, T>(from: &mut Take<'bytes>, take: impl Fn(&mut Take<'bytes>) -> Option<T>) -> Option<Vec<T>> {
    let mut items = Vec::new();
    while !from.is_empty() {
        items.push(take(from)?);
    }
    Some(items)
}

//! What a backup holds, as it is read from its first frame on: what has to be appended to it follows from that, and whether
//! what it says of itself is true.

use super::item::{End, Item, OriginalHead};
use crate::Hash;
use crate::tree::Frontier;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use vault::keys::copies::{RecordBytes, RecordState};
use vault::keys::{KeyId, Keyring};

/// What was read so far.
pub(crate) struct Holdings {
    archive: [u8; 16],
    pub(crate) tree: Frontier,
    /// Chunks of each batch.
    pub(crate) batches: BTreeMap<String, u64>,
    pub(crate) chunks: u64,
    /// Names of original files.
    pub(crate) originals: BTreeSet<String>,
    open: Option<OpenOriginal>,
    pub(crate) readings: u64,
    /// The hash of the last reading.
    pub(crate) reading: Option<Hash>,
    pub(crate) pages: BTreeSet<u64>,
    /// Hashes of the files of the published log.
    pub(crate) files: BTreeMap<String, Hash>,
    records: HashSet<RecordBytes>,
    living: HashMap<KeyId, bool>,
    /// Keys that content of the backup lies under.
    needed: HashSet<KeyId>,
}

/// An original of which not all bytes were read.
struct OpenOriginal {
    head: OriginalHead,
    left: u64,
    hasher: Sha256,
    key: Option<KeyId>,
}

type Heard = std::result::Result<(), &'static str>;

impl Holdings {
    pub(crate) fn new(archive: [u8; 16]) -> Holdings {
        Holdings {
            archive,
            tree: Frontier::default(),
            batches: BTreeMap::new(),
            chunks: 0,
            originals: BTreeSet::new(),
            open: None,
            readings: 0,
            reading: None,
            pages: BTreeSet::new(),
            files: BTreeMap::new(),
            records: HashSet::new(),
            living: HashMap::new(),
            needed: HashSet::new(),
        }
    }

    /// Takes in an item; says what contradicts those before it.
    pub(crate) fn hear(&mut self, item: &Item) -> Heard {
        if self.open.is_some() && !matches!(item, Item::Part(_)) {
            return Err("an original file is not whole");
        }
        match item {
            Item::Keys(records) => records.iter().for_each(|record| self.record(record)),
            Item::Entries(rows) => {
                for row in rows {
                    if row.index != self.tree.size() {
                        return Err("an entry is missing");
                    }
                    self.tree.push(row.leaf);
                    self.needed.extend(Keyring::key_of(&row.payload));
                }
            }
            Item::Chunk(row) => {
                let count = self.batches.entry(row.batch.clone()).or_default();
                if row.number != *count {
                    return Err("a chunk is missing");
                }
                *count += 1;
                self.chunks += 1;
                self.needed.extend([&row.payload, &row.sealed].into_iter().filter_map(|blob| Keyring::key_of(blob)));
            }
            Item::Original(head) => {
                self.open =
                    Some(OpenOriginal { head: head.clone(), left: head.size, hasher: Sha256::new(), key: None });
                return self.part(&[]);
            }
            Item::Part(bytes) => return self.part(bytes),
            Item::Readings(rows) => {
                self.readings += rows.len() as u64;
                self.reading = rows.last().map(|row| row.hash).or(self.reading);
            }
            Item::File(file) => drop(self.files.insert(file.name.clone(), Hash::of(&file.content))),
            Item::Pages(numbers) => self.pages.extend(numbers),
            Item::End(end) => return if *end == self.end(&end.time) { Ok(()) } else { Err("its counts are wrong") },
        }
        Ok(())
    }

    fn record(&mut self, record: &RecordBytes) {
        match RecordState::of(record, &self.archive) {
            RecordState::Living(id) => drop(self.living.entry(id).or_insert(true)),
            RecordState::Destroyed { id, .. } => drop(self.living.insert(id, false)),
            RecordState::Purge | RecordState::Unread => {}
        }
        self.records.insert(*record);
    }

    fn part(&mut self, bytes: &[u8]) -> Heard {
        let Some(open) = &mut self.open else { return Err("a part of no original file") };
        if bytes.len() as u64 > open.left {
            return Err("an original file is longer than it was");
        }
        if open.left == open.head.size {
            open.key = Keyring::key_of_stream(bytes);
        }
        open.hasher.update(bytes);
        open.left -= bytes.len() as u64;
        if open.left > 0 {
            return Ok(());
        }
        let Some(open) = self.open.take() else { return Ok(()) };
        if Hash(open.hasher.finalize().into()) != open.head.sha256 {
            return Err("an original file is not what it was");
        }
        self.originals.insert(open.head.name);
        self.needed.extend(open.key);
        Ok(())
    }

    /// Whether nothing is under way.
    pub(crate) fn is_settled(&self) -> bool {
        self.open.is_none()
    }

    /// Forgets an original of which not all bytes are there.
    pub(crate) fn settle(&mut self) {
        self.open = None;
    }

    /// What a run says that ends here.
    pub(crate) fn end(&self, time: &str) -> End {
        End {
            time: time.to_owned(),
            entries: self.tree.size(),
            root: self.tree.root(),
            chunks: self.chunks,
            originals: self.originals.len() as u64,
            readings: self.readings,
            published: self.files.len() as u64,
            keys: self.living.len() as u64,
        }
    }

    /// Those records of a key file that are not here.
    pub(crate) fn missing<'records>(&self, records: &'records [RecordBytes]) -> Vec<&'records RecordBytes> {
        records.iter().filter(|record| !self.records.contains(*record)).collect()
    }

    /// Whether a key file says that something which is here was erased: by its purge list, or because a key is destroyed that
    /// content here lies under. What is sealed within an entry shows no key here, so any of that kind counts.
    pub(crate) fn is_outdated_by(&self, records: &[RecordBytes]) -> bool {
        let is_empty = self.tree.size() == 0 && self.chunks == 0;
        !is_empty
            && self.missing(records).into_iter().any(|record| match RecordState::of(record, &self.archive) {
                RecordState::Purge => true,
                RecordState::Destroyed { id, was_sealing } => {
                    self.needed.contains(&id) || (was_sealing && self.living.get(&id) == Some(&true))
                }
                RecordState::Living(_) | RecordState::Unread => false,
            })
    }

    /// How many keys that content lies under are not here.
    pub(crate) fn keys_missing(&self) -> u64 {
        self.needed.iter().filter(|id| self.living.get(id) != Some(&true)).count() as u64
    }
}

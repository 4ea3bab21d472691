//! Every limit of the archive in one place.

/// Records (or links) in a chunk, at most.
pub const CHUNK_LINES_MAX: usize = 1_000;
/// Bytes of a chunk before compression at which it is closed, whatever the number of its lines.
pub const CHUNK_BYTES_MAX: usize = 4 << 20;
/// Bytes of one record as JSON.
pub const RECORD_BYTES_MAX: usize = 16 << 20;
/// Bytes that a stored chunk may inflate to.
pub const CHUNK_INFLATED_MAX: u64 = (CHUNK_BYTES_MAX + RECORD_BYTES_MAX + (1 << 20)) as u64 * 2;
/// Keys of one record.
pub const KEYS_PER_RECORD_MAX: usize = 1_000;
/// Keys held in memory before they are sorted and written.
pub const KEYS_BUFFERED_MAX: usize = 1_000_000;
/// Bytes of an entry's content.
pub const ENTRY_BYTES_MAX: usize = 4 << 20;
/// Rows that one statement inserts, at most. SQLite takes 32,766 parameters, PostgreSQL 65,535.
pub(crate) const ROWS_PER_INSERT: usize = 512;
/// Rows read at a time.
pub(crate) const ROWS_PER_PAGE: i64 = 1_000;
/// Records read at a time: fewer, since one may be as long as a row of ten thousand columns.
pub(crate) const RECORDS_PER_PAGE: i64 = 256;
/// Ids that one statement looks up.
pub(crate) const IDS_PER_LOOKUP: usize = 64;
/// Records that decisions may join to one person.
pub const RECORDS_PER_PERSON_MAX: usize = 10_000;

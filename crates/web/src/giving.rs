//! What the desk asks of the writers of copies: formats are known to another crate, which the binary brings in.

use record::{Claim, Property, Role};

/// Writers of copies, for the pages.
pub trait Giving: Send + Sync {
    /// Writes a copy. Refuses, as a whole, one that holds what may never leave.
    fn write(&self, copy: CopyToWrite<'_>) -> anyhow::Result<Written>;
}

/// A copy to be written.
#[derive(Clone, Debug)]
pub struct CopyToWrite<'a> {
    /// A word of [`store::FORMATS`].
    pub format: &'a str,
    /// What for.
    pub purpose: &'a str,
    /// For whom.
    pub recipient: &'a str,
    /// The day on which it is written (EDTF).
    pub date: &'a str,
    /// The last day on which the recipient may hold it (EDTF).
    pub until: &'a str,
    /// Words that tell this copy from every other.
    pub watermark: String,
    /// The name of the desk's host.
    pub domain: &'a str,
    /// The properties that leave, in the order of the columns.
    pub fields: Vec<Property>,
    /// The records.
    pub rows: Vec<RowToWrite>,
}

/// A record on its way out, or the tombstone of one that left before.
#[derive(Clone, Debug)]
pub struct RowToWrite {
    /// Its id in all copies of this export.
    pub id: String,
    /// A code for the list that it is from.
    pub source: String,
    /// The day that the list speaks of (EDTF); empty where nobody said.
    pub as_of: String,
    /// What the person is in the list.
    pub role: Role,
    /// What the list says.
    pub claims: Vec<Claim>,
    /// Whether it says only that the recipient is to delete theirs.
    pub is_tombstone: bool,
}

/// A copy as it was written.
#[derive(Debug)]
pub struct Written {
    /// The file's ending.
    pub ending: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

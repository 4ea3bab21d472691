//! The ledger and what follows from it: entries and their tree, appending, staging, rebuilding, verifying.

pub(crate) mod append;
pub(crate) mod checking;
pub(crate) mod chunk;
pub(crate) mod dump;
pub(crate) mod entry;
pub(crate) mod projecting;
pub(crate) mod rebuild;
pub(crate) mod staging;
mod table;
pub(crate) mod upgrade;
pub(crate) mod verify;
pub(crate) mod verify_erased;

pub(crate) use table::{
    Said, StoredEntry, Tail, begin, checked, entry as entry_at, frontier, has_begun, head, import_salt, open_content, page, sealed, sealed_stub,
};

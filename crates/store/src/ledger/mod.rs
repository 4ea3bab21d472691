//! The ledger and what follows from it: entries and their tree, appending, staging, rebuilding, verifying.

pub(crate) mod append;
pub(crate) mod checking;
pub(crate) mod chunk;
pub(crate) mod dump;
pub(crate) mod entry;
pub(crate) mod projecting;
pub(crate) mod rebuild;
pub(crate) mod staging;
mod log_folder;
mod publish;
mod table;
pub(crate) mod upgrade;
pub(crate) mod verify;
mod verify_checkpoint;
pub(crate) mod verify_erased;

pub use publish::Published;
pub(crate) use table::{
    Leaf, Said, StoredEntry, Tail, begin, entry as entry_at, frontier, has_begun, head, import_salt, leaves, open_content,
    page, sealed, sealed_stub,
};
pub use verify_checkpoint::{CheckpointReport, Difference};

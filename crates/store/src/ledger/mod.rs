//! The ledger and what follows from it: entries and their tree, appending, staging, rebuilding, verifying.

pub(crate) mod append;
pub(crate) mod checking;
pub(crate) mod chunk;
pub(crate) mod chunk_writer;
pub(crate) mod dump;
pub(crate) mod entry;
mod history;
mod log_folder;
pub(crate) mod projecting;
mod publish;
pub(crate) mod rebuild;
pub(crate) mod staging;
mod table;
pub(crate) mod upgrade;
pub(crate) mod verify;
mod verify_checkpoint;
pub(crate) mod verify_erased;

pub use history::{EntryProof, HistoryFilter, HistoryLine};
pub use publish::Published;
pub(crate) use table::{
    Leaf, Said, StoredEntry, Tail, begin, checked, entry as entry_at, frontier, has_begun, head, import_salt, leaves,
    open_content, page, sealed, sealed_stub,
};
pub use verify_checkpoint::{CheckpointReport, Difference};

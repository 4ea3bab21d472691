//! A backup: one file that grows by what is new, and from which an archive comes back on either engine.
//!
//! It holds what the archive cannot make again (the ledger, the chunks that its entries name, original files, the log of
//! readings, what was published, which pages of requests are closed, the keys as they are wrapped), each as it is stored, in frames that are
//! sealed once more. So whoever holds the file alone learns sizes; whoever has the passphrase of the keys as well, or
//! shares, has the archive. Projections are made anew; jobs and staged batches are left out.
//!
//! A file cannot forget. Where something that is in it was erased from the archive since, it is written anew as a whole;
//! copies of it that lie elsewhere are beyond reach, which `docs/backup.md` says. See there also for what it does not do:
//! it copies itself nowhere, and knows nothing of tapes and clouds.

mod error;
mod fields;
mod frame;
mod fuzzing;
mod head;
mod holdings;
mod item;
mod keys;
mod log_files;
mod putting;
mod restoring;
mod run;
mod scan;
mod target;
mod writing;

pub use error::BackupError;
pub use restoring::{RestoreWith, Restored};
pub use run::{Backup, BackupStep, WrittenAnew};

#[doc(hidden)]
pub use fuzzing::{fuzz_frames, fuzz_items};

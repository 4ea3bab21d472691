//! Forgetting: what goes for good, and what stays so that the history can still be checked.
//!
//! Content is ciphertext under small keys, so it is gone when its keys are destroyed, wherever copies of the pages lie: in
//! the log of the database, in recycled segments, in free pages. What is erased from an entry or a chunk leaves its
//! commitment, and an entry of its own names what was erased, so that `verify` tells forgetting from tampering. Evidence
//! is restricted, not erased: the original stays, sealed for keyholders.

mod due;
mod honouring;
mod purge;
mod stub;
mod tombstone;

pub use due::{Due, Why};
pub(crate) use honouring::honour;
pub use purge::PurgeReport;
pub(crate) use purge::{Purged, destroy_doomed, doomed};
pub(crate) use stub::{Stub, project_stub};
pub(crate) use tombstone::purged_by;

//! An archive for practice, which is wiped when it ends: people learn the work on invented lists, and on lists of their own that they
//! bring along, and nothing of it stays.
//!
//! A folder is a drill's by a mark in it, by the same random id in the archive's own folder, and by the first entry of the
//! archive's ledger, which no other archive has. Only where all that is there agrees anything is wiped: [`wiping`].
//!
//! What is deliberately absent: wiping what somebody put beside it, or copied elsewhere.

mod marker;
mod wiping;

pub(crate) use marker::{Made, Marker, Refused, State};
pub(crate) use wiping::wipe;

use std::path::{Path, PathBuf};

/// The file that marks a drill's folder.
pub(crate) const MARK: &str = "ATHAR-DRILL";
/// The file in the archive's own folder that holds the same id.
const OWN_MARK: &str = "drill";
/// The archive's folder in the drill's.
const ARCHIVE: &str = "archive";

/// Where the archive of a drill lies.
pub(crate) fn archive_in(dir: &Path) -> PathBuf {
    dir.join(ARCHIVE)
}

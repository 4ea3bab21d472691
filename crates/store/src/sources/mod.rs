//! What comes in: files, imports, records, what is known of a source, the places by which it is read.

pub(crate) mod agreement;
pub(crate) mod candidates;
pub(crate) mod closing;
pub(crate) mod flags;
pub(crate) mod import;
pub(crate) mod import_rows;
pub(crate) mod original;
pub(crate) mod places;
pub(crate) mod records;
pub(crate) mod sealing;
pub(crate) mod source;

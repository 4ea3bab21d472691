//! What is given to others: asked for by one human, approved by another, every copy in the ledger, and what must follow it.

pub(crate) mod copied;
pub(crate) mod export;
mod leaving;
pub(crate) mod staying;

pub use leaving::Leaving;

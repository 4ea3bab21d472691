//! Those who work here: accounts, what they may see and do, what they have read, and the machine's jobs.

pub mod access;
pub(crate) mod account;
pub(crate) mod guard;
pub mod jobs;
pub(crate) mod readings;
pub(crate) mod restriction;
pub(crate) mod session;

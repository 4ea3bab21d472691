//! Those who work here: accounts, what they come in by, what they may see and do, what they have read, and the machine's jobs.

pub mod access;
pub(crate) mod account;
pub(crate) mod aside;
pub(crate) mod casework;
pub(crate) mod desks;
pub(crate) mod guard;
pub(crate) mod holds;
pub mod jobs;
pub(crate) mod locked_out;
pub(crate) mod logins;
pub(crate) mod reading;
pub(crate) mod readings;
pub(crate) mod restriction;
pub(crate) mod scope;
pub(crate) mod session;
pub(crate) mod shown_page;
pub(crate) mod token;
pub(crate) mod told;

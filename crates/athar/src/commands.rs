//! The subcommands, one file each.

pub(crate) mod account;
pub(crate) mod confirm;
pub(crate) mod corrections;
pub(crate) mod decide;
pub(crate) mod demo;
pub(crate) mod evaluate;
pub(crate) mod explain;
pub(crate) mod find;
pub(crate) mod import;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod label;
pub(crate) mod link;
pub(crate) mod match_tables;
pub(crate) mod matches;
pub(crate) mod names;
pub(crate) mod person;
pub(crate) mod readings;
pub(crate) mod rebuild;
pub(crate) mod request;
pub(crate) mod restrict;
pub(crate) mod seed_places;
pub(crate) mod source;
pub(crate) mod undo;
pub(crate) mod verify;
pub(crate) mod withdraw;

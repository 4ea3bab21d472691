//! One page, one file, one struct, one template.

pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod awaiting;
pub(crate) mod calendar;
pub(crate) mod case;
pub(crate) mod corrections;
pub(crate) mod decision;
pub(crate) mod exports;
pub(crate) mod imports;
pub(crate) mod pair;
pub(crate) mod person;
pub(crate) mod pictures;
pub(crate) mod queue;
pub(crate) mod requests;
pub(crate) mod search;
pub(crate) mod tokens;

pub(crate) mod company;
pub(crate) mod facilities;
pub(crate) mod facility;
pub(crate) mod list;
pub(crate) mod lists;
pub(crate) mod manual;
pub(crate) mod map;
pub(crate) mod overview;

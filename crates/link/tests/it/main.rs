//! Tests of linkage on small invented tables.

mod clusters;
mod engine;
mod evaluate;
mod label;
mod lists;
mod properties;
mod scoring;
mod splink;
mod splink_hostile;

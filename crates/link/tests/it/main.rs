//! Tests of linkage on small invented tables.

mod clusters;
mod engine;
mod lists;
mod properties;
mod scoring;

//! Tests of linkage on small invented tables.

mod cluster_properties;
mod clusters;
mod clusters_before;
mod engine;
mod evaluate;
mod kin;
mod label;
mod lists;
mod new_lists;
mod properties;
mod scoring;
mod splink;
mod splink_hostile;

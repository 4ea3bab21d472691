//! Tests of linkage on small invented tables.

mod cluster_properties;
mod clusters;
mod clusters_before;
mod lists;
mod properties;
mod scoring;

//! Probabilistic record linkage that explains itself: which records speak of the same person, and why.
//!
//! The model is Fellegi and Sunter's (1969): each comparison of two records falls into a level, each level
//! has a probability among pairs of the same person (m) and of different people (u), and the match weight
//! is the sum of log2(m/u). Added to it: rarity of the values that agree, and kin as a class of their own,
//! because brothers agree on father, family and village without being one person.
//!
//! Everything here is pure: seeds, dates and decisions are arguments; the same input gives the same bytes
//! on any number of threads. Nothing reads a file or knows a database.
#![forbid(unsafe_code)]

mod cluster;
mod edge;
pub mod engine;
pub mod evaluate;
mod kernel;
pub mod label;
pub mod model;
pub mod person;
mod random;
pub mod splink;
mod table;

pub use cluster::{
    Cluster, ClusterOptions, Clustering, Constraints, Joining, SampledClusterings, cluster, cluster_at,
    connected_components, sample_clusterings,
};
pub use edge::Edge;
pub use evaluate::{Agreement, agreement_of_clusters, agreement_of_links, best_threshold};
pub use table::{Table, TableBuilder, TableError};

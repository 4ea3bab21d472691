//! What a machine proposes: runs, links, clusters, and the requests that wait for a human to look at them.

pub(crate) mod link;
pub(crate) mod link_rows;
pub(crate) mod proposals;
pub(crate) mod queue;

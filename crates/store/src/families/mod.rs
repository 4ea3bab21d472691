//! Those who ask and those who were found: requests, calls, wishes, removal, answers, and what left the archive.

pub(crate) mod answer;
pub(crate) mod asker;
pub(crate) mod calls;
pub(crate) mod consequence;
pub(crate) mod joining;
pub(crate) mod request;
pub(crate) mod standing;
pub(crate) mod wish;
pub(crate) mod withdrawal;

//! What humans hold: decisions with their signatures, the persons that follow, and what a person looks like.

pub(crate) mod chain;
pub(crate) mod deciding;
pub(crate) mod decision;
pub(crate) mod ever;
pub(crate) mod person;
pub(crate) mod signature;
pub(crate) mod view;

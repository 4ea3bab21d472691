//! Keys for finding a record among many without loading them: what an archive indexes.

use crate::person::block_keys::search_keys_of;
use crate::person::build::TableBuilder;
use record::Claim;

/// The keys of a record, at most two: its mother with its given name, and a number that somebody gave the person. They
/// are hashes of consonant frames, so that script and spelling do not matter.
pub fn search_keys(claims: &[Claim]) -> Vec<i64> {
    let mut builder = TableBuilder::new();
    builder.push_claims(0, claims);
    search_keys_of(&builder.finish(), 0)
}

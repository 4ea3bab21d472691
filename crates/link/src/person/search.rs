//! Keys for finding a record among many without loading them: what an archive indexes.

use crate::person::block_keys::search_keys_of;
use crate::person::build::TableBuilder;
use record::Claim;

/// The keys of a record. Two records that speak of one person share at least one, in most cases, whatever the
/// script: keys are hashes of consonant frames. `pairs_only` leaves out the keys of single name parts.
pub fn search_keys(claims: &[Claim], pairs_only: bool) -> Vec<i64> {
    let mut builder = TableBuilder::new();
    builder.push_claims(0, claims);
    search_keys_of(&builder.finish(), 0, pairs_only)
}

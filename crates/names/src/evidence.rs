//! What a pair of parts says, as a ratio of likelihoods: the one formula that comparing and searching share.
//!
//! Shares and backgrounds are the caller's; nothing is looked up here.

/// Probability that two records of one person carry unrelated parts here (another name, a wrong
/// column): the floor of the evidence, about -13 bits.
pub(crate) const UNRELATED: f32 = 1e-4;

/// The most evidence of one part, in bits; the rarest part there is comes to less.
const MOST: f32 = 64.0;

/// Spellings of one script that are further apart than two slips, 2^-20, are two names.
const TOO_FAR: f32 = 1.0 / (1u32 << 20) as f32;

/// What a pair of parts says, in 1/1024 bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartEvidence {
    /// For being one name against two names drawn from the data; at least about -13 bits.
    pub evidence: i32,
    /// How far the spelling falls short of a copy or of the usual spelling: 0 to -60 bits.
    pub closeness: i32,
    /// The evidence if the two were the same part, spelled as usual: how rare the name is.
    pub perfect: i32,
    /// How rare the rarer of the two spellings is in its script: a slip is hardly ever a name itself.
    pub oddity: i32,
}

/// How much likelier two spellings of one script are for one name than for two: their shares, their backgrounds and
/// how likely the one is written for the other.
pub(crate) fn same_script(shares: (f32, f32), backgrounds: (f32, f32), likelihood: f32) -> f32 {
    // Each background holds the partner too, even when its skeleton is not among the neighbours.
    if likelihood < TOO_FAR {
        // Two rare words of one script are not one name only because nothing else is near either.
        return UNRELATED;
    }
    let (a, b) = (backgrounds.0.max(shares.1 * likelihood), backgrounds.1.max(shares.0 * likelihood));
    (shares.0 + shares.1) * likelihood / (a * b)
}

/// The same for an Arabic part of some share that is spelled so, and the background of the Latin part.
pub(crate) fn across_scripts(arabic_share: f32, background: f32, spelled: f32) -> f32 {
    spelled / background.max(arabic_share * spelled).max(1e-30)
}

/// Evidence in bits of a ratio of likelihoods.
pub(crate) fn evidence_bits(ratio: f32) -> f32 {
    ((1.0 - UNRELATED) * ratio + UNRELATED).log2().min(MOST)
}

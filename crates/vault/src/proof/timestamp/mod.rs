//! Timestamps (RFC 3161, with RFC 5816): a third party's signed word that some bytes were there at some time. Courts know
//! them, and `openssl ts` checks them.
//!
//! A request is made and an answer is checked here: status, imprint, nonce, signature, chain of certificates up to an
//! anchor that the caller chose, purpose and validity at the time of stamping. How they travel is the caller's. Not
//! checked: revocation, and whether the authority's clock was right; two authorities are better than one.
//!
//! Reading the dozen fields of a token is done here, strictly, in a few hundred lines. Signatures and chains are left to
//! `rustls-webpki` and `ring`, which the archive's database connection brings along anyway, are read by many, and
//! build paths with limits. `tsp-ltv` would have added 262 packages, `sigstore-tsa` 58, and both let trailing bytes
//! pass or leave the chain to the caller.

mod certificate;
mod der;
mod request;
mod response;
mod token;

pub use request::{Imprint, ImprintAlgorithm, TimestampRequest};
pub use response::{Anchors, Timestamp, check};

/// Bytes of an answer, at most.
pub const RESPONSE_BYTES_MAX: usize = 128 << 10;
/// Certificates of a token, at most.
pub const CERTIFICATES_MAX: usize = 16;
/// Seconds that the authority's clock may be ahead of ours.
pub const CLOCK_TOLERANCE_SECONDS: u64 = 600;

/// Why an answer is no timestamp of these bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// Beyond a limit.
    #[error("{what} is beyond the limit of {limit}")]
    Limit {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Not the structure that the standard says.
    #[error("{0} is not as RFC 3161 says: ask the authority again")]
    Form(&'static str),
    /// Something after the end.
    #[error("there are bytes after the end of {0}")]
    Trailing(&'static str),
    /// The authority refused.
    #[error("the authority refused the request (status {status}): ask it again or ask another")]
    Refused {
        /// The status of RFC 3161, 2.4.2.
        status: u64,
    },
    /// An algorithm that is too weak or not known here.
    #[error("{0} uses an algorithm that is not accepted here")]
    Algorithm(&'static str),
    /// It stamps other bytes.
    #[error("the timestamp is of other bytes than these")]
    Imprint,
    /// It answers another request.
    #[error("the timestamp does not answer this request: the nonce is another")]
    Nonce,
    /// The signature does not hold.
    #[error("the timestamp's signature does not hold: it was changed, or is of another key")]
    Signature,
    /// The signer's certificate is not there.
    #[error("the signer's certificate is not in the timestamp: ask for it with the request, or give it")]
    NoCertificate,
    /// The signer's certificate is for something else.
    #[error("the signer's certificate is not one for timestamps alone (RFC 3161, 2.3)")]
    Purpose,
    /// The certificates do not lead to an anchor, or were not valid then.
    #[error("the signer's certificate does not lead to one that is trusted, or was not valid then ({0})")]
    Chain(String),
    /// A certificate that should be an anchor is none.
    #[error("this is no certificate that can be trusted in: PEM or DER of a certificate authority is expected ({0})")]
    Anchor(String),
    /// The time lies ahead.
    #[error("the timestamp is of {0}, which is still to come: look at this machine's clock")]
    Future(String),
}

//! `cosignature/v1` (C2SP tlog-cosignature): what a witness signs, and how the time travels with the signature.
//!
//! A cosignature says that at this time the checkpoint was the newest of its log that the witness knew, and consistent
//! with all earlier ones. It says nothing about the entries. The post-quantum form (ML-DSA-44) is not written yet: its
//! crate is young, and the lines of the checkpoint that it would stand beside are the same.

/// Latest time, as the specification bounds it: 2^63 - 1.
pub const TIME_MAX: u64 = i64::MAX as u64;

/// The message that is signed.
pub(super) fn message(time: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// Time and signature, as they stand in a note.
pub(super) fn join(time: u64, signature: &[u8; 64]) -> Vec<u8> {
    [&time.to_be_bytes(), signature.as_slice()].concat()
}

/// The time and the signature of a note's line.
pub(super) fn split(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (time, signature) = bytes.split_first_chunk::<8>()?;
    let time = u64::from_be_bytes(*time);
    (time <= TIME_MAX).then_some((time, signature))
}

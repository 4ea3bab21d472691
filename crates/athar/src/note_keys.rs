//! Files with keys for signing checkpoints: the log's own, or a witness's.
//!
//! They are not the keys that humans sign decisions with, and lie elsewhere.

use anyhow::Context;
use std::fs;
use std::path::Path;
use vault::proof::key::{Algorithm, NoteSigner};

/// Reads a key that signs, of the kind that is wanted.
pub(crate) fn read(path: &Path, wanted: Algorithm) -> anyhow::Result<NoteSigner> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read the key in {}", path.display()))?;
    let signer = NoteSigner::parse(text.trim()).with_context(|| format!("{} holds no such key", path.display()))?;
    let what = match wanted {
        Algorithm::Ed25519 => "a log's key (`athar witness-key --log` makes one)",
        Algorithm::CosignatureV1 => "a witness's key (`athar witness-key` makes one)",
    };
    anyhow::ensure!(signer.verifier().algorithm() == wanted, "the key in {} is not {what}", path.display());
    Ok(signer)
}

/// Bytes from the system's source of randomness.
pub(crate) fn random<const LENGTH: usize>() -> anyhow::Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("the system gives no random numbers: {error}"))?;
    Ok(bytes)
}

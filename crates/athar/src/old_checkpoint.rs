//! A checkpoint that somebody kept, read from its file, with the signatures that are trusted.

use anyhow::Context;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use vault::proof::checkpoint::{SignedCheckpoint, TreeHead};
use vault::proof::key::VerifierKey;
use vault::proof::note::NOTE_BYTES_MAX;

/// The checkpoint to compare with.
#[derive(clap::Args)]
pub(crate) struct CheckpointAt {
    /// A checkpoint that was kept elsewhere: tell the first entry that differs from what it covers.
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Option<PathBuf>,
    /// A public key that must have signed the checkpoint: the log's, or a witness's. May be repeated; each must have signed.
    #[arg(long, value_name = "KEY", requires = "checkpoint")]
    trusted_key: Vec<VerifierKey>,
}

/// Who signed a checkpoint, and when.
#[derive(Serialize)]
pub(crate) struct SignedBy {
    pub(crate) name: String,
    /// Seconds since 1970, where it is a cosignature.
    pub(crate) time: Option<u64>,
}

/// A checkpoint that was read.
pub(crate) struct OldCheckpoint {
    pub(crate) origin: String,
    pub(crate) head: TreeHead,
    pub(crate) signed_by: Vec<SignedBy>,
    /// What is wrong with its signatures.
    pub(crate) wrong: Option<String>,
    /// Whether signatures were looked at.
    pub(crate) was_checked: bool,
}

impl CheckpointAt {
    pub(crate) fn read(&self) -> anyhow::Result<Option<OldCheckpoint>> {
        self.checkpoint.as_deref().map(|path| self.open(path)).transpose()
    }

    fn open(&self, path: &Path) -> anyhow::Result<OldCheckpoint> {
        let size = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len();
        anyhow::ensure!(size <= NOTE_BYTES_MAX as u64, "{} is too long for a checkpoint", path.display());
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let signed = SignedCheckpoint::parse(&bytes).with_context(|| path.display().to_string())?;
        let (mut signed_by, mut wrong) = (Vec::new(), None);
        for key in &self.trusted_key {
            match signed.verify(std::slice::from_ref(key)) {
                Ok(good) => signed_by.extend(
                    good.into_iter().map(|good| SignedBy { name: good.key.name().to_owned(), time: good.time }),
                ),
                Err(error) => wrong = Some(format!("the checkpoint is not signed by {}: {error}", key.name())),
            }
        }
        Ok(OldCheckpoint {
            origin: signed.checkpoint.origin().to_owned(),
            head: signed.checkpoint.head(),
            signed_by,
            wrong,
            was_checked: !self.trusted_key.is_empty(),
        })
    }
}

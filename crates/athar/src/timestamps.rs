//! Timestamps of published checkpoints, in the log's folder: for each one a folder with the checkpoint as it was stamped, the
//! request, and the answer. `openssl ts -verify -data checkpoint -in answer.tsr` needs these and the authority's certificate.

use crate::durable;
use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};
use store::Archive;
use vault::proof::checkpoint::SignedCheckpoint;
use vault::proof::timestamp::{Anchors, RESPONSE_BYTES_MAX, Timestamp, TimestampError, TimestampRequest, check};

const FOLDER: &str = "timestamps";
const CHECKPOINT: &str = "checkpoint";
const REQUEST: &str = "request.tsq";
const ANSWER: &str = "answer.tsr";
/// Timestamps that one archive keeps, at most: two a day for a century.
const KEPT_MAX: usize = 73_000;

/// All timestamps of an archive.
pub(crate) struct Timestamps {
    folder: PathBuf,
}

/// One of them, or a request that waits.
pub(crate) struct Kept {
    pub(crate) size: u64,
    pub(crate) folder: PathBuf,
}

impl Timestamps {
    pub(crate) fn of(archive: &Archive) -> Timestamps {
        Timestamps { folder: archive.log_folder().join(FOLDER) }
    }

    /// Makes a request, and keeps it with what is to be stamped.
    pub(crate) fn begin(&self, signed: &SignedCheckpoint, nonce: [u8; 16]) -> anyhow::Result<Kept> {
        let size = signed.checkpoint.head().size;
        let note = signed.note.to_string();
        let request = TimestampRequest::new(note.as_bytes(), nonce);
        fs::create_dir_all(&self.folder).with_context(|| format!("cannot make {}", self.folder.display()))?;
        for number in 1..=KEPT_MAX {
            let folder = self.folder.join(format!("{size:012}-{number}"));
            match fs::create_dir(&folder) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                made => made.with_context(|| format!("cannot make {}", folder.display()))?,
            }
            let kept = Kept { size, folder };
            kept.put(CHECKPOINT, note.as_bytes())?;
            kept.put(REQUEST, &request.to_der())?;
            return Ok(kept);
        }
        anyhow::bail!("this checkpoint was stamped {KEPT_MAX} times already")
    }

    /// Every one, oldest checkpoint first.
    pub(crate) fn all(&self) -> anyhow::Result<Vec<Kept>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).with_context(|| format!("cannot look into {}", self.folder.display())),
        };
        let mut all = Vec::new();
        for entry in entries {
            let folder = entry?.path();
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let size = name.split_once('-').and_then(|(size, _)| size.parse().ok());
            let size = size.filter(|_| folder.join(REQUEST).is_file());
            all.extend(size.map(|size| Kept { size, folder: folder.clone() }));
        }
        all.sort_by(|one, other| one.folder.cmp(&other.folder));
        Ok(all)
    }
}

impl Kept {
    pub(crate) fn request_path(&self) -> PathBuf {
        self.folder.join(REQUEST)
    }

    pub(crate) fn is_answered(&self) -> bool {
        self.folder.join(ANSWER).is_file()
    }

    pub(crate) fn request(&self) -> anyhow::Result<TimestampRequest> {
        let path = self.request_path();
        TimestampRequest::parse(&read(&path)?).with_context(|| path.display().to_string())
    }

    /// Keeps an answer when it holds.
    pub(crate) fn accept(
        &self,
        answer: &[u8],
        anchors: &Anchors,
        now: u64,
    ) -> anyhow::Result<Result<Timestamp, TimestampError>> {
        let checked = check(answer, &self.request()?, anchors, now);
        if checked.is_ok() {
            self.put(ANSWER, answer)?;
        }
        Ok(checked)
    }

    /// Checks what is kept: that the request is of the checkpoint beside it, and that the answer holds.
    pub(crate) fn check(&self, anchors: &Anchors, now: u64) -> anyhow::Result<Result<Timestamp, TimestampError>> {
        let request = self.request()?;
        if !request.imprint().is_of(&read(&self.folder.join(CHECKPOINT))?) {
            return Ok(Err(TimestampError::Imprint));
        }
        Ok(check(&read(&self.folder.join(ANSWER))?, &request, anchors, now))
    }

    fn put(&self, name: &str, content: &[u8]) -> anyhow::Result<()> {
        let path = self.folder.join(name);
        durable::put(&path, content).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// A small file.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    anyhow::ensure!(file.len() <= RESPONSE_BYTES_MAX as u64, "{} is too long", path.display());
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

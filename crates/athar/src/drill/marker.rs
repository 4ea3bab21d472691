//! The mark of a drill: what was made, where its keys are, until when it is there, and whether its wiping has begun.

use super::{ARCHIVE, MARK, OWN_MARK};
use crate::{durable, note_keys, system};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use vault::hex;

/// A mark is never longer.
const BYTES_MAX: u64 = 64 * 1024;

/// How far a drill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// Its lists are being made and imported.
    Making,
    /// People practise.
    Open,
    /// Its wiping has begun, and is finished by whoever starts next.
    Wiping,
}

/// What tells an archive from every other one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Made {
    /// The id of the archive in its key file, in hexadecimal.
    pub(crate) archive: String,
    /// The leaf of the first entry of its ledger: it commits to random bytes. Nothing until the ledger has begun.
    pub(crate) first_leaf: Option<String>,
}

/// The mark of a drill's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Marker {
    /// For whoever finds it.
    note: String,
    /// Random; the archive's folder has it too.
    pub(crate) id: String,
    /// How far it is.
    pub(crate) state: State,
    /// When it ends, in UTC.
    pub(crate) until: String,
    /// Where the keys lie, unless it is beside the archive.
    pub(crate) keys: Option<PathBuf>,
    /// What the archive is known by, as soon as it has keys.
    pub(crate) made: Option<Made>,
    /// The lists that were made beside it.
    pub(crate) lists: Vec<String>,
}

/// Why a folder is not wiped.
#[derive(Debug, thiserror::Error)]
#[error("{place} is left as it is: {why}. Look at what is there, and remove by hand what you no longer need")]
pub(crate) struct Refused {
    /// The folder.
    pub(crate) place: String,
    /// What does not agree.
    pub(crate) why: &'static str,
}

impl Refused {
    pub(super) fn because(dir: &Path, why: &'static str) -> anyhow::Error {
        Refused { place: dir.display().to_string(), why }.into()
    }
}

impl Marker {
    /// Marks an empty folder, before anything else is in it, and makes the archive's folder with the same id. The keys lie in memory
    /// where the system has such a folder for this session: no power cut leaves them, and no flash chip keeps them.
    pub(crate) fn begin(dir: &Path, until: &str, lists: Vec<String>) -> anyhow::Result<Marker> {
        let id = hex::text(&note_keys::random::<16>()?);
        let in_memory = system::session_folder().filter(|folder| folder.is_dir() && system::is_in_memory(folder));
        let keys = in_memory.map(|folder| folder.join(keys_name(&id)));
        let note = "A drill of Athar: `athar drill --wipe` removes it, with its keys first.".to_owned();
        let marker = Marker { note, id, state: State::Making, until: until.to_owned(), keys, made: None, lists };
        marker.write(dir)?;
        let folder = dir.join(ARCHIVE);
        let mut builder = fs::DirBuilder::new();
        let made = vault::system::owners_folder(&mut builder).create(&folder);
        made.with_context(|| format!("cannot make {}", folder.display()))?;
        durable::put(&folder.join(OWN_MARK), marker.id.as_bytes())
            .with_context(|| format!("cannot write into {}", folder.display()))?;
        Ok(marker)
    }

    /// The mark of a folder; nothing where there is none.
    pub(crate) fn read(dir: &Path) -> anyhow::Result<Option<Marker>> {
        let Some(text) =
            text_of(&dir.join(MARK)).with_context(|| format!("cannot read the mark of {}", dir.display()))?
        else {
            return Ok(None);
        };
        let marker: Marker =
            serde_json::from_str(&text).map_err(|_| Refused::because(dir, "its mark is not as a drill writes it"))?;
        // It says what is removed: nothing outside of the folder, but for the keys.
        let plain = |name: &String| !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
        let is_hex = marker.id.len() == 32 && marker.id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex || !marker.lists.iter().all(plain) {
            return Err(Refused::because(dir, "its mark is not as a drill writes it"));
        }
        let is_own = |keys: &PathBuf| keys.file_name().is_some_and(|own| own == keys_name(&marker.id).as_str());
        if !marker.keys.as_ref().is_none_or(is_own) {
            return Err(Refused::because(dir, "its mark names keys that no drill made"));
        }
        Ok(Some(marker))
    }

    /// Where the keys lie of the drill in that folder.
    pub(crate) fn keys_in(&self, dir: &Path) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| vault::keys::beside(&dir.join(ARCHIVE)))
    }

    /// Keeps the mark in another state.
    pub(crate) fn keep(&mut self, dir: &Path, state: State) -> anyhow::Result<()> {
        self.state = state;
        self.write(dir)
    }

    fn write(&self, dir: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        durable::put(&dir.join(MARK), text.as_bytes()).with_context(|| format!("cannot mark {}", dir.display()))
    }

    /// The id in the archive's own folder; nothing where there is none.
    pub(super) fn own_id(dir: &Path) -> io::Result<Option<String>> {
        text_of(&dir.join(ARCHIVE).join(OWN_MARK))
    }
}

/// The name of a drill's keys in a folder of the session.
fn keys_name(id: &str) -> String {
    format!("athar-drill-{id}.keys")
}

fn text_of(path: &Path) -> io::Result<Option<String>> {
    let mut text = String::new();
    match fs::File::open(path).and_then(|file| file.take(BYTES_MAX).read_to_string(&mut text)) {
        Ok(_) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

//! Wiping a drill: its keys first, so that from then on everything else is noise, then the archive, the lists, and the mark last.
//! Cut short anywhere, the next call finishes it.

use super::marker::{Made, Marker, Refused, State};
use super::{ARCHIVE, MARK, OWN_MARK};
use anyhow::Context;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use store::{Archive, Location};
use vault::hex;
use vault::keys::{KeyError, Keyring, Summary};
use vault::system::sync_folder;

/// Zeros that are written at once.
const PIECE: usize = 1 << 16;
const OTHER_KEYS: &str = "the keys there are not those of its archive";
const OTHER_ID: &str = "the archive in it does not have the id of its mark";
const OTHER_LEDGER: &str = "the ledger in it is not the one that the drill began";

/// Wipes the drill in a folder; whether there was one. Nobody may have its archive open. What else lies in the folder stays.
pub(crate) fn wipe(dir: &Path) -> anyhow::Result<bool> {
    let Some(mut marker) = Marker::read(dir)? else { return Ok(false) };
    check(dir, &marker)?;
    if marker.state != State::Wiping {
        marker.keep(dir, State::Wiping)?;
    }
    for step in STEPS {
        step(dir, &marker).with_context(|| format!("cannot wipe all of {}: do it again", dir.display()))?;
    }
    Ok(true)
}

/// What is done, in this order. Each step does nothing where it was done before.
const STEPS: [fn(&Path, &Marker) -> io::Result<()>; 4] = [
    |dir, marker| overwrite(&marker.keys_in(dir)),
    |dir, _| remove_archive(&dir.join(ARCHIVE)),
    |dir, marker| marker.lists.iter().try_for_each(|list| gone(fs::remove_file(dir.join(list)))),
    |dir, _| {
        gone(fs::remove_file(dir.join(MARK)))?;
        sync_folder(dir)?;
        // Others may have put something there, which is theirs.
        let _ = fs::remove_dir(dir);
        Ok(())
    },
];

/// Refuses what this drill did not make.
fn check(dir: &Path, marker: &Marker) -> anyhow::Result<()> {
    let folder = dir.join(ARCHIVE);
    let refused = |why| Err(Refused::because(dir, why));
    match fs::symlink_metadata(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("cannot look at {}", folder.display())),
        Ok(metadata) if !metadata.is_dir() => return refused("its archive is no folder but a link to one, or a file"),
        Ok(_) => match Marker::own_id(dir)? {
            Some(own) if own == marker.id => {}
            // It was cut short between two lines: an empty folder is nobody's.
            None if marker.state != State::Open && fs::read_dir(&folder)?.next().is_none() => {}
            _ => return refused(OTHER_ID),
        },
    }
    let Some(made) = &marker.made else { return Ok(()) };
    let keys = marker.keys_in(dir);
    match Summary::of_file(&keys) {
        Ok(summary) if summary.archive == made.archive => {}
        Err(KeyError::NotFound(_)) => return Ok(()),
        // Their overwriting was cut short.
        Err(_) if marker.state == State::Wiping => return Ok(()),
        _ => return refused(OTHER_KEYS),
    }
    if marker.state == State::Open && folder.join(OWN_MARK).exists() {
        let location = Location { keys: Some(keys), ..Location::dir(&folder) };
        let archive = Archive::open(&location).map_err(|_| Refused::because(dir, OTHER_LEDGER))?;
        check_open(dir, made, &archive)?;
    }
    Ok(())
}

/// Refuses an open archive that is another one than the drill made.
fn check_open(dir: &Path, made: &Made, archive: &Archive) -> anyhow::Result<()> {
    let is_own = Made::of(archive).is_ok_and(|own| own == *made);
    if is_own { Ok(()) } else { Err(Refused::because(dir, OTHER_LEDGER)) }
}

impl Made {
    /// What an archive is known by: its ledger has begun.
    pub(crate) fn of(archive: &Archive) -> anyhow::Result<Made> {
        let keys: &Keyring = archive.keys();
        Ok(Made { archive: hex::text(&keys.archive_id()), first_leaf: archive.leaf(0)?.to_string() })
    }
}

/// Overwrites a file with zeros, on the disk, and takes it away.
fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = match File::options().write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let mut rest = file.metadata()?.len();
    let zeros = [0; PIECE];
    while rest > 0 {
        let taken = rest.min(PIECE as u64);
        file.write_all(&zeros[..taken as usize])?;
        rest -= taken;
    }
    file.sync_all()?;
    drop(file);
    gone(fs::remove_file(path))?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Removes what the archive's folder holds, its id last: until then it can be told that the rest is the drill's.
fn remove_archive(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name() == OWN_MARK {
            continue;
        }
        let is_folder = entry.file_type()?.is_dir();
        gone(if is_folder { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) })?;
    }
    gone(fs::remove_file(folder.join(OWN_MARK)))?;
    gone(fs::remove_dir(folder))
}

/// What is gone already is gone.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests;

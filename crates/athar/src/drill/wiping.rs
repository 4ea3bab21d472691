//! Wiping a drill: its keys first, so that from then on everything else is noise, then the archive, the lists, and the mark last.
//! Cut short anywhere, the next call finishes it.

use super::marker::{Made, Marker, Refused, State};
use super::{ARCHIVE, MARK, OWN_MARK};
use crate::system;
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
const NOT_PRIVATE: &str = "others may write in it, or it is somebody else's";
const LINKED_KEYS: &str = "its keys are a link, or a file that has other names or another owner";
const NOT_BEGUN: &str = "by its mark nothing was made in it yet, and there is something";
const BROUGHT_IN: &str = "lists were brought into it before it was open";

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
    |dir, marker| if marker.made.is_some() { overwrite(&marker.keys_in(dir)) } else { Ok(()) },
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
    // Whoever else may write here could put another archive in its place while this looks.
    if !system::is_private(dir) {
        return refused(NOT_PRIVATE);
    }
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
    let keys = marker.keys_in(dir);
    let Some(made) = &marker.made else {
        let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
        return if is_there(&keys) || has_more_than_its_id(&folder)? { refused(NOT_BEGUN) } else { Ok(()) };
    };
    if fs::symlink_metadata(&keys).is_ok_and(|metadata| !system::is_own_file(&metadata)) {
        return refused(LINKED_KEYS);
    }
    match Summary::of_file(&keys) {
        Ok(summary) if summary.archive == made.archive => {}
        Err(KeyError::NotFound(_)) => return Ok(()),
        // Their overwriting was cut short.
        Err(_) if marker.state == State::Wiping => return Ok(()),
        _ => return refused(OTHER_KEYS),
    }
    let location = Location { keys: Some(keys), ..Location::dir(&folder) };
    if marker.state == State::Open && folder.join(OWN_MARK).exists() {
        let archive = Archive::open(&location).map_err(|_| Refused::because(dir, OTHER_LEDGER))?;
        check_open(dir, made, &archive)?;
    }
    // Its keys are the drill's, and nobody was to practise yet: what somebody brought in meanwhile is not the drill's.
    if marker.state == State::Making
        && made.first_leaf.is_none()
        && let Ok(archive) = Archive::open(&location)
        && !archive.imports()?.is_empty()
    {
        return refused(BROUGHT_IN);
    }
    Ok(())
}

/// Whether an archive's folder holds more than the id that a drill puts there first.
fn has_more_than_its_id(folder: &Path) -> io::Result<bool> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        entries => entries?,
    };
    for entry in entries {
        if entry?.file_name() != OWN_MARK {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Refuses an open archive that is another one than the drill made.
fn check_open(dir: &Path, made: &Made, archive: &Archive) -> anyhow::Result<()> {
    let is_own = Made::of(archive).is_ok_and(|own| own == *made);
    if is_own { Ok(()) } else { Err(Refused::because(dir, OTHER_LEDGER)) }
}

impl Made {
    /// What an archive is known by: its ledger has begun.
    pub(crate) fn of(archive: &Archive) -> anyhow::Result<Made> {
        Ok(Made { first_leaf: Some(archive.leaf(0)?.to_string()), ..Made::with(archive.keys()) })
    }

    /// The same before there is a ledger.
    pub(crate) fn with(keys: &Keyring) -> Made {
        Made { archive: hex::text(&keys.archive_id()), first_leaf: None }
    }
}

/// Overwrites a file with zeros, on the disk, and takes it away.
fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = match system::no_link(File::options().write(true)).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    // Under another name it may be anybody's.
    if !system::is_own_file(&file.metadata()?) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, LINKED_KEYS));
    }
    let mut rest = file.metadata()?.len();
    let zeros = vec![0; PIECE];
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

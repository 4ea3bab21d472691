//! What directories hold after power was lost: some changes since their last flush are undone, and with each the later
//! ones that build on it.
//!
//! A change of names is done or not done, never by half: file systems of today keep a journal for that. One name goes
//! through its changes in order. Two names are bound together only where one change is of both.

use super::disk::Disk;
use super::image::own;
use super::log::{Name, Naming};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

impl Naming {
    /// The names that it changes.
    pub(crate) fn names(&self) -> Vec<&Name> {
        match self {
            Naming::Made { at, .. }
            | Naming::Removed { at, .. }
            | Naming::DirMade { at, .. }
            | Naming::DirRemoved { at, .. } => vec![at],
            Naming::Renamed { from, to, .. } => vec![from, to],
        }
    }
}

/// Which changes are undone when those of a choice are: every later one of the same name, what is in a directory that was
/// never made, and the removal of a directory that something comes back into.
pub(crate) fn with_what_follows(changes: &[(&Naming, bool)]) -> Vec<bool> {
    let mut names: BTreeSet<&Name> = BTreeSet::new();
    let mut unmade: BTreeSet<u64> = BTreeSet::new();
    let mut touched: BTreeSet<u64> = BTreeSet::new();
    let mut undone = Vec::with_capacity(changes.len());
    for &(change, chosen) in changes {
        let builds = change.names().iter().any(|name| names.contains(name) || unmade.contains(&name.0))
            || matches!(change, Naming::DirRemoved { inode, .. } if touched.contains(inode));
        let is_undone = chosen || builds;
        if is_undone {
            names.extend(change.names());
            touched.extend(change.names().iter().map(|name| name.0));
            if let Naming::DirMade { inode, .. } = change {
                unmade.insert(*inode);
            }
        }
        undone.push(is_undone);
    }
    undone
}

/// Undoes changes on a disk, the latest first.
pub(crate) fn undo(disk: &Disk, changes: &[&Naming]) {
    let mut undoing =
        Undoing { root: disk.root(), grave: disk.grave(), folders: BTreeMap::new(), again: BTreeMap::new() };
    undoing.walk();
    for change in changes.iter().rev() {
        undoing.undo(change);
    }
}

struct Undoing {
    root: PathBuf,
    grave: PathBuf,
    folders: BTreeMap<u64, PathBuf>,
    /// Directories that were made once more, and have another inode now.
    again: BTreeMap<u64, u64>,
}

impl Undoing {
    fn walk(&mut self) {
        self.folders.clear();
        let mut open = vec![self.root.clone()];
        while let Some(folder) = open.pop() {
            self.folders.insert(inode_of(&folder).unwrap(), folder.clone());
            let entries = fs::read_dir(&folder).unwrap().map(Result::unwrap);
            open.extend(entries.filter(|entry| entry.file_type().unwrap().is_dir()).map(|entry| entry.path()));
        }
    }

    fn path(&self, (folder, name): &Name) -> Option<PathBuf> {
        let folder = self.again.get(folder).unwrap_or(folder);
        self.folders.get(folder).map(|folder| folder.join(OsStr::new(name)))
    }

    fn bring_back(&self, inode: u64, path: &Path) {
        fs::hard_link(self.grave.join(inode.to_string()), path).unwrap();
    }

    fn undo(&mut self, change: &Naming) {
        match change {
            Naming::Made { at, inode } => {
                let Some(path) = self.path(at).filter(|path| inode_of(path) == Some(*inode)) else { return };
                fs::remove_file(path).unwrap();
            }
            Naming::Removed { at, inode } => {
                let Some(path) = self.path(at).filter(|path| inode_of(path).is_none()) else { return };
                self.bring_back(*inode, &path);
            }
            Naming::Renamed { from, to, inode, replaced } => {
                let (Some(from), Some(to)) = (self.path(from), self.path(to)) else { return };
                if inode_of(&to) != Some(*inode) {
                    return;
                }
                fs::rename(&to, &from).unwrap();
                if let Some(replaced) = replaced {
                    self.bring_back(*replaced, &to);
                }
                if from.is_dir() {
                    self.walk();
                }
            }
            Naming::DirMade { at, inode } => {
                let inode = *self.again.get(inode).unwrap_or(inode);
                let Some(path) = self.path(at).filter(|path| inode_of(path) == Some(inode)) else { return };
                fs::remove_dir_all(path).unwrap();
                self.walk();
            }
            Naming::DirRemoved { at, inode, mode } => {
                let Some(path) = self.path(at).filter(|path| inode_of(path).is_none()) else { return };
                fs::create_dir(&path).unwrap();
                fs::set_permissions(&path, Permissions::from_mode(mode & 0o7777)).unwrap();
                let like = fs::metadata(path.parent().unwrap()).unwrap();
                own(&path, (like.uid(), like.gid()));
                self.again.insert(*inode, inode_of(&path).unwrap());
                self.walk();
            }
        }
    }
}

/// The inode of a path; nothing where nothing is.
pub(crate) fn inode_of(path: &Path) -> Option<u64> {
    fs::symlink_metadata(path).ok().map(|metadata| metadata.ino())
}

#[test]
fn what_follows_is_undone_too() {
    let name = |text: &str| (1, text.into());
    let made = Naming::Made { at: name("a.partial"), inode: 5 };
    let renamed = Naming::Renamed { from: name("a.partial"), to: name("a"), inode: 5, replaced: None };
    let other = Naming::Made { at: name("b"), inode: 6 };
    let folder = Naming::DirMade { at: name("c"), inode: 7 };
    let inside = Naming::Made { at: (7, "d".into()), inode: 8 };
    let all = [&made, &renamed, &other, &folder, &inside];
    let undone = |chosen: [bool; 5]| with_what_follows(&all.into_iter().zip(chosen).collect::<Vec<_>>());
    assert_eq!(undone([true, false, false, false, false]), [true, true, false, false, false]);
    assert_eq!(undone([false, true, false, true, false]), [false, true, false, true, true]);
    assert_eq!(undone([false, false, true, false, true]), [false, false, true, false, true]);
}

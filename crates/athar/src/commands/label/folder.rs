//! A folder of private files that appears whole or not at all.

use crate::WrongUse;
use anyhow::Context;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use vault::system;

/// A folder being filled beside the place where it will be.
pub(super) struct Folder {
    partial: PathBuf,
    target: PathBuf,
    moved: bool,
}

impl Folder {
    /// Begins a folder. What is there already must be an empty folder.
    pub(super) fn begin(target: &Path) -> anyhow::Result<Folder> {
        match fs::read_dir(target).map(|mut entries| entries.next().is_some()) {
            Ok(true) => {
                return Err(WrongUse(format!("{} is not empty: choose another folder", target.display())).into());
            }
            Ok(false) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("cannot use {} as a folder", target.display())),
        }
        let name =
            target.file_name().ok_or_else(|| WrongUse(format!("{} is no name for a new folder", target.display())))?;
        let partial = target.with_file_name(format!(".{}.partial-{}", name.to_string_lossy(), std::process::id()));
        let mut builder = DirBuilder::new();
        let made = system::owners_folder(&mut builder).create(&partial);
        made.with_context(|| format!("cannot make a folder beside {}", target.display()))?;
        Ok(Folder { partial, target: target.to_owned(), moved: false })
    }

    /// Writes a file of it.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let written = write_private(&self.partial.join(name), bytes);
        written.with_context(|| format!("cannot write {}", self.target.join(name).display()))
    }

    /// Puts the folder in its place.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let placed = match fs::remove_dir(&self.target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::rename(&self.partial, &self.target),
        };
        placed.with_context(|| format!("cannot put {} in its place", self.target.display()))?;
        self.moved = true;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.moved {
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// Writes a new file that nobody but its owner reads, whatever the umask; what is there already stays.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    let mut file = system::owners_only(&mut options).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

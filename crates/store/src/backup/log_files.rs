//! The folder `log` of an archive: what was published of it, cosigned and stamped. Tiles could be made again from the ledger;
//! signatures of others could not, and what was once published is kept as it was.

use super::item::LogFile;
use crate::{Result, StoreError};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

const FOLDER: &str = "log";
/// Bytes of one file: a tile has eight thousand, a timestamp may have some more.
const FILE_BYTES_MAX: u64 = 16 << 20;
/// Folders within folders.
const DEPTH_MAX: usize = 16;

/// The names of all files, below the archive's folder. Files under way have names that begin with a dot.
pub(super) fn names(archive: &Path) -> Result<Vec<String>> {
    let mut open = vec![FOLDER.to_owned()];
    let mut names = Vec::new();
    while let Some(folder) = open.pop() {
        let path = archive.join(&folder);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries.map_err(|error| StoreError::io("look into", &path, error))?,
        };
        for entry in entries {
            let entry = entry.map_err(|error| StoreError::io("look into", &path, error))?;
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(|error| StoreError::io("look into", &path, error))?;
            if !is_name(&name) {
                continue;
            }
            if kind.is_dir() {
                open.push(name);
            } else if kind.is_file() {
                names.push(name);
            }
        }
    }
    names.sort();
    Ok(names)
}

/// A file; nothing when it went meanwhile, as partial tiles do.
pub(super) fn read(archive: &Path, name: String) -> Result<Option<LogFile>> {
    let path = archive.join(&name);
    let mut content = Vec::new();
    match File::open(&path).and_then(|file| file.take(FILE_BYTES_MAX + 1).read_to_end(&mut content)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("read", &path, error)),
        Ok(_) if content.len() as u64 > FILE_BYTES_MAX => {
            Err(StoreError::Limit { what: "a file of the published log", limit: FILE_BYTES_MAX as usize })
        }
        Ok(_) => Ok(Some(LogFile { name, content })),
    }
}

/// Writes a file, unless there is one: what was published later than the backup counts.
pub(super) fn put(archive: &Path, file: &LogFile, is_ours: bool) -> Result<bool> {
    let path: PathBuf = archive.join(&file.name);
    if !is_ours && path.exists() {
        return Ok(false);
    }
    let broken = |source| StoreError::io("write", &path, source);
    let folder = path.parent().unwrap_or(archive);
    fs::create_dir_all(folder).map_err(broken)?;
    let mut written = File::create(&path).map_err(broken)?;
    written.write_all(&file.content).and_then(|()| written.sync_all()).map_err(broken)?;
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(archive)) {
        crate::archive::sync_dir(folder)?;
    }
    Ok(true)
}

/// Whether it can be the name of a file in that folder, and of none elsewhere.
pub(super) fn is_name(name: &str) -> bool {
    let fine = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    let mut parts = name.split('/');
    parts.next() == Some(FOLDER) && (2..=DEPTH_MAX).contains(&name.split('/').count()) && parts.all(fine)
}

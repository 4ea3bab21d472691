//! Small files that must be on the disk before anybody is told so: written under another name, synced, put in place, and
//! the folder synced after it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use vault::system;

/// Puts a file in place. When this returns without an error, a power cut leaves the new content.
pub(crate) fn put(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let partial = folder.join(format!(".{name}.{}", std::process::id()));
    let written = crate::projection_file::create_private(&partial).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&partial, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written?;
    system::sync_folder(folder)
}

/// Writes a key into a new file, which only its owner reads. One that exists is not overwritten: it may be the only copy.
pub(crate) fn put_key(path: &Path, text: &str) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    let mut target = system::owners_only(&mut options).open(path)?;
    target.write_all(text.as_bytes())?;
    target.write_all(b"\n")?;
    target.sync_all()
}

//! Files in an archive's folder that follow from it and are there for speed: written whole under another name and then
//! put in place, readable by their owner only. Whoever reads one must find out whether it is whole and theirs.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// Records are read by the program: another version may read them otherwise.
pub(crate) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Ending of a file under way, which has the number of its process in its name.
const PARTIAL: &str = "partial";
/// Whoever began a file so long ago writes no more.
const PARTIAL_AGE_MAX: Duration = Duration::from_hours(1);

/// Writes a file of these pieces and puts it in place of the one before. What a run that was killed left behind goes.
pub(crate) fn write(folder: &Path, name: &str, pieces: &[&[u8]]) -> io::Result<()> {
    drop_abandoned(folder, name);
    let partial = folder.join(format!("{name}.{}.{PARTIAL}", std::process::id()));
    let written = create_private(&partial).and_then(|mut file| {
        for piece in pieces {
            file.write_all(piece)?;
        }
        // Otherwise a power cut could leave the new name without its bytes.
        file.sync_all()?;
        fs::rename(&partial, folder.join(name))
    });
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

/// A file that nobody but its owner reads, whatever the umask.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn drop_abandoned(folder: &Path, name: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let file = entry.file_name();
        let is_partial = file.to_str().is_some_and(|file| file.starts_with(name) && file.ends_with(PARTIAL));
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
        if is_partial && age.is_some_and(|age| age > PARTIAL_AGE_MAX) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

//! What systems do differently about files: who may read them, whether a name is still the same file's, when a name is
//! durable. The one place of this crate that calls what only one system has.
//!
//! What is deliberately absent: Windows' lists of who may read. Files there have the rights of the folder around them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a file that is created so readable by its owner only, whatever the umask.
pub fn owners_only(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a folder that is created so open to its owner only, whatever the umask.
pub fn owners_folder(builder: &mut DirBuilder) -> &mut DirBuilder {
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(builder, 0o700);
    builder
}

/// Whether an open file is still the one of that name. Where an open file cannot be replaced, it always is.
pub fn is_named(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let identity = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
        file.metadata().and_then(|held| Ok(identity(&held) == identity(&fs::metadata(path)?))).unwrap_or(false)
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// Whether the name of a file that is open can be taken away.
pub const OPEN_FILES_CAN_GO: bool = cfg!(unix);

/// Makes the names in a folder durable. Windows gives no folder to flush: its file system keeps a journal of names.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if cfg!(unix) {
        return File::open(folder)?.sync_all();
    }
    fs::metadata(folder).map(|_| ())
}

/// Gives a new file the owner and the permissions of the old one: an administrator who changes keys must not lock out the
/// account under which the archive is served.
pub(crate) fn same_owner(old: &File, new: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let (old, now) = (old.metadata()?, new.metadata()?);
        if (old.uid(), old.gid()) != (now.uid(), now.gid()) {
            fchown(new, Some(old.uid()), Some(old.gid()))?;
        }
        new.set_permissions(old.permissions())?;
        new.sync_all()
    }
    #[cfg(not(unix))]
    {
        let _ = (old, new);
        Ok(())
    }
}

/// Reads at a place, without a cursor that threads would share.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Writes at a place, without a cursor that threads would share.
#[cfg(unix)]
pub(crate) fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

/// Reads at a place, without a cursor that threads would share.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        offset += read as u64;
    }
    Ok(())
}

/// Writes at a place, without a cursor that threads would share.
#[cfg(windows)]
pub(crate) fn write_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, offset)?;
        bytes = &bytes[written..];
        offset += written as u64;
    }
    Ok(())
}

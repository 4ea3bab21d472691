//! What only some systems can, as far as the binary asks for it: a file in memory, what a run cost, a lower priority, where a
//! person's own data lie, opening a page in their browser. The one place of this crate that calls what only one system
//! has; files' rights and durable names are in `vault::system`.
//!
//! What is deliberately absent: a promise where the system gives none. Elsewhere than on Linux figures are 0, and what comes
//! through a pipe is refused with what to do instead.

use anyhow::Context;
use std::fs::{File, Metadata, OpenOptions};
use std::io;
#[cfg(unix)]
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A file that lies in memory alone.
pub(crate) fn file_in_memory() -> io::Result<File> {
    #[cfg(target_os = "linux")]
    return Ok(File::from(rustix::fs::memfd_create("athar", rustix::fs::MemfdFlags::CLOEXEC)?));
    #[cfg(not(target_os = "linux"))]
    return Err(io::ErrorKind::Unsupported.into());
}

/// A path of a file in memory that this process can open, and so can its children: they inherit the file under the same number.
pub(crate) fn path_in_memory(memory: &File) -> PathBuf {
    #[cfg(target_os = "linux")]
    return PathBuf::from(format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(memory)));
    #[cfg(not(target_os = "linux"))]
    {
        let _ = memory;
        PathBuf::new()
    }
}

/// Opens what is there under that name itself, and no link to something else.
pub(crate) fn no_link(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, rustix::fs::OFlags::NOFOLLOW.bits() as i32);
    options
}

/// Whether that is a file, of this person and under this one name.
pub(crate) fn is_own_file(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        metadata.is_file() && metadata.nlink() == 1 && metadata.uid() == rustix::process::geteuid().as_raw()
    }
    #[cfg(not(unix))]
    metadata.is_file()
}

/// Whether that is a folder of this person's in which nobody else may write.
pub(crate) fn is_private(folder: &Path) -> bool {
    let Ok(metadata) = std::fs::metadata(folder) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let own = metadata.uid() == rustix::process::geteuid().as_raw();
        metadata.is_dir() && own && metadata.mode() & 0o022 == 0
    }
    #[cfg(not(unix))]
    metadata.is_dir()
}

/// Makes a folder, and those around it, that nobody but its owner can look into. One that is there stays as it is.
pub(crate) fn make_owners_folder(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    let made = vault::system::owners_folder(builder.recursive(true)).create(folder);
    made.with_context(|| format!("cannot make {}", folder.display()))
}

/// What the kernel says of this process (`proc_pid_status(5)`); nothing where it does not say.
pub(crate) fn status() -> String {
    std::fs::read_to_string("/proc/self/status").unwrap_or_default()
}

/// What this process has taken of the processors so far (`proc_pid_stat(5)`); nothing where the kernel does not say.
pub(crate) fn processor_status() -> String {
    std::fs::read_to_string("/proc/self/stat").unwrap_or_default()
}

/// Lets pages go first: this thread, and those that it begins, take the processor when nobody else wants it. Elsewhere than on
/// Linux that would be said of the whole process.
pub(crate) fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// Whether what lies under a path is in memory, and gone when the machine is switched off; false where that is not known.
pub(crate) fn is_in_memory(path: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        /// `TMPFS_MAGIC` (`statfs(2)`).
        const TMPFS: u64 = 0x0102_1994;
        rustix::fs::statfs(path).is_ok_and(|system| system.f_type as u64 == TMPFS)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        false
    }
}

/// The folder of a person's own data: `XDG_DATA_HOME` (XDG base directory specification), or what their system has for it.
pub(crate) fn data_home() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        return absolute("LOCALAPPDATA");
    }
    let home = || {
        Some(absolute("HOME")?.join(if cfg!(target_vendor = "apple") {
            "Library/Application Support"
        } else {
            ".local/share"
        }))
    };
    absolute("XDG_DATA_HOME").or_else(home)
}

/// The folder of a person's session, which is gone when they log out.
pub(crate) fn session_folder() -> Option<PathBuf> {
    std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute())
}

/// Whether what is printed goes into systemd's journal, which keeps it. The journal says of one stream which it is: of errors, where both
/// go to it (`systemd.exec(5)`, `JOURNAL_STREAM`).
pub(crate) fn prints_into_a_journal() -> bool {
    #[cfg(unix)]
    {
        let journal = std::env::var("JOURNAL_STREAM").unwrap_or_default();
        let is_it = |stream: rustix::io::Result<rustix::fs::Stat>| {
            stream.is_ok_and(|stat| journal == format!("{}:{}", stat.st_dev, stat.st_ino))
        };
        let (printed, errors) = (std::io::stdout(), std::io::stderr());
        is_it(rustix::fs::fstat(&printed)) || (!printed.is_terminal() && is_it(rustix::fs::fstat(&errors)))
    }
    #[cfg(not(unix))]
    false
}

/// Opens a page in the browser that the person has chosen. Whether somebody was there to be asked; not whether they did it.
pub(crate) fn open_in_browser(page: &str) -> bool {
    let program: &[&str] = if cfg!(windows) {
        &["rundll32", "url.dll,FileProtocolHandler"]
    } else if cfg!(target_vendor = "apple") {
        &["open"]
    } else {
        &["xdg-open"]
    };
    let mut command = Command::new(program[0]);
    command.args(&program[1..]).arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    // It ends when the browser has the page, or with the browser: nobody waits for that here.
    std::thread::spawn(move || child.wait());
    true
}

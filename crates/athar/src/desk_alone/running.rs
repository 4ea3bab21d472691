//! One desk of an archive at a time, on a person's own machine: whoever starts it again is led to the one that runs.

use crate::{durable, system};
use anyhow::Context;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// An address is never longer.
const ADDRESS_BYTES_MAX: u64 = 200;

/// What came of starting a desk.
pub(crate) enum Started {
    /// It is ours.
    Here(Running),
    /// Another process has it open; at which address, once that is known.
    Elsewhere(Option<String>),
}

/// A desk that runs: held for as long as it does. The system lets go of it when the process ends, however that was.
pub(crate) struct Running {
    _lock: File,
    address: PathBuf,
    first: Option<PathBuf>,
}

impl Running {
    /// Holds the desk of the archive in a folder, or tells who has it.
    pub(crate) fn start(dir: &Path) -> anyhow::Result<Started> {
        let (lock, address) = (beside(dir, "desk-lock"), beside(dir, "desk"));
        if let Some(folder) = lock.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            system::make_owners_folder(folder)?;
        }
        let mut options = File::options();
        let file = vault::system::owners_only(options.create(true).append(true)).open(&lock);
        let file = file.with_context(|| format!("cannot open {}", lock.display()))?;
        match file.try_lock() {
            Ok(()) => {
                // Of one that ended otherwise than by being told to.
                let _ = fs::remove_file(&address);
                Ok(Started::Here(Running { _lock: file, address, first: None }))
            }
            Err(TryLockError::WouldBlock) => Ok(Started::Elsewhere(address_in(&address))),
            Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", lock.display())),
        }
    }

    /// Says where it is.
    pub(crate) fn is_at(&self, origin: &str) -> anyhow::Result<()> {
        durable::put(&self.address, origin.as_bytes())
            .with_context(|| format!("cannot write {}", self.address.display()))
    }

    /// A page for this person's browser alone that leads to a link which lets somebody in: given as an argument, the link would stand
    /// in the machine's list of processes.
    pub(crate) fn page_to(&mut self, folder: &Path, link: &str) -> io::Result<PathBuf> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "/:._-".contains(letter);
        if !link.chars().all(plain) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let page = folder.join(format!("athar-first-{}.html", std::process::id()));
        let text = format!(
            "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url={link}\"><a href=\"{link}\">أثر</a>\n"
        );
        durable::put(&page, text.as_bytes())?;
        self.first = Some(page.clone());
        Ok(page)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for path in std::iter::once(&self.address).chain(&self.first) {
            let _ = fs::remove_file(path);
        }
    }
}

fn beside(dir: &Path, ending: &str) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    dir.with_file_name(name)
}

/// The address that another process wrote: of this machine and nothing else.
fn address_in(path: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(path).ok()?.take(ADDRESS_BYTES_MAX).read_to_string(&mut text).ok()?;
    let port = text.strip_prefix("http://localhost:")?;
    port.parse::<u16>().is_ok().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{Running, Started, address_in, beside};
    use std::fs;

    #[test]
    fn whoever_starts_it_again_is_led_to_the_one_that_runs() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("athar/archive");
        let Started::Here(running) = Running::start(&dir).unwrap() else { panic!("nobody has it") };
        assert!(matches!(Running::start(&dir).unwrap(), Started::Elsewhere(None)), "it is not open yet");
        running.is_at("http://localhost:8080").unwrap();
        let Started::Elsewhere(at) = Running::start(&dir).unwrap() else { panic!("somebody has it") };
        assert_eq!(at.as_deref(), Some("http://localhost:8080"));
        drop(running);
        assert!(matches!(Running::start(&dir).unwrap(), Started::Here(_)));
        assert!(!beside(&dir, "desk").exists());
    }

    #[test]
    fn an_address_leads_nowhere_else() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("archive.desk");
        for wrong in ["http://elsewhere.example:80", "http://localhost:80/x", "http://localhost:80 -x", "file:///a", ""]
        {
            fs::write(&path, wrong).unwrap();
            assert_eq!(address_in(&path), None, "{wrong}");
        }
    }

    #[test]
    fn a_page_holds_a_link_and_no_markup() {
        let home = tempfile::tempdir().unwrap();
        let Started::Here(mut running) = Running::start(&home.path().join("archive")).unwrap() else { panic!() };
        assert!(running.page_to(home.path(), "http://localhost:1/join/\"><script>").is_err());
        let page = running.page_to(home.path(), "http://localhost:8080/join/00ff").unwrap();
        assert!(fs::read_to_string(&page).unwrap().contains("url=http://localhost:8080/join/00ff"));
        drop(running);
        assert!(!page.exists());
    }
}

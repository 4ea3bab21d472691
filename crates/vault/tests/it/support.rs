//! A key file in a folder of its own.

use std::path::PathBuf;
use tempfile::TempDir;
use vault::keys::{Cost, Keyring};

pub(crate) const PASSPHRASE: &str = "شجرة الزيتون عند الباب";
pub(crate) const OTHER: &str = "seven grey stones by the river";

pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("archive.keys")
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn create(&self) -> Keyring {
        let ring = Keyring::create(&self.path()).unwrap();
        ring.set_cost(Cost::LEAST).unwrap();
        ring
    }

    pub(crate) fn open(&self) -> Keyring {
        let ring = Keyring::open(&self.path(), None).unwrap();
        ring.set_cost(Cost::LEAST).unwrap();
        ring
    }

    pub(crate) fn open_with(&self, passphrase: &str) -> Keyring {
        let ring = Keyring::open(&self.path(), Some(passphrase)).unwrap();
        ring.set_cost(Cost::LEAST).unwrap();
        ring
    }
}

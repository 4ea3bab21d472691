//! The key file of an archive, opened with whatever opens it.

use crate::passphrase::{ask, unlock_sealed};
use crate::printer::Printer;
use std::path::PathBuf;
use vault::disk::DiskKey;
use vault::keys::{Keyring, Summary, beside};

/// Which keys, and where their passphrases are.
#[derive(clap::Args, Clone)]
pub(super) struct KeysAt {
    /// Folder of the archive; its keys lie beside it, in DIR.keys.
    #[arg(long, value_name = "DIR")]
    archive: PathBuf,
    /// A file that holds the passphrase, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    pub(super) passphrase_file: Option<PathBuf>,
    /// A file that holds the keyholders' passphrase, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    keyholder_passphrase_file: Option<PathBuf>,
}

impl KeysAt {
    /// Where the keys lie.
    pub(super) fn path(&self) -> PathBuf {
        beside(&self.archive)
    }

    /// What can be said of them without opening them.
    pub(super) fn summary(&self) -> anyhow::Result<Summary> {
        Ok(Summary::of_file(&self.path())?)
    }

    /// The passphrase of those who work with the archive, when there is one.
    pub(super) fn passphrase(&self) -> anyhow::Result<Option<crate::passphrase::Passphrase>> {
        let open = self.summary()?.slots.iter().any(|slot| slot.kind == "open" && slot.opens_working);
        if open { Ok(None) } else { ask("passphrase", self.passphrase_file.as_deref()).map(Some) }
    }

    /// Opens them.
    pub(super) fn open(&self) -> anyhow::Result<Keyring> {
        let passphrase = self.passphrase()?;
        Ok(Keyring::open(&self.path(), passphrase.as_ref().map(|text| text.as_str()))?)
    }

    /// Opens them, and the team's secrets, for which the keyholders' passphrase may be needed.
    pub(super) fn open_sealed(&self) -> anyhow::Result<Keyring> {
        let ring = self.open()?;
        self.unlock_sealed(&ring)?;
        Ok(ring)
    }

    /// Turns the SQLite files of the archive, where it has any, into ciphertext on the disk.
    pub(super) fn encrypt_disk(&self, ring: &Keyring, printer: &mut Printer) -> anyhow::Result<()> {
        // First: files that are made from here on are ciphertext, and one that is cut short is finished by the next call.
        ring.set_laptop(true)?;
        if store::disk::encrypt_in_place(&self.archive, &DiskKey::new(ring.disk_key()))? {
            printer.remark("The archive's files are ciphertext on this disk now. What lay there before can survive in free space: see docs/laptop.md.");
        }
        Ok(())
    }

    pub(super) fn unlock_sealed(&self, ring: &Keyring) -> anyhow::Result<()> {
        unlock_sealed(ring, self.keyholder_passphrase_file.as_deref())
    }
}

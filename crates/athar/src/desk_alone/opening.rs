//! Opening a person's own archive, and making it: under a passphrase, and as ciphertext on the disk, from its first byte.

use crate::archive_at::{ArchiveAt, now};
use crate::passphrase::{Passphrase, ask, typed_twice};
use crate::printer::Printer;
use crate::signing::seconds;
use crate::words::Words;
use std::path::{Path, PathBuf};
use store::{Archive, DiskKey, Location, StoreError};
use vault::keys::{KeyError, Keyring, Summary, beside};

/// So often somebody may mistype.
const TRIES: usize = 5;

/// Files that hold passphrases, instead of being asked for them.
#[derive(clap::Args, Default)]
pub(crate) struct Passphrases {
    /// A file whose first line is the passphrase, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// A file whose first line is the passphrase of an archive that has none yet, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

/// Opens the archive in a folder, or makes it. One that has no passphrase gets one first.
pub(crate) fn open_or_create(
    dir: &Path,
    passphrases: &Passphrases,
    words: &Words,
    printer: &mut Printer,
) -> anyhow::Result<Archive> {
    let keys = beside(dir);
    // What an archive's content leaves in memory is overwritten. It can begin once a process only, before the first archive.
    let _ = store::memory::forgetful_memory();
    let is_protected = match Summary::of_file(&keys) {
        Ok(summary) => summary.is_protected,
        Err(KeyError::NotFound(_)) => {
            if dir.join("archive.sqlite").exists() {
                // One from before there were keys gets its own; one that lost them stays closed, and the error says what to do.
                drop(Archive::open(&Location::dir(dir)).map_err(|_| KeyError::NotFound(keys.clone()))?);
            }
            false
        }
        Err(error) => return Err(error.into()),
    };
    let archive = if is_protected {
        open(dir, passphrases.passphrase_file.as_deref(), words, printer)?
    } else {
        let passphrase = protect(dir, &keys, passphrases.new_passphrase_file.as_deref(), words, printer)?;
        Archive::open_or_create(&Location { passphrase: Some(passphrase), ..Location::dir(dir) })?
    };
    archive.anchor_readings(&now())?;
    Ok(archive)
}

/// Opens one that has a passphrase.
fn open(dir: &Path, file: Option<&Path>, words: &Words, printer: &mut Printer) -> anyhow::Result<Archive> {
    for tried in 1.. {
        let passphrase = ask(&words.say("desk-passphrase"), file)?;
        // Keys may be there before their archive is: somebody was cut short between the two.
        match Archive::open_or_create(&Location { passphrase: Some(passphrase), ..Location::dir(dir) }) {
            Err(StoreError::Keys(KeyError::WrongPassphrase)) if file.is_none() && tried < TRIES => {
                printer.remark(words.say("desk-wrong-passphrase"));
            }
            opened => return Ok(opened?),
        }
    }
    anyhow::bail!("the passphrase does not open these keys")
}

/// Gives keys that lie in clear a passphrase, new keys where there are none; what lies on the disk becomes ciphertext.
fn protect(
    dir: &Path,
    keys: &Path,
    file: Option<&Path>,
    words: &Words,
    printer: &mut Printer,
) -> anyhow::Result<Passphrase> {
    printer.remark(words.say(if dir.exists() { "desk-unprotected" } else { "desk-first" }));
    printer.remark(words.say("desk-passphrase-rule"));
    for tried in 1.. {
        let passphrase = chosen(file, words, printer)?;
        let ring = match Keyring::open(keys, None) {
            Err(KeyError::NotFound(_)) => new_keys(keys)?,
            opened => opened?,
        };
        match ring.protect(&passphrase, seconds()) {
            Err(KeyError::ShortPassphrase(_)) if file.is_none() && tried < TRIES => {
                printer.remark(words.say("desk-passphrase-short"));
                continue;
            }
            done => done?,
        }
        // First: files that are made from here on are ciphertext, and one that is cut short is finished by the next call.
        ring.set_laptop(true)?;
        if dir.exists() {
            store::disk::encrypt_in_place(dir, &DiskKey::new(ring.disk_key()))?;
        }
        printer.remark(words.say("desk-keys-copy"));
        return Ok(passphrase);
    }
    anyhow::bail!("no passphrase was chosen: nothing was made")
}

/// Keys for an archive that is not there yet, in a folder that nobody but its owner can look into.
fn new_keys(keys: &Path) -> anyhow::Result<Keyring> {
    if let Some(folder) = keys.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        crate::system::make_owners_folder(folder)?;
    }
    Ok(Keyring::create(keys)?)
}

/// A new passphrase: typed twice, since a slip of the finger would lock everybody out.
fn chosen(file: Option<&Path>, words: &Words, printer: &mut Printer) -> anyhow::Result<Passphrase> {
    if file.is_some() {
        return ask("", file);
    }
    let (what, again) = (words.say("desk-passphrase-new"), words.say("desk-passphrase-again"));
    for _ in 0..TRIES {
        if let Some(passphrase) = typed_twice(&what, &again)? {
            return Ok(passphrase);
        }
        printer.remark(words.say("desk-passphrase-differs"));
    }
    anyhow::bail!("no passphrase was chosen: nothing was made")
}

/// Whether the archive is one for work: a demonstration's or a drill's is opened by its own command.
pub(crate) fn is_for_work(dir: &Path) -> bool {
    ArchiveAt::folder(dir.to_owned()).mark() == web::Mark::None
}

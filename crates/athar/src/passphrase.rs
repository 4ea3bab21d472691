//! Passphrases: typed at the terminal without being shown, or read from a file; never an argument, which every process of
//! the machine could read.

use anyhow::Context;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use vault::keys::{KeyError, Keyring};
use zeroize::Zeroizing;

/// A passphrase in memory, wiped after its use.
pub(crate) type Passphrase = Zeroizing<String>;

/// A longer line is no passphrase.
const BYTES_MAX: u64 = 4096;

/// The passphrase in a file, or whatever is typed.
pub(crate) fn ask(what: &str, file: Option<&Path>) -> anyhow::Result<Passphrase> {
    match file {
        Some(file) => from_file(file),
        None => typed(what),
    }
}

/// A new passphrase: typed twice, since a slip of the finger would lock everybody out.
pub(crate) fn ask_new(what: &str, file: Option<&Path>) -> anyhow::Result<Passphrase> {
    if let Some(file) = file {
        return from_file(file);
    }
    let typed = typed_twice(what, "the same again")?;
    typed.context("these were two different passphrases: nothing was changed")
}

/// A passphrase that is typed twice under these words; nothing where the two differ.
pub(crate) fn typed_twice(what: &str, again: &str) -> anyhow::Result<Option<Passphrase>> {
    let (first, second) = (typed(what)?, typed(again)?);
    Ok((*first == *second).then_some(first))
}

/// Unlocks the team's secret, and asks for the keyholders' passphrase where one is needed.
pub(crate) fn unlock_sealed(keys: &Keyring, file: Option<&Path>) -> anyhow::Result<()> {
    if keys.can_open_sealed() {
        return Ok(());
    }
    let passphrase = ask("keyholders' passphrase", file)?;
    match keys.unlock_sealed(&passphrase) {
        Err(KeyError::WrongPassphrase) => anyhow::bail!("this is not the keyholders' passphrase"),
        unlocked => Ok(unlocked?),
    }
}

fn typed(what: &str) -> anyhow::Result<Passphrase> {
    let typed = rpassword::prompt_password(format!("{what}: "));
    let typed = typed.context("no terminal to ask for a passphrase at: give it in a file (see --help)")?;
    Ok(Zeroizing::new(typed))
}

fn from_file(path: &Path) -> anyhow::Result<Passphrase> {
    let doing = || format!("cannot read a passphrase from {}", path.display());
    let mut line = Zeroizing::new(String::new());
    let file = File::open(path).with_context(doing)?;
    BufReader::new(file.take(BYTES_MAX)).read_line(&mut line).with_context(doing)?;
    let passphrase = Zeroizing::new(line.trim().to_owned());
    anyhow::ensure!(!passphrase.is_empty(), "{} holds no passphrase in its first line", path.display());
    Ok(passphrase)
}

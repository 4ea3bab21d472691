//! Passphrases: from a file, or asked for at the terminal without showing them. Never an argument, which would stand in the
//! process list.

use anyhow::Context;
use record::Private;
use std::fs;
use std::io::IsTerminal;
use std::path::Path;

/// The first line of a file.
pub(crate) fn from_file(path: &Path) -> anyhow::Result<Private> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read the passphrase from {}", path.display()))?;
    let line = text.lines().next().unwrap_or_default();
    anyhow::ensure!(!line.is_empty(), "{} holds no passphrase in its first line", path.display());
    Ok(line.into())
}

/// Whether there is somebody to ask.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal()
}

/// Asks for the passphrase of a key file.
pub(crate) fn ask(keys: &Path) -> anyhow::Result<Private> {
    let text = rpassword::prompt_password(format!("Passphrase for {}: ", keys.display()));
    Ok(Private::from(text.context("no passphrase could be read")?))
}

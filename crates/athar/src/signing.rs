//! Who is at the command line: a human with a key of their own, or whoever holds the machine.

use crate::archive_at::now;
use crate::passphrase::{self, Passphrase};
use anyhow::Context;
use record::Private;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use store::{Account, AccountId, Archive, RecordId, SecretKey, Session};
use vault::keys::locked;

/// The key of whoever acts.
#[derive(clap::Args, Clone)]
pub(crate) struct KeyAt {
    /// File with your secret key: what you do is signed and stands as yours. Without it nobody is named.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// File with the passphrase of that key, when it has one; otherwise it is asked for.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub(crate) key_passphrase_file: Option<PathBuf>,
}

/// A human with an enrolled key.
pub(crate) struct Signer {
    pub(crate) account: Account,
    pub(crate) key: SecretKey,
}

impl KeyAt {
    /// Whose key it is; nobody's when none was given.
    pub(crate) fn signer(&self, archive: &Archive) -> anyhow::Result<Option<Signer>> {
        let Some(path) = &self.key else { return Ok(None) };
        let key = read_key(path, self.key_passphrase_file.as_deref())?;
        let account = archive.account_of_key(&key.public())?;
        let account =
            account.context("this key is not enrolled here, or was revoked: `athar account add --key …` enrols one")?;
        Ok(Some(Signer { account, key }))
    }

    /// Whoever is at the command line, at work: with a key as its account, without one as whoever holds the machine.
    pub(crate) fn session<'archive>(&self, archive: &'archive Archive) -> anyhow::Result<Session<'archive>> {
        Ok(match self.signer(archive)? {
            Some(signer) => archive.session(signer.account.id, None, seconds())?,
            None => archive.console(seconds()),
        })
    }

    /// The account alone.
    pub(crate) fn account(&self, archive: &Archive) -> anyhow::Result<Option<AccountId>> {
        Ok(self.signer(archive)?.map(|signer| signer.account.id))
    }
}

impl Signer {
    /// Refuses two records about which this account may not decide.
    pub(crate) fn must_be_able_to_decide(
        &self,
        archive: &Archive,
        one: RecordId,
        other: RecordId,
    ) -> anyhow::Result<()> {
        let session = archive.session(self.account.id, None, seconds())?;
        anyhow::ensure!(session.may_decide(one, other)?, "this account may not decide about these two records");
        Ok(())
    }
}

/// What is said of an act, from standard input: it may name people, and reaches no process list.
pub(crate) fn said() -> anyhow::Result<Private> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(Private::from(text.trim()))
}

/// Reads a secret key from its file, with its passphrase when it has one.
pub(crate) fn read_key(path: &Path, passphrase_file: Option<&Path>) -> anyhow::Result<SecretKey> {
    let text = read_key_text(path, passphrase_file)?;
    SecretKey::parse(&text).with_context(|| format!("{} holds no secret key", path.display()))
}

/// A secret key's text, unlocked.
pub(crate) fn read_key_text(path: &Path, passphrase_file: Option<&Path>) -> anyhow::Result<Passphrase> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read the key in {}", path.display()))?;
    let text = Passphrase::new(text);
    if !locked::is_locked(&text) {
        return Ok(text);
    }
    let passphrase = passphrase::ask("passphrase of your key", passphrase_file)?;
    locked::unlock(&text, &passphrase).with_context(|| format!("cannot open the key in {}", path.display()))
}

/// Seconds since 1970.
pub(crate) fn seconds() -> i64 {
    now().parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second)
}

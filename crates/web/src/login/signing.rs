//! The key by which a decision is signed as somebody's own. It is made when they are invited, enrolled in the ledger by whoever
//! invites them, and lies sealed beside their logins: the server signs for whoever proved to be them. So a decision says which
//! account was logged in, and whoever holds the server could sign as well (docs/threat-model.md). A key file of their own, used
//! at the command line, does not have that weakness.

use crate::desk::{Desk, seconds, time};
use crate::failure::Failure;
use store::{AccountId, Archive, Hash, Login, LoginKind, SecretKey, StoreError};

const DOMAIN: &[u8] = b"athar/desk-signing/1";

/// The key of an account; nothing where it has none that counts.
fn found(archive: &Archive, account: AccountId) -> Result<Option<SecretKey>, StoreError> {
    let enrolled = archive.account(account)?.keys;
    for login in archive.logins_of(account)?.into_iter().filter(|login| login.kind == LoginKind::SigningKey) {
        let key = SecretKey::parse(&String::from_utf8_lossy(&login.content))?;
        if enrolled.contains(&key.public()) {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// The key of somebody at work.
pub(crate) fn key_of(desk: &Desk, account: AccountId) -> Result<SecretKey, Failure> {
    found(&desk.archive, account)?.ok_or(Failure::Wrong("failure-no-key"))
}

/// Gives an account a key where it has none.
pub(crate) fn make(archive: &Archive, account: AccountId, by: Option<AccountId>) -> Result<(), StoreError> {
    if found(archive, account)?.is_some() {
        return Ok(());
    }
    let key = SecretKey::generate()?;
    let text = zeroize::Zeroizing::new(key.to_text());
    let name = Hash::of_parts(&[DOMAIN, key.public().to_string().as_bytes()]);
    let content = text.as_bytes().to_vec();
    let kind = LoginKind::SigningKey;
    archive.keep_login(&Login { name, account, kind, content, created: seconds(), used: 0, uses: 0 })?;
    archive.enrol_key(account, key.public(), by, &time()).map(drop)
}

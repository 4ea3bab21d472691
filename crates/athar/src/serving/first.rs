//! The first account of a desk: somebody must let the others in. And the first again, when their logins were lost.

use crate::archive_at::now;
use crate::durable;
use anyhow::Context;
use record::Private;
use std::path::{Path, PathBuf};
use store::access::{Asked, Kind, permits};
use store::{AccountId, Archive, LoginKind, Profile, SecretKey, StaffRole};

/// Where nobody was ever let in and nobody keeps accounts: enrols an administrator, and gives the path of their invitation. It
/// stands nowhere else, and opens once; `athar account invite` gives another one.
pub(crate) fn first_administrator(archive: &Archive) -> anyhow::Result<Option<String>> {
    for account in archive.accounts()? {
        let keeps_accounts = permits(&account.profile, Asked::change(Kind::Account));
        if (keeps_accounts && !account.is_closed) || !archive.logins_of(account.id)?.is_empty() {
            return Ok(None);
        }
    }
    let profile =
        Profile { name: Private::from("administrator"), roles: [StaffRole::Admin].into(), ..Profile::default() };
    let account = archive.enrol(profile, None, None, &now())?;
    web::invite(archive, account, None, false).map(Some)
}

/// Keeps the link of that invitation in a file which its owner alone reads, and which goes when it is used up. Gives where it is.
pub(crate) fn keep_first_link(archive: &Archive, link: &str) -> anyhow::Result<PathBuf> {
    let file = archive.dir().join(web::FIRST_LINK);
    durable::put(&file, format!("{link}\n").as_bytes()).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

/// Whether nobody has come in yet, so that a lost invitation may be given again by whoever holds the machine: an account was let in
/// by nothing but invitations that are still unused, and no administrator has a key elsewhere, whose word would be needed.
pub(crate) fn waits_for_the_first(archive: &Archive) -> anyhow::Result<bool> {
    for account in archive.accounts()? {
        let logins = archive.logins_of(account.id)?;
        let has_key_here = logins.iter().any(|login| login.kind == LoginKind::SigningKey);
        let is_unused = |kind, used| kind == LoginKind::SigningKey || (kind == LoginKind::Invitation && used == 0);
        let came_in = logins.iter().any(|login| !is_unused(login.kind, login.used));
        if came_in || (account.keeps_accounts() && !has_key_here) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How to let an administrator in again when none can come in any more: logins are in no backup.
pub(crate) fn how_to_invite_again(archive: &Archive, dir: &Path) -> anyhow::Result<Option<String>> {
    let locked_out = archive.locked_out()?;
    let Some(first) = locked_out.first() else { return Ok(None) };
    Ok(Some(format!(
        "No administrator can log in here: logins are in no backup, and an invitation opens for a week. On this machine, \
         `athar account invite {first} --archive {}` lets one in again.",
        dir.display()
    )))
}

/// Takes away those keys of an account that were made for the desk and whose secret half is not here any more. Says how many.
pub(crate) fn revoke_lost_keys(archive: &Archive, account: AccountId) -> anyhow::Result<usize> {
    let mut here = Vec::new();
    for login in archive.logins_of(account)?.into_iter().filter(|login| login.kind == LoginKind::SigningKey) {
        here.push(SecretKey::parse(&String::from_utf8_lossy(&login.content))?.public());
    }
    let mut lost = archive.account(account)?.keys;
    lost.retain(|key| !here.contains(key));
    for key in &lost {
        archive.revoke_key(account, *key, None, &now())?;
    }
    Ok(lost.len())
}

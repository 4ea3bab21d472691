//! The first account of a desk: somebody must let the others in.

use crate::archive_at::now;
use record::Private;
use store::access::{Asked, Kind, permits};
use store::{Archive, Profile, StaffRole};

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

//! When no administrator can come in any more, whoever holds the machine lets one in again, and does nothing else.

use crate::fixtures::{Human, TIME, on_both};
use store::{AccountId, Archive, Hash, Login, LoginKind, Profile, PublicKey, SecretKey, StaffRole, StoreError};

const NOW: i64 = 1_733_817_600;

fn key() -> PublicKey {
    SecretKey::generate().unwrap().public()
}

/// As the desk has it: enrolled without a key, given one when they are invited.
fn invited(archive: &Archive, role: StaffRole, by: Option<AccountId>) -> (AccountId, PublicKey) {
    let profile = Profile { name: "N.".into(), roles: [role].into(), ..Profile::default() };
    let account = archive.enrol(profile, None, by, TIME).unwrap();
    let key = key();
    archive.enrol_key(account, key, by, TIME).unwrap();
    (account, key)
}

fn keep(archive: &Archive, account: AccountId, kind: LoginKind) -> Hash {
    let name = Hash::of(format!("{account} {kind:?}").as_bytes());
    let content = b"in clear".to_vec();
    archive.keep_login(&Login { name, account, kind, content, created: NOW, used: 0, uses: 0 }).unwrap();
    name
}

fn is_denied<T>(outcome: Result<T, StoreError>) -> bool {
    match outcome {
        Ok(_) => false,
        Err(StoreError::Denied(_)) => true,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn an_administrator_whose_logins_are_lost_is_let_in_again() {
    on_both(|place| {
        let archive = place.archive();
        assert_eq!(archive.locked_out().unwrap(), []);
        let (admin, lost) = invited(&archive, StaffRole::Admin, None);
        let (second, _) = invited(&archive, StaffRole::Admin, Some(admin));
        let (worker, of_worker) = invited(&archive, StaffRole::Caseworker, Some(admin));
        // A worker who can come in lets nobody in.
        keep(&archive, worker, LoginKind::Passkey);
        for kind in [LoginKind::Passkey, LoginKind::Passphrase] {
            let login = keep(&archive, second, kind);
            assert_eq!(archive.locked_out().unwrap(), []);
            assert!(is_denied(archive.enrol_key(admin, key(), None, TIME)), "{kind:?}");
            assert!(is_denied(archive.revoke_key(admin, lost, None, TIME)), "{kind:?}");
            archive.drop_login(login).unwrap();
        }
        for kind in [LoginKind::Totp, LoginKind::SigningKey, LoginKind::Invitation] {
            keep(&archive, admin, kind);
        }
        assert_eq!(archive.locked_out().unwrap(), [admin, second], "{}: none of these opens the desk", place.engine);

        // A key for one of them, and nothing else.
        let profile = || Profile { name: "N.".into(), roles: [StaffRole::Admin].into(), ..Profile::default() };
        assert!(is_denied(archive.enrol(profile(), Some(key()), None, TIME)));
        assert!(is_denied(archive.change_account(worker, profile(), None, TIME)));
        assert!(is_denied(archive.close_account(admin, None, TIME)));
        assert!(is_denied(archive.enrol_key(worker, key(), None, TIME)));
        assert!(is_denied(archive.revoke_key(worker, of_worker, None, TIME)));
        assert!(is_denied(archive.revoke_key(admin, lost, None, TIME)), "the last is not taken away");
        archive.enrol_key(admin, key(), None, TIME).unwrap();
        archive.revoke_key(admin, lost, None, TIME).unwrap();
        keep(&archive, admin, LoginKind::Passkey);
        assert!(is_denied(archive.enrol_key(admin, key(), None, TIME)));
        assert_eq!(archive.verify().unwrap().differences, [""; 0], "{}", place.engine);
    });
}

/// Whoever has a key in a file of their own is asked for it, as ever.
#[test]
fn a_key_of_ones_own_is_still_asked_for() {
    on_both(|place| {
        let archive = place.archive();
        let human = Human::new(&archive, StaffRole::Admin);
        let (second, _) = invited(&archive, StaffRole::Admin, Some(human.account));
        assert_eq!(archive.locked_out().unwrap(), []);
        assert!(is_denied(archive.enrol_key(human.account, key(), None, TIME)));
        assert!(is_denied(archive.enrol_key(second, key(), None, TIME)), "{}", place.engine);
        archive.revoke_key(human.account, human.key.public(), Some(human.account), TIME).unwrap();
        assert_eq!(archive.locked_out().unwrap(), [human.account, second]);
    });
}

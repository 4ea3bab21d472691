//! Who opens what: those who work with the archive, keyholders, and whoever brings shares together.

use crate::support::{Folder, OTHER, PASSPHRASE};
use std::fs;
use std::path::Path;
use vault::keys::{Cost, KeyError, KeyId, Keyring, Share, Summary, beside, locked};

const THIRD: &str = "the well behind the third house";

struct Sealed {
    name: Vec<u8>,
    contact: Vec<u8>,
    derived: ([u8; 32], Vec<u8>, Vec<u8>),
}

fn seal_something(ring: &Keyring) -> Sealed {
    let working = ring.new_working_key().unwrap();
    let sealing = ring.new_sealing_key().unwrap();
    let contact = ring.seal_box(sealing, b"a", b"contact").unwrap();
    ring.forget_sealing(sealing);
    Sealed { name: ring.seal(working, b"a", b"name").unwrap(), contact, derived: derived(ring) }
}

fn derived(ring: &Keyring) -> ([u8; 32], Vec<u8>, Vec<u8>) {
    (ring.token(b"name", b"x"), ring.disk_key().to_vec(), ring.derive(b"log").to_vec())
}

#[track_caller]
fn works(ring: &Keyring, sealed: &Sealed) {
    assert_eq!(ring.open_blob(b"a", &sealed.name).unwrap(), b"name");
    assert_eq!(derived(ring), sealed.derived);
}

#[track_caller]
fn opens_all(ring: &Keyring, sealed: &Sealed) {
    works(ring, sealed);
    assert_eq!(ring.open_box(b"a", &sealed.contact).unwrap(), b"contact");
}

/// A key as it lies in a file.
fn record(file: &[u8], key: KeyId) -> &[u8] {
    file.chunks(128).find(|record| record.starts_with(&key.0.to_be_bytes())).unwrap()
}

#[test]
fn keyholders_alone_open_what_is_sealed() {
    let folder = Folder::new();
    let ring = folder.create();
    let sealed = seal_something(&ring);
    ring.protect(PASSPHRASE, 1).unwrap();
    opens_all(&folder.open_with(PASSPHRASE), &sealed);
    assert!(matches!(ring.protect_sealed(PASSPHRASE, 2), Err(KeyError::Refused(_))));
    ring.protect_sealed(OTHER, 2).unwrap();
    let staff = folder.open_with(PASSPHRASE);
    works(&staff, &sealed);
    assert!(!staff.can_open_sealed());
    assert!(matches!(staff.open_box(b"a", &sealed.contact), Err(KeyError::SealedLocked)));
    // What staff makes it can seal with, until it is forgotten.
    let key = staff.new_sealing_key().unwrap();
    let new = staff.seal_box(key, b"b", b"informer").unwrap();
    assert!(matches!(staff.open_box(b"b", &new), Err(KeyError::SealedLocked)));
    staff.forget_sealing(key);
    assert!(matches!(staff.seal_box(key, b"b", b"informer"), Err(KeyError::SealedLocked)));
    assert!(matches!(staff.unlock_sealed(PASSPHRASE), Err(KeyError::WrongPassphrase)));
    assert!(matches!(Keyring::open(&folder.path(), Some(OTHER)), Err(KeyError::WrongPassphrase)));
    staff.unlock_sealed(OTHER).unwrap();
    opens_all(&staff, &sealed);
    assert_eq!(staff.open_box(b"b", &new).unwrap(), b"informer");
    assert_eq!(ring.open_box(b"b", &new).unwrap(), b"informer");
    staff.lock_sealed();
    assert!(matches!(staff.open_box(b"b", &new), Err(KeyError::SealedLocked)));
    assert!(matches!(staff.rotate_team(3, true), Err(KeyError::SealedLocked)));
}

#[test]
fn the_team_can_be_protected_while_the_rest_is_open() {
    let folder = Folder::new();
    let ring = folder.create();
    let sealed = seal_something(&ring);
    ring.protect_sealed(OTHER, 1).unwrap();
    let staff = folder.open();
    works(&staff, &sealed);
    assert!(!staff.is_protected() && !staff.can_open_sealed());
    ring.protect(PASSPHRASE, 2).unwrap();
    let staff = folder.open_with(PASSPHRASE);
    assert!(!staff.can_open_sealed());
    staff.unlock_sealed(OTHER).unwrap();
    opens_all(&staff, &sealed);
}

#[test]
fn a_process_that_had_the_teams_secrets_loses_them_when_they_are_taken_away() {
    let folder = Folder::new();
    let ring = folder.create();
    let sealed = seal_something(&ring);
    let server = folder.open();
    opens_all(&server, &sealed);
    ring.protect_sealed(OTHER, 1).unwrap();
    works(&server, &sealed);
    assert!(matches!(server.open_box(b"a", &sealed.contact), Err(KeyError::SealedLocked)));
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let folder = Folder::new();
    let ring = folder.create();
    let sealed = seal_something(&ring);
    assert!(matches!(ring.change_passphrase(OTHER, 1), Err(KeyError::Refused(_))));
    ring.protect(PASSPHRASE, 1).unwrap();
    assert!(matches!(ring.protect(OTHER, 1), Err(KeyError::Refused(_))));
    ring.change_passphrase(OTHER, 2).unwrap();
    assert!(matches!(Keyring::open(&folder.path(), Some(PASSPHRASE)), Err(KeyError::WrongPassphrase)));
    let ring = folder.open_with(OTHER);
    opens_all(&ring, &sealed);
    ring.protect_sealed(THIRD, 3).unwrap();
    // Staff changes its own without the keyholders, who keep theirs.
    let staff = folder.open_with(OTHER);
    staff.change_passphrase(PASSPHRASE, 4).unwrap();
    let staff = folder.open_with(PASSPHRASE);
    assert!(!staff.can_open_sealed());
    staff.unlock_sealed(THIRD).unwrap();
    opens_all(&staff, &sealed);
    assert!(matches!(staff.change_passphrase(THIRD, 5), Err(KeyError::Refused(_))));
}

#[test]
fn two_keyboards_write_one_passphrase() {
    let folder = Folder::new();
    folder.create().protect("caf\u{e9} au bord de l'eau", 1).unwrap();
    folder.open_with(" cafe\u{301} au bord de l'eau\n");
}

#[test]
fn two_of_three_shares_open_everything_when_the_passphrases_are_lost() {
    let folder = Folder::new();
    let ring = folder.create();
    let sealed = seal_something(&ring);
    ring.protect(PASSPHRASE, 1).unwrap();
    let texts_of = |ring: &Keyring| ring.make_shares().unwrap().map(|text| text.to_string());
    let old = texts_of(&ring);
    let texts = texts_of(&ring);
    ring.protect_sealed(OTHER, 2).unwrap();
    // Roots may be changed without asking for the shares.
    ring.rotate_working(Some(PASSPHRASE)).unwrap();
    let share = |text: &str| text.parse::<Share>().unwrap();
    let recover = |texts: &[&str]| {
        let shares: Vec<Share> = texts.iter().map(|text| share(text)).collect();
        Keyring::recover_at_cost(&folder.path(), &shares, THIRD, 3, Cost::LEAST)
    };
    let before = fs::read(folder.path()).unwrap();
    for wrong in [&[texts[0].as_str()][..], &[&texts[1], &texts[1]], &[&old[0], &old[1]], &[&texts[0], &old[1]], &[]] {
        assert!(matches!(recover(wrong), Err(KeyError::Refused(_))));
    }
    assert_eq!(fs::read(folder.path()).unwrap(), before);
    for pair in [[0, 1], [2, 0], [1, 2]] {
        fs::write(folder.path(), &before).unwrap();
        let ring = recover(&pair.map(|number: usize| texts[number].as_str())).unwrap();
        opens_all(&ring, &sealed);
        opens_all(&folder.open_with(THIRD), &sealed);
        assert!(matches!(Keyring::open(&folder.path(), Some(PASSPHRASE)), Err(KeyError::WrongPassphrase)));
        assert!(matches!(ring.unlock_sealed(OTHER), Err(KeyError::WrongPassphrase)));
    }
    // Twice from one set, and all three at once.
    opens_all(&recover(&[&texts[0], &texts[1], &texts[2]]).unwrap(), &sealed);
    let stranger = Folder::new();
    stranger.create();
    let shares = [share(&texts[0]), share(&texts[1])];
    assert!(matches!(Keyring::recover(&stranger.path(), &shares, THIRD, 3), Err(KeyError::Refused(_))));
}

#[test]
fn shares_that_do_not_belong_together_open_nothing() {
    // Two shares of one set by their name, of which one was altered and its checksum made to fit.
    let folder = Folder::new();
    let ring = folder.create();
    let texts = ring.make_shares().unwrap();
    let share = texts[0].parse::<Share>().unwrap();
    assert_eq!(share.number(), 1);
    assert_eq!(format!("{share:?}"), "Share { number: 1, .. }");
    assert_eq!(*share.to_text(), *texts[0]);
    assert!(texts[0].starts_with("athar-share-1-"));
}

#[test]
fn a_share_is_read_as_humans_write_it() {
    let folder = Folder::new();
    let text = folder.create().make_shares().unwrap()[1].clone();
    let written = [text.to_lowercase(), text.replace('-', " "), text.replace('0', "O"), text.replace('1', "l")];
    for written in written {
        let written =
            written.replacen("athar share l", "athar share 1", 1).replacen("athar-share-l", "athar-share-1", 1);
        assert_eq!(*written.parse::<Share>().unwrap().to_text(), *text);
    }
    // The control: one letter at a time is wrong, and that is noticed.
    let letters: Vec<char> = text.chars().collect();
    for at in "athar-share-2-".len()..letters.len() {
        if letters[at] != '-' {
            let mut wrong = letters.clone();
            wrong[at] = if wrong[at] == '7' { '8' } else { '7' };
            assert!(wrong.iter().collect::<String>().parse::<Share>().is_err());
        }
    }
    for wrong in ["", "athar-share", "athar-share-1", &text[..text.len() - 1], &format!("{}0", &*text)] {
        assert!(wrong.parse::<Share>().is_err());
    }
}

#[test]
fn a_new_working_root_leaves_an_old_copy_behind() {
    let folder = Folder::new();
    let ring = folder.create();
    let sealed = seal_something(&ring);
    ring.protect(PASSPHRASE, 1).unwrap();
    let copy = fs::read(folder.path()).unwrap();
    assert!(matches!(ring.rotate_working(Some(OTHER)), Err(KeyError::WrongPassphrase)));
    assert!(matches!(ring.rotate_working(None), Err(KeyError::PassphraseNeeded)));
    ring.rotate_working(Some(PASSPHRASE)).unwrap();
    opens_all(&ring, &sealed);
    opens_all(&folder.open_with(PASSPHRASE), &sealed);
    let key = ring.new_working_key().unwrap();
    let blob = ring.seal(key, b"b", b"new").unwrap();
    let now = fs::read(folder.path()).unwrap();
    fs::write(folder.path(), [copy.as_slice(), record(&now, key)].concat()).unwrap();
    let thief = folder.open_with(PASSPHRASE);
    opens_all(&thief, &sealed);
    assert!(matches!(thief.open_blob(b"b", &blob), Err(KeyError::NotOurs)));
}

#[test]
fn a_revoked_team_key_seals_no_more_and_opens_nothing_new() {
    let folder = Folder::new();
    let ring = folder.create();
    let sealed = seal_something(&ring);
    let key = Keyring::key_of(&sealed.contact).unwrap();
    assert_eq!(ring.rotate_team(5, false).unwrap(), 2);
    let keys = |at: usize| Summary::of_file(&folder.path()).unwrap().team_keys[at].keys;
    assert_eq!((keys(0), keys(1)), (1, 0));
    let before = fs::read(folder.path()).unwrap();
    assert_eq!(ring.revoke_team(1, 6).unwrap(), 1);
    assert_eq!((keys(0), keys(1)), (0, 1));
    assert_ne!(record(&before, key), record(&fs::read(folder.path()).unwrap(), key));
    opens_all(&ring, &sealed);
    assert!(matches!(ring.revoke_team(1, 7), Err(KeyError::Refused(_))));
    assert!(matches!(ring.revoke_team(9, 7), Err(KeyError::Refused(_))));
    // The last one is followed by another.
    assert_eq!(ring.revoke_team(2, 8).unwrap(), 1);
    opens_all(&folder.open(), &sealed);
    let summary = Summary::of_file(&folder.path()).unwrap();
    let states: Vec<_> = summary.team_keys.iter().map(|key| (key.number, key.created, key.revoked, key.keys)).collect();
    assert_eq!(states, [(1, 0, Some(6), 0), (2, 5, Some(8), 0), (3, 8, None, 1)]);
}

#[test]
fn team_keys_without_number_end() {
    let folder = Folder::new();
    let ring = folder.create();
    let sealed = seal_something(&ring);
    for turn in 0..40 {
        ring.rotate_team(turn, false).unwrap();
        if turn > 0 {
            ring.revoke_team(turn as u32, turn).unwrap();
        }
    }
    opens_all(&folder.open(), &sealed);
    let summary = Summary::of_file(&folder.path()).unwrap();
    assert_eq!((summary.team_keys.len(), summary.team_keys.last().unwrap().number), (32, 41));
}

#[test]
fn a_laptop_is_marked() {
    let folder = Folder::new();
    let ring = folder.create();
    assert!(!ring.is_laptop());
    ring.set_laptop(true).unwrap();
    assert!(ring.is_laptop() && folder.open().is_laptop());
}

#[test]
fn a_summary_counts_without_opening() {
    let folder = Folder::new();
    let ring = folder.create();
    seal_something(&ring);
    let key = ring.new_working_key().unwrap();
    ring.destroy(&[key]).unwrap();
    ring.protect(PASSPHRASE, 1).unwrap();
    ring.make_shares().unwrap();
    ring.protect_sealed(OTHER, 2).unwrap();
    let summary = Summary::of_file(&folder.path()).unwrap();
    // The second time keys were made, four were made ahead.
    assert_eq!((summary.working_keys, summary.sealing_keys, summary.destroyed_keys), (4, 1, 1));
    let slots: Vec<_> = summary.slots.iter().map(|slot| (slot.kind, slot.opens_working, slot.opens_sealed)).collect();
    assert_eq!(slots, [("passphrase", true, false), ("shares", true, true), ("passphrase", false, true)]);
}

#[test]
fn a_locked_text_opens_with_its_passphrase_alone() {
    let text = locked::lock("athar-secret-key-00", PASSPHRASE, Cost::LEAST).unwrap();
    assert!(locked::is_locked(&text) && !locked::is_locked("athar-secret-key-00"));
    assert_eq!(*locked::unlock(&text, PASSPHRASE).unwrap(), "athar-secret-key-00");
    assert!(matches!(locked::unlock(&text, OTHER), Err(KeyError::WrongPassphrase)));
    assert!(matches!(locked::lock("x", "short", Cost::LEAST), Err(KeyError::ShortPassphrase(_))));
    for len in 0..text.len() {
        assert!(locked::unlock(&text[..len], PASSPHRASE).is_err());
    }
    for at in "athar-locked-".len()..text.len() {
        let mut wrong = text.clone().into_bytes();
        wrong[at] = if wrong[at] == b'0' { b'1' } else { b'0' };
        // A cost of gigabytes would be paid before it is found to be wrong: the first 26 digits are left as they are.
        if at >= "athar-locked-".len() + 26 {
            assert!(locked::unlock(&String::from_utf8(wrong).unwrap(), PASSPHRASE).is_err());
        }
    }
}

#[test]
fn a_key_file_lies_beside_its_folder() {
    for (folder, file) in
        [("/a/b", "/a/b.keys"), ("/a/b/", "/a/b.keys"), ("/a/b.c", "/a/b.c.keys"), ("/a/./b", "/a/b.keys")]
    {
        assert_eq!(beside(Path::new(folder)), Path::new(file));
    }
    assert_eq!(beside(Path::new(".")), beside(&std::env::current_dir().unwrap()));
}

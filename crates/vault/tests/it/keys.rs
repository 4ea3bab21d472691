//! Keys are made, used, found by other processes, and destroyed.

use crate::support::{Folder, OTHER, PASSPHRASE};
use std::fs;
use vault::keys::{KeyError, KeyId, Keyring};

#[test]
fn what_was_sealed_opens_in_its_place_alone() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_working_key().unwrap();
    let blob = ring.seal(key, b"record 7", b"name").unwrap();
    assert_eq!(blob, ring.seal(key, b"record 7", b"name").unwrap());
    assert_eq!(Keyring::key_of(&blob), Some(key));
    assert_eq!(ring.open_blob(b"record 7", &blob).unwrap(), b"name");
    assert!(matches!(ring.open_blob(b"record 8", &blob), Err(KeyError::NotOurs)));
    let other = ring.new_working_key().unwrap();
    let mut moved = blob.clone();
    moved[1..9].copy_from_slice(&other.0.to_be_bytes());
    assert!(matches!(ring.open_blob(b"record 7", &moved), Err(KeyError::NotOurs)));
    assert_eq!(folder.open().open_blob(b"record 7", &blob).unwrap(), b"name");
}

#[test]
fn a_box_hides_length_and_opens_for_the_team_alone() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_sealing_key().unwrap();
    let short = ring.seal_box(key, b"contact", b"+963").unwrap();
    let long = ring.seal_box(key, b"contact", &[7; 252]).unwrap();
    let longer = ring.seal_box(key, b"contact", &[7; 253]).unwrap();
    assert_eq!(short.len(), long.len());
    assert_eq!(longer.len(), long.len() + 256);
    assert_eq!(ring.open_box(b"contact", &short).unwrap(), b"+963");
    ring.forget_sealing(key);
    assert_eq!(ring.open_box(b"contact", &longer).unwrap(), [7; 253]);
    assert!(matches!(ring.open_blob(b"contact", &short), Err(KeyError::WrongKind(_))));
    assert!(matches!(ring.seal(key, b"contact", b""), Err(KeyError::WrongKind(_))));
}

#[test]
fn a_destroyed_key_is_gone_for_every_process_and_for_good() {
    let folder = Folder::new();
    let ring = folder.create();
    let other = folder.open();
    let working = ring.new_working_key().unwrap();
    let sealing = ring.new_sealing_key().unwrap();
    let blob = ring.seal(working, b"a", b"b").unwrap();
    let sealed = ring.seal_box(sealing, b"a", b"b").unwrap();
    assert_eq!(other.open_blob(b"a", &blob).unwrap(), b"b");
    assert_eq!(other.open_box(b"a", &sealed).unwrap(), b"b");
    let before = fs::read(folder.path()).unwrap();
    other.destroy(&[working, sealing]).unwrap();
    let again = folder.open();
    for ring in [&ring, &other, &again] {
        assert!(matches!(ring.open_blob(b"a", &blob), Err(KeyError::Destroyed(id)) if id == working));
        assert!(matches!(ring.open_box(b"a", &sealed), Err(KeyError::Destroyed(id)) if id == sealing));
        assert!(matches!(ring.seal(working, b"a", b"b"), Err(KeyError::Destroyed(_))));
        assert!(matches!(ring.seal_box(sealing, b"a", b"b"), Err(KeyError::Destroyed(_))));
        ring.destroy(&[working]).unwrap();
    }
    // The control: the wrapped bytes were in the file before, and are nowhere in it now.
    let after = fs::read(folder.path()).unwrap();
    for id in [working, sealing] {
        let at = before.chunks(128).find(|record| record.starts_with(&id.0.to_be_bytes())).unwrap();
        assert!(before.windows(48).any(|bytes| bytes == &at[48..96]));
        assert!(!after.windows(48).any(|bytes| bytes == &at[48..96]));
    }
}

#[test]
fn a_key_of_another_file_is_unknown() {
    let (one, other) = (Folder::new(), Folder::new());
    let (ring, stranger) = (one.create(), other.create());
    let key = ring.new_working_key().unwrap();
    let blob = ring.seal(key, b"a", b"b").unwrap();
    assert!(matches!(stranger.open_blob(b"a", &blob), Err(KeyError::UnknownKey(id)) if id == key));
    assert!(matches!(stranger.destroy(&[key]), Err(KeyError::UnknownKey(_))));
    assert!(matches!(ring.open_blob(b"a", b""), Err(KeyError::NotOurs)));
    assert_eq!(Keyring::key_of(&[1, 0, 0, 0, 0, 0, 0, 0, 0]), None);
    assert_eq!(Keyring::key_of(&[1, 0, 0, 0, 0, 0, 0, 0, 9]), Some(KeyId(9)));
}

#[test]
fn nothing_is_overwritten_and_others_may_not_read_the_file() {
    let folder = Folder::new();
    folder.create();
    assert!(matches!(Keyring::create(&folder.path()), Err(KeyError::Exists(_))));
    assert!(matches!(Keyring::open(&folder.at("none"), None), Err(KeyError::NotFound(_))));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::read_dir(folder.path().parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_protected_file_wants_its_passphrase_and_keeps_what_was_derived() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_working_key().unwrap();
    let blob = ring.seal(key, b"a", b"b").unwrap();
    let sealing = ring.new_sealing_key().unwrap();
    let sealed = ring.seal_box(sealing, b"a", b"b").unwrap();
    let derived = (ring.token(b"p", b"x"), ring.disk_key(), ring.derive(b"log"));
    assert!(matches!(ring.protect("short", 5), Err(KeyError::ShortPassphrase(_))));
    let other = folder.open();
    let clear = fs::read(folder.path()).unwrap();
    ring.protect(PASSPHRASE, 5).unwrap();
    assert!(ring.is_protected());
    assert!(matches!(Keyring::open(&folder.path(), None), Err(KeyError::PassphraseNeeded)));
    assert!(matches!(Keyring::open(&folder.path(), Some(OTHER)), Err(KeyError::WrongPassphrase)));
    let again = folder.open_with(PASSPHRASE);
    for ring in [&ring, &again] {
        assert_eq!(ring.open_blob(b"a", &blob).unwrap(), b"b");
        assert_eq!(ring.open_box(b"a", &sealed).unwrap(), b"b");
        assert_eq!((ring.token(b"p", b"x"), ring.disk_key(), ring.derive(b"log")), derived);
    }
    // Whoever has it open without the passphrase does not read on.
    assert!(matches!(other.open_blob(b"a", &blob), Err(KeyError::PassphraseNeeded)));
    // What is made now does not open with a copy from before.
    let new = again.new_working_key().unwrap();
    let blob = again.seal(new, b"a", b"c").unwrap();
    let record = fs::read(folder.path()).unwrap().chunks(128).last().unwrap().to_vec();
    fs::write(folder.path(), [clear, record].concat()).unwrap();
    assert!(matches!(folder.open().open_blob(b"a", &blob), Err(KeyError::NotOurs)));
}

#[test]
fn debug_prints_no_secret() {
    let folder = Folder::new();
    let ring = folder.create();
    assert_eq!(format!("{ring:?}"), format!("Keyring {{ path: {:?}, .. }}", folder.path()));
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_owner_permissions_and_place() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = Folder::new();
    let place = folder.at("stick.keys");
    Keyring::create(&place).unwrap();
    symlink(&place, folder.path()).unwrap();
    fs::set_permissions(&place, fs::Permissions::from_mode(0o660)).unwrap();
    // Only whoever may give files away can test that much of it.
    let given = std::os::unix::fs::chown(&place, Some(65534), Some(65534)).is_ok();
    let ring = folder.open();
    ring.set_laptop(true).unwrap();
    assert!(fs::symlink_metadata(folder.path()).unwrap().is_symlink());
    let metadata = fs::metadata(&place).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o660);
    assert!(!given || (metadata.uid(), metadata.gid()) == (65534, 65534));
    assert!(Keyring::open(&place, None).unwrap().is_laptop());
    assert!(matches!(Keyring::create(&folder.path()), Err(KeyError::Exists(_))));
}

#[test]
fn a_replaced_file_that_nobody_overwrote_is_noticed() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_working_key().unwrap();
    let blob = ring.seal(key, b"a", b"b").unwrap();
    // As when whoever replaced the file was killed before it was overwritten.
    let copy = folder.at("copy");
    fs::copy(folder.path(), &copy).unwrap();
    fs::rename(&copy, folder.path()).unwrap();
    folder.open().destroy(&[key]).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(matches!(ring.open_blob(b"a", &blob), Err(KeyError::Destroyed(_))));
}

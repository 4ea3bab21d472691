//! Copies of a key file: what they bring back, and what they never do.

use crate::support::{Folder, OTHER, PASSPHRASE};
use std::fs;
use vault::keys::{KeyError, Keyring, Merged};

#[test]
fn a_destroyed_key_stays_destroyed_whatever_copy_is_merged() {
    let folder = Folder::new();
    let ring = folder.create();
    let (kept, dead) = (ring.new_working_key().unwrap(), ring.new_sealing_key().unwrap());
    let sealed = ring.seal_box(dead, b"a", b"b").unwrap();
    let older = ring.export_wrapped().unwrap();
    let copy = fs::read(folder.path()).unwrap();
    ring.destroy(&[dead]).unwrap();
    for older in [&older, &copy] {
        assert_eq!(ring.merge_from(older).unwrap(), Merged { kept_destroyed: 1, ..Merged::default() });
        assert!(matches!(ring.open_box(b"a", &sealed), Err(KeyError::Destroyed(_))));
        assert!(matches!(folder.open().open_box(b"a", &sealed), Err(KeyError::Destroyed(_))));
    }
    // The control: the copy by itself does open it.
    let newer = ring.export_wrapped().unwrap();
    fs::write(folder.path(), &copy).unwrap();
    let old = folder.open();
    assert_eq!(old.open_box(b"a", &sealed).unwrap(), b"b");
    // And what was destroyed elsewhere is destroyed here.
    assert_eq!(old.merge_from(&newer).unwrap(), Merged { destroyed: 1, ..Merged::default() });
    assert!(matches!(old.open_box(b"a", &sealed), Err(KeyError::Destroyed(_))));
    assert!(matches!(folder.open().open_box(b"a", &sealed), Err(KeyError::Destroyed(_))));
    old.seal(kept, b"a", b"b").unwrap();
}

#[test]
fn a_merge_brings_missing_keys_and_tombstones() {
    let folder = Folder::new();
    let ring = folder.create();
    let base = fs::read(folder.path()).unwrap();
    let keys: Vec<_> = (0..9).map(|_| ring.new_working_key().unwrap()).collect();
    let sealing = ring.new_sealing_key().unwrap();
    let blobs: Vec<_> = keys.iter().map(|key| ring.seal(*key, b"a", b"b").unwrap()).collect();
    let sealed = ring.seal_box(sealing, b"a", b"b").unwrap();
    ring.destroy(&keys[..1]).unwrap();
    ring.add_purged(b"a line").unwrap();
    let full = ring.export_wrapped().unwrap();
    fs::write(folder.path(), base).unwrap();
    let ring = folder.open();
    assert!(matches!(ring.open_blob(b"a", &blobs[0]), Err(KeyError::UnknownKey(_))));
    let merged = ring.merge_from(&full).unwrap();
    // 1 + 4 + 16 were made ahead; one of them is dead.
    assert_eq!(merged, Merged { added: 21, purges: 1, ..Merged::default() });
    assert_eq!(ring.merge_from(&full).unwrap(), Merged::default());
    for ring in [ring, folder.open()] {
        assert!(matches!(ring.open_blob(b"a", &blobs[0]), Err(KeyError::Destroyed(_))));
        assert!(blobs[1..].iter().all(|blob| ring.open_blob(b"a", blob).unwrap() == b"b"));
        assert_eq!(ring.open_box(b"a", &sealed).unwrap(), b"b");
        assert_eq!(ring.purge_list().unwrap(), [b"a line"]);
    }
}

#[test]
fn an_export_opens_nothing_in_clear_and_opens_with_the_passphrase() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_working_key().unwrap();
    let blob = ring.seal(key, b"a", b"b").unwrap();
    let path = folder.at("restored.keys");
    fs::write(&path, ring.export_wrapped().unwrap()).unwrap();
    assert!(matches!(Keyring::open(&path, None), Err(KeyError::PassphraseNeeded)));
    ring.protect(PASSPHRASE, 1).unwrap();
    ring.protect_sealed(OTHER, 1).unwrap();
    fs::write(&path, ring.export_wrapped().unwrap()).unwrap();
    assert!(matches!(Keyring::open(&path, None), Err(KeyError::PassphraseNeeded)));
    let restored = Keyring::open(&path, Some(PASSPHRASE)).unwrap();
    assert_eq!(restored.open_blob(b"a", &blob).unwrap(), b"b");
}

#[test]
fn keys_under_another_root_and_of_another_archive_are_not_taken() {
    let folder = Folder::new();
    let ring = folder.create();
    let base = fs::read(folder.path()).unwrap();
    let key = ring.new_working_key().unwrap();
    ring.new_sealing_key().unwrap();
    let blob = ring.seal(key, b"a", b"b").unwrap();
    let old = ring.export_wrapped().unwrap();
    fs::write(folder.path(), base).unwrap();
    let ring = folder.open();
    ring.rotate_working(None).unwrap();
    // The sealing key is wrapped to the team, whose keys did not change.
    assert_eq!(ring.merge_from(&old).unwrap(), Merged { added: 1, unreadable: 1, ..Merged::default() });
    assert!(matches!(ring.open_blob(b"a", &blob), Err(KeyError::UnknownKey(_))));
    let stranger = Folder::new();
    assert!(matches!(stranger.create().merge_from(&old), Err(KeyError::OtherArchive)));
    assert!(matches!(ring.merge_from(b"nonsense"), Err(KeyError::Damaged(_))));
}

#[test]
fn the_purge_list_keeps_lines_of_every_length_once_and_in_order() {
    let folder = Folder::new();
    let ring = folder.create();
    let lines: Vec<Vec<u8>> = [1, 95, 96, 97, 192, 4096].iter().map(|&len| vec![len as u8; len]).collect();
    for line in lines.iter().chain(&lines) {
        ring.add_purged(line).unwrap();
        ring.new_working_key().unwrap();
    }
    assert!(matches!(ring.add_purged(&[0; 4097]), Err(KeyError::Limit { .. })));
    assert!(matches!(ring.add_purged(b""), Err(KeyError::Limit { .. })));
    assert_eq!(ring.purge_list().unwrap(), lines);
    ring.protect(PASSPHRASE, 1).unwrap();
    assert_eq!(folder.open_with(PASSPHRASE).purge_list().unwrap(), lines);
}

//! A file that was damaged by chance or changed on purpose: an error, or the same secrets; never others.

use crate::support::{Folder, OTHER, PASSPHRASE};
use sha2::{Digest, Sha256};
use std::fs;
use vault::keys::{KeyError, Keyring, Summary};

/// A file, and what was sealed with it.
pub(crate) struct Sample {
    pub(crate) folder: Folder,
    pub(crate) bytes: Vec<u8>,
    blobs: Vec<Vec<u8>>,
    sealed: Vec<u8>,
    derived: ([u8; 32], Vec<u8>, Vec<u8>),
}

impl Sample {
    pub(crate) fn new(passphrase: Option<&str>) -> Sample {
        let folder = Folder::new();
        let ring = folder.create();
        let keys: Vec<_> = (0..3).map(|_| ring.new_working_key().unwrap()).collect();
        let blobs = keys.iter().map(|key| ring.seal(*key, b"a", b"b").unwrap()).collect();
        let sealing = ring.new_sealing_key().unwrap();
        let sealed = ring.seal_box(sealing, b"a", b"b").unwrap();
        ring.add_purged(b"line").unwrap();
        if let Some(passphrase) = passphrase {
            ring.protect(passphrase, 1).unwrap();
        }
        let derived = derived(&ring);
        let bytes = fs::read(folder.path()).unwrap();
        Sample { folder, bytes, blobs, sealed, derived }
    }

    /// Opens changed bytes: says whether they opened, and panics when anything else comes out than went in.
    pub(crate) fn check(&self, bytes: &[u8], passphrase: Option<&str>) -> Result<(), KeyError> {
        fs::write(self.folder.path(), bytes).unwrap();
        let _ = Summary::of_file(&self.folder.path());
        let ring = Keyring::open(&self.folder.path(), passphrase)?;
        assert_eq!(derived(&ring), self.derived);
        for opened in
            self.blobs.iter().map(|blob| ring.open_blob(b"a", blob)).chain([ring.open_box(b"a", &self.sealed)])
        {
            assert!(opened.is_err() || opened.unwrap() == b"b");
        }
        assert!(ring.purge_list()?.iter().all(|line| line == b"line"));
        let key = ring.new_working_key()?;
        let blob = ring.seal(key, b"c", b"d")?;
        assert_eq!(ring.open_blob(b"c", &blob)?, b"d");
        Ok(())
    }
}

fn derived(ring: &Keyring) -> ([u8; 32], Vec<u8>, Vec<u8>) {
    (ring.token(b"name", b"x"), ring.disk_key().to_vec(), ring.derive(b"log").to_vec())
}

/// Makes the checksum of a header fit what it says, as somebody would who changes it on purpose.
pub(crate) fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let len = u32::from_be_bytes(bytes[12..16].try_into().unwrap()) as usize;
    if let Some(json) = bytes.get(80..80 + len) {
        let hash = Sha256::digest(json);
        bytes[16..48].copy_from_slice(&hash);
    }
    bytes
}

#[test]
fn a_flipped_bit_anywhere_gives_an_error_or_the_same_secrets() {
    let sample = Sample::new(None);
    let json = 80 + u32::from_be_bytes(sample.bytes[12..16].try_into().unwrap()) as usize;
    let (mut opened, mut refused) = (0, 0);
    for at in (0..json).chain((json..16384).step_by(997)).chain(16384..sample.bytes.len()) {
        let mut bytes = sample.bytes.clone();
        bytes[at] ^= 1 << (at % 8);
        let result = sample.check(&bytes, None);
        (opened, refused) = (opened + u32::from(result.is_ok()), refused + u32::from(result.is_err()));
        // Damage to one key costs that key alone; the header is whole or nothing.
        assert_eq!(result.is_ok(), at >= json, "at {at}");
    }
    assert!(opened > 500 && refused > 500);
}

#[test]
fn bits_of_a_protected_file_flip() {
    let sample = Sample::new(Some(PASSPHRASE));
    let json = 80 + u32::from_be_bytes(sample.bytes[12..16].try_into().unwrap()) as usize;
    for at in (0..json).step_by(61).chain((16384..sample.bytes.len()).step_by(31)) {
        let mut bytes = sample.bytes.clone();
        bytes[at] ^= 0x10;
        assert_eq!(sample.check(&bytes, Some(PASSPHRASE)).is_ok(), at >= json, "at {at}");
    }
    sample.check(&sample.bytes, Some(PASSPHRASE)).unwrap();
    assert!(matches!(sample.check(&sample.bytes, Some(OTHER)), Err(KeyError::WrongPassphrase)));
}

#[test]
fn a_cut_file_loses_no_more_than_was_cut() {
    let sample = Sample::new(None);
    for len in (0..sample.bytes.len()).step_by(61) {
        assert_eq!(sample.check(&sample.bytes[..len], None).is_ok(), len >= 16384, "at {len}");
    }
}

#[test]
fn what_was_torn_is_written_over() {
    let sample = Sample::new(None);
    let torn = [[0_u8; 128].as_slice(), &[7; 128], &[9; 50]].concat();
    sample.check(&[sample.bytes.as_slice(), &torn].concat(), None).unwrap();
    let ring = sample.folder.open();
    let summary = Summary::of_file(&sample.folder.path()).unwrap();
    // What is torn ends the file, or was written over.
    assert_eq!(summary.damaged, 0);
    for _ in 0..9 {
        ring.new_working_key().unwrap();
    }
    assert_eq!(Summary::of_file(&sample.folder.path()).unwrap().damaged, 0);
}

#[test]
fn whoever_exchanges_the_teams_key_is_noticed() {
    let sample = Sample::new(Some(PASSPHRASE));
    let text = String::from_utf8_lossy(&sample.bytes[80..16384]).into_owned();
    let at = 80 + text.find("\"public\":\"").unwrap() + 10;
    let mut bytes = sample.bytes.clone();
    bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };
    let bytes = with_checksum(bytes);
    // The control: by its checksum the header is whole, and says what was put there.
    fs::write(sample.folder.path(), &bytes).unwrap();
    Summary::of_file(&sample.folder.path()).unwrap();
    let opened = sample.check(&bytes, Some(PASSPHRASE));
    assert!(matches!(opened, Err(KeyError::Damaged("somebody changed its header"))));
}

#[test]
fn a_file_of_a_later_version_is_told_from_a_damaged_one() {
    let sample = Sample::new(None);
    let mut bytes = sample.bytes.clone();
    bytes[11] = 2;
    assert!(matches!(sample.check(&bytes, None), Err(KeyError::Newer { found: 2, known: 1 })));
}

#[test]
fn no_file_asks_for_more_memory_than_there_is() {
    let sample = Sample::new(Some(PASSPHRASE));
    let text = String::from_utf8_lossy(&sample.bytes[80..16384]).into_owned();
    let at = 80 + text.find("\"memory_kib\":8192").unwrap();
    let mut bytes = sample.bytes.clone();
    bytes[at..at + 17].copy_from_slice(b"\"memory_kib\":4e09");
    assert!(matches!(sample.check(&with_checksum(bytes.clone()), Some(PASSPHRASE)), Err(KeyError::Damaged(_))));
    bytes[at..at + 17].copy_from_slice(b"\"memory_kib\":0001");
    assert!(sample.check(&with_checksum(bytes), Some(PASSPHRASE)).is_err());
}

//! A file that is cut off or changed anywhere: told, never a panic, and never an archive that says something else.

use super::support::{back_up, file, passphrase, protected, restore, small, with_passphrase};
use crate::fixtures::{Random, TIME, import, sqlite_in_memory};
use std::fs;
use std::path::Path;
use store::{Archive, BackupError, RestoreWith, Restored, StoreError};
use vault::keys::KeyError;

/// Everything that a damaged file may answer.
fn is_told(answer: &Result<Restored, StoreError>) -> bool {
    matches!(
        answer,
        Err(StoreError::Backup(
            BackupError::Torn { .. }
                | BackupError::NothingWhole { .. }
                | BackupError::Head(_)
                | BackupError::NotABackup(_)
                | BackupError::Newer { .. }
        ))
    )
}

/// A backup of two runs, and what it is after the first.
fn two_runs() -> (crate::fixtures::Place, Vec<u8>, usize) {
    let place = sqlite_in_memory();
    let (archive, _) = protected(&place);
    small(&archive);
    let first = back_up(&archive, &file(&place)).bytes as usize;
    import(&archive, "more", 0..10);
    back_up(&archive, &file(&place));
    let bytes = fs::read(file(&place)).unwrap();
    (place, bytes, first)
}

fn answer_to(place: &crate::fixtures::Place, bytes: &[u8]) -> Result<Restored, StoreError> {
    let damaged = place.dir.path().join("damaged");
    fs::write(&damaged, bytes).unwrap();
    let there = sqlite_in_memory();
    let answer = restore(&damaged, &there.location);
    if answer.is_err() {
        assert!(!there.location.dir.exists() && !there.location.keys_path().exists(), "nothing half-done stays");
    }
    answer
}

#[test]
fn every_truncation_is_told() {
    let (place, bytes, first) = two_runs();
    let mut random = Random(1);
    let mut lengths: Vec<usize> = (0..150).map(|_| random.below(bytes.len() as u64) as usize).collect();
    lengths.extend((0..40).map(|short| bytes.len() - 1 - short));
    lengths.extend((0..40).map(|more| 16_460 + more));
    lengths.extend([0, 1, 7, 8, 44]);
    for length in lengths.into_iter().filter(|&length| length != first) {
        let answer = answer_to(&place, &bytes[..length]);
        assert!(is_told(&answer), "{length} of {}: {answer:?}", bytes.len());
    }
    // Cut exactly after a run, it is the backup that it was then, and says so.
    let older = answer_to(&place, &bytes[..first]).unwrap();
    assert_eq!((older.entries, older.differences), (2, Vec::new()));
}

#[test]
fn every_changed_bit_is_told() {
    let (place, bytes, _) = two_runs();
    let mut random = Random(2);
    for round in 0..300 {
        let mut changed = bytes.clone();
        let at = if round % 4 == 0 { random.below(16_460) } else { random.below(bytes.len() as u64) } as usize;
        changed[at] ^= 1 << random.below(8);
        let answer = answer_to(&place, &changed);
        assert!(is_told(&answer), "byte {at}: {answer:?}");
    }
}

/// The head by itself is checked by a hash that anybody can compute: the frames do not open under another head.
#[test]
fn a_head_that_was_exchanged_opens_no_frame() {
    let (place, bytes, _) = two_runs();
    let mut changed = bytes.clone();
    changed[30] ^= 1;
    let end = 44 + vault::keys::limits::HEADER_LEN;
    let hash = store::Hash::of(&changed[..end]).0;
    changed[end..end + 32].copy_from_slice(&hash);
    let answer = answer_to(&place, &changed);
    assert!(matches!(answer, Err(StoreError::Backup(BackupError::NothingWhole { .. }))), "{answer:?}");
}

#[test]
fn frames_that_were_moved_or_doubled_are_told() {
    let (place, bytes, first) = two_runs();
    let second = &bytes[first..];
    let doubled = [&bytes, second].concat();
    let swapped = [&bytes[..first], &second[second.len() / 2..], &second[..second.len() / 2]].concat();
    for changed in [doubled, swapped] {
        let answer = answer_to(&place, &changed);
        assert!(matches!(answer, Err(StoreError::Backup(BackupError::Torn { .. }))), "{answer:?}");
    }
}

#[test]
fn what_is_whole_of_a_torn_file_can_be_had() {
    let (place, bytes, first) = two_runs();
    let damaged = place.dir.path().join("damaged");
    fs::write(&damaged, &bytes[..bytes.len() - 5]).unwrap();
    let there = sqlite_in_memory();
    let Err(StoreError::Backup(BackupError::Torn { whole, of, entries, .. })) = restore(&damaged, &there.location)
    else {
        panic!("it should be told");
    };
    assert_eq!((whole, of, entries), (first as u64, bytes.len() as u64 - 5, 2));
    let with = RestoreWith { torn: true, ..passphrase() };
    let restored = Archive::restore(&damaged, &with_passphrase(&there.location), &with, TIME, |_, _, _| ()).unwrap();
    assert_eq!((restored.entries, restored.differences), (2, Vec::new()));
    assert_eq!(restored.torn, of - whole);
}

#[test]
fn a_torn_file_is_gone_on_with_by_its_archive() {
    let place = sqlite_in_memory();
    let (archive, _) = protected(&place);
    small(&archive);
    back_up(&archive, &file(&place));
    let bytes = fs::read(file(&place)).unwrap();
    let mut random = Random(4);
    for _ in 0..60 {
        let mut torn = bytes[..random.below(bytes.len() as u64 + 1) as usize].to_vec();
        if random.below(2) == 0 {
            torn.extend(vec![0; random.below(9_000) as usize]);
        }
        if torn.starts_with(&bytes[..bytes.len().min(16_460)]) || torn.len() < 16_460 && bytes.starts_with(&torn) {
            fs::write(file(&place), &torn).unwrap();
            back_up(&archive, &file(&place));
            let there = sqlite_in_memory();
            assert_eq!(restore(&file(&place), &there.location).unwrap().differences, [""; 0]);
        }
    }
}

#[test]
fn whoever_holds_the_file_alone_learns_sizes() {
    let (place, bytes, _) = two_runs();
    let canaries: [&[u8]; 6] =
        ["اسم".as_bytes(), b"0933 000 000", b"list.csv", b"import_accepted", b"with a file", b"originals"];
    for canary in canaries {
        assert!(!contains(&bytes, canary));
    }
    // The control: the search finds what is there.
    assert!(contains(&bytes, b"ATHARBAK"));
    let original = place.archive_with_passphrase().imports().unwrap()[1].meta.original.clone().unwrap();
    let name = place.archive_with_passphrase().original_path(original.sha256);
    assert!(!contains(&bytes, name.file_name().unwrap().to_str().unwrap().as_bytes()));
    let wrong = RestoreWith { passphrase: Some("another one altogether".to_owned().into()), ..RestoreWith::default() };
    let there = sqlite_in_memory();
    let answer = Archive::restore(&file(&place), &there.location, &wrong, TIME, |_, _, _| ());
    assert!(matches!(answer, Err(StoreError::Keys(KeyError::WrongPassphrase))));
    let answer = Archive::restore(&file(&place), &there.location, &RestoreWith::default(), TIME, |_, _, _| ());
    assert!(matches!(answer, Err(StoreError::Keys(KeyError::PassphraseNeeded))));
}

pub(super) fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// Every byte of every file below a folder.
pub(super) fn raw(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        bytes.extend(if path.is_dir() { raw(&path) } else { fs::read(&path).unwrap() });
    }
    bytes
}

impl crate::fixtures::Place {
    fn archive_with_passphrase(&self) -> Archive {
        Archive::open(&with_passphrase(&self.location)).unwrap()
    }
}

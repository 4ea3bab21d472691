//! Archives with a passphrase, and places to restore to.

use crate::fixtures::{Place, TIME, import, meta, postgres, sqlite};
use std::path::{Path, PathBuf};
use store::{Archive, Backup, Location, RestoreWith, Restored, StoreError};
use vault::keys::Cost;
use zeroize::Zeroizing;

pub(super) const PASSPHRASE: &str = "the well behind the third house";
pub(super) const ORIGINAL: &[u8] = b"Samer Wardani;0933 000 000";

/// An archive whose keys are under a passphrase, and where it is.
pub(super) fn protected(place: &Place) -> (Archive, Location) {
    let archive = place.archive();
    archive.keys().set_cost(Cost::LEAST).unwrap();
    archive.keys().protect(PASSPHRASE, 0).unwrap();
    (archive, with_passphrase(&place.location))
}

pub(super) fn with_passphrase(location: &Location) -> Location {
    Location { passphrase: Some(Zeroizing::new(PASSPHRASE.to_owned())), ..location.clone() }
}

/// An import with its original file.
pub(super) fn import_with_original(archive: &Archive, bytes: &[u8]) {
    let original = archive.keep_original_from(&mut &*bytes, "list.csv").unwrap();
    let meta = store::ImportMeta { original: Some(original), ..meta("with a file") };
    let mut writer = archive.begin_import(meta).unwrap();
    writer.push(crate::fixtures::record(1), vec![], &[]).unwrap();
    writer.accept(TIME).unwrap();
}

pub(super) fn file(place: &Place) -> PathBuf {
    place.dir.path().join("backup")
}

pub(super) fn back_up(archive: &Archive, file: &Path) -> Backup {
    let backup = archive.backup(file, TIME, |_, _, _| ()).unwrap();
    assert_eq!((backup.entries, backup.root), (archive.head().unwrap().size, archive.head().unwrap().root));
    assert_eq!(backup.bytes, file.metadata().unwrap().len());
    backup
}

pub(super) fn passphrase() -> RestoreWith {
    RestoreWith { passphrase: Some(Zeroizing::new(PASSPHRASE.to_owned())), ..RestoreWith::default() }
}

pub(super) fn restore(file: &Path, to: &Location) -> Result<Restored, StoreError> {
    Archive::restore(file, &with_passphrase(to), &passphrase(), TIME, |_, _, _| ())
}

/// A small archive: a few entries, chunks, an original.
pub(super) fn small(archive: &Archive) {
    import(archive, "gate", 0..30);
    import_with_original(archive, ORIGINAL);
}

/// Every engine from which and to which can be restored.
pub(super) fn pairs(test: impl Fn(&Place, &Place)) {
    test(&sqlite(), &sqlite());
    let (Some(one), Some(two), Some(three)) = (postgres(), postgres(), postgres()) else {
        println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)");
        return;
    };
    test(&one, &two);
    test(&sqlite(), &three);
    test(&postgres().unwrap(), &sqlite());
}

//! What was erased does not come back: not from a backup of before with the keys of now, not from a backup of after with the
//! keys of before.

use super::damage::raw;
use super::support::{back_up, file, passphrase, protected, restore, with_passphrase};
use crate::fixtures::{Place, TIME, ids, import, keys, on_both, record, request, sqlite};
use record::{Claim, Property};
use std::fs;
use store::{Archive, Due, RecordId, RestoreWith, WrittenAnew};

const CONTACT: &str = "0944 123 456";
const OTHER_CONTACT: &str = "0955 654 321";

/// Two thousand records: of the sixth and of the seventh a telephone number is known, and of a third party.
fn furnish(archive: &Archive) -> [RecordId; 2] {
    let mut writer = archive.begin_import(crate::fixtures::meta("gate")).unwrap();
    for number in 0..1_500 {
        let mut record = record(number);
        let contact = [(6, CONTACT), (7, OTHER_CONTACT)].into_iter().find(|(of, _)| *of == number);
        if let Some((_, contact)) = contact {
            record.claims.push(Claim { normal: contact.into(), ..Claim::new(Property::Phone, contact) });
        }
        writer.push(record, vec![], &keys(number)).unwrap();
    }
    writer.accept(TIME).unwrap();
    archive.open_request(record(40), keys(40), request(), None, TIME).unwrap();
    let ids = ids(archive);
    [ids[6], ids[7]]
}

fn erase(archive: &mut Archive, record: RecordId) {
    archive.ask_withdrawal(record, "I am not missing".into(), None, TIME).unwrap();
    archive.answer_withdrawal(record, true, "it was them".into(), None, TIME).unwrap();
    let due = archive.due("2024-12-10", None, false).unwrap();
    assert_eq!(due.records.len(), 1);
    let report = archive.purge(&due, None, "asked for by so-and-so".into(), TIME).unwrap();
    assert!(report.keys >= 2);
    assert!(archive.record(record).is_err());
}

/// Erases an own record from an archive, and restores the backup of before under the keys of now.
fn older_backup(place: &Place) -> (Archive, Archive, Place, [RecordId; 2]) {
    let (mut archive, location) = protected(place);
    let found = furnish(&archive);
    back_up(&archive, &file(place));
    erase(&mut archive, found[0]);
    assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    let there = if place.engine == "postgres" { crate::fixtures::postgres().unwrap() } else { sqlite() };
    fs::copy(location.keys_path(), there.location.keys_path()).unwrap();
    let restored = restore(&file(place), &there.location).unwrap();
    assert_eq!(restored.differences, [""; 0], "{}", place.engine);
    assert!(restored.erased_again && restored.head.size == restored.entries + 1);
    let again = Archive::open(&with_passphrase(&there.location)).unwrap();
    (archive, again, there, found)
}

#[test]
fn a_backup_of_before_does_not_bring_it_back() {
    on_both(|place| {
        let (_, mut again, there, [gone, kept]) = older_backup(place);
        assert!(again.record(gone).is_err());
        assert_eq!(again.verify_deep().unwrap().differences, [""; 0]);
        // What lay beside it is there, with its contact; and the case is.
        assert!(again.record(kept).is_ok());
        assert_eq!(ids(&again).len(), 1_500);
        assert!(again.keys().can_open_sealed());
        assert_eq!(again.cases().unwrap().len(), 1);
        // Nothing of the erased lies in the folder, in clear or under a key that is there.
        let bytes = raw(&there.location.dir);
        for canary in [CONTACT, "اسم 6", "كنية 6", OTHER_CONTACT] {
            assert!(!super::damage::contains(&bytes, canary.as_bytes()));
        }
        assert!(!there.dir.path().join("archive.keys.restoring").exists());
    });
}

/// The control: without the newer key file the backup of before is what it was.
#[test]
fn a_backup_of_before_by_itself_is_what_it_was() {
    let place = sqlite();
    let (mut archive, _) = protected(&place);
    let [gone, _] = furnish(&archive);
    back_up(&archive, &file(&place));
    erase(&mut archive, gone);
    let there = sqlite();
    let restored = restore(&file(&place), &there.location).unwrap();
    assert!(!restored.erased_again);
    assert!(Archive::open(&with_passphrase(&there.location)).unwrap().record(gone).is_ok());
}

/// Root and passphrase changed since: the backup's own passphrase opens it, and the keys come under the new root.
#[test]
fn a_backup_under_an_older_passphrase_comes_back_under_newer_keys() {
    let place = sqlite();
    let (mut archive, location) = protected(&place);
    let [gone, kept] = furnish(&archive);
    back_up(&archive, &file(&place));
    erase(&mut archive, gone);
    let other = "seven grey stones by the river";
    archive.keys().change_passphrase(other, 1).unwrap();
    let there = sqlite();
    fs::copy(location.keys_path(), there.location.keys_path()).unwrap();
    let now = store::Location { passphrase: Some(other.to_owned().into()), ..there.location.clone() };
    let restored = Archive::restore(&file(&place), &now, &passphrase(), TIME, |_, _, _| ()).unwrap();
    assert_eq!((restored.differences, restored.erased_again), (Vec::new(), true));
    let again = Archive::open(&now).unwrap();
    assert!(again.record(gone).is_err() && again.record(kept).is_ok());
}

#[test]
fn a_backup_of_after_does_not_hold_it() {
    on_both(|place| {
        let (mut archive, location) = protected(place);
        let [gone, kept] = furnish(&archive);
        back_up(&archive, &file(place));
        let before = fs::read(location.keys_path()).unwrap();
        erase(&mut archive, gone);
        let anew = back_up(&archive, &file(place));
        assert_eq!(anew.anew, Some(WrittenAnew::Erased));
        assert!(!place.dir.path().join("backup.new").exists());
        assert!(back_up(&archive, &file(place)).anew.is_none());
        let there = sqlite();
        fs::write(there.location.keys_path(), before).unwrap();
        let restored = restore(&file(place), &there.location).unwrap();
        assert_eq!(restored.differences, [""; 0], "{}", place.engine);
        let again = Archive::open(&with_passphrase(&there.location)).unwrap();
        assert!(again.record(gone).is_err() && again.record(kept).is_ok());
        assert_eq!(again.canonical_dump().unwrap(), archive.canonical_dump().unwrap());
    });
}

#[test]
fn a_contact_that_was_erased_stays_closed() {
    on_both(|place| {
        let (mut archive, location) = protected(place);
        let case = archive.open_request(record(7), keys(7), request(), None, TIME).unwrap().case;
        let contact = |archive: &Archive| archive.case(case).unwrap().askers[0].0.contact.reveal().to_owned();
        assert_eq!(contact(&archive), "0933 000 000");
        back_up(&archive, &file(place));
        let older = place.dir.path().join("older");
        fs::copy(file(place), &older).unwrap();
        let due = Due { contacts: vec![case], ..Due::default() };
        archive.purge(&due, None, "its day is over".into(), TIME).unwrap();
        assert_eq!(contact(&archive), "");
        let there = sqlite();
        fs::copy(location.keys_path(), there.location.keys_path()).unwrap();
        assert_eq!(restore(&older, &there.location).unwrap().differences, [""; 0]);
        assert_eq!(contact(&Archive::open(&with_passphrase(&there.location)).unwrap()), "");
        // A backup of after does not open it even where there is no other key file.
        assert_eq!(back_up(&archive, &file(place)).anew, Some(WrittenAnew::Erased));
        let there = sqlite();
        restore(&file(place), &there.location).unwrap();
        assert_eq!(contact(&Archive::open(&with_passphrase(&there.location)).unwrap()), "");
    });
}

/// Locked away from those who work with the archive, the keyholders' passphrase parts what lies beside what was erased.
#[test]
fn keyholders_part_what_was_sealed_together() {
    let place = sqlite();
    let (mut archive, location) = protected(&place);
    let keyholders = "a passphrase that keyholders have";
    archive.keys().protect_sealed(keyholders, 1).unwrap();
    let [gone, kept] = furnish(&archive);
    back_up(&archive, &file(&place));
    erase(&mut archive, gone);
    let there = sqlite();
    fs::copy(location.keys_path(), there.location.keys_path()).unwrap();
    let refused = restore(&file(&place), &there.location);
    assert!(matches!(refused, Err(store::StoreError::Keys(vault::keys::KeyError::SealedLocked))), "{refused:?}");
    let with = RestoreWith { keyholder_passphrase: Some(keyholders.to_owned().into()), ..passphrase() };
    let to = with_passphrase(&there.location);
    let restored = Archive::restore(&file(&place), &to, &with, TIME, |_, _, _| ()).unwrap();
    assert_eq!((restored.differences, restored.erased_again), (Vec::new(), true));
    let again = Archive::open(&to).unwrap();
    assert!(again.record(gone).is_err() && again.record(kept).is_ok());
}

/// After a restore other entries and batches stand in the places of those that were lost, and a purge of those is not theirs.
#[test]
fn a_purge_of_what_was_lost_erases_nothing_else() {
    let place = sqlite();
    let (mut archive, location) = protected(&place);
    import(&archive, "gate", 0..10);
    back_up(&archive, &file(&place));
    // Lost: an import of which a line is erased, in the place where another comes to stand.
    import(&archive, "lost", 100..110);
    let lost = ids(&archive)[12];
    erase(&mut archive, lost);
    let there = sqlite();
    fs::copy(location.keys_path(), there.location.keys_path()).unwrap();
    assert!(!restore(&file(&place), &there.location).unwrap().erased_again);
    let again = Archive::open(&with_passphrase(&there.location)).unwrap();
    import(&again, "other", 200..210);
    let other = place.dir.path().join("other");
    back_up(&again, &other);
    let third = sqlite();
    fs::copy(there.location.keys_path(), third.location.keys_path()).unwrap();
    let restored = restore(&other, &third.location).unwrap();
    assert!(!restored.erased_again && restored.differences.is_empty());
    assert_eq!(ids(&Archive::open(&with_passphrase(&third.location)).unwrap()).len(), 20);
}

/// No backup of ours: the folder of before, put back by hand beside the keys of now. Entries whose keys are gone become stubs.
#[test]
fn a_folder_put_back_by_hand_is_erased_again() {
    let place = sqlite();
    let (archive, location) = protected(&place);
    import(&archive, "gate", 0..20);
    let case = archive.open_request(record(7), keys(7), request(), None, TIME).unwrap();
    archive.open_request(record(8), keys(8), request(), None, TIME).unwrap();
    archive.close_case(case.case, "they asked".into(), None, TIME).unwrap();
    let told = store::Outside::Published { what: "a figure".into(), imports: vec![store::ImportNumber(1)] };
    archive.record_outside(told, None, TIME).unwrap();
    drop(archive);
    let before = fs::read(location.dir.join("archive.sqlite")).unwrap();
    let mut archive = Archive::open(&location).unwrap();
    let due = archive.due("2024-12-10", None, true).unwrap();
    assert_eq!(due.records.len(), 1);
    archive.purge(&due, None, "closed".into(), TIME).unwrap();
    drop(archive);
    fs::write(location.dir.join("archive.sqlite"), before).unwrap();
    let mut archive = Archive::open(&location).unwrap();
    assert!(!archive.verify().unwrap().differences.is_empty());
    assert!(archive.erase_again(TIME).unwrap());
    assert_eq!(archive.verify_deep().unwrap().differences, [""; 0]);
    assert!(archive.case(case.case).is_err() && archive.cases().unwrap().len() == 1);
    assert!(!archive.erase_again(TIME).unwrap());
}

/// The list lies in the key file in clear: no word of anybody's is in it.
#[test]
fn the_purge_list_says_nothing_in_words() {
    let place = sqlite();
    let (mut archive, _) = protected(&place);
    let found = furnish(&archive);
    erase(&mut archive, found[0]);
    let list = archive.keys().purge_list().unwrap().concat();
    for words in ["so-and-so", "not missing", "it was them", CONTACT] {
        assert!(!super::damage::contains(&list, words.as_bytes()));
    }
    assert!(super::damage::contains(&list, b"sha256"));
}

/// A purge larger than a line of the list, which a crash cut short after its transaction.
#[test]
fn a_large_purge_is_noted_whole() {
    let place = sqlite();
    let (mut archive, location) = protected(&place);
    import(&archive, "gate", 0..3_000);
    back_up(&archive, &file(&place));
    let all = ids(&archive);
    for record in all.iter().step_by(40) {
        archive.ask_withdrawal(*record, "I am not missing".into(), None, TIME).unwrap();
        archive.answer_withdrawal(*record, true, "it was them".into(), None, TIME).unwrap();
    }
    let due = archive.due("2024-12-10", None, false).unwrap();
    archive.purge(&due, None, "asked for".into(), TIME).unwrap();
    archive.undo_import(store::ImportNumber(1), "2024-12-11T08:00:00Z").unwrap();
    let due = archive.due("2024-12-12", Some("2024-12-12T00:00:00Z"), false).unwrap();
    assert_eq!(due.imports.len(), 1);
    archive.purge(&due, None, "taken back".into(), TIME).unwrap();
    assert!(archive.keys().purge_list().unwrap().len() > 2);
    let there = sqlite();
    fs::copy(location.keys_path(), there.location.keys_path()).unwrap();
    let restored = restore(&file(&place), &there.location).unwrap();
    assert_eq!((restored.differences, restored.erased_again), (Vec::new(), true));
    assert!(ids(&Archive::open(&with_passphrase(&there.location)).unwrap()).is_empty());
}

//! Sealing: what is sealed of a record, who opens it, and that neither half can be exchanged.

use crate::fixtures::{Human, TIME, keys, meta, on_both, record, request};
use record::{Cell, Claim, Problem, ProblemKind, Property, Record, Role, Visibility};
use store::{Archive, ImportNumber, RecordFilter, RecordId, StaffRole};

const SECONDS: i64 = 1_733_817_600;

/// A record whose row holds a telephone number, a place where somebody is now, and a column that nobody knows.
fn with_contact(number: u64) -> Record {
    let mut record = record(number);
    let phone = format!("0944 {number:06}");
    let place = format!("عند خاله {number}");
    for (header, property, text) in
        [("هاتف", Property::Phone, &phone), ("مكان الاقامة الحالي", Property::PresentWhereabouts, &place)]
    {
        record.verbatim.push(Cell { header: header.to_owned(), text: text.clone() });
        record.claims.push(Claim::new(property, text.as_str()));
    }
    record.verbatim.push(Cell { header: "؟".to_owned(), text: format!("nobody knows {number}") });
    record
}

fn filled(archive: &Archive) -> Vec<Record> {
    let mut writer = archive.begin_import(meta("gate")).unwrap();
    let mut records: Vec<Record> = (0..1_200).map(with_contact).collect();
    records[7].role = Role::Informer;
    for (number, record) in (0..).zip(&records) {
        let problem = |text: &str| Problem {
            position: record.position.clone(),
            column: None,
            as_written: text.into(),
            kind: ProblemKind::DateNotUnderstood,
        };
        let problems = [problem(&record.verbatim[0].text), problem(&record.verbatim[3].text)];
        writer.push(record.clone(), problems.to_vec(), &keys(number)).unwrap();
    }
    writer.accept(TIME).unwrap();
    records
}

fn id(ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(1), ordinal)
}

#[test]
fn what_is_sealed_is_opened_by_a_keyholder_and_by_nobody_else() {
    on_both(|place| {
        let archive = place.archive();
        let records = filled(&archive);
        let keyholder = Human::new(&archive, StaffRole::Keyholder);
        let caseworker = Human::new(&archive, StaffRole::Caseworker);
        let open = archive.session(keyholder.account, None, SECONDS).unwrap();
        let work = archive.session(caseworker.account, None, SECONDS).unwrap();
        for ordinal in [1_u32, 2, 1_000, 1_001, 1_200] {
            let whole = &records[ordinal as usize - 1];
            assert_eq!(&open.open(id(ordinal)).unwrap().record, whole, "{}", place.engine);
            let seen = work.record(id(ordinal)).unwrap().record;
            assert!(seen.claims.iter().all(|claim| claim.visibility < Visibility::Sealed));
            assert!(!serde_json::to_string(&seen).unwrap().contains("0944 0"));
            assert!(work.open(id(ordinal)).is_err());
        }
        // Of an informer nothing at all is open.
        assert_eq!(open.open(id(8)).unwrap().record, records[7]);
        assert!(work.record(id(8)).is_err());
        let logged = open.readings(0);
        assert!(logged.is_err(), "keyholders do not read the log");
        let reviewer = Human::new(&archive, StaffRole::Reviewer);
        let lines = archive.session(reviewer.account, None, SECONDS).unwrap().readings(0).unwrap();
        assert!(lines.iter().filter(|line| matches!(line.what, store::Reading::Sealed(_))).count() >= 6);
    });
}

#[test]
fn what_stays_open_tells_equal_from_unequal_and_nothing_else() {
    on_both(|place| {
        let archive = place.archive();
        filled(&archive);
        let mut tokens = std::collections::BTreeSet::new();
        archive
            .records(RecordFilter::All, |id, record| {
                let text = serde_json::to_string(&record).unwrap();
                for canary in ["0944 0", "عند خاله", "nobody knows"] {
                    assert!(!text.contains(canary), "{id}");
                }
                if id.ordinal() == 8 {
                    assert!(!text.contains("اسم") || !text.contains("كنية 7"));
                    return Ok(());
                }
                let phone = record.claims_of(Property::Phone).next().unwrap();
                assert_eq!((phone.as_written.as_str(), phone.normal.len()), ("", 15));
                assert!(tokens.insert(phone.normal.clone()));
                Ok(())
            })
            .unwrap();
        let mut quoted = 0;
        archive
            .problems(ImportNumber(1), |_, problem| {
                quoted += u32::from(!problem.as_written.is_empty());
                Ok(())
            })
            .unwrap();
        assert_eq!(quoted, 1_199, "what quotes an open cell is shown, what quotes a sealed one is not");
    });
}

/// The same number in two lists is the same token, in any spelling of its digits that reading makes equal.
#[test]
fn equal_contacts_have_equal_tokens() {
    let place = crate::fixtures::sqlite();
    let archive = place.archive();
    for source in ["gate", "hospital"] {
        let mut writer = archive.begin_import(meta(source)).unwrap();
        writer.push(with_contact(5), vec![], &[]).unwrap();
        writer.accept(TIME).unwrap();
    }
    let token = |import| {
        let record = archive.record(RecordId::new(ImportNumber(import), 1)).unwrap();
        record.claims_of(Property::Phone).next().unwrap().normal.clone()
    };
    assert_eq!(token(1), token(2));
}

#[test]
fn a_case_is_opened_with_what_was_entrusted() {
    on_both(|place| {
        let archive = place.archive();
        let case = archive.open_request(with_contact(3), keys(3), request(), None, TIME).unwrap();
        assert_eq!(case.askers[0].0.contact.reveal(), "0933 000 000");
        let listed = archive.cases().unwrap();
        assert!(listed[0].askers[0].0.contact.is_empty() && !listed[0].askers[0].0.sealed.is_empty());
        let keyholder = Human::new(&archive, StaffRole::Keyholder);
        let open = archive.session(keyholder.account, None, SECONDS).unwrap();
        let record = open.open(case.record).unwrap().record;
        assert!(record.claims_of(Property::Phone).any(|claim| claim.as_written == "0944 000003"));
    });
}

/// What is sealed of one row cannot be put behind another, and a box cannot be exchanged.
#[test]
fn boxes_cannot_be_exchanged() {
    on_both(|place| {
        let archive = place.archive();
        filled(&archive);
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
        place.tamper(
            "UPDATE batch_chunk SET sealed = (SELECT sealed FROM batch_chunk WHERE batch = 'I1' AND number = 1) \
             WHERE batch = 'I1' AND number = 0",
        );
        let differences = archive.verify().unwrap().differences;
        assert!(differences.iter().any(|one| one.contains("chunk 0 of batch I1")), "{differences:?}");
        let keyholder = Human::new(&archive, StaffRole::Keyholder);
        assert!(archive.session(keyholder.account, None, SECONDS).unwrap().open(id(1)).is_err());
    });
}

/// A copy of the folder alone, or of the database alone, says nothing.
#[test]
fn without_the_key_file_nothing_opens() {
    on_both(|place| {
        let archive = place.archive();
        filled(&archive);
        drop(archive);
        std::fs::remove_file(place.location.keys_path()).unwrap();
        let error = Archive::open(&place.location).err().unwrap();
        assert!(matches!(error, store::StoreError::Keys(vault::keys::KeyError::NotFound(_))), "{error}");
    });
}

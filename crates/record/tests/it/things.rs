//! A person, a paper and a body are three; a record can carry several stays.

use crate::{claim, record};
use record::{AsOf, Gazetteer, PaperKind, PartialDate, Property, RecordOf, RemainsKind, Role, Visibility, read_cell};

#[test]
fn remains_a_paper_and_a_person_are_three_things() {
    let of = |role, claims| record(role, claims).thing();
    let name = claim(Property::FullName, "سامر الخطيب");
    let dead = claim(Property::DeathDate, "2014");
    assert_eq!(of(Role::Dead, vec![name.clone(), dead.clone()]), RecordOf::Person);
    assert_eq!(of(Role::Dead, vec![name.clone(), claim(Property::PaperKind, "بيان وفاة")]), RecordOf::DeathPaper);
    assert_eq!(of(Role::Dead, vec![dead.clone(), claim(Property::Declarant, "أخوه")]), RecordOf::DeathPaper);
    let body = vec![name.clone(), claim(Property::PaperKind, "تقرير طبي"), claim(Property::GraveNumber, "12")];
    assert_eq!(of(Role::Dead, body), RecordOf::Remains);
    // A column of yes and no that says no.
    let neither = vec![claim(Property::PaperKind, "لا"), claim(Property::RemainsKind, "No")];
    assert_eq!(of(Role::Freed, neither), RecordOf::Person);
    // What a family says in its request makes it no paper and no body.
    let request =
        vec![name, claim(Property::FamilyLearnedDate, "2018"), claim(Property::ReferenceSample, "to a commission")];
    assert_eq!(of(Role::Sought, request), RecordOf::Person);
}

#[test]
fn some_records_speak_of_fate() {
    let speaks = |role, claims| record(role, claims).speaks_of_fate();
    for role in [Role::Freed, Role::Dead] {
        assert!(speaks(role, vec![]));
    }
    for (property, text, expected) in [
        (Property::DeathDate, "2014", true),
        (Property::DeathPlace, "حرستا", true),
        (Property::ExitReason, "executed", true),
        (Property::ExitReason, "توفي في المشفى", true),
        (Property::ExitReason, "transferred", false),
        (Property::Status, "released", true),
        (Property::Status, "غير متوفى", true),
        (Property::Status, "held", false),
        (Property::Status, "معتقل منذ 2013", false),
        (Property::Status, "ذهب إلى رحمة الله", true),
        (Property::BurialPlace, "نجها", true),
        (Property::RegistrationDate, "2018", true),
        (Property::FamilyLearnedDate, "2018", true),
        (Property::SightingDate, "2016", false),
        (Property::Facility, "sy.branch-215", false),
    ] {
        assert_eq!(speaks(Role::Held, vec![claim(property, text)]), expected, "{property:?} {text}");
    }
}

#[test]
fn minors_are_seen_by_any_sign_of_one() {
    let minor = |claims| record(Role::Sought, claims).may_be_minor();
    let read = |property, text| read_cell(property, text, AsOf::year(2024), Gazetteer::syria()).0.unwrap();
    assert!(minor(vec![read(Property::Age, "15")]));
    assert!(minor(vec![claim(Property::TakenWith, "أمه")]));
    assert!(minor(vec![claim(Property::BornInCustody, "نعم")]));
    assert!(!minor(vec![claim(Property::BornInCustody, "لا")]));
    assert!(minor(vec![claim(Property::CareHome, "دار")]));
    assert!(minor(vec![claim(Property::ImposedName, "نور")]));
    assert!(!minor(vec![read(Property::BirthDate, "1985"), read(Property::ArrestDate, "2013")]));
    // Twenty-four on the list of 2024, twelve when he was taken.
    let birth = read(Property::BirthDate, "2000");
    assert_eq!(birth.visibility, Visibility::Staff);
    assert!(!minor(vec![birth.clone()]));
    assert!(minor(vec![birth, read(Property::ArrestDate, "2012")]));
}

#[test]
fn one_record_carries_several_stays() {
    let held = record(
        Role::Held,
        vec![
            claim(Property::Facility, "sy.branch-215"),
            claim(Property::EntryDate, "2013-03-02"),
            claim(Property::ExitDate, "2013-09"),
            claim(Property::TransferredTo, "sy.saydnaya-prison"),
            claim(Property::Facility, "sy.saydnaya-prison").with_part(1),
            claim(Property::Ward, "ب").with_part(1),
            claim(Property::Cell, "7").with_part(1),
            claim(Property::DetaineeNumber, "4711").with_part(1),
            claim(Property::EntryDate, "2013-08").with_part(1),
            claim(Property::HeldFor, "المحكمة الميدانية").with_part(1),
            claim(Property::CaseNumber, "12").with_part(2),
        ],
    );
    let stays: Vec<_> = held.stays().collect();
    assert_eq!(stays.iter().map(|stay| stay.part()).collect::<Vec<_>>(), [0, 1]);
    let edtf = |date: Option<PartialDate>| date.map(PartialDate::to_edtf);
    assert_eq!(edtf(stays[0].entry()).as_deref(), Some("2013-03-02"));
    assert_eq!(edtf(stays[0].exit()).as_deref(), Some("2013-09"));
    assert_eq!(stays[0].place(Gazetteer::syria()).map(|place| place.id.as_str()), Some("sy.branch-215"));
    assert_eq!(stays[0].transferred_to().map(|claim| claim.as_written.as_str()), Some("sy.saydnaya-prison"));
    assert_eq!(stays[1].wing().map(|claim| claim.as_written.as_str()), Some("ب"));
    assert_eq!(stays[1].cell().map(|claim| claim.as_written.as_str()), Some("7"));
    assert_eq!(stays[1].detainee_number().map(|claim| claim.as_written.as_str()), Some("4711"));
    // The second began before the first ended: both stand.
    assert_eq!(edtf(stays[1].entry()).as_deref(), Some("2013-08"));
    assert_eq!((stays[1].exit(), stays[1].claims().count()), (None, 6));
    assert_eq!(format!("{:?}", stays[1]), "Stay(1)");
}

#[test]
fn sightings_and_arrests() {
    let told = record(
        Role::Sought,
        vec![
            claim(Property::ArrestDate, "2012-05"),
            claim(Property::ArrestManner, "حاجز"),
            claim(Property::ArrestedBy, "الأمن العسكري"),
            claim(Property::SightingDate, "2014"),
            claim(Property::SeenBy, "رفيقه"),
            claim(Property::Facility, "sy.saydnaya-prison"),
            claim(Property::LastProofOfLife, "2015-01"),
        ],
    );
    let arrests: Vec<_> = told.arrests().collect();
    assert_eq!(arrests.len(), 1);
    assert_eq!(arrests[0].date().and_then(PartialDate::year), Some(2012));
    assert_eq!(arrests[0].manner().map(|claim| claim.as_written.as_str()), Some("حاجز"));
    let years: Vec<_> = told.sightings().map(|one| one.date().and_then(PartialDate::year)).collect();
    assert_eq!(years, [Some(2014), Some(2015)]);
    assert!(told.sightings().all(|one| one.seen_by().is_some() && one.facility().is_some()));
}

#[test]
fn a_paper_has_four_dates() {
    let paper = record(
        Role::Dead,
        vec![
            claim(Property::PaperKind, "شهادة وفاة"),
            claim(Property::DeathDate, "2014-01-18"),
            claim(Property::PaperDate, "2014-02"),
            claim(Property::RegistrationDate, "2018-07"),
            claim(Property::FamilyLearnedDate, "2018-08"),
            claim(Property::PaperKind, "حكم تثبيت وفاة").with_part(1),
            claim(Property::PaperKind, "بطلب ذويه").with_part(1),
        ],
    );
    let papers: Vec<_> = paper.death_papers().collect();
    assert_eq!(papers[0].kind(), PaperKind::DeathStatement);
    let dates = [papers[0].stated_death(), papers[0].document(), papers[0].registered(), papers[0].family_learned()];
    let dates: Vec<String> = dates.into_iter().flatten().map(PartialDate::to_edtf).collect();
    assert_eq!(dates, ["2014-01-18", "2014-02", "2018-07", "2018-08"]);
    assert_eq!((papers[1].kind(), papers[1].stated_death()), (PaperKind::AtFamilysRequest, None));
    let body = record(Role::Dead, vec![claim(Property::RemainsKind, "جثمان"), claim(Property::Trench, "3")]);
    let remains: Vec<_> = body.remains().collect();
    assert_eq!((remains.len(), remains[0].kind()), (1, Some(RemainsKind::Body)));
    assert_eq!(remains[0].trench().map(|claim| claim.as_written.as_str()), Some("3"));
}

//! Bayanat's JSON, in the shape that its serialisers give. All people are invented.

use crate::{file, normal, read_all, said};
use exchange::Format;
use record::{Certainty, ProblemKind, Property, Role, Visibility};

pub(crate) fn document() -> String {
    let samer = r#"{"class": "actor", "id": 7, "name": "Samer Wardani", "name_ar": "سامر الورداني", "first_name": "Samer", "first_name_ar": "سامر",
      "last_name": "Wardani", "last_name_ar": "الورداني", "father_name_ar": "خليل", "mother_name_ar": "ريما", "sex": "Male", "age": "Minor",
      "type": "Person", "occupation_ar": "نجار", "origin_place": {"id": 3, "title": "Darayya", "title_ar": "داريا"},
      "nationalities": [{"id": 1, "title": "Syrian", "title_ar": "سوري"}], "ethnographies": [{"id": 2, "title": "Invented"}],
      "id_number": [{"type": {"id": 1, "title": "National ID"}, "number": "01234567890"}, {"type": {"id": 2, "title": "Passport"}, "number": "N17"}],
      "assigned_to": {"id": 5, "name": "An Analyst"},
      "events": [
        {"id": 1, "eventtype": {"id": 1, "title": "Detained/Abducted"}, "from_date": "2013-02-01T00:00", "location": {"id": 9, "title_ar": "حاجز القطيفة"}, "estimated": true},
        {"id": 2, "eventtype": {"id": 2, "title": "Held"}, "from_date": "2013-02-03T00:00", "to_date": "2014-05-01T00:00", "location": {"id": 8, "title": "Saydnaya"}},
        {"id": 3, "eventtype": {"id": 3, "title": "Released"}, "from_date": "2014-05-01T00:00"},
        {"id": 4, "eventtype": {"id": 4, "title": "Publication"}, "from_date": "2020-01-01T00:00"}],
      "actor_profiles": [
        {"id": 11, "mode": 1, "originid": "LIST-A-3", "description": "من قائمة", "sources": [{"id": 1, "title": "List A"}]},
        {"id": 12, "mode": 3, "MP": true, "originid": "REQ-9", "last_address": "داريا", "saw_name": "Nizar", "saw_phone": "+963000000001",
         "saw_address": "A street", "skin_markings": {"opts": ["Scar"], "details": "ندبة فوق الحاجب"}, "injuries": "كسر قديم", "case_status": "Missing",
         "seen_in_detention": {"opts": "Yes", "details": "شوهد في فرع"}, "documentation_date": "2016-03-04T00:00", "height": "180",
         "reporters": [{"name": "Rima", "phone": "+963000000002", "email": "rima@family.example", "relationship": "Sister", "address": "Another street"}]}]}"#;
    let branch = r#"{"class": "actor", "id": 8, "name": "A Branch", "type": "Entity", "actor_profiles": []}"#;
    // As the export writes it: between chunks there is no comma.
    format!("{{ \n\"actors\": [ \n{samer},{branch}\n{}\n] \n }}", samer.replace("\"id\": 7", "\"id\": 9"))
}

#[test]
fn each_profile_is_a_record() {
    let (_folder, path) = file("actors.json", document().as_bytes());
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::Bayanat);
    assert_eq!(read.records.len(), 4);
    let [listed, missing] = &read.records[..2] else { unreachable!() };
    assert_eq!((listed.position.sheet.as_deref(), listed.position.row, missing.position.row), (Some("actor 1"), 1, 2));
    assert_eq!(read.records[3].position.sheet.as_deref(), Some("actor 3"), "the missing comma loses nobody");
    // An actor can be anybody; a missing person is sought.
    assert_eq!((listed.role, missing.role), (Role::Unclear, Role::Sought));
    assert_eq!((said(listed, Property::RowIdentifier), said(missing, Property::RowIdentifier)), ("11", "12"));
    assert_eq!((said(listed, Property::OtherNumber), said(missing, Property::OtherNumber)), ("N17", "N17"));
    for record in [listed, missing] {
        let names: Vec<&str> = record.claims_of(Property::FullName).map(|claim| claim.as_written.as_str()).collect();
        assert_eq!(names, ["سامر الورداني", "Samer Wardani"]);
        assert_eq!((said(record, Property::Father), said(record, Property::NationalNumber)), ("خليل", "01234567890"));
        assert_eq!((said(record, Property::Origin), said(record, Property::Nationality)), ("داريا", "سوري"));
        assert!(record.may_be_minor());
    }
    let numbers = |record: &record::Record| {
        record.claims_of(Property::OtherNumber).map(|claim| claim.as_written.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (numbers(listed), numbers(missing)),
        (vec!["N17".to_owned(), "LIST-A-3".to_owned()], vec!["N17".to_owned(), "REQ-9".to_owned()])
    );
    let entity = read.problems.iter().find(|problem| problem.column.as_deref() == Some("type")).unwrap();
    assert_eq!((entity.kind, entity.as_written.reveal()), (ProblemKind::NothingToKnowBy, "Entity"));
}

#[test]
fn events_are_parts_with_their_dates_and_places() {
    let (_folder, path) = file("actors.json", document().as_bytes());
    let record = read_all(&path).records.remove(0);
    let arrest = record.claims_of(Property::ArrestDate).next().unwrap();
    assert_eq!(
        (arrest.as_written.as_str(), arrest.normal.as_str(), arrest.part),
        ("2013-02-01T00:00", "2013-02-01", 0)
    );
    assert_eq!(arrest.certainty, Certainty::Approximate);
    assert_eq!(said(&record, Property::ArrestPlace), "حاجز القطيفة");
    let stay: Vec<u16> = [Property::EntryDate, Property::ExitDate, Property::Facility]
        .into_iter()
        .map(|property| record.claims_of(property).next().unwrap().part)
        .collect();
    assert_eq!((stay, normal(&record, Property::ExitDate)), (vec![1, 1, 1], "2014-05-01"));
    let released = record.claims_of(Property::Status).next().unwrap();
    assert_eq!((released.as_written.as_str(), released.normal.as_str()), ("Released", "released"));
    assert!(released.valid.is_some());
}

#[test]
fn who_told_and_where_they_live_is_sealed_or_claimed_of_nobody() {
    let (_folder, path) = file("actors.json", document().as_bytes());
    let record = read_all(&path).records.remove(1);
    for property in [Property::SeenBy, Property::Phone, Property::Email, Property::Requester] {
        assert!(record.claims_of(property).count() > 0, "{property:?}");
        assert!(record.claims_of(property).all(|claim| claim.visibility == Visibility::Sealed), "{property:?}");
    }
    assert_eq!(record.claims_of(Property::Phone).count(), 2);
    assert!(
        record
            .claims
            .iter()
            .all(|claim| !claim.as_written.contains("street") && !claim.as_written.contains("Invented"))
    );
    assert!(record.claims_of(Property::Health).all(|claim| claim.visibility == Visibility::Restricted));
    let marks: Vec<&str> = record.claims_of(Property::Mark).map(|claim| claim.as_written.as_str()).collect();
    assert_eq!(marks, ["ندبة فوق الحاجب", "Scar"]);
    // Everything is kept by its path.
    for (header, text) in [
        ("profile.saw_address", "A street"),
        ("ethnographies[1].title", "Invented"),
        ("profile.height", "180"),
        ("id", "7"),
    ] {
        assert!(record.verbatim.iter().any(|cell| cell.header == header && cell.text == text), "{header}");
    }
}

#[test]
fn a_document_that_breaks_off_or_is_hostile_is_read_as_far_as_it_goes() {
    let whole = document();
    let (_folder, path) = file("actors.json", &whole.as_bytes()[..whole.len() - 400]);
    let read = read_all(&path);
    assert_eq!(read.records.len(), 2);
    assert!(read.kinds().contains(&ProblemKind::Malformed));
    let deep = format!("[{{\"class\": \"actor\", \"name_ar\": {}", "[".repeat(200_000));
    let (_folder, path) = file("deep.json", deep.as_bytes());
    assert_eq!(read_all(&path).kinds(), [ProblemKind::Malformed]);
    let wide = format!(
        "[{{\"class\": \"actor\", \"type\": \"Person\", \"name_ar\": \"سامر\", \"tags\": [{}\"x\"]}}]",
        "\"x\",".repeat(50_000)
    );
    let (_folder, path) = file("wide.json", wide.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.records[0].verbatim.len(), exchange::limits::RECORD_CELLS);
    assert!(read.kinds().contains(&ProblemKind::TooManyColumns));
}

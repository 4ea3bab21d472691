//! PFIF as missing-person finders send it, and as nobody should. All people are invented.

use crate::out::{export, row};
use crate::{file, normal, read_all, said};
use exchange::{Format, out};
use record::{Gazetteer, PartialDate, ProblemKind, Property, Role, Visibility};
use std::fmt::Write as _;

pub(crate) const EXAMPLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
  <pfif:person>
    <pfif:person_record_id>finder.example/person.1</pfif:person_record_id>
    <pfif:entry_date>2024-12-12T08:00:00Z</pfif:entry_date>
    <pfif:expiry_date>2025-12-12T08:00:00Z</pfif:expiry_date>
    <pfif:author_name>Rima the Sister</pfif:author_name>
    <pfif:author_email>rima@family.example</pfif:author_email>
    <pfif:author_phone>+963000000001</pfif:author_phone>
    <pfif:source_name>Finder of the Example</pfif:source_name>
    <pfif:source_date>2024-12-10T09:30:00Z</pfif:source_date>
    <pfif:full_name>سامر خليل الورداني
Samer Khalil al-Wardani</pfif:full_name>
    <pfif:given_name>سامر</pfif:given_name>
    <pfif:family_name>الورداني</pfif:family_name>
    <pfif:alternate_names>Abu Khalil</pfif:alternate_names>
    <pfif:description>Taken in 2013 &amp; not seen since.</pfif:description>
    <pfif:sex>male</pfif:sex>
    <pfif:date_of_birth>1985-03</pfif:date_of_birth>
    <pfif:age>38-39</pfif:age>
    <pfif:home_city>داريا</pfif:home_city>
    <pfif:photo_url>http://finder.example/1.jpg</pfif:photo_url>
    <pfif:note>
      <pfif:note_record_id>finder.example/note.1</pfif:note_record_id>
      <pfif:entry_date>2024-12-12T08:00:00Z</pfif:entry_date>
      <pfif:author_name>Nizar of the Cell</pfif:author_name>
      <pfif:source_date>2024-12-11T10:00:00Z</pfif:source_date>
      <pfif:author_made_contact>true</pfif:author_made_contact>
      <pfif:status>believed_alive</pfif:status>
      <pfif:phone_of_found_person>+963000000002</pfif:phone_of_found_person>
      <pfif:last_known_location>House of an aunt</pfif:last_known_location>
      <pfif:text>I spoke with him.</pfif:text>
    </pfif:note>
  </pfif:person>
  <pfif:person>
    <pfif:person_record_id>finder.example/person.2</pfif:person_record_id>
    <pfif:entry_date>2024-12-13T00:00:00Z</pfif:entry_date>
    <pfif:expiry_date>2024-12-13T00:00:00Z</pfif:expiry_date>
    <pfif:source_date>2024-12-13T00:00:00Z</pfif:source_date>
    <pfif:full_name></pfif:full_name>
  </pfif:person>
  <pfif:note>
    <pfif:note_record_id>finder.example/note.2</pfif:note_record_id>
    <pfif:person_record_id>finder.example/person.1</pfif:person_record_id>
    <pfif:author_name>A Registry Clerk</pfif:author_name>
    <pfif:source_date>2024-12-12T10:00:00Z</pfif:source_date>
    <pfif:status>believed_dead</pfif:status>
    <pfif:last_known_location>صيدنايا</pfif:last_known_location>
    <pfif:text>It stands in a register.</pfif:text>
  </pfif:note>
  <pfif:note>
    <pfif:note_record_id>finder.example/note.3</pfif:note_record_id>
    <pfif:person_record_id>elsewhere.example/person.7</pfif:person_record_id>
    <pfif:author_name>Somebody</pfif:author_name>
    <pfif:source_date>2024-12-12T11:00:00Z</pfif:source_date>
    <pfif:text>Seen at the gate.</pfif:text>
  </pfif:note>
</pfif:pfif>
"#;

#[test]
fn a_person_with_what_others_noted_is_one_record() {
    let (_folder, path) = file("finder.xml", EXAMPLE.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::Pfif);
    let [person, alone] = &read.records[..] else { panic!("{:?}", read.records) };
    assert_eq!((person.position.row, person.role), (1, Role::Sought));
    let names: Vec<&str> = person.claims_of(Property::FullName).map(|claim| claim.as_written.as_str()).collect();
    assert_eq!(names, ["سامر خليل الورداني", "Samer Khalil al-Wardani"]);
    for (property, text, form) in [
        (Property::RowIdentifier, "finder.example/person.1", "finder.example/person.1"),
        (Property::Given, "سامر", "سامر"),
        (Property::AlsoCalled, "Abu Khalil", "Abu Khalil"),
        (Property::Sex, "male", "male"),
        (Property::BirthDate, "1985-03", "1985-03"),
        // As of source_date, which is 2024-12-10.
        (Property::Age, "38-39", "1984-12-11/1986-12-10"),
        (Property::Note, "Taken in 2013 & not seen since.", "Taken in 2013 & not seen since."),
    ] {
        assert_eq!((said(person, property), normal(person, property)), (text, form));
    }
    // Everything is kept, and who entered it or was found is sealed.
    for header in
        ["source_name", "photo_url", "expiry_date", "author_name", "note.author_made_contact", "note.note_record_id"]
    {
        assert!(person.verbatim.iter().any(|cell| cell.header == header), "{header}");
    }
    for property in [Property::Requester, Property::Phone, Property::Email, Property::PresentWhereabouts] {
        assert!(person.claims_of(property).count() > 0, "{property:?}");
        assert!(person.claims_of(property).all(|claim| claim.visibility == Visibility::Sealed), "{property:?}");
    }
    assert_eq!(said(person, Property::PresentWhereabouts), "House of an aunt");
    assert_eq!(said(person, Property::SightingPlace), "صيدنايا");
    assert_eq!((alone.position.row, said(alone, Property::RowIdentifier)), (4, "elsewhere.example/person.7"));
    let expired = read.problems.iter().find(|problem| problem.kind == ProblemKind::Withdrawn).unwrap();
    assert_eq!((expired.position.row, expired.as_written.reveal()), (2, "finder.example/person.2"));
}

#[test]
fn a_status_is_what_its_author_says_and_no_fact() {
    let (_folder, path) = file("finder.xml", EXAMPLE.as_bytes());
    let read = read_all(&path);
    let states: Vec<_> = read.records[0].claims_of(Property::Status).collect();
    let [alive, dead] = &states[..] else { panic!("{states:?}") };
    assert_eq!((alive.as_written.as_str(), alive.quotes.reveal()), ("believed_alive", "Nizar of the Cell"));
    assert_eq!(
        (dead.as_written.as_str(), dead.normal.as_str(), dead.quotes.reveal()),
        ("believed_dead", "died", "A Registry Clerk")
    );
    assert_eq!(dead.valid, PartialDate::of_day(2024, 12, 12).ok());
    assert_ne!(alive.part, dead.part);
    // Two humans decide what follows of it.
    assert!(read.records[0].speaks_of_fate() && read.records[0].role == Role::Sought);
    assert!(read.records[0].claims_of(Property::DeathDate).next().is_none());
}

#[test]
fn fields_of_earlier_versions_are_known() {
    let old = r#"<pfif xmlns="http://zesty.ca/pfif/1.2"><person><person_record_id>a.example/1</person_record_id>
        <first_name>SAMER</first_name><last_name>WARDANI</last_name><home_zip>17</home_zip><other><![CDATA[<b>brown</b> coat]]></other></person></pfif>"#;
    let (_folder, path) = file("old.xml", old.as_bytes());
    let read = read_all(&path);
    let person = &read.records[0];
    assert_eq!((said(person, Property::Given), said(person, Property::Family)), ("SAMER", "WARDANI"));
    assert_eq!((said(person, Property::Postcode), said(person, Property::Note)), ("17", "<b>brown</b> coat"));
}

#[test]
fn what_expired_before_others_were_stored_is_not_read() {
    let kept_too_long = EXAMPLE.replace("2025-12-12T08:00:00Z", "2024-12-10T08:00:00Z");
    let (_folder, path) = file("finder.xml", kept_too_long.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.problems.iter().filter(|problem| problem.kind == ProblemKind::Withdrawn).count(), 2);
    assert!(read.records.iter().all(|record| record.claims_of(Property::FullName).next().is_none()));
}

#[test]
fn entities_of_the_documents_own_are_not_expanded() {
    let mut bomb = String::from(
        "<?xml version=\"1.0\"?><!DOCTYPE pfif [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY file SYSTEM \"file:///etc/hostname\">",
    );
    for level in 0..20 {
        write!(bomb, "<!ENTITY b{} \"&b{level};&b{level};&b{level};\">", level + 1).unwrap();
    }
    bomb.push_str(
        "]><pfif xmlns=\"http://zesty.ca/pfif/1.4\"><person><person_record_id>a.example/1</person_record_id>",
    );
    bomb.push_str("<full_name>Samer &b20; &file; &#1575;</full_name></person></pfif>");
    let (_folder, path) = file("bomb.xml", bomb.as_bytes());
    let read = read_all(&path);
    assert_eq!(said(&read.records[0], Property::FullName), "Samer &b20; &file; ا");
    assert_eq!(read.problems.iter().filter(|problem| problem.kind == ProblemKind::Malformed).count(), 2);
}

#[test]
fn what_breaks_off_or_goes_too_deep_is_read_as_far_as_it_goes() {
    let at = EXAMPLE.find("believed_dead").unwrap();
    let deep = format!("{}{}", &EXAMPLE[..EXAMPLE.find("<pfif:note>").unwrap()], "<x>".repeat(100_000));
    let wrong_end = EXAMPLE.replace("</pfif:sex>", "</pfif:age>");
    for (broken, records) in [(EXAMPLE[..at].to_owned(), 1), (deep, 0), (wrong_end, 0)] {
        let (_folder, path) = file("broken.xml", broken.as_bytes());
        let read = read_all(&path);
        assert_eq!(read.records.len(), records, "{:?}", read.kinds());
        assert!(read.kinds().contains(&ProblemKind::Malformed));
    }
}

#[test]
fn ours_is_pfif_that_others_read() {
    let cells = [
        (Property::FullName, "سامر الورداني"),
        (Property::FullName, "Samer al-Wardani"),
        (Property::Sex, "ذكر"),
        (Property::BirthDate, "25/3/1985"),
        (Property::Age, "39"),
        (Property::Father, "خليل"),
        (Property::Facility, "صيدنايا"),
        (Property::Status, "مفرج عنه"),
    ];
    let mut fields: Vec<Property> = cells.iter().map(|(property, _)| *property).collect();
    fields.dedup();
    let written =
        out::pfif(&export(&fields, vec![row("a1", &cells), out::Row::tombstone("a2")]), Gazetteer::syria()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    for part in [
        "<pfif:person_record_id>athar.example/a1</pfif:person_record_id>",
        "<pfif:source_date>2024-12-09T00:00:00Z</pfif:source_date>",
        "<pfif:full_name>سامر الورداني\nSamer al-Wardani</pfif:full_name>",
        "<pfif:sex>male</pfif:sex>",
        "<pfif:date_of_birth>1985-03-25</pfif:date_of_birth>",
        "<pfif:age>39</pfif:age>",
        "athar.father: خليل",
        "athar.facility: صيدنايا",
        "<pfif:status>believed_alive</pfif:status>",
        "watermark: copy 17 ‐‐ for the Example only",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // The placeholder has these four fields and no other, and was replaced when it was stored.
    let gone = &text[text.rfind("<pfif:person>").unwrap()..];
    let fields: Vec<&str> = gone.lines().skip(1).take(4).map(|line| line.trim().split('>').next().unwrap()).collect();
    assert_eq!(fields, ["<pfif:person_record_id", "<pfif:entry_date", "<pfif:expiry_date", "<pfif:source_date"]);
    assert!(
        gone.lines().nth(5).unwrap().trim() == "</pfif:person>" && gone.matches("2025-01-10T00:00:00Z").count() == 3
    );
}

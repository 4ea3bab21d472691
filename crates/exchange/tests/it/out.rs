//! Lists for a recipient: what is refused, how each format looks to who opens it, what it says it could not carry.

use crate::{file, read_all};
use exchange::ExchangeError;
use exchange::out::{self, About, Export, NotCarried, Row, Why, Written};
use record::{AsOf, Claim, Gazetteer, PartialDate, ProblemKind, Property, Role, Visibility, read_cell};

type Writer = fn(&Export, &Gazetteer) -> Result<Written, ExchangeError>;

/// Every writer, with the name that its file goes under.
pub(crate) const WRITERS: [(&str, Writer); 4] =
    [("list.csv", out::csv), ("list.xlsx", out::xlsx), ("list.xml", out::pfif), ("list-statements.csv", out::ftm)];

pub(crate) fn about() -> About {
    About {
        purpose: "بحث مشترك عن المفقودين".to_owned(),
        recipient: "Organisation of the Example".to_owned(),
        date: PartialDate::of_day(2025, 1, 10).unwrap(),
        expires: PartialDate::of_day(2025, 7, 10).unwrap(),
        watermark: "copy 17 -- for the Example only".to_owned(),
        domain: "athar.example".to_owned(),
        with_roles: true,
        with_restricted: true,
    }
}

pub(crate) fn as_of() -> PartialDate {
    PartialDate::of_day(2024, 12, 9).unwrap()
}

/// A row whose claims are read from these words, as a list's would be.
pub(crate) fn row(id: &str, cells: &[(Property, &str)]) -> Row {
    let read = |&(property, text): &(Property, &str)| {
        read_cell(property, text, AsOf::from(as_of()), Gazetteer::syria()).0.unwrap()
    };
    let claims = cells.iter().map(read).collect();
    Row {
        id: id.to_owned(),
        source: "قائمة مخترعة".to_owned(),
        as_of: Some(as_of()),
        role: Role::Held,
        claims,
        withdrawn: false,
    }
}

pub(crate) fn export(fields: &[Property], rows: Vec<Row>) -> Export {
    Export { about: about(), fields: fields.to_vec(), rows }
}

fn samer() -> Export {
    let cells = [
        (Property::FullName, "سامر خليل الورداني"),
        (Property::Father, "خليل"),
        (Property::BirthDate, "12/3/1985"),
        (Property::Facility, "صيدنايا"),
        (Property::Note, "=HYPERLINK(\"http://athar.example\")"),
    ];
    let fields = cells.map(|(property, _)| property);
    export(&fields, vec![row("a1", &cells), Row::tombstone("a2")])
}

/// The refusal of an export, the same from every writer.
#[track_caller]
fn refused(export: &Export) -> String {
    let mut messages: Vec<String> =
        WRITERS.iter().map(|(_, write)| write(export, Gazetteer::syria()).unwrap_err().to_string()).collect();
    messages.dedup();
    assert_eq!(messages.len(), 1, "{messages:?}");
    messages.remove(0)
}

#[test]
fn contacts_and_whereabouts_are_refused_by_every_writer() {
    for property in Property::ALL.iter().filter(|property| property.default_visibility() == Visibility::Sealed) {
        let message =
            refused(&export(&[Property::FullName, *property], vec![row("a1", &[(Property::FullName, "سامر")])]));
        assert!(message.contains(property.as_str()) && message.contains("field list"), "{message}");
    }
    let mut sealed = samer();
    sealed.rows[0].claims[3].visibility = Visibility::Sealed;
    let message = refused(&sealed);
    assert!(message.contains("row 1: facility") && message.contains("sealed"), "{message}");
    assert!(!message.contains("صيدنايا"), "a refusal tells nothing of the claim");
    // What is not chosen is not written, and so not refused either.
    sealed.fields.retain(|&field| field != Property::Facility);
    assert!(WRITERS.iter().all(|(_, write)| write(&sealed, Gazetteer::syria()).is_ok()));
}

#[test]
fn the_address_of_who_came_out_is_where_they_are() {
    for property in [Property::Address, Property::HouseNumber, Property::Postcode] {
        let mut export = export(&[property], vec![row("a1", &[(property, "17")])]);
        assert!(out::csv(&export, Gazetteer::syria()).is_ok());
        export.rows[0].role = Role::Freed;
        assert!(refused(&export).contains("living person"));
    }
}

#[test]
fn restricted_claims_need_an_approval_that_covers_them() {
    let mut export = export(&[Property::Health], vec![row("a1", &[(Property::Health, "جريح")])]);
    assert!(out::csv(&export, Gazetteer::syria()).is_ok());
    export.about.with_restricted = false;
    assert!(refused(&export).contains("restricted"));
}

#[test]
fn witnesses_and_informers_never_leave() {
    for role in [Role::Witness, Role::Informer, Role::CoAccused, Role::Staff, Role::Unclear, Role::Relative] {
        let mut export = samer();
        export.rows[0].role = role;
        assert!(refused(&export).contains("row 1"));
    }
}

#[test]
fn a_list_says_what_it_is_for_and_until_when() {
    let spoilt: [fn(&mut Export); 9] = [
        |export| export.about.purpose.clear(),
        |export| export.about.recipient = " ".to_owned(),
        |export| export.about.watermark.clear(),
        |export| export.about.expires = PartialDate::of_day(2025, 1, 9).unwrap(),
        |export| export.about.date = PartialDate::of_year(2025).unwrap(),
        |export| export.about.domain = "no domain".to_owned(),
        |export| export.rows[0].id = "سامر".to_owned(),
        |export| export.rows[1].id = "a1".to_owned(),
        |export| export.fields.push(Property::FullName),
    ];
    for spoil in spoilt {
        let mut export = samer();
        spoil(&mut export);
        refused(&export);
    }
}

#[test]
fn only_chosen_fields_are_written_and_never_whom_a_source_quotes() {
    for (name, write) in WRITERS {
        let mut export = samer();
        export.rows[0].claims[0].quotes = "Nizar the Witness".into();
        export.fields = vec![Property::FullName];
        let written = write(&export, Gazetteer::syria()).unwrap();
        let (_folder, path) = file(name, &written.bytes);
        let read = read_all(&path);
        let text = format!("{:?}", read.records[0].verbatim.iter().map(|cell| &cell.text).collect::<Vec<_>>());
        assert!(text.contains("الورداني") && !text.contains("صيدنايا") && !text.contains("Nizar"), "{name}: {text}");
        let lost = NotCarried { property: Property::FullName, count: 1, why: Why::QuotedPerson };
        assert_eq!(written.not_carried, [lost], "{name}");
    }
}

#[test]
fn tombstones_carry_the_identifier_and_nothing_else() {
    for (name, write) in WRITERS {
        let mut export = samer();
        // A caller who forgets to take the claims away gives nothing away.
        export.rows[1].claims = export.rows[0].claims.clone();
        export.rows[1].source = "Second Invented List".to_owned();
        export.rows.swap(0, 1);
        export.rows.truncate(1);
        let written = write(&export, Gazetteer::syria()).unwrap();
        let beside = written.beside.iter().find(|(name, _)| *name == "withdrawn.csv").map(|(_, bytes)| bytes);
        let (_folder, path) =
            file(if beside.is_some() { "withdrawn.csv" } else { name }, beside.unwrap_or(&written.bytes));
        let read = read_all(&path);
        assert!(read.records.is_empty(), "{name}");
        let [withdrawn] = &read.problems[..] else { panic!("{name}: {:?}", read.problems) };
        assert_eq!(withdrawn.kind, ProblemKind::Withdrawn);
        assert!(withdrawn.as_written.reveal().ends_with("a2"));
        assert_eq!(written.not_carried, [], "{name}");
        let text = String::from_utf8_lossy(&written.bytes);
        assert!(!text.contains("الورداني") && !text.contains("Second Invented"), "{name}");
    }
}

#[test]
fn a_workbook_is_arabic_right_to_left_and_says_first_what_it_is_for() {
    let written = out::xlsx(&samer(), Gazetteer::syria()).unwrap();
    let (_folder, path) = file("list.xlsx", &written.bytes);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let (about, list, strings) =
        (part("xl/worksheets/sheet1.xml"), part("xl/worksheets/sheet2.xml"), part("xl/sharedStrings.xml"));
    for sheet in [&about, &list] {
        assert!(sheet.contains("rightToLeft=\"1\"") && sheet.contains("state=\"frozen\""));
        // Strings only: no formula, no number that a spreadsheet could change.
        assert!(!sheet.contains("<f>") && sheet.matches("<c ").count() == sheet.matches("t=\"s\"").count());
    }
    for text in [
        "الغرض",
        "بحث مشترك عن المفقودين",
        "2025-07-10",
        "copy 17 -- for the Example only",
        "الاسم الكامل",
        "=HYPERLINK",
    ] {
        assert!(strings.contains(text), "{text}");
    }
    assert_eq!(written.bytes, out::xlsx(&samer(), Gazetteer::syria()).unwrap().bytes, "the same bytes each time");
}

#[test]
fn csv_opens_in_a_spreadsheet_without_computing() {
    let written = out::csv(&samer(), Gazetteer::syria()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    assert!(text.starts_with("\u{FEFF}athar_id,athar_status,athar_watermark,athar_source,athar_as_of,athar_role,full_name,father,birth_date,facility,note\r\n"));
    assert!(text.contains("\"'=HYPERLINK(\"\"http://athar.example\"\")\""));
    assert!(text.contains("\r\na2,withdrawn: delete your copy,,,,,,,,,\r\n"));
    let about = String::from_utf8(written.beside[0].1.clone()).unwrap();
    for line in ["purpose,الغرض,بحث مشترك عن المفقودين", "expires,", "field,اسم الأب,father"]
    {
        assert!(about.contains(line), "{line}");
    }
}

#[test]
fn no_program_declares_a_death() {
    for said in ["توفي", "أعدم", "executed"] {
        let export = export(&[Property::Status], vec![row("a1", &[(Property::Status, said)])]);
        let text = String::from_utf8(out::pfif(&export, Gazetteer::syria()).unwrap().bytes).unwrap();
        assert!(
            text.contains("<pfif:status></pfif:status>") && text.contains(&format!("athar.status: {said}")),
            "{text}"
        );
        let dead = row("a1", &[(Property::DeathDate, "2014"), (Property::Status, "مفرج عنه")]);
        let both = Export { fields: vec![Property::Status, Property::DeathDate], rows: vec![dead], ..export };
        let text = String::from_utf8(out::pfif(&both, Gazetteer::syria()).unwrap().bytes).unwrap();
        assert!(text.contains("<pfif:status></pfif:status>"));
        let text = String::from_utf8(out::ftm(&both, Gazetteer::syria()).unwrap().bytes).unwrap();
        assert!(!text.contains("deathDate") && text.contains("death_date: 2014"), "{text}");
    }
    let freed = export(&[Property::Status], vec![row("a1", &[(Property::Status, "مفرج عنه")])]);
    let text = String::from_utf8(out::pfif(&freed, Gazetteer::syria()).unwrap().bytes).unwrap();
    assert!(text.contains("<pfif:status>believed_alive</pfif:status>"));
}

#[test]
fn what_a_format_could_not_carry_is_counted() {
    let long = Claim::new(Property::Note, "ملاحظة ".repeat(6_000));
    let spoken = row("x", &[(Property::Given, "سامر")]).claims.remove(0).with_language("x-unknown").with_valid(as_of());
    let bell = row("x", &[(Property::Family, "الورداني\u{7}")]).claims.remove(0);
    let judged = row("x", &[(Property::Father, "خليل")])
        .claims
        .remove(0)
        .with_normal("Khalil")
        .with_visibility(Visibility::Restricted);
    let twice = row("x", &[(Property::Mark, "ندبة"), (Property::Mark, "ندبة"), (Property::Mark, "ندبة")]).claims;
    let nothing = Claim::new(Property::Mother, "غير معروف");
    let mut claims = vec![long, spoken, bell, judged, nothing];
    claims.extend(twice);
    let fields =
        [Property::Note, Property::Given, Property::Family, Property::Father, Property::Mother, Property::Mark];
    let export = export(&fields, vec![Row { claims, ..row("a1", &[]) }]);
    let lost = |property, why| NotCarried { property, count: 1, why };
    let always = vec![
        lost(Property::Note, Why::TooLong),
        lost(Property::Given, Why::ValidTime),
        lost(Property::Given, Why::Language),
        lost(Property::Father, Why::NormalForm),
        lost(Property::Father, Why::Visibility),
        lost(Property::Mother, Why::NotAClaim),
    ];
    for (name, write) in WRITERS {
        let mut expected = always.clone();
        match name {
            "list.xlsx" => expected.push(lost(Property::Family, Why::Characters)),
            // Once in its own property, once in the notes; there is no third place.
            "list-statements.csv" => expected.push(lost(Property::Mark, Why::Repeated)),
            _ => {}
        }
        let mut found = write(&export, Gazetteer::syria()).unwrap().not_carried;
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{name}");
    }
}

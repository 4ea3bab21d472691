//! `FollowTheMoney`: what its own package says of our statements, and what we read of others'.

use crate::out::{export, row};
use crate::{file, normal, read_all, read_with, said};
use exchange::out::{self, Export, Row};
use exchange::{Format, Hints, guess};
use proptest::strategy::{Strategy as _, ValueTree as _};
use record::{Gazetteer, ProblemKind, Property, Role, SourceKind, Visibility};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// Rows with every kind of value that a statement can have.
fn rows() -> Vec<Row> {
    let people: [&[(Property, &str)]; 4] = [
        &[
            (Property::FullName, " سامر  خليل الورداني "),
            (Property::Given, "سامر"),
            (Property::Father, "خليل"),
            (Property::Mother, "ريما النوري"),
            (Property::Family, "الورداني"),
            (Property::Sex, "ذكر"),
            (Property::BirthDate, "25/3/1985"),
            (Property::BirthPlace, "داريا"),
            (Property::NationalNumber, "٠١٢٣٤٥٦٧٨٩٠"),
            (Property::Facility, "صيدنايا"),
            (Property::DeathDate, "2014"),
            (Property::Status, "متوفى"),
            (Property::Note, "سطر\nوسطر, \"quoted\"\u{202E} ; =1+1"),
        ],
        &[(Property::Given, "Nizar"), (Property::Age, "39"), (Property::Sex, "?؟ male")],
        &[(Property::Teknonym, "أبو خليل"), (Property::NomDeGuerre, "أبو خليل"), (Property::AlsoCalled, "Abu Khalil")],
        &[(Property::FullName, &LONG_NAME), (Property::BirthDate, "1984/1985"), (Property::Nationality, "سوري")],
    ];
    let mut rows: Vec<Row> = people.iter().zip(1..).map(|(cells, at)| row(&format!("p{at}"), cells)).collect();
    for at in [0, 6] {
        "ar".clone_into(&mut rows[0].claims[at].language);
    }
    rows.push(Row {
        as_of: None,
        ..row("p5", &[(Property::FullName, "هيفاء الصبوري"), (Property::Residence, "دوما")])
    });
    rows.push(Row::tombstone("p6"));
    rows
}

static LONG_NAME: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| "سامر ".repeat(120));

fn fields() -> Vec<Property> {
    let mut fields: Vec<Property> = rows().iter().flat_map(|row| &row.claims).map(|claim| claim.property).collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}

#[test]
fn the_package_takes_our_statements() {
    the_package_takes(&export(&fields(), rows()), 5);
}

#[test]
fn the_package_takes_statements_of_any_words() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let generated = (1..=300).map(|at| {
        let row = crate::round_trips::row().new_tree(&mut runner).unwrap().current();
        Row { id: format!("g-{at}"), ..row }
    });
    the_package_takes(&export(&crate::round_trips::properties(), generated.collect()), 300);
}

#[track_caller]
fn the_package_takes(export: &Export, persons: usize) {
    let written = out::ftm(export, Gazetteer::syria()).unwrap();
    let (_folder, path) = file("statements.csv", &written.bytes);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/followthemoney_check.py");
    // Past the capture of tests: whoever reads the run is to see what was not tested.
    let mut loud = std::io::stderr();
    let Ok(ran) = Command::new("python3").arg(script).arg(&path).output() else {
        writeln!(loud, "skipped: no python3 here, so followthemoney did not read our statements").unwrap();
        return;
    };
    let (said, wrong) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    write!(loud, "{said}{wrong}").unwrap();
    if ran.status.code() == Some(77) {
        return;
    }
    assert!(ran.status.success() && said.contains(&format!("{persons} persons, 0 wrong")), "{said}{wrong}");
}

#[test]
fn values_are_what_types_take_and_the_words_of_the_source_stand_beside() {
    let written = out::ftm(&export(&fields(), rows()), Gazetteer::syria()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    for statement in [
        "\"birthDate\",\"date\",\"Person\",\"1985-03-25\",\"athar_export\",\"athar:birth_date\",\"\",\"25/3/1985\"",
        "\"gender\",\"gender\",\"Person\",\"male\",\"athar_export\",\"athar:sex\",\"\",\"ذكر\"",
        "\"name\",\"name\",\"Person\",\"سامر خليل الورداني\",\"athar_export\",\"athar:full_name\",\"ara\",\" سامر  خليل الورداني \"",
        "\"idNumber\",\"identifier\",\"Person\",\"01234567890\",\"athar_export\",\"athar:national_number\",\"\",\"٠١٢٣٤٥٦٧٨٩٠\"",
        "\"notes\",\"text\",\"Person\",\"facility: صيدنايا\",\"athar_export\",\"athar:facility\",\"\",\"صيدنايا\"",
        "\"name\",\"name\",\"Person\",\"Nizar\",\"athar_export\",\"athar:derived\"",
    ] {
        assert!(text.contains(statement), "{statement}\n{text}");
    }
    // A date has no language, says the package.
    assert_eq!(written.not_carried.len(), 1, "{:?}", written.not_carried);
}

pub(crate) const FOREIGN: &str = "canonical_id,entity_id,prop,prop_type,schema,value,dataset,origin,lang,original_value,external,first_seen,last_seen,id
Q-1,x-1,id,id,Person,x-1,list_one,,,,f,,,
Q-1,y-9,name,name,Person,Samer al-Wardani,list_two,,,,f,,,
Q-1,x-1,name,name,Person,سامر الورداني,list_one,,ara,,f,,,
Q-1,x-1,birthDate,date,Person,1985-03-12,list_one,,,12 آذار 1985,f,,,
Q-1,x-1,phone,phone,Person,+963000000000,list_one,,,,f,,,
Q-1,x-1,deathDate,date,Person,2014,list_one,,,,f,,,
Q-1,x-1,religion,string,Person,invented,list_one,,,,f,,,
Q-1,x-1,eyeColor,string,Person,brown,list_one,,,,f,,,
C-1,c-1,name,name,Company,Example Ltd,list_one,,,,f,,,
,,name,name,Person,Nobody,list_one,,,,f,,,
";

#[test]
fn two_datasets_are_two_records_and_nobody_is_matched_before_somebody_says_who_they_are() {
    let (_folder, path) = file("statements.csv", FOREIGN.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::FtmStatements);
    let [first, second] = &read.records[..] else { panic!("{:?}", read.records) };
    assert_eq!((first.position.row, second.position.row), (2, 3));
    assert_eq!(
        (said(first, Property::FullName), said(second, Property::FullName)),
        ("سامر الورداني", "Samer al-Wardani")
    );
    assert_eq!(first.claims_of(Property::FullName).next().unwrap().language, "ar");
    assert_eq!((said(first, Property::BirthDate), normal(first, Property::BirthDate)), ("12 آذار 1985", "1985-03-12"));
    assert_eq!(said(first, Property::DeathDate), "2014");
    assert!(first.claims_of(Property::Phone).all(|claim| claim.visibility == Visibility::Sealed));
    assert!(first.claims_of(Property::Sect).all(|claim| claim.visibility == Visibility::Restricted));
    assert!(first.verbatim.iter().any(|cell| (cell.header.as_str(), cell.text.as_str()) == ("eyeColor", "brown")));
    assert_eq!((first.role, second.role), (Role::Unclear, Role::Unclear));
    let kinds = read.kinds();
    assert!(kinds.contains(&ProblemKind::RaggedRow) && kinds.contains(&ProblemKind::NothingToKnowBy), "{kinds:?}");
    assert!(read.problems.iter().any(|problem| problem.as_written.reveal() == "1 × Company"));
    let hints = Hints { kind: SourceKind::Sought, as_of: None };
    let sought = read_with(&path, guess(&path, &hints, Gazetteer::syria()).unwrap());
    assert_eq!(sought.records[0].role, Role::Sought);
}

#[test]
fn entities_in_lines_are_read_as_statements_are() {
    let lines = "{\"id\":\"x-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"سامر الورداني\",\"Samer\"],\"gender\":[\"male\"],\"fatherName\":[\"خليل\"]},\"datasets\":[\"list_one\"]}
{\"id\":\"c-1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Example Ltd\"]}}
{\"id\":\"x-2\",\"schema\":\"Person\",\"properties\":{\"idNumber\":[\"01234567890\",\"A 17\"]}}
{\"id\":\"x-3\",\"schema\":\"Person\"";
    let (_folder, path) = file("entities.json", lines.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::FtmEntities);
    let [first, second] = &read.records[..] else { panic!("{:?}", read.records) };
    assert_eq!(first.claims_of(Property::FullName).count(), 2);
    assert_eq!((said(first, Property::Father), normal(first, Property::Sex)), ("خليل", "male"));
    assert_eq!((said(second, Property::NationalNumber), said(second, Property::OtherNumber)), ("01234567890", "A 17"));
    assert_eq!(second.position.row, 3);
    let broken = read.problems.iter().find(|problem| problem.kind == ProblemKind::Malformed).unwrap();
    assert_eq!(broken.position.row, 4);
}

#[test]
fn a_list_of_what_is_withdrawn_is_read_as_one() {
    let written = out::ftm(&export(&fields(), rows()), Gazetteer::syria()).unwrap();
    let (_, bytes) = written.beside.iter().find(|(name, _)| *name == "withdrawn.csv").unwrap();
    let (_folder, path) = file("withdrawn.csv", bytes);
    let read = read_all(&path);
    assert_eq!((read.records.len(), read.kinds()), (0, vec![ProblemKind::Withdrawn]));
    assert_eq!(read.problems[0].as_written.reveal(), "p6");
}

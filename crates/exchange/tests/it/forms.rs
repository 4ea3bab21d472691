//! Workbooks of forms' submissions, as `KoboToolbox` exports them. All people are invented.

use crate::{file, normal, read_all, said};
use exchange::Format;
use record::{ProblemKind, Property, Record};
use rust_xlsxwriter::Workbook;

fn book(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(*rows) {
            for (column, text) in (0_u16..).zip(*cells) {
                match text.parse::<f64>() {
                    Ok(number) if !text.starts_with('0') && text.len() < 10 => {
                        sheet.write_number(row, column, number).unwrap()
                    }
                    _ => sheet.write_string(row, column, *text).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// XML names as headers, a question with several answers, stays and relatives in groups of their own.
fn gate() -> Vec<u8> {
    book(&[
        (
            "gate_registration",
            &[
                &[
                    "start",
                    "person/full_name",
                    "person/age",
                    "person/sex",
                    "person/marks",
                    "person/marks/scar",
                    "person/marks/tattoo",
                    "contact/phone",
                    "_id",
                    "_uuid",
                    "_submission_time",
                    "_index",
                ],
                &[
                    "2024-12-09T10:00:00",
                    "سامر خليل الورداني",
                    "39",
                    "male",
                    "scar tattoo",
                    "1",
                    "1",
                    "0999000001",
                    "101",
                    "u-1",
                    "2024-12-09T10:05:00",
                    "1",
                ],
                &[
                    "2024-12-09T11:00:00",
                    "هيفاء الصبوري",
                    "34",
                    "female",
                    "",
                    "0",
                    "0",
                    "0999000002",
                    "102",
                    "u-2",
                    "2025-06-09T11:05:00",
                    "2",
                ],
            ],
        ),
        (
            "stays",
            &[
                &[
                    "stays/facility",
                    "stays/entry_date",
                    "_index",
                    "_parent_table_name",
                    "_parent_index",
                    "_submission__uuid",
                ],
                &["صيدنايا", "2013-02-03", "1", "gate_registration", "1", "u-1"],
                &["فرع فلسطين", "2014", "2", "gate_registration", "1", "u-1"],
                &["تدمر", "2012", "3", "gate_registration", "9", "u-9"],
            ],
        ),
        (
            "seen_with_them",
            &[
                &["others/full_name", "others/father_name", "_index", "_parent_table_name", "_parent_index"],
                &["نزار الكرمي", "محمود", "1", "gate_registration", "2"],
            ],
        ),
    ])
}

fn facilities(record: &Record) -> Vec<(&str, u16)> {
    record.claims_of(Property::Facility).map(|claim| (claim.as_written.as_str(), claim.part)).collect()
}

#[test]
fn groups_and_repeats_come_together_again() {
    let (_folder, path) = file("gate.xlsx", &gate());
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::Kobo);
    let [samer, haifa, nizar] = &read.records[..] else { panic!("{:?} {:?}", read.records, read.problems) };
    assert_eq!((said(samer, Property::FullName), samer.position.row), ("سامر خليل الورداني", 2));
    assert_eq!(said(samer, Property::RowIdentifier), "u-1");
    assert_eq!(facilities(samer), [("صيدنايا", 1), ("فرع فلسطين", 2)]);
    let entries: Vec<(&str, u16)> =
        samer.claims_of(Property::EntryDate).map(|claim| (claim.normal.as_str(), claim.part)).collect();
    assert_eq!(entries, [("2013-02-03", 1), ("2014", 2)]);
    // An age is as of the submission, not of the file.
    assert_eq!(normal(samer, Property::Age), "1984-12-10/1985-12-09");
    assert_eq!(normal(haifa, Property::Age), "1990-06-10/1991-06-09");
    assert!(facilities(haifa).is_empty());
    // Somebody else in a group of their own is a record, beside what the form says of whoever gave them.
    assert_eq!((said(nizar, Property::FullName), said(nizar, Property::Father)), ("نزار الكرمي", "محمود"));
    assert_eq!(nizar.position.sheet.as_deref(), Some("seen_with_them"));
    assert!(nizar.claims.iter().all(|claim| claim.as_written != "0999000002"));
    assert!(
        nizar
            .verbatim
            .iter()
            .any(|cell| cell.header == "gate_registration: contact/phone" && cell.text == "0999000002")
    );
    // The parent of one stay is not in the file.
    let lost = read.problems.iter().find(|problem| problem.as_written.reveal() == "_parent_index").unwrap();
    assert_eq!(
        (lost.kind, lost.position.sheet.as_deref(), lost.position.row),
        (ProblemKind::NothingToKnowBy, Some("stays"), 4)
    );
}

#[test]
fn columns_of_answers_and_of_the_program_say_nothing_of_a_person() {
    let (_folder, path) = file("gate.xlsx", &gate());
    let read = read_all(&path);
    for header in
        ["start", "_id", "_submission_time", "_index", "person/marks/scar", "person/marks/tattoo", "_parent_table_name"]
    {
        let columns = read.mapping.sheets.iter().flat_map(|sheet| &sheet.columns);
        let named: Vec<_> = columns.filter(|column| column.header == header).collect();
        assert!(!named.is_empty() && named.iter().all(|column| column.property.is_none()), "{header}");
    }
    assert_eq!(read.property("person/full_name"), Some(Property::FullName));
    assert_eq!(read.property("contact/phone"), Some(Property::Phone));
    let samer = &read.records[0];
    assert!(samer.verbatim.iter().any(|cell| cell.header == "person/marks/scar" && cell.text == "1"));
    assert!(samer.verbatim.iter().any(|cell| cell.header == "stays: stays/facility" && cell.text == "صيدنايا"));
}

#[test]
fn labels_are_read_as_any_header() {
    let labels = book(&[(
        "استمارة",
        &[
            &["الاسم الكامل", "اسم الأم", "العمر", "_uuid", "_submission_time", "_index"],
            &["سامر خليل الورداني", "ريما", "39", "u-1", "2024-12-09T10:05:00", "1"],
        ],
    )]);
    let (_folder, path) = file("labels.xlsx", &labels);
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::Kobo);
    assert_eq!(
        (said(&read.records[0], Property::FullName), said(&read.records[0], Property::Mother)),
        ("سامر خليل الورداني", "ريما")
    );
}

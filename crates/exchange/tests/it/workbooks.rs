//! Workbooks as hospitals send them.

use crate::{file, normal, read_all, said};
use exchange::{ExchangeError, Hints, guess};
use record::{Gazetteer, ProblemKind, Property};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::Write;

fn hospital() -> Vec<u8> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let plain = Format::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("الطابق الأول").unwrap();
    sheet.set_right_to_left(true);
    sheet.merge_range(0, 0, 0, 5, "مشفى الأمل", &bold).unwrap();
    sheet.merge_range(1, 0, 1, 5, "قائمة الواصلين حتى ١٧ كانون الأول ٢٠٢٤", &plain).unwrap();
    for (column, header) in (0_u16..).zip(["م", "الاسم الكامل", "العمر", "الجناح", "تاريخ الدخول", "الرقم الوطني"])
    {
        sheet.write_string_with_format(3, column, header, &bold).unwrap();
    }
    let people = [("سامر خليل الورداني", 39.0), ("هيفاء الصبوري", 34.0), ("نزار الكرمي", 45.0)];
    for (row, (name, age)) in (4_u32..).zip(people) {
        sheet.write_number(row, 0, f64::from(row - 3)).unwrap();
        sheet.write_string(row, 1, name).unwrap();
        sheet.write_number(row, 2, age).unwrap();
        sheet.write_datetime_with_format(row, 4, ExcelDateTime::from_ymd(2024, 12, 9).unwrap(), &date).unwrap();
        sheet.write_number(row, 5, 1_020_030_040.0 + f64::from(row)).unwrap();
    }
    sheet.merge_range(4, 3, 5, 3, "الإسعاف", &plain).unwrap();
    sheet.write_string(6, 3, "القلبية").unwrap();
    sheet.merge_range(7, 0, 7, 5, "العناية المشددة", &bold).unwrap();
    sheet.write_string(8, 1, "ريما النوري").unwrap();
    sheet.write_formula(8, 2, Formula::new("=2024-1990").set_result("34")).unwrap();
    let second = book.add_worksheet().set_name("الطابق الثاني").unwrap();
    second.set_right_to_left(true);
    for (column, text) in (0_u16..).zip(["الاسم والكنية", "تولد", "من"]) {
        second.write_string(0, column, text).unwrap();
    }
    second.write_string(1, 0, "بلال الحريري").unwrap();
    second.write_number(1, 1, 1_985.0).unwrap();
    second.write_string(1, 2, "داريا").unwrap();
    second.write_string(2, 0, "سعد النايف").unwrap();
    // Somebody typed a year into a cell with a date's format.
    second.write_number_with_format(2, 1, 1_990.0, &date).unwrap();
    let notes = book.add_worksheet().set_name("ملاحظات").unwrap();
    notes.write_string(0, 0, "أعد القائمة مكتب الاستعلامات").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn titles_merges_sheets_and_formulas() {
    let (_folder, path) = file("hospital.xlsx", &hospital());
    let read = read_all(&path);
    assert_eq!(read.mapping.sheets.len(), 3);
    assert_eq!(read.mapping.sheets[0].header_row, 4);
    assert!(read.mapping.sheets[0].right_to_left && !read.mapping.sheets[2].right_to_left);
    assert_eq!(read.mapping.as_of.as_deref(), Some("2024-12-17"));
    assert_eq!(read.records.len(), 6, "{:?}", read.problems);
    let first = &read.records[0];
    assert_eq!((first.position.sheet.as_deref(), first.position.row), (Some("الطابق الأول"), 5));
    assert_eq!(said(first, Property::Age), "39");
    assert_eq!(normal(first, Property::EntryDate), "2024-12-09");
    assert_eq!(first.verbatim[5].text, "1020030044");
    // The merged ward counts for both rows that it covers.
    assert_eq!(said(&read.records[1], Property::Ward), "الإسعاف");
    assert_eq!(said(&read.records[2], Property::Ward), "القلبية");
    // A heading over the table is nobody.
    assert_eq!(said(&read.records[3], Property::FullName), "ريما النوري");
    assert_eq!(read.records[3].verbatim[2].text, "=2024-1990");
    assert_eq!(said(&read.records[3], Property::Age), "34");
    assert_eq!(normal(&read.records[4], Property::BirthDate), "1985");
    assert_eq!(normal(&read.records[5], Property::BirthDate), "1990");
    let kinds = read.kinds();
    for kind in [ProblemKind::NothingToKnowBy, ProblemKind::Formula, ProblemKind::NoTable] {
        assert!(kinds.contains(&kind), "{kind:?} of {kinds:?}");
    }
    let no_table = read.problems.iter().find(|problem| problem.kind == ProblemKind::NoTable).unwrap();
    assert_eq!(no_table.position.sheet.as_deref(), Some("ملاحظات"));
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/workbook.xml", options).unwrap();
    archive.write_all(b"<workbook/>").unwrap();
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let zeros = vec![0_u8; 16 << 20];
    for _ in 0..40 {
        archive.write_all(&zeros).unwrap();
    }
    let mut bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 2 << 20);
    let (_folder, path) = file("bomb.xlsx", &bytes);
    assert!(matches!(guess(&path, &Hints::default(), Gazetteer::syria()), Err(ExchangeError::TooLarge { .. })));
    // The sizes that the archive declares may lie: here they say 1 KiB.
    let real = (640_u32 << 20).to_le_bytes();
    let places: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, four)| *four == real).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1_024_u32.to_le_bytes());
    }
    let (_folder, path) = file("liar.xlsx", &bytes);
    assert!(guess(&path, &Hints::default(), Gazetteer::syria()).is_err());
}

#[test]
fn cells_far_apart_cost_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "name").unwrap();
    sheet.write_string(0, 1, "born").unwrap();
    sheet.write_string(1, 0, "Samer Wardani").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let (_folder, path) = file("far.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(read_all(&path).records.len(), 1);
}

#[test]
fn archives_and_damaged_workbooks() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("list.csv", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"name\nSamer\n").unwrap();
    let (_folder, path) = file("lists.zip", &archive.finish().unwrap().into_inner());
    assert!(matches!(guess(&path, &Hints::default(), Gazetteer::syria()), Err(ExchangeError::NotAList { .. })));
    let bytes = hospital();
    let (_folder, path) = file("cut.xlsx", &bytes[..bytes.len() / 2]);
    assert!(guess(&path, &Hints::default(), Gazetteer::syria()).is_err());
    for at in (0..bytes.len()).step_by(97) {
        let mut broken = bytes.clone();
        broken[at] ^= 0x55;
        let (_folder, path) = file("broken.xlsx", &broken);
        if let Ok(mapping) = guess(&path, &Hints::default(), Gazetteer::syria()) {
            let _ = exchange::read(&path, &mapping, Gazetteer::syria(), &mut |_| std::ops::ControlFlow::Continue(()));
        }
    }
}

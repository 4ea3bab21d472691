//! `matches --xlsx` gives an association its own rows back: right to left, their headers and ids, nothing sealed,
//! nothing that a spreadsheet would compute.

use crate::lists::{self, SIX};
use crate::place::Place;
use crate::run::text;
use calamine::{Data, Range, Reader, Xlsx};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

type Book = Xlsx<BufReader<File>>;

fn write(place: &Place, more: &[&str]) -> PathBuf {
    let path = place.dir.path().join("matches.xlsx");
    place.athar(["matches", "--xlsx", text(&path)].iter().chain(more)).done();
    path
}

fn open(path: &Path) -> Book {
    calamine::open_workbook(path).unwrap()
}

/// A sheet as strings. A cell of any other type than text fails.
fn cells(book: &mut Book, at: usize) -> Vec<Vec<String>> {
    let name = book.sheet_names()[at].clone();
    let range: Range<Data> = book.worksheet_range(&name).unwrap();
    let text = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{name}: a cell that is no text: {other:?}"),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn column(header: &[String], name: &str) -> usize {
    header.iter().position(|own| own == name).unwrap_or_else(|| panic!("no column {name} in {header:?}"))
}

/// The association's list as it sent it.
fn requests() -> Vec<Vec<String>> {
    let path = lists::demo().join(SIX[5].0);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader
        .records()
        .map(|row| row.unwrap().iter().map(|cell| cell.trim_start_matches('\u{feff}').to_owned()).collect())
        .collect()
}

#[test]
fn an_association_gets_its_own_rows_back() {
    let place = Place::with_demo();
    let path = write(&place, &[]);
    let mut book = open(&path);
    let sheet = cells(&mut book, 0);
    let (header, rows) = sheet.split_first().unwrap();
    assert!(rows.len() > 50, "{} rows", rows.len());
    assert!(part(&path, "xl/worksheets/sheet1.xml").contains("rightToLeft=\"1\""));
    assert!(part(&path, "xl/worksheets/sheet2.xml").contains("rightToLeft=\"1\""));

    // Every header of theirs, in their order; ids and names cell by cell as they wrote them. Contacts are sealed, and so is the
    // column that nobody has given a meaning.
    let theirs = requests();
    let places: Vec<usize> = theirs[0].iter().map(|name| column(header, name)).collect();
    assert!(places.is_sorted());
    let sealed = ["الهاتف / Telefon", "تاريخ الطلب / Dîrok"].map(|name| places[column(&theirs[0], name)]);
    let row_column = column(header, "السطر");
    for row in rows {
        let number: usize = row[row_column].trim_start_matches("row ").parse().unwrap();
        for (own, &shown) in theirs[number - 1].iter().zip(&places) {
            if sealed.contains(&shown) {
                assert_eq!(row[shown], if own.is_empty() { "" } else { "…" });
            } else {
                assert_eq!(&row[shown], own);
            }
        }
    }
    let phone = column(&theirs[0], "الهاتف / Telefon");
    let phones: Vec<&str> =
        theirs[1..].iter().map(|row| row[phone].as_str()).filter(|phone| !phone.is_empty()).collect();
    assert!(phones.len() > 100);
    let whole = part(&path, "xl/sharedStrings.xml");
    assert!(!phones.iter().any(|phone| whole.contains(phone)), "a phone number stands in the workbook");
    // The sheet that says what this is: a machine's proposal.
    assert_eq!(cells(&mut book, 1).len(), 3);
}

#[test]
fn the_sheet_speaks_english_from_left_to_right_when_asked() {
    let place = Place::with_demo();
    let path = write(&place, &["--language", "en"]);
    let sheet = cells(&mut open(&path), 0);
    assert!(["List", "Row", "Why", "What to ask next"].iter().all(|name| sheet[0].contains(&(*name).to_owned())));
    assert!(!part(&path, "xl/worksheets/sheet1.xml").contains("rightToLeft=\"1\""));
}

#[test]
fn cells_that_begin_like_formulas_are_text() {
    let place = Place::sqlite();
    let freed = "No,Name,Age,From\n1,Samer Wardani,33,Homs\n2,Nidal Kassab,41,Jableh\n3,Marwan Saqr,29,Daraya\n";
    let sought = "id,الاسم,العمر,من,ملاحظات\n=1+1,سامر ورداني,33,حمص,\"=HYPERLINK(\"\"http://example.invalid\"\")\"\n\
                  007,نضال قصاب,41,جبلة,+1\n-3,مروان صقر,29,داريا,@SUM(A1)\n";
    place.import(&place.file("gate.csv", freed), "freed").ends(0);
    place.import(&place.file("asked.csv", sought), "sought");
    place.athar(["link"]).done();
    let path = write(&place, &[]);
    let mut book = open(&path);
    let sheet = cells(&mut book, 0);
    let (header, rows) = sheet.split_first().unwrap();
    let (id, remark) = (column(header, "id"), column(header, "ملاحظات"));
    let ids: Vec<&str> = rows.iter().map(|row| row[id].as_str()).collect();
    assert_eq!(ids, ["=1+1", "007", "-3"]);
    let remarks: Vec<&str> = rows.iter().map(|row| row[remark].as_str()).collect();
    assert_eq!(remarks, ["=HYPERLINK(\"http://example.invalid\")", "+1", "@SUM(A1)"]);
    for at in 0..2 {
        let name = book.sheet_names()[at].clone();
        assert!(book.worksheet_formula(&name).unwrap().is_empty());
        let xml = part(&path, &format!("xl/worksheets/sheet{}.xml", at + 1));
        assert!(!xml.contains("<f>") && !xml.contains("<hyperlink"));
    }
}

#[test]
fn a_pair_held_to_be_different_is_not_proposed_again() {
    let place = Place::with_demo();
    let pairs = |sheet: Vec<Vec<String>>| {
        let (ours, theirs) = (column(&sheet[0], "Record"), column(&sheet[0], "Other record"));
        sheet[1..].iter().map(|row| (row[ours].clone(), row[theirs].clone())).collect::<Vec<_>>()
    };
    let before = pairs(cells(&mut open(&write(&place, &["--language", "en"])), 0));
    let (ours, theirs) = &before[3];
    place.athar(["decide", ours, theirs, "different", "--reason", "two villages"]).done();
    let after = pairs(cells(&mut open(&write(&place, &["--language", "en"])), 0));
    assert_eq!(after.len(), before.len() - 1);
    assert!(!after.contains(&before[3]));
}

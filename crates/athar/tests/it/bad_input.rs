//! Files that are no list, or one of which nobody has thought: refused or read as far as they go, within a minute,
//! and nothing that was there before is lost. What is wrong inside rows is in `bad_rows`.

use crate::lists;
use crate::place::{Place, on_both};
use crate::run::{Ran, text};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A name that stands in the cells of bad files and must never reach standard error.
pub(crate) const MARKER: &str = "Zulmaqar";

/// An archive that holds something before the bad file comes.
pub(crate) fn begin(place: &Place) {
    place.import(&place.file("earlier.csv", "No,Name,Age\n1,Samer Wardani,33\n"), "freed").ends(0);
}

/// Imports a file; whatever comes of it, what was there is there, whole, and no name has reached standard error.
pub(crate) fn import(place: &Place, name: &str, bytes: &[u8]) -> Ran {
    let ran = place.athar(["import", text(&place.file(name, bytes)), "--kind", "sought"]).go();
    assert!(matches!(ran.code, Some(0 | 1 | 3)), "{name}: {:?}", ran.code);
    assert!(!ran.err.contains(MARKER) && !ran.err.contains("panicked"), "{name}: {}", ran.err);
    place.is_clean();
    // Anywhere among the found: a row of the bad file that writes the very name of the question may stand first.
    assert!(place.find("سامر ورداني").iter().any(|found| found["record"] == "R1.1"), "{name}");
    ran
}

/// Expects a refusal that names the file and a remedy, and that no import came of it.
fn is_refused(name: &str, bytes: &[u8], remedy: &str) {
    on_both(|place| {
        begin(place);
        import(place, name, bytes).ends(3).says(name).says(remedy);
        let next = place.file("next.csv", "No,Name,Age\n1,Nidal Kassab,20\n");
        assert_eq!(place.import(&next, "freed").ends(0).json()[0]["import"], "I2");
    });
}

#[test]
fn an_empty_file_is_refused() {
    is_refused("empty.csv", b"", "ask whoever sent it");
    is_refused("blank.csv", b"\n \n\r\n", "");
}

#[test]
fn a_picture_named_csv_is_refused() {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let mut random = lists::Random(3);
    bytes.extend((0..60_000).map(|_| random.next() as u8));
    is_refused("list.csv", &bytes, "is no list");
}

#[test]
fn a_program_named_csv_is_refused() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_athar")).unwrap();
    is_refused("list.csv", &program[..300_000], "it is a program");
}

#[test]
fn a_broken_workbook_is_refused() {
    let workbook = std::fs::read(lists::demo().join(lists::SIX[1].0)).unwrap();
    is_refused("half.xlsx", &workbook[..workbook.len() / 2], "half.xlsx");
    let mut bent = workbook.clone();
    let at = bent.len() / 3;
    bent[at..at + 200].fill(0x5a);
    is_refused("bent.xlsx", &bent, "bent.xlsx");
}

/// A workbook of a few kilobytes whose sheet unpacks to gigabytes.
#[test]
fn a_zip_bomb_is_refused_before_it_fills_memory() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let demo = std::fs::read(lists::demo().join(lists::SIX[1].0)).unwrap();
    let mut demo = zip::ZipArchive::new(Cursor::new(demo)).unwrap();
    for at in 0..demo.len() {
        let part = demo.by_index_raw(at).unwrap();
        if part.name().unwrap() != "xl/worksheets/sheet1.xml" {
            archive.raw_copy_file(part).unwrap();
        }
    }
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    archive.write_all(b"<?xml version=\"1.0\"?><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>").unwrap();
    let spaces = vec![b' '; 8 << 20];
    for _ in 0..80 {
        archive.write_all(&spaces).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 3 << 20);
    let place = Place::sqlite();
    begin(&place);
    let ran = import(&place, "bomb.xlsx", &bytes)
        .ends(3)
        .says("bomb.xlsx")
        .says("unpacks to more than")
        .says("save it as CSV");
    assert!(ran.peak_mib < 200, "{} MiB", ran.peak_mib);
}

#[test]
fn a_wrong_ending_is_told_and_the_bytes_are_read() {
    on_both(|place| {
        begin(place);
        let workbook = std::fs::read(lists::demo().join(lists::SIX[1].0)).unwrap();
        let ran = import(place, "hospital.csv", &workbook).ends(1);
        assert!(ran.out.contains("hospital.csv") && ran.out.contains("it was read by its bytes"), "{}", ran.out);
        let table = "No,Name,Age\n1,Zulmaqar Qattan,40\n2,Nidal Kassab,20\n3,Marwan Saqr,29\n4,Ghassan Nimr,31\n";
        let ran = import(place, "list.xlsx", table.as_bytes()).ends(1);
        assert!(ran.out.contains("I3: 4 records from 4 rows"), "{}", ran.out);
        assert_eq!(place.find("Zulmaqar Qattan")[0]["record"], "R3.1");
    });
}

#[test]
fn ten_thousand_columns_are_read_as_far_as_anybody_reads() {
    let mut table = String::from("Name,Age");
    table.extend((0..10_000).map(|column| format!(",c{column}")));
    for row in 0..20 {
        table += "\nZulmaqar Qattan,";
        table += &(20 + row).to_string();
        table.push_str(&",x".repeat(10_000));
    }
    on_both(|place| {
        begin(place);
        let ran = import(place, "wide.csv", table.as_bytes()).ends(1);
        assert!(ran.out.contains("more columns than are read"), "too many columns are told");
        assert!(ran.out.contains("I2: 20 records from 20 rows"));
        assert!(ran.peak_mib < 300, "{} MiB", ran.peak_mib);
        assert_eq!(place.find("Zulmaqar Qattan").len(), 10);
    });
}

#[test]
fn a_list_packed_with_gzip_is_read_as_it_is_and_a_cut_one_is_refused() {
    let list = b"No,Name,Age\n1,Zulmaqar Qattan,40\n2,Nidal Kassab,20\n";
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(list).unwrap();
    let packed = packer.finish().unwrap();
    let place = Place::sqlite();
    begin(&place);
    let ran = import(&place, "list.csv.gz", &packed).ends(0);
    assert!(ran.out.contains("I2: 2 records"), "{}", ran.out);
    let ran = import(&place, "cut.csv.gz", &packed[..packed.len() - 12]);
    assert_ne!(ran.code, Some(0), "a file that breaks off is no whole list");
}

//! Rows as they should not be: each is kept as written, imported with what could be understood, and the rest is a
//! problem with file, row, column, and what to do.

use crate::bad_input::{MARKER, begin, import};
use crate::place::{Place, on_both, rows_of};
use crate::run::Ran;

/// What an import of rows printed, on each engine, after checks that hold for any file.
fn rows(name: &str, table: &str, records: u64, code: i32, check: impl Fn(&Place, &Ran)) {
    on_both(|place| {
        begin(place);
        let ran = import(place, name, table.as_bytes()).ends(code);
        assert!(ran.out.contains(&format!("I2: {records} records")), "{name}: {}", ran.out);
        check(place, &ran);
        assert_eq!(rows_of(&place.rebuilt(), "record"), records + 1);
    });
}

/// A line of the output that says all that a reader needs.
#[track_caller]
fn tells(ran: &Ran, file: &str, row: u64, what: &str) {
    let row = format!("row {row}");
    let told = ran.out.lines().any(|line| {
        let place = line.split(": ").next().unwrap_or_default();
        line.contains(file) && place.split(", ").any(|part| part == row) && line.contains(what)
    });
    assert!(told, "no line names {file}, {row} and `{what}`:\n{}", ran.out);
}

#[test]
fn days_that_no_calendar_has_are_told_with_row_and_remedy() {
    let table = "Name,Born\nZulmaqar Qattan,31.2.1985\nNidal Kassab,1.1.0000\nMarwan Saqr,31.12.9999\nGhassan Nimr,0\n\
                 Firas Deeb,1985-13-45\nZiad Ghazal,30 شباط 1990\nTareq Hamdan,1985\n";
    rows("dates.csv", table, 7, 1, |place, ran| {
        tells(ran, "dates.csv", 2, "correct the cell or leave it");
        tells(ran, "dates.csv", 3, "check the cell");
        tells(ran, "dates.csv", 4, "check the cell");
        tells(ran, "dates.csv", 6, "no date that a calendar has");
        tells(ran, "dates.csv", 7, "no date that a calendar has");
        assert!(!ran.out.contains("row 8,"), "a good row is no problem");
        assert_eq!(place.find("Zulmaqar Qattan")[0]["record"], "R2.1");
    });
}

#[test]
fn ragged_rows_are_kept() {
    let table = "No,Name,Age,From\n1,Zulmaqar Qattan,40,Homs\n2,Nidal Kassab\n3,Marwan Saqr,29,Daraya,and,more\n\n4,Ghassan Nimr,31,Duma\n";
    rows("ragged.csv", table, 4, 1, |place, ran| {
        tells(ran, "ragged.csv", 3, "more or fewer cells than the header");
        tells(ran, "ragged.csv", 4, "more or fewer cells than the header");
        assert_eq!(place.find("Ghassan Nimr")[0]["position"], "row 6");
    });
}

#[test]
fn a_quote_left_open_swallows_no_list() {
    let mut table = String::from("No,Name,Age\n1,\"Zulmaqar Qattan,40\n");
    table.extend((2..4_000).map(|number| format!("{number},Nidal Kassab,33\n")));
    let place = Place::sqlite();
    begin(&place);
    let ran = import(&place, "quote.csv", table.as_bytes()).ends(1);
    tells(&ran, "quote.csv", 2, "a quote left open");
    let kept = rows_of(&place.rebuilt(), "record");
    assert!(kept > 2_900, "{kept} of 4000 rows");
}

#[test]
fn formulas_are_text() {
    let table = "Name,Age,Remark\nZulmaqar Qattan,33,\"=cmd|'/c calc'!A1\"\n=1+1,40,x\n";
    rows("formulas.csv", table, 2, 1, |_, ran| tells(ran, "formulas.csv", 2, "never computed"));
}

#[test]
fn hidden_characters_do_not_hide_a_person() {
    let table = "Name,Age\n\u{202e}Zul\u{200b}maqar\u{202c} Qat\u{feff}tan,33\nسامر\u{200f} Wardani \u{2066}وردانى\u{2069},30\n\
                 Zu\u{fffd}lmaqar,20\n";
    rows("hidden.csv", table, 3, 1, |place, ran| {
        tells(ran, "hidden.csv", 2, "cannot be seen");
        assert_eq!(place.find("Zulmaqar Qattan")[0]["record"], "R2.1");
        assert!(place.find("سامر ورداني").iter().any(|found| found["record"] == "R2.2"));
    });
}

#[test]
fn a_name_of_ten_thousand_characters_is_kept_and_told() {
    let long = format!("{MARKER} {}", "مصطفى".repeat(2_000));
    let words = format!("{MARKER} {}", "مصطفى ".repeat(2_000));
    let table = format!("Name,Age\n{long},33\n{words},34\nNidal Kassab,20\n");
    rows("long.csv", &table, 3, 1, |place, ran| {
        tells(ran, "long.csv", 2, "longer than a cell is read");
        tells(ran, "long.csv", 3, "longer than a cell is read");
        assert!(ran.out.len() < 20_000, "a long cell is not printed whole");
        assert_eq!(place.find("Nidal Kassab")[0]["record"], "R2.3");
        place.athar(["link"]).done();
        place.athar(["find", "-"]).stdin(&words).go();
    });
}

#[test]
fn columns_with_one_header_are_told_apart_or_told() {
    let table = "Name,Name,Age,Age\nZulmaqar,Qattan,33,34\nNidal,Kassab,20,20\n";
    rows("twice.csv", table, 2, 1, |_, ran| tells(ran, "twice.csv", 1, "two columns with one header"));
}

#[test]
fn bytes_of_another_encoding_do_not_stop_a_list() {
    let place = Place::sqlite();
    begin(&place);
    let mut bytes = "Name,Age\nZulmaqar Qattan,33\n".as_bytes().to_vec();
    bytes.extend("غسان النمر,20\n".repeat(30).as_bytes());
    bytes.extend(b"Nid\xff\xfeal Kassab,20\n");
    bytes.extend("مروان صقر,30\n".as_bytes());
    let ran = import(&place, "mixed.csv", &bytes).ends(1);
    assert!(ran.out.contains("I2: 33 records"), "{}", ran.out);
    tells(&ran, "mixed.csv", 33, "bytes that are not text in this encoding");
    assert_eq!(place.find("مروان صقر")[0]["record"], "R2.33");
}

/// PostgreSQL holds no NUL in a text.
#[test]
fn a_nul_far_inside_a_list_is_kept_on_both_engines() {
    let mut table = String::from("Name,Age,Remark\n");
    table.extend((0..12_000).map(|number| format!("Ghassan Nimr,33,seen by {number}\n")));
    assert!(table.len() > 256 << 10, "further in than anybody looks to tell what the file is");
    table.push_str("Zulmaqar\0 Qattan,33,\0\0\nNidal Kassab,31 شباط\0,\n");
    rows("nul.csv", &table, 12_002, 1, |place, _| {
        assert_eq!(place.find("Zulmaqar Qattan")[0]["record"], "R2.12001");
        let person = place.athar(["person", "R2.12001", "--json"]).done().json();
        assert!(person["records"][0]["claims"].is_object());
    });
}

#[test]
fn a_dry_run_tells_the_same_and_imports_nothing() {
    let place = Place::sqlite();
    begin(&place);
    let list = place.file("dates.csv", "Name,Born\nZulmaqar Qattan,31.2.1985\n");
    let ran = place.athar(["import", crate::run::text(&list), "--dry-run"]).go().ends(1);
    tells(&ran, "dates.csv", 2, "correct the cell or leave it");
    assert!(place.find("Zulmaqar Qattan").is_empty());
    assert_eq!(place.import(&list, "freed").json()[0]["import"], "I2");
}

//! `athar label`: a blind sample is drawn, judged as the truth says, and scored close to the truth.

use crate::bad_input::MARKER;
use crate::lists::Random;
use crate::place::Place;
use crate::run::{Ran, athar, text};
use exchange::workbook::{CellText, Workbook};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

const GIVEN: [&str; 12] =
    ["محمد", "أحمد", "خالد", "يوسف", "سامر", "وليد", "فراس", "نزار", "باسل", "طارق", "زياد", "حسان"];
const FAMILY: [&str; 10] =
    ["الخطيب", "الحلبي", "النجار", "الشامي", "قباني", "العمري", "زيدان", "بكور", "درويش", "سلوم"];

/// A table of invented people, one to three rows each, some with a slip; `who` is the truth.
fn table(place: &Place, people: u64) -> PathBuf {
    let mut random = Random(7);
    let mut rows = String::from("id,الاسم,اسم الأب,الكنية,تولد,who\n");
    let mut number = 0;
    for person in 0..people {
        let names = [random.pick(&GIVEN), random.pick(&GIVEN), random.pick(&FAMILY)];
        let born = 1955 + random.below(45);
        for _ in 0..=random.below(3) {
            let mut written = names.map(str::to_owned);
            if random.below(3) == 0 {
                let slip = random.below(3) as usize;
                written[slip].pop();
            }
            let born = born + u64::from(random.below(4) == 0);
            writeln!(rows, "r{number},{},{born},p{person}", written.join(",")).unwrap();
            number += 1;
        }
    }
    place.file("table.csv", rows)
}

struct Linked {
    place: Place,
    table: PathBuf,
    pairs: PathBuf,
}

fn linked() -> Linked {
    let place = Place::sqlite();
    let table = table(&place, 500);
    let pairs = place.dir.path().join("pairs.csv");
    athar(["match", text(&table), "--ignore", "who", "--quiet", "--pairs", text(&pairs)]).done();
    Linked { place, table, pairs }
}

impl Linked {
    fn out(&self) -> PathBuf {
        self.place.dir.path().join("judging")
    }

    fn draw(&self, more: &[&str]) -> Ran {
        let out = self.out();
        let options = ["label", "draw", "--pairs", text(&self.pairs), text(&self.table), "--out", text(&out)];
        athar(options.iter().chain(&["--ignore", "who"]).chain(more)).go()
    }

    fn score(&self, more: &[&str]) -> Ran {
        athar(["label", "score", text(&self.out())].iter().chain(more)).go()
    }

    /// Whether each drawn pair is one person, by its code.
    fn truth(&self) -> BTreeMap<String, bool> {
        let mut reader = csv::Reader::from_path(&self.table).unwrap();
        let who: BTreeMap<String, String> =
            reader.records().map(Result::unwrap).map(|row| (row[0].to_owned(), row[5].to_owned())).collect();
        let key: Value = serde_json::from_slice(&fs::read(self.out().join("key.json")).unwrap()).unwrap();
        let name = |value: &Value| who[value.as_str().unwrap()].clone();
        let is_true = |pair: &Value| name(&pair["left"]) == name(&pair["right"]);
        let pairs = key["pairs"].as_array().unwrap().iter();
        pairs.map(|pair| (pair["code"].as_str().unwrap().to_owned(), is_true(pair))).collect()
    }
}

/// A sheet as rows, the header first.
fn sheet(path: &Path) -> Vec<Vec<String>> {
    let bytes = fs::read(path).unwrap();
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Fills a sheet in. The verdict is the column before the last.
fn fill(path: &Path, verdict: impl Fn(usize, &str) -> String) {
    let mut rows = sheet(path);
    for (number, row) in rows.iter_mut().enumerate().skip(1) {
        let at = row.len() - 2;
        row[at] = verdict(number, &row[0]);
    }
    write(path, &rows);
}

fn write(path: &Path, rows: &[Vec<String>]) {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(path).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
}

fn word(same: bool) -> String {
    if same { "same" } else { "different" }.to_owned()
}

fn figure(score: &Value, over: &str, what: &str) -> [f64; 3] {
    ["low", "value", "high"].map(|key| score["estimates"][over][what][key].as_f64().unwrap())
}

#[test]
fn sheets_are_blind_private_and_of_another_order_each() {
    let linked = linked();
    let ran = linked.draw(&["--sample", "60"]).ends(0).says("No judge may see it").says("left out: id, who");
    assert!(ran.out.contains("60 of"), "{}", ran.out);
    let [first, second] = [1, 2].map(|judge| sheet(&linked.out().join(format!("judge-{judge}.csv"))));
    let header = ["code", "left: الاسم", "right: الاسم", "left: اسم الأب", "right: اسم الأب", "left: الكنية"];
    assert_eq!(first[0][..6], header);
    assert_eq!(first[0][7..], ["left: تولد", "right: تولد", "verdict", "note"]);
    assert_eq!((first.len(), first[0] == second[0]), (61, true));
    assert!(first[1..].iter().all(|row| row[9].is_empty() && row[10].is_empty()));
    let codes = |rows: &[Vec<String>]| rows[1..].iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    let sorted = |rows: &[Vec<String>]| codes(rows).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(sorted(&first), sorted(&second));
    assert_ne!(codes(&first), codes(&second));
    // The same two rows behind a code, exchanged for about half of them.
    let by_code: BTreeMap<&String, &Vec<String>> = second[1..].iter().map(|row| (&row[0], row)).collect();
    let exchanged = |row: &Vec<String>| {
        let mut row = row[1..9].to_vec();
        for at in (0..8).step_by(2) {
            row.swap(at, at + 1);
        }
        row
    };
    let (mut as_is, mut turned) = (0, 0);
    for row in &first[1..] {
        let other = &by_code[&row[0]][1..9];
        as_is += usize::from(other == &row[1..9]);
        turned += usize::from(other == exchanged(row));
    }
    assert!(as_is > 15 && turned > 15 && as_is + turned >= 60, "{as_is} and {turned}");
    // Nothing of the ids, the weights or the truth: only what the table says of the rows.
    let whole = fs::read_to_string(linked.out().join("judge-1.csv")).unwrap();
    assert!(!whole.contains(",r1") && !whole.contains("0.9") && !whole.contains(",p"));
    #[cfg(unix)]
    for entry in fs::read_dir(linked.out()).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    // Drawn again: refused, and nothing is changed.
    linked.draw(&[]).ends(2).says("is not empty");
    assert_eq!(fs::read_to_string(linked.out().join("judge-1.csv")).unwrap(), whole);
}

#[test]
fn a_workbook_offers_the_verdicts_from_right_to_left() {
    let linked = linked();
    linked.draw(&["--sample", "40", "--language", "ar", "--judges", "1"]).ends(0);
    let path = linked.out().join("judge-1.xlsx");
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut xml = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(xml.contains("rightToLeft=\"1\"") && xml.contains("<dataValidation type=\"list\""));
    assert!(xml.contains("نفس الشخص,مختلف,لست متأكدا") && xml.contains("sqref=\"J2:J41\""), "no drop-down");
    assert!(!linked.out().join("judge-2.csv").exists());
}

#[test]
fn scores_of_honest_judges_are_close_to_the_truth() {
    let linked = linked();
    linked.draw(&["--sample", "300"]).ends(0);
    let truth = linked.truth();
    for judge in [1, 2] {
        fill(&linked.out().join(format!("judge-{judge}.csv")), |_, code| word(truth[code]));
    }
    let score = linked.score(&["--json"]).ends(0).json();
    let options = ["evaluate", "--truth", "who", "--json", "--pairs", text(&linked.pairs), text(&linked.table)];
    let known = athar(options).done().json();
    let count = |key: &str| known["pairs"]["at_half"][key].as_f64().unwrap();
    let recall = count("true_positives") / known["pairs"]["among_pairs"].as_f64().unwrap();
    for (what, known) in [("precision", count("precision")), ("recall_among_candidates", recall)] {
        let [low, value, high] = figure(&score, "agreed", what);
        assert!(low <= known && known <= high, "{what}: {known} is not from {low} to {high}");
        assert!((value - known).abs() < 0.1, "{what}: {value} for {known}");
    }
    assert_eq!((score["agreement"]["raw"].as_f64(), score["agreement"]["kappa"].as_f64()), (Some(1.0), Some(1.0)));
    assert_eq!(score["estimates"]["proposed"].as_u64(), known["pairs"]["at_half"]["proposed"].as_u64());
    assert!(score["disagreements_file"].is_null());
    // Another threshold is asked of the same sheets; its pairs are counted, not estimated.
    let strict = linked.score(&["--json", "--threshold", "0.8"]).ends(0).json();
    assert_eq!(strict["estimates"]["proposed"], known["pairs"]["thresholds"][1]["proposed"]);
    let said = linked.score(&[]).ends(0).out;
    assert!(said.contains("Cohen's kappa 1.000") && said.contains("never compared"), "{said}");
}

#[test]
fn disagreements_are_kept_for_a_third_reading() {
    let linked = linked();
    linked.draw(&["--sample", "100"]).ends(0);
    let truth = linked.truth();
    let (first, second) = (linked.out().join("judge-1.csv"), linked.out().join("judge-2.csv"));
    let doubtful: BTreeSet<&String> = truth.keys().take(9).collect();
    fill(&first, |_, code| word(truth[code]));
    fill(&second, |_, code| {
        let code = code.to_owned();
        if doubtful.contains(&code) { word(!truth[&code]) } else { word(truth[&code]) }
    });
    let score = linked.score(&["--json"]).ends(0).json();
    assert_eq!((score["verdicts"]["disagreed"].as_u64(), score["agreement"]["agreed"].as_u64()), (Some(9), Some(91)));
    let written = fs::read_to_string(linked.out().join("disagreements.csv")).unwrap();
    assert_eq!(
        written.lines().skip(1).map(str::to_owned).collect::<BTreeSet<_>>(),
        doubtful.into_iter().cloned().collect()
    );
    let [right, agreed, wrong] = ["all_right", "agreed", "all_wrong"].map(|over| figure(&score, over, "precision")[1]);
    assert!(right >= agreed && agreed >= wrong && right > wrong, "{right} {agreed} {wrong}");
    // The third reads those only, and decides.
    let third = linked.place.file("third.csv", "");
    let rows = written.lines().map(|code| {
        let verdict = truth.get(code).map_or("verdict".to_owned(), |&same| word(same));
        vec![code.to_owned(), verdict]
    });
    write(&third, &rows.collect::<Vec<_>>());
    let sheets = ["--json", "--sheets", text(&first), text(&second), text(&third)];
    let score = linked.score(&sheets).ends(0).json();
    assert_eq!((score["verdicts"]["disagreed"].as_u64(), score["agreements"].as_array().unwrap().len()), (Some(0), 3));
}

#[test]
fn workbooks_and_arabic_words_are_read_back() {
    let linked = linked();
    linked.draw(&["--sample", "40"]).ends(0);
    let truth = linked.truth();
    let mut book = Workbook::new();
    let pages = book.sheet("الأزواج", true);
    pages.header(&["الرمز", "الحكم"]);
    for (at, (code, &same)) in truth.iter().enumerate() {
        let verdict = match at {
            0 => "لست متأكداً",
            1 => "لست متاكدا",
            _ if same => "نفس الشخص",
            _ => " مختلف ",
        };
        pages.row(&[CellText::from(code.to_lowercase()), verdict.into()]);
    }
    let path = linked.place.file("answers.xlsx", book.to_bytes().unwrap());
    let score = linked.score(&["--json", "--sheets", text(&path)]).ends(0).json();
    assert_eq!((score["judges"][0]["unsure"].as_u64(), score["judges"][0]["missing"].as_u64()), (Some(2), Some(0)));
    assert_eq!(score["verdicts"]["agreed_unsure"], 2);
    assert!(score["agreement"].is_null(), "one judge agrees with nobody");
}

#[test]
fn what_a_sheet_gets_wrong_is_said_by_row_and_code() {
    let linked = linked();
    linked.draw(&["--sample", "40"]).ends(0);
    linked.score(&[]).ends(2).says("holds a verdict yet");
    let truth = linked.truth();
    let first = linked.out().join("judge-1.csv");
    fill(&first, |number, code| if number == 3 { MARKER.to_owned() } else { word(truth[code]) });
    let mut rows = sheet_without_mark(&first);
    let copied = rows[5].clone();
    rows.push(copied.clone());
    rows[7][0] = MARKER.to_owned();
    write(&first, &rows);
    let ran = linked.score(&["--json"]).ends(1);
    assert!(!ran.err.contains(MARKER) && !ran.out.contains(MARKER), "a cell was quoted");
    assert!(ran.err.contains("judge 2 has not judged anything yet"), "{}", ran.err);
    assert!(ran.err.contains(&format!("judge-1.csv, row 4, pair {}: a verdict that is not known", rows[3][0])));
    assert!(ran.err.contains("judge-1.csv, row 8: a code that the key does not have; put back"));
    assert!(ran.err.contains(&format!("judge-1.csv, row 42, pair {}: a code that an earlier row has", copied[0])));
    let score = ran.json();
    // The unknown verdict, the lost code and the one that stands twice.
    assert_eq!((score["problems"].as_array().unwrap().len(), score["judges"][0]["missing"].as_u64()), (3, Some(3)));
    // A judge who filled in both files, and not alike.
    let second = linked.out().join("judge-1.xlsx");
    let mut book = Workbook::new();
    book.sheet("x", false).header(&["code", "verdict"]).row(&[rows[1][0].as_str().into(), "unsure".into()]);
    fs::write(&second, book.to_bytes().unwrap()).unwrap();
    linked.score(&[]).ends(2).says("hold different verdicts");
}

fn sheet_without_mark(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn nothing_half_made_stays() {
    let linked = linked();
    let before = || fs::read_dir(linked.place.dir.path()).unwrap().count();
    let files = before();
    linked.draw(&["--sample", "3"]).ends(2).says("--sample");
    linked.draw(&["--threshold", "0.12345"]).ends(2).says("three decimals");
    linked.draw(&["--judges", "0"]).ends(2);
    let out = linked.out();
    let other = linked.place.file("other.csv", "id,name\nq1,Zulmaqar\n");
    let options = ["label", "draw", "--pairs", text(&linked.pairs), text(&other), "--out", text(&out)];
    athar(options).go().ends(3).says("the pairs name a row that the table does not have");
    athar(options.iter().chain(&["--ignore", "nme"])).go().ends(2).says("no table has: nme");
    // Rows that cannot be told apart by their id.
    let twice = linked.place.file("twice.csv", fs::read_to_string(&linked.table).unwrap().replace("r1,", "r2,"));
    let pairs = linked.place.file("p.csv", "left,right,weight,probability,rule\nr2,r3,1,0.5,x\n");
    let options = ["label", "draw", "--pairs", text(&pairs), text(&twice), "--out", text(&out)];
    athar(options).go().ends(2).says("rows 2 and 3 have one id");
    let empty = linked.place.file("p.csv", "left,right,weight,probability,rule\n");
    athar(["label", "draw", "--pairs", text(&empty), text(&linked.table), "--out", text(&out)]).go().ends(2);
    assert_eq!(before(), files + 3, "something half made is left");
    linked.score(&[]).ends(3).says("give the folder that `athar label draw` made");
    // An empty folder may be given.
    fs::create_dir(&out).unwrap();
    linked.draw(&["--sample", "40"]).ends(0);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 5);
}

#[test]
fn two_tables_are_judged_side_by_side() {
    let place = Place::sqlite();
    let left = place.file("left.csv", "id,Name,Age\n1,Samer Wardani,33\n2,Nidal Kassab,41\n");
    let right = place.file("right.csv", "id,Name,City,cluster\n1,Samir Wardani,Homs,7\n2,Rima Nimr,Hama,8\n");
    let pairs = place.file("p.csv", "left,right,weight,probability,rule\nl:1,r:1,5,0.9,x\nl:2,r:2,-5,0.1,x\n");
    let out = place.dir.path().join("judging");
    let options = ["label", "draw", "--pairs", text(&pairs), text(&left), text(&right), "--out", text(&out)];
    athar(options).done();
    let rows = sheet(&out.join("judge-2.csv"));
    let header =
        ["code", "left: Name", "right: Name", "left: Age", "right: Age", "left: City", "right: City", "verdict"];
    assert_eq!((rows.len(), &rows[0][..8]), (3, &header.map(str::to_owned)[..]));
    let whole = fs::read_to_string(out.join("judge-2.csv")).unwrap();
    assert!(whole.contains("Samir Wardani") && whole.contains("Hama") && !whole.contains("l:1"));
}

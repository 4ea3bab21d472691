//! Real labelled lists, where they are at hand. No name of them is ever printed: only shares.

use crate::lists::Random;
use crate::place::Place;
use crate::run::{athar, text};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The folder of labelled lists, or a loud word that there is none.
fn data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("ATHAR_SHARED_DATA").map_or(beside, PathBuf::from).join("linkage");
    if folder.join("febrl4a.csv.gz").is_file() {
        return Some(folder);
    }
    println!("skipped: no data (set ATHAR_SHARED_DATA)");
    None
}

/// Links tables, without some columns, and compares with the truth.
fn evaluated(tables: &[PathBuf], ignored: &str, threshold: &str) -> Value {
    let place = Place::sqlite();
    let (pairs, clusters) = (place.dir.path().join("pairs.csv"), place.dir.path().join("clusters.csv"));
    let files = ["--pairs", text(&pairs), "--clusters", text(&clusters)];
    let tables: Vec<&str> = tables.iter().map(|table| text(table)).collect();
    let options = ["match", "--quiet", "--ignore", ignored, "--threshold", threshold];
    let ran = athar(options.iter().chain(&tables).chain(&files)).patience(900).done();
    println!("  match: {:.0} s, {} MiB", ran.seconds, ran.peak_mib);
    let options = ["evaluate", "--json", "--truth", "cluster"];
    athar(options.iter().chain(&tables).chain(&files)).patience(300).done().json()
}

fn best_pairs(figures: &Value) -> f64 {
    figures["pairs"]["best"]["f1"].as_f64().unwrap()
}

#[test]
#[ignore = "long: scripts/test --long"]
fn febrl_files_are_linked() {
    let Some(data) = data() else { return };
    let figures = evaluated(&[data.join("febrl4a.csv.gz"), data.join("febrl4b.csv.gz")], "cluster", "0.5");
    println!("febrl4a × febrl4b: best pair F1 {:.4}, clusters {:.4}", best_pairs(&figures), figures["clusters"]["f1"]);
    assert!(best_pairs(&figures) >= 0.995);
}

#[test]
#[ignore = "long: scripts/test --long"]
fn historical_persons_are_grouped() {
    let Some(data) = data() else { return };
    let f1 = ["0.5", "0.2", "0.1", "0.05", "0.02"].map(|threshold| {
        let figures = evaluated(&[data.join("historical_50k.parquet")], "cluster", threshold);
        let f1 = figures["clusters"]["f1"].as_f64().unwrap();
        println!("historical_50k at {threshold}: cluster F1 {f1:.4}, best pair F1 {:.4}", best_pairs(&figures));
        f1
    });
    assert!(f1.iter().any(|&f1| f1 >= 0.80));
}

#[test]
#[ignore = "long: scripts/test --long"]
fn lists_of_the_killed_are_linked_in_either_script() {
    let Some(data) = data() else { return };
    let tables = [data.join("gaza_2024_08.csv.gz"), data.join("gaza_2025_03.csv.gz")];
    let latin = best_pairs(&evaluated(&tables, "cluster,name,dob", "0.5"));
    println!("gaza 2024_08 × 2025_03, Latin: best pair F1 {latin:.4}");
    let arabic = best_pairs(&evaluated(&tables, "cluster,en_name,dob", "0.5"));
    println!("gaza 2024_08 × 2025_03, Arabic: best pair F1 {arabic:.4}");
    assert!(latin >= 0.80 && arabic >= 0.93);
}

/// Rows of a packed table, as cells by header.
fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    let file = std::fs::File::open(path).unwrap();
    csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(file)).deserialize().map(Result::unwrap).collect()
}

/// Writes one script of a list only: the name from one column, age and sex.
fn write_one_script(
    place: &Place,
    file: &str,
    header: [&str; 3],
    rows: &[HashMap<String, String>],
    name: &str,
) -> PathBuf {
    let path = place.dir.path().join(file);
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record([&row[name], &row["age"], &row["sex"]]).unwrap();
    }
    writer.flush().unwrap();
    path
}

#[test]
#[ignore = "long: scripts/test --long"]
fn people_are_found_in_the_script_that_their_list_does_not_have() {
    const ASKED: usize = 200;
    let Some(data) = data() else { return };
    let place = Place::sqlite();
    let (earlier, later) = (rows(&data.join("gaza_2024_08.csv.gz")), rows(&data.join("gaza_2025_03.csv.gz")));
    let arabic = write_one_script(&place, "arabic.csv", ["الاسم", "العمر", "الجنس"], &earlier, "name");
    let latin = write_one_script(&place, "latin.csv", ["Name", "Age", "Sex"], &later, "en_name");
    for (list, rows) in [(&arabic, &earlier), (&latin, &later)] {
        let ran = place.athar(["import", text(list), "--kind", "dead", "--json", "--quiet"]).patience(300).go();
        assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
        assert_eq!(ran.json()[0]["records"], rows.len(), "every row is a record");
    }
    let linked = place.athar(["link", "--json", "--quiet"]).patience(900).done();
    println!("gaza: link {} records: {:.0} s, {} MiB", linked.json()["records"], linked.seconds, linked.peak_mib);

    // Who stands on both lists: the row on each.
    let places: HashMap<&str, usize> =
        earlier.iter().enumerate().map(|(at, row)| (row["cluster"].as_str(), at)).collect();
    let both = later.iter().enumerate().filter_map(|(at, row)| Some((*places.get(row["cluster"].as_str())?, at)));
    let mut both: Vec<(usize, usize)> = both.collect();
    let mut random = Random(2024);
    let (mut by_latin, mut with_the_year, mut proposed) = (0, 0, 0);
    for _ in 0..ASKED {
        let (one, other) = both.swap_remove(random.below(both.len() as u64) as usize);
        let (wanted, own) = (format!("R1.{}", one + 1), format!("R2.{}", other + 1));
        let among = |found: &Value| found.as_array().unwrap().iter().any(|found| found["record"] == wanted.as_str());
        let name = &later[other]["en_name"];
        by_latin += u32::from(among(&place.athar(["find", "-", "--json"]).stdin(name).go().json()));
        let year = later[other]["dob"].get(..4).unwrap_or_default().to_owned();
        let find = ["find", "-", "--json", "--born", &year];
        with_the_year += u32::from(among(&place.athar(find).stdin(name).go().json()));
        let person = place.athar(["person", &own, "--json"]).done().json();
        proposed += u32::from(among(&person["proposed"]));
    }
    println!(
        "gaza, of {ASKED} people on both lists: {by_latin} Arabic records are among the first ten found by the Latin name, \
         {with_the_year} with the year of birth, {proposed} are proposed by the linkage"
    );
    assert!(by_latin as usize >= ASKED * 8 / 10, "{by_latin} of {ASKED}");
}

//! How long a large list takes, and a question to it: seconds, memory, process start included.

use crate::lists;
use crate::place::Place;
use crate::run::text;
use std::time::Instant;

const ROWS: u64 = 100_000;
const MEMORY_MIB_MAX: u64 = 500;
/// What `find` may take, process start included.
const FIND_MILLISECONDS_MAX: f64 = 200.0;

fn measure(place: &Place, seconds_max: f64) {
    let list = place.dir.path().join("register.csv");
    let bytes = lists::write_register(&list, ROWS, 0, 3);
    let ran = place.athar(["import", text(&list), "--kind", "register", "--json", "--quiet"]).patience(600).done();
    assert_eq!(ran.json()[0]["records"], ROWS);
    let engine = place.engine;
    println!("{engine}: {ROWS} rows, {} MiB: import {:.1} s, {} MiB of memory", bytes >> 20, ran.seconds, ran.peak_mib);

    let mut reader = csv::Reader::from_path(&list).unwrap();
    let names = reader.records().step_by(ROWS as usize / 20 + 1).map(|row| {
        let row = row.unwrap();
        (row[0].to_owned(), format!("{} {}", &row[2], &row[3]), row[4].to_owned())
    });
    let mut milliseconds = Vec::new();
    let mut found_itself = 0;
    for (number, name, father) in names.collect::<Vec<_>>() {
        let started = Instant::now();
        let ran = place.athar(["find", "-", "--json", "--father", &father]).stdin(&name).go();
        milliseconds.push(started.elapsed().as_secs_f64() * 1_000.0);
        let record = format!("R1.{number}");
        found_itself +=
            u32::from(ran.json().as_array().unwrap().iter().any(|found| found["record"] == record.as_str()));
    }
    milliseconds.sort_by(f64::total_cmp);
    let (median, worst) = (milliseconds[milliseconds.len() / 2], milliseconds[milliseconds.len() - 1]);
    println!(
        "{engine}: find among {ROWS}: median {median:.0} ms, worst {worst:.0} ms; {found_itself} of {} rows were among the \
         ten of their own name",
        milliseconds.len()
    );
    assert!(ran.seconds < seconds_max, "{engine}: {:.1} s", ran.seconds);
    assert!(ran.peak_mib < MEMORY_MIB_MAX, "{engine}: {} MiB", ran.peak_mib);
    assert!(median < FIND_MILLISECONDS_MAX, "{engine}: median {median:.0} ms");
}

#[test]
#[ignore = "long: scripts/test --long"]
fn a_hundred_thousand_rows_on_sqlite() {
    measure(&Place::sqlite(), 20.0);
}

#[test]
#[ignore = "long: scripts/test --long"]
fn a_hundred_thousand_rows_on_postgresql() {
    if let Some(place) = Place::postgres() {
        measure(&place, 40.0);
    }
}

//! A list of two gigabytes: read piece by piece, in bounded memory.

use crate::lists;
use crate::place::Place;
use crate::run::text;

const ROWS: u64 = 1_000_000;
/// Remarks that make a row some two kilobytes long.
const FILLER_BYTES: usize = 1_950;
const MEMORY_MIB_MAX: u64 = 500;

#[test]
#[ignore = "long: scripts/test --long"]
fn two_gigabytes_are_imported_in_bounded_memory() {
    let place = Place::sqlite();
    let list = place.dir.path().join("large.csv");
    let bytes = lists::write_register(&list, ROWS, FILLER_BYTES, 9);
    assert!(bytes > 2_000_000_000, "{bytes}");

    let dry = place.athar(["import", text(&list), "--kind", "register", "--dry-run", "--json"]).done();
    println!("2 GB: dry run {:.1} s, {} MiB", dry.seconds, dry.peak_mib);
    assert!(dry.peak_mib < MEMORY_MIB_MAX && !place.archive().exists());

    let ran = place.athar(["import", text(&list), "--kind", "register", "--json", "--quiet"]).patience(1_800).done();
    println!("2 GB, {ROWS} rows: import {:.0} s, {} MiB", ran.seconds, ran.peak_mib);
    assert_eq!(ran.json()[0]["records"], ROWS);
    assert!(ran.peak_mib < MEMORY_MIB_MAX, "{} MiB", ran.peak_mib);
    std::fs::remove_file(&list).unwrap();

    let verified = place.athar(["verify", "--json"]).patience(600).done();
    println!("2 GB: verify {:.0} s, {} MiB", verified.seconds, verified.peak_mib);
    assert!(verified.peak_mib < MEMORY_MIB_MAX, "{} MiB", verified.peak_mib);
}

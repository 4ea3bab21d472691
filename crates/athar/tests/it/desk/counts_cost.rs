//! What a page of counts costs, over an archive of a country's size: pages read memory, so the size must not matter.

use super::figures::{cpu_seconds, peak_mib};
use super::{House, Server, open};
use crate::place::Place;
use crate::run::{athar, text};
use std::fmt::Write;
use std::fs;
use std::time::Instant;
use store::StaffRole;

/// Requests of each page.
const REQUESTS: u32 = 200;

#[test]
#[ignore = "measures; run by scripts/test --long"]
fn long_what_a_page_of_counts_costs() {
    let place = Place::sqlite();
    let folder = place.archive().with_file_name("lists");
    let size = |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_owned());
    let (sought, freed) = (size("ATHAR_BENCH_SOUGHT", "136000"), size("ATHAR_BENCH_FREED", "50000"));
    athar(["demo", "--shape", "--dir", text(&folder), "--sought", &sought, "--freed", &freed, "--quiet"])
        .patience(600)
        .done();
    let mut lists: Vec<_> = fs::read_dir(folder.join("lists")).unwrap().map(|entry| entry.unwrap().path()).collect();
    lists.sort();
    for (list, number) in lists.iter().zip(1..) {
        // Twelve lists of the sought, then eight of the freed.
        let kind = if number > 12 { "freed" } else { "sought" };
        place.athar(["import", text(list), "--kind", kind, "--quiet"]).patience(900).go();
    }
    place.athar(["link", "--quiet"]).patience(3_000).done();
    place.file("ATHAR-DEMO", "");
    let house = House::of(place);
    let records = open(&house.place).counts().unwrap().records;
    let server = Server::over(&house.place);
    let mut reviewer = server.browser(house.link_of(StaffRole::Reviewer));
    let mut summary = String::new();
    // The first page waits until everything is counted.
    for path in ["/overview", "/lists", "/list/I1", "/facilities", "/facility/sy.branch-215", "/map"] {
        let (began, cpu) = (Instant::now(), cpu_seconds(server.id()));
        assert_eq!(reviewer.get(path).status, 200, "{path}");
        let (first, first_cpu) = (began.elapsed().as_secs_f64(), cpu_seconds(server.id()) - cpu);
        let (began, cpu) = (Instant::now(), cpu_seconds(server.id()));
        let bytes = (0..REQUESTS).map(|_| reviewer.get(path).body.len()).max().unwrap_or_default();
        let cpu = (cpu_seconds(server.id()) - cpu) / f64::from(REQUESTS) * 1e3;
        let wall = began.elapsed().as_secs_f64() / f64::from(REQUESTS) * 1e3;
        let _ = writeln!(
            summary,
            "{records} records\t{path}\tcpu {cpu:.2} ms\tanswer {wall:.2} ms\t{bytes} bytes\tthe first: {first:.1} s, {first_cpu:.1} s of CPU"
        );
        assert!(cpu < 5.0 || cfg!(debug_assertions), "{path}: {cpu} ms");
    }
    let _ = writeln!(summary, "memory\t{} MiB at most", peak_mib(server.id()));
    println!("{summary}");
}

//! What a page costs: an archive of a country's size, the server on one core, people who read and search at a steady pace on the
//! other, while a list of a hundred thousand rows comes in.

use super::{Browser, House, Server, coded};
use crate::place::Place;
use crate::run::{athar, text};
use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use store::{RecordFilter, StaffRole};

/// Requests a second.
const PACE: u64 = 50;
/// How long each engine is measured.
const SECONDS: u64 = 60;
/// Rows of the list that comes in meanwhile.
const COMING_ROWS: usize = 2_000_000;

#[test]
#[ignore = "measures; run by scripts/test --long"]
fn long_what_a_page_costs() {
    let mut rows = "engine\tpage\trequest\tmilliseconds\tstatus\n".to_owned();
    let mut summary = String::new();
    let postgres = Place::postgres();
    let wanted = |place: &Place| std::env::var("ATHAR_BENCH_ENGINE").map_or(true, |engine| engine == place.engine);
    for place in std::iter::once(Place::sqlite()).chain(postgres).filter(wanted) {
        measure(place, &mut rows, &mut summary);
    }
    println!("{summary}");
    if let Ok(folder) = std::env::var("ATHAR_BENCH_RESULTS") {
        fs::write(format!("{folder}/desk.tsv"), rows).unwrap();
        fs::write(format!("{folder}/desk.txt"), summary).unwrap();
    }
}

fn measure(place: Place, rows: &mut String, summary: &mut String) {
    let engine = place.engine;
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
    let case = open_case(&house);
    let server = Server::over(&house.place);
    pin(server.id(), 0);
    // Nobody may read as much as this asks for: it is shared among many.
    let mut browsers: Vec<Browser> = colleagues(&house).iter().map(|link| server.browser(link)).collect();
    let pages = pages(&mut browsers[0], &house, &case);
    // Everything is in memory that will be.
    for (_, method, path, form) in &pages {
        for browser in browsers.iter_mut().take(5) {
            browser.send(method, path, form);
        }
    }
    wait_until_idle(server.id());
    let (is_over, imports) = (AtomicBool::new(false), AtomicU32::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| import_until(&house, &is_over, &imports));
        ask(&mut browsers, &pages, &server, engine, rows, summary);
        is_over.store(true, Ordering::Relaxed);
    });
    let _ = writeln!(
        summary,
        "{engine}\tmemory\t{} MiB at most; {} lists of {COMING_ROWS} rows came in meanwhile",
        peak_mib(server.id()),
        imports.load(Ordering::Relaxed)
    );
}

/// Waits until the server has read what a start reads: names, the table of the latest run, the queue.
fn wait_until_idle(server: u32) {
    let mut idle = 0;
    while idle < 3 {
        let before = cpu_seconds(server);
        std::thread::sleep(Duration::from_secs(3));
        idle = if cpu_seconds(server) - before < 0.05 { idle + 1 } else { 0 };
    }
}

/// A list comes in all the while, on the load generator's core: the server's is the server's. It is so long that it is accepted
/// after the last page: what follows from a list (its names are indexed) is not counted to pages.
fn import_until(house: &House, is_over: &AtomicBool, imports: &AtomicU32) {
    let (_, list) = super::lists(COMING_ROWS);
    while !is_over.load(Ordering::Relaxed) {
        let number = imports.load(Ordering::Relaxed);
        // The same file twice would be noticed.
        let coming = house.place.file("coming.csv", format!("{list}\n{number}"));
        let mut importing = Command::new("taskset");
        importing.args(["-c", "1", env!("CARGO_BIN_EXE_athar"), "import", text(&coming), "--kind", "freed", "--quiet"]);
        importing.arg("--archive").arg(house.place.archive()).stdout(Stdio::null()).stderr(Stdio::null());
        if house.place.engine == "PostgreSQL" {
            importing.env("ATHAR_DATABASE", house.place.location().database.unwrap());
        }
        assert!(importing.status().unwrap().code().is_some_and(|code| code < 2));
        imports.fetch_add(1, Ordering::Relaxed);
    }
}

fn ask(
    browsers: &mut [Browser],
    pages: &[Asked],
    server: &Server,
    engine: &str,
    rows: &mut String,
    summary: &mut String,
) {
    for (name, method, path, form) in pages {
        let count = PACE * SECONDS / pages.len() as u64;
        let (before, began) = (cpu_seconds(server.id()), Instant::now());
        let mut times = Vec::new();
        for request in 0..count {
            let due = Duration::from_millis(1_000 / PACE * request);
            std::thread::sleep(due.saturating_sub(began.elapsed()));
            let sent = Instant::now();
            let turn = request as usize % browsers.len();
            let answer = browsers[turn].send(method, path, form);
            let milliseconds = sent.elapsed().as_secs_f64() * 1e3;
            times.push(milliseconds);
            let _ = writeln!(rows, "{engine}\t{name}\t{request}\t{milliseconds:.2}\t{}", answer.status);
            assert!(answer.status < 400, "{path}: {}", answer.status);
        }
        let cpu = (cpu_seconds(server.id()) - before) / count as f64 * 1e3;
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        let _ = writeln!(
            summary,
            "{engine}\t{name}\tcpu {cpu:.1} ms\tp50 {:.1} ms\tp99 {:.1} ms\t{count} requests",
            at(0.5),
            at(0.99)
        );
    }
}

fn open_case(house: &House) -> String {
    use record::{AsOf, Gazetteer, Position, Private, Property, Record, Role, read_cell};
    let archive = super::open(&house.place);
    let cells = [(Property::Given, "سامر"), (Property::Father, "غسان"), (Property::Family, "الحموي")];
    let claims =
        cells.iter().filter_map(|(property, cell)| read_cell(*property, cell, AsOf::default(), Gazetteer::syria()).0);
    let position = Position { row: 1, ..Position::default() };
    let record = Record { position, role: Role::Sought, verbatim: Vec::new(), claims: claims.collect() };
    let asker = store::Asker { name: Private::from("أم"), ..store::Asker::default() };
    let request = store::NewRequest {
        asker,
        consent: store::Consent::default(),
        team: String::new(),
        contact_until: crate::run::day_in(365),
    };
    archive.open_request(record, Vec::new(), request, None, &crate::run::day_in(0)).unwrap().case.to_string()
}

/// How many people work.
const COLLEAGUES: usize = 40;

/// Links of that many caseworkers.
fn colleagues(house: &House) -> Vec<String> {
    let archive = super::open(&house.place);
    let admin = house.account_of(StaffRole::Admin);
    let one = |number: usize| {
        let profile = store::Profile {
            name: record::Private::from(format!("colleague {number}").as_str()),
            roles: [StaffRole::Caseworker].into(),
            ..store::Profile::default()
        };
        let account = archive.enrol(profile, None, Some(admin), super::TIME).unwrap();
        web::invite(&archive, account, Some(admin), true).unwrap()
    };
    (0..COLLEAGUES).map(one).collect()
}

type Asked = (&'static str, &'static str, String, String);

fn pages(browser: &mut Browser, house: &House, case: &str) -> Vec<Asked> {
    let pair = browser.get("/queue/next").to().to_owned();
    let archive = super::open(&house.place);
    let mut person = None;
    archive
        .records(RecordFilter::All, |id, _| {
            person.get_or_insert(id);
            Ok(())
        })
        .unwrap();
    let person = archive.person_of(person.unwrap()).unwrap();
    let get = |name, path: String| (name, "GET", path, String::new());
    let search = |name, asked: &str| (name, "POST", format!("/case/{case}/search"), format!("name={}", coded(asked)));
    vec![
        get("queue", "/queue".to_owned()),
        get("pair", pair),
        get("person", format!("/person/{person}")),
        get("requests", "/requests".to_owned()),
        get("case", format!("/case/{case}")),
        get("calendar", "/calendar".to_owned()),
        search("search, Arabic", "سامر غسان الحموي"),
        search("search, Latin", "Mohamad Ahmad al Khatib"),
        search("search, one part", "محمد"),
    ]
}

/// Keeps a process and all its threads on one processor.
fn pin(process: u32, processor: u32) {
    // A thread that ends meanwhile makes it fail.
    let done = (0..20).any(|_| {
        let done =
            Command::new("taskset").args(["-a", "-c", "-p", &processor.to_string(), &process.to_string()]).output();
        done.unwrap().status.success()
    });
    assert!(done, "the server was not pinned");
}

/// What a process took of the processors so far. Linux only.
pub(super) fn cpu_seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields = stat.rsplit_once(')').unwrap().1.split_whitespace();
    fields.skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / 100.0
}

pub(super) fn peak_mib(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

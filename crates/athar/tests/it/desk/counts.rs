//! Pages of counts: what they say is what the lists hold, rounded; a partner's rows after two humans; a search from a place.

use super::{Browser, House, Server, coded, open};
use crate::place::Place;
use crate::run::text;
use record::{Private, Property};
use std::fmt::Write;
use store::{Reading, StaffRole};

/// A register of Branch 215 and Branch 227, where some were at the same time, and the same people sought.
fn lists() -> (String, String) {
    const GIVEN: [&str; 8] = ["سامر", "وائل", "باسل", "نبيل", "غسان", "هيثم", "زياد", "مازن"];
    const FAMILY: [&str; 6] = ["الحموي", "الديري", "الشامي", "القاسم", "المصري", "النجار"];
    let mut register = "الاسم,الكنية,اسم الأب,اسم الأم,سنة الولادة,مكان الاحتجاز,تاريخ الدخول,تاريخ الخروج\n".to_owned();
    let mut sought = "الاسم,الكنية,اسم الأب,اسم الأم,سنة الولادة,المحافظة\n".to_owned();
    for row in 0..40 {
        let (given, family, father) = (GIVEN[row % 8], FAMILY[row % 6], GIVEN[(row / 8 + 3) % 8]);
        let (mother, born) = (["ليلى", "هدى", "نوال"][row % 3], 1960 + row);
        // 3 of 40 in another branch.
        let place = if row < 37 { "الفرع 215" } else { "الفرع 227" };
        let year = 2012 + row % 2;
        let _ = writeln!(register, "{given},{family},{father},{mother},{born},{place},{year}-03-11,{year}-06-20");
        if row % 2 == 0 {
            let _ = writeln!(sought, "{given},{family},{father},{mother},{born},حمص");
        }
    }
    (sought, register)
}

fn house() -> House {
    let place = Place::sqlite();
    place.file("ATHAR-DEMO", "");
    let (sought, register) = lists();
    for (name, list, kind) in [("sought.csv", &sought, "sought"), ("register.csv", &register, "register")] {
        let file = place.file(name, list);
        place.athar(["import", text(&file), "--kind", kind, "--quiet"]).patience(600).go();
    }
    place.athar(["link", "--quiet"]).patience(600).done();
    House::of(place)
}

/// What a page shows, without its marks.
fn plain(body: &str) -> String {
    let mut text = String::new();
    for part in body.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
        text.push(' ');
    }
    let text: String = text.chars().filter(|letter| !matches!(letter, '\u{2068}' | '\u{2069}')).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path);
    assert_eq!(answer.status, 200, "{path}");
    answer.body
}

#[test]
fn counts_are_what_the_lists_hold_and_few_are_not_told() {
    let house = house();
    let server = Server::over(&house.place);
    let mut analyst = server.browser(house.link_of(StaffRole::Analyst));
    assert_eq!(analyst.get("/").to(), "/overview", "the first page that an analyst has");
    let overview = plain(&page(&mut analyst, "/overview"));
    assert!(overview.contains("Records of lists 60"), "{overview}");
    assert!(overview.contains("Persons that humans joined fewer than 5"), "{overview}");
    assert!(overview.contains("Requests, open fewer than 5"), "{overview}");
    assert!(overview.contains("Unresolved pairs") && !overview.to_lowercase().contains("total"), "{overview}");

    let facility = plain(&page(&mut analyst, "/facility/sy.branch-215"));
    // 37 records, 19 and 18 by year: 15 and 15, and the sum no higher than that and one part more.
    assert!(facility.contains("2012 15") && facility.contains("2013 15"), "{facility}");
    assert!(facility.contains("35 records at least"), "{facility}");
    assert!(facility.contains("register.csv") && !facility.contains("sought.csv"), "{facility}");
    let few = plain(&page(&mut analyst, "/facility/sy.branch-227"));
    assert!(few.contains("fewer than 5 records at least") && !few.contains("register.csv"), "{few}");
    // Neither the table of places nor the map tells them apart by a difference.
    let map = plain(&page(&mut analyst, "/map"));
    assert!(map.contains("Damascus 40"), "{map}");
    let table = plain(&page(&mut analyst, "/facilities?governorate=sy.damascus"));
    assert!(table.contains("Branch 227 Military Intelligence 227 Damascus fewer than 5"), "{table}");

    let lists = page(&mut analyst, "/lists");
    assert!(lists.contains("<svg") && plain(&lists).contains("register.csv"));
    // No name of anybody is on any of them.
    for path in ["/overview", "/lists", "/list/I2", "/facilities", "/facility/sy.branch-215", "/map"] {
        let body = page(&mut analyst, path);
        for name in ["الحموي", "الديري", "باسل", "ليلى"] {
            assert!(!body.contains(name), "{path}: {name}");
        }
    }
    let caseworker = plain(&page(&mut server.browser(house.link_of(StaffRole::Caseworker)), "/facility/sy.branch-215"));
    assert!(caseworker.contains("Branch 215") && !caseworker.contains("records at least"), "{caseworker}");
}

#[test]
fn what_a_human_restricts_is_counted_no_more_and_what_comes_in_is_counted_soon() {
    let house = house();
    let restrict = |ordinal: u32| {
        let archive = open(&house.place);
        let restriction = store::Restriction {
            record: store::RecordId::new(store::ImportNumber(2), ordinal),
            property: Some(Property::Facility),
            visibility: record::Visibility::Restricted,
            teams: std::collections::BTreeSet::new(),
            reason: Private::from("asked for"),
        };
        archive.restrict(restriction, None, super::TIME).unwrap();
    };
    // Of 37: three of 2012 and two of 2013.
    (1..=5).for_each(restrict);
    let server = Server::over(&house.place);
    let mut analyst = server.browser(house.link_of(StaffRole::Analyst));
    let mut until = |told: &str| {
        let mut facility = String::new();
        for _ in 0..120 {
            facility = plain(&page(&mut analyst, "/facility/sy.branch-215"));
            if facility.contains(told) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(250));
        }
        panic!("{told}: {facility}");
    };
    until("30 records at least");
    // While it is open, another list comes in, and more is restricted.
    let mut more = "الاسم,الكنية,مكان الاحتجاز,تاريخ الدخول\n".to_owned();
    for row in 0..50 {
        let _ = writeln!(more, "هيثم,القاسم,الفرع 215,2015-01-{:02}", 1 + row % 28);
    }
    let file = house.place.file("more.csv", &more);
    house.place.athar(["import", text(&file), "--kind", "register", "--quiet"]).patience(600).go();
    until("2015 50");
    (6..=16).for_each(restrict);
    until("2012 10");
}

#[test]
fn a_partners_rows_are_shown_after_two_humans_and_each_is_a_reading() {
    let house = house();
    let server = Server::over(&house.place);
    let mut caseworker = server.browser(house.link_of(StaffRole::Caseworker));
    let mut reviewer = server.browser(house.link_of(StaffRole::Reviewer));
    let numbers = plain(&page(&mut reviewer, "/list/I1"));
    assert!(numbers.contains("Which of its rows we also have"), "{numbers}");
    assert_eq!(reviewer.get("/list/I1/rows").status, 409);
    let said = [("partner", "the registrar"), ("agreed_on", "2026-11-30"), ("paper", "letter 12")];
    assert_eq!(caseworker.post("/list/I1/agreement", &said).to(), "/list/I1");
    let entry = open(&house.place).agreement("I1".parse().unwrap()).unwrap().unwrap().entry.to_string();
    assert_eq!(reviewer.get("/list/I1/rows").status, 409, "recorded is not confirmed");
    assert_eq!(caseworker.post("/list/I1/agreement/confirm", &[("entry", &entry)]).status, 409, "the same human");
    assert_eq!(reviewer.post("/list/I1/agreement/confirm", &[("entry", &entry)]).to(), "/list/I1");
    let before = readings(&house);
    let rows = page(&mut reviewer, "/list/I1/rows");
    assert!(rows.contains("الحموي"), "a row is shown");
    let pairs = readings(&house)[before.len()..].iter().filter(|what| matches!(what, Reading::Pair(..))).count();
    let shown = rows.matches("href=\"/pair/").count();
    assert!(shown > 0 && pairs == shown && shown <= 10, "{shown} rows, {pairs} readings");
    let more = rows.split("/list/I1/rows?after=").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(reviewer.get(&format!("/list/I1/rows?after={more}")).status, 200);
    assert_eq!(reviewer.get("/list/I1/rows?after=4000000000").status, 200);
    assert_eq!(server.browser(house.link_of(StaffRole::Analyst)).get("/list/I1/rows").status, 403);
    assert_eq!(reviewer.post("/list/I1/agreement/end", &[("entry", &entry), ("reason", "withdrawn")]).to(), "/list/I1");
    assert_eq!(reviewer.get("/list/I1/rows").status, 409, "taken back");
}

fn readings(house: &House) -> Vec<Reading> {
    let archive = open(&house.place);
    archive.console(0).readings(0).unwrap().into_iter().map(|line| line.what).collect()
}

#[test]
fn who_else_was_there_is_a_search_from_a_case_of_ten_at_most() {
    let house = house();
    let cells =
        [(Property::FullName, "عمار الخياط"), (Property::Facility, "الفرع 215"), (Property::ArrestDate, "2012-04-02")];
    let case = house.request(&cells);
    let server = Server::over(&house.place);
    let mut caseworker = server.browser(house.link_of(StaffRole::Caseworker));
    let path = format!("/case/{case}/company/search");
    assert!(page(&mut caseworker, &format!("/case/{case}")).contains(&path), "the case leads there");
    let form = page(&mut caseworker, &path);
    assert!(form.contains("value=\"Branch 215\"") && form.contains("value=\"2012-04-02\""), "the request is filled in");
    let ask = |browser: &mut Browser, place: &str, from: &str, to: &str| {
        browser.send("POST", &path, &format!("place={}&from={from}&to={to}", coded(place)))
    };
    let before = readings(&house).len();
    let found = ask(&mut caseworker, "فرع 215", "2012-04", "").body;
    assert_eq!(found.matches("href=\"/record/R2.").count(), 10, "ten of nineteen");
    assert!(readings(&house)[before..].contains(&Reading::Search(10)));
    for (place, from, to, expected) in [
        // Nobody then; 2011 is before all of them.
        ("Branch 215", "2011", "", 200),
        ("nowhere", "2012", "", 422),
        ("حمص", "2012", "", 422),
        ("Branch 215", "", "", 422),
        ("Branch 215", "2013", "2012", 422),
    ] {
        assert_eq!(ask(&mut caseworker, place, from, to).status, expected, "{place} {from}");
    }
    assert!(!ask(&mut caseworker, "Branch 215", "2011", "").body.contains("href=\"/record/"));
    // Counted as searches are: 120 an hour.
    let status = (0..130).map(|_| ask(&mut caseworker, "Branch 227", "2013", "").status).find(|status| *status != 200);
    assert_eq!(status, Some(429));
}

#[test]
fn a_map_of_the_deployers_own_is_drawn_and_a_wrong_one_is_told_with_a_remedy() {
    let house = house();
    let square = "[[[36,33],[37,33],[37,34],[36,33]]]";
    let outline = |place: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"place":"{place}"}},"geometry":{{"type":"Polygon","coordinates":{square}}}}}]}}"#
        )
    };
    let serve = |file: &std::path::Path| {
        house.place.athar(["serve", "--listen", "127.0.0.1:0", "--no-jobs", "--outline", text(file)]).go()
    };
    serve(&house.place.file("a.geojson", "{")).ends(3).says("save it as GeoJSON");
    serve(&house.place.file("b.geojson", outline("sy.nowhere"))).ends(3).says("sy.nowhere is no place");
    serve(&house.place.dir.path().join("none.geojson")).ends(3).says("none.geojson");
    let own = house.place.file("c.geojson", outline("sy.homs"));
    let server = Server::over_with(&house.place, &["--outline", text(&own)]);
    let map = page(&mut server.browser(house.link_of(StaffRole::Reviewer)), "/map");
    assert_eq!(map.matches("<path ").count(), 1, "one area");
    assert!(plain(&map).contains("Damascus 40"), "the table has what is not drawn");
    let usual = Server::over(&house.place);
    let map = page(&mut usual.browser(house.link_of(StaffRole::Reviewer)), "/map");
    assert_eq!(map.matches("<path ").count(), 14);
}

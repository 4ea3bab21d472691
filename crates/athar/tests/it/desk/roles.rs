//! Every page and every act, for every role: what is answered stands in a table written by hand.

use super::things::Things;
use super::{House, Server};
use std::fmt::Write;
use store::StaffRole;

const TABLE: &str = include_str!("pages.tsv");

#[test]
fn every_page_answers_every_role_as_the_table_says() {
    let house = House::new(60);
    let things = Things::of(&house);
    let server = Server::over(&house.place);
    let mut browsers: Vec<_> = StaffRole::ALL.iter().map(|role| server.browser(house.link_of(*role))).collect();
    let mut wrong = String::new();
    let mut cells = 0;
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut columns = line.split('\t');
        let (method, path) = (columns.next().unwrap(), things.named(columns.next().unwrap()));
        let form = things.named(columns.next().unwrap());
        let expected: Vec<u16> = columns.map(|status| status.trim().parse().unwrap()).collect();
        assert_eq!(expected.len(), 1 + StaffRole::ALL.len(), "{line}");
        let nobody = server.nobody().send(method, &path, &form).status;
        cells += 1;
        if nobody != expected[0] {
            let _ = writeln!(wrong, "{method} {path}: nobody gets {nobody}, not {}", expected[0]);
        }
        for ((browser, role), expected) in browsers.iter_mut().zip(StaffRole::ALL).zip(&expected[1..]) {
            let got = browser.send(method, &path, &form).status;
            cells += 1;
            if got != *expected {
                let _ = writeln!(wrong, "{method} {path}: {} gets {got}, not {expected}", role.as_str());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cells > 250, "{cells} cells");
}

#[test]
fn every_route_is_in_the_table() {
    let source = include_str!("../../../../web/src/serve.rs");
    let routes = source.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")?.split_once('"'));
    let known: Vec<String> = TABLE.lines().filter_map(|line| Some(shape(line.split('\t').nth(1)?))).collect();
    // What is for anybody has tests of its own.
    let for_anybody = ["/", "/healthy", "/choose", "/logout", "/own/end"];
    let missing: Vec<String> = routes
        .filter(|(route, _)| !["/assets/", "/login", "/join/", "/demo/"].iter().any(|own| route.starts_with(own)))
        .filter(|(route, _)| !for_anybody.contains(route))
        .map(|(route, _)| shape(route))
        .filter(|route| !known.contains(route))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

/// An address with everything that is a name or number of something taken out.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path).replace("{pair}", "{}/{}");
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') || part.starts_with(|first: char| first.is_ascii_digit()) { "{}" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

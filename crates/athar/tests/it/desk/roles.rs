//! Every page and every act, for every role: what is answered stands in a table written by hand.

use super::{House, Server, TIME, open};
use record::{Position, Private, Property, Record, Role};
use std::fmt::Write;
use store::{Asker, NewRequest, StaffRole};

const TABLE: &str = include_str!("pages.tsv");

#[test]
fn every_page_answers_every_role_as_the_table_says() {
    let house = House::new(60);
    let archive = open(&house.place);
    let caseworker = house.accounts[1];
    let case = |team: &str, name: &str| {
        let claims = [(Property::Given, name), (Property::Family, "الحموي")];
        let gazetteer = record::Gazetteer::syria();
        let claims = claims
            .iter()
            .filter_map(|(property, text)| record::read_cell(*property, text, record::AsOf::default(), gazetteer).0);
        let claims = claims.collect();
        let position = Position { row: 1, ..Position::default() };
        let record = Record { position, role: Role::Sought, verbatim: Vec::new(), claims };
        let asker = Asker { name: Private::from("أم"), contact: Private::from("0999"), ..Asker::default() };
        let request = NewRequest {
            asker,
            consent: store::Consent::default(),
            team: team.to_owned(),
            contact_until: crate::run::day_in(365),
        };
        archive.open_request(record, Vec::new(), request, None, &crate::run::day_in(0)).unwrap()
    };
    let (own, other) = (case("north", "سامر"), case("south", "وائل"));
    let mut proposed = Vec::new();
    archive
        .proposals(200_000, |proposal| {
            proposed.push(proposal);
            Ok(())
        })
        .unwrap();
    let pair = proposed.first().expect("a pair is proposed");
    let decided = proposed.last().unwrap();
    let decision = store::NewDecision {
        left: decided.one,
        right: decided.other,
        verdict: store::Verdict::Unsure,
        reason: Private::from("to be looked at"),
        weight_1024: None,
        evidence: store::Json::default(),
        run: None,
        compared: Vec::new(),
        signatures: Vec::new(),
    };
    let decision = archive.decide(decision, TIME).unwrap();
    let person = archive.person_of(pair.one).unwrap();
    // Somebody whom the caseworker knows.
    let known = proposed[proposed.len() / 2].one;
    archive.recuse(caseworker, known, TIME).unwrap();
    let export = asked_export(&archive, house.accounts[2]);
    // One whose rows are looked at, one that is typed.
    let [cutting, typing] = [1_u8, 2].map(|byte| super::pictures::kept(&archive, "a register", &[byte]));
    super::pictures::open_lines(&archive, typing);
    let named = |path: &str| {
        path.replace("{pair}", &format!("{}/{}", pair.one, pair.other))
            .replace("{unproposed}", "R1.1/R1.2")
            .replace("{record}", &pair.one.to_string())
            .replace("{known}", &known.to_string())
            .replace("{person}", &person.to_string())
            .replace("{own}", &own.case.to_string())
            .replace("{other}", &other.case.to_string())
            .replace("{decision}", &decision.to_string())
            .replace("{import}", "I1")
            .replace("{export}", &export.to_string())
            .replace("{list}", "I1")
            .replace("{chapter}", "first-hour")
            .replace("{requests}", &own.record.import().to_string())
            .replace("{facility}", "sy.branch-215")
            .replace("{picture}", &cutting.to_string())
            .replace("{typing}", &typing.to_string())
            // The seventh account, whom the others do not need.
            .replace("{account}", &house.accounts[6].to_string())
    };
    drop(archive);
    let server = Server::over(&house.place);
    let mut browsers: Vec<_> = StaffRole::ALL.iter().map(|role| server.browser(house.link_of(*role))).collect();
    let mut wrong = String::new();
    let mut cells = 0;
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut columns = line.split('\t');
        let (method, path) = (columns.next().unwrap(), named(columns.next().unwrap()));
        let form = named(columns.next().unwrap());
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

/// An export that waits for a second human.
fn asked_export(archive: &store::Archive, by: store::AccountId) -> store::ExportNumber {
    let export = store::ExportAsked {
        recipient: "an institute".into(),
        shared_with: store::SharedWith::Organisations,
        purpose: "to compare".into(),
        format: "csv".to_owned(),
        fields: [record::Property::Given].into(),
        imports: [store::ImportNumber(1)].into(),
        until: crate::run::day_in(30),
    };
    archive.ask_export(export, by, &format!("{}T08:00:00Z", crate::run::day_in(0))).unwrap()
}

/// An address with everything that is a name or number of something taken out.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path).replace("{pair}", "{}/{}");
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') || part.starts_with(|first: char| first.is_ascii_digit()) { "{}" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

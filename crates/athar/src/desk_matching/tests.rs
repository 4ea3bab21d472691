//! What the pages are given: the same out of the table as one by one, and nothing of what was taken back.

use super::DeskMatching;
use crate::archive_at::now;
use crate::importing::{How as ImportHow, import_file};
use crate::linking::{How, link_archive};
use crate::printer::Printer;
use link::person::search_keys;
use record::{Claim, Position, Property, Record, Role, SourceKind};
use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Archive, Asker, Consent, ImportNumber, Location, NewRequest, RecordId, Restriction};
use tempfile::TempDir;
use web::Matching;

const GIVEN: [&str; 8] = ["Samer", "Nidal", "Omar", "Khaled", "Yusuf", "Tarek", "Hasan", "Adel"];
const FAMILIES: [&str; 7] = ["Wardani", "Kassab", "Haddad", "Najjar", "Sabbagh", "Qattan", "Hallaq"];

/// Two lists about the same made-up people, linked.
fn made() -> (TempDir, Arc<Archive>) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(&Location::dir(dir.path().join("archive"))).unwrap();
    let mut printer = Printer::unheard(Arc::default());
    for (source, kind) in [("sought", SourceKind::Sought), ("freed", SourceKind::Freed)] {
        let mut rows = String::from("Name,Father,Mother,Born,From\n");
        for number in 0..56 {
            let (given, family) = (GIVEN[number % 8], FAMILIES[number % 7]);
            let (father, mother) = (GIVEN[(number / 2) % 8], ["Rima", "Huda", "Salma"][number % 3]);
            writeln!(rows, "{given} {family},{father},{mother},{},Homs", 1960 + number / 2).unwrap();
        }
        // The same bytes would be the same list.
        writeln!(rows, "Bashar Only{source},Omar,Huda,1971,Hama").unwrap();
        let path = dir.path().join(format!("{source}.csv"));
        std::fs::write(&path, rows).unwrap();
        let how = ImportHow { source, kind, mapping: None, as_of: None, one_row_per_person: false, by: None };
        import_file(&archive, &path, &how, &printer).unwrap();
    }
    link_archive(&archive, How::usual(1), &mut printer).unwrap();
    (dir, Arc::new(archive))
}

fn of(import: u32, row: u32) -> RecordId {
    RecordId::new(ImportNumber(import), row)
}

/// Waits until the table has been read: a pair out of it knows who else would agree.
fn read(matching: &DeskMatching, archive: &Archive) {
    let since = Instant::now();
    while matching.explain(archive, &archive.console(0), of(1, 1), of(2, 1)).unwrap().unwrap().others_alike.is_none() {
        assert!(since.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_table_and_a_table_of_two_say_the_same() {
    let (_dir, archive) = made();
    let matching = DeskMatching::begin(Arc::clone(&archive));
    read(&matching, &archive);
    let nothing_read = super::latest::Latest::default();
    for row in [1, 2, 9, 40] {
        let pair = (of(1, row), of(2, row));
        let told = matching.explain(&archive, &archive.console(0), pair.0, pair.1).unwrap().unwrap();
        let (one, other) = (archive.record(pair.0).unwrap(), archive.record(pair.1).unwrap());
        let alone = nothing_read.explain(&archive, [(pair.0, &one), (pair.1, &other)]).unwrap();
        assert_eq!(told.lines, alone.lines);
        assert_eq!((told.kin, told.prior, told.calibration), (alone.kin, alone.prior, alone.calibration));
        let link = archive.link_between(pair.0, pair.1).unwrap().unwrap();
        assert_eq!(told.weight, link.weight_1024, "the weight that the queue goes by");
    }
}

#[test]
fn a_request_is_found_and_explained_before_any_run_has_seen_it() {
    let (_dir, archive) = made();
    let matching = DeskMatching::begin(Arc::clone(&archive));
    read(&matching, &archive);
    let cells = [(Property::Given, "Zulmaqar"), (Property::Family, "Tarabulsi"), (Property::Mother, "Rima")];
    let claims: Vec<Claim> = matching.claims(&archive, &cells).unwrap();
    assert!(matching.find(&archive, &archive.console(0), &claims, 5).unwrap().iter().all(|(id, _)| id.import().0 < 3));
    let record = Record { position: Position::default(), role: Role::Sought, verbatim: Vec::new(), claims };
    let request = NewRequest {
        asker: Asker::default(),
        consent: Consent::default(),
        team: String::new(),
        contact_until: now()[..10].to_owned(),
    };
    let mut taken = Vec::new();
    for _ in 0..2 {
        let keys = search_keys(&record.claims);
        taken.push(archive.open_request(record.clone(), keys, request.clone(), None, &now()).unwrap().record);
        // The second time the page of requests has grown.
        let since = Instant::now();
        loop {
            // By name alone: the mother would be a key.
            let found = matching.find(&archive, &archive.console(0), &record.claims[..2], 5).unwrap();
            if taken.iter().all(|id| found.iter().any(|(found, _)| found == id)) {
                assert!(found.windows(2).all(|pair| pair[0].0 != pair[1].0));
                break;
            }
            assert!(since.elapsed() < Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    let told = matching.explain(&archive, &archive.console(0), taken[0], taken[1]).unwrap().unwrap();
    assert!(told.lines.iter().any(|line| line.comparison == "family" && line.level == "same"));
    assert_eq!(told.others_alike, None, "nobody has looked");
}

#[test]
fn what_was_taken_back_or_restricted_does_not_come_out_of_memory() {
    let (_dir, archive) = made();
    let matching = DeskMatching::begin(Arc::clone(&archive));
    read(&matching, &archive);
    let quoted = |one, other| {
        let told = matching.explain(&archive, &archive.console(0), one, other).unwrap().unwrap();
        told.lines.iter().filter(|line| line.parts.is_some()).count()
    };
    assert!(quoted(of(1, 3), of(2, 3)) > 0);
    let restriction = Restriction {
        record: of(2, 3),
        property: None,
        visibility: record::Visibility::Restricted,
        teams: std::collections::BTreeSet::new(),
        reason: record::Private::from("asked for"),
    };
    archive.restrict(restriction, None, &now()).unwrap();
    assert_eq!(quoted(of(1, 3), of(2, 3)), 0);
    let question = archive.record(of(1, 3)).unwrap().claims;
    let found = |archive: &Archive| matching.find(archive, &archive.console(0), &question, 50).unwrap();
    assert!(found(&archive).iter().any(|(id, _)| *id == of(1, 3)));
    assert!(found(&archive).iter().all(|(id, _)| *id != of(2, 3)), "it is restricted as a whole");
    archive.undo_import(ImportNumber(2), &now()).unwrap();
    assert!(matching.explain(&archive, &archive.console(0), of(1, 1), of(2, 1)).is_err());
    let question = archive.record(of(1, 1)).unwrap().claims;
    assert!(
        matching
            .find(&archive, &archive.console(0), &question, 50)
            .unwrap()
            .iter()
            .all(|(id, _)| id.import() == ImportNumber(1))
    );
}

/// What is hidden of a record changes nothing in what is found, in which order and how heavy: another mother could stand there.
#[test]
fn what_is_hidden_neither_finds_nor_counts() {
    let (_dir, archive) = made();
    let matching = DeskMatching::begin(Arc::clone(&archive));
    read(&matching, &archive);
    let restrict = |record, property| {
        let restriction = Restriction {
            record,
            property: Some(property),
            visibility: record::Visibility::Restricted,
            teams: std::collections::BTreeSet::new(),
            reason: record::Private::from("asked for"),
        };
        archive.restrict(restriction, None, &now()).unwrap();
    };
    let hidden = of(2, 3);
    let claims = archive.record(hidden).unwrap().claims;
    let of_mother = |name: &str| {
        let mut cells: Vec<(Property, &str)> = Vec::new();
        for claim in claims.iter().filter(|claim| claim.property != Property::Mother) {
            if claim.property.family() == record::Family::Name {
                cells.push((claim.property, &claim.as_written));
            }
        }
        cells.push((Property::Mother, name));
        matching.claims(&archive, &cells).unwrap()
    };
    let weight = |question: &[Claim]| {
        let found = matching.find(&archive, &archive.console(0), question, 50).unwrap();
        found.iter().find(|(id, _)| *id == hidden).map(|(_, weight)| *weight)
    };
    let own = claims.iter().find(|claim| claim.property == Property::Mother).unwrap().as_written.clone();
    assert!(weight(&of_mother(&own)) > weight(&of_mother("Zaynab")), "open, the mother counts");
    restrict(hidden, Property::Mother);
    let blind = weight(&of_mother(&own));
    assert!(blind.is_some(), "it is found by what is open of it");
    assert_eq!(blind, weight(&of_mother("Zaynab")));
    // The index knows a name as a whole.
    restrict(hidden, Property::FullName);
    assert_eq!(weight(&of_mother(&own)), None);
}

/// A minor's birth is restricted by what it says: a question about a birth weighs nothing of it for whoever may not see it.
#[test]
fn a_minors_birth_weighs_nothing() {
    let (dir, archive) = made();
    let year = now()[..4].parse::<i32>().unwrap() - 9;
    let path = dir.path().join("children.csv");
    std::fs::write(&path, format!("Name,Father,Mother,Born\nRami Kassab,Nidal,Rima,{year}-04-05\n")).unwrap();
    let how = ImportHow {
        source: "children",
        kind: SourceKind::Sought,
        mapping: None,
        as_of: Some(now()[..10].to_owned()),
        one_row_per_person: false,
        by: None,
    };
    let mut printer = Printer::unheard(Arc::default());
    import_file(&archive, &path, &how, &printer).unwrap();
    link_archive(&archive, How::usual(1), &mut printer).unwrap();
    let matching = DeskMatching::begin(Arc::clone(&archive));
    read(&matching, &archive);
    let record = archive.record(of(3, 1)).unwrap();
    assert!(record.claims_of(Property::BirthDate).all(|claim| claim.visibility == record::Visibility::Restricted));
    let asked = |born: String| {
        let cells = [(Property::FullName, "Rami Kassab"), (Property::BirthDate, born.as_str())];
        let claims = matching.claims(&archive, &cells).unwrap();
        let found = matching.find(&archive, &archive.console(0), &claims, 50).unwrap();
        found.iter().find(|(id, _)| *id == of(3, 1)).map(|(_, weight)| *weight)
    };
    assert!(asked(format!("{year}-04-05")).is_some());
    assert_eq!(asked(format!("{year}-04-05")), asked(format!("{}-11-20", year - 30)));
}

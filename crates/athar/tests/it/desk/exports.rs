//! A list leaves by the browser: asked for, approved by another, copied, opened and read; withdrawals follow it.

use super::{Browser, House, Server, open};
use crate::run::day_in;
use record::Private;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use store::{ImportNumber, Profile, RecordId, StaffRole};

fn zipped(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A second reviewer and the link that lets them in.
fn second_reviewer(house: &House) -> String {
    let archive = open(&house.place);
    let roles = BTreeSet::from([StaffRole::Reviewer]);
    let profile = Profile { name: Private::from("another"), roles, ..Profile::default() };
    let admin = house.accounts[5];
    let account = archive.enrol(profile, None, Some(admin), super::TIME).unwrap();
    web::invite(&archive, account, Some(admin), true).unwrap()
}

fn ask(browser: &mut Browser, format: &str, until: &str) -> String {
    let form = [
        ("recipient", "an institute"),
        ("share", "organisations"),
        ("purpose", "to compare"),
        ("format", format),
        ("until", until),
        ("list", "I2"),
        ("field", "given"),
        ("field", "family"),
        ("field", "mother"),
        ("field", "birth_date"),
    ];
    let answer = browser.post("/exports", &form);
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.to().to_owned()
}

#[test]
fn a_list_is_asked_for_approved_copied_and_followed() {
    let house = House::new(30);
    let link = second_reviewer(&house);
    let server = Server::over(&house.place);
    let mut one = server.browser(house.link_of(StaffRole::Reviewer));
    let mut other = server.browser(&link);
    for format in ["csv", "ftm", "pfif", "xlsx"] {
        let export = ask(&mut one, format, &day_in(30));
        assert_eq!(one.get(&export).status, 200);
        // Not before another human has said so, and never by whoever asked.
        assert_eq!(one.post(&format!("{export}/copy"), &[]).status, 409);
        assert_eq!(one.post(&format!("{export}/approve"), &[]).status, 409);
        assert_eq!(other.post(&format!("{export}/approve"), &[]).status, 303);
        assert!(one.get(&export).body.contains("Make a copy and hand it over"));
        let copy = one.post_for_bytes(&format!("{export}/copy"));
        assert_eq!(copy.0.status, 200, "{}", server.output());
        let named = copy.0.fields.get("content-disposition").unwrap();
        assert!(named.starts_with("attachment; filename=\"E"), "{named}");
        let sha256 = store::Hash::of(&copy.1).to_string();
        assert!(one.get(&export).body.contains(&sha256), "the ledger has the hash of what was handed over");
        if format == "csv" {
            let list = zipped(&copy.1, "list.csv");
            // Of each row what follows its keyed id, whose digits are random.
            let said: String = list.lines().filter_map(|row| row.split_once(',')).map(|(_, rest)| rest).collect();
            assert!(said.contains("وائل") && !said.contains("093") && !list.contains("R2."), "{list}");
            assert!(zipped(&copy.1, "about.csv").contains("an institute"));
        }
        // The export is this archive's own: it is read back.
        let file = house.place.file("back.bin", "");
        std::fs::write(&file, &copy.1).unwrap();
    }
    // Somebody asks to be removed: every copy has to hear of it.
    let archive = open(&house.place);
    let gone = RecordId::new(ImportNumber(2), 3);
    archive.ask_withdrawal(gone, "that is me".into(), None, super::TIME).unwrap();
    let export = archive.exports().unwrap()[0].number;
    let id = archive.exported_id(export, gone);
    drop(archive);
    let page = format!("/export/{export}");
    assert!(other.get(&page).body.contains("One record of a copy may not leave any more"));
    let follows = other.post_for_bytes(&format!("{page}/follow"));
    let list = zipped(&follows.1, "list.csv");
    assert!(list.contains(&id) && list.contains("withdrawn") && !list.contains("وائل"), "{list}");
    assert!(!other.get(&page).body.contains("may not leave any more"));
    assert_eq!(other.post(&format!("{page}/follow"), &[]).status, 422);
    // The next copy is without it.
    let next = zipped(&one.post_for_bytes(&format!("{page}/copy")).1, "list.csv");
    assert!(!next.contains(&id));
    assert_eq!(other.post(&format!("{page}/stop"), &[("reason", "enough")]).status, 303);
    assert_eq!(one.post(&format!("{page}/copy"), &[]).status, 409);
    house.place.is_clean();
}

//! What a search tells whoever may read no more.

use super::{House, Server, open};
use crate::run::day_in;
use record::{AsOf, Gazetteer, Position, Private, Property, Record, Role};
use store::{Asker, CaseNumber, Consent, NewRequest, RecordId, StaffRole, limits};

fn case(house: &House) -> CaseNumber {
    let claims = record::read_cell(Property::FullName, "عمار الخياط", AsOf::default(), Gazetteer::syria()).0;
    let position = Position { row: 1, ..Position::default() };
    let sought = Record { position, role: Role::Sought, verbatim: Vec::new(), claims: claims.into_iter().collect() };
    let request = NewRequest {
        asker: Asker { name: Private::from("أم"), ..Asker::default() },
        consent: Consent::default(),
        team: "north".to_owned(),
        contact_until: day_in(365),
    };
    open(&house.place).open_request(sought, Vec::new(), request, None, &day_in(0)).unwrap().case
}

#[test]
fn a_search_over_the_hour_does_not_tell_whether_it_found_anybody() {
    let house = House::new(60);
    let case = case(&house);
    let server = Server::over(&house.place);
    let mut caseworker = server.browser(house.link_of(StaffRole::Caseworker));
    let mut ask = |name: &str| caseworker.post(&format!("/case/{case}/search"), &[("name", name)]);
    let (found, nobody) = (ask("سامر الحموي"), ask("اغناطيوس كراتشكوفسكي"));
    assert_eq!((found.status, nobody.status), (200, 200));
    let leads = |answer: &super::Answer| answer.body.contains("href=\"/record/");
    assert!(leads(&found) && !leads(&nobody), "one finds somebody, and one does not");
    // The hour's readings but one, as one page of them: a case and whom it shows are two.
    let account = house.accounts[StaffRole::ALL.iter().position(|role| *role == StaffRole::Caseworker).unwrap()];
    let archive = open(&house.place);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let record = RecordId::new(archive.imports().unwrap()[0].number, 1);
    let read = |count: u64| {
        archive.at_once(|| {
            let session = archive.session(account, None, now).unwrap();
            (0..count).for_each(|_| drop(session.record(record)));
        })
    };
    let used = 4;
    read(limits::READINGS_PER_HOUR_MAX - used - 1).unwrap();
    let same = |found: super::Answer, nobody: super::Answer| {
        assert_eq!((found.status, nobody.status), (429, 429));
        assert_eq!(found.body, nobody.body);
    };
    same(ask("سامر الحموي"), ask("اغناطيوس كراتشكوفسكي"));
    assert!(read(1).is_err(), "the refusals are lines too");
    same(ask("سامر الحموي"), ask("اغناطيوس كراتشكوفسكي"));
}

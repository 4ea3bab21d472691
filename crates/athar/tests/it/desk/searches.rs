//! What a search tells whoever may read no more.

use super::{House, Server, open};
use record::Property;
use store::{RecordId, StaffRole, limits};

#[test]
fn a_search_over_the_hour_does_not_tell_whether_it_found_anybody() {
    let house = House::new(60);
    let case = house.request(&[(Property::FullName, "عمار الخياط")]);
    let server = Server::over(&house.place);
    let mut caseworker = server.browser(house.link_of(StaffRole::Caseworker));
    let mut ask = |name: &str| caseworker.post(&format!("/case/{case}/search"), &[("name", name)]);
    let (found, nobody) = (ask("سامر الحموي"), ask("اغناطيوس كراتشكوفسكي"));
    assert_eq!((found.status, nobody.status), (200, 200));
    let leads = |answer: &super::Answer| answer.body.contains("href=\"/record/");
    assert!(leads(&found) && !leads(&nobody), "one finds somebody, and one does not");
    // The hour's readings but one, as one page of them: a case and whom it shows are two.
    let account = house.account_of(StaffRole::Caseworker);
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

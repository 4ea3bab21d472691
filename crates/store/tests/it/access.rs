//! Every cell of the table of access, and the same cells through the archive with ids that are tried directly.
//!
//! The table stands in `access.tsv`, to be read by whoever decides about it: a role, a kind of thing, a deed, and one
//! letter for each team and restriction. It is not made from the code: a change of either fails here.

use crate::fixtures::{TIME, keeper, keys, meta, on_both, record, request};
use record::{Property, Record, Role, Visibility};
use std::collections::BTreeMap;
use store::access::{Asked, Deed, Kind, Team, permits};
use store::{Archive, Case, NewRequest, Profile, RecordId, Restriction, StaffRole, StoreError, Verdict};

const TABLE: &str = include_str!("access.tsv");
const VISIBILITIES: [Visibility; 3] = [Visibility::Staff, Visibility::Restricted, Visibility::Sealed];
const NOW: i64 = 1_733_817_600;

type Cell = (StaffRole, Kind, Deed, bool, Team, Visibility);

/// The table: columns are teams (any, own, other) times restriction (staff, restricted, sealed). `y` yes, `c` to those
/// who are cleared, `-` no. What is in no row is no.
fn table() -> BTreeMap<Cell, bool> {
    let mut cells = BTreeMap::new();
    let mut rows = std::collections::BTreeSet::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let role = StaffRole::parse(columns[0]).unwrap();
        let kind = Kind::ALL.into_iter().find(|kind| format!("{kind:?}").to_lowercase() == columns[1]).unwrap();
        let deed = if columns[2] == "see" { Deed::See } else { Deed::Change };
        assert!(rows.insert((role, kind, deed)), "twice: {line}");
        let letters: Vec<char> = columns[3..].iter().flat_map(|column| column.chars()).collect();
        assert_eq!(letters.len(), 9, "{line}");
        let mut letters = letters.into_iter();
        for team in Team::ALL {
            for visibility in VISIBILITIES {
                let letter = letters.next().unwrap();
                for is_cleared in [false, true] {
                    let may = letter == 'y' || (letter == 'c' && is_cleared);
                    cells.insert((role, kind, deed, is_cleared, team, visibility), may);
                }
            }
        }
    }
    cells
}

fn profile(role: StaffRole, is_cleared: bool) -> Profile {
    Profile { roles: [role].into(), teams: ["own".to_owned()].into(), is_cleared, ..Profile::default() }
}

#[test]
fn every_cell_of_the_table() {
    let table = table();
    let mut tested = 0;
    for role in StaffRole::ALL {
        for kind in Kind::ALL {
            for deed in Deed::ALL {
                for is_cleared in [false, true] {
                    for team in Team::ALL {
                        for visibility in VISIBILITIES {
                            let cell = (role, kind, deed, is_cleared, team, visibility);
                            let expected = table.get(&cell).copied().unwrap_or(false);
                            let asked = Asked { kind, deed, visibility, team, is_recused: false };
                            assert_eq!(permits(&profile(role, is_cleared), asked), expected, "{cell:?}");
                            let recused = permits(&profile(role, is_cleared), Asked { is_recused: true, ..asked });
                            assert!(!recused || expected, "{cell:?}: recusal gives nothing");
                            tested += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(tested, 6 * 17 * 2 * 2 * 3 * 3);
}

#[test]
fn nobody_may_do_everything_and_no_role_may_do_nothing() {
    for role in StaffRole::ALL {
        let may = |asked| permits(&profile(role, true), asked);
        let can = Kind::ALL.iter().flat_map(|&kind| [may(Asked::see(kind)), may(Asked::change(kind))]);
        let can: Vec<bool> = can.collect();
        assert!(can.contains(&true) && can.contains(&false), "{role:?}");
        let sees_persons = may(Asked::see(Kind::Person));
        assert!(
            !(sees_persons && may(Asked::change(Kind::Account))),
            "{role:?}: whoever keeps accounts sees no person"
        );
        assert!(!(may(Asked::see(Kind::Original)) && may(Asked::change(Kind::Decision))), "{role:?}");
    }
    assert!(Kind::ALL.iter().all(|&kind| !permits(&Profile::default(), Asked::see(kind))), "no role, nothing");
}

/// One request of each team and restriction.
fn cases(archive: &Archive) -> Vec<(Team, Visibility, Case)> {
    let mut cases = Vec::new();
    for (team, name) in Team::ALL.into_iter().zip(["", "own", "other"]) {
        for visibility in VISIBILITIES {
            let request = NewRequest { team: name.to_owned(), ..request() };
            let case = archive.open_request(record(1), keys(1), request, None, TIME).unwrap();
            if visibility > Visibility::Staff {
                let restriction = Restriction {
                    record: case.record,
                    property: None,
                    visibility,
                    teams: [].into(),
                    reason: "a threat".into(),
                };
                archive.restrict(restriction, None, TIME).unwrap();
            }
            cases.push((team, visibility, case));
        }
    }
    cases
}

/// Ids that are tried directly: what the table does not permit looks as if it were not there, by every door.
#[test]
fn every_door_asks_the_same_function() {
    on_both(|place| {
        let archive = place.archive();
        let cases = cases(&archive);
        let anchor = archive.open_request(record(2), keys(2), request(), None, TIME).unwrap();
        let decisions: Vec<_> = cases
            .iter()
            .map(|(.., case)| {
                archive.decide(crate::fixtures::decision(case.record, anchor.record, Verdict::Unsure), TIME).unwrap()
            })
            .collect();
        let table = table();
        let mut doors = 0;
        for role in StaffRole::ALL {
            for is_cleared in [false, true] {
                let account = archive.enrol(profile(role, is_cleared), None, keeper(&archive), TIME).unwrap();
                for ((team, visibility, case), &decision) in cases.iter().zip(&decisions) {
                    // Another hour for each, so that no budget is what refuses.
                    let session = archive.session(account, None, NOW + doors * 7_200).unwrap();
                    let may = |kind, deed| {
                        table.get(&(role, kind, deed, is_cleared, *team, *visibility)).copied().unwrap_or(false)
                    };
                    let whole = |kind, deed| table.get(&(role, kind, deed, is_cleared, Team::Any, Visibility::Staff));
                    let anchor_too = |kind, deed| whole(kind, deed).copied().unwrap_or(false);
                    let person = archive.person_of(case.record).unwrap();
                    let at = format!("{} {role:?} {is_cleared} {team:?} {visibility:?}", place.engine);
                    assert_eq!(open(session.record(case.record)), may(Kind::Record, Deed::See), "record: {at}");
                    let sees = may(Kind::Record, Deed::See) && anchor_too(Kind::Person, Deed::See);
                    assert_eq!(open(session.person(person)), sees, "person: {at}");
                    assert_eq!(open(session.case(case.case)), may(Kind::Case, Deed::See), "case: {at}");
                    assert_eq!(open(session.contact(case.case, 1)), may(Kind::Contact, Deed::See), "contact: {at}");
                    let decides = may(Kind::Decision, Deed::Change) && anchor_too(Kind::Decision, Deed::Change);
                    assert_eq!(session.may_decide(case.record, anchor.record).unwrap(), decides, "decides: {at}");
                    let reads = may(Kind::Decision, Deed::See) && anchor_too(Kind::Decision, Deed::See);
                    assert_eq!(open(session.decision(decision)), reads, "decision: {at}");
                    doors += 1;
                }
            }
        }
        assert_eq!(doors, 6 * 2 * 9);
    });
}

/// Seen, or not there: nothing else.
fn open<T>(outcome: Result<T, StoreError>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(StoreError::NoSuch(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

/// Each claim by itself, and informers not at all.
#[test]
fn claims_and_roles_are_asked_for_one_by_one() {
    on_both(|place| {
        let archive = place.archive();
        let claim = |property, visibility| record::Claim { visibility, ..record::Claim::new(property, "x") };
        let claims = vec![
            claim(Property::Given, Visibility::Staff),
            claim(Property::Health, Visibility::Restricted),
            claim(Property::Phone, Visibility::Sealed),
        ];
        let mut writer = archive.begin_import(meta("branch file")).unwrap();
        let held = writer.push(Record { claims: claims.clone(), ..record(1) }, vec![], &[]).unwrap();
        let informer = writer.push(Record { role: Role::Informer, claims, ..record(2) }, vec![], &[]).unwrap();
        writer.accept(TIME).unwrap();
        let seen = |role, is_cleared, id: RecordId| {
            let account = archive.enrol(profile(role, is_cleared), None, keeper(&archive), TIME).unwrap();
            match archive.session(account, None, NOW).unwrap().record(id) {
                Ok(view) => Some(view.record.claims.iter().map(|claim| claim.property).collect::<Vec<_>>()),
                Err(StoreError::NoSuch(_)) => None,
                Err(error) => panic!("{error}"),
            }
        };
        assert_eq!(seen(StaffRole::Caseworker, false, held).unwrap(), [Property::Given]);
        assert_eq!(seen(StaffRole::Caseworker, true, held).unwrap(), [Property::Given, Property::Health]);
        assert_eq!(
            seen(StaffRole::Keyholder, false, held).unwrap(),
            [Property::Given, Property::Health, Property::Phone]
        );
        assert_eq!(seen(StaffRole::Caseworker, true, informer), None);
        assert_eq!(seen(StaffRole::Reviewer, true, informer), None);
        assert!(seen(StaffRole::Keyholder, false, informer).is_some());
    });
}

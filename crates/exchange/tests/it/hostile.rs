//! Documents that somebody damaged, by chance or on purpose: read as far as they go, or refused with a reason.

use crate::{bayanat, file, person_finder, statements};
use exchange::{ExchangeError, Hints, Item, guess, out, read};
use proptest::prelude::*;
use record::{Gazetteer, Property};
use std::ops::ControlFlow;

/// One document of each kind, with the name that it goes under.
fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let rows = vec![
        crate::out::row("a1", &[(Property::FullName, "سامر \"الورداني\"\nسطر"), (Property::Facility, "صيدنايا")]),
        out::Row::tombstone("a2"),
    ];
    let export = crate::out::export(&[Property::FullName, Property::Facility], rows);
    let entities = "{\"id\":\"x\",\"schema\":\"Person\",\"properties\":{\"name\":[\"سامر\"]}}\n".repeat(3);
    vec![
        ("list.csv", out::csv(&export, Gazetteer::syria()).unwrap().bytes),
        ("list.xml", person_finder::EXAMPLE.as_bytes().to_vec()),
        ("statements.csv", statements::FOREIGN.as_bytes().to_vec()),
        ("entities.json", entities.into_bytes()),
        ("actors.json", bayanat::document().into_bytes()),
    ]
}

/// A change to a document: what is taken out at a place, and what is put there.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, Vec<u8>)>> {
    let put = prop_oneof![
        Just(Vec::new()),
        proptest::collection::vec(any::<u8>(), 1..4),
        "[<>&;\"'{}\\[\\],:\n\\\\]{1,9}".prop_map(String::into_bytes),
        Just(b"<pfif:person>".to_vec()),
        Just(b"\"actor_profiles\": [".to_vec()),
    ];
    proptest::collection::vec((any::<prop::sample::Index>(), 0..60_usize, put), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn damage_never_stops_a_reading_without_a_reason(changes in changes()) {
        for (name, mut bytes) in documents() {
            for (at, taken, put) in &changes {
                let at = at.index(bytes.len() + 1);
                let end = (at + taken).min(bytes.len());
                bytes.splice(at..end, put.iter().copied());
            }
            let (_folder, path) = file(name, &bytes);
            let mapping = match guess(&path, &Hints::default(), Gazetteer::syria()) {
                Ok(mapping) => mapping,
                Err(ExchangeError::Empty { .. } | ExchangeError::NotAList { .. }) => continue,
                Err(error) => return Err(TestCaseError::fail(format!("{name}: {error}"))),
            };
            let mut counted = (0, 0);
            let summary = read(&path, &mapping, Gazetteer::syria(), &mut |item| {
                match item {
                    Item::Record(_, problems) => counted = (counted.0 + 1, counted.1 + problems.len() as u64),
                    Item::Problem(_) => counted.1 += 1,
                }
                ControlFlow::Continue(())
            });
            let summary = summary.map_err(|error| TestCaseError::fail(format!("{name}: {error}")))?;
            prop_assert_eq!((summary.records, summary.problems), counted);
        }
    }
}

#[test]
fn a_quote_that_is_never_closed_ends_the_reading_within_a_limit() {
    let long = "x".repeat(17 << 20);
    for header in
        ["athar_id,athar_status,full_name\na1,current,", "entity_id,prop,schema,value,dataset\nx,name,Person,"]
    {
        let (_folder, path) = file("list.csv", format!("{header}سامر\na2,name,\"{long}").as_bytes());
        let read = crate::read_all(&path);
        assert_eq!(read.records.len(), 1);
        assert!(read.kinds().contains(&record::ProblemKind::Malformed), "{:?}", read.kinds());
    }
}

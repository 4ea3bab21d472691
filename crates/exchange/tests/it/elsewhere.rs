//! Lists of another country: places are those of the gazetteer that is given, not of Syria.

use exchange::{Hints, Item, guess, read};
use record::{Gazetteer, Property};
use std::ops::ControlFlow;

#[test]
fn places_are_those_of_the_gazetteer_given() {
    let elsewhere = "id,kind,parent,name_latin\nxx,country,,Elsewhere\nxx.quay,town,xx,Quay\nxx.mill,town,xx,Mill\n";
    let elsewhere = Gazetteer::from_csv(elsewhere).unwrap_or_else(|error| panic!("{error}"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    std::fs::write(&path, "name,origin\nAhmad Khatib,Quay\nSamer Haddad,Mill\nRami Najjar,Daraya\n").unwrap();

    let origins = |places: &Gazetteer| {
        let mapping = guess(&path, &Hints::default(), places).unwrap();
        let mut found = Vec::new();
        read(&path, &mapping, places, &mut |item| {
            if let Item::Record(record, _) = item {
                found.extend(record.claims_of(Property::Origin).map(|claim| claim.normal.clone()));
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        found
    };
    assert_eq!(origins(&elsewhere), ["xx.quay", "xx.mill", "Daraya"]);
    assert_eq!(origins(Gazetteer::syria()), ["Quay", "Mill", "sy.daraya"]);
}

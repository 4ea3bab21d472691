//! The gazetteer of Syria, and how texts find places in it.

use record::{Gazetteer, GazetteerError, Place, PlaceId, PlaceKind, fold};

fn id(text: &str) -> Option<&'static str> {
    Gazetteer::syria().find(text).map(|place| place.id.as_str())
}

#[test]
fn the_shipped_file_is_whole() {
    let gazetteer = Gazetteer::from_tsv(include_str!("../../data/syria.tsv"));
    assert_eq!(gazetteer.as_ref().err(), None);
    let places = Gazetteer::syria().places();
    let count = |kind| places.iter().filter(|place| place.kind == kind).count();
    assert_eq!(count(PlaceKind::Governorate), 14);
    assert!(count(PlaceKind::District) >= 60 && count(PlaceKind::Facility) >= 45 && places.len() >= 300);
}

#[test]
fn parents_exist_and_everything_lies_in_syria() {
    let gazetteer = Gazetteer::syria();
    let syria = PlaceId::from("sy");
    for place in gazetteer.places() {
        assert!(gazetteer.contains(&syria, &place.id), "{:?}", place.id);
        assert!(place.parent.as_ref().is_none_or(|parent| gazetteer.get(parent).is_some()));
        assert!(place.kind == PlaceKind::Country || gazetteer.governorate(&place.id).is_some(), "{:?}", place.id);
        assert!(!place.latin.is_empty(), "{:?}", place.id);
    }
}

/// Writings of a name that say which of its namesakes is meant.
fn writings(place: &Place, name: &str) -> Vec<String> {
    let kind = match place.kind {
        PlaceKind::District => "منطقة ",
        PlaceKind::Neighbourhood => "حي ",
        PlaceKind::Town | PlaceKind::Village => "مدينة ",
        _ => "",
    };
    let mut writings = vec![name.to_owned(), format!("{kind}{name}")];
    for outer in Gazetteer::syria().ancestors(&place.id) {
        writings.push(format!("{name} - {}", outer.arabic));
        writings.push(format!("{kind}{name} - {}", outer.arabic));
    }
    writings
}

#[test]
fn every_name_finds_its_place() {
    let mut lost = Vec::new();
    let mut stolen = Vec::new();
    for place in Gazetteer::syria().places() {
        for name in place.names() {
            if !writings(place, name).iter().any(|text| id(text) == Some(place.id.as_str())) {
                lost.push(format!("{} {name}", place.id.as_str()));
            }
            // Alone, a name may be ambiguous, but never finds a place that does not bear it.
            if let Some(found) = Gazetteer::syria().find(name)
                && !found.names().any(|other| fold(other) == fold(name))
            {
                stolen.push(format!("{} {name} -> {}", place.id.as_str(), found.id.as_str()));
            }
        }
    }
    assert!(lost.is_empty() && stolen.is_empty(), "lost:\n{}\nstolen:\n{}", lost.join("\n"), stolen.join("\n"));
}

#[test]
fn people_write_places_in_many_ways() {
    for (text, expected) in [
        ("داريا", "sy.daraya"),
        ("مدينة داريّا", "sy.daraya"),
        ("Darayya", "sy.daraya"),
        ("Daraya, Rural Damascus", "sy.daraya"),
        ("داريا - ريف دمشق", "sy.daraya"),
        ("ريف دمشق/داريا", "sy.daraya"),
        ("داريا ريف دمشق", "sy.daraya"),
        ("دمشق - داريا", "sy.daraya"),
        ("منطقة داريا", "sy.district.daraya"),
        ("ريف دمشق", "sy.rif-dimashq"),
        ("حمص", "sy.homs"),
        ("محافظة حمص", "sy.homs"),
        ("مدينة حمص", "sy.homs.city"),
        ("Hims", "sy.homs"),
        ("ريف حلب", "sy.aleppo"),
        ("حمص - الخالدية", "sy.homs.khalidiyah"),
        ("حي الخالدية بحمص", "sy.homs.khalidiyah"),
        ("Idleb", "sy.idlib"),
        ("Al Qusayr", "sy.qusayr"),
        ("El-Quseir, Homs", "sy.qusayr"),
        ("Kobanê", "sy.ayn-al-arab"),
        ("Qamişlo", "sy.qamishli"),
        ("village of Kafr Laha", "sy.kafr-laha"),
        ("كفر نبل", "sy.kafr-nabl"),
        ("سجن صيدنايا", "sy.saydnaya-prison"),
        ("Saydnaya Prison", "sy.saydnaya-prison"),
        ("Sednaya prison", "sy.saydnaya-prison"),
        ("السجن العسكري الأول", "sy.saydnaya-prison"),
        ("صيدنايا", "sy.saydnaya"),
        ("فرع فلسطين", "sy.branch-235"),
        ("الفرع ٢٣٥", "sy.branch-235"),
        ("branch 235", "sy.branch-235"),
        ("فرع 215", "sy.branch-215"),
        ("215", "sy.branch-215"),
        ("الفرع 215 (سرية المداهمة)", "sy.branch-215"),
        ("مستشفى تشرين", "sy.hospital-tishreen"),
        ("مشفى 601", "sy.hospital-601"),
    ] {
        assert_eq!(id(text), Some(expected), "{text}");
    }
}

#[test]
fn what_names_no_place_or_several_finds_none() {
    for text in ["", "-", "الزهراء", "القصور", "Atlantis", "داريا - كندا", "سجن", "مدينة", "صوران"]
    {
        assert_eq!(id(text), None, "{text}");
    }
    assert_eq!(id(&"داريا ".repeat(2000)), None);
    assert_eq!(id("صوران - حماة"), Some("sy.sawran"));
}

#[test]
fn places_lie_in_places() {
    let gazetteer = Gazetteer::syria();
    let (daraya, rural, aleppo) =
        (PlaceId::from("sy.daraya"), PlaceId::from("sy.rif-dimashq"), PlaceId::from("sy.aleppo"));
    assert!(gazetteer.contains(&rural, &daraya) && gazetteer.contains(&daraya, &daraya));
    assert!(!gazetteer.contains(&daraya, &rural) && !gazetteer.contains(&aleppo, &daraya));
    assert!(!gazetteer.contains(&rural, &PlaceId::from("sy.nowhere")));
    let ancestors: Vec<&str> = gazetteer.ancestors(&daraya).map(|place| place.id.as_str()).collect();
    assert_eq!(ancestors, ["sy.district.daraya", "sy.rif-dimashq", "sy"]);
}

#[test]
fn a_bad_gazetteer_is_refused_with_its_line() {
    let error = |text: &str| Gazetteer::from_tsv(text).err();
    let first = "a\tcountry\t\tا\tA\t\n";
    assert_eq!(error(first), None);
    assert_eq!(error("a\tcountry"), Some(GazetteerError::Columns { line: 1 }));
    assert_eq!(error("a\tplanet\t\tا\tA\t"), Some(GazetteerError::Kind { line: 1 }));
    assert_eq!(error("\tcountry\t\tا\tA\t"), Some(GazetteerError::Empty { line: 1 }));
    assert_eq!(error(&format!("# x\n{first}{first}")), Some(GazetteerError::Duplicate { line: 3 }));
    assert_eq!(error(&format!("{first}b\ttown\tc\tب\tB\t")), Some(GazetteerError::Parent { line: 2 }));
    assert_eq!(error("a\ttown\ta\tا\tA\t"), Some(GazetteerError::Parent { line: 1 }));
}

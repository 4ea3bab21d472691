//! The gazetteer of Syria, and how texts find places in it.

use record::{Gazetteer, Place, PlaceId, PlaceKind, fold};

fn id(text: &str) -> Option<&'static str> {
    Gazetteer::syria().find(text).map(|place| place.id.as_str())
}

#[test]
fn the_shipped_places_are_many() {
    let places = Gazetteer::syria().places();
    let count = |kind| places.iter().filter(|place| place.kind == kind).count();
    assert_eq!(count(PlaceKind::Country), 1);
    assert_eq!(count(PlaceKind::Governorate), 14);
    assert!(count(PlaceKind::District) >= 60 && count(PlaceKind::Subdistrict) >= 270);
    assert!(count(PlaceKind::Town) >= 300 && count(PlaceKind::Facility) >= 60);
}

#[test]
fn every_place_says_where_it_is_from() {
    const SOURCES: [&str; 3] = ["OpenSyria (CC BY 4.0)", "GeoNames (CC BY 4.0)", "general public knowledge"];
    for place in Gazetteer::syria().places() {
        let id = place.id.as_str();
        assert!(SOURCES.contains(&place.source.as_str()), "{id}");
        assert_eq!(place.agency.is_some(), place.kind == PlaceKind::Facility, "{id}");
        // What has a code comes from the list that gave it, and Syria lies between these degrees.
        assert_eq!(place.code.is_some(), place.source != "general public knowledge", "{id}");
        assert!(place.position.is_none_or(|at| (32.0..37.5).contains(&at.latitude())), "{id}");
        assert!(place.position.is_none_or(|at| (35.5..42.5).contains(&at.longitude())), "{id}");
    }
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
        PlaceKind::Subdistrict => "ناحية ",
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
        ("Branch 235", "sy.branch-235"),
        ("Palestine Branch", "sy.branch-235"),
        ("الفرع 235 - دمشق", "sy.branch-235"),
        ("Sednaya Prison", "sy.saydnaya-prison"),
        ("Seydnaya prison", "sy.saydnaya-prison"),
        ("سجن صيدنايا العسكري", "sy.saydnaya-prison"),
        ("صيدنايا - المبنى الأحمر", "sy.saydnaya-red"),
        ("سجن صيدنايا الأبيض", "sy.saydnaya-white"),
        ("ناحية داريا", "sy.subdistrict.daraya"),
        ("ناحية مركز داريا", "sy.subdistrict.daraya"),
        ("الأمن السياسي بحلب", "sy.political-security-aleppo"),
        ("فرع الأمن السياسي في حلب", "sy.political-security-aleppo"),
        ("المخابرات الجوية في درعا", "sy.air-force-daraa"),
        ("سجن البالونة", "sy.balouni-prison"),
        ("سجن العقاب", "sy.iqab-prison"),
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
    for text in [
        "",
        "-",
        "الحميدية",
        "مشفى العيون",
        "الفرع 999",
        "behind the bakery",
        "الزهراء",
        "القصور",
        "Atlantis",
        "داريا - كندا",
        "سجن",
        "مدينة",
        "صوران",
    ] {
        assert_eq!(id(text), None, "{text}");
    }
    assert_eq!(id(&"داريا ".repeat(2000)), None);
    assert_eq!(id("صوران - حماة"), Some("sy.sawran"));
    assert_eq!(id("الحميدية - حماة"), Some("sy.hama.hamidiyah"));
    assert_eq!(id("الحميدية - طرطوس"), Some("sy.hamidiyah"));
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
    assert_eq!(ancestors, ["sy.subdistrict.daraya", "sy.district.daraya", "sy.rif-dimashq", "sy"]);
}

//! What a claim carries, and what archives of before say.

use crate::claim;
use record::{
    AsOf, Certainty, Claim, ClaimPrecision, Gazetteer, PartialDate, PlaceKind, Precision, Property, Script, Visibility,
    read_cell,
};

#[test]
fn json_of_plain_claims_is_what_it_was() {
    let old = r#"{"property":"birth_date","as_written":"تولد 1985","normal":"1985","certainty":"stated","visibility":"staff"}"#;
    let read: Claim = serde_json::from_str(old).unwrap();
    assert_eq!((read.part, read.language.as_str(), read.valid), (0, "", None));
    assert!(read.quotes.is_empty());
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
    let (now, _) = read_cell(Property::BirthDate, "تولد 1985", AsOf::default(), Gazetteer::syria());
    assert_eq!(serde_json::to_string(&now.unwrap()).unwrap(), old);
    let empty = r#"{"property":"age","as_written":"34","certainty":"stated","visibility":"staff"}"#;
    let (now, _) = read_cell(Property::Age, "34", AsOf::default(), Gazetteer::syria());
    assert_eq!(serde_json::to_string(&now.unwrap()).unwrap(), empty);
}

#[test]
fn what_is_said_reads_back() {
    let full = claim(Property::Status, "معتقل")
        .with_normal("held")
        .with_certainty(Certainty::Unsure)
        .with_part(2)
        .with_language("ar-SY")
        .with_quotes("سامر")
        .with_valid(PartialDate::parse_edtf("2013/2014-05").unwrap());
    let json = serde_json::to_string(&full).unwrap();
    assert!(json.ends_with(r#""part":2,"language":"ar-SY","quotes":"سامر","valid":"2013/2014-05"}"#), "{json}");
    assert_eq!(serde_json::from_str::<Claim>(&json).unwrap(), full);
    assert_eq!(format!("{full:?}"), "Claim(status)");
}

#[test]
fn script_and_precision_follow_from_the_words() {
    let syria = Gazetteer::syria();
    assert_eq!(claim(Property::Given, "أحمد").script(), Script::Arab);
    assert_eq!(claim(Property::AlsoCalled, "Ahmad (أحمد)").script(), Script::Mixed);
    let precision = |property, text: &str| claim(property, text).precision(syria);
    assert_eq!(precision(Property::DeathDate, "2014-05"), Some(ClaimPrecision::Date(Precision::Month)));
    assert_eq!(precision(Property::DeathDate, "2014/2016"), Some(ClaimPrecision::Date(Precision::Interval)));
    assert_eq!(precision(Property::Facility, "sy.branch-215"), Some(ClaimPrecision::Place(PlaceKind::Facility)));
    assert_eq!(precision(Property::BurialPlace, "خلف البيت"), None);
    assert_eq!(precision(Property::Given, "2014"), None);
}

#[test]
fn witnesses_contacts_and_children_are_not_for_everyone() {
    for (property, expected) in [
        (Property::SeenBy, Visibility::Sealed),
        (Property::Declarant, Visibility::Sealed),
        (Property::MoneyPaid, Visibility::Sealed),
        (Property::SeenWith, Visibility::Restricted),
        (Property::ArrestedWith, Visibility::Restricted),
        (Property::ReferenceSample, Visibility::Restricted),
        (Property::CareHome, Visibility::Restricted),
        (Property::FileNumber, Visibility::Restricted),
        (Property::TakenWith, Visibility::Restricted),
        (Property::BornInCustody, Visibility::Restricted),
        (Property::Facility, Visibility::Staff),
    ] {
        let (read, _) = read_cell(property, "سامر 2", AsOf::default(), Gazetteer::syria());
        assert_eq!(read.unwrap().visibility, expected, "{property:?}");
        assert_eq!(claim(property, "x").visibility, expected, "{property:?}");
    }
}

#[test]
fn papers_and_remains_have_normal_forms() {
    let normal = |property, text| read_cell(property, text, AsOf::default(), Gazetteer::syria()).0.unwrap().normal;
    assert_eq!(normal(Property::PaperKind, "تثبيت بطلب الأهل"), "at_familys_request");
    assert_eq!(normal(Property::PaperKind, "ورقة"), "ورقة");
    assert_eq!(normal(Property::RemainsKind, "رفات"), "remains");
    assert_eq!(normal(Property::Court, "محكمة الإرهاب"), "sy.court-terrorism");
    assert_eq!(normal(Property::RegistrationDate, "12/3/18"), "2018-03-12?");
    assert_eq!(normal(Property::TransferredTo, "فرع فلسطين"), normal(Property::Facility, "الفرع 235"));
}

//! Gazetteer files: how they are read and written, what is told of a bad one, and another country's.

use record::{AsOf, Gazetteer, GazetteerFault, PartialDate, PlaceKind, Property, read_cell};

/// A country that nobody made: two names in a third script, and no Arabic ones.
const ELSEWHERE: &str = "\
# Invented, for this test.
kind,id,name_latin,aliases,parent,number,agency,latitude,longitude,opened,closed,source
country,xx,Elsewhere,Ailleurs,,,,,,,,invented
governorate,xx.north,North,Север|~Elsewhere,xx,,,,,,,invented
town,xx.quay,Quay,\"Quay, Old|Набережная\",xx.north,,,10.5,-20,,,invented
facility,xx.house,House of Clocks,Branch 77,xx.quay,77,Clock Office,,,1971,1985-03,invented
";

fn fault(text: &str) -> (u64, String, GazetteerFault) {
    let error = Gazetteer::from_csv(text).err().expect("a fault");
    (error.line, error.column.unwrap_or_default(), error.fault)
}

#[test]
fn every_row_is_read_as_it_was_written() {
    let syria = Gazetteer::from_csv(include_str!("../../data/syria.csv"));
    let syria = syria.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(syria.places(), Gazetteer::syria().places());
    let again = Gazetteer::from_csv(&syria.to_csv()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.places(), syria.places());
    assert_eq!(again.to_csv(), syria.to_csv());
}

#[test]
fn another_country_is_loaded_and_used() {
    let elsewhere = Gazetteer::from_csv(ELSEWHERE).unwrap_or_else(|error| panic!("{error}"));
    let found = |text: &str| elsewhere.find(text).map(|place| place.id.as_str());
    for (text, id) in [
        ("Quay", "xx.quay"),
        ("набережная", "xx.quay"),
        ("Quay - Север", "xx.quay"),
        ("quay, elsewhere", "xx.quay"),
        ("House of clocks", "xx.house"),
        ("Branch 77", "xx.house"),
    ] {
        assert_eq!(found(text), Some(id), "{text}");
    }
    let house = elsewhere.by_text_id("xx.house").expect("the house");
    assert_eq!((house.kind, house.name(), house.arabic.as_str()), (PlaceKind::Facility, "House of Clocks", ""));
    assert_eq!((house.agency.as_deref(), house.number.as_deref()), (Some("Clock Office"), Some("77")));
    assert_eq!(house.opened.map(PartialDate::to_edtf).as_deref(), Some("1971"));
    assert_eq!(house.closed.map(PartialDate::to_edtf).as_deref(), Some("1985-03"));

    let normal = |text: &str, places: &Gazetteer| {
        read_cell(Property::Origin, text, AsOf::default(), places).0.map(|claim| claim.normal)
    };
    assert_eq!(normal("Quay", &elsewhere).as_deref(), Some("xx.quay"));
    assert_eq!(normal("داريا", &elsewhere).as_deref(), Some("داريا"));
    assert_eq!(normal("داريا", Gazetteer::syria()).as_deref(), Some("sy.daraya"));
    assert_eq!(normal("beside the old well", &elsewhere).as_deref(), Some("beside the old well"));
    assert_eq!(normal("Quay", &Gazetteer::default()).as_deref(), Some("Quay"));
}

#[test]
fn a_bad_header_is_told() {
    assert_eq!(fault(""), (1, String::new(), GazetteerFault::NoHeader));
    assert_eq!(fault("\n# only a remark\n").2, GazetteerFault::NoHeader);
    assert_eq!(fault("id,kind\n"), (1, "name_ar".into(), GazetteerFault::ColumnMissing));
    assert_eq!(fault("\nid,name_ar\n"), (2, "kind".into(), GazetteerFault::ColumnMissing));
    assert_eq!(fault("id,kind,name_ar,id\n"), (1, "id".into(), GazetteerFault::ColumnTwice));
    assert_eq!(fault("id;kind;name_ar\n"), (1, String::new(), GazetteerFault::NotCommas));
    let (line, column, unknown) = fault("id,kind,name_ar,population\n");
    assert_eq!((line, column.as_str()), (1, "population"));
    assert!(matches!(unknown, GazetteerFault::UnknownColumn { known } if known.contains("name_latin")));
}

#[test]
fn a_bad_row_is_told_with_its_line_and_column() {
    let header = "id,kind,parent,name_ar,latitude,longitude,opened,closed\n# remark\n";
    let told = |row: &str| {
        let (line, column, fault) = fault(&format!("{header}a,country,,ا,,,,\n{row}\n"));
        assert_eq!(line, 4, "{row}");
        (column, fault)
    };
    assert_eq!(told(",town,a,ب,,,,"), ("id".into(), GazetteerFault::Empty));
    assert_eq!(told("a,town,a,ب,,,,"), ("id".into(), GazetteerFault::Duplicate { id: "a".into() }));
    assert_eq!(told("b,town,c,ب,,,,"), ("parent".into(), GazetteerFault::Parent { parent: "c".into() }));
    assert_eq!(told("b,town,b,ب,,,,"), ("parent".into(), GazetteerFault::Parent { parent: "b".into() }));
    assert_eq!(told("b,town,a,,,,,"), (String::new(), GazetteerFault::NoName));
    assert_eq!(told("b,town,a"), (String::new(), GazetteerFault::Cells { found: 3, expected: 8 }));
    assert_eq!(told("b,town,a,\"ب,,,,"), (String::new(), GazetteerFault::Quote));
    assert_eq!(told("b,town,a,ب,33.5,,,"), ("longitude".into(), GazetteerFault::HalfAPoint));
    assert_eq!(told("b,town,a,ب,1,2,1990,1980"), ("closed".into(), GazetteerFault::ClosedBefore));
    assert_eq!(told("b,town,a,ب,1,2,spring,"), ("opened".into(), GazetteerFault::Date { found: "spring".into() }));
    assert!(
        matches!(told("b,planet,a,ب,,,,"), (column, GazetteerFault::Kind { found, .. }) if column == "kind" && found == "planet")
    );
    for (row, expected) in [("b,town,a,ب,90.1,2,,", "latitude"), ("b,town,a,ب,1,-181,,", "longitude")] {
        assert!(matches!(told(row), (column, GazetteerFault::Degrees { .. }) if column == expected), "{row}");
    }
}

#[test]
fn what_is_too_much_is_told() {
    let header = "id,kind,name_ar,aliases\n";
    assert_eq!(fault(&format!("{header}a,town,{},\n", "ا".repeat(2_001))).2, GazetteerFault::TooLong);
    assert_eq!(fault(&format!("{header}a,town,ا,{}\n", "ب|".repeat(60))).2, GazetteerFault::TooManyNames);
    assert!(Gazetteer::from_csv(&format!("{header}a,town,ا,{}\n", "ب|".repeat(59))).is_ok());
}

#[test]
fn an_error_says_where_and_what_to_do() {
    let error = Gazetteer::from_csv("id,kind,name_ar,latitude,longitude\na,town,ا,north,36\n").err().expect("a fault");
    assert_eq!(
        error.to_string(),
        "line 2, column latitude: \"north\" is no latitude: write decimal degrees between -90 and 90, such as 33.665"
    );
}

//! Kin who carry one name: cousins alike in all but the mother.

use crate::lists::{Person, people, row, table};
use link::person::{Linkage, Options, Table, link};
use link::{Constraints, cluster};
use record::Property;

const MOTHERS: [&str; 14] = [
    "فاطمة",
    "زينب",
    "مريم",
    "خديجة",
    "سعاد",
    "نجوى",
    "هيفاء",
    "رجاء",
    "عائشة",
    "ليلى",
    "سميرة",
    "وداد",
    "أمينة",
    "نوال",
];
const PLACES: [&str; 9] = ["إدلب", "حمص", "حلب", "درعا", "الرقة", "دوما", "داريا", "الزبداني", "منبج"];

type Row = Vec<(Property, String)>;

/// A person's row, with the mother of this number or none.
fn of(person: &Person, mother: Option<usize>, place: usize) -> Row {
    let mut cells = person.arabic().to_vec();
    cells.extend(mother.map(|mother| (Property::Mother, MOTHERS[mother % MOTHERS.len()].to_owned())));
    cells.push((Property::Origin, PLACES[place % PLACES.len()].to_owned()));
    cells
}

/// Two lists: the first 1,200 of 1,800 people are on both, and of the next hundred the second list has a cousin each.
fn with_cousins() -> Table {
    let all = people(1_800, 17);
    let mut rows: Vec<(u16, Row)> = (0..).zip(&all).map(|(at, person)| (0, of(person, Some(at * 5), at / 7))).collect();
    rows.extend((0..1_200).map(|at| (1, of(&all[at], Some(at * 5), at / 7))));
    rows.extend((1_200..1_300).map(|at| (1, of(&all[at], Some(at * 5 + 3), at / 7))));
    table(&rows)
}

fn linked(table: &Table, options: &Options) -> Linkage {
    link(table, options, &mut |_, _, _| true).expect("nobody stops it")
}

fn is_linked(linkage: &Linkage, one: u32, other: u32) -> bool {
    linkage.links.iter().any(|link| (link.left, link.right) == (one, other) && link.log_odds >= 0)
}

#[test]
fn cousins_teach_no_model_that_one_person_has_two_mothers() {
    let table = with_cousins();
    let linkage = linked(&table, &Options { across_lists_only: true, ..Options::new(5, 2) });
    let cousins = (1_200..1_300).filter(|&at| is_linked(&linkage, at, 1_800 + at)).count();
    let same = (0..1_200).filter(|&at| is_linked(&linkage, at, 1_800 + at)).count();
    assert!(cousins <= 2, "{cousins} of 100 cousins are taken for one man");
    assert!(same >= 1_100, "{same} of 1,200 are found");
    let model: serde_json::Value = serde_json::from_str(&linkage.model.to_json()).expect("JSON");
    let parameters = model["parameters"].as_array().expect("parameters");
    let differs = |name: &str| {
        let of_name = parameters.iter().find(|comparison| comparison["comparison"] == name).expect("compared");
        of_name["m"][5].as_f64().expect("a share")
    };
    assert!(differs("mother") <= differs("father") + 1e-9, "{} {}", differs("mother"), differs("father"));
}

#[test]
fn a_row_without_a_mother_makes_no_one_man_of_two_cousins() {
    let others = people(900, 23);
    let mut rows: Vec<(u16, Row)> =
        (0..).zip(&others).map(|(at, person)| (0, of(person, Some(at * 5), at / 7))).collect();
    rows.extend((0..600).map(|at| (1, of(&others[at], Some(at * 5), at / 7))));
    let man = |mother: Option<&str>| {
        let mut cells = row(&[
            (Property::Given, "مصعب"),
            (Property::Father, "عبد الحميد"),
            (Property::Family, "الشيخوني"),
            (Property::BirthDate, "1988"),
            (Property::Origin, "منبج"),
        ]);
        cells.extend(mother.map(|mother| (Property::Mother, mother.to_owned())));
        cells
    };
    let first = rows.len() as u32;
    rows.extend([(0, man(Some("خديجة"))), (1, man(Some("نجوى"))), (2, man(None))]);
    let table = table(&rows);
    let linkage = linked(&table, &Options::new(5, 2));
    assert!(!is_linked(&linkage, first, first + 1), "two mothers");
    let clusters = cluster(table.len(), &linkage.edges(), 0.5, &Constraints::default());
    assert_ne!(clusters.of_record[first as usize], clusters.of_record[first as usize + 1]);
    let third = linkage.links.iter().filter(|link| link.right == first + 2 && link.left >= first);
    let probabilities: Vec<f64> = third.map(link::person::Link::probability).collect();
    assert!(
        probabilities.len() == 2 && probabilities.iter().all(|&one| (0.1..0.6).contains(&one)),
        "{probabilities:?}"
    );
}

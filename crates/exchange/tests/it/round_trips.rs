//! What is written for a recipient and read again says the same, in every format, but for what the writer said it lost.

use crate::out::{WRITERS, as_of, export};
use crate::{file, read_all};
use exchange::out::{Row, Why};
use proptest::prelude::*;
use record::{AsOf, Claim, Family, Gazetteer, PartialDate, Property, Record, Role, Visibility, read_cell};

/// Everything that may leave and is a claim.
pub(crate) fn properties() -> Vec<Property> {
    let leaves = |property: &&Property| {
        property.default_visibility() < Visibility::Sealed && **property != Property::RunningNumber
    };
    Property::ALL.iter().filter(leaves).copied().collect()
}

/// Texts as lists hold them, and as those hold them who want to harm whoever opens the list.
fn text(property: Property) -> BoxedStrategy<String> {
    let any = prop_oneof![
        4 => "[ء-ي]{2,9}( [ء-ي]{2,9}){0,3}",
        3 => "[A-Z][a-zê]{2,9}( al-[A-Z][a-z]{2,9})?",
        1 => "[=+@\\-'][A-Za-z(\"!|=1]{1,12}",
        1 => "[ء-ي]{1,5}[\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}][ء-ي\"',;<>&]{1,9}",
        1 => "[ \t]{0,2}[ء-يa-z]{1,6}[\n\r\t]{1,2}[a-z\"<&>\\\\]{0,6}[ \t\n]{0,2}",
        1 => "(_x000[A-F]_|&#10;|\\]\\]>|--|athar\\.note: |\\\\n|\\\\u\\{41\\})[a-zء-ي]{1,5}",
        1 => "[\u{1}-\u{1F}\u{7F}\u{85}\u{FFFE}a-zء-ي]{1,12}",
        1 => "[ء-ي]{1,5}[\u{A0}\u{85}\u{2028}\u{2029}\u{3000}\u{FEFF}\u{200B}\u{200C}][a-zء-ي]{1,5}[\u{A0}\u{2028}]?",
        1 => any::<String>(),
        1 => "([ء-ي]{3,8} ){200,400}",
    ];
    match (property, property.family()) {
        (Property::Age, _) => prop_oneof!["[1-9][0-9]?", "[1-4]0-[5-9]0", "حوالي [2-6][05]"].boxed(),
        (Property::Sex, _) => prop_oneof!["male", "female", "ذكر", "أنثى"].boxed(),
        (_, Family::Date) => {
            prop_oneof!["19[5-9][0-9]", "20[01][0-9]-0[1-9]-[12][0-9]", "[12][0-9]/[1-9]/201[0-9]", "آذار 201[1-9]"]
                .boxed()
        }
        (_, Family::Number) => prop_oneof!["0[0-9]{10}", "[٠-٩]{3,8}", "[0-9]{1,6}/[0-9]{2}", any].boxed(),
        _ => any.boxed(),
    }
}

fn claim() -> impl Strategy<Value = Claim> {
    let property = proptest::sample::select(properties());
    let said = property
        .prop_flat_map(|property| (Just(property), text(property), prop_oneof![4 => Just(0_u16), 1 => 1..4_u16]));
    said.prop_filter_map("words that say nothing", |(property, text, part)| {
        let (claim, _) = read_cell(property, &text, AsOf::from(as_of()), Gazetteer::syria());
        claim.map(|claim| claim.with_part(part))
    })
}

pub(crate) fn row() -> impl Strategy<Value = Row> {
    let role = proptest::sample::select(vec![Role::Sought, Role::Held, Role::Dead]);
    (proptest::collection::vec(claim(), 1..14), role).prop_map(|(claims, role)| Row {
        id: String::new(),
        source: "قائمة مخترعة <&> \"list\"".to_owned(),
        as_of: Some(as_of()),
        role,
        claims,
        withdrawn: false,
    })
}

/// What two claims must have in common; their order in the record is not kept.
fn comparable(claims: &[Claim]) -> Vec<String> {
    let mut all: Vec<String> = claims.iter().map(|claim| serde_json::to_string(claim).unwrap()).collect();
    all.sort();
    all
}

/// The claims of a record that was read, without the identifier that every export gives it.
fn read_claims(record: &Record, id: &str) -> Vec<Claim> {
    let is_id = |claim: &Claim| claim.property == Property::RowIdentifier && claim.as_written.ends_with(id);
    let at = record.claims.iter().position(is_id).expect("a record keeps the identifier that it came with");
    let mut claims = record.claims.clone();
    claims.remove(at);
    claims
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_as_it_was(rows in proptest::collection::vec(row(), 1..4)) {
        let rows: Vec<Row> = rows.into_iter().zip(1..).map(|(row, at)| Row { id: format!("r-{at}"), ..row }).collect();
        for (name, write) in WRITERS {
            let written = write(&export(&properties(), rows.clone()), Gazetteer::syria()).unwrap();
            let (_folder, path) = file(name, &written.bytes);
            let read = read_all(&path);
            prop_assert_eq!(read.records.len(), rows.len(), "{}: {:?}", name, read.problems);
            let mut lost = 0;
            for (row, record) in rows.iter().zip(&read.records) {
                prop_assert_eq!(record.role, row.role, "{}", name);
                let expected: Vec<Claim> = row.claims.iter().filter(|claim| name != "list.xlsx" || is_held(&claim.as_written)).cloned().collect();
                let read: Vec<Claim> = read_claims(record, &row.id);
                let (expected, read) = (comparable(&expected), comparable(&read));
                if name == "list.csv" || name == "list.xml" {
                    prop_assert_eq!(&read, &expected, "{}", name);
                } else {
                    // Where a format loses claims, none but those that it counted are missing, and none is invented.
                    let missing = expected.iter().filter(|claim| !read.contains(claim)).count();
                    prop_assert_eq!(missing, 0, "{}: {:?} of {:?}", name, read, expected);
                    lost += row.claims.len() - read.iter().filter(|claim| expected.contains(claim)).count();
                }
            }
            let counted: u64 = written.not_carried.iter().map(|lost| lost.count).sum();
            prop_assert_eq!(lost as u64, counted, "{}: {:?}", name, written.not_carried);
            let whys = [Why::Characters, Why::Repeated];
            prop_assert!(written.not_carried.iter().all(|lost| whys.contains(&lost.why)), "{:?}", written.not_carried);
        }
    }
}

/// Whether a cell of a workbook holds a text as it is.
fn is_held(text: &str) -> bool {
    let held = |character: char| !character.is_control() || matches!(character, '\n' | '\t' | '\r');
    text.chars().all(|character| held(character) && !matches!(character, '\u{FFFE}' | '\u{FFFF}'))
}

#[test]
fn a_record_without_a_date_of_its_source_gets_none() {
    for (name, write) in WRITERS {
        let (claim, _) = read_cell(Property::Age, "39", AsOf::default(), Gazetteer::syria());
        let name_claim = Claim::new(Property::FullName, "سامر الورداني");
        let row = Row {
            id: "r-1".to_owned(),
            source: "list".to_owned(),
            as_of: None,
            role: Role::Held,
            claims: vec![claim.unwrap(), name_claim],
            withdrawn: false,
        };
        for (as_of, birth) in [(None, ""), (PartialDate::of_year(2024).ok(), "1984/1985")] {
            let row = Row { as_of, ..row.clone() };
            let written = write(&export(&[Property::FullName, Property::Age], vec![row]), Gazetteer::syria()).unwrap();
            let (_folder, path) = file(name, &written.bytes);
            let read = read_all(&path);
            let age = read.records[0].claims_of(Property::Age).next().unwrap();
            assert_eq!((age.as_written.as_str(), age.normal.as_str()), ("39", birth), "{name}");
        }
    }
}

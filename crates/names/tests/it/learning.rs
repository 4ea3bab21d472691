//! Learning from a small invented corpus: the same bytes every time, nothing rare, nothing excluded.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use names::Tables;
use names::learn::{Exclusions, LearnError, Options, TrainingData, learn};

const GIVEN: [(&str, &str); 6] =
    [("خالد", "Khaled"), ("سامر", "Samer"), ("نزار", "Nizar"), ("وهيب", "Wahib"), ("سليم", "Salim"), ("هدى", "Huda")];
const FAMILY: [(&str, &str); 5] =
    [("الحكيم", "al-Hakim"), ("الخطيب", "al-Khatib"), ("بارودي", "Baroudi"), ("الشامي", "Shami"), ("زيتون", "Zeitoun")];

fn data() -> TrainingData {
    let mut pairs = String::from("arabic_key\tlatin\tlang\tcountry\n");
    let mut releases = String::from("person\trelease\tarabic\tlatin\tsex\tbirth_year\n");
    let mut person = 0;
    for (given, given_latin) in GIVEN {
        for (father, father_latin) in GIVEN {
            for (family, family_latin) in FAMILY {
                person += 1;
                let _ = writeln!(pairs, "{given} {family}\t{given_latin} {family_latin}\ten\tSY");
                for release in ["20240101", "20250101"] {
                    let _ = writeln!(
                        releases,
                        "{person}\t{release}\t{given} {father} {family}\t{given_latin} {father_latin} {family_latin}\tm\t"
                    );
                }
            }
        }
    }
    pairs.push_str("قشطمير الحكيم\tQashtamir Hakim\ten\tSY\n");
    let groups = "qid\ta\tl\nQ1\tشيركو\tsherko|shirko\n".to_owned();
    let files =
        [("wikidata_pairs_train.tsv", pairs), ("gaza_pairs_train.tsv", releases), ("wikidata_name_groups.tsv", groups)];
    TrainingData { files: files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect::<BTreeMap<_, _>>() }
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let mut lines = Vec::new();
    let first = learn(&data(), &Exclusions::new(), Options::default(), &mut |line| {
        lines.push(line.to_owned());
    })
    .unwrap();
    let second = learn(&data(), &Exclusions::new(), Options::default(), &mut |_| {}).unwrap();
    assert!(first == second);
    assert!(!lines.is_empty());
    let tables = Tables::from_bytes(&first).unwrap();
    assert!(tables.prior("خالد").is_some());
    assert_eq!(tables.prior("قشطمير"), None, "a part seen once must not be shipped");
    assert!(tables.closeness("خالد", "khaled") > tables.closeness("خالد", "nizar") + 10.0);
}

#[test]
fn excluded_names_take_their_person_along() {
    let mut excluded = Exclusions::new();
    excluded.add_pairs("id\ta\tb\n1\tخالد سامر الحكيم\tKhaled Samir El Hakim\n2\tHuda Zeitoun\tx y\n");
    assert!(excluded.holds("خَالد سامر الحكيم"));
    assert!(!excluded.holds("خالد نزار الحكيم"));
    assert_eq!(excluded.len(), 4);
    let mut lines = Vec::new();
    learn(&data(), &excluded, Options::default(), &mut |line| lines.push(line.to_owned())).unwrap();
    // Two releases of one person, and six rows of Huda Zeitoun.
    assert!(lines[0].ends_with("8 left out"), "{}", lines[0]);
}

#[test]
fn missing_files_are_named() {
    let error = learn(&TrainingData::default(), &Exclusions::new(), Options::default(), &mut |_| {}).unwrap_err();
    assert_eq!(error, LearnError::MissingFile { name: "wikidata_pairs_train.tsv" });
    let mut little = data();
    for text in little.files.values_mut() {
        *text = text.lines().take(3).collect::<Vec<_>>().join("\n");
    }
    assert!(matches!(
        learn(&little, &Exclusions::new(), Options::default(), &mut |_| {}),
        Err(LearnError::TooLittle { .. })
    ));
}

#[test]
fn the_second_romanisation_can_be_left_out() {
    let with = learn(&data(), &Exclusions::new(), Options::default(), &mut |_| {}).unwrap();
    let options = Options { second_romanisation: false };
    let without = learn(&data(), &Exclusions::new(), options, &mut |_| {}).unwrap();
    assert!(with != without);
    let tables = Tables::from_bytes(&without).unwrap();
    assert!(tables.provenance().contains("without the second romanisation"));
    assert!(tables.prior("خالد").is_some(), "the Arabic names of those releases stay");
}

#[test]
fn given_names_say_how_many_of_their_bearers_are_women() {
    let tables = Tables::from_bytes(&learn(&data(), &Exclusions::new(), Options::default(), &mut |_| {}).unwrap());
    assert_eq!(tables.unwrap().share_of_women("خالد"), Some(0.0));
    assert!(Tables::shipped().share_of_women("هدي").unwrap() > 0.9);
    assert_eq!(Tables::shipped().share_of_women("قشطميرنوس"), None);
}

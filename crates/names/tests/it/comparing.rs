//! Comparisons of whole names of invented people.

use std::sync::LazyLock;

use names::{Finding, NameComparison, PartVerdict, Tables, Vocabulary, compare};
use proptest::prelude::*;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::shipped(Tables::shipped()));

fn compared(a: &str, b: &str) -> NameComparison {
    compare(&VOCABULARY, a, b)
}

#[test]
fn spellings_of_one_name_are_the_same() {
    for (a, b) in [
        ("خالد محمود الخطيب", "Khaled Mahmoud al-Khatib"),
        ("خالد محمود الخطيب", "Xalid Mehmûd El-Xetîb"),
        ("خالد محمود الخطيب", "Halit Mahmut Hatip"),
        ("خالد محمود سليم الخطيب", "Khaled Mahmoud al-Khateeb"),
        ("خالد محمود سليم الخطيب", "al-Khatib, Khaled Mahmoud Salim"),
        ("عبد الرحمن يوسف نزار الحكيم", "Abderrahmane Youssef Nizar El Hakim"),
        ("عبد الرحمن يوسف نزار الحكيم", "عبدالرحمن يوسف نزار حكيم"),
        ("Dr. Khaled bin Mahmoud al-Khatib", "خالد محمود الخطيب"),
        ("Khaled Mahmoud al-Khatib", "Khalid Mahmud Alkhatib"),
        ("Catherine Mercier", "Katherine Mercier"),
        ("MERCIER Catherine", "Catherine Mercier"),
        ("Robert John Pemberton", "Robert Jhon Pemberton"),
    ] {
        let result = compared(a, b);
        assert!(result.score > 0.6, "{a} / {b}: {}", result.score);
    }
}

#[test]
fn relatives_are_a_finding_of_their_own() {
    for (a, b) in [
        ("خالد محمود سليم الخطيب", "Samer Mahmoud Salim al-Khatib"),
        ("خالد محمود سليم الخطيب", "نزار محمود سليم الخطيب"),
        ("Khaled Mahmoud al-Khatib", "Nizar Mahmoud al-Khatib"),
    ] {
        let result = compared(a, b);
        assert_eq!(result.finding, Finding::SameFamilyOtherPerson, "{a} / {b}: {}", result.score);
        assert!(result.score < 0.3, "{a} / {b}: {}", result.score);
    }
}

#[test]
fn the_order_of_the_row_may_differ_with_its_words() {
    let result = compared("خالد محمود الحكيم", "خالد الحكيم بن محمود والدته هدى");
    assert_eq!(result.finding, Finding::Same, "{}", result.score);
    // Two given names exchanged are two people unless more is known.
    assert!(compared("خالد سامر", "سامر خالد").score < compared("خالد سامر", "خالد سامر").score);
}

#[test]
fn the_mother_tells_cousins_apart() {
    let name = "خالد الحكيم بن محمود والدته";
    let same = compared(&format!("{name} هدى"), &format!("{name} هدى"));
    let other = compared(&format!("{name} هدى"), &format!("{name} سلمى"));
    assert!(same.score > 0.9, "{}", same.score);
    assert!(other.score < same.score - 0.3, "{}", other.score);
    assert_eq!(other.parts.last().map(|line| line.verdict), Some(PartVerdict::Different));
}

#[test]
fn strangers_are_different() {
    for (a, b) in [
        ("خالد محمود الخطيب", "Samer Nizar Hakim"),
        ("خالد محمود الخطيب", "خالد محمود الحكيم"),
        ("Catherine Mercier", "Robert Pemberton"),
        ("سامر", "نزار"),
    ] {
        let result = compared(a, b);
        assert_eq!(result.finding, Finding::Different, "{a} / {b}: {}", result.score);
    }
}

#[test]
fn the_explanation_names_every_part() {
    let result = compared("خالد محمود سليم الخطيب", "Khaled Mahmoud Khatib");
    assert_eq!(result.parts.len(), 4);
    assert_eq!(result.parts.iter().filter(|line| line.verdict == PartVerdict::OneSided).count(), 1);
    assert!(result.terms.len() > 4);
    let lines: i32 = result.parts.iter().map(|line| line.weight).sum();
    let terms: i32 = result.terms.iter().map(|term| term.weight).sum();
    assert_eq!(lines + terms, result.weight.0);
}

#[test]
fn a_rare_name_weighs_more_than_a_common_one() {
    assert!(VOCABULARY.evidence("بارودي", "baroudi") > VOCABULARY.evidence("محمد", "mohammed") + 2.0);
    assert!(VOCABULARY.evidence("حسن", "hussein") < VOCABULARY.evidence("حسين", "hussein"));
    assert!(VOCABULARY.evidence("خالد", "نزار") < -5.0);
    assert!((VOCABULARY.evidence("خالد", "khaled") - VOCABULARY.evidence("khaled", "خالد")).abs() < 1e-6);
}

#[test]
fn the_searched_data_change_what_a_part_says() {
    let common = Vocabulary::from_counts(Tables::shipped(), [("بارودي".to_owned(), 50_000)]);
    assert!(common.evidence("بارودي", "baroudi") + 3.0 < VOCABULARY.evidence("بارودي", "baroudi"));
}

#[test]
fn empty_and_odd_names_compare_without_a_claim() {
    for (a, b) in [("", ""), ("", "خالد"), ("—", "123"), ("Dr.", "Dr."), ("Иван", "خالد")] {
        let result = compared(a, b);
        assert!(result.score.is_finite() && result.bits.is_finite(), "{a} / {b}");
    }
    assert_ne!(compared("", "خالد محمود").finding, Finding::Same);
    assert_ne!(compared("", "").finding, Finding::Same);
}

#[test]
fn initials_neither_prove_nor_refute() {
    let fits = compared("J. Pemberton", "John Pemberton");
    let fits_not = compared("K. Pemberton", "John Pemberton");
    assert!(fits.bits > fits_not.bits);
}

fn any_name() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[A-Z][a-z]{1,8}",
        "[ابتجحدرسعفقكلمنهوي]{2,7}",
        Just("محمد".to_owned()),
        Just("Khaled".to_owned()),
        Just("al-Hakim".to_owned()),
        Just("أبو".to_owned()),
        Just("bin".to_owned()),
        Just("Dr.".to_owned()),
    ];
    proptest::collection::vec(part, 0..6).prop_map(|parts| parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn comparing_is_symmetric(a in any_name(), b in any_name()) {
        let (there, back) = (compared(&a, &b), compared(&b, &a));
        prop_assert_eq!(there.score.to_bits(), back.score.to_bits());
        prop_assert_eq!(there.bits.to_bits(), back.bits.to_bits());
        prop_assert_eq!(there.finding, back.finding);
        prop_assert_eq!(there.parts.len(), back.parts.len());
    }
}

const PARTS: [[&str; 2]; 9] = [
    ["خالد", "Khaled"],
    ["محمود", "Mahmoud"],
    ["سليم", "Salim"],
    ["نزار", "Nizar"],
    ["عبد الرحمن", "Abdul Rahman"],
    ["ليان", "Layan"],
    ["لين", "Leen"],
    ["مالك", "Malik"],
    ["محمد", "Mohammed"],
];
/// Other parts, to be put in the place of one.
const OTHERS: [[&str; 2]; 4] = [["جورج", "George"], ["وهيب", "Wahib"], ["رشيد", "Rashid"], ["ماجد", "Majed"]];
/// Parts that no list here has.
const RARE: [[&str; 2]; 4] =
    [["قشطمير", "Qashtamir"], ["بردنوس", "Bardanus"], ["شنكليف", "Shankalif"], ["طرخوزان", "Tarkhozan"]];

/// A name of one to four parts, as places in the list.
fn name() -> impl Strategy<Value = Vec<usize>> {
    // No part twice: such a name can be laid beside another in two ways, and a new part may settle which.
    proptest::sample::subsequence((0..PARTS.len()).collect::<Vec<_>>(), 1..5).prop_shuffle()
}

fn written(name: &[usize], script: usize) -> Vec<&'static str> {
    name.iter().map(|part| PARTS[*part][script]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    // The other parts stand in one order: what a new part shows about an order that differs, or about a father
    // who was passed over, may well count against.
    #[test]
    fn a_matching_rare_part_never_lowers_the_score(
        a in name(), others in proptest::collection::vec(proptest::bool::weighted(0.4), 4),
        rare in 0..RARE.len(), scripts in (0usize..2, 0usize..2), front in any::<bool>()
    ) {
        let mut more = (written(&a, scripts.0), written(&a, scripts.1));
        for ((part, other), is_other) in more.1.iter_mut().zip(OTHERS).zip(others) {
            if is_other {
                *part = other[scripts.1];
            }
        }
        let plain = more.clone();
        let at = if front { 0 } else { a.len() };
        more.0.insert(at, RARE[rare][scripts.0]);
        more.1.insert(at, RARE[rare][scripts.1]);
        let before = compared(&plain.0.join(" "), &plain.1.join(" ")).weight;
        let after = compared(&more.0.join(" "), &more.1.join(" ")).weight;
        prop_assert!(after >= before, "{:?} {:?}: {:?} then {:?}", more.0, more.1, before, after);
    }

    #[test]
    fn invented_names_compare_alike_both_ways(a in name(), b in name()) {
        let (a, b) = (written(&a, 0).join(" "), written(&b, 1).join(" "));
        prop_assert_eq!(compared(&a, &b).weight, compared(&b, &a).weight);
        prop_assert!((compared(&a, &b).bits - compared(&b, &a).bits).abs() < 1e-6);
    }
}

#[test]
fn relatives_are_never_very_likely_one_name() {
    for (a, b) in [
        ("Karim Salim Khatib", "Salim Karim Khatib"),
        ("Karim Salim Nizar Khatib", "Nizar Salim Karim Khatib"),
        ("وهيب نزار وهيب البارودي", "نزار وهيب البارودي"),
        ("وهيب نزار", "نزار وهيب"),
        ("كريم سليم الخطيب", "سليم الخطيب"),
        ("كريم سليم نزار الخطيب", "نزار الخطيب"),
        ("Samir Mahmoud Khatib", "Samira Mahmoud Khatib"),
        ("Walid Mahmoud Khatib", "Walida Mahmoud Khatib"),
        ("نادر محمود الخطيب", "نادرة محمود الخطيب"),
        ("زوجة خالد الخطيب", "خالد الخطيب"),
        ("widow of Qashtamir Baroudi", "Qashtamir Baroudi"),
        ("أبو خالد الخطيب", "خالد الخطيب"),
    ] {
        let found = compared(a, b);
        assert_ne!(found.finding, Finding::Same, "{a} / {b}: {}", found.score);
        assert_eq!(found.weight, compared(b, a).weight);
    }
}

#[test]
fn too_little_is_never_very_likely_one_name() {
    for (a, b) in [
        ("قشطمير", "سامر نزار قشطمير"),
        ("A. B.", "A. B."),
        ("N. Zaidun", "Nizar Mahmoud Zaidun"),
        ("Сamir Хatib", "Сalim Хalil"),
        ("Berxwedan Mahmoud Xelîl", "Bêrîtan Mahmoud Xelîl"),
        ("سامر سليم نزار", "وهيب نزار مريم"),
    ] {
        let found = compared(a, b);
        assert_ne!(found.finding, Finding::Same, "{a} / {b}: {}", found.score);
    }
    assert!(compared("K. al-Khatib", "خالد الخطيب").score > 0.1, "an initial refutes nothing across scripts");
}

#[test]
fn the_longest_words_keep_their_bits_within_reason() {
    for (a, b) in [
        ("Abdulrahmanmohammadkhatib Qashtamir", "Abdulrahmanmuhammadkhatib Qashtamir"),
        ("خالدمحمودسليمالخطيب قشطمير", "خالدمحمودسليمالخطبب قشطمير"),
        ("Wolfeschlegelsteinhausen Schwarzenbergerstein", "Wolfeschlegelsteinhausen Schwarzenbergerstein"),
    ] {
        let found = compared(a, b);
        assert!(found.bits.abs() < 500.0, "{}", found.bits);
        assert!(found.weight.bits().abs() < 100.0);
    }
}

//! Texts that are not names: nothing panics, nothing takes long, memory changes nothing.

use std::time::{Duration, Instant};

use names::{
    MAX_PART_LETTERS, MAX_PARTS, MAX_TEXT_CHARS, PartRole, Reader, Tables, Vocabulary, compare, normalise, read,
    read_column, readings, skeleton, skeleton_variants,
};
use proptest::prelude::*;

use crate::generator::Generator;

/// Seconds that `ten_minutes_of_hostile_names` runs.
const LONG_SECONDS: u64 = 600;

#[test]
fn long_texts_take_bounded_time() {
    let vocabulary = Vocabulary::shipped(Tables::shipped());
    let start = Instant::now();
    for text in [
        "ا".repeat(5_000) + &"ل".repeat(5_000),
        "ال".repeat(5_000),
        "a".repeat(10_000),
        "abd al ".repeat(1_500),
        "Abd Rahmanahmanahman ".repeat(500),
        "أبو عبد ال".repeat(1_000),
        "بن ".repeat(3_000),
        "(".repeat(10_000),
        "\u{301}".repeat(10_000),
        "\u{fdfa}".repeat(10_000),
        "Dr. ".repeat(2_500),
        ",".repeat(10_000),
        "İ".repeat(10_000),
        "x,".repeat(5_000),
        "a.k.a.".repeat(1_000),
        "oğlu ".repeat(1_000),
    ] {
        let _ = normalise(&text);
        let reading = read(&text);
        assert!(reading.parts.len() <= MAX_PARTS);
        assert!(reading.parts.iter().all(|part| part.text.chars().count() <= MAX_PART_LETTERS));
        let compared = compare(&vocabulary, &text, "خالد عبد الرحمن الخطيب");
        assert!(compared.score.is_finite());
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn ten_thousand_texts_of_any_letters_are_read_in_seconds() {
    let mut generator = Generator::new(20_241_208);
    let mut reader = Reader::new();
    let mut spent = Duration::ZERO;
    for _ in 0..10_000 {
        let length = generator.below(10_000);
        let text: String = (0..length).map(|_| generator.letter()).collect();
        let start = Instant::now();
        let reading = reader.read(&text);
        spent += start.elapsed();
        assert!(reading.parts.len() <= MAX_PARTS);
    }
    assert!(spent < Duration::from_secs(10), "{spent:?}");
}

#[test]
fn what_stands_beyond_the_limit_is_not_read() {
    let padding = " ".repeat(MAX_TEXT_CHARS);
    assert_eq!(read(&format!("Samer Hakim{padding}Nizar")), read("Samer Hakim"));
    assert_eq!(normalise(&format!("Samer{padding}Nizar")), "samer");
}

#[test]
fn a_full_memory_is_forgotten_without_a_trace() {
    let mut generator = Generator::new(7);
    let mut reader = Reader::new();
    for _ in 0..40_000 {
        let text = generator.name();
        assert_eq!(reader.read(&text), read(&text));
    }
}

#[test]
#[ignore = "runs for ten minutes: scripts/test --long"]
fn ten_minutes_of_hostile_names() {
    let vocabulary = Vocabulary::shipped(Tables::shipped());
    let mut generator = Generator::new(1);
    let mut reader = Reader::new();
    let mut before = String::new();
    let mut rounds = 0u64;
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(LONG_SECONDS) {
        let text = match generator.below(4) {
            0 => {
                let length = generator.below(2_000);
                (0..length).map(|_| generator.letter()).collect()
            }
            1 => generator.name(),
            2 => {
                let name = generator.name();
                generator.mutated(&name)
            }
            _ => generator.mutated(&before),
        };
        checked(&text, &mut reader);
        let compared = compare(&vocabulary, &before, &text);
        assert!(compared.score.is_finite() && (0.0..=1.0).contains(&compared.score), "round {rounds}");
        let back = compare(&vocabulary, &text, &before);
        assert_eq!(compared.score.to_bits(), back.score.to_bits(), "round {rounds}");
        before = text;
        rounds += 1;
    }
    println!("{rounds} rounds");
}

/// What must hold of any text.
pub(crate) fn checked(text: &str, reader: &mut Reader) {
    let folded = normalise(text);
    assert_eq!(normalise(&folded), folded);
    assert!(folded.chars().count() <= MAX_TEXT_CHARS);
    let reading = read(text);
    assert_eq!(reader.read(text), reading);
    assert!(reading.parts.len() <= MAX_PARTS);
    assert!((0.0..=1.0).contains(&reading.confidence));
    for part in &reading.parts {
        assert!(!part.text.is_empty());
        assert!(text.contains(part.as_written.as_str()));
        let _ = skeleton(&part.text);
        let _ = skeleton_variants(&part.text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn random_unicode_never_panics(letters in proptest::collection::vec(any::<char>(), 0..10_000)) {
        let text: String = letters.into_iter().collect();
        checked(&text, &mut Reader::new());
        for reading in readings(&text) {
            prop_assert!(reading.parts.len() <= MAX_PARTS);
        }
    }

    #[test]
    fn random_words_of_both_scripts_never_panic(text in "[ -~؀-ۿÀ-ɏ]{0,200}") {
        checked(&text, &mut Reader::new());
        prop_assert!(readings(&text).len() <= 4);
    }

    #[test]
    fn memory_changes_nothing(seed in any::<u64>()) {
        let mut generator = Generator::new(seed);
        let mut reader = Reader::new();
        for _ in 0..30 {
            let name = generator.name();
            let text = if generator.below(2) == 0 { name } else { generator.mutated(&name) };
            prop_assert_eq!(reader.read(&text), read(&text));
            prop_assert_eq!(reader.readings(&text), readings(&text));
            for role in [PartRole::Father, PartRole::Mother, PartRole::Family, PartRole::Unknown] {
                prop_assert_eq!(reader.read_column(&text, role), read_column(&text, role));
            }
        }
    }
}

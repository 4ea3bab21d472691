//! Texts that are not names: nothing panics, nothing takes long.

use std::time::{Duration, Instant};

use names::{MAX_PART_LETTERS, MAX_PARTS, Tables, Vocabulary, compare, normalise, read, readings, skeleton_variants};
use proptest::prelude::*;

#[test]
fn long_texts_take_bounded_time() {
    let vocabulary = Vocabulary::shipped(Tables::shipped());
    let start = Instant::now();
    for text in [
        "ا".repeat(5_000) + &"ل".repeat(5_000),
        "ال".repeat(5_000),
        "a".repeat(10_000),
        "abd al ".repeat(1_500),
        "أبو عبد ال".repeat(1_000),
        "بن ".repeat(3_000),
        "\u{301}".repeat(10_000),
        "\u{fdfa}".repeat(10_000),
        "Dr. ".repeat(2_500),
        ",".repeat(10_000),
        "İ".repeat(10_000),
        "x,".repeat(5_000),
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn random_unicode_never_panics(letters in proptest::collection::vec(any::<char>(), 0..10_000)) {
        let text: String = letters.into_iter().collect();
        let folded = normalise(&text);
        prop_assert_eq!(normalise(&folded), folded);
        for reading in readings(&text) {
            prop_assert!(reading.parts.len() <= MAX_PARTS);
            for part in &reading.parts {
                prop_assert!(!part.text.is_empty());
                let _ = skeleton_variants(&part.text);
            }
        }
    }

    #[test]
    fn random_words_of_both_scripts_never_panic(text in "[ -~؀-ۿÀ-ɏ]{0,200}") {
        prop_assert!(readings(&text).len() <= 4);
        prop_assert_eq!(read(&text), read(&text));
    }
}

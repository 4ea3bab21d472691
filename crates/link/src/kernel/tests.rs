//! The kernels against a plain library, and the bounds against the kernels.

use super::{
    Alphabet, Masks, Texts, damerau_levenshtein, hamming, jaccard, jaro, levenshtein, winkler, winkler_at_most,
};
use proptest::prelude::*;

fn texts(values: [&str; 2], bytes: bool) -> (Texts, usize) {
    let mut alphabet = Alphabet::default();
    for value in values {
        alphabet.learn(value);
    }
    let texts = Texts::of(values.into_iter(), (!bytes).then_some(&alphabet));
    (texts, alphabet.len().max(256))
}

/// A word of few letters, so that letters repeat; some Arabic, some beyond a machine word.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[abcde]{0,12}",
        3 => "[ابتمحد ]{0,12}",
        1 => "[abcde]{60,90}",
        1 => "[aا\u{1F600}-\u{1F6FF}]{0,9}",
    ]
}

fn similarity(one: &str, other: &str) -> (f64, f64) {
    let (texts, letters) = texts([one, other], false);
    let mut masks = Masks::new(letters);
    masks.hold(0, texts.get(0));
    let jaro = jaro(texts.get(0), texts.get(1), &masks);
    (jaro, winkler(jaro, texts.get(0), texts.get(1)))
}

proptest! {
    #[test]
    fn jaro_is_that_of_the_library(one in word(), other in word()) {
        let (own, _) = similarity(&one, &other);
        prop_assert!((own - strsim::jaro(&one, &other)).abs() < 1e-12, "{own}");
    }

    #[test]
    fn edits_are_those_of_the_library(one in word(), other in word()) {
        let (texts, letters) = texts([&one, &other], false);
        let mut masks = Masks::new(letters);
        masks.hold(0, texts.get(0));
        let own = levenshtein(texts.get(0), texts.get(1), &masks);
        prop_assert_eq!(own as usize, strsim::levenshtein(&one, &other));
        let exchanged = damerau_levenshtein(texts.get(0), texts.get(1), &masks);
        prop_assert_eq!(exchanged as usize, strsim::damerau_levenshtein(&one, &other));
    }

    #[test]
    fn bounds_never_rule_out_what_is_there(one in word(), other in word(), bytes in any::<bool>()) {
        let (texts, letters) = texts([&one, &other], bytes);
        let mut masks = Masks::new(letters);
        masks.hold(0, texts.get(0));
        let (bag, other_bag) = (texts.bag(0), texts.bag(1));
        let own = jaro(texts.get(0), texts.get(1), &masks);
        prop_assert!(one.is_empty() || bag.jaro_at_most(other_bag) + 1e-9 >= own);
        let raised = winkler(own, texts.get(0), texts.get(1));
        prop_assert!(one.is_empty() || winkler_at_most(bag.jaro_at_most(other_bag), texts.get(0), texts.get(1)) >= raised);
        let edits = damerau_levenshtein(texts.get(0), texts.get(1), &masks);
        prop_assert!(bag.edits_at_least(other_bag) <= edits);
    }

    #[test]
    fn masks_of_one_text_after_another_are_clean(words in proptest::collection::vec(word(), 2..6)) {
        let mut alphabet = Alphabet::default();
        for word in &words {
            alphabet.learn(word);
        }
        let texts = Texts::of(words.iter().map(String::as_str), Some(&alphabet));
        let mut kept = Masks::new(alphabet.len());
        for one in 0..words.len() as u32 {
            kept.hold(one, texts.get(one));
            let mut fresh = Masks::new(alphabet.len());
            fresh.hold(one, texts.get(one));
            for other in 0..words.len() as u32 {
                let (left, right) = (texts.get(one), texts.get(other));
                prop_assert_eq!(levenshtein(left, right, &kept), levenshtein(left, right, &fresh));
            }
        }
    }
}

#[test]
fn bytes_are_counted_where_bytes_are_asked_for() {
    // As DuckDB has it: two bytes of é differ from e; the first byte of أ is that of ا.
    let (texts, _) = texts(["é", "e"], true);
    let mut masks = Masks::new(256);
    masks.hold(0, texts.get(0));
    assert_eq!(levenshtein(texts.get(0), texts.get(1), &masks), 2);
    let (texts, _) = self::texts(["أحمد", "احمد"], true);
    masks.forget();
    masks.hold(0, texts.get(0));
    let own = jaro(texts.get(0), texts.get(1), &masks);
    assert!((winkler(own, texts.get(0), texts.get(1)) - 0.924_999_999_999_999_9).abs() < 1e-12);
    assert!((jaccard(texts.get(0), texts.get(1)) - 5.0 / 7.0).abs() < 1e-12);
}

#[test]
fn an_exchange_with_an_insertion_between_is_two_steps() {
    let (texts, letters) = texts(["ca", "abc"], false);
    let mut masks = Masks::new(letters);
    masks.hold(0, texts.get(0));
    assert_eq!(damerau_levenshtein(texts.get(0), texts.get(1), &masks), 2);
    assert_eq!(hamming(texts.get(0), texts.get(1)), None);
}

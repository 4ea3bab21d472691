//! Names of levels that nobody named: the engine calls them by their tests (`jaro_winkler 0.92 or more`), and what is
//! regular in that can be said in any language. A label of somebody's own is no such pattern and stays as it is.

use crate::words::Words;
use std::borrow::Cow;

/// The level in these words; nothing when its label is no pattern, or names what the words do not know.
pub(super) fn told(words: &Words, label: &str) -> Option<String> {
    let parts: Vec<&str> = label.split(" and ").collect();
    if parts.len() > 1 {
        let told: Option<Vec<String>> = parts.into_iter().map(|part| told(words, part)).collect();
        return told?
            .into_iter()
            .reduce(|one, other| words.tell("level-both", &[("one", Cow::from(one)), ("other", Cow::from(other))]));
    }
    if let Some(negated) = label.strip_prefix("not ") {
        let level = told(words, negated)?;
        return Some(words.tell("level-not", &[("level", Cow::from(level))]));
    }
    if ["equal", "missing", "otherwise"].contains(&label) {
        return Some(words.say(&format!("level-{label}")));
    }
    let (key, measure, bound) = bounded(label)?;
    bound.parse::<f64>().ok()?;
    let measure = format!("measure-{}", measure.trim_end_matches(':').replace(['_', ' '], "-"));
    let measure = words.has(&measure).then(|| words.say(&measure))?;
    Some(words.tell(key, &[("measure", Cow::from(measure)), ("bound", Cow::from(bound))]))
}

/// A measure and its bound, with the key of what the bound is.
fn bounded(label: &str) -> Option<(&'static str, &str, &str)> {
    for (ending, key) in [(" or more", "level-at-least"), (" or less", "level-at-most")] {
        if let Some((measure, bound)) = label.strip_suffix(ending).and_then(|rest| rest.rsplit_once(' ')) {
            return Some((key, measure, bound));
        }
    }
    let (rest, bound) = label.rsplit_once(' ')?;
    [(" above", "level-above"), (" below", "level-below")]
        .into_iter()
        .find_map(|(ending, key)| Some((key, rest.strip_suffix(ending)?, bound)))
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::words::{Language, Words};

    #[test]
    fn what_the_engine_calls_levels_is_said_in_both_languages() {
        let labels = [
            ("equal", "equal", "متساويان"),
            ("jaro_winkler 0.92 or more", "Jaro–Winkler: 0.92 or more", "جارو–وينكلر: 0.92 فأكثر"),
            ("levenshtein 1 or less", "letters changed: 1 or less", "الأحرف المتغيرة: 1 فأقل"),
            ("days apart: below 30.4375", "days apart: below 30.4375", "الفارق بالأيام: أقل من 30.4375"),
            ("not equal", "not (equal)", "خلاف (متساويان)"),
        ];
        for (label, english, arabic) in labels {
            let [in_english, in_arabic] =
                [Language::English, Language::Arabic].map(|language| told(&Words::of(language), label));
            assert_eq!(in_english.as_deref(), Some(english));
            // Marks of direction are around what is put in.
            let arabic_without_marks = in_arabic.map(|text| text.replace(['\u{2068}', '\u{2069}'], ""));
            assert_eq!(arabic_without_marks.as_deref(), Some(arabic));
        }
    }

    #[test]
    fn parts_are_joined_and_labels_of_ones_own_stay() {
        let words = Words::of(Language::English);
        assert_eq!(told(&words, "equal and jaro 0.9 or more").as_deref(), Some("equal, and Jaro: 0.9 or more"));
        for label in ["a month apart or less", "metaphone 1 or more", "equal and mine", "jaro much or more", ""] {
            assert_eq!(told(&words, label), None, "{label}");
        }
    }
}

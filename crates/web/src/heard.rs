//! What a family may hear or read. Each such entry says in its attribute `reviewed-by` who has read it with families in mind, in
//! each language by itself; one that nobody has read yet is shown to staff alone, with a mark that says so.

use crate::words::Words;

/// What an entry says of itself that nobody has reviewed.
const NOBODY: &str = "nobody yet";

/// Read aloud before a request is written down, and printed on the paper form.
pub(crate) const CONSENT: [&str; 7] = [
    "request-consent-text",
    "request-consent-free",
    "request-consent-none",
    "request-share-organisations",
    "request-share-courts",
    "request-share-authorities",
    "request-share-public",
];

/// Said to a family by whoever answers it.
pub(crate) const ANSWERS: [&str; 5] =
    ["case-say-waiting", "case-say-alive", "case-say-contact", "case-say-death", "case-say-death-source"];

/// Printed on the paper form, beside the questions.
pub(crate) const FORM: [&str; 10] = [
    "request-form-title",
    "request-form-how",
    "request-form-number",
    "request-form-date",
    "request-form-arrest",
    "request-form-sign",
    "request-person",
    "request-asker",
    "request-asker-death",
    "request-consent",
];

impl Words {
    /// Whether somebody has reviewed all of them.
    pub(crate) fn are_reviewed<'key>(&self, keys: impl IntoIterator<Item = &'key str>) -> bool {
        keys.into_iter().all(|key| self.reviewer(key).is_some_and(|reviewer| reviewer != NOBODY))
    }
}

#[cfg(test)]
mod tests {
    use super::{ANSWERS, CONSENT, FORM};
    use crate::language::Language;
    use crate::pages::requests;
    use crate::words::Words;
    use std::collections::BTreeSet;

    /// Where a page speaks to a family: the whole paper form, and what is quoted elsewhere.
    fn heard(template: &str, from: &str, to: &str) -> BTreeSet<String> {
        let quoted = template.split(from).skip(1).filter_map(|rest| rest.split(to).next());
        let keys = quoted.flat_map(|part| part.split("shell.say(\"").skip(1).filter_map(|rest| rest.split('"').next()));
        keys.map(str::to_owned).collect()
    }

    #[test]
    fn whatever_a_family_hears_says_who_has_reviewed_it() {
        let questions = requests::printed();
        let mut all: BTreeSet<&str> = CONSENT.into_iter().chain(ANSWERS).chain(FORM).collect();
        all.extend(questions.iter().map(String::as_str));
        assert!(all.len() > 50);
        for language in [Language::Arabic, Language::English] {
            let words = Words::of(language);
            for key in &all {
                assert!(words.has(key), "{key} is not there");
                assert!(words.reviewer(key).is_some(), "{key} says in no word of {language:?} who has reviewed it");
            }
        }
        let own = |name: &str| std::fs::read_to_string(format!("{}/templates/{name}", env!("CARGO_MANIFEST_DIR")));
        let mut spoken = heard(&own("request_form.html").unwrap(), "<h1>", "</article>");
        for page in ["request_new.html", "case.html", "case_answer.html"] {
            spoken.extend(heard(&own(page).unwrap(), "class=\"aloud\"", "</blockquote>"));
        }
        assert!(spoken.len() > 8, "{spoken:?}");
        for key in spoken {
            assert!(all.contains(key.as_str()), "a family hears {key}");
        }
    }

    #[test]
    fn what_nobody_has_reviewed_is_marked() {
        let words = Words::of(Language::English);
        assert!(!words.are_reviewed(CONSENT));
        assert!(!words.are_reviewed(["nav-queue"]), "nothing is said of it");
        assert!(words.are_reviewed([]));
    }
}

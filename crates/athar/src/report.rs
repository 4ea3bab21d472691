//! The report of a linkage as a page: the words of both languages for the figures. The numbers are the caller's.

mod level;

use crate::words::{Language, Words};
use figures::Direction;
use figures::linkage::{Edition, LinkageReport, Name, Texts, Word};
use std::borrow::Cow;

/// One HTML file with the report in both languages, the reader's own shown first.
pub(crate) fn linkage_page(report: &LinkageReport, reader: Language) -> String {
    let other = match reader {
        Language::English => Language::Arabic,
        Language::Arabic => Language::English,
    };
    let spoken = [reader, other].map(|language| (language, Spoken(Words::of(language))));
    let editions = spoken.each_ref().map(|(language, texts)| Edition {
        language: code(*language),
        direction: if language.is_right_to_left() { Direction::RightToLeft } else { Direction::LeftToRight },
        texts,
    });
    figures::linkage::page(report, &editions)
}

fn code(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Arabic => "ar",
    }
}

/// The words of a language, as a page asks for them.
struct Spoken(Words);

impl Texts for Spoken {
    fn say(&self, word: Word, arguments: &[(&'static str, String)]) -> String {
        let arguments: Vec<(&str, Cow<'_, str>)> =
            arguments.iter().map(|(name, value)| (*name, Cow::from(value.as_str()))).collect();
        self.0.tell(word.key(), &arguments)
    }

    fn name(&self, name: Name<'_>) -> String {
        let key = key(name);
        if self.0.has(&key) {
            return self.0.say(&key);
        }
        let pattern = if let Name::Level(label) = name { level::told(&self.0, label) } else { None };
        pattern.unwrap_or_else(|| name.as_str().to_owned())
    }
}

/// Under which key a name would be translated. A model of somebody's own has names that no file has.
fn key(name: Name<'_>) -> String {
    let group = match name {
        // Two keys of that group are no names: they join names in a sentence.
        Name::Comparison("and" | "comma") => "none",
        Name::Comparison(_) => "comparison",
        Name::Level(_) => "level",
        Name::Rule(_) => "rule",
        Name::Stage(_) => "stage",
        Name::Adjustment(_) => "adjustment",
    };
    format!("{group}-{}", name.as_str().replace(',', "").replace(' ', "-"))
}

#[cfg(test)]
mod tests {
    use super::{Spoken, key, linkage_page};
    use crate::words::{Language, Words};
    use figures::linkage::{ComparisonFigure, LevelFigure, LinkageReport, Name, Texts, Word};
    use link::person::Comparison;
    use record::Property;

    #[test]
    fn every_word_of_a_report_is_in_every_language() {
        for language in Language::ALL {
            let words = Words::of(language);
            let missing: Vec<&str> = Word::ALL.iter().map(|word| word.key()).filter(|key| !words.has(key)).collect();
            assert!(missing.is_empty(), "{language:?} {missing:?}");
        }
    }

    #[test]
    fn every_level_of_the_person_model_is_in_every_language() {
        let comparisons = [
            Comparison::Given,
            Comparison::Order,
            Comparison::Birth,
            Comparison::Sex,
            Comparison::Teknonym,
            Comparison::Residence,
            Comparison::Place,
            Comparison::Custody,
            Comparison::Stays,
            Comparison::Number(Property::NationalNumber),
            Comparison::Number(Property::RegisterNumber),
            Comparison::Number(Property::DetaineeNumber),
            Comparison::Text(Property::Occupation),
        ];
        for language in Language::ALL {
            let words = Words::of(language);
            for level in comparisons.iter().flat_map(|comparison| &comparison.levels()[1..]) {
                assert!(words.has(&key(Name::Level(level.name))), "{language:?} {}", level.name);
            }
        }
    }

    #[test]
    fn a_page_speaks_both_languages_and_the_readers_first() {
        let level = |label: &str| LevelFigure { label: label.to_owned(), m: 0.9, u: 0.1, weight: 3.17 };
        let report = LinkageReport {
            title: "invented.csv".to_owned(),
            comparisons: vec![ComparisonFigure {
                name: "family".to_owned(),
                is_learnt: true,
                levels: vec![level("same"), level("a level of <my> own")],
            }],
            ..LinkageReport::default()
        };
        let page = linkage_page(&report, Language::Arabic);
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
        for text in
            ["ما تساويه كل نتيجة", "What each finding is worth", "الكنية", "family name", "a level of &lt;my&gt; own"]
        {
            assert!(page.contains(text), "{text}");
        }
        assert!(!page.contains("report-"), "a key instead of a word");
    }

    #[test]
    fn what_joins_names_is_no_name() {
        assert_eq!(Spoken(Words::of(Language::English)).name(Name::Comparison("and")), "and");
    }
}

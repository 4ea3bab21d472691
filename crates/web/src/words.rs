//! The words of the pages, from Fluent files, one a group of pages and language. Code and templates hold none.

use crate::language::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::langid;

/// The words of one language.
pub(crate) struct Words {
    bundle: FluentBundle<FluentResource>,
}

/// What stands in the place of an argument.
#[derive(Clone, Debug)]
pub(crate) enum Filler<'a> {
    /// A text.
    Text(&'a str),
    /// A number, by which plurals go.
    Count(u64),
}

impl<'a> From<&'a str> for Filler<'a> {
    fn from(text: &'a str) -> Filler<'a> {
        Filler::Text(text)
    }
}

impl<'a> From<&'a String> for Filler<'a> {
    fn from(text: &'a String) -> Filler<'a> {
        Filler::Text(text)
    }
}

impl From<u64> for Filler<'_> {
    fn from(count: u64) -> Self {
        Filler::Count(count)
    }
}

impl From<&usize> for Filler<'_> {
    fn from(count: &usize) -> Self {
        Filler::Count(*count as u64)
    }
}

impl From<&u64> for Filler<'_> {
    fn from(count: &u64) -> Self {
        Filler::Count(*count)
    }
}

impl From<usize> for Filler<'_> {
    fn from(count: usize) -> Self {
        Filler::Count(count as u64)
    }
}

macro_rules! sources {
    ($language:literal) => {
        [
            include_str!(concat!("../i18n/", $language, "/desk.ftl")),
            include_str!(concat!("../i18n/", $language, "/login.ftl")),
            include_str!(concat!("../i18n/", $language, "/queue.ftl")),
            include_str!(concat!("../i18n/", $language, "/person.ftl")),
            include_str!(concat!("../i18n/", $language, "/requests.ftl")),
            include_str!(concat!("../i18n/", $language, "/search.ftl")),
            include_str!(concat!("../i18n/", $language, "/staff.ftl")),
            include_str!(concat!("../i18n/", $language, "/imports.ftl")),
            include_str!(concat!("../i18n/", $language, "/exports.ftl")),
            include_str!(concat!("../i18n/", $language, "/overview.ftl")),
            include_str!(concat!("../i18n/", $language, "/pictures.ftl")),
            include_str!(concat!("../i18n/", $language, "/manual.ftl")),
            include_str!(concat!("../i18n/", $language, "/tokens.ftl")),
        ]
    };
}

fn sources(language: Language) -> [&'static str; 13] {
    match language {
        Language::Arabic => sources!("ar"),
        Language::English => sources!("en"),
        Language::Kurmanji => sources!("ku"),
    }
}

static ALL: LazyLock<[Words; 3]> = LazyLock::new(|| Language::ALL.map(Words::read));

impl Words {
    /// The words of a language.
    pub(crate) fn of(language: Language) -> &'static Words {
        let at = Language::ALL.iter().position(|one| *one == language).unwrap_or_default();
        &ALL[at]
    }

    fn read(language: Language) -> Words {
        let id = match language {
            Language::Arabic => langid!("ar"),
            Language::English => langid!("en"),
            Language::Kurmanji => langid!("ku"),
        };
        // What Kurmanji lacks is said in English.
        let languages = if language == Language::Kurmanji { vec![Language::English, language] } else { vec![language] };
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Arguments are isolated: a Latin name in an Arabic sentence turns nothing around (UAX 9).
        bundle.set_use_isolating(true);
        for source in languages.into_iter().flat_map(sources) {
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Words { bundle }
    }

    /// A message without arguments.
    pub(crate) fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    /// A message with arguments. One that is missing shows as its key; a test sees to it that none is.
    pub(crate) fn tell(&self, key: &str, fillers: &[(&str, Filler<'_>)]) -> String {
        let mut values = FluentArgs::new();
        for (name, filler) in fillers {
            match filler {
                Filler::Text(text) => values.set(*name, FluentValue::from(*text)),
                Filler::Count(count) => values.set(*name, FluentValue::from(*count as f64)),
            }
        }
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
    }

    /// Who has reviewed a message, by its own word.
    pub(crate) fn reviewer(&self, key: &str) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.get_attribute("reviewed-by")?.value();
        Some(self.bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }

    /// Whether there is a message of that key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Words, sources};
    use std::collections::BTreeSet;

    fn keys(language: Language) -> BTreeSet<String> {
        let lines = sources(language).into_iter().flat_map(str::lines);
        let own = lines.filter(|line| line.starts_with(|letter: char| letter.is_ascii_alphabetic()));
        own.filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned())).collect()
    }

    #[test]
    fn arabic_and_english_have_the_same_messages() {
        let (arabic, english) = (keys(Language::Arabic), keys(Language::English));
        assert_eq!(arabic.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(english.difference(&arabic).collect::<Vec<_>>(), Vec::<&String>::new());
        assert!(keys(Language::Kurmanji).is_subset(&english));
    }

    #[test]
    fn every_file_parses() {
        for source in Language::ALL.into_iter().flat_map(sources) {
            assert!(fluent_bundle::FluentResource::try_new(source.to_owned()).is_ok());
        }
    }

    #[test]
    fn arabic_counts_as_arabic_does() {
        let words = Words::of(Language::Arabic);
        let said: BTreeSet<String> =
            [0_u64, 1, 2, 3, 11, 100].map(|count| words.tell("count-links", &[("count", count.into())])).into();
        assert!(said.len() >= 5, "{said:?}");
    }
}

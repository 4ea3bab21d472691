//! Words for people, in Arabic and English, from Fluent files; code holds none but the command line's own.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use std::borrow::Cow;
use std::str::FromStr;
use std::sync::LazyLock;

/// A language of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Arabic,
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "en" => Ok(Language::English),
            "ar" => Ok(Language::Arabic),
            _ => Err("languages are `en` and `ar`".to_owned()),
        }
    }
}

impl Language {
    #[cfg(test)]
    pub(crate) const ALL: [Language; 2] = [Language::English, Language::Arabic];

    pub(crate) fn is_right_to_left(self) -> bool {
        self == Language::Arabic
    }

    fn sources(self) -> [&'static str; 2] {
        match self {
            Language::English => [include_str!("../i18n/en/athar.ftl"), include_str!("../i18n/en/report.ftl")],
            Language::Arabic => [include_str!("../i18n/ar/athar.ftl"), include_str!("../i18n/ar/report.ftl")],
        }
    }
}

/// The words of one language.
pub(crate) struct Words {
    bundle: FluentBundle<&'static FluentResource>,
}

/// Both languages, read once a process. What parsed of a file with errors is used; a test sees to it that none has any.
static READ: LazyLock<[[FluentResource; 2]; 2]> = LazyLock::new(|| {
    let read = |source: &str| FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    [Language::English, Language::Arabic].map(|language| language.sources().map(read))
});

impl Words {
    /// The words of a language. A message that a file lacks shows as its key; a test sees to it that none does.
    pub(crate) fn of(language: Language) -> Words {
        let (id, [own, report]) = match language {
            Language::English => (unic_langid::langid!("en"), &READ[0]),
            Language::Arabic => (unic_langid::langid!("ar"), &READ[1]),
        };
        let mut bundle = FluentBundle::new(vec![id]);
        // Isolation marks are for mixed directions inside one line; the terminal and the sheet do their own.
        bundle.set_use_isolating(language.is_right_to_left());
        bundle.add_resource_overriding(own);
        bundle.add_resource_overriding(report);
        Words { bundle }
    }

    /// Whether there is a message of that key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message without arguments.
    pub(crate) fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    /// A message with arguments.
    pub(crate) fn tell(&self, key: &str, arguments: &[(&str, Cow<'_, str>)]) -> String {
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            values.set(*name, FluentValue::from(value.as_ref()));
        }
        self.format(key, &values)
    }

    /// A message about a number.
    pub(crate) fn count(&self, key: &str, count: u64) -> String {
        let mut values = FluentArgs::new();
        values.set("count", FluentValue::from(count as f64));
        self.format(key, &values)
    }

    fn format(&self, key: &str, values: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(values), &mut errors).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Language;
    use std::collections::BTreeSet;

    fn keys(language: Language) -> BTreeSet<String> {
        let lines = language.sources().into_iter().flat_map(str::lines);
        lines
            .filter(|line| !line.starts_with([' ', '#', '}']))
            .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_messages() {
        let [english, arabic] = Language::ALL.map(keys);
        assert_eq!(english, arabic);
        assert!(english.len() > 30);
    }

    #[test]
    fn every_file_parses() {
        for (language, source) in Language::ALL.into_iter().flat_map(|one| one.sources().map(|source| (one, source))) {
            let parsed = fluent_bundle::FluentResource::try_new(source.to_owned());
            assert!(parsed.is_ok(), "{language:?}");
        }
    }
}

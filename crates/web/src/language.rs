//! The languages of the desk, and which of them a reader wants.

/// A language of the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Arabic, right to left.
    #[default]
    Arabic,
    /// English.
    English,
    /// Kurmanji in Latin letters. Its sentences wait for a reviewer, and say so.
    Kurmanji,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 3] = [Language::Arabic, Language::English, Language::Kurmanji];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Arabic => "ar",
            Language::English => "en",
            Language::Kurmanji => "ku",
        }
    }

    /// The language of a tag; its region does not matter.
    pub fn parse(tag: &str) -> Option<Language> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Language::ALL.into_iter().find(|one| one.tag().eq_ignore_ascii_case(primary))
    }

    /// What the language is called in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::Arabic => "العربية",
            Language::English => "English",
            Language::Kurmanji => "Kurmancî",
        }
    }

    /// The direction of the page.
    pub fn direction(self) -> &'static str {
        if self == Language::Arabic { "rtl" } else { "ltr" }
    }

    /// The first of `Accept-Language` that is here (RFC 9110, section 12.5.4); weights are in the order that browsers write.
    pub(crate) fn accepted(header: &str) -> Option<Language> {
        header.split(',').find_map(|range| Language::parse(range.split(';').next()?))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_first_known_language_is_taken() {
        assert_eq!(Language::accepted("de-DE, en;q=0.8, ar;q=0.5"), Some(Language::English));
        assert_eq!(Language::accepted("ar-SY"), Some(Language::Arabic));
        assert_eq!(Language::accepted("*"), None);
    }
}

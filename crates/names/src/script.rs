//! The script of a letter and of a word, as far as the engine needs it.
//!
//! Not the Unicode script property: Persian, Sorani and Urdu letters are all `Arabic` here, every
//! Latin alphabet is `Latin`, and all else (Hebrew, Armenian, Cyrillic, Syriac) is `Other`; how those meet
//! the two is for `transliterate`.

/// Which letters a part is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Arabic letters, with the Persian, Kurdish and Urdu ones.
    Arabic,
    /// Latin letters.
    Latin,
    /// Anything else.
    Other,
}

impl Script {
    /// The script of one character, `None` for a character that is not a letter.
    pub fn of_char(letter: char) -> Option<Self> {
        match letter {
            'a'..='z' | 'A'..='Z' => Some(Self::Latin),
            '\u{0620}'..='\u{064a}'
            | '\u{066e}'..='\u{066f}'
            | '\u{0671}'..='\u{06d3}'
            | '\u{06d5}'
            | '\u{06ee}'..='\u{06ef}'
            | '\u{06fa}'..='\u{06ff}'
            | '\u{0750}'..='\u{077f}'
            | '\u{08a0}'..='\u{08c9}'
            | '\u{fb50}'..='\u{fdfb}'
            | '\u{fe70}'..='\u{fefc}' => Some(Self::Arabic),
            '\u{00c0}'..='\u{024f}' | '\u{1e00}'..='\u{1eff}' if letter.is_alphabetic() => Some(Self::Latin),
            _ if letter.is_alphabetic() => Some(Self::Other),
            _ => None,
        }
    }

    /// The script of a folded word: that of its first letter.
    pub fn of(word: &str) -> Self {
        word.chars().find_map(Self::of_char).unwrap_or(Self::Other)
    }
}

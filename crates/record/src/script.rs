//! In which letters a claim is written, by the letters themselves.

/// The script of a text (ISO 15924 where one code says it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Arabic letters, the Persian and Kurdish ones too.
    Arab,
    /// Latin letters.
    Latn,
    /// Letters of one other script: Armenian, Syriac, Cyrillic.
    Other,
    /// Letters of several scripts.
    Mixed,
    /// No letters.
    None,
}

impl Script {
    /// The script of the letters in a text.
    pub fn of(text: &str) -> Script {
        let mut found = Script::None;
        for script in text.chars().filter_map(names::Script::of_char) {
            let script = match script {
                names::Script::Arabic => Script::Arab,
                names::Script::Latin => Script::Latn,
                names::Script::Other => Script::Other,
            };
            match found {
                Script::None => found = script,
                _ if found == script => {}
                _ => return Script::Mixed,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn letters_tell() {
        for (text, expected) in [
            ("أحمد ٢", Script::Arab),
            ("Ahmad (2)", Script::Latn),
            ("Şêrîn", Script::Latn),
            ("Արամ", Script::Other),
            ("أحمد Ahmad", Script::Mixed),
            ("12/3/2013", Script::None),
            ("", Script::None),
        ] {
            assert_eq!(Script::of(text), expected, "{text}");
        }
    }
}

//! Folding for headers, month names, places and short words: the many ways of typing one word become one.
//!
//! This is not the normalisation of personal names, which is finer and lives in `names`.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One spelling of a short text: compatibility forms undone, vowel signs and accents, tatweel and invisible
/// characters dropped, forms of alef, ya, kaf and ta marbuta united, digits in ASCII, Latin in lower case,
/// spaces collapsed. Folding twice changes nothing.
pub fn fold(text: &str) -> String {
    // Most cells are ASCII or plain Arabic, where decomposition would find nothing that `push_folded` does not know.
    if text.chars().all(is_plain) {
        fold_decomposed(text.chars(), text.len())
    } else {
        fold_decomposed(text.chars().filter(|c| !is_hidden(*c)).nfkd(), text.len())
    }
}

fn is_plain(character: char) -> bool {
    character.is_ascii()
        || (('\u{0600}'..='\u{06FF}').contains(&character)
            && !matches!(character, '\u{0675}'..='\u{0678}' | '\u{06C0}' | '\u{06C2}' | '\u{06D3}'))
}

fn fold_decomposed(characters: impl Iterator<Item = char>, length: usize) -> String {
    let mut folded = String::with_capacity(length);
    let mut gap = false;
    for character in characters {
        if character.is_whitespace() {
            gap = true;
            continue;
        }
        if is_dropped(character) {
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        push_folded(&mut folded, character);
    }
    folded
}

/// A character that turns the reading direction or cannot be seen: bidi controls, zero-width characters,
/// soft hyphen, byte order mark, control characters other than white space.
pub fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{061C}'
        | '\u{00AD}' | '\u{180E}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        || (character.is_control() && !character.is_whitespace())
}

/// The text as a person reads it: without hidden characters, composed, spaces collapsed. Letters stay as they are.
pub(crate) fn clean(text: &str) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return clean_composed(text.chars().filter(|c| !is_hidden(*c)), text.len());
    }
    clean_composed(text.chars().filter(|c| !is_hidden(*c)).nfc(), text.len())
}

fn clean_composed(characters: impl Iterator<Item = char>, length: usize) -> String {
    let mut cleaned = String::with_capacity(length);
    for character in characters {
        if !character.is_whitespace() {
            cleaned.push(character);
        } else if !cleaned.is_empty() && !cleaned.ends_with(' ') {
            cleaned.push(' ');
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

fn is_dropped(character: char) -> bool {
    // Tatweel; apostrophes and the half rings that transliterate ayn and hamza.
    is_combining_mark(character)
        || is_hidden(character)
        || matches!(character, 'ـ' | '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʿ' | 'ʾ' | 'ʻ' | '\u{02BD}')
}

fn push_folded(folded: &mut String, character: char) {
    match character {
        'ٱ' | 'آ' | 'أ' | 'إ' => folded.push('ا'),
        'ئ' | 'ى' | 'ی' | 'ێ' | 'ې' | 'ے' => folded.push('ي'),
        'ک' | 'ڪ' => folded.push('ك'),
        'ة' | 'ە' | 'ھ' | 'ہ' | 'ۃ' => folded.push('ه'),
        'ؤ' | 'ۆ' => folded.push('و'),
        '٠'..='٩' => push_digit(folded, character, '٠'),
        '۰'..='۹' => push_digit(folded, character, '۰'),
        '؟' => folded.push('?'),
        '،' => folded.push(','),
        '؛' => folded.push(';'),
        '٫' => folded.push('.'),
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '―' => folded.push('-'),
        '⁄' | '∕' | '\\' => folded.push('/'),
        'ı' => folded.push('i'),
        'ß' | 'ẞ' => folded.push_str("ss"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        'ø' | 'Ø' => folded.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
        'ł' | 'Ł' => folded.push('l'),
        other if other.is_ascii() => folded.push(other.to_ascii_lowercase()),
        other => folded.extend(other.to_lowercase().filter(|c| !is_combining_mark(*c))),
    }
}

fn push_digit(folded: &mut String, character: char, zero: char) {
    let value = (character as u32).saturating_sub(zero as u32);
    folded.push(char::from_digit(value, 10).unwrap_or(character));
}

#[cfg(test)]
mod tests {
    use super::{clean, fold, fold_decomposed, is_hidden};
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn arabic_spellings_meet() {
        assert_eq!(fold("  إدْلِب "), fold("ادلب"));
        assert_eq!(fold("حمـــاة"), "حماه");
        assert_eq!(fold("مصطفى"), fold("مصطفي"));
        assert_eq!(fold("آذار"), "اذار");
        assert_eq!(fold("ﻣﺤﻤﺪ"), "محمد");
        assert_eq!(fold("کردی"), "كردي");
    }

    #[test]
    fn digits_and_latin() {
        assert_eq!(fold("٢٠١٣ ۱۳۹۲"), "2013 1392");
        assert_eq!(fold("Şubat İstanbul ILIK né"), "subat istanbul ilik ne");
        assert_eq!(fold("Qal‘at  al-Maḍīq"), "qalat al-madiq");
        assert_eq!(fold("\u{202B}عام\u{200F} 2013\u{202C}"), "عام 2013");
    }

    #[test]
    fn the_short_way_gives_the_same() {
        for character in ('\0'..='\u{06FF}').filter(|c| c.is_ascii() || *c >= '\u{0600}') {
            let text = format!("ب{character}ب");
            let long_way = fold_decomposed(text.chars().filter(|c| !is_hidden(*c)).nfkd(), text.len());
            assert_eq!(fold(&text), long_way, "{character:?}");
        }
    }

    #[test]
    fn cleaning_keeps_letters() {
        assert_eq!(clean(" \u{200F}أحمد \t الخطيب "), "أحمد الخطيب");
    }
}

//! One letter to its class, for each script.
//!
//! What letters do to each other in a word (repairs, digits among Latin letters) is for `normalise`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::script::Script;

pub(crate) fn is_latin_vowel(letter: char) -> bool {
    matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !letter.is_ascii_alphabetic()
}

/// "3mar", "3bd": before a consonant the digit opens the word with its vowel.
pub(crate) fn arabizi_opening(digit: char) -> &'static str {
    match digit {
        '2' | '3' => "a",
        other => arabizi(other),
    }
}

/// Digits that stand for letters in Arabic chat spelling (2, 3, 5, 6, 7, 8, 9); the others mean
/// nothing inside a word. 2 and 3 are hamza and ayn, which Latin spellings mostly leave out.
pub(crate) fn arabizi(digit: char) -> &'static str {
    match digit {
        '5' => "kh",
        '6' => "t",
        '7' => "h",
        '8' => "q",
        '9' => "s",
        _ => "",
    }
}

/// One Arabic letter to its class. The letters that carry a sound of their own in Persian and Kurdish
/// (پ چ ژ گ ڤ ە ێ ۆ) stay; the channel has a row for each.
pub(crate) fn fold_arabic(letter: char) -> Option<char> {
    Some(match letter {
        'أ' | 'إ' | 'آ' | 'ٱ' | '\u{0672}' | '\u{0673}' | '\u{0675}' => 'ا',
        'ى' | 'ئ' | 'ی' | 'ے' | 'ۓ' | 'ۍ' | '\u{0678}' | '\u{063d}' => 'ي',
        'ې' => 'ێ',
        'ة' | 'ھ' | 'ہ' | 'ۀ' | 'ۂ' | 'ۃ' | 'ۿ' => 'ه',
        'ؤ' | 'ۇ' | 'ۈ' | 'ۉ' | 'ۊ' | '\u{0676}' => 'و',
        'ۋ' => 'ڤ',
        'ک' | 'ڪ' | 'ڭ' | 'ګ' => 'ك',
        'ڕ' | 'ڑ' | 'ړ' => 'ر',
        'ڵ' | 'ڶ' | 'ڷ' => 'ل',
        'ٹ' | 'ټ' => 'ت',
        'ڈ' | 'ډ' => 'د',
        'ں' | 'ڼ' | 'ڻ' => 'ن',
        'ښ' => 'ش',
        'څ' | 'ځ' => 'ح',
        'ږ' => 'ژ',
        'ا'..='غ' | 'ف'..='و' | 'ي' | 'پ' | 'چ' | 'ژ' | 'گ' | 'ڤ' | 'ە' | 'ێ' | 'ۆ' => letter,
        // The lone hamza, and letters no name here is written with.
        _ => return None,
    })
}

/// One Latin letter: accents that carry a sound become the usual digraph (ş sh, ç ch, and the dotted
/// letters of scholarly transliteration), all others fall away.
pub(crate) fn fold_latin(letter: char, out: &mut String) {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    let written = match lower {
        'a'..='z' => {
            out.push(lower);
            return;
        }
        'ş' | 'š' | 'ș' => "sh",
        'ç' | 'č' => "ch",
        'ḫ' | 'ẖ' => "kh",
        'ġ' => "gh",
        'ṯ' | 'þ' => "th",
        'ḏ' => "dh",
        'ǧ' | 'ž' => "j",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ı' => "i",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŋ' => "n",
        'ə' => "e",
        _ => {
            for base in lower.nfkd().filter(|c| !is_combining_mark(*c)) {
                out.extend(base.to_lowercase().filter(char::is_ascii_lowercase));
            }
            return;
        }
    };
    out.push_str(written);
}

pub(crate) fn fold_other(letter: char, out: &mut String) {
    for base in letter.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)) {
        if Script::of_char(base) == Some(Script::Other) {
            out.push(base);
        }
    }
}

//! The short way of folding: words of plain letters, letter by letter.
//!
//! Nine words of ten need no decomposition. Whatever is not plain is left to `normalise`; what is folded
//! here is folded as there, which a test checks letter by letter.

use crate::letters::fold_arabic;
use crate::normalise::needs_repair;

/// The usual text: plain words between spaces. Writes nothing and says `false` for any other.
pub(crate) fn fold_plain_text(text: &str, out: &mut String) -> bool {
    for word in text.split(' ') {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        if !fold_plain_word(word, out) {
            out.clear();
            return false;
        }
        if out.len() == start {
            out.truncate(before);
        }
    }
    true
}

/// Folds one word of the text (no spaces inside) onto the end of `out`; `true` when it was plain enough
/// to be folded letter by letter, which is nine words of ten. Otherwise nothing is written.
///
/// Gives what [`normalise`] gives.
pub(crate) fn fold_plain_word(raw: &str, out: &mut String) -> bool {
    let start = out.len();
    if raw.is_ascii() && raw.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        out.push_str(raw);
        out[start..].make_ascii_lowercase();
        return true;
    }
    for letter in raw.chars() {
        match plain_arabic(letter) {
            Plain::Letter(folded) if letter != 'ئ' || out.len() > start => out.push(folded),
            Plain::Silent => {}
            _ if letter.is_ascii_alphabetic() => out.push(letter.to_ascii_lowercase()),
            _ if matches!(letter, '\'' | '\u{2019}' | '\u{02bf}' | '\u{02be}') => {}
            _ => {
                let Some(written) = plain_latin(letter) else {
                    out.truncate(start);
                    return false;
                };
                out.push_str(written);
            }
        }
    }
    if needs_repair(&out[start..]) {
        out.truncate(start);
        return false;
    }
    true
}

/// What an Arabic letter of the usual text folds to.
enum Plain {
    Letter(char),
    /// It falls away.
    Silent,
    /// Not a letter of the usual text.
    Unusual,
}

/// Marks that would join with a letter before them to another one are unusual, so a letter is folded as it
/// stands.
fn plain_arabic(letter: char) -> Plain {
    match letter {
        '\u{0621}'..='\u{063a}'
        | '\u{0641}'..='\u{064a}'
        | 'پ'
        | 'چ'
        | 'ژ'
        | 'گ'
        | 'ڤ'
        | 'ێ'
        | 'ۆ'
        | 'ە'
        | 'ک'
        | 'ی'
        | 'ڕ'
        | 'ڵ'
        | 'ھ' => fold_arabic(letter).map_or(Plain::Silent, Plain::Letter),
        '\u{0640}' | '\u{064b}'..='\u{0652}' | '\u{200c}' | '\u{200e}' | '\u{200f}' => Plain::Silent,
        _ => Plain::Unusual,
    }
}

/// Latin letters with accents that stand in nearly all texts.
fn plain_latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' => "a",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' => "e",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'ı' | 'İ' => "i",
        'ò'..='ö' | 'Ò'..='Ö' | 'ō' | 'Ō' => "o",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' => "u",
        'ş' | 'Ş' | 'š' | 'Š' => "sh",
        'ç' | 'Ç' | 'č' | 'Č' => "ch",
        'ğ' | 'Ğ' => "g",
        'ñ' | 'Ñ' => "n",
        'ḥ' | 'Ḥ' => "h",
        'ṣ' | 'Ṣ' => "s",
        'ṭ' | 'Ṭ' => "t",
        'ḍ' | 'Ḍ' => "d",
        'ẓ' | 'Ẓ' => "z",
        _ => return None,
    })
}

/// Whether folding cannot change a word any more: lower-case Latin, or Arabic letters that are their own
/// class, in no order that a repair would change.
pub(crate) fn is_settled(word: &str) -> bool {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return true;
    }
    let own_class = |letter| matches!(plain_arabic(letter), Plain::Letter(folded) if folded == letter);
    word.chars().all(own_class) && !needs_repair(word)
}

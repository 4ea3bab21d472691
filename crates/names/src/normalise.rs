//! Folding: one spelling for everything that writing systems, keyboards and PDF extraction vary
//! without changing the name.
//!
//! Folding never crosses scripts and never guesses sounds: Kurdish `x`, `c` and `q` stay, because the
//! learned channel knows better than a rule what they stand for. The original is always kept by the
//! caller; a folded form is for comparing, not for showing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::limits::MAX_TEXT_CHARS;
use crate::script::Script;

/// The folded form of a text: words of folded letters with single spaces between them.
///
/// Idempotent. Arabic stays Arabic and Latin stays Latin. Marks, digits, punctuation and invisible
/// characters go; hyphens part words; apostrophes do not.
///
/// ```
/// assert_eq!(names::normalise("  Şêrko  el-Ḫatîb "), "sherko el khatib");
/// assert_eq!(names::normalise("إِسراء القُدسيّة"), "اسرا القدسيه");
/// ```
pub fn normalise(text: &str) -> String {
    let mut folded = fold_once(text);
    // Characters outside Arabic and Latin can change case and form more than once; a few rounds reach
    // the fixed point, and the loop is bounded in case one does not.
    for _ in 0..4 {
        let again = fold_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

fn fold_once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Letter(letter) => word.push(letter),
            Piece::Break => flush(&mut word, &mut out),
        }
    }
    flush(&mut word, &mut out);
    out
}

/// Ends a word: repairs it and adds it with a space before it.
fn flush(word: &mut String, out: &mut String) {
    if word.is_empty() {
        return;
    }
    let folded = fold_word(word);
    word.clear();
    if folded.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(&folded);
}

enum Piece {
    Letter(char),
    Break,
}

/// Characters after compatibility decomposition, with invisible ones gone and everything that is
/// neither letter nor (Arabizi) digit turned into a word break.
fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    text.chars().take(MAX_TEXT_CHARS).nfkc().filter_map(|letter| {
        if is_invisible(letter) || is_apostrophe(letter) || is_arabic_mark(letter) {
            None
        } else if letter.is_alphabetic() || letter.is_ascii_digit() || is_combining_mark(letter) {
            Some(Piece::Letter(letter))
        } else {
            Some(Piece::Break)
        }
    })
}

/// Bidi marks, zero-width characters, tatweel, variation selectors, soft hyphen.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00ad}' | '\u{0640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{034f}' | '\u{061c}')
}

/// Apostrophes and the half rings of scholarly transliteration: silent for comparing.
pub(crate) fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '\u{00b4}' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{02b9}'
            ..='\u{02bf}' | '\u{02c8}' | '\u{02ee}' | '\u{2032}' | '\u{a78c}'
    )
}

fn is_arabic_mark(letter: char) -> bool {
    matches!(letter, '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06dc}'
        | '\u{06df}'..='\u{06e4}' | '\u{06e7}'..='\u{06e8}' | '\u{06ea}'..='\u{06ed}' | '\u{08d3}'..='\u{08ff}')
}

fn fold_word(word: &str) -> String {
    let has_latin = word.chars().any(|c| Script::of_char(c) == Some(Script::Latin));
    let mut out = String::with_capacity(word.len());
    for letter in word.chars() {
        if letter.is_ascii_digit() {
            if has_latin {
                out.push_str(arabizi(letter));
            }
            continue;
        }
        match Script::of_char(letter) {
            Some(Script::Arabic) => out.extend(fold_arabic(letter)),
            Some(Script::Latin) => fold_latin(letter, &mut out),
            Some(Script::Other) => fold_other(letter, &mut out),
            None => {}
        }
    }
    if out.contains('ا') { repair_arabic(&out) } else { out }
}

/// Digits that stand for letters in Arabic chat spelling (2, 3, 5, 6, 7, 8, 9); the others mean
/// nothing inside a word. 2 and 3 are hamza and ayn, which Latin spellings mostly leave out.
fn arabizi(digit: char) -> &'static str {
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
fn fold_arabic(letter: char) -> Option<char> {
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
fn fold_latin(letter: char, out: &mut String) {
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

fn fold_other(letter: char, out: &mut String) {
    for base in letter.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)) {
        if Script::of_char(base) == Some(Script::Other) {
            out.push(base);
        }
    }
}

/// Repairs the lam-alef ligature that PDF extraction writes in reverse order: «اال» for «الا», and
/// «هللا» at the end of a word for «الله» (both frequent in published lists made from PDF files).
fn repair_arabic(word: &str) -> String {
    let word = match word.strip_suffix("هللا") {
        Some(head) => format!("{head}الله"),
        None => word.to_owned(),
    };
    let mut out: Vec<char> = Vec::with_capacity(word.len() / 2);
    for letter in word.chars() {
        if letter == 'ل' {
            let alefs = out.iter().rev().take_while(|c| **c == 'ا').count();
            if alefs >= 2 {
                let at = out.len() - alefs + 1;
                out.insert(at, 'ل');
                continue;
            }
        }
        out.push(letter);
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn arabic_letters_fold_to_their_class() {
        assert_eq!(normalise("مُنَىٰ آمنة شؤون هانئ"), "مني امنه شوون هاني");
        assert_eq!(normalise("کاوه شێرکۆ پەروین"), "كاوه شێركۆ پەروين");
        assert_eq!(normalise("ﻣﺤﻤﺪ ﻻﻣﻊ"), "محمد لامع");
    }

    #[test]
    fn latin_accents_that_carry_sound_become_digraphs() {
        assert_eq!(normalise("Şêxmûs Çeto İBRAHİM Yıldız Ağa"), "shexmus cheto ibrahim yildiz aga");
        assert_eq!(normalise("Ḥasan al-Ġazālī, Ṯābit"), "hasan al ghazali thabit");
        assert_eq!(normalise("Mo7ammad 5aled O’Brien"), "mohammad khaled obrien");
    }

    #[test]
    fn reversed_ligatures_are_repaired() {
        assert_eq!(normalise("نصر هللا"), "نصر الله");
        assert_eq!(normalise("االغا"), "الاغا");
    }

    #[test]
    fn other_scripts_are_lowered_and_kept() {
        assert_eq!(normalise("ՎԱՐԴԱՆ Иван דָּוִד"), "վարդան иван דוד");
        assert_eq!(normalise("12 — 34"), "");
    }
}

//! Folding: one spelling for everything that writing systems, keyboards and PDF extraction vary
//! without changing the name.
//!
//! Folding never crosses scripts and never guesses sounds: Kurdish `x`, `c` and `q` stay, because the
//! learned channel knows better than a rule what they stand for. The original is always kept by the
//! caller; a folded form is for comparing, not for showing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::letters::{arabizi, arabizi_opening, fold_arabic, fold_latin, fold_other, is_latin_vowel};
use crate::limits::MAX_TEXT_CHARS;
use crate::plain::{fold_plain_text, is_settled};
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
    let mut out = String::with_capacity(text.len());
    if text.len() <= MAX_TEXT_CHARS && fold_plain_text(text, &mut out) {
        return out;
    }
    let mut room = MAX_TEXT_CHARS;
    for word in words_of(text) {
        let letters = word.chars().count();
        if letters + usize::from(!out.is_empty()) > room {
            // A first word longer than the limit is cut; any other that does not fit is left out, so that
            // what is left folds to itself.
            if out.is_empty() {
                out.extend(word.chars().take(room));
                return settle(out);
            }
            break;
        }
        room -= letters;
        if !out.is_empty() {
            out.push(' ');
            room -= 1;
        }
        out.push_str(&word);
    }
    out
}

/// The folded words of a text, one by one.
fn words_of(text: &str) -> Vec<String> {
    let mut folded = Vec::new();
    let mut word = String::new();
    let mut flush = |word: &mut String| {
        if !word.is_empty() {
            let mut out = String::with_capacity(word.len());
            fold_word(word, &mut out);
            word.clear();
            let out = settle(out);
            folded.extend(out.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
        }
    };
    for piece in pieces(text) {
        match piece {
            Piece::Letter(letter) => word.push(letter),
            Piece::Break => flush(&mut word),
        }
    }
    flush(&mut word);
    folded
}

/// Folds what was folded until it stays: characters outside Arabic and Latin can change case and form
/// more than once. The loop is bounded in case one does not settle.
fn settle(mut folded: String) -> String {
    for _ in 0..8 {
        if is_settled(&folded) {
            break;
        }
        let mut again = String::with_capacity(folded.len());
        let mut word = String::new();
        for piece in pieces(&folded) {
            match piece {
                Piece::Letter(letter) => word.push(letter),
                Piece::Break => {
                    fold_word(&word, &mut again);
                    again.push(' ');
                    word.clear();
                }
            }
        }
        fold_word(&word, &mut again);
        let again = again.trim().to_owned();
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

enum Piece {
    Letter(char),
    Break,
}

/// Characters after compatibility decomposition, with invisible ones gone and everything that is
/// neither letter nor (Arabizi) digit turned into a word break.
fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut letters = text.chars().take(MAX_TEXT_CHARS).nfkc().peekable();
    std::iter::from_fn(move || {
        loop {
            let letter = letters.next()?;
            if is_invisible(letter) || is_apostrophe(letter) || is_arabic_mark(letter) {
                continue;
            }
            // Chat spelling: 3' is غ and 7' is خ, one dot more than 3 and 7.
            if letter.is_ascii_digit() && letters.peek().is_some_and(|next| is_apostrophe(*next)) {
                return Some(Piece::Letter(dotted(letter)));
            }
            return Some(if letter.is_alphabetic() || letter.is_ascii_digit() || is_combining_mark(letter) {
                Piece::Letter(letter)
            } else {
                Piece::Break
            });
        }
    })
}

/// A digit with an apostrophe after it, as the scholarly letter that folding knows.
fn dotted(digit: char) -> char {
    match digit {
        '3' => 'ġ',
        '5' | '7' => 'ḫ',
        '6' => 'ẓ',
        '9' => 'ḍ',
        _ => digit,
    }
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

/// Folds one word onto the end of `out`.
fn fold_word(word: &str, out: &mut String) {
    let start = out.len();
    let has_latin = word.chars().any(|c| Script::of_char(c) == Some(Script::Latin));
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let first = out.len() == start;
        if letter.is_ascii_digit() {
            if has_latin {
                let before_consonant = letters.peek().is_some_and(|next| !is_latin_vowel(*next));
                out.push_str(if first && before_consonant { arabizi_opening(letter) } else { arabizi(letter) });
            }
            continue;
        }
        match Script::of_char(letter) {
            Some(Script::Arabic) if first && letter == 'ئ' => {
                // Sorani writes every vowel at the start of a word after this letter, as Arabic does after alef
                // (ئاراس، ئەحمەد، ئۆجەلان beside آراس، أحمد، أوجلان). It is no y there.
                out.push('ا');
                letters.next_if(|next| matches!(next, 'ا' | 'ە' | 'آ'));
            }
            Some(Script::Arabic) => out.extend(fold_arabic(letter)),
            Some(Script::Latin) => fold_latin(letter, out),
            Some(Script::Other) => fold_other(letter, out),
            None => {}
        }
    }
    if needs_repair(&out[start..]) {
        let repaired = repair_arabic(&out[start..]);
        out.truncate(start);
        out.push_str(&repaired);
    }
}

/// Whether the lam-alef ligature stands in the order that PDF extraction leaves.
pub(crate) fn needs_repair(word: &str) -> bool {
    word.contains("اال") || word.ends_with("هللا")
}

/// Repairs the lam-alef ligature that PDF extraction writes in reverse order: «اال» for «الا», and
/// «هللا» at the end of a word for «الله» (both frequent in published lists made from PDF files).
fn repair_arabic(word: &str) -> String {
    let word = match word.strip_suffix("هللا") {
        Some(head) => format!("{head}الله"),
        None => word.to_owned(),
    };
    let mut out: Vec<char> = Vec::with_capacity(word.len() / 2);
    let mut alefs = 0;
    for letter in word.chars() {
        if letter == 'ل' && alefs >= 2 {
            out.insert(out.len() - alefs + 1, 'ل');
            // The alefs after it may meet another lam.
            alefs -= 1;
            continue;
        }
        alefs = if letter == 'ا' { alefs + 1 } else { 0 };
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

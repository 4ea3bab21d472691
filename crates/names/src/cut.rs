//! From a text to words: what stood between them, which stand in brackets, and the lexeme of each.
//!
//! Words are not joined here; see `split`.

use crate::lexeme::{Lexeme, Lexicon};
use crate::limits::{MAX_TEXT_CHARS, MAX_WORDS};
use crate::normalise::{is_apostrophe, is_invisible};
use crate::words::Known;

/// What stood between a word and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    Space,
    Hyphen,
    Comma,
    Dot,
    /// The edge of a bracket or of quotation marks.
    Edge,
}

impl Gap {
    /// Whether the words on its two sides may be one part.
    pub(crate) fn joins(self) -> bool {
        !matches!(self, Self::Comma | Self::Edge)
    }
}

/// A word before its lexeme is borrowed.
#[derive(Clone, Copy)]
pub(crate) struct Token {
    lexeme: u32,
    start: u32,
    end: u32,
    after: Gap,
    aside: bool,
}

/// One word of the text.
#[derive(Clone, Copy)]
pub(crate) struct Word<'a> {
    pub(crate) lexeme: &'a Lexeme,
    /// Bytes of the text it was written in.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) after: Gap,
    /// In brackets or quotation marks.
    pub(crate) aside: bool,
}

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str, lexicon: &mut Lexicon, found: &mut Vec<Token>) {
    found.clear();
    let mut cutter = Cutter { text, lexicon, found, aside: false, quoted: false };
    let mut start = None;
    for (count, (at, letter)) in text.char_indices().enumerate() {
        if count == MAX_TEXT_CHARS || cutter.found.len() >= MAX_WORDS {
            cutter.end_word(&mut start, at, Gap::Space);
            break;
        }
        if is_inside(letter) {
            start = start.or(Some(at));
            continue;
        }
        let gap = gap_of(letter);
        cutter.end_word(&mut start, at, gap);
        if gap == Gap::Edge {
            cutter.edge(letter);
        }
    }
    cutter.end_word(&mut start, text.len(), Gap::Space);
    found.truncate(MAX_WORDS);
    if found.iter().all(|token| token.aside) {
        // Brackets round the whole text say nothing.
        for token in found {
            token.aside = false;
        }
    }
}

/// The words of tokens.
pub(crate) fn words<'a>(tokens: &[Token], lexicon: &'a Lexicon) -> Vec<Word<'a>> {
    tokens
        .iter()
        .map(|token| Word {
            lexeme: lexicon.lexeme(token.lexeme),
            start: token.start,
            end: token.end,
            after: token.after,
            aside: token.aside,
        })
        .collect()
}

fn is_inside(letter: char) -> bool {
    match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '\'' | '`' | 'ء'..='غ' | '\u{0640}'..='\u{0652}' => true,
        ' '..='~' | '،' | '؛' => false,
        _ => {
            letter.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(letter)
                || is_invisible(letter)
                || is_apostrophe(letter)
        }
    }
}

fn gap_of(letter: char) -> Gap {
    match letter {
        ',' | '،' | '؛' | ';' => Gap::Comma,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' => Gap::Hyphen,
        '.' | ':' => Gap::Dot,
        '(' | ')' | '[' | ']' | '"' | '“' | '”' | '„' | '«' | '»' | '（' | '）' => Gap::Edge,
        _ => Gap::Space,
    }
}

struct Cutter<'a, 'b> {
    text: &'a str,
    lexicon: &'b mut Lexicon,
    found: &'b mut Vec<Token>,
    aside: bool,
    quoted: bool,
}

impl Cutter<'_, '_> {
    fn end_word(&mut self, start: &mut Option<usize>, end: usize, gap: Gap) {
        let Some(start) = start.take() else {
            // "Family , Given": a stronger gap after a space belongs to the word before.
            if matches!(gap, Gap::Comma | Gap::Edge)
                && let Some(last) = self.found.last_mut()
                && last.after != Gap::Comma
            {
                last.after = gap;
            }
            return;
        };
        let start = start + self.glued_particle(&self.text[start..end]);
        let start = start + self.give_back_letter(start, end);
        let folded = self.lexicon.fold(&self.text[start..end]);
        for lexeme in folded.first..folded.first + folded.count {
            self.found.push(Token { lexeme, start: start as u32, end: end as u32, after: gap, aside: self.aside });
        }
        if end - start == 1 {
            self.join_also_known_as();
        }
    }

    /// "Khale dMahmoud": a small letter before a capital belongs to the word before; the space came one key
    /// too early. Returns how many bytes are given back.
    fn give_back_letter(&mut self, start: usize, end: usize) -> usize {
        let mut letters = self.text[start..end].chars();
        let slipped = letters.next().filter(char::is_ascii_lowercase);
        let is_border =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let (Some(slipped), true) = (slipped, is_border) else {
            return 0;
        };
        let Some(before) = self.found.last_mut() else {
            return 0;
        };
        let word = &self.text[before.start as usize..before.end as usize];
        if before.after != Gap::Space || before.end as usize + 1 != start || !word.ends_with(char::is_lowercase) {
            return 0;
        }
        let mended = self.lexicon.fold(&format!("{word}{slipped}"));
        if mended.count != 1 {
            return 0;
        }
        before.lexeme = mended.first;
        before.end = (start + 1) as u32;
        1
    }

    /// "a.k.a." is one word.
    fn join_also_known_as(&mut self) {
        let [.., a, k, last] = self.found.as_slice() else {
            return;
        };
        let spelled = [a, k, last].map(|token| self.lexicon.lexeme(token.lexeme).text.as_str());
        if spelled == ["a", "k", "a"] && a.after == Gap::Dot && k.after == Gap::Dot {
            let (start, mut token) = (a.start, *last);
            let folded = self.lexicon.fold("aka");
            (token.lexeme, token.start, token.after) = (folded.first, start, Gap::Space);
            self.found.truncate(self.found.len() - 3);
            self.found.push(token);
        }
    }

    fn edge(&mut self, letter: char) {
        self.aside = match letter {
            '(' | '[' | '“' | '„' | '«' | '（' => true,
            '"' => {
                self.quoted = !self.quoted;
                self.quoted
            }
            _ => false,
        };
    }

    /// Bytes of a particle glued to the word after a keyword: «الملقب بأبو …», "fils d'…".
    fn glued_particle(&self, raw: &str) -> usize {
        let Some(before) = self.found.last().map(|token| self.lexicon.lexeme(token.lexeme).known) else {
            return 0;
        };
        if before.is(Known::ALIAS) && (raw.starts_with("با") || raw.starts_with("بأ")) {
            return 'ب'.len_utf8();
        }
        if before.is(Known::KEYWORD.with(Known::SON)) && raw.starts_with(['d', 'D']) {
            let mut letters = raw.char_indices().skip(1);
            if letters.next().is_some_and(|(_, letter)| is_apostrophe(letter))
                && let Some((at, letter)) = letters.next()
                && letter.is_alphabetic()
            {
                return at;
            }
        }
        0
    }
}

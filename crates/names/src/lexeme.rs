//! One word by itself: folded, its script, what it is known for, and how it reads as a part when
//! nothing joins it.
//!
//! Everything here depends on the written word alone, so it can be remembered ([`Lexicon`]). What a
//! word means beside others is for `split` and `keywords`.

use std::collections::HashMap;

use crate::compound;
use crate::limits::{MAX_PART_LETTERS, MAX_REMEMBERED_WORD_BYTES, MAX_REMEMBERED_WORDS};
use crate::normalise::normalise;
use crate::plain::fold_plain_word;
use crate::script::Script;
use crate::words::Known;

/// One folded word.
pub(crate) struct Lexeme {
    /// At most [`MAX_PART_LETTERS`] letters.
    pub(crate) text: String,
    /// The text as a part, where it is another: article off, joints of compounds uniform.
    alone: Option<String>,
    pub(crate) known: Known,
    pub(crate) script: Script,
    /// Whether an article came off the part.
    pub(crate) article: bool,
    pub(crate) initial: bool,
    /// Written in capitals only: the French and international habit for family names.
    pub(crate) capitals: bool,
}

impl Lexeme {
    fn of(mut text: String, raw: &str) -> Self {
        if let Some((end, _)) = text.char_indices().nth(MAX_PART_LETTERS) {
            text.truncate(end);
        }
        let script = Script::of(&text);
        let mut known = Known::of(&text);
        if text == "والده" && raw.ends_with('ة') {
            // Folded, "mother" and "his father" are one word; whoever writes ة means the mother.
            known = Known::MOTHER;
        }
        let (alone, article) = match script {
            Script::Arabic => {
                // An alef that carries hamza or madda begins no article (إلياس).
                let hamza = raw.chars().find(|c| c.is_alphabetic()).is_some_and(|c| matches!(c, 'أ' | 'إ' | 'آ'));
                compound::arabic_word(&text, hamza, known)
            }
            Script::Latin => (compound::latin_word(&text, known), false),
            Script::Other => (None, false),
        };
        let shown = alone.as_deref().unwrap_or(&text);
        let initial = shown.chars().nth(1).is_none();
        let capitals = script != Script::Arabic && is_capitals(raw);
        Self { text, alone, known, script, article, initial, capitals }
    }

    /// The text as a part of its own.
    pub(crate) fn alone(&self) -> &str {
        self.alone.as_deref().unwrap_or(&self.text)
    }
}

fn is_capitals(raw: &str) -> bool {
    let mut capitals = 0;
    for letter in raw.chars().filter(|letter| letter.is_alphabetic()) {
        if !letter.is_uppercase() {
            return false;
        }
        capitals += 1;
    }
    capitals > 1
}

/// Words met while reading, and, where it has a memory, before.
#[derive(Default)]
pub(crate) struct Lexicon {
    lexemes: Vec<Lexeme>,
    /// Raw word to its lexemes; `None` where nothing is remembered.
    memory: Option<HashMap<Box<str>, Folded>>,
}

/// Lexemes of one raw word: where they begin and how many they are.
#[derive(Clone, Copy)]
pub(crate) struct Folded {
    pub(crate) first: u32,
    pub(crate) count: u32,
}

impl Lexicon {
    /// A lexicon that remembers words from one text to the next.
    pub(crate) fn with_memory() -> Self {
        Self { lexemes: Vec::new(), memory: Some(HashMap::new()) }
    }

    /// Makes room before a text is read, when the memory is full. Everything goes at once: which words
    /// are frequent is soon known again.
    pub(crate) fn make_room(&mut self) {
        if self.lexemes.len() >= MAX_REMEMBERED_WORDS {
            self.lexemes.clear();
            if let Some(memory) = &mut self.memory {
                memory.clear();
            }
        }
    }

    pub(crate) fn lexeme(&self, at: u32) -> &Lexeme {
        &self.lexemes[at as usize]
    }

    /// The lexemes of a raw word: one nearly always, none for digits and marks, several where a
    /// character stands for a phrase or a separator is glued on.
    pub(crate) fn fold(&mut self, raw: &str) -> Folded {
        if let Some(folded) = self.memory.as_ref().and_then(|memory| memory.get(raw)) {
            return *folded;
        }
        let first = self.lexemes.len() as u32;
        let mut text = String::with_capacity(raw.len());
        if fold_plain_word(raw, &mut text) {
            self.push(text, raw);
        } else {
            for word in normalise(raw).split(' ') {
                self.push(word.to_owned(), raw);
            }
        }
        let folded = Folded { first, count: self.lexemes.len() as u32 - first };
        if let Some(memory) = &mut self.memory
            && raw.len() <= MAX_REMEMBERED_WORD_BYTES
        {
            memory.insert(raw.into(), folded);
        }
        folded
    }

    fn push(&mut self, text: String, raw: &str) {
        if text.is_empty() {
            return;
        }
        match glued_son(&text) {
            Some((before, after)) => {
                self.lexemes.push(Lexeme::of(before.to_owned(), raw));
                self.lexemes.push(Lexeme::of(after.to_owned(), raw));
            }
            None => self.lexemes.push(Lexeme::of(text, raw)),
        }
    }
}

/// «محمدبن» and «بنمحمد»: a separator glued to a name. Only beside the most frequent names, which no
/// longer name begins or ends with; elsewhere «بن» may belong to the name.
fn glued_son(word: &str) -> Option<(&str, &str)> {
    const SONS: [&str; 2] = ["ابن", "بن"];
    for son in SONS {
        if let Some(name) = word.strip_prefix(son).filter(|name| Known::of(name).is(Known::COMMON)) {
            return Some((son, name));
        }
    }
    SONS.iter().find_map(|son| {
        let name = word.strip_suffix(son).filter(|name| Known::of(name).is(Known::COMMON))?;
        Some((name, *son))
    })
}

//! From a text to words, and from words to joined units: articles absorbed, `عبد ال…`, `Abu …` and
//! `… al-Din` made one.
//!
//! Roles are not given here; see `read`.

use crate::compound;
use crate::limits::{MAX_PART_LETTERS, MAX_TEXT_CHARS, MAX_WORDS};
use crate::normalise::{is_apostrophe, is_invisible, normalise};
use crate::script::Script;
use crate::words;

/// What stood between a word and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    Space,
    Hyphen,
    Comma,
    Dot,
}

/// One word of the text.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) raw: String,
    pub(crate) script: Script,
    pub(crate) after: Gap,
    /// Written in capitals only: the French and international habit for family names.
    pub(crate) capitals: bool,
    /// Begins with an alef that carries hamza or madda, so an alef-lam there is no article.
    pub(crate) hamza: bool,
}

/// Cuts a text into folded words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut raw = String::new();
    for letter in text.chars().take(MAX_TEXT_CHARS).chain(std::iter::once(' ')) {
        let inside = letter.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(letter)
            || is_invisible(letter)
            || is_apostrophe(letter);
        if inside {
            raw.push(letter);
            continue;
        }
        let gap = match letter {
            ',' | '،' | '؛' | ';' => Gap::Comma,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' => Gap::Hyphen,
            '.' | ':' => Gap::Dot,
            _ => Gap::Space,
        };
        if raw.is_empty() {
            // "Family , Given": a stronger gap after a space belongs to the word before.
            if gap == Gap::Comma
                && let Some(last) = found.last_mut()
            {
                let last: &mut Word = last;
                last.after = gap;
            }
            continue;
        }
        push_words(&raw, gap, &mut found);
        raw.clear();
        if found.len() >= MAX_WORDS {
            found.truncate(MAX_WORDS);
            break;
        }
    }
    found
}

fn push_words(raw: &str, after: Gap, found: &mut Vec<Word>) {
    for text in normalise(raw).split(' ').filter(|word| !word.is_empty()) {
        let letters = raw.chars().filter(|c| c.is_alphabetic());
        let capitals = raw.chars().filter(|c| c.is_uppercase()).count() > 1 && letters.clone().all(char::is_uppercase);
        let hamza = raw.chars().find(|c| c.is_alphabetic()).is_some_and(|c| matches!(c, 'أ' | 'إ' | 'آ'));
        found.push(Word {
            script: Script::of(text),
            text: text.chars().take(MAX_PART_LETTERS).collect(),
            raw: raw.to_owned(),
            after,
            capitals,
            hamza,
        });
    }
}

/// A unit: one or more words that make one part.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one word, read one by one")]
pub(crate) struct Unit {
    pub(crate) text: String,
    pub(crate) raw: String,
    pub(crate) script: Script,
    pub(crate) article: bool,
    pub(crate) after: Gap,
    pub(crate) capitals: bool,
    /// «أبو …» or «أم …».
    pub(crate) teknonym: bool,
    pub(crate) initial: bool,
    /// The text with the article, for keyword lists.
    pub(crate) bare: String,
}

/// Joins words to units.
pub(crate) fn units(words: &[Word]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        at = take_unit(words, at, &mut units);
    }
    for unit in &mut units {
        if unit.text.chars().count() > MAX_PART_LETTERS {
            unit.text = unit.text.chars().take(MAX_PART_LETTERS).collect();
        }
    }
    units
}

/// Takes one unit beginning at a word; returns the index after it.
fn take_unit(all: &[Word], at: usize, units: &mut Vec<Unit>) -> usize {
    let word = &all[at];
    let open = word.after != Gap::Comma;
    if let Some((core, end, article)) = with_article(all, at) {
        // "Salah al-Din", "Zain al-Abidin": an article and a tail belong to what stands before.
        if article && tail_joins(units, core) {
            join_tail(units, &all[at..end], &core.text);
            return end;
        }
        if article {
            let mut unit = unit_of(core, raw_of(&all[at..end]));
            unit.article = true;
            unit.after = all[end - 1].after;
            units.push(unit);
            return end;
        }
    }
    if let Some(core) = (word.script == Script::Latin).then(|| words::latin_tail_core(&word.text)).flatten()
        && let Some(last) =
            units.last_mut().filter(|last| last.after != Gap::Comma && last.script == Script::Latin && !last.initial)
    {
        last.text = compound::latin_tail(&last.text, core);
        extend_raw(last, word);
        return at + 1;
    }
    if word.script == Script::Arabic
        && words::is_arabic_tail(&word.text)
        && let Some(last) =
            units.last_mut().filter(|last| last.after != Gap::Comma && last.script == Script::Arabic && !last.initial)
        && !last.text.ends_with(word.text.as_str())
    {
        last.text.push_str(&word.text);
        extend_raw(last, word);
        return at + 1;
    }
    let head = if words::is_servant(&word.text) {
        Some(Head::Servant)
    } else if words::is_abu(&word.text) {
        Some(Head::Father)
    } else if words::is_umm(&word.text) {
        Some(Head::Mother)
    } else {
        None
    };
    if let Some(head) = head.filter(|_| open)
        && let Some(end) = take_compound(all, at, head, units)
    {
        return end;
    }
    let mut unit = unit_of(word, word.raw.clone());
    if word.script == Script::Arabic && word.text == "عبيد" && all.get(at + 1).is_some_and(|next| next.text == "الله")
    {
        unit.text.push_str("الله");
        extend_raw(&mut unit, &all[at + 1]);
        units.push(unit);
        return at + 2;
    }
    unit.after = word.after;
    units.push(unit);
    at + 1
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Servant,
    Father,
    Mother,
}

/// «عبد» + next, «أبو» + next, «أم» + next; `None` when there is no next word to join.
fn take_compound(all: &[Word], at: usize, head: Head, units: &mut Vec<Unit>) -> Option<usize> {
    let word = &all[at];
    let next = all.get(at + 1)?;
    if next.script != word.script || words::is_son(&next.text) || words::is_mother_word(&next.text) {
        return None;
    }
    if word.script == Script::Arabic {
        let mut end = at + 2;
        let mut rest = next.text.clone();
        // «أبو عبد الله» and a split article «عبد ال رحمن».
        if (next.text == "عبد" || next.text == "ال")
            && let Some(third) = all.get(at + 2).filter(|third| third.script == word.script && next.after != Gap::Comma)
        {
            rest.push_str(&third.text);
            end = at + 3;
        }
        let prefix = match head {
            Head::Servant => "عبد",
            Head::Father => "ابو",
            Head::Mother => "ام",
        };
        let mut unit = unit_of(word, raw_of(&all[at..end]));
        unit.text = format!("{prefix}{rest}");
        unit.bare.clone_from(&unit.text);
        unit.teknonym = head != Head::Servant;
        unit.article = false;
        unit.after = all[end - 1].after;
        units.push(unit);
        return Some(end);
    }
    let (core, end, article) = match with_article(all, at + 1) {
        Some(found) => found,
        None => (next, at + 2, false),
    };
    if head == Head::Servant && words::is_weak_servant(&word.text) && !words::is_name_of_god(&core.text) {
        return None;
    }
    let mut rest = core.text.clone();
    let mut end = end;
    if head != Head::Servant
        && words::is_servant(&core.text)
        && let Some((third, after, _)) =
            with_article(all, end).or_else(|| all.get(end).map(|third| (third, end + 1, false)))
    {
        rest = compound::latin_servant(&core.text, &third.text);
        end = after;
    }
    let mut unit = unit_of(word, raw_of(&all[at..end]));
    unit.text = match head {
        Head::Servant => compound::latin_servant(&word.text, &rest),
        Head::Father => compound::latin_abu(&word.text, &rest, article),
        Head::Mother => format!("um{}{rest}", if article { "al" } else { "" }),
    };
    unit.bare.clone_from(&unit.text);
    unit.teknonym = head != Head::Servant;
    unit.article = false;
    unit.after = all[end - 1].after;
    units.push(unit);
    Some(end)
}

/// The word at or after an article word: (the word, index after it, whether there was an article).
fn with_article(all: &[Word], at: usize) -> Option<(&Word, usize, bool)> {
    let word = all.get(at)?;
    let next = all.get(at + 1)?;
    if word.after == Gap::Comma || next.script != word.script {
        return None;
    }
    let article = match word.script {
        Script::Arabic => word.text == "ال",
        Script::Latin => {
            let plain = matches!(word.text.as_str(), "al" | "el" | "ul");
            let hyphen = word.after == Gap::Hyphen && words::is_latin_article(&word.text);
            // "as Sayed", "ash Shami": the article's consonant is that of the word.
            let consonant = word.text.get(1..).unwrap_or_default();
            let sun = words::is_sun_article(&word.text) && next.text.starts_with(consonant);
            plain || hyphen || sun
        }
        Script::Other => false,
    };
    article.then_some((next, at + 2, true))
}

/// Whether an article plus this word is the second half of a compound begun by the last unit.
fn tail_joins(units: &[Unit], core: &Word) -> bool {
    let Some(last) = units.last() else {
        return false;
    };
    if last.after == Gap::Comma || last.script != core.script || last.initial || last.teknonym && core.text != "din" {
        return false;
    }
    match core.script {
        Script::Latin => words::is_latin_tail(&core.text) || (core.text == "lah" || core.text == "ilah"),
        _ => words::is_arabic_tail(&format!("ال{}", core.text)),
    }
}

fn join_tail(units: &mut [Unit], source: &[Word], core: &str) {
    if let Some(last) = units.last_mut() {
        last.text = match last.script {
            Script::Latin => compound::latin_tail(&last.text, compound::tail_name(core)),
            _ => format!("{}ال{core}", last.text),
        };
        for word in source {
            extend_raw(last, word);
        }
    }
}

fn extend_raw(unit: &mut Unit, word: &Word) {
    unit.raw.push(' ');
    unit.raw.push_str(&word.raw);
    unit.after = word.after;
}

fn raw_of(words: &[Word]) -> String {
    let mut raw = String::new();
    for (position, word) in words.iter().enumerate() {
        raw.push_str(&word.raw);
        if position + 1 < words.len() {
            raw.push(if word.after == Gap::Hyphen { '-' } else { ' ' });
        }
    }
    raw
}

/// A single word as a unit: article off, compounds that are written as one word recognised.
fn unit_of(word: &Word, raw: String) -> Unit {
    let (text, article) = match word.script {
        Script::Arabic => compound::arabic_word(&word.text, word.hamza),
        Script::Latin => (compound::latin_word(&word.text), false),
        Script::Other => (word.text.clone(), false),
    };
    let initial = text.chars().count() == 1;
    Unit {
        teknonym: false,
        initial,
        text,
        raw,
        script: word.script,
        article,
        after: word.after,
        capitals: word.capitals,
        bare: word.text.clone(),
    }
}

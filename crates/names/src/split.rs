//! From words to joined units: articles absorbed, `عبد ال…`, `Abu …` and `… al-Din` made one.
//!
//! Roles are not given here; see `roles`.

use std::borrow::Cow;

use crate::compound;
use crate::cut::{Gap, Word};
use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;
use crate::servant::{follows_arabic, is_spelled};
use crate::words::Known;

/// A unit: one or more words that make one part.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one word, read one by one")]
pub(crate) struct Unit<'a> {
    pub(crate) text: Cow<'a, str>,
    /// What a unit of one word is known for; a compound is known for nothing.
    pub(crate) known: Known,
    /// Bytes of the text it was written in.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) script: Script,
    pub(crate) article: bool,
    pub(crate) after: Gap,
    pub(crate) capitals: bool,
    /// «أبو …» or «أم …».
    pub(crate) teknonym: bool,
    pub(crate) initial: bool,
    /// In brackets or quotation marks.
    pub(crate) aside: bool,
}

impl<'a> Unit<'a> {
    /// A single word: article off, compounds that are written as one word recognised.
    fn of(word: &Word<'a>) -> Self {
        let lexeme = word.lexeme;
        Self {
            text: Cow::Borrowed(lexeme.alone()),
            known: lexeme.known,
            start: word.start,
            end: word.end,
            script: lexeme.script,
            article: lexeme.article,
            after: word.after,
            capitals: lexeme.capitals,
            teknonym: false,
            initial: lexeme.initial,
            aside: word.aside,
        }
    }

    /// Several words as one part.
    fn joined(words: &[Word<'a>], text: String) -> Self {
        let mut unit = Self::of(&words[0]);
        unit.text = Cow::Owned(text);
        unit.known = Known::NOTHING;
        unit.article = false;
        unit.initial = false;
        unit.extend(words[words.len() - 1]);
        unit
    }

    fn extend(&mut self, word: Word<'_>) {
        self.end = word.end;
        self.after = word.after;
    }

    /// Whether a tail may join it.
    fn is_open(&self, script: Script) -> bool {
        self.after.joins() && self.script == script && !self.initial
    }
}

/// Joins words to units.
pub(crate) fn units<'a>(words: &[Word<'a>]) -> Vec<Unit<'a>> {
    let mut units: Vec<Unit> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        at = take_unit(words, at, &mut units);
    }
    for unit in &mut units {
        if unit.text.len() > MAX_PART_LETTERS
            && let Some((end, _)) = unit.text.char_indices().nth(MAX_PART_LETTERS)
        {
            unit.text.to_mut().truncate(end);
        }
    }
    units
}

/// Takes one unit beginning at a word; returns the index after it.
fn take_unit<'a>(all: &[Word<'a>], at: usize, units: &mut Vec<Unit<'a>>) -> usize {
    let word = &all[at];
    let known = word.lexeme.known;
    if known == Known::NOTHING {
        units.push(Unit::of(word));
        return at + 1;
    }
    if let Some((core, end)) = with_article(all, at) {
        // "Salah al-Din", "Zain al-Abidin": an article and a tail belong to what stands before.
        if tail_joins(units, core) {
            join_tail(units, *core);
            return end;
        }
        let mut unit = Unit::of(core);
        unit.start = word.start;
        unit.article = true;
        // "Al Baba" is a name, no word about the father.
        unit.known = unit.known.without(Known::KEYWORD.with(Known::SON));
        units.push(unit);
        return end;
    }
    if is_bare_tail(word, units) {
        let tail = if known.is(Known::TAIL_ALLAH) {
            "allah"
        } else if known.is(Known::TAIL_DIN) {
            "aldin"
        } else {
            word.lexeme.text.as_str()
        };
        if let Some(last) = units.last_mut() {
            last.text = Cow::Owned(compound::with_tail(&last.text, tail));
            last.known = Known::NOTHING;
            last.extend(*word);
        }
        return at + 1;
    }
    if let Some((unit, end)) = compound_at(all, at) {
        units.push(unit);
        return end;
    }
    units.push(Unit::of(word));
    at + 1
}

/// "Nur Eddin", "Nasr Allah", «صلاح الدين»: a tail written with its article, which joins what stands
/// before it.
fn is_bare_tail(word: &Word<'_>, units: &[Unit<'_>]) -> bool {
    let lexeme = word.lexeme;
    let Some(last) = units.last().filter(|last| last.is_open(lexeme.script)) else {
        return false;
    };
    match lexeme.script {
        Script::Latin => lexeme.known.is(Known::TAIL_DIN.with(Known::TAIL_ALLAH)),
        Script::Arabic => lexeme.known.is(Known::TAIL) && !last.text.ends_with(lexeme.text.as_str()),
        Script::Other => false,
    }
}

/// «عبد» + next, «أبو» + next, «أم» + next; `None` when the next word is not to be joined.
fn compound_at<'a>(all: &[Word<'a>], at: usize) -> Option<(Unit<'a>, usize)> {
    let word = &all[at];
    let known = word.lexeme.known;
    let next = all.get(at + 1)?;
    if !known.is(Known::SERVANT.with(Known::ABU).with(Known::UMM))
        || !word.after.joins()
        || next.lexeme.script != word.lexeme.script
        || next.lexeme.known.is(Known::SON.with(Known::MOTHER).with(Known::SON_AFTER))
    {
        return None;
    }
    let (rest, end) = if word.lexeme.script == Script::Arabic {
        arabic_compound(all, at, known)?
    } else {
        latin_compound(all, at, known)?
    };
    let mut unit = Unit::joined(&all[at..end], rest);
    // «أبو بكر» and «أم كلثوم» are given names that somebody else made famous.
    let namesake = end == at + 2 && next.lexeme.known.is(Known::NAMESAKE);
    unit.teknonym = !known.is(Known::SERVANT) && !namesake;
    Some((unit, end))
}

fn arabic_compound(all: &[Word<'_>], at: usize, known: Known) -> Option<(String, usize)> {
    let next = &all[at + 1];
    let text = next.lexeme.text.as_str();
    if all[at].lexeme.text == "ابي" && at == 0 && all.get(at + 3).is_some() {
        // «أبي …» before a full name is Ubayy: a kunya would stand as «أبو» there.
        return None;
    }
    // A split article «عبد ال رحمن», and «أبو عبد الله».
    let third = all.get(at + 2).filter(|third| third.lexeme.script == Script::Arabic && next.after.joins());
    if let Some(third) = third.map(|third| third.lexeme.text.as_str()) {
        if text == "ال" {
            return Some((format!("{}ال{third}", arabic_head(known)), at + 3));
        }
        if text == "عبد" && !known.is(Known::SERVANT) && (third.starts_with("ال") || follows_arabic(third)) {
            return Some((format!("{}{}", arabic_head(known), compound::arabic_servant(third)), at + 3));
        }
    }
    if known.is(Known::SERVANT) {
        // What has an article, or is served under no other name, joins. Lists cut «عبد الكريم» to «عبد»,
        // and then the father's name stands next.
        let glued = all[at].lexeme.text == "عبدال";
        if !(text.starts_with("ال") || follows_arabic(text) || glued || all[at].after == Gap::Hyphen) {
            return None;
        }
        let text = if glued && !text.starts_with("ال") {
            format!("عبدال{text}")
        } else {
            compound::arabic_servant(text)
        };
        return Some((text, at + 2));
    }
    Some((format!("{}{text}", arabic_head(known)), at + 2))
}

fn arabic_head(known: Known) -> &'static str {
    if known.is(Known::SERVANT) {
        "عبد"
    } else if known.is(Known::ABU) {
        "ابو"
    } else {
        "ام"
    }
}

fn latin_compound(all: &[Word<'_>], at: usize, known: Known) -> Option<(String, usize)> {
    let head = all[at].lexeme.text.as_str();
    let (core, mut end, article) = match with_article(all, at + 1) {
        Some((core, end)) => (core, end, true),
        None => (&all[at + 1], at + 2, false),
    };
    if known.is(Known::SERVANT) {
        // "Abdou" is a name by itself: only a name of God, well spelled, makes it a head.
        let joins = if known.is(Known::WEAK_SERVANT) {
            is_spelled(&core.lexeme.text)
        } else {
            article || all[at].after == Gap::Hyphen || compound::is_served(head, &core.lexeme.text)
        };
        return joins.then(|| (compound::latin_servant(head, &core.lexeme.text), end));
    }
    let mut rest = Cow::Borrowed(core.lexeme.text.as_str());
    if core.lexeme.known.is(Known::SERVANT)
        && core.after.joins()
        && let Some((served, after)) = latin_compound_after(all, end - 1, core.lexeme.known)
    {
        rest = Cow::Owned(served);
        end = after;
    }
    let text = if known.is(Known::ABU) {
        compound::latin_abu(head, &rest, article)
    } else {
        format!("um{}{rest}", if article { "al" } else { "" })
    };
    Some((text, end))
}

/// "Abu *Abd al-Rahman*".
fn latin_compound_after(all: &[Word<'_>], at: usize, known: Known) -> Option<(String, usize)> {
    let next = all.get(at + 1).filter(|next| next.lexeme.script == Script::Latin)?;
    if next.lexeme.known.is(Known::SON) { None } else { latin_compound(all, at, known) }
}

/// The word after an article word, and the index after it.
fn with_article<'w, 'a>(all: &'w [Word<'a>], at: usize) -> Option<(&'w Word<'a>, usize)> {
    let word = all.get(at)?;
    let known = word.lexeme.known;
    if !known.is(Known::ARTICLE.with(Known::SHORT_ARTICLE).with(Known::SUN_ARTICLE)) {
        return None;
    }
    let next = all.get(at + 1)?;
    if !word.after.joins() || next.lexeme.script != word.lexeme.script {
        return None;
    }
    // "as Sayed", "ash Shami": the article's consonant is that of the word.
    let consonant = word.lexeme.text.get(1..).unwrap_or_default();
    let sun = known.is(Known::SUN_ARTICLE) && next.lexeme.text.starts_with(consonant);
    let article = known.is(Known::ARTICLE) || word.after == Gap::Hyphen || sun;
    article.then_some((next, at + 2))
}

/// Whether an article plus this word is the second half of a compound begun by the last unit.
fn tail_joins(units: &[Unit<'_>], core: &Word<'_>) -> bool {
    let lexeme = core.lexeme;
    let Some(last) = units.last().filter(|last| last.is_open(lexeme.script)) else {
        return false;
    };
    if last.teknonym && lexeme.text != "din" {
        return false;
    }
    match lexeme.script {
        Script::Latin => lexeme.known.is(Known::TAIL) || lexeme.text == "lah" || lexeme.text == "ilah",
        _ => Known::of(&format!("ال{}", lexeme.text)).is(Known::TAIL),
    }
}

fn join_tail(units: &mut [Unit<'_>], core: Word<'_>) {
    if let Some(last) = units.last_mut() {
        let text = match last.script {
            Script::Latin => compound::with_tail(&last.text, compound::tail_name(&core.lexeme.text)),
            _ => format!("{}ال{}", last.text, core.lexeme.text),
        };
        last.text = Cow::Owned(text);
        last.known = Known::NOTHING;
        last.extend(core);
    }
}

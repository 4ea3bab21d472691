//! Keywords of names and family sentences: who the words after «والدته», "son of", "épouse de",
//! "alias" are about, and which words are titles.
//!
//! Takes the keywords out of the row of units and marks what they said. Which part is given, father or
//! family is for `roles`.

use crate::cut::Gap;
use crate::normalise::normalise;
use crate::part::PartRole;
use crate::script::Script;
use crate::split::Unit;
use crate::words::Known;

/// Whom a unit of a family sentence is about, or what it is to the person.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Section {
    #[default]
    Name,
    Father,
    Mother,
    Husband,
    /// The family name, said to be so.
    Family,
    /// The family name of birth, beside the husband's.
    Born,
    Laqab,
}

impl Section {
    pub(crate) const COUNT: usize = 7;

    fn of(known: Known) -> Option<Self> {
        let sections = [
            (Known::MOTHER, Self::Mother),
            (Known::FATHER, Self::Father),
            (Known::HUSBAND, Self::Husband),
            (Known::FAMILY, Self::Family),
            (Known::BORN, Self::Born),
            (Known::ALIAS, Self::Laqab),
        ];
        if !known.is(Known::KEYWORD) {
            return None;
        }
        sections.into_iter().find_map(|(mark, section)| known.is(mark).then_some(section))
    }
}

/// A unit and what the words around it say.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one unit, read one by one")]
pub(crate) struct Marked<'a> {
    pub(crate) unit: Unit<'a>,
    pub(crate) section: Section,
    /// Where it begins with the separators before it.
    pub(crate) separators_start: u32,
    /// "Son of" stood before it; `ben` and `ould` may also open a family name.
    pub(crate) son: bool,
    pub(crate) family_son: bool,
    /// A sentence ("son of") stood before it.
    pub(crate) sentence: bool,
    pub(crate) honorific: bool,
    pub(crate) role: PartRole,
}

impl Marked<'_> {
    /// Whether it is one of the row given, father, …, family.
    pub(crate) fn is_core(&self) -> bool {
        self.section == Section::Name && !self.honorific
    }
}

/// Takes the keywords out of the row of units and marks what they said.
pub(crate) fn mark(row: Vec<Unit<'_>>) -> Vec<Marked<'_>> {
    let names = row.len();
    let mut marker = Marker { marked: Vec::with_capacity(names), names, ..Marker::default() };
    let mut row = row.into_iter().peekable();
    let mut at = 0;
    while let Some(unit) = row.next() {
        if !marker.take(at, unit, row.peek().map(|next| next.known)) {
            break;
        }
        at += 1;
    }
    marker.marked
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what the words before said, each by itself")]
struct Marker<'a> {
    marked: Vec<Marked<'a>>,
    names: usize,
    section: Section,
    /// Where the separators before the next unit begin.
    separators_start: Option<u32>,
    son: bool,
    family_son: bool,
    /// A sentence says whose child the person is.
    sentence: bool,
    /// The word before was a keyword.
    after_keyword: bool,
}

impl<'a> Marker<'a> {
    /// Takes one unit; `false` when the name ended before it.
    fn take(&mut self, at: usize, unit: Unit<'a>, next: Option<Known>) -> bool {
        if unit.known == Known::NOTHING {
            self.push(at, unit);
            return true;
        }
        let known = known_here(at, unit.known, next);
        if at > 0 && known.is(Known::END) {
            return false;
        }
        let last = at + 1 == self.names;
        let is_after = known.is(Known::SON_AFTER) && self.names > 2;
        if last && !is_after {
            // A keyword needs something after it that it can be a keyword about: «حرم» alone is a name.
            self.push(at, unit);
            return true;
        }
        let between = at > 0 || self.names > 2;
        if let Some(section) = Section::of(known).filter(|_| between) {
            // The first word of a name may be a keyword about the kin, or say that a name follows.
            self.section = if at == 0 && section == Section::Laqab { Section::Name } else { section };
        } else if is_after && at > 0 {
            self.father_before();
        } else if known.is(Known::SON) && self.is_separator(at, known) {
            self.son = true;
            self.separators_start = self.separators_start.or(Some(unit.start));
            self.family_son = known.is(Known::FAMILY_SON);
            self.sentence |= known.is(Known::SENTENCE_SON);
            if self.section == Section::Laqab {
                self.section = Section::Name;
            }
        } else if !(known.is(Known::FILLER) && at > 0 || known.is(Known::PARTICLE) && self.after_keyword) {
            self.push(at, unit);
            return true;
        }
        self.after_keyword = true;
        if let Some(before) = self.marked.last_mut() {
            // "Khaled, son of Mahmoud": this comma does not part a family name from a given one.
            before.unit.after = Gap::Space;
        }
        true
    }

    /// At the start «بن» is one before any name, "ben" before a longer one, and a phrase never.
    fn is_separator(&self, at: usize, known: Known) -> bool {
        at > 0 || !known.is(Known::SENTENCE_SON) && (self.names > 2 || !known.is(Known::FAMILY_SON))
    }

    /// Turkish: what stands before "oğlu" and "kızı" is the father's name.
    fn father_before(&mut self) {
        if let Some(before) = self.marked.last_mut()
            && before.section == Section::Name
        {
            before.section = Section::Father;
        }
        self.section = Section::Name;
    }

    fn push(&mut self, at: usize, unit: Unit<'a>) {
        let honorific = !self.son && unit.known != Known::NOTHING && self.is_title(&unit, self.names - at);
        let section = if unit.aside && !honorific { Section::Laqab } else { self.section };
        self.marked.push(Marked {
            separators_start: self.separators_start.take().unwrap_or(unit.start),
            unit,
            section,
            son: self.son,
            family_son: self.family_son,
            sentence: self.sentence,
            honorific,
            role: PartRole::Unknown,
        });
        (self.son, self.family_son, self.after_keyword) = (false, false, false);
    }

    /// A title stands before any name word, or right after the comma of "Family, Dr. Given".
    fn is_title(&self, unit: &Unit<'_>, left: usize) -> bool {
        let at_start = self.marked.iter().all(|item| item.honorific)
            || self.marked.last().is_some_and(|item| item.unit.after == Gap::Comma);
        if !at_start {
            return false;
        }
        let longer_than = if unit.initial || unit.known.is(Known::PILGRIM) { 2 } else { 3 };
        unit.known.is(Known::HONORIFIC) || unit.known.is(Known::WEAK_HONORIFIC) && left > longer_than
    }
}

/// What a unit is known for at its place.
fn known_here(at: usize, mut known: Known, next: Option<Known>) -> Known {
    if known.is(Known::DATED) && next.is_none_or(|next| next.is(Known::DATE_OPENS)) {
        // "née le 3 mai": what follows is a date.
        return Known::END;
    }
    let kin = Known::MOTHER.with(Known::FATHER).with(Known::HUSBAND).with(Known::ALIAS);
    if at == 0 && !known.is(kin) {
        known = known.without(Known::KEYWORD);
    }
    known
}

/// "Ben Ali" written as one: the separators that belong to a family name are put back.
pub(crate) fn with_sons_glued<'a>(text: &str, marked: &[Marked<'a>]) -> Vec<Marked<'a>> {
    let mut glued = marked.to_vec();
    for item in &mut glued {
        if item.son && item.family_son && item.unit.script == Script::Latin {
            let separators = normalise(&text[item.separators_start as usize..item.unit.start as usize]);
            item.unit.text = format!("{}{}", separators.replace(' ', ""), item.unit.text).into();
            item.unit.start = item.separators_start;
        }
        item.son = false;
    }
    glued
}

/// "Bennaceur" read as "Ben Naceur": `None` when no part begins so.
pub(crate) fn with_sons_parted<'a>(marked: &[Marked<'a>]) -> Option<Vec<Marked<'a>>> {
    let mut parted = marked.to_vec();
    let mut found = false;
    for item in parted.iter_mut().skip(1).filter(|item| !item.son && item.unit.script == Script::Latin) {
        let rest = item.unit.text.strip_prefix("ben").or_else(|| item.unit.text.strip_prefix("bin"));
        if let Some(rest) = rest.filter(|rest| rest.len() >= 4).map(str::to_owned) {
            item.unit.text = rest.into();
            (item.son, item.family_son, found) = (true, true, true);
        }
    }
    found.then_some(parted)
}

//! The role of each part: given, father, family, mother, honorific.
//!
//! A reading is a hypothesis made from order, separators and keywords of one text. It looks nothing
//! up and knows no frequencies; the comparison tries other hypotheses where this one fails.

use crate::cut::Gap;
use crate::keywords::{Marked, Section};
use crate::limits::{MAX_PARTS, MAX_WORDS};
use crate::part::{Order, Part, PartRole, Reading};
use crate::script::Script;
use crate::split::Unit;

/// Most confidence in a reading with a core part in a script that only a table of letters reads.
const OTHER_SCRIPT: f32 = 0.3;
/// Most confidence in a reading of one part, or of titles or a teknonym alone.
const LITTLE: f32 = 0.5;

/// The reading of marked units in the order they suggest.
pub(crate) fn best(text: &str, mut marked: Vec<Marked<'_>>) -> Reading {
    let order = guess_order(&marked);
    assign(text, &mut marked, order)
}

/// The units of a cell whose column says what it holds.
pub(crate) fn in_column(text: &str, mut marked: Vec<Marked<'_>>, role: PartRole) -> Reading {
    let mut position = 0;
    for item in &mut marked {
        item.role = match (role, position) {
            _ if item.honorific => PartRole::Honorific,
            _ if item.section == Section::Laqab => PartRole::Laqab,
            (PartRole::Father, 1) => PartRole::Grandfather,
            (PartRole::Father | PartRole::Grandfather, p) if p > 1 || role == PartRole::Grandfather && p > 0 => {
                PartRole::Ancestor
            }
            (PartRole::Mother, p) if p > 0 => PartRole::MotherFamily,
            (PartRole::Family, p) if p > 0 && is_nisba(&item.unit) => PartRole::Nisba,
            _ => role,
        };
        position += usize::from(!item.honorific);
    }
    // A cell of a known column that holds only a title ("Hajj") holds the name itself.
    let only_titles = marked.iter().all(|item| item.honorific) && role != PartRole::Honorific;
    if only_titles {
        for item in &mut marked {
            item.role = role;
        }
    }
    let parts = parts(text, &marked);
    let confidence = if only_titles { LITTLE.min(certainty(&parts)) } else { certainty(&parts) };
    Reading { parts, order: Order::Unknown, confidence }
}

/// How sure a reading of these parts can be, by their scripts.
fn certainty(parts: &[Part]) -> f32 {
    if parts.is_empty() {
        0.0
    } else if parts.iter().any(|part| part.role != PartRole::Honorific && part.script == Script::Other) {
        OTHER_SCRIPT
    } else {
        1.0
    }
}

/// Family first when a comma says so, when only the first words are in capitals, when the text begins
/// with a separator ("Ben Salem Karim"), or when an article stands at the first of three or more parts and
/// none at the last.
pub(crate) fn guess_order(marked: &[Marked<'_>]) -> Order {
    let mut name = marked.iter().filter(|item| item.is_core());
    let (Some(first), Some(last)) = (name.next(), name.next_back()) else {
        return Order::Unknown;
    };
    if families_by_comma(marked).is_some() || families_by_capitals(marked).is_some() {
        return Order::FamilyFirst;
    }
    // "Ben Salem Karim", but not «ابن سالم الحلبي», whose end is a family name or nisba too.
    if first.son && !marked.iter().filter(|item| item.is_core()).skip(1).any(|item| item.son || item.unit.article) {
        return Order::FamilyFirst;
    }
    let article_first = first.unit.article && !last.unit.article && !last.unit.teknonym;
    if article_first && name.next().is_some() && !marked.iter().any(|item| item.is_core() && item.son) {
        return Order::FamilyFirst;
    }
    Order::GivenFirst
}

/// "Saint Martin, Claire": how many parts stand before the comma, where it can part family from given.
fn families_by_comma(marked: &[Marked<'_>]) -> Option<usize> {
    let comma = marked.iter().filter(|item| item.is_core()).position(|item| item.unit.after == Gap::Comma)?;
    (comma < MAX_FAMILIES && marked.iter().filter(|item| item.is_core()).nth(comma + 1).is_some()).then_some(comma + 1)
}

/// "SAINT MARTIN Claire": how many parts at the start are in capitals, where the others are not.
fn families_by_capitals(marked: &[Marked<'_>]) -> Option<usize> {
    let name = || marked.iter().filter(|item| item.is_core());
    let families = name().take_while(|item| item.unit.capitals).count();
    let mut others = name().skip(families).peekable();
    ((1..=MAX_FAMILIES).contains(&families) && others.peek().is_some() && others.all(|item| !item.unit.capitals))
        .then_some(families)
}

/// Words of a family name that stands first.
const MAX_FAMILIES: usize = 3;

/// Gives each unit its role.
pub(crate) fn assign(text: &str, marked: &mut [Marked<'_>], order: Order) -> Reading {
    let mut core = Core { places: [0; MAX_WORDS], first: 0, end: 0 };
    let mut seen = [0usize; Section::COUNT];
    for (at, item) in marked.iter_mut().enumerate() {
        let count = &mut seen[item.section as usize];
        item.role = match (item.section, *count) {
            _ if item.honorific => {
                item.role = PartRole::Honorific;
                continue;
            }
            (Section::Name, _) => {
                core.push(at);
                PartRole::Unknown
            }
            (Section::Father, 0) => PartRole::Father,
            (Section::Father, 1) => PartRole::Grandfather,
            (Section::Father, _) => PartRole::Ancestor,
            (Section::Mother, 0) => PartRole::Mother,
            (Section::Mother, _) => PartRole::MotherFamily,
            (Section::Husband, _) => PartRole::Husband,
            (Section::Family | Section::Born, _) => PartRole::Family,
            (Section::Laqab, _) => PartRole::Laqab,
        };
        *count += 1;
    }
    // «أبو محمد خالد الخطيب»: a kunya before a full name is not its first part.
    if order != Order::FamilyFirst
        && let Some(first) = core.parts().first().map(|&first| usize::from(first))
        && marked[first].unit.teknonym
        && core.parts().len() >= 3
    {
        marked[first].role = PartRole::Teknonym;
        core.remove_first();
    }
    take_nisba(marked, order, &mut core);
    let core = core.parts();
    let known = |section: Section| seen[section as usize] > 0;
    if order == Order::FamilyFirst {
        family_first(marked, core);
    } else if core.iter().skip(1).any(|&at| marked[usize::from(at)].son) {
        let sentence = known(Section::Mother) || marked.iter().any(|item| item.sentence);
        with_sons(marked, core, sentence);
    } else {
        given_first(marked, core, known(Section::Father), known(Section::Family));
    }
    let parts = parts(text, marked);
    let alone = core.len() < 2 && !known(Section::Father) && !known(Section::Mother);
    let confidence = certainty(&parts).min(if alone { LITTLE } else { 1.0 });
    Reading { parts, order: if core.len() < 2 { Order::Unknown } else { order }, confidence }
}

/// Places of the parts that names are aligned on.
struct Core {
    places: [u8; MAX_WORDS],
    first: usize,
    end: usize,
}

impl Core {
    fn push(&mut self, at: usize) {
        if self.end < MAX_WORDS {
            self.places[self.end] = at as u8;
            self.end += 1;
        }
    }

    fn remove_first(&mut self) {
        self.first += 1;
    }

    fn remove_last(&mut self) {
        self.end -= 1;
    }

    fn parts(&self) -> &[u8] {
        &self.places[self.first..self.end]
    }
}

fn parts(text: &str, marked: &[Marked<'_>]) -> Vec<Part> {
    marked.iter().take(MAX_PARTS).map(|item| part(text, &item.unit, item.role)).collect()
}

/// «… الخطيب الحلبي»: an adjective of place after a family name that has an article itself.
fn take_nisba(marked: &mut [Marked<'_>], order: Order, core: &mut Core) {
    let [.., _, before, last] = *core.parts() else {
        return;
    };
    let (before, last) = (usize::from(before), usize::from(last));
    if order != Order::FamilyFirst && is_nisba(&marked[last].unit) && marked[before].unit.article && !marked[last].son {
        marked[last].role = PartRole::Nisba;
        core.remove_last();
    }
}

fn is_nisba(unit: &Unit<'_>) -> bool {
    unit.article
        && match unit.script {
            Script::Arabic => unit.text.ends_with('ي') || unit.text.ends_with("يه"),
            Script::Latin => {
                unit.text.ends_with(['i', 'y']) || unit.text.ends_with("iyya") || unit.text.ends_with("iya")
            }
            Script::Other => false,
        }
}

const AFTER_GIVEN: [PartRole; 2] = [PartRole::Father, PartRole::Grandfather];

fn given_first(marked: &mut [Marked<'_>], core: &[u8], has_father: bool, has_family: bool) {
    let n = core.len();
    for (position, &at) in core.iter().enumerate() {
        let family_alone = n == 1 && marked[usize::from(at)].son;
        marked[usize::from(at)].role = if position == 0 && !family_alone {
            PartRole::Given
        } else if position + 1 == n && !has_family {
            PartRole::Family
        } else if has_father {
            PartRole::Ancestor
        } else {
            ancestor(position - 1)
        };
    }
}

/// Father, grandfather, and those before them.
fn ancestor(generation: usize) -> PartRole {
    AFTER_GIVEN.get(generation).copied().unwrap_or(PartRole::Ancestor)
}

fn family_first(marked: &mut [Marked<'_>], core: &[u8]) {
    let families = families_by_comma(marked).or_else(|| families_by_capitals(marked)).unwrap_or(1);
    for (position, &at) in core.iter().enumerate() {
        marked[usize::from(at)].role = match position.checked_sub(families) {
            None => PartRole::Family,
            Some(0) => PartRole::Given,
            Some(after) => ancestor(after - 1),
        };
    }
}

/// Names with separators: «خالد بن محمود الحسين», «خالد الحسين بن محمود والدته …», "Zine Ben Ali".
fn with_sons(marked: &mut [Marked<'_>], core: &[u8], sentence: bool) {
    let unit = |position: usize| usize::from(core[position]);
    let n = core.len();
    let first_son = (1..n).find(|&position| marked[unit(position)].son).unwrap_or(n);
    let before_is_family = first_son >= 2 && (sentence || marked[unit(first_son - 1)].unit.article);
    let mut generation = 0;
    for position in 0..n {
        let at = unit(position);
        marked[at].role = if position == 0 {
            PartRole::Given
        } else if position + 1 == first_son && before_is_family
            || position + 1 == n && !before_is_family && (!marked[at].son || marked[at].family_son)
            || before_is_family
                && position >= first_son
                && marked[at].unit.text == marked[unit(first_son - 1)].unit.text
        {
            PartRole::Family
        } else {
            generation += 1;
            ancestor(generation - 1)
        };
    }
}

fn part(text: &str, unit: &Unit<'_>, role: PartRole) -> Part {
    Part {
        text: unit.text.as_ref().to_owned(),
        as_written: text[unit.start as usize..unit.end as usize].to_owned(),
        script: unit.script,
        role,
        article: unit.article,
        initial: unit.initial,
    }
}

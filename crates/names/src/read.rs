//! Reading a whole name: which word is given, father, family, mother, honorific.
//!
//! A reading is a hypothesis made from order, separators and keywords of one text. It looks nothing
//! up and knows no frequencies; the comparison tries other hypotheses where this one fails.

use crate::limits::{MAX_PARTS, MAX_READINGS};
use crate::part::{Order, Part, PartRole, Reading};
use crate::script::Script;
use crate::split::{Gap, Unit, units, words as cut_words};
use crate::words;

/// The best reading of a whole name.
///
/// ```
/// use names::{PartRole, read};
/// let reading = read("Dr. Khaled bin Mahmoud al-Khatib");
/// assert_eq!(reading.part(PartRole::Father).map(|part| part.text.as_str()), Some("mahmoud"));
/// assert_eq!(reading.part(PartRole::Family).map(|part| part.text.as_str()), Some("khatib"));
/// ```
pub fn read(text: &str) -> Reading {
    let marked = mark(text);
    let order = guess_order(&marked);
    assign(&marked, order, 1.0)
}

/// The readings of a whole name, best first, at most four: the other order, and a leading teknonym or
/// ambiguous honorific as part of the name.
pub fn readings(text: &str) -> Vec<Reading> {
    let marked = mark(text);
    let order = guess_order(&marked);
    let mut found = vec![assign(&marked, order, 0.7)];
    let core = marked.iter().filter(|item| item.section == Section::Name && !item.honorific).count();
    let comma = marked.iter().any(|item| item.unit.after == Gap::Comma);
    if core >= 2 && !comma {
        let other = if order == Order::FamilyFirst { Order::GivenFirst } else { Order::FamilyFirst };
        found.push(assign(&marked, other, 0.2));
    }
    if marked.first().is_some_and(|item| item.unit.teknonym || item.honorific) && core >= 2 {
        let mut plain = marked.clone();
        if let Some(first) = plain.first_mut() {
            first.honorific = false;
            first.unit.teknonym = false;
        }
        found.push(assign(&plain, Order::GivenFirst, 0.1));
    }
    if marked.iter().any(|item| item.son) {
        let mut plain = marked;
        for item in &mut plain {
            item.son = false;
        }
        found.push(assign(&plain, order, 0.1));
    }
    let mut distinct: Vec<Reading> = Vec::with_capacity(MAX_READINGS);
    for reading in found {
        if distinct.len() < MAX_READINGS && distinct.iter().all(|other| other.parts != reading.parts) {
            distinct.push(reading);
        }
    }
    let total: f32 = distinct.iter().map(|reading| reading.confidence).sum();
    for reading in &mut distinct {
        reading.confidence /= total;
    }
    distinct
}

/// The reading of a cell whose column says what it holds.
///
/// A father's cell with two names holds father and grandfather; a mother's cell holds her given name
/// and then her family's; a cell for the whole name (`Unknown`) is read like any name.
pub fn read_column(text: &str, role: PartRole) -> Reading {
    if role == PartRole::Unknown {
        return read(text);
    }
    let mut parts = Vec::new();
    for item in mark(text) {
        let position = parts.iter().filter(|part: &&Part| part.role != PartRole::Honorific).count();
        let part_role = match (role, position) {
            _ if item.honorific => PartRole::Honorific,
            (PartRole::Father, 1) => PartRole::Grandfather,
            (PartRole::Father | PartRole::Grandfather, p) if p > 1 || role == PartRole::Grandfather && p > 0 => {
                PartRole::Ancestor
            }
            (PartRole::Mother, p) if p > 0 => PartRole::MotherFamily,
            (PartRole::Family, p) if p > 0 && is_nisba(&item.unit) => PartRole::Nisba,
            _ => role,
        };
        if parts.len() < MAX_PARTS {
            parts.push(part(&item.unit, part_role));
        }
    }
    // A cell of a known column that holds only a title ("Hajj") holds the name itself.
    if !parts.is_empty() && parts.iter().all(|part| part.role == PartRole::Honorific) && role != PartRole::Honorific {
        for part in &mut parts {
            part.role = role;
        }
    }
    Reading { parts, order: Order::Unknown, confidence: 1.0 }
}

/// Which person of a family sentence a unit belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Name,
    Father,
    Mother,
    Husband,
}

#[derive(Clone)]
struct Marked {
    unit: Unit,
    section: Section,
    /// "son of" stood before it; `ben` and `ould` may also open a family name.
    son: bool,
    family_son: bool,
    honorific: bool,
}

/// Takes the keywords out of the row of units and marks what they said.
fn mark(text: &str) -> Vec<Marked> {
    let mut row = units(&cut_words(text));
    // A keyword needs something before it that it can be a keyword about: «حرم» alone is a name.
    let names = row.len();
    let mut marked: Vec<Marked> = Vec::new();
    let mut section = Section::Name;
    let (mut son, mut family_son) = (false, false);
    for (at, unit) in row.drain(..).enumerate() {
        let word = unit.bare.as_str();
        let last = at + 1 == names;
        let keyword = if last
            || at == 0 && !words::is_father_word(word) && !words::is_mother_word(word) && !words::is_husband_word(word)
        {
            None
        } else {
            keyword_section(word)
        };
        if at > 0 && words::ends_the_name(word) {
            break;
        }
        let is_word_between = keyword.is_some() || !last && at > 0 && (words::is_filler(word) || words::is_son(word));
        if is_word_between && let Some(before) = marked.last_mut() {
            // "Khaled, son of Mahmoud": this comma does not part a family name from a given one.
            before.unit.after = Gap::Space;
        }
        if let Some(found) = keyword.filter(|_| at > 0 || names > 2) {
            section = found;
            continue;
        }
        if !last && at > 0 && words::is_filler(word) && unit.text.len() > 1 {
            son |= word == "son" || word == "fils" || word == "daughter" || word == "fille";
            continue;
        }
        if !last && words::is_son(word) && !unit.article && (at > 0 || names > 2) {
            son = true;
            family_son = words::is_family_son(word);
            continue;
        }
        let honorific = !son && is_title(&unit, &marked, names - at);
        marked.push(Marked { unit, section, son, family_son, honorific });
        (son, family_son) = (false, false);
    }
    marked
}

fn keyword_section(word: &str) -> Option<Section> {
    if words::is_mother_word(word) {
        Some(Section::Mother)
    } else if words::is_father_word(word) {
        Some(Section::Father)
    } else if words::is_husband_word(word) {
        Some(Section::Husband)
    } else {
        None
    }
}

/// A title stands before any name word, or right after the comma of "Family, Dr. Given".
fn is_title(unit: &Unit, before: &[Marked], left: usize) -> bool {
    let at_start =
        before.iter().all(|item| item.honorific) || before.last().is_some_and(|item| item.unit.after == Gap::Comma);
    if !at_start {
        return false;
    }
    let longer_than = if unit.initial || words::is_pilgrim(&unit.bare) { 2 } else { 3 };
    words::is_honorific(&unit.bare) || words::is_weak_honorific(&unit.bare) && left > longer_than
}

/// Family first when a comma says so, when only the first word is in capitals, or when an article or
/// kunya stands at the first of three or more parts and none at the last.
fn guess_order(marked: &[Marked]) -> Order {
    let name: Vec<&Marked> = marked.iter().filter(|item| item.section == Section::Name && !item.honorific).collect();
    let (Some(first), Some(last)) = (name.first(), name.last()) else {
        return Order::Unknown;
    };
    if name.len() < 2 {
        return Order::Unknown;
    }
    if let Some(comma) = name.iter().position(|item| item.unit.after == Gap::Comma)
        && comma + 1 < name.len()
        && comma < 3
    {
        return Order::FamilyFirst;
    }
    if first.unit.capitals && name[1..].iter().all(|item| !item.unit.capitals) {
        return Order::FamilyFirst;
    }
    if name.len() >= 3
        && first.unit.article
        && !last.unit.article
        && !last.unit.teknonym
        && !name.iter().any(|item| item.son)
    {
        return Order::FamilyFirst;
    }
    Order::GivenFirst
}

/// Gives each unit its role.
fn assign(marked: &[Marked], order: Order, confidence: f32) -> Reading {
    let mut roles = vec![PartRole::Unknown; marked.len()];
    let mut core: Vec<usize> = Vec::new();
    let mut seen = [0usize; 4];
    for (at, item) in marked.iter().enumerate() {
        let count = &mut seen[item.section as usize];
        roles[at] = match (item.section, *count) {
            _ if item.honorific => {
                roles[at] = PartRole::Honorific;
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
        };
        *count += 1;
    }
    // «أبو محمد خالد الخطيب»: a kunya before a full name is not its first part.
    if order != Order::FamilyFirst
        && let Some(&first) = core.first()
        && marked[first].unit.teknonym
        && core.len() >= 3
    {
        roles[first] = PartRole::Teknonym;
        core.remove(0);
    }
    take_nisba(marked, order, &mut core, &mut roles);
    if order == Order::FamilyFirst {
        family_first(marked, &core, &mut roles);
    } else if core.iter().skip(1).any(|&at| marked[at].son) {
        with_sons(marked, &core, seen[Section::Mother as usize] > 0, &mut roles);
    } else {
        let has_father = seen[Section::Father as usize] > 0;
        given_first(&core, has_father, &mut roles);
    }
    let parts = marked.iter().zip(&roles).take(MAX_PARTS).map(|(item, &role)| part(&item.unit, role)).collect();
    Reading { parts, order: if core.len() < 2 { Order::Unknown } else { order }, confidence }
}

/// «… الخطيب الحلبي»: an adjective of place after a family name that has an article itself.
fn take_nisba(marked: &[Marked], order: Order, core: &mut Vec<usize>, roles: &mut [PartRole]) {
    if order == Order::FamilyFirst || core.len() < 3 {
        return;
    }
    let (last, before) = (core[core.len() - 1], core[core.len() - 2]);
    if is_nisba(&marked[last].unit) && marked[before].unit.article && !marked[last].son {
        roles[last] = PartRole::Nisba;
        core.pop();
    }
}

fn is_nisba(unit: &Unit) -> bool {
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

fn given_first(core: &[usize], has_father: bool, roles: &mut [PartRole]) {
    let n = core.len();
    for (position, &at) in core.iter().enumerate() {
        roles[at] = if position == 0 {
            PartRole::Given
        } else if position + 1 == n {
            PartRole::Family
        } else if has_father {
            PartRole::Ancestor
        } else {
            AFTER_GIVEN.get(position - 1).copied().unwrap_or(PartRole::Ancestor)
        };
    }
}

fn family_first(marked: &[Marked], core: &[usize], roles: &mut [PartRole]) {
    let families = core
        .iter()
        .position(|&at| marked[at].unit.after == Gap::Comma)
        .filter(|&comma| comma + 1 < core.len() && comma < 3)
        .map_or(1, |comma| comma + 1);
    for (position, &at) in core.iter().enumerate() {
        roles[at] = match position.checked_sub(families) {
            None => PartRole::Family,
            Some(0) => PartRole::Given,
            Some(after) => AFTER_GIVEN.get(after - 1).copied().unwrap_or(PartRole::Ancestor),
        };
    }
}

/// Names with separators: «خالد بن محمود الحسين», «خالد الحسين بن محمود والدته …», "Zine Ben Ali".
fn with_sons(marked: &[Marked], core: &[usize], sentence: bool, roles: &mut [PartRole]) {
    let first_son = core.iter().skip(1).position(|&at| marked[at].son).map_or(core.len(), |at| at + 1);
    let before_is_family = first_son >= 2 && (sentence || marked[core[first_son - 1]].unit.article);
    let n = core.len();
    let mut ancestors = 0;
    let mut next_ancestor = || {
        ancestors += 1;
        AFTER_GIVEN.get(ancestors - 1).copied().unwrap_or(PartRole::Ancestor)
    };
    for (position, &at) in core.iter().enumerate() {
        roles[at] = if position == 0 {
            PartRole::Given
        } else if position + 1 == first_son && before_is_family
            || position + 1 == n && !before_is_family && (!marked[at].son || marked[at].family_son)
        {
            PartRole::Family
        } else {
            next_ancestor()
        };
    }
}

fn part(unit: &Unit, role: PartRole) -> Part {
    Part {
        text: unit.text.clone(),
        as_written: unit.raw.clone(),
        script: unit.script,
        role,
        article: unit.article,
        initial: unit.initial,
    }
}

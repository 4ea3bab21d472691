//! Sets the parts of two names beside each other: role against role, then with parts left out, shifted or
//! written family-first. No part is used twice.

use crate::person::closeness::{PartMatch, PartMatcher};
use crate::person::level::{order, part};
use crate::person::limits::NAME_SLOTS;
use crate::person::table::{FAMILY, FATHER, FURTHER, GIVEN, GRANDFATHER, Name, ReadName, Table};

/// Roles that levels are credited to.
pub(crate) const ROLES: usize = 4;

/// Two names set beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// Level of given, father, grandfather, family.
    pub(crate) levels: [u8; ROLES],
    /// The parts that were set beside each other for that role, 0 where none.
    pub(crate) parts: [(u32, u32); ROLES],
    /// What their spellings say.
    pub(crate) evidence: [i32; ROLES],
    /// What the spellings of mother's name and mother's family say.
    pub(crate) mothers: [i32; 2],
    /// What the spellings of the teknonyms say, and of the husbands' names.
    pub(crate) teknonym: i32,
    pub(crate) husband: i32,
    /// Of how many pairs of names this is the best: of those who go by several, more than one.
    pub(crate) tried: u32,
    /// Level of [`crate::person::level::order`].
    pub(crate) order: u8,
    score: i32,
}

impl Alignment {
    fn set(&mut self, role: usize, parts: (u32, u32), found: PartMatch) {
        self.levels[role] = found.level;
        self.parts[role] = parts;
        self.evidence[role] = found.evidence;
    }

    /// Whether the two carry one given and one family name.
    pub(crate) fn are_namesakes(&self) -> bool {
        part::agrees(self.levels[GIVEN]) && part::agrees(self.levels[FAMILY])
    }
}

/// Worth of a level when alignments compete, in tenths. A rotation and a shift cost a little, so that the
/// plain reading wins where both explain the same.
fn worth(level: u8) -> i32 {
    match level {
        part::EXACT => 40,
        part::SPELLING | part::ACROSS_CLOSE => 35,
        part::LOOSE | part::ACROSS_LOOSE => 28,
        part::NEAR | part::ACROSS_NEAR => 12,
        part::DIFFERENT | part::ACROSS_DIFFERENT => -30,
        _ => 0,
    }
}
const SHIFT_COST: i32 = 8;
const ROTATION_COST: i32 = 12;

/// Aligns the names of two rows: of those who go by several, the two that fit best. What the others say is no
/// contradiction.
pub(crate) fn align(table: &Table, matcher: &mut PartMatcher<'_>, one: u32, other: u32) -> Alignment {
    let mut best: Option<Alignment> = None;
    let mut tried = 0;
    for first in table.names_of(one) {
        for second in table.names_of(other) {
            let found = align_names(matcher, &first, &second);
            tried += 1;
            if best.is_none_or(|best| found.score > best.score) {
                best = Some(found);
            }
        }
    }
    let mut best = best.unwrap_or_default();
    // A name that was turned may have stood right.
    for (row, turned, beside) in [(one, true, other), (other, false, one)] {
        let Some(as_read) = table.as_read(row) else { continue };
        for name in table.names_of(beside) {
            let found =
                if turned { align_names(matcher, &as_read, &name) } else { align_names(matcher, &name, &as_read) };
            best = better(best, found);
        }
    }
    Alignment { tried, ..best }
}

fn align_names(matcher: &mut PartMatcher<'_>, one: &ReadName, other: &ReadName) -> Alignment {
    let (first, second) = (one.parts, other.parts);
    let guessed = (one.guessed, other.guessed);
    let plain = in_roles(matcher, &first, &second, guessed);
    if plain.order == order::KEPT && !plain.levels.iter().any(|&level| part::differs(level) || level == part::NEAR) {
        return plain;
    }
    let mut best = plain;
    if let Some(rotated) = rotate(&first, guessed.0) {
        best = better(best, in_roles(matcher, &rotated, &second, guessed));
    }
    if let Some(rotated) = rotate(&second, guessed.1) {
        best = better(best, in_roles(matcher, &first, &rotated, guessed));
    }
    if one.roles_known
        && other.roles_known
        && let Some(swapped) = swap_ends(&first)
    {
        best = better(best, in_roles(matcher, &swapped, &second, guessed));
    }
    best
}

/// Takes a turned name only when given *and* family name fit then: a father's name in the place of the given
/// name makes a son of the father.
fn better(best: Alignment, mut turned: Alignment) -> Alignment {
    turned.score -= ROTATION_COST;
    turned.order = order::MOVED;
    if turned.are_namesakes() && turned.score > best.score { turned } else { best }
}

/// A family-first name put given-first: the parts that were read out of a whole name move, those that stood in
/// columns of their own stay.
pub(crate) fn rotate(name: &Name, guessed: u8) -> Option<Name> {
    const ORDER: [usize; NAME_SLOTS] = [GIVEN, FATHER, GRANDFATHER, FURTHER, FURTHER + 1, FAMILY];
    let moves = |slot: &usize| guessed & (1 << slot) != 0 && name[*slot] != 0;
    let sequence: Vec<u32> = ORDER.iter().filter(|slot| moves(slot)).map(|&slot| name[slot]).collect();
    if sequence.len() < 2 || !moves(&GIVEN) {
        return None;
    }
    let mut rotated = *name;
    for slot in ORDER.iter().filter(|slot| moves(slot)) {
        rotated[*slot] = 0;
    }
    if rotated[FAMILY] != 0 {
        return None;
    }
    rotated[FAMILY] = sequence[0];
    let free: Vec<usize> = ORDER.iter().copied().filter(|&slot| slot != FAMILY && rotated[slot] == 0).collect();
    for (slot, &part) in free.into_iter().zip(&sequence[1..]) {
        rotated[slot] = part;
    }
    Some(rotated)
}

fn swap_ends(name: &Name) -> Option<Name> {
    if name[GIVEN] == 0 || name[FAMILY] == 0 {
        return None;
    }
    let mut swapped = *name;
    swapped.swap(GIVEN, FAMILY);
    Some(swapped)
}

/// Role against role; then what is left of the ancestors and family names, shifted.
fn in_roles(matcher: &mut PartMatcher<'_>, first: &Name, second: &Name, guessed: (u8, u8)) -> Alignment {
    let mut alignment = Alignment::default();
    let (mut used_first, mut used_second) = ([false; NAME_SLOTS], [false; NAME_SLOTS]);
    for role in [GIVEN, FATHER, GRANDFATHER, FAMILY] {
        let found = matcher.between(first[role], second[role]);
        // A part that differs is left free: it may stand elsewhere on the other side.
        if found.level != 0 && !part::differs(found.level) {
            alignment.set(role, (first[role], second[role]), found);
            (used_first[role], used_second[role]) = (true, true);
        }
    }
    let shifts = shift(matcher, (first, second), guessed, &mut used_first, &mut used_second, &mut alignment);
    for role in [GIVEN, FATHER, GRANDFATHER, FAMILY] {
        let free = !used_first[role] && !used_second[role] && alignment.levels[role] == 0;
        if free && first[role] != 0 && second[role] != 0 {
            let found = matcher.between(first[role], second[role]);
            alignment.set(role, (first[role], second[role]), found);
        }
    }
    let agreeing = alignment.levels.iter().filter(|&&level| part::agrees(level)).count();
    alignment.order = match (agreeing, shifts) {
        (0 | 1, 0) => 0,
        (_, 0) => order::KEPT,
        _ => order::MOVED,
    };
    alignment.score = alignment.levels.iter().map(|&level| worth(level)).sum::<i32>() - shifts * SHIFT_COST;
    alignment
}

/// Finds agreeing parts in different roles after the given name: a grandfather left out, a grandfather's name
/// in the place of the family name. Returns how many there were.
fn shift(
    matcher: &mut PartMatcher<'_>,
    (first, second): (&Name, &Name),
    guessed: (u8, u8),
    used_first: &mut [bool; NAME_SLOTS],
    used_second: &mut [bool; NAME_SLOTS],
    alignment: &mut Alignment,
) -> i32 {
    let mut shifts = 0;
    for slot in FATHER..NAME_SLOTS {
        if used_first[slot] || first[slot] == 0 {
            continue;
        }
        for other in FATHER..NAME_SLOTS {
            if used_second[other] || second[other] == 0 || (slot == other && slot < ROLES) {
                continue;
            }
            if !may_shift(first, guessed.0, slot, other) && !may_shift(second, guessed.1, other, slot) {
                continue;
            }
            let found = matcher.between(first[slot], second[other]);
            if !part::agrees(found.level) {
                continue;
            }
            let Some(credit) = credit(slot, other, alignment.levels) else { continue };
            alignment.set(credit, (first[slot], second[other]), found);
            (used_first[slot], used_second[other]) = (true, true);
            shifts += i32::from(slot != other);
            break;
        }
    }
    shifts
}

/// Whether the part in `slot` of a name may in truth be the one that the other name has in `role`. It may where
/// the slot was only guessed and the name says nothing of that role itself: the last word of "Ahmad Mahmoud" may
/// be the father's name, and a further ancestor stands anywhere. A father's name is never taken for a
/// grandfather's: that would make an uncle of his nephew.
fn may_shift(name: &Name, guessed: u8, slot: usize, role: usize) -> bool {
    let was_guessed = guessed & (1 << slot) != 0;
    match slot {
        FAMILY => was_guessed && (role >= ROLES || name[role] == 0),
        GRANDFATHER => role >= ROLES,
        _ => slot >= ROLES && role != FATHER && (role >= ROLES || name[role] == 0),
    }
}

/// The role that a shifted part is credited to: an ancestor's rather than the family name's, one that is free.
fn credit(slot: usize, other: usize, levels: [u8; ROLES]) -> Option<usize> {
    let wanted = [slot.min(other), slot.max(other), GRANDFATHER, FATHER, FAMILY];
    wanted.into_iter().find(|&role| role < ROLES && role != GIVEN && levels[role] == 0)
}

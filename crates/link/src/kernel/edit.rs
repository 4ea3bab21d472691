//! Edit distances: Levenshtein's, and Damerau's with exchanges of neighbours.
//!
//! Levenshtein's is Myers' bit-vector algorithm (JACM 46, 1999) in Hyyrö's form (2003). Damerau's is the full one
//! (Lowrance and Wagner, JACM 22, 1975): letters may be inserted between two that were exchanged; it is asked for only
//! where Levenshtein's is above one.

use super::WORD;
use super::masks::Masks;
use super::texts::{Letter, Text};

/// Levenshtein's distance. `masks` are those of the left text.
pub(crate) fn levenshtein(left: Text<'_>, right: Text<'_>, masks: &Masks) -> u32 {
    match (left, right) {
        (Text::Narrow(left), Text::Narrow(right)) => distance(left, right, masks),
        (Text::Wide(left), Text::Wide(right)) => distance(left, right, masks),
        (Text::Narrow(left), Text::Wide(right)) => left.len().max(right.len()) as u32,
        (Text::Wide(left), Text::Narrow(right)) => left.len().max(right.len()) as u32,
    }
}

/// Damerau's distance.
pub(crate) fn damerau_levenshtein(left: Text<'_>, right: Text<'_>, masks: &Masks) -> u32 {
    let edits = levenshtein(left, right, masks);
    if edits <= 1 {
        return edits;
    }
    match (left, right) {
        (Text::Narrow(left), Text::Narrow(right)) => with_exchanges(left, right),
        (Text::Wide(left), Text::Wide(right)) => with_exchanges(left, right),
        _ => edits,
    }
}

fn distance<L: Letter>(left: &[L], right: &[L], masks: &Masks) -> u32 {
    if left.is_empty() || right.is_empty() {
        return left.len().max(right.len()) as u32;
    }
    if left.len() > WORD {
        return plainly(left, right);
    }
    let last = 1_u64 << (left.len() - 1);
    let (mut more, mut less) = (u64::MAX, 0_u64);
    let mut score = left.len() as u32;
    for &letter in right {
        let equal = masks.of_letter(letter);
        let diagonal = (((equal & more).wrapping_add(more)) ^ more) | equal | less;
        let mut across_more = less | !(diagonal | more);
        let across_less = diagonal & more;
        score += u32::from(across_more & last != 0);
        score -= u32::from(across_less & last != 0);
        across_more = across_more << 1 | 1;
        more = across_less << 1 | !(diagonal | across_more);
        less = across_more & diagonal;
    }
    score
}

fn plainly<L: Letter>(left: &[L], right: &[L]) -> u32 {
    let mut row: Vec<u32> = (0..=right.len() as u32).collect();
    for (at, one) in left.iter().enumerate() {
        let mut before = row[0];
        row[0] = at as u32 + 1;
        for (place, other) in right.iter().enumerate() {
            let replaced = before + u32::from(one != other);
            before = row[place + 1];
            row[place + 1] = replaced.min(before + 1).min(row[place] + 1);
        }
    }
    row[right.len()]
}

fn with_exchanges<L: Letter>(left: &[L], right: &[L]) -> u32 {
    let (rows, width) = (left.len(), right.len() + 2);
    let far = (left.len() + right.len()) as u32;
    // One row and one column before the first stand for "never seen".
    let mut table = vec![far; (rows + 2) * width];
    for at in 0..=rows {
        table[(at + 1) * width + 1] = at as u32;
    }
    for place in 0..=right.len() {
        table[width + place + 1] = place as u32;
    }
    // The last row of each letter, from 1; 0 is none.
    let letters = left.iter().chain(right).map(|letter| letter.number()).max().map_or(0, |most| most + 1);
    let mut last_row = vec![0_usize; letters];
    for at in 1..=rows {
        let mut last_place = 0;
        for place in 1..=right.len() {
            let (one, other) = (left[at - 1], right[place - 1]);
            let seen = last_row[other.number()];
            let place_seen = last_place;
            let equal = one == other;
            if equal {
                last_place = place;
            }
            let cell = |row: usize, column: usize| table[row * width + column];
            let replaced = cell(at, place) + u32::from(!equal);
            let inserted = cell(at + 1, place) + 1;
            let deleted = cell(at, place + 1) + 1;
            let exchanged = cell(seen, place_seen) + (at - seen - 1 + place - place_seen - 1) as u32 + 1;
            table[(at + 1) * width + place + 1] = replaced.min(inserted).min(deleted).min(exchanged);
        }
        last_row[left[at - 1].number()] = at;
    }
    table[(rows + 1) * width + right.len() + 1]
}

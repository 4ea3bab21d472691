//! Named typing and reading errors, each with a small probability of its own: neighbouring keys,
//! letters that differ by dots, swapped letters.
//!
//! The channel learns spelling habits from data; slips are rare there and look random, so they are
//! given by hand. The dot groups are those that OCR and re-keying confuse in published lists.

use crate::alphabet::{arabic_id, copy_of};
use crate::channel::Channel;
use crate::script::Script;

/// A letter becomes a given neighbour or dot partner.
const CONFUSED: f32 = 0.004;
/// A letter becomes any given other letter.
const ANY: f32 = 0.0006;
/// A letter is left out.
const DROPPED: f32 = 0.004;
/// A letter is doubled, or a doubled one single.
const DOUBLED: f32 = 0.004;
/// Two letters change places.
const SWAPPED: f32 = 0.003;
/// A given letter stands where none belongs.
const STRAY: f32 = 0.0004;
const ACROSS_STRAY: f32 = 0.0003;
/// Across scripts slips are seen through a spelling, so they get less.
const ACROSS_ANY: f32 = 0.0001;
const ACROSS_DROPPED: f32 = 0.0008;

const LATIN_KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const ARABIC_KEYS: [&str; 3] = ["ضصثقفغعهخحجد", "شسيبلاتنمكط", "ذرووهزظ"];
const DOT_GROUPS: [&str; 11] = ["بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "هو", "كل"];

/// Adds the errors to a channel; `script` is `None` for the channel across scripts.
pub(crate) fn add_errors(channel: &mut Channel, script: Option<Script>) {
    channel.swap = SWAPPED;
    let stray = if script.is_some() { STRAY } else { ACROSS_STRAY };
    let targets = channel.targets;
    for gap in &mut channel.insert {
        for letter in &mut gap[..targets] {
            *letter += stray;
        }
    }
    let Some(script) = script else {
        for unit in 0..channel.best.len() {
            channel.add(unit, &[], ACROSS_DROPPED);
            for letter in 0..channel.targets {
                channel.add(unit, &[letter as u8], ACROSS_ANY);
            }
        }
        channel.renormalise();
        return;
    };
    let confused = confusions(script);
    for unit in 0..channel.best.len() {
        let (letters, length) = copy_of(script, unit);
        let letters = &letters[..length];
        if length == 2 {
            channel.add(unit, &[letters[1], letters[0]], SWAPPED);
            channel.add(unit, &letters[..1], DOUBLED);
            channel.add(unit, &letters[1..], DOUBLED);
            continue;
        }
        channel.add(unit, &[], DROPPED);
        channel.add(unit, &[letters[0], letters[0]], DOUBLED);
        for other in (0..channel.targets as u8).filter(|other| *other != letters[0]) {
            let probability = if confused.contains(&(letters[0], other)) { CONFUSED } else { ANY };
            channel.add(unit, &[other], probability);
        }
    }
    channel.renormalise();
    for unit in 0..channel.best.len() {
        let (letters, length) = copy_of(script, unit);
        channel.copy[unit] = channel.chunk_probability(unit, &letters[..length]).max(1e-6).log2();
    }
}

/// Pairs of letters that are confused, both ways.
fn confusions(script: Script) -> Vec<(u8, u8)> {
    let mut found = Vec::new();
    let mut add = |a: Option<u8>, b: Option<u8>| {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            found.push((a, b));
            found.push((b, a));
        }
    };
    let id = |letter: char| match script {
        Script::Latin => crate::alphabet::latin_id(letter),
        _ => arabic_id(letter),
    };
    let keys = if script == Script::Latin { LATIN_KEYS } else { ARABIC_KEYS };
    for (row, line) in keys.iter().enumerate() {
        let line: Vec<char> = line.chars().collect();
        for pair in line.windows(2) {
            add(id(pair[0]), id(pair[1]));
        }
        if let Some(below) = keys.get(row + 1) {
            for (letter, under) in line.iter().zip(below.chars()) {
                add(id(*letter), id(under));
            }
        }
    }
    if script == Script::Arabic {
        for group in DOT_GROUPS {
            for a in group.chars() {
                for b in group.chars() {
                    add(id(a), id(b));
                }
            }
        }
    }
    found
}

//! Slips of the hand and of the eye: what keying and character recognition do to a name.
//!
//! The sorts are those measured on repeated lists (`anchors/names.md`, sections 4 and 6.3): a letter lost, doubled, swapped with the
//! next, taken for its neighbour on the keyboard, or for the letter that differs by its dots.

use super::random::Random;

/// Letters that differ by their dots, or that look alike in print.
const DOT_GROUPS: [&str; 9] = ["بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق"];
/// The rows of an Arabic keyboard.
const ARABIC_KEYS: [&str; 3] = ["ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ"];
/// The rows of a Latin keyboard.
const LATIN_KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The text with one slip, or as it was where it is too short to bear one.
pub(super) fn slip(random: &mut Random, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.iter().filter(|letter| letter.is_alphabetic()).count() < 4 {
        return text.to_owned();
    }
    // The first letter is seldom wrong: the eye rests there.
    let place = 1 + random.below(letters.len() - 1);
    let is_arabic = letters.iter().any(|letter| ('\u{600}'..='\u{6ff}').contains(letter));
    if !letters[place].is_alphabetic() {
        return text.to_owned();
    }
    match random.below(if is_arabic { 10 } else { 8 }) {
        0 | 1 | 7 => drop(letters.remove(place)),
        2 => letters.insert(place, letters[place]),
        3 | 4 if place + 1 < letters.len() && letters[place + 1].is_alphabetic() => {
            letters.swap(place, place + 1);
        }
        3..=6 => {
            let rows: &[&str] = if is_arabic { &ARABIC_KEYS } else { &LATIN_KEYS };
            letters[place] = neighbour(random, rows, letters[place]);
        }
        _ => letters[place] = alike(random, letters[place]),
    }
    letters.into_iter().collect()
}

/// Letters and pairs of letters that a machine takes for each other in Latin print.
const PRINT_GROUPS: [(char, &str); 10] = [
    ('l', "i"),
    ('i', "l"),
    ('m', "rn"),
    ('n', "u"),
    ('u', "n"),
    ('c', "e"),
    ('e', "c"),
    ('h', "b"),
    ('d', "cl"),
    ('w', "vv"),
];

/// Whether the text holds a letter, after the first, that a machine could take for another.
pub(super) fn can_be_misread(text: &str) -> bool {
    text.chars().skip(1).any(is_misreadable)
}

/// The text as a machine reads it from paper: one letter taken for another that looks alike.
pub(super) fn misread(random: &mut Random, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (1..letters.len()).filter(|place| is_misreadable(letters[*place])).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let wrong = *random.pick(&places);
    let mut read = String::with_capacity(text.len() + 1);
    for (place, &letter) in letters.iter().enumerate() {
        match PRINT_GROUPS.iter().find(|(printed, _)| *printed == letter) {
            Some((_, taken)) if place == wrong => read.push_str(taken),
            None if place == wrong => read.push(alike(random, letter)),
            _ => read.push(letter),
        }
    }
    read
}

fn is_misreadable(letter: char) -> bool {
    DOT_GROUPS.iter().any(|group| group.contains(letter)) || PRINT_GROUPS.iter().any(|(printed, _)| *printed == letter)
}

fn neighbour(random: &mut Random, rows: &[&str], letter: char) -> char {
    for row in rows {
        let keys: Vec<char> = row.chars().collect();
        if let Some(place) = keys.iter().position(|key| *key == letter) {
            let right = place == 0 || (place + 1 < keys.len() && random.chance(0.5));
            return keys[if right { place + 1 } else { place - 1 }];
        }
    }
    letter
}

fn alike(random: &mut Random, letter: char) -> char {
    let Some(group) = DOT_GROUPS.iter().find(|group| group.contains(letter)) else {
        return letter;
    };
    let others: Vec<char> = group.chars().filter(|other| *other != letter).collect();
    *random.pick(&others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misreading_changes_one_letter() {
        let mut random = Random::new(3);
        for name in ["عبد الرحمن", "الخطيب", "Mohammad", "Xelîl"] {
            for _ in 0..50 {
                assert!(can_be_misread(name) && misread(&mut random, name) != name);
            }
        }
        assert!(!can_be_misread("ا") && misread(&mut random, "ا") == "ا");
    }

    #[test]
    fn a_slip_changes_little() {
        let mut random = Random::new(3);
        for name in ["عبد الرحمن", "الخطيب", "Mohammad", "Xelîl"] {
            for _ in 0..200 {
                let slipped = slip(&mut random, name);
                let lengths = (slipped.chars().count() as i64 - name.chars().count() as i64).abs();
                assert!(lengths <= 1 && slipped.chars().next() == name.chars().next());
            }
        }
    }
}

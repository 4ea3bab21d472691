//! From sounds to letters: how English, French, Turkish and Kurmanji write what Arabic and Kurdish names sound like.
//!
//! Names whose spelling is a matter of custom rather than of sound have it in the tables, and never come here.

use super::latin::{Habit, Hand};

/// The sounds of a table's `roman` column in this hand's letters, all small.
pub(super) fn letters(hand: Hand, roman: &str) -> String {
    let sounds: Vec<char> = roman.chars().collect();
    let mut written = String::new();
    for (place, &sound) in sounds.iter().enumerate() {
        let next = sounds.get(place + 1).copied();
        let last = place.checked_sub(1).map(|before| sounds[before]);
        if last == Some(sound) && hand.plain && !"aiu".contains(sound) {
            continue;
        }
        match hand.habit {
            Habit::English => english(hand, &mut written, sound, last, next),
            Habit::French => french(hand, &mut written, sound, last, next),
            Habit::Turkish => turkish(&mut written, sound, next),
            Habit::Kurmanji => kurmanji(&mut written, sound, next),
        }
    }
    written
}

fn english(hand: Hand, written: &mut String, sound: char, last: Option<char>, next: Option<char>) {
    let inside = next.is_some();
    let letters = match sound {
        'ī' if inside && hand.long_vowels => "ee",
        'ū' if inside && hand.long_vowels => "oo",
        'ū' if !hand.plain => "ou",
        'š' => "sh",
        'ḫ' => "kh",
        'ġ' => "gh",
        'ḏ' if hand.plain => "z",
        'ṯ' | 'ḏ' => "th",
        'č' => "ch",
        'q' if hand.plain && hand.long_vowels => "k",
        'ʿ' if last == Some('a') && !next.is_some_and(is_vowel) => "a",
        'i' if last == Some('ā') => "i",
        'y' if last == Some('a') && hand.plain => "i",
        'w' if last == Some('a') && hand.plain => "w",
        _ => return push_plain(written, sound),
    };
    written.push_str(letters);
}

fn french(hand: Hand, written: &mut String, sound: char, last: Option<char>, next: Option<char>) {
    let letters = match sound {
        'ū' | 'u' | 'w' => "ou",
        'š' => "ch",
        'ḫ' => "kh",
        'ġ' => "gh",
        'ṯ' => "th",
        'ḏ' => "dh",
        'č' => "tch",
        'j' if hand.plain => "j",
        'j' => "dj",
        'q' => "k",
        'g' if next.is_some_and(|next| "eiīē".contains(next)) => "gu",
        'ē' if next.is_none() => "é",
        's' if last.is_some_and(is_vowel) && next.is_some_and(is_vowel) => "ss",
        'y' if last == Some('a') => "i",
        'ʿ' if last == Some('a') && !next.is_some_and(is_vowel) => "a",
        _ => return push_plain(written, sound),
    };
    written.push_str(letters);
}

fn is_vowel(sound: char) -> bool {
    "aeiouāēīōū".contains(sound)
}

fn push_plain(written: &mut String, sound: char) {
    let letter = match sound {
        'ā' => 'a',
        'ī' => 'i',
        'ū' => 'u',
        'ē' => 'e',
        'ō' => 'o',
        'ẓ' => 'z',
        'ṭ' => 't',
        'ʿ' | 'ʾ' => return,
        other => other,
    };
    written.push(letter);
}

fn turkish(written: &mut String, sound: char, next: Option<char>) {
    let letter = match sound {
        'š' => 'ş',
        'ḫ' => 'h',
        'ġ' => 'g',
        'ṯ' => 's',
        'ḏ' => 'z',
        'č' => 'ç',
        'j' => 'c',
        'q' => 'k',
        'w' => 'v',
        'a' if next.is_none() || next == Some('y') || next == Some('w') => 'e',
        'd' | 'b' if next.is_none() => {
            if sound == 'd' {
                't'
            } else {
                'p'
            }
        }
        other => return push_plain(written, other),
    };
    written.push(letter);
}

fn kurmanji(written: &mut String, sound: char, next: Option<char>) {
    let letter = match sound {
        'š' => 'ş',
        'ḫ' | 'ġ' => 'x',
        'ṯ' => 's',
        'ḏ' => 'z',
        'č' => 'ç',
        'j' => 'c',
        'ī' => 'î',
        'ū' => 'û',
        'ē' => 'ê',
        'a' => 'e',
        'i' if next.is_none() => 'î',
        other => return push_plain(written, other),
    };
    written.push(letter);
}

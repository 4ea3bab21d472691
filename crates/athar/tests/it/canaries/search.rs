//! Looks for canaries in bytes, whatever form they have there: as UTF-8 and UTF-16, escaped in JSON or an address, as
//! hexadecimal digits, in base64; numbers also with any digits and anything between them that people write.

use super::words::{Canary, Class, DIGITS};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::HashMap;
use std::fmt::Write;

/// How a canary was written where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    Utf8,
    Utf16,
    Escaped,
    Percent,
    Hex,
    Base64,
    Digits,
}

/// A canary that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) canary: usize,
    pub(super) class: Class,
    pub(super) form: Form,
    pub(super) offset: usize,
}

/// One pass finds all of them.
pub(super) struct Search {
    canaries: Vec<Canary>,
    automaton: AhoCorasick,
    /// Of each pattern, the canary and its form.
    patterns: Vec<(usize, Form)>,
    numbers: HashMap<[u8; DIGITS], usize>,
}

impl Search {
    pub(super) fn new(canaries: Vec<Canary>) -> Search {
        let (mut texts, mut patterns, mut numbers) = (Vec::new(), Vec::new(), HashMap::new());
        for (number, canary) in canaries.iter().enumerate() {
            for (form, text) in forms(&canary.text) {
                texts.push(text);
                patterns.push((number, form));
            }
            if let Ok(digits) = <[u8; DIGITS]>::try_from(canary.text.as_bytes())
                && digits.iter().all(u8::is_ascii_digit)
            {
                numbers.insert(digits, number);
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&texts)
            .unwrap();
        Search { canaries, automaton, patterns, numbers }
    }

    pub(super) fn canaries(&self) -> &[Canary] {
        &self.canaries
    }

    /// Everything that is found in these bytes.
    pub(super) fn find(&self, bytes: &[u8]) -> Vec<Hit> {
        let hit = |canary: usize, form, offset| Hit { canary, class: self.canaries[canary].class, form, offset };
        let mut found: Vec<Hit> = self
            .automaton
            .find_iter(bytes)
            .map(|one| {
                let (canary, form) = self.patterns[one.pattern().as_usize()];
                hit(canary, form, one.start())
            })
            .collect();
        self.numbers_in(bytes, |canary, offset| found.push(hit(canary, Form::Digits, offset)));
        found
    }

    /// Numbers in any digits, with what people and UTF-16 put between them.
    fn numbers_in(&self, bytes: &[u8], mut hit: impl FnMut(usize, usize)) {
        let mut run = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let (digit, length) = match &bytes[at..] {
                [digit @ b'0'..=b'9', ..] => (Some(*digit), 1),
                [0xD9, digit @ 0xA0..=0xA9, ..] => (Some(digit - 0xA0 + b'0'), 2),
                [0xDB, digit @ 0xB0..=0xB9, ..] => (Some(digit - 0xB0 + b'0'), 2),
                [0xC2, 0xA0, ..] => (None, 2),
                [b' ' | b'-' | b'.' | b'/' | b'(' | b')' | b'+' | 0, ..] => (None, 1),
                _ => {
                    run.clear();
                    at += 1;
                    continue;
                }
            };
            at += length;
            let Some(digit) = digit else { continue };
            run.push(digit);
            let last = run.len().checked_sub(DIGITS).and_then(|from| <[u8; DIGITS]>::try_from(&run[from..]).ok());
            if let Some(&canary) = last.and_then(|last| self.numbers.get(&last)) {
                hit(canary, at);
            }
        }
    }
}

/// The bytes that a text may be written as.
fn forms(text: &str) -> Vec<(Form, Vec<u8>)> {
    let mut forms = vec![
        (Form::Utf8, text.as_bytes().to_vec()),
        (Form::Utf16, text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        (Form::Utf16, text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        (Form::Hex, hex(text.as_bytes(), "").into_bytes()),
    ];
    forms.extend((0..3).map(|before| (Form::Base64, base64_core(text.as_bytes(), before))));
    if !text.is_ascii() {
        let mut escaped = String::new();
        text.encode_utf16().for_each(|unit| write!(escaped, "\\u{unit:04x}").unwrap());
        forms.push((Form::Escaped, escaped.into_bytes()));
        forms.push((Form::Percent, hex(text.as_bytes(), "%").into_bytes()));
    }
    forms
}

fn hex(bytes: &[u8], before: &str) -> String {
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{before}{byte:02x}").unwrap();
    }
    text
}

/// What of the base64 of a longer text depends on these bytes alone, where so many bytes stand before them.
fn base64_core(bytes: &[u8], before: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let skipped = (6 - before * 8 % 6) % 6;
    bits[skipped..]
        .chunks_exact(6)
        .map(|six| LETTERS[six.iter().fold(0_usize, |value, &bit| value << 1 | usize::from(bit))])
        .collect()
}

#[test]
fn a_canary_is_found_in_every_form() {
    let made = |text: &str, class| Canary { text: text.to_owned(), class };
    let search = Search::new(vec![
        made("قصبنجطدغفرك", Class::Email),
        made("vbnxkzqwrtplm", Class::Email),
        made("391827465519", Class::Phone),
    ]);
    let base64_of = |text: &str, before: &str| {
        // Three bytes of nothing keep the alignment.
        let whole = base64_core(format!("{before}{text}").as_bytes(), 0);
        String::from_utf8(whole).unwrap()
    };
    let utf16: Vec<u8> = "«قصبنجطدغفرك»".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let texts: Vec<(Form, usize, Vec<u8>)> = vec![
        (Form::Utf8, 0, "x قصبنجطدغفرك y".into()),
        (Form::Utf8, 1, "xVbnxKzqwRtplmy".into()),
        (Form::Utf16, 0, utf16),
        (Form::Escaped, 0, r"\u0642\u0635\u0628\u0646\u062C\u0637\u062f\u063a\u0641\u0631\u0643".into()),
        (Form::Percent, 0, hex("قصبنجطدغفرك".as_bytes(), "%").to_uppercase().into()),
        (Form::Hex, 1, hex(b"...vbnxkzqwrtplm", "").into()),
        (Form::Base64, 0, base64_of("قصبنجطدغفرك--", "a").into()),
        (Form::Base64, 1, base64_of("vbnxkzqwrtplm--", "ab").into()),
        (Form::Base64, 1, base64_of("vbnxkzqwrtplm--", "abc").into()),
        (Form::Digits, 2, "+49 (391) 827-465 519.".into()),
        (Form::Digits, 2, "٠٠٤٩ ٣٩١٨٢٧٤٦٥٥١٩".into()),
        (Form::Digits, 2, "391827465519".encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ];
    for (form, canary, bytes) in texts {
        let hits = search.find(&bytes);
        assert!(hits.iter().any(|hit| (hit.form, hit.canary) == (form, canary)), "{form:?} of {canary}: {hits:?}");
    }
    assert_eq!(search.find(b"vbnxkzqwrtpl 39182746551"), []);
}

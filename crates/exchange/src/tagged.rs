//! Claims as lines of text, for formats that have no field for them: `athar.facility.1: …`.
//!
//! The key is a property with its part, or one of [`META`]. In the text a backslash escapes: `\\`, `\n`, `\r`, and
//! `\u{…}` for what XML 1.0 cannot hold and for spaces at the edges, which programs on the way trim.

use std::fmt::Write as _;

/// What a line begins with.
const PREFIX: &str = "athar.";
/// Keys that are no property.
pub(crate) const META: [&str; 5] = ["export", "as_of", "role", "watermark", "derived"];

/// One line.
pub(crate) fn line(key: &str, text: &str) -> String {
    let mut line = format!("{PREFIX}{key}: ");
    let edge = text.len() - text.trim_end().len();
    let starts = text.len() - text.trim_start().len();
    for (at, character) in text.char_indices() {
        let at_edge = at < starts || at >= text.len() - edge;
        match character {
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            _ if at_edge || !is_xml(character) || character.is_control() => {
                let _ = write!(line, "\\u{{{:x}}}", u32::from(character));
            }
            _ => line.push(character),
        }
    }
    line
}

/// Key and text of a line; nothing for a line of another kind.
pub(crate) fn parse(line: &str) -> Option<(&str, String)> {
    let (key, escaped) = line.trim().strip_prefix(PREFIX)?.split_once(':')?;
    if key.is_empty() || !key.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_')) {
        return None;
    }
    Some((key, unescape(escaped.strip_prefix(' ').unwrap_or(escaped))))
}

fn unescape(escaped: &str) -> String {
    let mut text = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let (character, taken) = escape(after).unwrap_or(('\\', 0));
        text.push(character);
        rest = &after[taken..];
    }
    text.push_str(rest);
    text
}

/// The character that an escape stands for, and its length without the backslash.
fn escape(after: &str) -> Option<(char, usize)> {
    match after.chars().next()? {
        '\\' => Some(('\\', 1)),
        'n' => Some(('\n', 1)),
        'r' => Some(('\r', 1)),
        'u' => {
            let code = after[1..].strip_prefix('{')?.split_once('}')?.0;
            let character = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
            Some((character, code.len() + 3))
        }
        _ => None,
    }
}

/// Whether XML 1.0 can hold a character.
pub(crate) fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{line, parse};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_reads_back(text in any::<String>()) {
            let written = line("facility.1", &text);
            prop_assert!(!written.contains('\n'));
            prop_assert_eq!(parse(&written), Some(("facility.1", text)));
        }

        #[test]
        fn any_line_is_read_or_passed_over(text in any::<String>()) {
            let _ = parse(&format!("athar.note: {text}"));
            let _ = parse(&text);
        }
    }

    #[test]
    fn other_lines_are_no_claims() {
        for other in ["", "athar", "athar.: x", "athar. x: y", "father: Khalil", "http://athar.example: x"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}

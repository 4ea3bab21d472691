//! Regular expressions as DuckDB (RE2), Spark and Postgres write them into the syntax of Rust's `regex`, which is
//! RE2's but for replacements and options.

use super::node::Node;
use super::{Dialect, Refusal};

/// The pattern with DuckDB's options at its front.
pub(super) fn with_options(pattern: &str, options: Option<&Node>) -> Result<String, Refusal> {
    let Some(options) = options else { return Ok(pattern.to_owned()) };
    match options {
        Node::Text(text) if text.chars().all(|option| option == 'c') => Ok(pattern.to_owned()),
        Node::Text(text) if text.chars().all(|option| matches!(option, 'i' | 's')) => Ok(format!("(?{text}){pattern}")),
        _ => Err(Refusal::new("the options of the regular expression are not known; write them as `(?i)`".to_owned())),
    }
}

/// The pattern, where replacing every find is what the expression does: it says so (`g`), the dialect always does, or
/// there can be only one find, at the beginning.
pub(super) fn every_find(pattern: &str, options: Option<&Node>, dialect: Dialect) -> Result<String, Refusal> {
    let written = match options {
        None => String::new(),
        Some(Node::Text(text)) => text.clone(),
        Some(_) => return Err(Refusal::constant("regexp_replace")),
    };
    let only_one = pattern.starts_with('^') && !pattern.contains('|');
    if !written.contains('g') && dialect != Dialect::Spark && !only_one {
        return Err(Refusal::new(
            "`regexp_replace` without 'g' replaces the first find only; every find is replaced here".to_owned(),
        ));
    }
    let rest: String = written.chars().filter(|&option| option != 'g').collect();
    if rest.is_empty() { Ok(pattern.to_owned()) } else { with_options(pattern, Some(&Node::Text(rest))) }
}

/// A replacement: `\1` is `${1}`, and a dollar is itself.
pub(super) fn replacement(with: &str) -> String {
    let mut written = String::with_capacity(with.len());
    let mut letters = with.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '$' => written.push_str("$$"),
            '\\' => match letters.next() {
                Some(digit @ '0'..='9') => written.extend(["${", digit.encode_utf8(&mut [0; 4]), "}"]),
                Some(other) => written.push(other),
                None => written.push('\\'),
            },
            other => written.push(other),
        }
    }
    written
}

/// The other way: `$1` and `${1}` are `\\1`. Groups with names, and more than nine of them, have no counterpart.
pub(super) fn replacement_of(with: &str) -> Option<String> {
    let mut written = String::with_capacity(with.len());
    let mut rest = with;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '\\' => written.push_str(r"\\"),
            '$' if rest.starts_with('$') => {
                written.push('$');
                rest = &rest[1..];
            }
            '$' => {
                let (name, after) = match rest.strip_prefix('{') {
                    Some(braced) => braced.split_once('}')?,
                    None => rest.split_at(
                        rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
                            .unwrap_or(rest.len()),
                    ),
                };
                let digit = name.parse::<u8>().ok().filter(|_| name.len() == 1)?;
                written.extend(['\\', char::from(b'0' + digit)]);
                rest = after;
            }
            other => written.push(other),
        }
    }
    Some(written)
}

/// A pattern that finds this text and nothing else.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        if r"\.+*?()|[]{}^$#&-~/".contains(letter) {
            written.push('\\');
        }
        written.push(letter);
    }
    written
}

/// Whether the pattern has a group that captures: then Postgres's `substring` gives that, not the whole find.
pub(super) fn has_group(pattern: &str) -> bool {
    let mut letters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                letters.next();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && letters.peek() != Some(&'?') => return true,
            _ => {}
        }
    }
    false
}

//! Words for people: every language has every message, and every message that code asks for exists.

use super::{ends_in, files, nothing, rust_files, text_of};
use std::collections::{BTreeMap, BTreeSet};

/// The languages that words are kept in; a message is in each of them.
const LANGUAGES: [&str; 2] = ["en", "ar"];

/// The keys of each Fluent file, by its path with the language cut out.
fn keys() -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for file in files() {
        let Some((base, rest)) = file.split_once("/i18n/").filter(|_| ends_in(&file, "ftl")) else { continue };
        let (language, name) = rest.split_once('/').unwrap();
        let text = text_of(&file).unwrap();
        let own = text.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_alphabetic()));
        let own = own.filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()));
        keys.insert((format!("{base}/{name}"), language.to_owned()), own.collect::<BTreeSet<String>>());
    }
    keys
}

#[test]
fn every_language_has_every_message() {
    let keys = keys();
    let names: BTreeSet<&String> = keys.keys().map(|(name, _)| name).collect();
    assert!(!names.is_empty());
    let mut wrong = Vec::new();
    for name in names {
        let of = |language: &str| keys.get(&(name.clone(), language.to_owned())).cloned().unwrap_or_default();
        for language in LANGUAGES {
            let others = LANGUAGES.iter().flat_map(|other| of(other)).collect::<BTreeSet<String>>();
            wrong.extend(others.difference(&of(language)).map(|key| format!("{name}: {language} lacks {key}")));
        }
    }
    nothing(&wrong);
}

/// Literals of a line of code.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

#[test]
fn every_message_that_code_asks_for_exists() {
    let known: BTreeSet<String> = keys().into_values().flatten().collect();
    let groups: BTreeSet<&str> = known.iter().map(|key| key.split('-').next().unwrap()).collect();
    let mut wrong = Vec::new();
    for (file, text) in rust_files().into_iter().filter(|(file, _)| file.starts_with("crates/athar/src/")) {
        for (number, line) in (1..).zip(text.lines()) {
            for literal in literals(line) {
                let is_key = |text: &str| {
                    text.chars()
                        .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter))
                };
                let asked =
                    [".say(", ".tell(", ".count("].iter().any(|call| line.contains(&format!("{call}\"{literal}\"")));
                let looks_like_one = literal.contains('-')
                    && !literal.ends_with('-')
                    && groups.contains(literal.split('-').next().unwrap())
                    && (file.ends_with("telling.rs") || file.ends_with("matches.rs"));
                if is_key(literal) && (asked || looks_like_one) && !known.contains(literal) {
                    wrong.push(format!("{file}:{number}: no message {literal}"));
                }
            }
        }
    }
    nothing(&wrong);
}

/// A key of its own for each kind of problem, since the key is made from the kind.
#[test]
fn every_kind_of_problem_has_a_message() {
    let known: BTreeSet<String> = keys().into_values().flatten().collect();
    let source = text_of("crates/record/src/problem.rs").unwrap();
    let body = source.split_once("pub enum ProblemKind {").unwrap().1.split_once("\n}").unwrap().0;
    let variants =
        body.lines().map(str::trim).filter(|line| line.ends_with(',') && line.starts_with(char::is_uppercase));
    let snake = |variant: &str| {
        let letters = variant.trim_end_matches(',').chars();
        let words = letters
            .flat_map(|letter| letter.is_uppercase().then_some('_').into_iter().chain([letter.to_ascii_lowercase()]));
        words.collect::<String>().trim_start_matches('_').to_owned()
    };
    let keys: Vec<String> = variants.map(|variant| format!("problem-{}", snake(variant))).collect();
    assert!(keys.len() > 10);
    nothing(&keys.into_iter().filter(|key| !known.contains(key)).collect::<Vec<_>>());
}

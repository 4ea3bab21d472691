//! Pages: no literal word in a template, no physical side in a style sheet, every message that is asked for exists.

use super::{ends_in, files, nothing, text_of};
use std::collections::BTreeSet;

fn templates() -> Vec<(String, String)> {
    let own = files().into_iter().filter(|file| file.contains("/templates/") && ends_in(file, "html"));
    own.map(|file| (file.clone(), text_of(&file).unwrap())).collect()
}

fn keys() -> BTreeSet<String> {
    let own = files().into_iter().filter(|file| file.starts_with("crates/web/i18n/en/"));
    let texts = own.filter_map(|file| text_of(&file));
    let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    let lines = lines.filter(|line| line.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    lines.filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned())).collect()
}

/// What stands between tags, without what the template fills in.
fn literal_words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        plain.push_str(&rest[..at]);
        plain.push(' ');
        let (end, length) = if rest[at..].starts_with("{{") {
            ("}}", 2)
        } else if rest[at..].starts_with("{%") {
            ("%}", 2)
        } else if rest[at..].starts_with('<') {
            (">", 1)
        } else {
            ("{", 1)
        };
        rest = rest[at..].find(end).map_or("", |found| &rest[at + found + length..]);
        // A tag may hold what is filled in; its end is the first one that is outside of it.
        if end == ">" {
            while let Some(open) = plain.rfind("{{") {
                plain.truncate(open);
            }
        }
    }
    plain.push_str(rest);
    let words = plain.split_whitespace().filter(|word| word.chars().filter(|one| one.is_alphabetic()).count() > 1);
    words.map(str::to_owned).collect()
}

#[test]
fn templates_hold_no_words() {
    // The product's own name, and keys.
    const KNOWN: [&str; 1] = ["أثر"];
    let mut wrong = Vec::new();
    let templates = templates();
    assert!(templates.len() > 15);
    for (file, text) in templates {
        // Inside a tag an expression may hold `>`: taken out first.
        let mut text = text;
        while let (Some(from), Some(to)) = (text.find("{%"), text.find("%}")) {
            text.replace_range(from..(to + 2).max(from + 2), " ");
        }
        while let Some(from) = text.find("{{") {
            let Some(to) = text[from..].find("}}") else { break };
            text.replace_range(from..from + to + 2, "");
        }
        let words = literal_words(&text);
        wrong.extend(words.iter().filter(|word| !KNOWN.contains(&word.as_str())).map(|word| format!("{file}: {word}")));
        for attribute in ["style=", "onclick=", "onload="] {
            if text.contains(&format!(" {attribute}")) {
                wrong.push(format!("{file}: {attribute}"));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn style_sheets_know_no_left_and_right() {
    const PHYSICAL: [&str; 10] = [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "text-align: left",
        "text-align: right",
        "float: left",
        "float: right",
    ];
    let mut wrong = Vec::new();
    for file in files().into_iter().filter(|file| file.starts_with("crates/web/assets/") && ends_in(file, "css")) {
        for (number, line) in (1..).zip(text_of(&file).unwrap().lines()) {
            let physical = PHYSICAL.iter().any(|one| line.contains(one));
            let alone = [" left:", " right:", "{left:", ";left:"].iter().any(|one| line.contains(one));
            if physical || alone {
                wrong.push(format!("{file}:{number}"));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn every_message_that_a_page_asks_for_exists() {
    let known = keys();
    let mut wrong = Vec::new();
    let code = files().into_iter().filter(|file| file.starts_with("crates/web/src/") && ends_in(file, "rs"));
    let code = code.map(|file| (file.clone(), text_of(&file).unwrap()));
    for (file, text) in templates().into_iter().chain(code) {
        for call in
            ["shell.say(\"", "shell.with(\"", "shell.tell(\"", "work.shell(\"", "Failure::Wrong(\"", "words.say(\""]
        {
            for asked in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                if !known.contains(asked) {
                    wrong.push(format!("{file}: no message {asked}"));
                }
            }
        }
    }
    nothing(&wrong);
}

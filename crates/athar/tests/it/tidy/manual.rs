//! The manual says the same in both languages: every chapter, its headings, rows, pictures and links; and every button and page that it
//! names is called so at the desk.

use super::{ends_in, files, nothing, text_of};
use std::collections::BTreeSet;

/// The languages of the manual, with the marks between which names of buttons and pages stand.
const LANGUAGES: [(&str, char, char); 2] = [("en", '*', '*'), ("ar", '«', '»')];

/// A chapter without what stands before its title and without commands.
fn chapter(language: &str, file: &str) -> String {
    let whole = text_of(&format!("docs/manual/{language}/{file}")).unwrap_or_default();
    let text = whole
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(whole.as_str(), |(_, text)| text);
    text.split("```").step_by(2).collect()
}

fn chapters(language: &str) -> BTreeSet<String> {
    let folder = format!("docs/manual/{language}/");
    files().iter().filter_map(|file| file.strip_prefix(folder.as_str())).map(str::to_owned).collect()
}

/// What a chapter is made of: the depth of each heading, how many cells each row has, pictures, links, numbered steps.
fn shape(text: &str, language: &str) -> Vec<String> {
    let mut shape = Vec::new();
    for line in text.lines().map(str::trim_start) {
        let depth = line.chars().take_while(|&letter| letter == '#').count();
        if depth > 0 {
            shape.push(format!("heading {depth}"));
        }
        if line.starts_with('|') {
            shape.push(format!("row of {}", line.split('|').count()));
        }
        if line.split_once(". ").is_some_and(|(number, _)| number.chars().all(|digit| digit.is_ascii_digit())) {
            shape.push("step".to_owned());
        }
        if line.starts_with("- ") {
            shape.push("point".to_owned());
        }
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        shape.extend(targets.map(|target| target.replace(&format!("-{language}.webp"), "")));
    }
    shape
}

#[test]
fn every_chapter_is_in_both_languages() {
    let listed = text_of("crates/web/src/manual/mod.rs").unwrap();
    let english = chapters("en");
    assert_eq!(english, chapters("ar"));
    assert!(english.len() > 12, "{} chapters", english.len());
    let mut wrong = Vec::new();
    for file in &english {
        if !listed.contains(&format!("\"{}\"", file.trim_end_matches(".md"))) {
            wrong.push(format!("{file} is not built in"));
        }
        let [one, other] = ["en", "ar"].map(|language| shape(&chapter(language, file), language));
        if let Some(at) = (0..one.len().max(other.len())).find(|&at| one.get(at) != other.get(at)) {
            wrong.push(format!("{file}: {:?} in English, {:?} in Arabic", one.get(at), other.get(at)));
        }
    }
    nothing(&wrong);
}

#[test]
fn every_picture_of_the_manual_is_built_in() {
    let listed = text_of("crates/web/src/manual/mod.rs").unwrap();
    let pictures: Vec<String> = files().into_iter().filter(|file| file.starts_with("docs/manual/pictures/")).collect();
    assert!(pictures.len() > 10);
    let name =
        |file: &str| file.rsplit('/').next().unwrap_or_default().split('-').next().unwrap_or_default().to_owned();
    nothing(&pictures.into_iter().filter(|file| !listed.contains(&format!("\"{}\",", name(file)))).collect::<Vec<_>>());
}

/// A text as it is compared: without what ends it, in small letters.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_start_matches("– ").trim_end_matches(['.', ':', '،', '؟', '?']).to_lowercase()
}

/// Every message of the desk in a language.
fn messages(language: &str) -> BTreeSet<String> {
    let folder = format!("crates/web/i18n/{language}/");
    let own = files().into_iter().filter(|file| file.starts_with(&folder) && ends_in(file, "ftl"));
    let texts: Vec<String> = own.filter_map(|file| text_of(&file)).collect();
    texts.iter().flat_map(|text| text.lines()).filter_map(|line| Some(plain(line.split_once(" = ")?.1))).collect()
}

#[test]
fn buttons_and_pages_are_called_as_at_the_desk() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (language, opening, closing) in LANGUAGES {
        let known = messages(language);
        for file in chapters(language) {
            let text = chapter(language, &file).replace("**", "");
            // Code may hold the same marks.
            let text: String = text.split('`').step_by(2).collect();
            let mut rest = text.as_str();
            while let Some((_, after)) = rest.split_once(opening) {
                let Some((name, after)) = after.split_once(closing) else { break };
                rest = after;
                seen += 1;
                let name = plain(name);
                if !known.iter().any(|message| message.starts_with(&name)) {
                    wrong.push(format!("{language}/{file}: no message {name}"));
                }
            }
        }
    }
    assert!(seen > 150, "{seen} names");
    nothing(&wrong);
}

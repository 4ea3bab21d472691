//! Documents name files that exist.

use super::{ends_in, files, nothing, text_of};
use std::collections::BTreeSet;

/// Endings of what stands in the repository.
const ENDINGS: [&str; 11] = ["rs", "md", "toml", "ftl", "tsv", "sql", "sh", "lock", "txt", "html", "css"];

/// What is named in backticks and in links, with the number of the line. Fenced blocks hold examples.
fn named(text: &str) -> Vec<(usize, String, bool)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        found.extend(line.split('`').skip(1).step_by(2).map(|code| (number, code.to_owned(), false)));
        let links = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        found.extend(links.map(|(target, _)| (number, target.to_owned(), true)));
    }
    found
}

/// A path without anchor, line number, or the words of a command after it. None where the text is no relative path.
fn as_path(named: &str) -> Option<String> {
    let path = named.split_whitespace().next()?.split('#').next()?;
    let path = path.split_once(':').map_or(path, |(path, _)| path).trim_start_matches("./").trim_end_matches('/');
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-/".contains(letter);
    let is_path =
        !path.is_empty() && path.chars().all(plain) && !path.starts_with(['/', '-']) && !named.contains("://");
    is_path.then(|| path.to_owned())
}

#[test]
fn every_file_that_a_document_names_exists() {
    let files = files();
    let mut known: BTreeSet<String> = files.clone();
    for file in &files {
        known.extend(file.match_indices('/').map(|(at, _)| file[..at].to_owned()));
    }
    let tops: BTreeSet<&str> = known.iter().filter(|path| !path.contains('/')).map(String::as_str).collect();
    let mut wrong = Vec::new();
    let documents = files.iter().filter(|file| ends_in(file, "md"));
    for document in documents {
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (line, text, is_link) in named(&text_of(document).unwrap()) {
            let Some(path) = as_path(&text) else { continue };
            let (path, base) = climb(&path, folder);
            // What lies beside the repository is no file of it.
            let Some(base) = base else { continue };
            let (first, ending) =
                (path.split('/').next().unwrap(), path.rsplit_once('.').map_or("", |(_, ending)| ending));
            let is_file = path.contains('/') && (tops.contains(first) || ENDINGS.contains(&ending));
            let is_top = ending == "md" && path.chars().next().is_some_and(char::is_uppercase);
            if !(is_link || is_file || is_top) {
                continue;
            }
            let here = if base.is_empty() { path.clone() } else { format!("{base}/{path}") };
            let somewhere = format!("/{path}");
            if !known.contains(&here) && !known.contains(&path) && !known.iter().any(|file| file.ends_with(&somewhere))
            {
                wrong.push(format!("{document}:{line}: {path} does not exist"));
            }
        }
    }
    nothing(&wrong);
}

/// Takes `../` off a path and as many folders off its base; no base is left when it climbs out of the repository.
fn climb(path: &str, folder: &str) -> (String, Option<String>) {
    let (mut path, mut base) = (path, Some(folder.to_owned()));
    while let Some(rest) = path.strip_prefix("../") {
        path = rest;
        base = base
            .filter(|base| !base.is_empty())
            .map(|base| base.rsplit_once('/').map_or(String::new(), |(up, _)| up.to_owned()));
    }
    (path.to_owned(), base)
}

//! What `docs/security` says: each row has a verdict, and each test that it names is there.

use super::{files, nothing, text_of};

/// How a row may stand.
const VERDICTS: [&str; 4] = ["holds", "in part", "no", "n/a"];

/// The documents with their text.
fn documents() -> Vec<(String, String)> {
    let own = files().into_iter().filter(|file| file.starts_with("docs/security/"));
    own.map(|file| (file.clone(), text_of(&file).unwrap())).collect()
}

/// What stands in backticks as `file:what is in it`.
fn cited(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.split('`').skip(1).step_by(2).filter_map(|code| {
        let (path, what) = code.split_once(':')?;
        let is_file = [".rs", ".mjs"].iter().any(|ending| path.ends_with(ending));
        (is_file && !what.is_empty()).then_some((path, what))
    })
}

#[test]
fn every_test_that_is_named_exists() {
    let files = files();
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (document, text) in documents() {
        for (number, line) in (1..).zip(text.lines()) {
            for (path, what) in cited(line) {
                seen += 1;
                let end = format!("/{path}");
                let mut own = files.iter().filter(|file| file.as_str() == path || file.ends_with(&end));
                if !own.any(|file| text_of(file).is_some_and(|text| text.contains(what))) {
                    wrong.push(format!("{document}:{number}: {path} has no {what}"));
                }
            }
        }
    }
    assert!(seen > 100, "{seen} tests are named");
    nothing(&wrong);
}

#[test]
fn every_row_says_how_it_stands_and_why() {
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for (document, text) in documents() {
        for (number, line) in (1..).zip(text.lines()) {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let Some(at) = cells.iter().position(|cell| VERDICTS.contains(cell)) else {
                // Rows of a walk begin with a number.
                if line.starts_with("| ")
                    && cells.len() >= 4
                    && cells[0].starts_with(|first: char| first.is_ascii_digit())
                {
                    wrong.push(format!("{document}:{number}: no verdict"));
                }
                continue;
            };
            rows += 1;
            if at + 2 != cells.len() || cells[at + 1].chars().count() < 5 {
                wrong.push(format!("{document}:{number}: no test and no reason"));
            }
        }
    }
    assert!(rows > 120, "{rows} rows");
    nothing(&wrong);
}

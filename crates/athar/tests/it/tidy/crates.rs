//! Which crate may use which: the table in ARCHITECTURE.md, or the one here while that has none.

use super::{files, nothing, root, text_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The line that stands above the table.
const TITLE: &str = "crate → may use";
/// What the crates of the first issue may use.
const WRITTEN_HERE: &str = "\
| names | |
| record | names |
| link | record, names |
| exchange | record |
| store | record |
| athar | names, record, link, exchange, store |
";

type Uses = BTreeMap<String, BTreeSet<String>>;

/// Rows such as `| link | record, names |`.
fn parse<'a>(lines: impl Iterator<Item = &'a str>) -> Uses {
    let mut uses = Uses::new();
    for line in lines {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
        let [name, used, ..] = cells[..] else { continue };
        let names = |cell: &str| {
            let words = cell.split(|letter: char| !letter.is_ascii_lowercase() && letter != '-' && letter != '_');
            words.map(|word| word.trim_start_matches("athar-").to_owned()).collect::<BTreeSet<String>>()
        };
        let known = |words: BTreeSet<String>| {
            words.into_iter().filter(|word| root().join("crates").join(word).join("Cargo.toml").exists())
        };
        if let Some(name) = known(names(name)).find(|word| !word.is_empty()) {
            uses.insert(name, known(names(used)).filter(|word| !word.is_empty()).collect());
        }
    }
    uses
}

fn allowed() -> Uses {
    let text = if files().contains("ARCHITECTURE.md") { text_of("ARCHITECTURE.md").unwrap() } else { String::new() };
    if let Some((_, rest)) = text.split_once(TITLE) {
        let after_title = rest.lines().skip(1).skip_while(|line| !line.trim_start().starts_with('|'));
        return parse(after_title.take_while(|line| line.trim_start().starts_with('|')));
    }
    println!("ARCHITECTURE.md has no table that begins with `{TITLE}`: compared with the one in the test");
    parse(WRITTEN_HERE.lines())
}

fn used() -> Uses {
    let mut uses = Uses::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let entry = entry.unwrap();
        let Ok(text) = fs::read_to_string(entry.path().join("Cargo.toml")) else { continue };
        let manifest: toml::Table = text.parse().unwrap();
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        let own = dependencies.into_iter().flatten().filter_map(|(name, _)| name.strip_prefix("athar-"));
        uses.insert(entry.file_name().to_string_lossy().into_owned(), own.map(str::to_owned).collect());
    }
    uses
}

#[test]
fn crates_use_what_the_architecture_lets_them() {
    let (allowed, used) = (allowed(), used());
    let mut wrong = Vec::new();
    for (name, own) in &used {
        let Some(may) = allowed.get(name) else {
            wrong.push(format!("crates/{name} is not in the table of ARCHITECTURE.md"));
            continue;
        };
        wrong.extend(own.difference(may).map(|other| format!("{name} uses {other}, which the table does not allow")));
        wrong.extend(may.difference(own).map(|other| format!("{name} does not use {other}, though the table says so")));
    }
    wrong.extend(
        allowed
            .keys()
            .filter(|name| !used.contains_key(*name))
            .map(|name| format!("the table names {name}: no such crate")),
    );
    nothing(&wrong);
}

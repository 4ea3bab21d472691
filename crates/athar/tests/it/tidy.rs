//! Style is a test: file lengths, what must not be left in code, what every crate begins with. Words, documents and
//! dependencies between crates have files of their own beside this one.

mod crates;
mod docs;
mod manual;
mod pages;
mod security;
mod systems;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file longer than this holds two ideas.
const LINES_MAX: usize = 600;
/// Crates that do no input or output, or only what they are handed: no exception to safety in them.
const FORBID_UNSAFE: [&str; 7] = ["names", "record", "link", "exchange", "vault", "estimate", "figures"];

/// The repository: the folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file of the repository, relative to its root: what git knows of and what it would add, or all that is there
/// when this is no clone.
pub(crate) fn files() -> BTreeSet<String> {
    let root = root();
    let mut git = Command::new("git");
    let listed = git.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]).current_dir(&root).output();
    let mut files = BTreeSet::new();
    match listed {
        Ok(listed) if listed.status.success() => {
            files.extend(String::from_utf8(listed.stdout).unwrap().split('\0').map(str::to_owned));
        }
        _ => walk(&root, &root, &mut files),
    }
    files.retain(|file| !file.is_empty() && root.join(file).is_file());
    assert!(files.len() > 100, "this is not the repository");
    files
}

fn walk(root: &Path, folder: &Path, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["target", ".git", "demo"].contains(&name.as_str()) {
            walk(root, &path, files);
        } else if path.is_file() {
            files.insert(name);
        }
    }
}

/// A file's text; nothing for what is no text.
pub(crate) fn text_of(file: &str) -> Option<String> {
    String::from_utf8(fs::read(root().join(file)).unwrap()).ok().filter(|text| !text.contains('\0'))
}

/// Whether a file's name has that ending.
pub(crate) fn ends_in(file: &str, ending: &str) -> bool {
    Path::new(file).extension().is_some_and(|own| own == ending)
}

/// The Rust files with their text.
pub(crate) fn rust_files() -> Vec<(String, String)> {
    let rust = files().into_iter().filter(|file| ends_in(file, "rs"));
    rust.map(|file| (file.clone(), text_of(&file).unwrap())).collect()
}

/// Fails with the list of what is wrong, when anything is.
#[track_caller]
pub(crate) fn nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn no_file_holds_two_ideas() {
    let long = rust_files().into_iter().filter_map(|(file, text)| {
        let lines = text.lines().count();
        (lines > LINES_MAX).then(|| format!("{file} has {lines} lines: it holds two ideas"))
    });
    nothing(&long.collect::<Vec<_>>());
}

#[test]
fn nothing_is_left_unfinished() {
    // Cut in two, so that this file does not find itself.
    let marks = [concat!("to", "do!"), concat!("unimple", "mented!"), concat!("db", "g!("), concat!("FIX", "ME")];
    let mut wrong = Vec::new();
    for (file, text) in rust_files() {
        for (number, line) in (1..).zip(text.lines()) {
            wrong.extend(
                marks.iter().filter(|&&mark| line.contains(mark)).map(|mark| format!("{file}:{number}: {mark}")),
            );
        }
    }
    nothing(&wrong);
}

#[test]
fn every_crate_begins_with_what_it_is() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, text) in rust_files() {
        let parts: Vec<&str> = file.split('/').collect();
        let ["crates", name, "src", "lib.rs" | "main.rs"] = parts[..] else { continue };
        seen += 1;
        if !text.starts_with("//! ") {
            wrong.push(format!("{file} does not begin with what the crate is (`//! …`)"));
        }
        if FORBID_UNSAFE.contains(&name) && !text.lines().any(|line| line == "#![forbid(unsafe_code)]") {
            wrong.push(format!("{file} lacks #![forbid(unsafe_code)]"));
        }
    }
    assert!(seen >= 6, "{seen} crates");
    nothing(&wrong);
}

#[test]
fn every_module_begins_with_what_it_represents() {
    let modules =
        rust_files().into_iter().filter(|(file, _)| file.starts_with("crates/") && !file.contains("/examples/"));
    let bare = modules
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(file, _)| format!("{file} does not begin with `//!`"));
    nothing(&bare.collect::<Vec<_>>());
}

/// What works on one machine only is no part of the project.
#[test]
fn no_text_names_this_machine() {
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tmp/", "demo")];
    let mut wrong = Vec::new();
    for file in files() {
        let Some(text) = text_of(&file) else { continue };
        for (number, line) in (1..).zip(text.lines()) {
            wrong.extend(
                paths.iter().filter(|&&path| line.contains(path)).map(|path| format!("{file}:{number}: {path}")),
            );
        }
    }
    nothing(&wrong);
}

/// Crates come from crates.io, whichever mirror somebody builds behind.
#[test]
fn no_text_names_another_registry() {
    let lock = text_of("Cargo.lock").unwrap();
    let sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
    let own = "\"registry+https://github.com/rust-lang/crates.io-index\"";
    let mut wrong: Vec<String> =
        sources.filter(|&source| source != own).map(|source| format!("Cargo.lock: {source}")).collect();
    let settings =
        [concat!("replace", "-with"), concat!("[sour", "ce."), concat!("index-", "url"), concat!("sparse", "+http")];
    for file in files() {
        let Some(text) = text_of(&file) else { continue };
        wrong.extend(
            settings.iter().filter(|&&setting| text.contains(setting)).map(|setting| format!("{file}: {setting}")),
        );
    }
    nothing(&wrong);
}

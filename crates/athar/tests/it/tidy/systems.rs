//! What only one system has is called in one module of a crate, `system`: so that another system needs one module a crate.

use super::{nothing, rust_files};

/// What only one system has, and questions which it is. Each is cut in two, so that this file does not find itself.
const ONE_SYSTEMS: [&str; 16] = [
    concat!("os::", "unix"),
    concat!("os::", "linux"),
    concat!("os::", "windows"),
    concat!("os::", "fd"),
    concat!("rus", "tix::"),
    concat!("lib", "c::"),
    concat!("ni", "x::"),
    concat!("signal::", "unix"),
    concat!("cfg(", "unix)"),
    concat!("cfg(", "windows)"),
    concat!("cfg(not(", "unix"),
    concat!("cfg!(", "unix)"),
    concat!("cfg!(", "windows)"),
    concat!("target", "_os"),
    concat!("\"/pr", "oc"),
    concat!("\"/sy", "s/"),
];

/// Code that ships: a crate's own, without its tests.
fn shipped(file: &str) -> bool {
    let parts: Vec<&str> = file.split('/').collect();
    let ["crates", _, "src", rest @ ..] = parts.as_slice() else { return false };
    !rest.contains(&"tests") && !rest.contains(&"tests.rs")
}

fn is_system(file: &str) -> bool {
    let parts: Vec<&str> = file.split('/').collect();
    matches!(parts.as_slice(), ["crates", _, "src", "system.rs" | "system", ..])
}

/// The text before a file's own tests.
fn before_tests(text: &str) -> &str {
    text.split(concat!("#[cfg(", "test)]")).next().unwrap_or_default()
}

fn found(file: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(before_tests(text).lines()) {
        let code = line.split("//").next().unwrap_or_default();
        let mut hits = ONE_SYSTEMS.iter().filter(|&&one| code.contains(one));
        found.extend(hits.next().map(|one| format!("{file}:{number}: {one} belongs into the module `system`")));
    }
    found
}

#[test]
fn what_one_system_has_is_called_in_one_module() {
    let shipped: Vec<_> = rust_files().into_iter().filter(|(file, _)| shipped(file)).collect();
    let (system, others): (Vec<_>, Vec<_>) = shipped.iter().partition(|(file, _)| is_system(file));
    nothing(&others.iter().flat_map(|(file, text)| found(file, text)).collect::<Vec<_>>());
    // Where it may stand it does: what is looked for is what is written.
    let there = system.iter().flat_map(|(file, text)| found(file, text)).count();
    assert!(system.len() >= 4 && there > 10, "{} modules, {there} calls", system.len());
}

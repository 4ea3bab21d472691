//! JSON objects, one after another, out of a text that need not be one JSON document.
//!
//! Bayanat leaves out the comma between the chunks of an export, and lines of JSON have none: so objects are taken
//! where they stand, whatever is between them. How deep one goes is bounded by the parser (128).

use serde_json::Value;

/// What stands at one place.
pub(crate) enum Found {
    /// An object, with its line from 1.
    Object(u64, Value),
    /// No JSON, on that line; what follows cannot be read.
    Broken(u64),
}

/// Hands out the objects of a text; below a member of that name when the text begins with it.
pub(crate) fn objects(text: &str, below: &[&str], receive: &mut dyn FnMut(Found) -> bool) {
    let mut at = start(text, below);
    let mut line = 1 + count(&text[..at]);
    while let Some(offset) = text[at..].find('{') {
        let between = &text[at..at + offset];
        // After the list come other members of the document.
        if between.contains(']') || between.chars().any(char::is_alphanumeric) {
            return;
        }
        line += count(between);
        at += offset;
        let mut stream = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        let Some(Ok(value)) = stream.next() else {
            receive(Found::Broken(line));
            return;
        };
        let length = stream.byte_offset();
        if !receive(Found::Object(line, value)) {
            return;
        }
        line += count(&text[at..at + length]);
        at += length;
    }
}

fn count(text: &str) -> u64 {
    text.bytes().filter(|&byte| byte == b'\n').count() as u64
}

/// Where the objects begin: inside a list, or inside the named member of one object around them.
fn start(text: &str, below: &[&str]) -> usize {
    let inner = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    let first = text.len() - inner.len();
    let member = inner.strip_prefix('{').and_then(|rest| {
        let name = rest.trim_start().strip_prefix('"')?;
        let list = below.iter().find_map(|own| name.strip_prefix(own)?.strip_prefix('"'))?;
        let list = list.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
        Some(text.len() - list.len())
    });
    member.unwrap_or_else(|| first + usize::from(inner.starts_with('[')))
}

#[cfg(test)]
mod tests {
    use super::{Found, objects};

    fn read(text: &str) -> (Vec<(u64, i64)>, Vec<u64>) {
        let (mut found, mut broken) = (Vec::new(), Vec::new());
        objects(text, &["actors"], &mut |one| {
            match one {
                Found::Object(line, value) => found.push((line, value["id"].as_i64().unwrap())),
                Found::Broken(line) => broken.push(line),
            }
            true
        });
        (found, broken)
    }

    #[test]
    fn objects_are_found_in_lists_lines_and_documents_without_commas() {
        let three = vec![(2, 1), (2, 2), (3, 3)];
        assert_eq!(read("[\n{\"id\":1},{\"id\":2}\n{\"id\":3}]").0, three);
        assert_eq!(read("{ \n\"actors\": [ {\"id\":1},{\"id\":2}\n{\"id\":3}] \n }").0, three);
        assert_eq!(read("\u{FEFF}\n{\"id\":1}{\"id\":2}\n{\"id\":3}\n").0, three);
        assert_eq!(read("{\"id\":1,\"list\":[{\"id\":9}]}").0, [(1, 1)]);
        assert_eq!(read("[{\"id\":1}], \"more\": {\"id\":2}").0, [(1, 1)]);
        assert_eq!(read("").0, []);
    }

    #[test]
    fn what_is_broken_ends_the_reading_and_says_where() {
        assert_eq!(read("{\"id\":1}\n{\"id\":"), (vec![(1, 1)], vec![2]));
        let deep = "{\"a\":".repeat(10_000);
        assert_eq!(read(&deep), (vec![], vec![1]));
    }
}

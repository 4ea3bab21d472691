//! A line that names its parts: "label: value", once or several times.
//!
//! Only headers that a table could have are labels; a line without any is read by `sentence`.

use crate::content::is_blank;
use crate::headers::{Meaning, lookup};
use crate::sentence::Said;
use record::Property;

/// "الاسم: … الكنية: …": known headers before colons.
pub(crate) fn labelled(text: &str) -> Option<Said> {
    let mut labels: Vec<(usize, usize, Meaning)> = Vec::new();
    for (at, colon) in text.char_indices().filter(|(_, character)| matches!(character, ':' | '：' | '=')) {
        let from = labels.last().map_or(0, |label| label.1);
        if let Some((start, meaning)) = label_before(text, from, at) {
            labels.push((start, at + colon.len_utf8(), meaning));
        }
    }
    if labels.is_empty() {
        return None;
    }
    let has_family = labels.iter().any(|label| label.2 == Meaning::Is(Property::Family));
    let mut said = Said::new();
    for (index, (_, from, meaning)) in labels.iter().enumerate() {
        let to = labels.get(index + 1).map_or(text.len(), |next| next.0);
        let value = text[*from..to].trim_matches([' ', '\t', '،', ',', '-', '/', '|', '؛', ';', '.']);
        if is_blank(value) {
            continue;
        }
        let property = match meaning {
            Meaning::Is(property) => *property,
            Meaning::Name if has_family => Property::Given,
            Meaning::Name => Property::FullName,
            Meaning::Date | Meaning::Role | Meaning::Nothing => Property::Note,
        };
        said.push((property, value.to_owned()));
    }
    (!said.is_empty()).then_some(said)
}

/// The longest known header that ends where the colon stands.
fn label_before(text: &str, from: usize, at: usize) -> Option<(usize, Meaning)> {
    let before = text.get(from..at)?;
    let trimmed = before.trim_end();
    let starts = std::iter::once(0).chain(
        trimmed
            .char_indices()
            .filter(|(_, character)| character.is_whitespace())
            .map(|(index, character)| index + character.len_utf8()),
    );
    let recent: Vec<usize> = starts.collect();
    recent.into_iter().rev().take(5).rev().find_map(|start| {
        let known = lookup(&trimmed[start..])?;
        (known.whole && known.meaning != Meaning::Nothing).then_some((from + start, known.meaning))
    })
}

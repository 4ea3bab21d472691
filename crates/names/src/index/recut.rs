//! Other cuts of a query: words that were glued or parted wrongly ("Abd Alrahman", "Mah moud", "Mahmoudkhaled").
//!
//! Proposes; `search` tries them and keeps what they find better by more than chance.

use crate::index::near::Near;
use crate::index::search::Asked;
use crate::index::spelling::Spelling;
use crate::index::{NameIndex, frequent};
use crate::limits::MAX_PARTS;
use crate::part::Part;
use crate::script::Script;

/// Other cuts of a query that are tried.
const MAX_RECUTS: usize = 3;
/// Letters each half of a glued part must have.
const MIN_HALF: usize = 3;

impl<B: AsRef<[u8]>> NameIndex<B> {
    /// Other cuts of a query: neighbours joined where one of them is unexplained, a part without any
    /// finding parted in two.
    pub(super) fn recuts(&self, asked: &Asked, weak: &[usize]) -> Vec<Vec<Part>> {
        let mut cuts = Vec::new();
        for &at in weak {
            for first in [at.checked_sub(1), Some(at)].into_iter().flatten() {
                let neighbours = asked.parts.get(first).zip(asked.parts.get(first + 1));
                if neighbours.is_some_and(|(one, other)| one.script == other.script) {
                    let joined = joined(&asked.parts, first);
                    if !cuts.contains(&joined) {
                        cuts.push(joined);
                    }
                }
            }
        }
        for &at in weak {
            if !self.any_name(&asked.near[at])
                && let Some(halves) = self.parted(&asked.parts[at])
            {
                let mut parts = asked.parts.clone();
                parts.splice(at..=at, halves);
                parts.truncate(MAX_PARTS);
                cuts.push(parts);
            }
        }
        cuts.truncate(MAX_RECUTS);
        cuts
    }

    /// Whether a part that speaks stands in a name that is still there.
    fn any_name(&self, near: &Near) -> bool {
        let view = self.view();
        let mut names = near.speaking.iter().flat_map(|(part, _)| self.delta.names_of(&view, *part).1);
        names.any(|name| !self.delta.is_removed(name))
    }

    /// A glued part cut where frequent parts explain both halves best.
    fn parted(&self, part: &Part) -> Option<[Part; 2]> {
        let view = self.view();
        let letters: Vec<(usize, char)> = part.text.char_indices().collect();
        let explained = |text: &str| -> f32 {
            let spelling = Spelling::of(text);
            [Script::Arabic, Script::Latin]
                .into_iter()
                .filter(|_| spelling.script() != Script::Other)
                .map(|script| frequent::explained(&self.tables, &view, &spelling.encoded, script))
                .fold(0.0, f32::max)
        };
        let (_, at) = (MIN_HALF..=letters.len().checked_sub(MIN_HALF)?)
            .filter_map(|cut| letters.get(cut).map(|(at, _)| *at))
            .map(|at| (explained(&part.text[..at]) * explained(&part.text[at..]), at))
            .filter(|(explained, _)| *explained > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        let half = |text: &str| Part { text: text.to_owned(), ..part.clone() };
        Some([half(&part.text[..at]), half(&part.text[at..])])
    }
}

/// The parts with two neighbours made one.
fn joined(parts: &[Part], at: usize) -> Vec<Part> {
    let mut parts = parts.to_vec();
    let second = parts.remove(at + 1);
    let first = &mut parts[at];
    let article = match (second.article, second.script) {
        (true, Script::Arabic) => "ال",
        (true, Script::Latin) => "al",
        _ => "",
    };
    first.text = format!("{}{article}{}", first.text, second.text);
    first.as_written = format!("{} {}", first.as_written, second.as_written);
    first.initial = false;
    parts
}

//! Finds the header among the first rows of a sheet: below titles, above people.

use crate::content::is_blank;
use crate::headers::{Meaning, lookup};
use crate::limits;

/// Index of the header row among the first rows, or `None` when the table has none.
pub(crate) fn find(rows: &[Vec<String>]) -> Option<usize> {
    let usual = usual_width(rows);
    let candidates = rows.iter().enumerate().take(limits::HEADER_ROWS);
    let known = candidates
        .map(|(index, row)| (index, score(row)))
        .filter(|(index, score)| *score >= enough(filled(&rows[*index])));
    // Titles are narrower than the table: below rows as full as itself, a row of header words is a row of names.
    let below_titles = |index: usize| {
        rows[..index].iter().filter(|row| filled(row) >= filled(&rows[index]).max(2)).count() <= FULL_ROWS_ABOVE
    };
    let known = known.filter(|(index, _)| below_titles(*index));
    // Of equals the upper one: a header may be repeated further down.
    let best = known.max_by(|left, right| left.1.total_cmp(&right.1).then(right.0.cmp(&left.0)));
    if let Some((index, _)) = best {
        return Some(index);
    }
    // No known word: the first full row, when it is unlike the rows below it.
    let first =
        rows.iter().take(limits::HEADER_ROWS).position(|row| filled(row) * 10 >= usual * 6 && filled(row) > 0)?;
    let row = &rows[first];
    let below = rows.get(first + 1..).unwrap_or_default();
    let all_words = row.iter().filter(|cell| !is_blank(cell)).all(|cell| is_label(cell));
    let differs = below
        .iter()
        .take(50)
        .any(|other| row.iter().zip(other).any(|(head, cell)| !is_blank(head) && cell.chars().any(char::is_numeric)));
    let repeated = below.iter().any(|other| {
        row.iter().zip(other).filter(|(head, cell)| head == cell && !is_blank(head)).count() * 2 > filled(row)
    });
    let ascii_names = row.iter().all(|cell| cell.is_ascii() && !cell.contains(' '));
    (all_words && !repeated && filled(row) > 1 && (differs || ascii_names)).then_some(first)
}

/// Words without digits, or an identifier such as `name1`.
fn is_label(cell: &str) -> bool {
    let identifier = cell.starts_with(|first: char| first.is_ascii_alphabetic())
        && cell.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.'));
    cell.chars().count() < 60 && (identifier || !cell.chars().any(char::is_numeric))
}

/// Full rows that may stand above a header: a legend, a header in another language.
const FULL_ROWS_ABOVE: usize = 2;

fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !is_blank(cell)).count()
}

/// Cells of a usual row.
fn usual_width(rows: &[Vec<String>]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(|row| filled(row)).filter(|width| *width > 0).collect();
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied().unwrap_or(0)
}

/// How much known headers a row must hold to be one.
fn enough(filled: usize) -> f64 {
    if filled <= 2 { 0.9 } else { 1.7_f64.max(filled as f64 * 0.25) }
}

fn score(row: &[String]) -> f64 {
    let mut seen: Vec<Meaning> = Vec::new();
    let mut score = 0.0;
    let filled = filled(row);
    for cell in row.iter().filter(|cell| !is_blank(cell)) {
        if cell.chars().count() > 60 {
            continue;
        }
        let Some(known) = lookup(cell) else { continue };
        // A title ("أسماء المعتقلين …") holds header words too, but alone in its row.
        if !known.whole && filled < 2 {
            continue;
        }
        score += if seen.contains(&known.meaning) { 0.2 } else { f64::from(known.confidence) };
        seen.push(known.meaning);
    }
    score
}

//! Formats of dates: those of Spark (Java's) and of Postgres into `strftime`'s, which DuckDB uses.

use super::{Dialect, Refusal};

/// Whether a `strftime` format reads a time of day.
pub(super) fn has_time(format: &str) -> bool {
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter == '%' {
            // `%-d` and its like differ from `%d` in padding only.
            let directive = letters.by_ref().find(|&letter| letter != '-');
            if directive.is_some_and(|directive| !matches!(directive, 'Y' | 'y' | 'm' | 'd' | 'b' | 'B' | 'j' | '%')) {
                return true;
            }
        }
    }
    false
}

/// A format of Spark or Postgres as `strftime` writes it.
pub(super) fn format(written: &str, dialect: Dialect) -> Result<String, Refusal> {
    let known: &[(&str, &str)] = match dialect {
        Dialect::Postgres => {
            &[("YYYY", "%Y"), ("HH24", "%H"), ("MM", "%m"), ("DD", "%d"), ("MI", "%M"), ("SS", "%S"), ("T", "T")]
        }
        _ => &[
            ("yyyy", "%Y"),
            ("MM", "%m"),
            ("dd", "%d"),
            ("HH", "%H"),
            ("mm", "%M"),
            ("ss", "%S"),
            ("\\'T\\'", "T"),
            ("'T'", "T"),
            ("XXX", "%z"),
        ],
    };
    let refuse = || Refusal::new(format!("the date format `{written}` is not known; write it as year, month and day"));
    let mut format = String::new();
    let mut rest = written;
    while let Some(letter) = rest.chars().next() {
        if let Some((theirs, ours)) = known.iter().find(|(theirs, _)| rest.starts_with(theirs)) {
            format.push_str(ours);
            rest = &rest[theirs.len()..];
        } else if letter.is_alphanumeric() || matches!(letter, '\'' | '%' | '\\' | '"' | '[') {
            return Err(refuse());
        } else {
            format.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    // A letter that repeats beyond what is known (`yyyyy`) would leave two directives of one kind.
    let directives: Vec<&str> = known.iter().map(|&(_, ours)| ours).filter(|ours| ours.starts_with('%')).collect();
    if directives.iter().any(|&directive| format.matches(directive).count() > 1) {
        return Err(refuse());
    }
    Ok(format)
}

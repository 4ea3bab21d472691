//! The steps by which a column is made, ready to run.

use crate::model::{ModelError, Step};
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use regex::Regex;

/// A step with its expression compiled.
pub(crate) enum CompiledStep {
    Trim,
    Lowercase,
    Uppercase,
    Slice { start: i32, length: Option<u32> },
    Extract { pattern: Regex, group: usize },
    Replace { pattern: Regex, with: String },
    Date { format: String },
    MissingIf { text: String },
}

impl CompiledStep {
    pub(crate) fn of(step: &Step, place: &str) -> Result<CompiledStep, ModelError> {
        let regex = |pattern: &str| {
            Regex::new(pattern)
                .map_err(|error| ModelError::Invalid { place: place.to_owned(), problem: error.to_string() })
        };
        Ok(match step {
            Step::Trim => CompiledStep::Trim,
            Step::Lowercase => CompiledStep::Lowercase,
            Step::Uppercase => CompiledStep::Uppercase,
            Step::Slice { start, length } => CompiledStep::Slice { start: *start, length: *length },
            Step::Extract { pattern, group } => CompiledStep::Extract { pattern: regex(pattern)?, group: *group },
            Step::Replace { pattern, with } => CompiledStep::Replace { pattern: regex(pattern)?, with: with.clone() },
            Step::Date { format } => CompiledStep::Date { format: format.clone() },
            Step::MissingIf { text } => CompiledStep::MissingIf { text: text.clone() },
        })
    }

    /// Changes the text; an empty one is a missing value.
    pub(crate) fn apply(&self, text: &mut String) {
        let changed = match self {
            CompiledStep::Trim => text.trim().to_owned(),
            CompiledStep::Lowercase => text.to_lowercase(),
            CompiledStep::Uppercase => text.to_uppercase(),
            CompiledStep::Slice { start, length } => slice(text, *start, *length).to_owned(),
            CompiledStep::Extract { pattern, group } => {
                let found = pattern.captures(text).and_then(|found| found.get(*group));
                found.map(|found| found.as_str().to_owned()).unwrap_or_default()
            }
            CompiledStep::Replace { pattern, with } => pattern.replace_all(text, with.as_str()).into_owned(),
            CompiledStep::Date { format } => date(text, format).unwrap_or_default(),
            CompiledStep::MissingIf { text: missing } if text == missing => String::new(),
            CompiledStep::MissingIf { .. } => return,
        };
        *text = changed;
    }
}

/// Characters by place and number, as SQL counts: what lies before the first character uses up length too.
fn slice(text: &str, start: i32, length: Option<u32>) -> &str {
    let first = match start {
        1.. => i64::from(start) - 1,
        0 => -1,
        _ => text.chars().count() as i64 + i64::from(start),
    };
    let rest = text.char_indices().nth(first.max(0) as usize).map_or("", |(at, _)| &text[at..]);
    let before = first.min(0).unsigned_abs();
    let end = length.and_then(|length| rest.char_indices().nth(u64::from(length).saturating_sub(before) as usize));
    end.map_or(rest, |(end, _)| &rest[..end])
}

/// A date or time in ISO 8601, to the second.
fn date(text: &str, format: &str) -> Option<String> {
    let parsed = strtime::parse(format, text.trim()).ok()?;
    let day = parsed.to_date().ok()?;
    match parsed.to_time() {
        Ok(time) => Some(DateTime::from_parts(day, time).to_string()),
        Err(_) => Some(day.to_string()),
    }
}

/// Seconds since 1970 of a date or time in ISO 8601; nothing when it is none.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    let time: DateTime = text.parse().ok()?;
    let days = time.date().since(jiff::civil::date(1970, 1, 1)).ok()?.get_days();
    let clock = time.time();
    let in_day = i64::from(clock.hour()) * 3_600 + i64::from(clock.minute()) * 60 + i64::from(clock.second());
    Some(f64::from(days) * 86_400.0 + in_day as f64 + f64::from(clock.subsec_nanosecond()) * 1e-9)
}

//! The date of a list, where its title or its name states one.

use crate::fold::ascii_digits;
use record::{PartialDate, Precision};

/// The first date in a text that a list can be of, as EDTF.
pub(crate) fn in_text(text: &str) -> Option<String> {
    let spaced: String = text
        .chars()
        .map(|character| if matches!(character, '_' | '(' | ')' | ',' | '،') { ' ' } else { character })
        .collect();
    let joined = joined_numbers(&spaced);
    let words: Vec<&str> = joined.split_whitespace().map(|word| word.trim_matches(['.', ':', '-'])).collect();
    for length in (1..=words.len().min(5)).rev() {
        let found = words.windows(length).find_map(|run| date(&run.join(" ")));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// "2024 12 09" of a file name, which had underscores, is one date.
fn joined_numbers(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(ascii_digits).collect();
    let mut joined = String::new();
    for (index, word) in words.iter().enumerate() {
        let is_number = |word: &String| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let with_last = index > 0 && is_number(word) && is_number(&words[index - 1]);
        if index > 0 {
            joined.push(if with_last { '-' } else { ' ' });
        }
        joined.push_str(word);
    }
    joined
}

/// A day or a month of a year in which such lists are made; a bare number is a count, not a date.
fn date(text: &str) -> Option<String> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let bare = text.bytes().all(|byte| byte.is_ascii_digit());
    if !(4..=8).contains(&digits) || (bare && !(digits == 8 && text.starts_with("20"))) {
        return None;
    }
    let date = PartialDate::parse_recent(text).ok()?;
    let recent = date.year().is_some_and(|year| (1970..=2100).contains(&year));
    let exact = matches!(date.precision(), Precision::Day | Precision::Month);
    (recent && exact).then(|| date.to_edtf())
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn titles_and_file_names() {
        assert_eq!(in_text("قائمة المشفى بتاريخ ٩/١٢/٢٠٢٤ الساعة ٥").as_deref(), Some("2024-12-09?"));
        assert_eq!(in_text("hospital_2024-12-09_v2").as_deref(), Some("2024-12-09"));
        assert_eq!(in_text("حتى مساء ١٧ كانون الأول ٢٠٢٤").as_deref(), Some("2024-12-17"));
        assert_eq!(in_text("gaza_2024_08").as_deref(), Some("2024-08"));
        assert_eq!(in_text("120 names, 3 of them twice"), None);
    }
}

//! The date of a list, where its title or its name states one.

use crate::fold::ascii_digits;
use record::PartialDate;

/// The first date in a text that a list can be of, as EDTF.
pub(crate) fn in_text(text: &str) -> Option<String> {
    let digits = ascii_digits(text);
    let is_part = |character: char| character.is_ascii_digit() || matches!(character, '/' | '-' | '.' | '_');
    let runs = digits.split(|character: char| !is_part(character));
    let dates = runs.filter_map(|run| {
        let run = run.trim_matches(|character: char| !character.is_ascii_digit()).replace('_', "-");
        // "12-9-2024", "2024.12.9", "20241209"; a bare number is a count, not a date.
        let groups = run.split(['/', '-', '.']).count();
        let dated = groups == 3 || (groups == 2 && run.len() >= 6) || (run.len() == 8 && run.starts_with("20"));
        let date = dated.then(|| PartialDate::parse_recent(&run).ok()).flatten()?;
        Some(date.to_edtf())
    });
    let recent = |edtf: &String| edtf.get(..4).and_then(|year| year.parse::<u16>().ok()).is_some_and(|year| (1970..=2100).contains(&year));
    dates.into_iter().find(recent)
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn titles_and_file_names() {
        assert_eq!(in_text("قائمة المشفى بتاريخ ٩/١٢/٢٠٢٤ الساعة ٥").as_deref(), Some("2024-12-09?"));
        assert_eq!(in_text("hospital_2024-12-09_v2").as_deref(), Some("2024-12-09"));
        assert_eq!(in_text("120 names, 3 of them twice"), None);
    }
}

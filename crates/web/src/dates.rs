//! Dates in words: as precise as their source was, with the months as they are called where the reader is.

use crate::words::{Filler, Words};

/// A date in EDTF in words. What is no date that is understood stays as it is written.
///
/// Its parts are not isolated from each other: an isolate counts for nothing when the direction of what holds it is found (UAX
/// 9, P2), so an Arabic date of isolates, itself isolated in a sentence, would run from left to right.
pub(crate) fn told(words: &Words, edtf: &str) -> String {
    unisolated(&in_words(words, edtf))
}

fn unisolated(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

fn in_words(words: &Words, edtf: &str) -> String {
    let edtf = edtf.trim();
    if let Some((from, to)) = edtf.split_once('/') {
        let side = |text: &str| if matches!(text, "" | "..") { words.say("date-open") } else { told(words, text) };
        let (from, to) = (side(from), side(to));
        return words.tell("date-between", &[("from", (&from).into()), ("to", (&to).into())]);
    }
    let doubt = edtf.trim_end_matches(['?', '~', '%']);
    let plain = point(words, doubt).unwrap_or_else(|| doubt.to_owned());
    match &edtf[doubt.len()..] {
        "" => plain,
        "~" => words.tell("date-about", &[("date", (&plain).into())]),
        _ => words.tell("date-perhaps", &[("date", (&plain).into())]),
    }
}

fn point(words: &Words, text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('-').collect();
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    match parts.as_slice() {
        [year] => Some((*year).to_owned()),
        [year, month] => {
            let month = month_name(words, month)?;
            Some(words.tell("date-month", &[("year", (*year).into()), ("month", (&month).into())]))
        }
        [year, month, day] => {
            let (month, day) = (month_name(words, month)?, day.trim_start_matches('0'));
            let fillers: [(&str, Filler<'_>); 3] =
                [("year", (*year).into()), ("month", (&month).into()), ("day", day.into())];
            Some(words.tell("date-day", &fillers))
        }
        _ => None,
    }
}

fn month_name(words: &Words, month: &str) -> Option<String> {
    let number: u8 = month.parse().ok()?;
    (1..=12).contains(&number).then(|| words.say(&format!("month-{number}")))
}

/// A moment such as `2026-11-30T22:15:01Z` in words, to the minute; it is in UTC and says so.
pub(crate) fn moment(words: &Words, time: &str) -> String {
    let Some((day, clock)) = time.split_once('T') else { return told(words, time) };
    let (day, clock) = (told(words, day), clock.get(..5).unwrap_or(clock));
    unisolated(&words.tell("date-moment", &[("day", (&day).into()), ("clock", clock.into())]))
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::Language;
    use crate::words::Words;

    fn plain(text: &str) -> String {
        text.chars().filter(|letter| !record::is_hidden(*letter)).collect()
    }

    #[test]
    fn dates_are_as_precise_as_they_were_given() {
        let english = |edtf: &str| plain(&told(Words::of(Language::English), edtf));
        assert_eq!(english("2012"), "2012");
        assert_eq!(english("2012-03"), "March 2012");
        assert_eq!(english("2012-03-07"), "7 March 2012");
        assert_eq!(english("1981-12-18/1982-12-17"), "between 18 December 1981 and 17 December 1982");
        assert_eq!(english("2012~"), "about 2012");
        assert_eq!(english("قبل العيد"), "قبل العيد");
        assert_eq!(plain(&told(Words::of(Language::Arabic), "2012-03-07")), "7 آذار 2012");
    }
}

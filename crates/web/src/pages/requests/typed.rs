//! What somebody typed into a form, and its fields as the page shows them: each with its words, and what is wrong beside it.
//! Nothing that was typed is lost when something is wrong.

use crate::shell::Shell;
use serde::Deserialize;
use store::limits::TEXT_CHARACTERS_MAX;

/// Characters of one line.
const LINE_CHARACTERS_MAX: usize = 500;
/// What decoding leaves where bytes were no UTF-8 (the URL standard, application/x-www-form-urlencoded).
const UNREADABLE: char = '\u{FFFD}';

/// A form as it was sent: names and texts, in order. What was not sent is empty.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    /// The same from a program.
    pub(crate) fn of(typed: Vec<(String, String)>) -> Typed {
        Typed(typed)
    }

    /// The text of a field, without space around it.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, text)| text.trim())
    }

    /// Whether a box was ticked.
    pub(crate) fn is_ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }
}

/// What is typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Line,
    Text,
    Day,
    Moment,
    Choice,
}

/// One of several answers.
#[derive(Clone)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) words: String,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, words: impl Into<String>) -> Choice {
        Choice { value: value.into(), words: words.into() }
    }
}

/// A field of a form.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) value: String,
    /// What is wrong with it, in the reader's language; empty when nothing is.
    pub(crate) wrong: String,
    /// Answers to choose from, or to begin with.
    pub(crate) choices: Vec<Choice>,
    pub(crate) is_required: bool,
    pub(crate) longest: usize,
    input: Input,
    was_sent: bool,
}

impl Field {
    /// A field whose words are the message `request-` and its name, with what was typed into it.
    pub(crate) fn new(shell: &Shell, input: Input, name: impl Into<String>, typed: &Typed) -> Field {
        let name = name.into();
        let (label, hint) = (format!("request-{name}"), format!("request-{name}-hint"));
        let (label, hint) = (shell.say(&label), shell.say_or(&hint, ""));
        let longest = if input == Input::Text { TEXT_CHARACTERS_MAX } else { LINE_CHARACTERS_MAX };
        let value = typed.text(&name).to_owned();
        let (wrong, choices, is_required) = (String::new(), Vec::new(), false);
        let was_sent = typed.0.iter().any(|(own, _)| *own == name);
        Field { name, label, hint, value, wrong, choices, is_required, longest, input, was_sent }
    }

    #[must_use]
    pub(crate) fn required(self) -> Field {
        Field { is_required: true, ..self }
    }

    #[must_use]
    pub(crate) fn labelled(self, label: String) -> Field {
        Field { label, ..self }
    }

    #[must_use]
    pub(crate) fn at_most(self, longest: usize) -> Field {
        Field { longest, ..self }
    }

    #[must_use]
    pub(crate) fn of(self, choices: Vec<Choice>) -> Field {
        Field { choices, ..self }
    }

    /// What stands there before anything was sent.
    #[must_use]
    pub(crate) fn or(self, value: &str) -> Field {
        if self.was_sent { self } else { Field { value: value.to_owned(), ..self } }
    }

    pub(crate) fn is_line(&self) -> bool {
        self.input == Input::Line
    }

    pub(crate) fn is_text(&self) -> bool {
        self.input == Input::Text
    }

    pub(crate) fn is_choice(&self) -> bool {
        self.input == Input::Choice
    }

    /// The type of its `input` element.
    pub(crate) fn kind(&self) -> &'static str {
        match self.input {
            Input::Day => "date",
            Input::Moment => "datetime-local",
            Input::Line | Input::Text | Input::Choice => "text",
        }
    }

    /// Whether a text is the one that was chosen.
    pub(crate) fn is_chosen(&self, choice: &Choice) -> bool {
        self.value == choice.value
    }

    /// Says what is wrong with what was typed.
    fn check(&mut self, shell: &Shell) {
        let is_odd =
            |letter: char| letter == UNREADABLE || (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'));
        self.wrong = if self.value.is_empty() {
            if self.is_required { shell.say("request-wrong-empty") } else { String::new() }
        } else if self.value.chars().any(is_odd) {
            shell.say("request-wrong-unreadable")
        } else if self.value.chars().count() > self.longest {
            shell.with("request-wrong-long", "limit", self.longest as u64)
        } else {
            match self.input {
                Input::Day if !is_day(&self.value) => shell.say("request-wrong-day"),
                Input::Moment if !is_moment(&self.value) => shell.say("request-wrong-moment"),
                Input::Choice if !self.choices.iter().any(|choice| self.is_chosen(choice)) => {
                    shell.say("request-wrong-choice")
                }
                _ => String::new(),
            }
        };
    }
}

/// Looks at every field; whether all are right.
pub(crate) fn check<'fields>(shell: &Shell, fields: impl IntoIterator<Item = &'fields mut Field>) -> bool {
    let mut is_right = true;
    for field in fields {
        field.check(shell);
        is_right &= field.wrong.is_empty();
    }
    is_right
}

/// A day in the one form that sorts.
pub(crate) fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_moment(text: &str) -> bool {
    text.len() == 16 && text.as_bytes().get(10) == Some(&b'T') && text.parse::<jiff::civil::DateTime>().is_ok()
}

/// A day some days after another.
pub(crate) fn day_after(day: &str, days: i64) -> String {
    let date = day.parse::<jiff::civil::Date>().ok();
    let later = date.and_then(|date| date.checked_add(jiff::Span::new().try_days(days).ok()?).ok());
    later.map_or_else(|| day.to_owned(), |date| date.to_string())
}

/// A moment as somebody typed it, by the clock on their wall, in words.
pub(crate) fn told_here(shell: &Shell, at: &str) -> String {
    let Some((day, clock)) = at.split_once('T') else { return shell.date(at) };
    let day = shell.date(day);
    shell.tell("request-moment", &[("day", (&day).into()), ("clock", clock.into())])
}

#[cfg(test)]
mod tests {
    use super::{Typed, day_after, is_day, is_moment};

    #[test]
    fn only_the_form_that_sorts_is_a_day_or_a_moment() {
        assert!(is_day("2026-12-31") && !is_day("2026-12-32") && !is_day("2026-12") && !is_day("31-12-2026"));
        assert!(is_moment("2026-12-31T10:00") && !is_moment("2026-12-31 10:00") && !is_moment("2026-12-31T24:30"));
        assert_eq!(day_after("2026-12-31", 60), "2027-03-01");
    }

    #[test]
    fn what_was_not_sent_is_empty() {
        let typed = Typed(vec![("case".to_owned(), "  C1 ".to_owned())]);
        assert_eq!((typed.text("case"), typed.text("other")), ("C1", ""));
        assert!(typed.is_ticked("case") && !typed.is_ticked("other"));
    }
}

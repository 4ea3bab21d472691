//! Text from outside, made safe to stand in a page. What it does not do: judge what the text says.

use std::fmt;

/// Letters of a value that a page shows; the rest gives way to an ellipsis.
const LETTERS_MAX: usize = 160;

/// A text from a table, a file name or a model, for showing. Writing it (`Display`) escapes what HTML and XML would
/// read as markup, and leaves out what cannot be seen and yet changes what is seen: control characters, marks that
/// reorder the line ("Trojan Source", CVE-2021-42574), and code points that XML forbids. The joiners that Kurdish and
/// Persian are written with stay.
#[derive(Clone, Copy, Debug)]
pub struct Plain<'text>(pub &'text str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.letters().try_for_each(|letter| write_letter(formatter, letter))
    }
}

impl Plain<'_> {
    /// What is shown of it, not escaped yet: to be put into another text, which is escaped as a whole.
    pub(crate) fn unescaped(self) -> String {
        self.letters().collect()
    }

    fn letters(&self) -> impl Iterator<Item = char> {
        let seen = || self.0.chars().filter(|&letter| !is_hidden(letter));
        seen().take(LETTERS_MAX).chain(seen().nth(LETTERS_MAX).map(|_| '…'))
    }
}

/// A text of the page's own language. It is escaped all the same, but keeps the marks that isolate one direction
/// within another, which translations carry around their arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Own<'text>(pub(crate) &'text str);

impl fmt::Display for Own<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars().filter(|&letter| is_isolating(letter) || !is_hidden(letter)) {
            write_letter(formatter, letter)?;
        }
        Ok(())
    }
}

fn write_letter(formatter: &mut fmt::Formatter<'_>, letter: char) -> fmt::Result {
    use fmt::Write;
    match letter {
        '&' => formatter.write_str("&amp;"),
        '<' => formatter.write_str("&lt;"),
        '>' => formatter.write_str("&gt;"),
        '"' => formatter.write_str("&quot;"),
        '\'' => formatter.write_str("&#39;"),
        letter if letter.is_whitespace() => formatter.write_char(' '),
        letter => formatter.write_char(letter),
    }
}

/// First strong isolate and its end.
fn is_isolating(letter: char) -> bool {
    matches!(letter, '\u{2068}' | '\u{2069}')
}

fn is_hidden(letter: char) -> bool {
    let reorders =
        matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let is_no_character = matches!(letter, '\u{FDD0}'..='\u{FDEF}') || (letter as u32) & 0xFFFE == 0xFFFE;
    let tags_or_order_mark = matches!(letter, '\u{FEFF}' | '\u{E0000}'..='\u{E007F}');
    reorders || is_no_character || tags_or_order_mark || (letter.is_control() && !letter.is_whitespace())
}

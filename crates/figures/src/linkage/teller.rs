//! One language's page under way: words, names, values and numbers, each safe to stand where it is put.

use super::words::{Name, Texts, Word};
use crate::charts::Ruler;
use crate::markup::Markup;
use crate::plain::Own;
use crate::{Axis, Direction, Plain, Shape, number};

/// Writes the page of one language.
pub(crate) struct Teller<'a> {
    texts: &'a dyn Texts,
    pub(crate) direction: Direction,
    /// Stands in the ids of the page, so that two languages can share a file.
    pub(crate) language: &'a str,
    pub(crate) out: Markup,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(texts: &'a dyn Texts, direction: Direction, language: &'a str) -> Teller<'a> {
        Teller { texts, direction, language, out: Markup::default() }
    }

    /// A text, escaped.
    pub(crate) fn say(&self, word: Word) -> String {
        self.tell(word, &[])
    }

    /// A text with arguments, escaped.
    pub(crate) fn tell(&self, word: Word, arguments: &[(&'static str, String)]) -> String {
        Own(&self.texts.say(word, arguments)).to_string()
    }

    /// A text for a chart, which escapes by itself.
    pub(crate) fn unescaped(&self, word: Word) -> String {
        self.texts.say(word, &[])
    }

    /// A name in this language, escaped, in its own direction.
    pub(crate) fn name(&self, name: Name<'_>) -> String {
        value(&self.texts.name(name))
    }

    /// A name for an argument of a text, which escapes and isolates it.
    pub(crate) fn bare_name(&self, name: Name<'_>) -> String {
        Plain(&self.texts.name(name)).unescaped()
    }

    /// Begins a section: heading, and how to read it.
    pub(crate) fn open(&mut self, id: &str, title: Word, read: Word) {
        let (title, read, language) = (self.say(title), self.say(read), self.language);
        self.out.add(format_args!(
            "<section id=\"{language}-{id}\" class=\"{id}\"><h2>{title}</h2><p class=\"read\">{read}</p>"
        ));
    }

    /// Ends a section.
    pub(crate) fn close(&mut self) {
        self.out.raw("</section>");
    }

    /// Says that there is nothing.
    pub(crate) fn nothing(&mut self) {
        let text = self.say(Word::Nothing);
        self.out.add(format_args!("<p class=\"note\">{text}</p>"));
    }

    /// Says how many are not shown, if any.
    pub(crate) fn more(&mut self, all: usize, shown: usize) {
        if all > shown {
            let text = self.tell(Word::More, &[("count", number::count((all - shown) as u64))]);
            self.out.add(format_args!("<p class=\"note\">{text}</p>"));
        }
    }

    /// Says how a bent scale is bent.
    pub(crate) fn scale_note(&mut self, shape: Shape) {
        let word = match shape {
            Shape::Linear => return,
            Shape::SquareRoot => Word::SquareRootScale,
            Shape::Logarithm => Word::LogarithmScale,
        };
        let text = self.say(word);
        self.out.add(format_args!("<p class=\"note\">{text}</p>"));
    }

    /// The ruler of a column of strips.
    pub(crate) fn ruler(&self, id: &str, axis: Axis) -> Ruler {
        Ruler::new(self.direction, &self.ruler_id(id), axis)
    }

    /// An id that no other language of the file uses.
    pub(crate) fn ruler_id(&self, id: &str) -> String {
        format!("{}-{id}-ruler", self.language)
    }

    /// The head of a column of strips.
    pub(crate) fn ruler_head(&mut self, ruler: &Ruler) {
        self.out.add(format_args!("<td class=\"strip axis\">{}</td>", ruler.head()));
    }

    /// Says which colour is which: a class and a text each.
    pub(crate) fn key(&mut self, colours: &[(&str, Word)]) {
        self.out.raw("<p class=\"key\">");
        for &(class, word) in colours {
            let text = self.say(word);
            self.out.add(format_args!("<span class=\"{class}\">{text}</span> "));
        }
        self.out.raw("</p>");
    }

    /// Heads of columns: a class and a text each.
    pub(crate) fn heads(&mut self, heads: &[(&str, Word)]) {
        for &(class, word) in heads {
            let text = self.say(word);
            self.out.add(format_args!("<th scope=\"col\" class=\"{class}\">{text}</th>"));
        }
    }
}

/// A text from outside, escaped, in its own direction.
pub(crate) fn value(text: &str) -> String {
    format!("<bdi>{}</bdi>", Plain(text))
}

/// A number that a right-to-left line must not turn around.
pub(crate) fn upright(number: &str) -> String {
    format!("<bdi dir=\"ltr\">{}</bdi>", Plain(number))
}

/// A weight, upright.
pub(crate) fn weight(bits: f64) -> String {
    upright(&number::weight(bits))
}

/// A share in percent, upright.
pub(crate) fn percent(share: f64) -> String {
    upright(&number::percent(share))
}

/// A share that may not be known.
pub(crate) fn percent_if_known(share: Option<f64>) -> String {
    share.map_or_else(|| number::NO_NUMBER.to_owned(), percent)
}

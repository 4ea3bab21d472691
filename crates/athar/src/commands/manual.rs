//! `athar manual`: the manual in the terminal, as it stands at the desk, without its pictures.

use crate::printer::Printer;
use crate::words::{Language, Words};
use crate::{Outcome, WrongUse};
use web::manual::{Chapter, chapter, chapters};

/// Print the manual: its contents, or one chapter. The desk shows the same with pictures, under `/manual`
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A chapter, by its name or its number. Without one, the contents.
    chapter: Option<String>,
    /// Language: en or ar.
    #[arg(long, default_value = "en")]
    language: Language,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let language = match arguments.language {
        Language::English => web::Language::English,
        Language::Arabic => web::Language::Arabic,
    };
    let Some(name) = &arguments.chapter else {
        for (number, chapter) in (1..).zip(chapters(language)) {
            printer.line(format!("{number:>2}  {:<16}  {}", chapter.name, chapter.title))?;
        }
        return Ok(Outcome::Done);
    };
    let found = chapter(language, name).ok_or_else(|| {
        let names: Vec<_> = chapters(language).iter().map(|chapter| chapter.name).collect();
        WrongUse(format!("there is no chapter {name}; there are {}", names.join(", ")))
    })?;
    let words = Words::of(arguments.language);
    if !found.is_reviewed {
        printer.line(format!("{}\n", words.say("manual-not-reviewed")))?;
    }
    for line in lines(&found, &words) {
        printer.line(line)?;
    }
    Ok(Outcome::Done)
}

/// The lines of a chapter: of a picture what it shows, of a link its words.
fn lines(chapter: &Chapter, words: &Words) -> Vec<String> {
    let plain = |line: &str| {
        let (mut said, mut rest) = (String::with_capacity(line.len()), line);
        while let Some((before, label, after)) = link(rest) {
            if let Some(before) = before.strip_suffix('!') {
                said.extend([before, words.tell("manual-picture", &[("what", label.into())]).as_str()]);
            } else {
                said.extend([before, label]);
            }
            rest = after;
        }
        said + rest
    };
    chapter.text.trim_end().lines().map(plain).collect()
}

/// What stands before the first link of a line, its words, and what follows it.
fn link(line: &str) -> Option<(&str, &str, &str)> {
    let (head, tail) = line.split_once("](")?;
    let (before, label) = head.rsplit_once('[')?;
    let (_, after) = tail.split_once(')')?;
    Some((before, label, after))
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn a_link_is_taken_apart() {
        assert_eq!(link("see [this](01-a.md), then"), Some(("see ", "this", ", then")));
        assert_eq!(link("![the queue](../pictures/queue-en.webp)"), Some(("!", "the queue", "")));
        assert_eq!(link("`a[0]` and (b)"), None);
    }
}

//! The manual: chapters in Markdown, in English and Arabic, with pictures, built into the binary.
//!
//! It is the same for every archive and says nothing of any, so it needs no login. What it is not: help that knows what its reader
//! may see, or looks at what they do.

pub(crate) mod page;

use crate::language::Language;
use store::Hash;

/// A chapter in one language.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// What it is called in addresses and on the command line, such as `first-hour`.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The whole of it, as Markdown; its title is the first line.
    pub text: &'static str,
    /// Whether somebody has read it whose first language it is in, and who works cases.
    pub is_reviewed: bool,
}

/// A file of the manual in both languages.
struct Source {
    file: &'static str,
    english: &'static str,
    arabic: &'static str,
}

macro_rules! chapters {
    ($($file:literal),* $(,)?) => {
        &[$(Source {
            file: $file,
            english: include_str!(concat!("../../../../docs/manual/en/", $file, ".md")),
            arabic: include_str!(concat!("../../../../docs/manual/ar/", $file, ".md")),
        }),*]
    };
}

/// Every chapter, in order.
static SOURCES: &[Source] = chapters![
    "01-what-athar-is",
    "02-installing",
    "03-first-hour",
    "04-requests",
    "05-lists",
    "06-deciding",
    "07-telling",
    "08-forgetting",
    "09-handing-over",
    "10-keys",
    "11-keeping-safe",
    "12-administrators",
    "13-trouble",
    "14-words",
];

/// A picture of the desk over people who do not exist.
pub(crate) struct Picture {
    pub(crate) file: &'static str,
    pub(crate) content: &'static [u8],
}

macro_rules! pictures {
    ($($name:literal),* $(,)?) => {
        &[$(
            Picture {
                file: concat!($name, "-en.webp"),
                content: include_bytes!(concat!("../../../../docs/manual/pictures/", $name, "-en.webp")),
            },
            Picture {
                file: concat!($name, "-ar.webp"),
                content: include_bytes!(concat!("../../../../docs/manual/pictures/", $name, "-ar.webp")),
            },
        )*]
    };
}

/// Every picture, in both languages. `e2e/manual-pictures.mjs` takes them.
pub(crate) static PICTURES: &[Picture] = pictures![
    "accounts",
    "answer",
    "awaiting",
    "case",
    "columns",
    "export",
    "invitation",
    "pair",
    "pictures",
    "queue",
    "request",
];

/// The language that the manual is in for a reader: Arabic or English.
pub fn language_for(reader: Language) -> Language {
    if reader == Language::Arabic { Language::Arabic } else { Language::English }
}

/// Every chapter in the language of a reader, in order.
pub fn chapters(reader: Language) -> Vec<Chapter> {
    SOURCES.iter().map(|source| source.read(reader)).collect()
}

/// The chapter of a name, or of its number from 1.
pub fn chapter(reader: Language, name: &str) -> Option<Chapter> {
    let numbered = name.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let at = numbered.or_else(|| SOURCES.iter().position(|source| name_of(source.file) == name))?;
    SOURCES.get(at).map(|source| source.read(reader))
}

/// The name of the chapter that lies in a file, such as `03-first-hour.md`.
pub(crate) fn chapter_in(file: &str) -> Option<&'static str> {
    let own = SOURCES.iter().find(|source| file.strip_suffix(".md") == Some(source.file))?;
    Some(name_of(own.file))
}

/// The address of a picture: it holds the hash of its bytes, so that a browser may keep it for good.
pub(crate) fn picture_address(file: &str) -> Option<String> {
    let picture = PICTURES.iter().find(|picture| picture.file == file)?;
    Some(format!("/assets/{}/{file}", &Hash::of(picture.content).to_string()[..16]))
}

impl Source {
    fn read(&self, reader: Language) -> Chapter {
        let whole = if language_for(reader) == Language::Arabic { self.arabic } else { self.english };
        let (front, text) = front_of(whole);
        let title = text.lines().next().unwrap_or_default().trim_start_matches('#').trim();
        Chapter { name: name_of(self.file), title, text, is_reviewed: !front.contains("reviewed: not yet") }
    }
}

/// A file's name without its number.
fn name_of(file: &'static str) -> &'static str {
    file.split_once('-').map_or(file, |(_, name)| name)
}

/// What stands between two lines of dashes at the beginning of a file, and what follows it.
fn front_of(whole: &'static str) -> (&'static str, &'static str) {
    let parts = whole.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    parts.map_or(("", whole), |(front, text)| (front, text.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{SOURCES, chapter, chapters};
    use crate::language::Language;

    #[test]
    fn a_chapter_is_found_by_its_name_and_by_its_number() {
        let first_hour = chapter(Language::Kurmanji, "first-hour").unwrap();
        assert_eq!(first_hour.title, chapter(Language::English, "3").unwrap().title);
        assert_ne!(first_hour.title, chapter(Language::Arabic, "3").unwrap().title);
        for nothing in ["0", "15", "", "03-first-hour", "First hour"] {
            assert!(chapter(Language::English, nothing).is_none(), "{nothing}");
        }
    }

    #[test]
    fn what_nobody_has_read_says_so() {
        assert!(chapters(Language::Arabic).iter().all(|chapter| !chapter.is_reviewed));
        assert!(chapters(Language::English).iter().all(|chapter| chapter.is_reviewed));
        assert!(SOURCES.iter().all(|source| source.arabic.contains("reviewed: not yet by a caseworker")));
    }
}

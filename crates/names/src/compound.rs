//! Canonical forms of compounds written as one word: Abdurrahman, Evdilqadir, Salaheddin, Nasrallah.
//!
//! Only the joint is made uniform; how the two halves are spelled is left to the channel.

use crate::words;

/// Takes the article off an Arabic word, unless its alef carries hamza (إلياس) or the name is known
/// to begin so. Three letters must remain.
pub(crate) fn arabic_word(word: &str, hamza: bool) -> (String, bool) {
    if !hamza
        && let Some(rest) = word.strip_prefix("ال")
        && rest.chars().count() >= 3
        && !words::is_articleless(word)
    {
        return (rest.to_owned(), true);
    }
    (word.to_owned(), false)
}

/// A Latin word with the joint of a compound made uniform.
pub(crate) fn latin_word(word: &str) -> String {
    if let Some(rest) = servant_rest(word) {
        return format!("abdal{rest}");
    }
    if let Some(stem) = din_stem(word) {
        return format!("{stem}aldin");
    }
    if let Some(rest) = word.strip_prefix("abou").or_else(|| word.strip_prefix("ebu")).filter(|rest| rest.len() >= 4) {
        return format!("abu{rest}");
    }
    word.to_owned()
}

/// `abd` + rest from two words: the article, if any, is already off the rest.
pub(crate) fn latin_servant(head: &str, rest: &str) -> String {
    let glued = rest.strip_prefix("al").or_else(|| rest.strip_prefix("el")).filter(|rest| rest.len() >= 4);
    let rest = if head.len() <= 4 { glued.unwrap_or(rest) } else { rest };
    format!("abdal{rest}")
}

/// `abu` + rest from two words.
pub(crate) fn latin_abu(head: &str, rest: &str, article: bool) -> String {
    let article = article || matches!(head, "abul" | "aboul");
    format!("abu{}{rest}", if article { "al" } else { "" })
}

/// A stem and a tail (`aldin`, `allah`, `alislam`): "nasr" + "allah", "nur" + "aldin".
pub(crate) fn latin_tail(stem: &str, tail: &str) -> String {
    if stem.ends_with(tail) { stem.to_owned() } else { format!("{stem}{tail}") }
}

/// The uniform form of a tail that stood after a separate article.
pub(crate) fn tail_name(core: &str) -> &'static str {
    match core {
        "din" | "deen" | "dine" | "dien" => "aldin",
        "lah" | "ilah" => "allah",
        "islam" => "alislam",
        "nabi" => "alnabi",
        "haq" | "haqq" => "alhaq",
        "huda" => "alhuda",
        "zahra" => "alzahra",
        "rasul" => "alrasul",
        _ => "alabidin",
    }
}

/// What follows `abdul`, `abder`, `evdil` … in a word written together: `abdurrahman` -> `rahman`.
fn servant_rest(word: &str) -> Option<&str> {
    let rest = ["abd", "ebd", "evd", "avd"].iter().find_map(|head| word.strip_prefix(head))?;
    let vowels = rest.bytes().take_while(|b| b"aeiou".contains(b)).count();
    if vowels == 0 || vowels > 2 {
        return None;
    }
    let rest = &rest[vowels..];
    let mut letters = rest.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    let rest = match (first, second) {
        ('l', _) if rest.len() >= 4 => &rest[1..],
        // The article's l has become the sun letter after it: abdurrahman, abdessalam, abdennour.
        _ if first == second => &rest[1..],
        _ => rest,
    };
    // "ash-sh", "ech-ch" written as one.
    let rest = rest.strip_prefix("shsh").map_or(rest, |_| &rest[2..]);
    (rest.len() >= 3 && rest.is_ascii()).then_some(rest)
}

/// The stem before `…eddin`, `…uddin`, `…aldeen` in a word written together.
fn din_stem(word: &str) -> Option<&str> {
    let body = ["din", "deen", "dine", "dien"].iter().find_map(|tail| word.strip_suffix(tail))?;
    let body = body.strip_suffix(['d', 'l'])?;
    let stem = body.strip_suffix(['a', 'e', 'i', 'o', 'u'])?;
    (stem.len() >= 2 && stem != "al" && stem != "ja").then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::{arabic_word, latin_word};

    #[test]
    fn joints_are_uniform() {
        for (word, expected) in [
            ("abdurrahman", "abdalrahman"),
            ("abdelrahman", "abdalrahman"),
            ("evdirehman", "abdalrehman"),
            ("abderrahim", "abdalrahim"),
            ("abdallah", "abdallah"),
            ("abdullah", "abdallah"),
            ("abdo", "abdo"),
            ("abdou", "abdou"),
            ("nureddine", "nuraldin"),
            ("abidin", "abidin"),
            ("salahuddin", "salahaldin"),
        ] {
            assert_eq!(latin_word(word), expected, "{word}");
        }
    }

    #[test]
    fn the_article_comes_off_unless_it_is_none() {
        assert_eq!(arabic_word("الخطيب", false), ("خطيب".to_owned(), true));
        assert_eq!(arabic_word("الياس", false), ("الياس".to_owned(), false));
        assert_eq!(arabic_word("الهام", true), ("الهام".to_owned(), false));
        assert_eq!(arabic_word("الا", false), ("الا".to_owned(), false));
    }
}

//! Canonical forms of compounds written as one word: Abdurrahman, Evdilqadir, Salaheddin, Nasrallah.
//!
//! Only the joint is made uniform; how the two halves are spelled is left to the channel.

use crate::servant::{follows_article, follows_latin, is_name_of_god};
use crate::words::Known;

/// An Arabic word as a part: `None` where it stays as it is, and whether an article came off.
///
/// The article stays where its alef carries hamza (إلياس) or the name is known to begin so; three
/// letters must remain.
pub(crate) fn arabic_word(word: &str, hamza: bool, known: Known) -> (Option<String>, bool) {
    if let Some(rest) = word.strip_prefix("ال") {
        let comes_off = !hamza && rest.chars().nth(2).is_some() && !known.is(Known::ARTICLELESS);
        return (comes_off.then(|| rest.to_owned()), comes_off);
    }
    if word == "عبدال" {
        return (Some("عبد".to_owned()), false);
    }
    // «عبدرحمن» is a slip for «عبدالرحمن», which Latin spellings always have the article of. What begins
    // with alef may be the article itself, damaged («عبداله»).
    let slip = word.strip_prefix("عبد").filter(|rest| !rest.starts_with('ا') && is_name_of_god(rest));
    (slip.map(|rest| format!("عبدال{rest}")), false)
}

/// «عبد» + rest from two words: a name of God takes the article that the Latin spellings have.
pub(crate) fn arabic_servant(rest: &str) -> String {
    let article = if is_name_of_god(rest) && !rest.starts_with("ال") { "ال" } else { "" };
    format!("عبد{article}{rest}")
}

/// A Latin word with the joint of a compound made uniform; `None` where it stays as it is.
pub(crate) fn latin_word(word: &str, known: Known) -> Option<String> {
    if known != Known::NOTHING {
        // A head that nothing followed: lists cut «عبد الكريم» to "Abdel", «أبو شامة» to "Abou".
        let head = if known.is(Known::SERVANT) && !known.is(Known::WEAK_SERVANT) {
            "abd"
        } else if known.is(Known::ABU) && word != "abi" {
            "abu"
        } else {
            return None;
        };
        return (head != word).then(|| head.to_owned());
    }
    if word.len() < 6 {
        return None;
    }
    if let Some(rest) = servant_rest(word) {
        return Some(format!("abdal{rest}"));
    }
    if let Some(stem) = din_stem(word) {
        return Some(format!("{stem}aldin"));
    }
    abu_rest(word).map(|(article, rest)| latin_abu("abu", rest, article))
}

/// `abd` + rest from two words: the article, if any, is already off the rest.
pub(crate) fn latin_servant(head: &str, rest: &str) -> String {
    if Known::of(rest).is(Known::TAIL_ALLAH) {
        return "abdallah".to_owned();
    }
    let glued = rest.strip_prefix("al").or_else(|| rest.strip_prefix("el")).filter(|rest| rest.len() >= 4);
    let rest = if head.len() <= 4 { glued.unwrap_or(rest) } else { rest };
    format!("abdal{}", after_sun_article(rest).unwrap_or(rest))
}

/// "Arraouf", "ennour": the article glued on, its consonant that of the word.
fn after_sun_article(word: &str) -> Option<&str> {
    let letters = word.as_bytes();
    let doubled = letters.len() > 4
        && matches!(letters[0], b'a' | b'e' | b'u')
        && letters[1] == letters[2]
        && b"tdrzsnl".contains(&letters[1]);
    if doubled { word.get(2..) } else { None }
}

/// Whether a Latin word after "Abd" is what it is the servant of. A glued article joins whatever follows
/// it, as in Arabic; "allah" and "ali" have none.
pub(crate) fn is_served(head: &str, word: &str) -> bool {
    let article = word.strip_prefix("al").or_else(|| word.strip_prefix("el"));
    Known::of(word).is(Known::TAIL_ALLAH)
        || article.is_some_and(|rest| rest.len() >= 4)
        || follows_latin(word)
        || head.ends_with('l') && follows_article(word)
        || after_sun_article(word).is_some_and(follows_latin)
}

/// What follows `abu` in a word written together, and whether an article stood between: four letters at
/// least, or "Aboud" would be somebody's father.
fn abu_rest(word: &str) -> Option<(bool, &str)> {
    let rest = ["abou", "aboo", "abo", "abu", "ebu"].iter().find_map(|head| word.strip_prefix(head))?;
    let bare = rest.strip_prefix("al").or_else(|| rest.strip_prefix("el")).filter(|bare| bare.len() >= 3);
    let bare = bare.or_else(|| rest.strip_prefix('l').filter(|bare| !bare.starts_with(['a', 'e', 'i', 'o', 'u', 'l'])));
    let found = bare.map_or((false, rest), |bare| (true, bare));
    (rest.len() >= 4 && rest.is_ascii()).then_some(found)
}

/// `abu` + rest from two words.
pub(crate) fn latin_abu(head: &str, rest: &str, article: bool) -> String {
    let article = article || matches!(head, "abul" | "aboul");
    format!("abu{}{rest}", if article { "al" } else { "" })
}

/// A stem and a tail (`aldin`, `allah`, `alislam`): "nasr" + "allah", "nur" + "aldin".
pub(crate) fn with_tail(stem: &str, tail: &str) -> String {
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
    use crate::words::Known;

    #[test]
    fn joints_are_uniform() {
        for (word, expected) in [
            ("abdurrahman", "abdalrahman"),
            ("abdelrahman", "abdalrahman"),
            ("evdirehman", "abdalrehman"),
            ("abderrahim", "abdalrahim"),
            ("abdallah", "abdallah"),
            ("aboalnaga", "abualnaga"),
            ("abouelnaga", "abualnaga"),
            ("abulkhair", "abualkhair"),
            ("aboajinah", "abuajinah"),
            ("abumutlaq", "abumutlaq"),
            ("aboud", "aboud"),
            ("abdel", "abd"),
            ("abdullah", "abdallah"),
            ("abdo", "abdo"),
            ("abdou", "abdou"),
            ("nureddine", "nuraldin"),
            ("abidin", "abidin"),
            ("salahuddin", "salahaldin"),
        ] {
            assert_eq!(latin_word(word, Known::of(word)).as_deref().unwrap_or(word), expected, "{word}");
        }
    }

    #[test]
    fn the_article_comes_off_unless_it_is_none() {
        let read = |word: &str, hamza| {
            let (alone, article) = arabic_word(word, hamza, Known::of(word));
            (alone.unwrap_or_else(|| word.to_owned()), article)
        };
        assert_eq!(read("الخطيب", false), ("خطيب".to_owned(), true));
        assert_eq!(read("الياس", false), ("الياس".to_owned(), false));
        assert_eq!(read("الهام", true), ("الهام".to_owned(), false));
        assert_eq!(read("الا", false), ("الا".to_owned(), false));
        assert_eq!(read("عبدرحمن", false), ("عبدالرحمن".to_owned(), false));
        assert_eq!(read("عبداله", false), ("عبداله".to_owned(), false));
    }
}

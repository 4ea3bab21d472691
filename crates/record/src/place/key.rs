//! Keys under which names of places meet: tolerant of articles, doubled letters and vowels as Latin hands spell them.

use super::PlaceKind;
use crate::fold;

/// A name as it is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(String);

/// What the words around a name say that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    Kind(PlaceKind),
    /// "قرية", "بلدة", "town": a settlement of any size.
    Settlement,
}

impl Hint {
    pub(super) fn allows(self, kind: PlaceKind) -> bool {
        match self {
            Hint::Kind(wanted) => kind == wanted,
            Hint::Settlement => matches!(kind, PlaceKind::Town | PlaceKind::Village | PlaceKind::Neighbourhood),
        }
    }
}

impl Key {
    /// The key of folded words; words for kinds of facilities come first ("saydnaya prison" is "prison saydnaya").
    pub(super) fn of(words: &[&str]) -> Option<Key> {
        let mut class = None;
        let mut plain: Vec<String> = Vec::with_capacity(words.len());
        for word in words {
            if let Some(found) = facility_class(word) {
                class = class.or(Some(found));
            } else if let Some(word) = simplify(word) {
                plain.push(word);
            }
        }
        // A bare "215" in a column of facilities is a branch.
        if class.is_none() && plain.len() == 1 && plain[0].len() == 3 && plain[0].bytes().all(|b| b.is_ascii_digit()) {
            class = Some("branch");
        }
        if plain.is_empty() {
            return None;
        }
        let mut key = class.unwrap_or_default().to_owned();
        for word in plain {
            // Parts of one name are written apart or together: "كفر نبل", "كفرنبل".
            key.push_str(if key.is_empty() || class.is_none() { "" } else { "/" });
            key.push_str(&word);
        }
        Some(Key(key))
    }
}

/// Folded words of a text; anything that is no letter and no digit parts them.
pub(super) fn words(folded: &str) -> Vec<&str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// The words without those that only say the kind, and that kind. A governorate "ريف حلب" is Aleppo's.
pub(super) fn without_kind<'a, 'b>(words: &'a [&'b str]) -> Option<(&'a [&'b str], Hint)> {
    let (first, rest) = words.split_first()?;
    if let Some(hint) = kind_hint(first).filter(|_| !rest.is_empty()) {
        let rest = if rest.len() > 1 && rest[0] == "of" { &rest[1..] } else { rest };
        return Some((rest, hint));
    }
    let (last, rest) = words.split_last()?;
    kind_hint(last).filter(|_| !rest.is_empty()).map(|hint| (rest, hint))
}

/// The key of a whole name.
pub(super) fn of_name(name: &str) -> Option<Key> {
    Key::of(&words(&fold(name)))
}

fn kind_hint(word: &str) -> Option<Hint> {
    KINDS.iter().find(|(words, _)| words.split('|').any(|known| known == word)).map(|(_, hint)| *hint)
}

fn facility_class(word: &str) -> Option<&'static str> {
    CLASSES.iter().find(|(words, _)| words.split('|').any(|known| known == word)).map(|(_, class)| *class)
}

/// One word without what hands spell differently; `None` for articles and joining words.
fn simplify(word: &str) -> Option<String> {
    if word.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return simplify_latin(word);
    }
    if matches!(word, "في" | "من" | "ال") {
        return None;
    }
    let stem = word.strip_prefix("ال").filter(|stem| stem.chars().count() >= 2).unwrap_or(word);
    // Final alef and ta marbuta sound alike: "صيدنايا", "صيدنايه".
    let mut stem = stem.replace("ء", "");
    if stem.chars().count() > 3 && stem.ends_with('ه') {
        stem.pop();
        stem.push('ا');
    }
    Some(stem)
}

fn simplify_latin(word: &str) -> Option<String> {
    const ARTICLES: &str = "al|el|ad|ed|ar|er|as|es|ash|esh|at|et|an|en|az|ez|adh|edh|l|the|of|in|de|du|d";
    if ARTICLES.split('|').any(|article| article == word) {
        return None;
    }
    let spelt = word.replace("ou", "u").replace("oo", "u").replace("ee", "i").replace("kh", "x").replace("ch", "sh");
    let mut simple = String::with_capacity(spelt.len());
    for letter in spelt.chars() {
        let letter = match letter {
            'e' | 'y' => 'i',
            'o' | 'w' => 'u',
            'q' => 'k',
            other => other,
        };
        if !simple.ends_with(letter) || letter.is_ascii_digit() {
            simple.push(letter);
        }
    }
    // "Darayah", "Salamiyeh": the final h is silent.
    if simple.len() > 3 && (simple.ends_with("ah") || simple.ends_with("ih")) {
        simple.truncate(simple.len() - 2);
        simple.push('a');
    }
    Some(simple)
}

const KINDS: [(&str, Hint); 7] = [
    (
        "محافظه|ريف|governorate|province|muhafazat|mohafazat|mohafaza|gouvernorat|ili|parezgeh|rural|countryside|kirsali",
        Hint::Kind(PlaceKind::Governorate),
    ),
    ("منطقه|district|mintaqa|ilcesi|ilce|naver", Hint::Kind(PlaceKind::District)),
    ("ناحيه|subdistrict|nahiya|nahiyah", Hint::Kind(PlaceKind::Subdistrict)),
    ("مدينه|بلده|city|town|ville|sehri|bajar|bajare", Hint::Settlement),
    ("قريه|قري|village|koyu|gund|gunde", Hint::Settlement),
    ("حي|حاره|neighbourhood|neighborhood|quarter|hayy|mahallesi|tax|taxa", Hint::Kind(PlaceKind::Neighbourhood)),
    ("دوله|الجمهوريه|country|republic", Hint::Kind(PlaceKind::Country)),
];

const CLASSES: [(&str, &str); 5] = [
    ("سجن|السجن|سجون|prison|prisons|jail|cezaevi|hapishanesi|girtigeh|girtigeha|zindan|zindana", "prison"),
    ("فرع|الفرع|branch|section|subesi|sube|sax", "branch"),
    ("مشفي|المشفي|مستشفي|المستشفي|hospital|hopital|hastanesi|hastane|nexwesxane", "hospital"),
    ("حاجز|الحاجز|checkpoint", "checkpoint"),
    ("معبر|crossing", "crossing"),
];

//! How the hands that keep Latin lists spell Arabic and Kurdish names.
//!
//! Each hand is consistent with itself: it spells a name one way, always. Hands differ in habit (English, French,
//! Turkish, Kurmanji) and, within a habit, in vowels, articles and doubled letters. Slips are not made here.

use super::letters::letters;
use super::random::hash;
use super::tables::Part;

/// The orthography that a hand learnt at school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Habit {
    English,
    French,
    Turkish,
    Kurmanji,
}

impl Habit {
    fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Turkish => "tr",
            Self::Kurmanji => "ku",
        }
    }
}

/// How a hand writes the article of a family name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Article {
    /// al-Ahmad
    Hyphen,
    /// Al Ahmad
    Space,
    /// Alahmad
    Glued,
    /// El Ahmad
    El,
    /// ash-Sharif: as it is spoken
    Spoken,
    /// Ahmad
    Absent,
}

/// One person who writes Latin lists.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    /// Tells hands of one habit apart.
    pub(super) id: u32,
    pub(super) habit: Habit,
    pub(super) article: Article,
    /// ee and oo for long vowels.
    pub(super) long_vowels: bool,
    /// k for ق, z for ذ, single letters for doubled ones.
    pub(super) plain: bool,
}

/// The hands of the gate list.
pub(super) const GATE_HANDS: [Hand; 7] = [
    Hand { id: 1, habit: Habit::English, article: Article::Hyphen, long_vowels: false, plain: false },
    Hand { id: 2, habit: Habit::English, article: Article::Space, long_vowels: true, plain: true },
    Hand { id: 3, habit: Habit::English, article: Article::Glued, long_vowels: false, plain: true },
    Hand { id: 4, habit: Habit::English, article: Article::Spoken, long_vowels: false, plain: false },
    Hand { id: 5, habit: Habit::French, article: Article::El, long_vowels: false, plain: false },
    Hand { id: 6, habit: Habit::Turkish, article: Article::Absent, long_vowels: false, plain: false },
    Hand { id: 7, habit: Habit::Kurmanji, article: Article::Absent, long_vowels: false, plain: false },
];

/// The hands of Kurdish families' requests.
pub(super) const KURDISH_HANDS: [Hand; 3] = [
    Hand { id: 11, habit: Habit::Kurmanji, article: Article::Absent, long_vowels: false, plain: false },
    Hand { id: 12, habit: Habit::Kurmanji, article: Article::El, long_vowels: false, plain: true },
    Hand { id: 13, habit: Habit::Kurmanji, article: Article::Absent, long_vowels: false, plain: true },
];

impl Hand {
    /// The hand's spelling of a name part.
    pub(super) fn spell(self, part: Part) -> String {
        let (article, roman) = split_article(part.roman);
        let attested = part.attested(self.habit.code());
        let stem = if attested.is_empty() {
            self.sound_out(roman)
        } else {
            // Half of the hands use the commonest spelling, the others one of their own.
            let own = hash(&format!("{}{}", self.id, part.arabic)) as usize;
            let choice = if own.is_multiple_of(2) { 0 } else { (own / 2) % attested.len() };
            let spelling = attested[choice];
            let bare = ["al-", "Al ", "El "].iter().find_map(|start| spelling.strip_prefix(start));
            bare.unwrap_or(spelling).to_owned()
        };
        article.map_or_else(|| stem.clone(), |article| self.with_article(article, &stem))
    }

    /// A place or prison among the spellings the table knows: each hand has its favourite.
    pub(super) fn choose<'a>(self, spellings: &'a [&'a str]) -> &'a str {
        let own = hash(&format!("{}{}", self.id, spellings[0])) as usize;
        spellings[if own.is_multiple_of(2) { 0 } else { (own / 2) % spellings.len() }]
    }

    /// A place, in a spelling of the hand's own language where the table has one.
    pub(super) fn place<'a>(self, spellings: &'a [&'a str]) -> &'a str {
        let is_own = |spelling: &&&'a str| match self.habit {
            Habit::Kurmanji => spelling.contains(['ê', 'î', 'û', 'ş']),
            Habit::Turkish => spelling.contains(['ş', 'Ş', 'ç', 'ı', 'ü']),
            Habit::French => spelling.contains("ou") || spelling.contains(['é', 'è']) || spelling.contains("Ch"),
            Habit::English => spelling.is_ascii(),
        };
        let own: Vec<&'a str> = spellings.iter().filter(is_own).copied().collect();
        if own.is_empty() {
            return self.choose(spellings);
        }
        own[if self.id.is_multiple_of(2) { 0 } else { hash(&format!("{}{}", self.id, own[0])) as usize % own.len() }]
    }

    /// The word between a name and the father's.
    pub(super) fn child_of(self, is_woman: bool) -> &'static str {
        match (self.habit, is_woman) {
            (Habit::English, false) if self.plain => "bin",
            (Habit::English | Habit::French, false) => "ibn",
            (Habit::English | Habit::French, true) => "bint",
            (Habit::Turkish, false) => "oğlu",
            (Habit::Turkish, true) => "kızı",
            (Habit::Kurmanji, false) => "kurê",
            (Habit::Kurmanji, true) => "keça",
        }
    }

    fn with_article(self, spoken: &str, stem: &str) -> String {
        match self.article {
            Article::Hyphen => format!("al-{stem}"),
            Article::Space => format!("Al {stem}"),
            Article::Glued => format!("Al{}", stem.to_lowercase()),
            Article::El => format!("El {stem}"),
            Article::Spoken => format!("{}-{stem}", letters(self, spoken)),
            Article::Absent => stem.to_owned(),
        }
    }

    fn sound_out(self, roman: &str) -> String {
        let words = roman.split(' ').map(|word| match word.split_once('+') {
            Some((first, second)) => self.compound(first, second),
            None => self.capital(&letters(self, word)),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// عبد الرحمن, نور الدين: glued, spaced or with an article, as the hand's habit has it.
    fn compound(self, first: &str, second: &str) -> String {
        let sun = second.starts_with(['d', 'r', 's', 't', 'n', 'z', 'š', 'ḏ', 'ṯ', 'l']);
        let head = letters(self, first);
        let tail = letters(self, second);
        let initial = tail.chars().next().unwrap_or('l');
        let name = match (self.habit, first == "ʿabd") {
            (Habit::English, true) if self.plain && self.long_vowels => format!("Abdul{tail}"),
            (Habit::English, true) if self.plain => format!("Abdel {}", self.capital(&tail)),
            (Habit::English, true) if self.id == 4 => format!("Abd al-{}", self.capital(&tail)),
            (Habit::English, true) => format!("Abdul {}", self.capital(&tail)),
            (Habit::English, false) if self.plain => format!("{head}ed{tail}"),
            (Habit::English, false) => format!("{head} al-{}", self.capital(&tail)),
            (Habit::French, true) if sun => format!("Abde{initial}{tail}"),
            (Habit::French, true) => format!("Abdel{tail}"),
            (Habit::French, false) => format!("{head}e{tail}e"),
            (Habit::Turkish, true) if sun => format!("Abdu{initial}{tail}"),
            (Habit::Turkish, true) => format!("Abdul{tail}"),
            (Habit::Turkish, false) => format!("{head}ed{tail}"),
            (Habit::Kurmanji, true) if self.plain => format!("Ebdil{tail}"),
            (Habit::Kurmanji, true) => format!("Evdil{tail}"),
            (Habit::Kurmanji, false) => format!("{head}e{tail}"),
        };
        self.capital(&name)
    }

    fn capital(self, word: &str) -> String {
        let mut letters = word.chars();
        match letters.next() {
            Some('i') if self.habit == Habit::Turkish => format!("İ{}", letters.as_str()),
            Some(first) => format!("{}{}", first.to_uppercase(), letters.as_str()),
            None => String::new(),
        }
    }
}

/// The article as it is spoken (`aš` before ش), and the rest.
fn split_article(roman: &'static str) -> (Option<&'static str>, &'static str) {
    match roman.split_once('-') {
        Some((article, rest)) if article.starts_with('a') && article.chars().count() == 2 => (Some(article), rest),
        _ => (None, roman),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::tables::TABLES;

    fn spellings(arabic: &str) -> Vec<String> {
        let parts = TABLES.men.iter().chain(&TABLES.families);
        parts.filter(|part| part.arabic == arabic).flat_map(|part| GATE_HANDS.map(|hand| hand.spell(part))).collect()
    }

    #[test]
    fn each_habit_has_its_letters() {
        let khalil = spellings("خليل");
        assert!(khalil.contains(&"Khaleel".to_owned()) && khalil.contains(&"Khalil".to_owned()));
        assert!(khalil.contains(&"Xelîl".to_owned()) && khalil.contains(&"Halil".to_owned()));
        let sharif = spellings("الشريف");
        for expected in ["al-Sharif", "Al Shareef", "ash-Sharif", "El Charif", "Şerîf", "Şarif"] {
            assert!(sharif.contains(&expected.to_owned()), "{expected} in {sharif:?}");
        }
        assert!(spellings("عبد الرزاق").contains(&"Abderrazzak".to_owned()));
    }

    #[test]
    fn nothing_of_the_sound_alphabet_is_left() {
        for part in TABLES.men.iter().chain(&TABLES.women).chain(&TABLES.families) {
            for hand in GATE_HANDS.iter().chain(&KURDISH_HANDS) {
                let spelling = hand.spell(part);
                assert!(
                    !spelling.contains(['ḫ', 'š', 'ā', 'ī', 'ū', 'ʿ', 'ʾ', '+', 'ġ', 'ṯ', 'ḏ', 'ṭ', 'ẓ', 'ō']),
                    "{spelling}"
                );
                assert!(spelling.chars().next().is_some_and(char::is_alphabetic), "{spelling}");
            }
        }
    }
}

//! The words of a written date: folded text becomes numbers, months, marks and separators.
//!
//! What they mean together is decided in `written`. A word that is not known here makes the text no date.

use super::{Calendar, months};

/// One thing that a written date is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A number and how many digits it was written with.
    Number {
        value: u32,
        digits: u8,
    },
    /// A month; the calendar is open when it was a number ("شهر 5").
    Month {
        calendar: Option<Calendar>,
        month: u8,
    },
    /// First year and unspecified digits: `199?`, `1990s`.
    Span {
        first_year: i16,
        unspecified: u8,
    },
    /// The year is of this calendar.
    Mark(Calendar),
    /// A word that only joins two dates: "to", "و".
    To,
    Dash,
    Slash,
    Dot,
    Before,
    After,
    /// "born": a two-digit number after it is a year.
    Born,
    /// The same day in another calendar follows.
    Equals,
}

/// The items of a date and its reservations.
pub(super) struct Words {
    pub(super) items: Vec<Item>,
    pub(super) approximate: bool,
    pub(super) uncertain: bool,
}

/// No written date has more items than this.
const ITEMS_MAX: usize = 24;

enum Token<'text> {
    Number(&'text str),
    Word(&'text str),
    Sign(char),
}

impl Words {
    /// `None` when a word is not known in dates, or there is too much of them.
    pub(super) fn of(folded: &str) -> Option<Words> {
        let tokens = tokens(folded)?;
        let mut words = Words { items: Vec::new(), approximate: false, uncertain: false };
        let mut rest = tokens.as_slice();
        while let Some((token, after)) = rest.split_first() {
            rest = match token {
                Token::Number(digits) => words.number(digits, after)?,
                Token::Sign(sign) => {
                    words.sign(*sign);
                    after
                }
                Token::Word(_) => words.word(rest)?,
            };
        }
        (words.items.len() <= ITEMS_MAX).then_some(words)
    }

    fn number<'a, 'b>(&mut self, digits: &str, after: &'a [Token<'b>]) -> Option<&'a [Token<'b>]> {
        let value: u32 = digits.parse().ok()?;
        let unknown = after.iter().take_while(|token| is_placeholder(token)).count();
        let item = match (digits.len(), unknown, after.first()) {
            (3, 1, _) => Item::Span { first_year: (value * 10) as i16, unspecified: 1 },
            (2, 2, _) if (18..=20).contains(&value) => Item::Span { first_year: (value * 100) as i16, unspecified: 2 },
            (4, _, Some(Token::Word("s"))) if value.is_multiple_of(10) => {
                self.items.push(Item::Span { first_year: i16::try_from(value).ok()?, unspecified: 1 });
                return after.get(1..);
            }
            (length, ..) => {
                self.items.push(Item::Number { value, digits: length as u8 });
                return Some(after);
            }
        };
        self.items.push(item);
        after.get(unknown..)
    }

    fn sign(&mut self, sign: char) {
        match sign {
            '~' | '≈' | '±' => self.approximate = true,
            '?' => self.uncertain = true,
            '%' => (self.approximate, self.uncertain) = (true, true),
            '-' => self.items.push(Item::Dash),
            '/' => self.items.push(Item::Slash),
            '.' => self.items.push(Item::Dot),
            _ => {}
        }
    }

    /// Reads the longest run of words that is known.
    fn word<'a, 'b>(&mut self, rest: &'a [Token<'b>]) -> Option<&'a [Token<'b>]> {
        if let [Token::Word(word), Token::Number(number), ..] = rest
            && let Some((calendar, month)) = number.parse().ok().and_then(|number| months::numbered(word, number))
        {
            self.items.push(Item::Month { calendar: Some(calendar), month });
            return rest.get(2..);
        }
        for length in (1..=3).rev() {
            let Some(phrase) = phrase(rest, length) else { continue };
            if let Some((calendar, month)) = months::named(&phrase) {
                self.items.push(Item::Month { calendar: Some(calendar), month });
                return rest.get(length..);
            }
            if matches!(phrase.as_str(), "شهر" | "الشهر" | "بشهر") {
                return Some(self.month_by_number(&rest[length..]));
            }
            if self.known(&phrase) {
                return rest.get(length..);
            }
        }
        // "وايار": the joining letter is written on the month.
        let [Token::Word(word), ..] = rest else { return None };
        let (calendar, month) = months::named(word.strip_prefix('و')?)?;
        self.items.extend([Item::To, Item::Month { calendar: Some(calendar), month }]);
        rest.get(1..)
    }

    /// After "شهر": "5", "الخامس", or a name, which is read next.
    fn month_by_number<'a, 'b>(&mut self, rest: &'a [Token<'b>]) -> &'a [Token<'b>] {
        if let Some(Token::Number(number)) = rest.first()
            && let Ok(month @ 1..=12) = number.parse()
        {
            self.items.push(Item::Month { calendar: None, month });
            return &rest[1..];
        }
        for length in [2, 1] {
            if let Some(month) = phrase(rest, length).and_then(|phrase| months::ordinal(&phrase)) {
                self.items.push(Item::Month { calendar: None, month });
                return &rest[length..];
            }
        }
        rest
    }

    fn known(&mut self, phrase: &str) -> bool {
        if is_about(phrase) {
            self.approximate = true;
        } else if is_doubt(phrase) {
            self.uncertain = true;
        } else if let Some((_, item)) = MEANINGS.iter().find(|(words, _)| words.split('|').any(|word| word == phrase)) {
            self.items.push(*item);
        } else {
            return FILLERS.iter().any(|words| words.split('|').any(|word| word == phrase));
        }
        true
    }
}

/// A folded word that makes a value approximate.
pub(crate) fn is_about(word: &str) -> bool {
    ABOUT.split('|').any(|about| about == word)
}

/// A folded word or phrase with which a source doubts what it writes.
pub(crate) fn is_doubt(word: &str) -> bool {
    DOUBT.split('|').any(|doubt| doubt == word)
}

fn phrase(tokens: &[Token], length: usize) -> Option<String> {
    let mut phrase = String::new();
    for token in tokens.get(..length)? {
        let Token::Word(word) = token else { return None };
        if !phrase.is_empty() {
            phrase.push(' ');
        }
        phrase.push_str(word);
    }
    Some(phrase)
}

fn is_placeholder(token: &Token) -> bool {
    matches!(token, Token::Sign('?' | '*' | '_') | Token::Word("x"))
}

/// Splits folded text; times of day are left out. `None` when there is too much to be a date.
fn tokens(folded: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        if tokens.len() > 2 * ITEMS_MAX {
            return None;
        }
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let length = if first.is_alphanumeric() {
            rest.find(|c| class(c) != class(first)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        if first.is_ascii_digit() {
            if let Some(clock) = after.strip_prefix(':') {
                rest = clock.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == '.');
                continue;
            }
            if token.len() > 8 {
                return None;
            }
            tokens.push(Token::Number(token));
        } else if first.is_alphabetic() {
            tokens.push(Token::Word(token));
        } else if first == '-'
            && after.starts_with(char::is_alphabetic)
            && matches!(tokens.last(), Some(Token::Word(_)))
        {
            // A hyphen inside a name ("al-thani").
        } else if !first.is_whitespace() {
            tokens.push(Token::Sign(first));
        }
    }
    Some(tokens)
}

const ABOUT: &str = "حوالي|تقريبا|تقريبي|نحو|قرابه|بحدود|في حدود|حدود|ما يقارب|about|around|circa|ca|c|approx|approximately|\
    roughly|est|estimated|environ|vers|yaklasik|tahminen|civarinda|civari|nezi|nezik|deruder|teqriben|تقديرا|تقديري";

const DOUBT: &str = "غير موكد|ربما|يعتقد|يحتمل|محتمل|غالبا|perhaps|maybe|possibly|probably|uncertain|\
    unconfirmed|peut etre|incertain|belki|dibe";

const MEANINGS: [(&str, Item); 7] = [
    ("ه|هجري|هجريه|للهجره|h|ah|hijri|hicri|koci", Item::Mark(Calendar::Hijri)),
    ("م|ميلادي|ميلاديه|للميلاد|ad|ce|miladi|gregorian", Item::Mark(Calendar::Gregorian)),
    ("و|الي|حتي|او|لغايه|and|to|until|till|or|et|a|au|ou|ve|ile|veya|u|heta|ta", Item::To),
    ("قبل|before|avant|once|beri|ما قبل|prior to", Item::Before),
    ("بعد|after|apres|sonra|pisti|ما بعد", Item::After),
    (
        "تولد|مواليد|مواليده|مواليدها|مولود|مولوده|المولود|ولد|ولدت|الولاده|ولاده|التولد|born|b|dob|ne|nee|dogum|dogumlu",
        Item::Born,
    ),
    ("الموافق|موافق|الموافق ل|corresponding to|corresponding|يوافق", Item::Equals),
];

/// Words that change nothing, seasons and parts of a year among them: the year alone is kept.
const FILLERS: [&str; 6] = [
    "في|بتاريخ|تاريخ|يوم|بيوم|سنه|عام|بعام|بسنه|العام|السنه|سنين|من|منذ|بين|ما بين|مابين|خلال|ال|ب|ل|تم|فقد|اعتقل|وفاه|هو|تاريخها|تاريخه",
    "اوايل|اواسط|اواخر|بدايه|منتصف|نهايه|اول|اخر|مطلع|ربيع|صيف|خريف|شتاء|شتا|الربيع|الصيف|الخريف|الشتاء|صباح|مساء|ليله|فجر",
    "الساعه|ساعه|ص|مساءا|صباحا|ظهرا|ليلا|الاحد|الاثنين|الاتنين|الثلاثاء|الثلثاء|الاربعاء|الخميس|الجمعه|السبت|احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت",
    "in|on|of|the|year|date|day|month|since|between|from|during|st|nd|rd|th|early|mid|late|spring|summer|autumn|fall|winter|sunday|\
     monday|tuesday|wednesday|thursday|friday|saturday|sun|mon|tue|wed|thu|fri|sat|t|z|am|pm|x|xx|xxxx|utc",
    "le|la|l|en|de|du|depuis|entre|er|annee|debut|fin|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|printemps|ete|hiver",
    "yili|yilinda|yil|tarihinde|tarihi|da|te|arasi|arasinda|sal|sala|salen|di|navbera|roja|meha|e|an|yaz|kis|bahar|gunu",
];

#[cfg(test)]
mod tests {
    use super::{ABOUT, DOUBT, FILLERS, MEANINGS};
    use crate::fold;

    #[test]
    fn words_are_folded() {
        let tables = [ABOUT, DOUBT].into_iter().chain(FILLERS).chain(MEANINGS.map(|(words, _)| words));
        for word in tables.flat_map(|table| table.split('|')) {
            assert!(fold(word) == word, "{word}");
        }
    }
}

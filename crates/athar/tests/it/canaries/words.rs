//! Canaries: words that stand nowhere else in the world, each with what it stands for in a list.
//!
//! The letters are those that no folding changes, so that a word which was folded on its way is still found. A number
//! has twelve digits, so that none is met by chance.

use crate::lists::Random;

const ARABIC: [char; 22] =
    ['ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ', 'ف', 'ق', 'ك', 'ن'];
const LATIN: &[u8; 20] = b"bcdfghjklmnprstvwxyz";
const ARABIC_LETTERS: usize = 11;
const LATIN_LETTERS: usize = 13;
/// Digits of a telephone number by which it is known, whatever stands before them.
pub(super) const DIGITS: usize = 12;

/// What a canary is in the list or request that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// A telephone number.
    Phone,
    /// An address of electronic mail.
    Email,
    /// Where a living person is now.
    Whereabouts,
    /// Who asks.
    Requester,
    /// Who saw, who declared, who was paid.
    Witness,
    /// Where somebody who came out lives.
    FreedAddress,
    /// A cell below a header that nobody knows.
    UnknownColumn,
    /// Any cell of a row about an informer, a witness, staff.
    SealedRole,
    /// A cell of a sealed column that is not understood.
    NotUnderstood,
    /// A cell beyond the header.
    Ragged,
    /// A row that gives no record.
    NoRecord,
    /// A sentence of a message, and the telephone number in it.
    Sentence,
    /// The row of a workbook.
    Workbook,
    /// What a family entrusts to us.
    Asker,
    /// What is said of an act: why, how, in whose words.
    Said,
    /// The name of somebody who will be forgotten.
    Name,
}

impl Class {
    /// Whether staff may see it on a terminal. On the disk nobody may.
    pub(super) fn is_shown(self) -> bool {
        self == Class::Name
    }
}

/// One canary.
#[derive(Clone, Debug)]
pub(super) struct Canary {
    pub(super) text: String,
    pub(super) class: Class,
}

/// Makes canaries, and remembers each.
pub(super) struct Words {
    random: Random,
    pub(super) made: Vec<Canary>,
}

impl Words {
    pub(super) fn new(seed: u64) -> Words {
        Words { random: Random(seed), made: Vec::new() }
    }

    /// A word in Arabic and a word in Latin letters by turns.
    pub(super) fn word(&mut self, class: Class) -> String {
        if self.made.len().is_multiple_of(2) { self.arabic(class) } else { self.latin(class) }
    }

    pub(super) fn arabic(&mut self, class: Class) -> String {
        let text = (0..ARABIC_LETTERS).map(|_| ARABIC[self.below(ARABIC.len())]).collect();
        self.keep(text, class)
    }

    pub(super) fn latin(&mut self, class: Class) -> String {
        let text = (0..LATIN_LETTERS).map(|_| char::from(LATIN[self.below(LATIN.len())])).collect();
        self.keep(text, class)
    }

    /// A telephone number as somebody would write it: with a prefix, Eastern digits, spaces, dashes.
    pub(super) fn phone(&mut self, class: Class) -> String {
        let digits: String = (0..DIGITS).map(|_| char::from(b'1' + self.below(9) as u8)).collect();
        self.keep(digits.clone(), class);
        let (head, tail) = digits.split_at(5);
        match self.made.len() % 4 {
            0 => format!("+49{digits}"),
            1 => format!("0049 {head}-{tail}"),
            2 => format!("+49 ({head}) {tail}"),
            _ => eastern(&format!("0049{digits}")),
        }
    }

    pub(super) fn email(&mut self, class: Class) -> String {
        format!("{}@example.invalid", self.latin(class))
    }

    fn below(&mut self, end: usize) -> usize {
        self.random.below(end as u64) as usize
    }

    fn keep(&mut self, text: String, class: Class) -> String {
        self.made.push(Canary { text: text.clone(), class });
        text
    }
}

/// The same number in Eastern digits.
fn eastern(number: &str) -> String {
    let digit = |digit: char| digit.to_digit(10).and_then(|value| char::from_u32(0x0660 + value)).unwrap_or(digit);
    number.chars().map(digit).collect()
}

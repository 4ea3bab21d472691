//! Ids and their text forms: `R3.17` a record, `I3` an import, `L2` a linkage run, `D41` a decision,
//! `P0123456789AB` a person.

use crate::Hash;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The text is not an id of the expected form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct IdError {
    /// The form, with an example.
    pub expected: &'static str,
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident($number:ty), $letter:literal, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $number);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!($letter, "{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let number = text.strip_prefix($letter).or_else(|| text.strip_prefix(&$letter.to_lowercase()));
                number.and_then(digits).map($name).ok_or(IdError { expected: $expected })
            }
        }
    };
}

numbered! {
    /// An import, from 1, in the order of acceptance.
    ImportNumber(u32), "I", "an import such as I3"
}
numbered! {
    /// A linkage run, from 1, in the order of acceptance.
    RunNumber(u32), "L", "a linkage run such as L2"
}
numbered! {
    /// A decision: the index of its entry in the ledger.
    DecisionId(u64), "D", "a decision such as D41"
}

numbered! {
    /// An account: the index of the entry that enrolled it.
    AccountId(u64), "A", "an account such as A7"
}
numbered! {
    /// An export: the index of the entry that asked for it.
    ExportNumber(u64), "E", "an export such as E12"
}
numbered! {
    /// A token of a program: the index of the entry that made it.
    TokenNumber(u64), "T", "a token such as T57"
}
numbered! {
    /// A job, from 1.
    JobNumber(i64), "J", "a job such as J3"
}

/// Digits only: `parse` alone would take a sign.
fn digits<T: FromStr>(text: &str) -> Option<T> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// A record: its import in the upper 32 bits, its place among the import's records, from 1, in the lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub i64);

impl RecordId {
    /// The record of an import at a place.
    pub fn new(import: ImportNumber, ordinal: u32) -> RecordId {
        RecordId((i64::from(import.0) << 32) | i64::from(ordinal))
    }

    /// The import that brought it.
    pub fn import(self) -> ImportNumber {
        ImportNumber((self.0 >> 32) as u32)
    }

    /// Its place among the import's records, from 1.
    pub fn ordinal(self) -> u32 {
        self.0 as u32
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "R{}.{}", self.import().0, self.ordinal())
    }
}

impl FromStr for RecordId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let parts = text.strip_prefix(['R', 'r']).and_then(|rest| rest.split_once('.'));
        parts
            .and_then(|(import, ordinal)| Some((digits::<u32>(import)?, digits::<u32>(ordinal)?)))
            .filter(|&(import, _)| i32::try_from(import).is_ok())
            .map(|(import, ordinal)| RecordId::new(ImportNumber(import), ordinal))
            .ok_or(IdError { expected: "a record such as R3.17" })
    }
}

/// A person: 60 bits that tell nothing, since the salt of the import they come from is random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

/// Crockford's base 32: no I, L, O or U, so that it survives a telephone.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PERSON_DIGITS: u32 = 12;

impl PersonId {
    /// The person that one record makes by itself. Stable through a rebuild: the salt is part of the ledger.
    pub(crate) fn of_record(salt: &[u8; 32], ordinal: u32) -> PersonId {
        let hash = Hash::of_parts(&[b"athar/person/1", salt, &u64::from(ordinal).to_be_bytes()]);
        let mut first = [0; 8];
        first.copy_from_slice(&hash.0[..8]);
        PersonId((u64::from_be_bytes(first) >> 4) as i64)
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("P")?;
        write_crockford(formatter, self.0, PERSON_DIGITS)
    }
}

impl FromStr for PersonId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let digits = text.strip_prefix(['P', 'p']);
        let number = digits.and_then(|digits| read_crockford(digits, PERSON_DIGITS));
        number.map(PersonId).ok_or(IdError { expected: "a person such as P0123456789AB" })
    }
}

/// A case: what a family holds of its request. 40 random bits and a check digit; it says nothing of the person, the
/// family, the day or how many others ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(pub i64);

const CASE_DIGITS: u32 = 8;

impl CaseNumber {
    /// The case that an entry with this salt opens. Stable through a rebuild.
    pub(crate) fn of_salt(salt: &[u8; 32]) -> CaseNumber {
        let hash = Hash::of_parts(&[b"athar/case/1", salt]);
        let mut first = [0; 8];
        first.copy_from_slice(&hash.0[..8]);
        CaseNumber((u64::from_be_bytes(first) >> 24) as i64)
    }

    /// 32 is no prime, and 31 is the largest below it: a wrong digit, or two exchanged, is noticed, but for `Z` read as
    /// `0`.
    fn check_digit(self) -> u8 {
        let weigh = |place: u32| ((self.0 >> (5 * place)) & 31) * i64::from(place + 2);
        CROCKFORD[((0..CASE_DIGITS).map(weigh).sum::<i64>() % 31) as usize]
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("C")?;
        write_crockford(formatter, self.0, CASE_DIGITS)?;
        write!(formatter, "{}", char::from(self.check_digit()))
    }
}

impl FromStr for CaseNumber {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = IdError { expected: "a case number such as C0123456789, without a misread digit" };
        let digits = text.strip_prefix(['C', 'c']).ok_or(error.clone())?;
        let split = digits.len().checked_sub(1).filter(|&split| digits.is_char_boundary(split));
        let (digits, check) = digits.split_at(split.ok_or(error.clone())?);
        let number = read_crockford(digits, CASE_DIGITS).map(CaseNumber).ok_or(error.clone())?;
        let check = read_crockford(check, 1).ok_or(error.clone())?;
        if CROCKFORD[check as usize] == number.check_digit() { Ok(number) } else { Err(error) }
    }
}

fn write_crockford(formatter: &mut fmt::Formatter<'_>, number: i64, digits: u32) -> fmt::Result {
    for place in (0..digits).rev() {
        let digit = (number >> (5 * place)) & 31;
        write!(formatter, "{}", char::from(CROCKFORD[digit as usize]))?;
    }
    Ok(())
}

fn read_crockford(text: &str, digits: u32) -> Option<i64> {
    if text.len() != digits as usize {
        return None;
    }
    let mut number = 0;
    for digit in text.bytes().map(|digit| digit.to_ascii_uppercase()) {
        let digit = match digit {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            other => other,
        };
        let value = CROCKFORD.iter().position(|&known| known == digit)?;
        number = (number << 5) | value as i64;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_from_their_text() {
        let record = RecordId::new(ImportNumber(3), 17);
        assert_eq!(record.to_string(), "R3.17");
        assert_eq!("r3.17".parse(), Ok(record));
        assert_eq!("I3".parse(), Ok(ImportNumber(3)));
        assert_eq!("D41".parse(), Ok(DecisionId(41)));
        for wrong in ["R3", "R3.", "R+3.1", "R3.-1", "3.17", "R4294967295.1", "R3.4294967296", ""] {
            assert!(wrong.parse::<RecordId>().is_err(), "{wrong}");
        }
        assert!("I+3".parse::<ImportNumber>().is_err());
    }

    #[test]
    fn a_misread_case_number_is_noticed() {
        let case = CaseNumber::of_salt(&[7; 32]);
        let text = case.to_string();
        assert_eq!((text.len(), text.parse()), (10, Ok(case)));
        assert_eq!(text.to_lowercase().parse(), Ok(case));
        let digits: Vec<char> = text.chars().collect();
        let mut noticed = 0;
        for place in 1..8 {
            let mut exchanged = digits.clone();
            exchanged.swap(place, place + 1);
            let read = exchanged.iter().collect::<String>().parse::<CaseNumber>();
            noticed += u32::from(digits[place] == digits[place + 1] || read.is_err());
        }
        assert_eq!(noticed, 7);
        for wrong in ["C", "", "C0123456é", "C01234567890"] {
            assert!(wrong.parse::<CaseNumber>().is_err());
        }
    }

    #[test]
    fn persons_survive_a_telephone() {
        let person = PersonId::of_record(&[7; 32], 1);
        let text = person.to_string();
        assert_eq!(text.len(), 13);
        assert_eq!(text.parse(), Ok(person));
        assert_eq!(text.to_lowercase().parse(), Ok(person));
        assert_eq!("PO1LI00000000".parse::<PersonId>(), "P011100000000".parse());
        assert!("PU00000000000".parse::<PersonId>().is_err());
    }
}

//! Remains: a body or part of one, apart from any person until decisions join them.
//!
//! Views over one record's claims of one part. Never genetic data.

use crate::{Claim, Property, Record, Thing, fold};
use std::fmt;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemainsKind {
    /// A whole body (جثمان).
    Body,
    /// Remains (رفات): bones, parts.
    Remains,
}

impl RemainsKind {
    /// The stable text form, which is the normal form of a claim.
    pub fn as_str(self) -> &'static str {
        match self {
            RemainsKind::Body => "body",
            RemainsKind::Remains => "remains",
        }
    }

    /// The kind that a word names, the stable text form too.
    pub fn read(text: &str) -> Option<RemainsKind> {
        let folded = fold(text);
        let has = |words: &[&str]| folded.split(|c: char| !c.is_alphanumeric()).any(|own| words.contains(&own));
        if has(&["رفات", "بقايا", "عظام", "اشلاء", "remains", "bones", "skeleton", "skeletal", "restes", "kalinti"])
        {
            return Some(RemainsKind::Remains);
        }
        has(&["جثمان", "الجثمان", "جثه", "الجثه", "body", "corpse", "corps", "ceset", "cenaze"])
            .then_some(RemainsKind::Body)
    }
}

/// One body, or part of one.
#[derive(Clone, Copy)]
pub struct Remains<'a> {
    record: &'a Record,
    part: u16,
}

impl fmt::Debug for Remains<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Remains({})", self.part)
    }
}

impl<'a> Remains<'a> {
    /// Its part of the record.
    pub fn part(self) -> u16 {
        self.part
    }

    fn first(self, property: Property) -> Option<&'a Claim> {
        self.record.claims_in(self.part, property).next()
    }

    /// Body or remains, when said in words that are understood.
    pub fn kind(self) -> Option<RemainsKind> {
        self.record.claims_in(self.part, Property::RemainsKind).find_map(|claim| RemainsKind::read(&claim.as_written))
    }

    /// The set of photographs of this body.
    pub fn photograph_set(self) -> Option<&'a Claim> {
        self.first(Property::PhotographSet)
    }

    /// Number of the examination, which may stand on a photograph.
    pub fn examination_number(self) -> Option<&'a Claim> {
        self.first(Property::ExaminationNumber)
    }

    /// Where it lies, or was found.
    pub fn burial_place(self) -> Option<&'a Claim> {
        self.first(Property::BurialPlace)
    }

    /// Number of the grave.
    pub fn grave_number(self) -> Option<&'a Claim> {
        self.first(Property::GraveNumber)
    }

    /// Trench of a mass grave.
    pub fn trench(self) -> Option<&'a Claim> {
        self.first(Property::Trench)
    }

    /// Code of the exhumation.
    pub fn exhumation_code(self) -> Option<&'a Claim> {
        self.first(Property::ExhumationCode)
    }

    /// By which method it was identified, as the source says. Whether it is identified, two humans say.
    pub fn identification_method(self) -> Option<&'a Claim> {
        self.first(Property::IdentificationMethod)
    }
}

impl Record {
    /// The remains that the record speaks of, by part.
    pub fn remains(&self) -> impl Iterator<Item = Remains<'_>> {
        self.parts(|property| property.thing() == Thing::Remains).into_iter().map(|part| Remains { record: self, part })
    }
}

#[cfg(test)]
mod tests {
    use super::RemainsKind;

    #[test]
    fn words_name_kinds() {
        for (text, expected) in [
            ("جثمان", Some(RemainsKind::Body)),
            ("رفات", Some(RemainsKind::Remains)),
            ("رفات (أجزاء من الجثة)", Some(RemainsKind::Remains)),
            ("body", Some(RemainsKind::Body)),
            ("صورة", None),
        ] {
            assert_eq!(RemainsKind::read(text), expected, "{text}");
        }
        for kind in [RemainsKind::Body, RemainsKind::Remains] {
            assert_eq!(RemainsKind::read(kind.as_str()), Some(kind));
        }
    }
}

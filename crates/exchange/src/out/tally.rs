//! What a format could not carry, counted.

use super::Row;
use record::{AsOf, Claim, Gazetteer, Property, read_cell};
use std::collections::{BTreeMap, BTreeSet};

/// Why something of a claim was not carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Whom the source quotes is never written: who tells is sealed (rule 11).
    QuotedPerson,
    /// The format has no place for when a claim held.
    ValidTime,
    /// The format has no place for the language of a claim, or no code for it.
    Language,
    /// A human set how sure the source was; a reader of the file decides it again from the words.
    Certainty,
    /// A human set who may see it; a reader of the file decides it again.
    Visibility,
    /// The normal form was set otherwise than a reader of the file will read the words.
    NormalForm,
    /// The words say nothing to a reader, who will make no claim of them.
    NotAClaim,
    /// The text is longer than the format, or than a reader, takes; it is cut.
    TooLong,
    /// Characters that the format cannot hold are replaced.
    Characters,
    /// More columns would be needed than a table may have.
    TooManyColumns,
    /// The same words stand twice under one property; the format keeps one.
    Repeated,
}

impl Why {
    /// In English, for a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::QuotedPerson => "whom the source quotes is never written",
            Why::ValidTime => "the format has no place for when it held",
            Why::Language => "the format has no place for its language",
            Why::Certainty => "how sure the source was is read again from the words",
            Why::Visibility => "who may see it is decided again by whoever reads the file",
            Why::NormalForm => "its normal form is read again from the words",
            Why::NotAClaim => "the words alone make no claim",
            Why::TooLong => "the text is longer than is carried, and cut",
            Why::Characters => "characters that the format cannot hold are replaced",
            Why::TooManyColumns => "more columns would be needed than a table may have",
            Why::Repeated => "the same words stand twice, and are kept once",
        }
    }
}

/// So many claims of one property lost something, for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotCarried {
    /// Of which property.
    pub property: Property,
    /// How many claims.
    pub count: u64,
    /// What was lost of them.
    pub why: Why,
}

/// Counts what is not carried.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<(Property, Why), u64>);

impl Tally {
    pub(super) fn add(&mut self, property: Property, why: Why) {
        *self.0.entry((property, why)).or_default() += 1;
    }

    /// Counts what no format carries, by reading the words as a recipient with the same gazetteer will read them; and
    /// what this format does not, each once.
    pub(super) fn claim(&mut self, claim: &Claim, row: &Row, places: &Gazetteer, also: &[Why]) {
        let mut lost: BTreeSet<Why> = also.iter().copied().collect();
        if !claim.quotes.is_empty() {
            lost.insert(Why::QuotedPerson);
        }
        if claim.valid.is_some() {
            lost.insert(Why::ValidTime);
        }
        let as_of = row.as_of.map(AsOf::from).unwrap_or_default();
        match read_cell(claim.property, &claim.as_written, as_of, places).0 {
            None => {
                lost.insert(Why::NotAClaim);
            }
            Some(read) if read.as_written != claim.as_written => {
                lost.insert(Why::TooLong);
            }
            Some(read) => {
                lost.extend((read.certainty != claim.certainty).then_some(Why::Certainty));
                lost.extend((read.visibility != claim.visibility).then_some(Why::Visibility));
                lost.extend((read.normal != claim.normal).then_some(Why::NormalForm));
            }
        }
        for why in lost {
            self.add(claim.property, why);
        }
    }

    /// What a format without a place for languages loses of a claim.
    pub(super) fn language(claim: &Claim) -> &'static [Why] {
        if claim.language.is_empty() { &[] } else { &[Why::Language] }
    }

    pub(super) fn finish(self) -> Vec<NotCarried> {
        self.0.into_iter().map(|((property, why), count)| NotCarried { property, count, why }).collect()
    }
}

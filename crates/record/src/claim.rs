//! A claim: one property of a record, as written, with how sure the source was and who may see it.
//!
//! A claim is never corrected. Another source's different claim stands beside it.

use crate::{Gazetteer, PartialDate, Place, PlaceKind, Precision, Private, Property, Script};
use serde::{Deserialize, Serialize};

/// How sure the source itself was of what it wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Written without a reservation.
    #[default]
    Stated,
    /// Written as about so ("about 40", "between 2012 and 2014").
    Approximate,
    /// Written with a doubt ("?", "perhaps", "غير مؤكد").
    Unsure,
}

/// Who may see a claim. Narrower is greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Those who work on the case.
    #[default]
    Staff,
    /// Only those cleared for it: minors, health, sect, sexual violence.
    Restricted,
    /// Nobody without the key: contacts, present whereabouts of the living, informers and witnesses.
    Sealed,
}

/// How exactly a claim says when or where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimPrecision {
    /// Of a date: a day, a month, a year, an interval.
    Date(Precision),
    /// Of a known place: a village, a governorate, a facility.
    Place(PlaceKind),
}

/// One property of a record. What a claim does not say is not written, so that archives of plain claims stay as they
/// are, byte for byte.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What the claim is about.
    pub property: Property,
    /// The words of the source, unchanged.
    pub as_written: String,
    /// Normal form: EDTF for dates (an age becomes the interval of birth years), `male`/`female`, a gazetteer
    /// id, folded digits for numbers; for names the text as written. Empty when it could not be understood.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub normal: String,
    /// How sure the source was.
    #[serde(default)]
    pub certainty: Certainty,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Which of several stays, papers or relations of the record this is of. Claims of one thing with one part belong
    /// together; 0 is the only one, or the first.
    #[serde(default, skip_serializing_if = "is_first")]
    pub part: u16,
    /// Language in which it is written (BCP 47); empty when nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Whom the source quotes for it; empty when it speaks for itself.
    #[serde(default, skip_serializing_if = "Private::is_empty")]
    pub quotes: Private,
    /// When it held: from and to, of a status, an address, a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<PartialDate>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_first(part: &u16) -> bool {
    *part == 0
}

impl std::fmt::Debug for Claim {
    /// Prints the property only: what a claim says about a person does not belong in a log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Claim({})", self.property.as_str())
    }
}

impl Claim {
    /// A claim in these words, with the words for its normal form, seen by whoever may see the property.
    pub fn new(property: Property, as_written: impl Into<String>) -> Claim {
        let as_written = as_written.into();
        Claim {
            property,
            normal: as_written.clone(),
            as_written,
            certainty: Certainty::default(),
            visibility: property.default_visibility(),
            part: 0,
            language: String::new(),
            quotes: Private::default(),
            valid: None,
        }
    }

    /// The claim with that normal form.
    #[must_use]
    pub fn with_normal(self, normal: impl Into<String>) -> Claim {
        Claim { normal: normal.into(), ..self }
    }

    /// The claim, as sure as that.
    #[must_use]
    pub fn with_certainty(self, certainty: Certainty) -> Claim {
        Claim { certainty, ..self }
    }

    /// The claim, for those to see.
    #[must_use]
    pub fn with_visibility(self, visibility: Visibility) -> Claim {
        Claim { visibility, ..self }
    }

    /// The claim, of that part of its record.
    #[must_use]
    pub fn with_part(self, part: u16) -> Claim {
        Claim { part, ..self }
    }

    /// The claim, in that language (BCP 47).
    #[must_use]
    pub fn with_language(self, language: impl Into<String>) -> Claim {
        Claim { language: language.into(), ..self }
    }

    /// The claim, said by somebody whom the source quotes.
    #[must_use]
    pub fn with_quotes(self, quotes: impl Into<Private>) -> Claim {
        Claim { quotes: quotes.into(), ..self }
    }

    /// The claim, true of that time.
    #[must_use]
    pub fn with_valid(self, valid: PartialDate) -> Claim {
        Claim { valid: Some(valid), ..self }
    }

    /// The date that a claim of a date or an age holds, when it was understood.
    pub fn date(&self) -> Option<PartialDate> {
        if self.property.family() == crate::Family::Date { PartialDate::parse_edtf(&self.normal).ok() } else { None }
    }

    /// The known place that a claim of a place names.
    pub fn place<'places>(&self, gazetteer: &'places Gazetteer) -> Option<&'places Place> {
        if self.property.family() == crate::Family::Place { gazetteer.by_text_id(&self.normal) } else { None }
    }

    /// The script of its words.
    pub fn script(&self) -> Script {
        Script::of(&self.as_written)
    }

    /// How exactly it says when or where; nothing for other claims, and where it was not understood.
    pub fn precision(&self, gazetteer: &Gazetteer) -> Option<ClaimPrecision> {
        let date = self.date().map(|date| ClaimPrecision::Date(date.precision()));
        date.or_else(|| self.place(gazetteer).map(|place| ClaimPrecision::Place(place.kind)))
    }
}

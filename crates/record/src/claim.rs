//! A claim: one property of a record, as written, with how sure the source was and who may see it.
//!
//! A claim is never corrected. Another source's different claim stands beside it.

use crate::{Gazetteer, PartialDate, Place, Property};
use serde::{Deserialize, Serialize};

/// How sure the source itself was of what it wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// One property of a record.
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
}

impl std::fmt::Debug for Claim {
    /// Prints the property only: what a claim says about a person does not belong in a log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Claim({})", self.property.as_str())
    }
}

impl Claim {
    /// The date that a claim of a date or an age holds, when it was understood.
    pub fn date(&self) -> Option<PartialDate> {
        if self.property.family() == crate::Family::Date { PartialDate::parse_edtf(&self.normal).ok() } else { None }
    }

    /// The known place that a claim of a place names.
    pub fn place<'places>(&self, gazetteer: &'places Gazetteer) -> Option<&'places Place> {
        if self.property.family() == crate::Family::Place { gazetteer.by_text_id(&self.normal) } else { None }
    }
}

impl Property {
    /// The visibility that a claim of this property has unless a human decides otherwise.
    pub fn default_visibility(self) -> Visibility {
        match self {
            Property::Phone | Property::Email | Property::PresentWhereabouts | Property::Requester => {
                Visibility::Sealed
            }
            Property::Sect | Property::Health => Visibility::Restricted,
            _ => Visibility::Staff,
        }
    }
}

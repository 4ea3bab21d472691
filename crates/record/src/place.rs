//! Places: nodes of a gazetteer, from the country down to a village or a prison, with their names in every script.
//!
//! A gazetteer is data, a CSV file a country. What a text means is decided in `find`; a text that names no known place
//! stays text.

mod columns;
mod coordinates;
mod error;
mod find;
mod format;
mod gazetteer;
mod key;
mod limits;
mod rows;

use crate::PartialDate;
pub use coordinates::Coordinates;
pub use error::{GazetteerError, GazetteerFault};
pub use gazetteer::Gazetteer;
use serde::{Deserialize, Serialize};

/// Own, stable id of a place: `sy.daraya`. It says nothing of where the place lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlaceId(String);

impl PlaceId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PlaceId {
    fn from(text: &str) -> Self {
        PlaceId(text.to_owned())
    }
}

/// Kind of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A country.
    Country,
    /// A governorate (محافظة).
    Governorate,
    /// A town or city (مدينة، بلدة).
    Town,
    /// A village (قرية).
    Village,
    /// A neighbourhood of a town (حي).
    Neighbourhood,
    /// A district (منطقة).
    District,
    /// A subdistrict (ناحية).
    Subdistrict,
    /// A place of detention, a hospital, a court, a camp.
    Facility,
    /// A checkpoint or a border crossing.
    Checkpoint,
}

impl PlaceKind {
    const NAMES: [(PlaceKind, &'static str); 9] = [
        (PlaceKind::Country, "country"),
        (PlaceKind::Governorate, "governorate"),
        (PlaceKind::Town, "town"),
        (PlaceKind::Village, "village"),
        (PlaceKind::Neighbourhood, "neighbourhood"),
        (PlaceKind::District, "district"),
        (PlaceKind::Subdistrict, "subdistrict"),
        (PlaceKind::Facility, "facility"),
        (PlaceKind::Checkpoint, "checkpoint"),
    ];

    /// The stable text form, as in gazetteer files.
    pub fn as_str(self) -> &'static str {
        PlaceKind::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The text forms of all kinds, for whoever has to choose one.
    pub(crate) fn known() -> String {
        PlaceKind::NAMES.map(|(_, name)| name).join(", ")
    }

    /// The kind of that text form.
    pub fn parse(text: &str) -> Option<PlaceKind> {
        PlaceKind::NAMES.iter().find(|(_, name)| *name == text).map(|(kind, _)| *kind)
    }
}

/// A node of a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Stable id.
    pub id: PlaceId,
    /// What it is.
    pub kind: PlaceKind,
    /// The place that it lies in; none for a country.
    pub parent: Option<PlaceId>,
    /// Its Arabic name; empty where a country writes none.
    pub arabic: String,
    /// Its names in Latin script, the usual one first.
    pub latin: Vec<String>,
    /// Other names, in any script: old, local, by number.
    pub aliases: Vec<String>,
    /// Wider names that people use for it too ("Damascus" for its countryside): they narrow a search, they never
    /// name the place.
    pub loose: Vec<String>,
    /// Who runs a facility: "Military Intelligence".
    pub agency: Option<String>,
    /// The number that a branch or a hospital is called by. It is no detainee's number.
    pub number: Option<String>,
    /// Where it lies, when that is publicly known; of an area, a point inside.
    pub position: Option<Coordinates>,
    /// Since when it was used.
    pub opened: Option<PartialDate>,
    /// Until when it was used.
    pub closed: Option<PartialDate>,
    /// Its code in another list: an OCHA p-code, `geonames:` and a number.
    pub code: Option<String>,
    /// Who says so, with the licence.
    pub source: String,
}

impl Place {
    /// The name to show where one is enough: Arabic, else the usual Latin one.
    pub fn name(&self) -> &str {
        if self.arabic.is_empty() { self.latin.first().map_or("", String::as_str) } else { &self.arabic }
    }

    /// All names that name this place.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = std::iter::once(&self.arabic).chain(&self.latin).chain(&self.aliases).map(String::as_str);
        all.filter(|name| !name.is_empty())
    }
}

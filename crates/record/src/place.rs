//! Places. (Being written: nothing is found yet.)
use std::sync::OnceLock;

/// Own, stable id of a place: `sy.daraya`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(String);

impl PlaceId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Kind of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A governorate.
    Governorate,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Id.
    pub id: PlaceId,
}

/// Places by their names.
#[derive(Debug, Default)]
pub struct Gazetteer;

impl Gazetteer {
    /// Syria.
    pub fn syria() -> &'static Gazetteer {
        static SYRIA: OnceLock<Gazetteer> = OnceLock::new();
        SYRIA.get_or_init(Gazetteer::default)
    }

    /// The place of that name.
    pub fn find(&self, text: &str) -> Option<&Place> {
        let _ = text;
        None
    }
}

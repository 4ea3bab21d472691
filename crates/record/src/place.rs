//! Places. (Being written.)
/// Id of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceId(pub String);
/// Kind of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A governorate.
    Governorate,
}
/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place;
/// A gazetteer.
pub struct Gazetteer;

//! The vocabulary: what one source says about one person, at one place in that source.
//!
//! A [`Record`] keeps the cells verbatim and holds the [`Claim`]s read from them beside the cells. Nothing
//! here reads a file, knows a database or compares two records.
#![forbid(unsafe_code)]

pub mod age;
mod claim;
mod custody;
mod cut;
mod date;
mod fate;
mod fold;
mod number;
mod paper;
mod place;
mod position;
mod private;
mod problem;
mod property;
mod reading;
mod record;
mod remains;
mod role;
mod saying;
mod script;
mod source;
mod stay;
mod thing;
mod whereabouts;
pub mod words;

pub use claim::{Certainty, Claim, ClaimPrecision, Visibility};
pub use custody::{Arrest, Sighting};
pub use cut::{Cut, FALL_MILLI_MAX, ROWS_PER_PAGE_MAX, Row};
pub use date::{Calendar, DateError, DayNumber, PartialDate, Precision, YEAR_MAX, YEAR_MIN};
pub use fate::{ContraryFate, Fate, FateView, Possibility};
pub use fold::{fold, is_hidden};
pub use number::NATIONAL_NUMBER_DIGITS;
pub use paper::{DeathPaper, PaperKind};
pub use place::{Coordinates, Gazetteer, GazetteerError, GazetteerFault, Place, PlaceId, PlaceKind};
pub use position::{Area, Position};
pub use private::Private;
pub use problem::{Problem, ProblemKind};
pub use property::{Family, Property};
pub use reading::{AsOf, CLAIM_CHARACTERS_MAX, read_cell};
pub use record::{Cell, Record};
pub use remains::{Remains, RemainsKind};
pub use role::{Role, SourceKind};
pub use saying::{Basis, Saying};
pub use script::Script;
pub use source::{Authenticity, Reliability, SourceStanding, Testimony};
pub use stay::Stay;
pub use thing::{RecordOf, Thing};
pub use whereabouts::{ContrarySite, Placement, Site, Whereabouts, WhereaboutsView};

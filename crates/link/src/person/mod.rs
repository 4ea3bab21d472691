//! The person model: records of people from lists, with names across scripts, births, places and numbers.
//!
//! Its comparisons and blocking are its own, because names are compared by a spelling channel and kin are a
//! class of the mixture; what any table needs (clusters, evaluation) stands one level up.

mod align;
mod arrivals;
mod birth;
mod block;
mod build;
mod build_names;
mod calibration;
mod caps;
mod closeness;
mod company;
mod comparison;
mod copies;
mod decoys;
mod explain;
mod frequencies;
mod intern;
mod kin;
mod learn;
mod level;
mod limits;
mod local;
mod model;
mod mothers;
mod name_order;
mod numbers;
mod order;
mod pattern;
mod places;
mod progress;
mod readings;
mod rivals;
mod run;
mod scoring;
mod search;
mod settle;
mod sieve;
mod snapshot;
mod stays;
mod table;
mod train;
mod unique;
mod values;
mod weigh;
mod work;

pub use arrivals::Arrivals;
pub use block::{BlockReport, RuleCount};
pub use build::{Reading, TableBuilder};
pub use calibration::{Basis, Calibration};
pub use caps::Caps;
pub use comparison::Comparison;
pub use copies::{Copied, find_copies, independent};
pub use explain::{Explainer, Explanation, Line, NameParts};
pub use frequencies::Frequencies;
pub use level::{Level, LevelGroup};
pub use model::{Model, ModelError, Parameters};
pub use progress::Progress;
pub use readings::NameReader;
pub use run::{Link, Linkage, Options, RawLink, Stage, link};
pub use search::search_keys;
pub use snapshot::{Snapshot, SnapshotError};
pub use table::Table;
pub use unique::{People, count_people};
pub use weigh::Against;

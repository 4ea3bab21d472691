//! The report of one linkage: what was compared, what each finding is worth, how single pairs were weighed, how far
//! the probabilities can be believed, and what each rule cost and brought.
//!
//! What it does not do: compute any of that. It takes numbers as they are, and draws what is no number as nothing. Two
//! figures follow from others and are worked out here: Wilson's interval of a share, and the error of calibration.
//!
//! One file holds the page in every language it was made for, and a switch between them that needs no script: whoever
//! passes it on need not ask what the next reader reads, and a page in Arabic and its English are never of two runs.

mod calibration;
mod clusters;
mod limits;
mod m_and_u;
mod page;
mod report;
mod rules;
mod scores;
mod summary;
mod teller;
mod thresholds;
mod waterfalls;
mod weights;
mod words;

pub use limits::*;
pub use page::{Edition, page};
pub use report::*;
pub use words::{Name, Texts, Word};

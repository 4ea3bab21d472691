//! Charts that know numbers and inks, and nothing of what they show.
//!
//! Two kinds. A [`Canvas`] is a picture of fixed proportions, with its own axes and texts. A [`Strip`] is the drawing
//! in one cell of a table: as wide and high as the cell, so that the words beside it are ordinary text that wraps,
//! can be selected and read aloud, and points in its own direction.

mod canvas;
mod choropleth;
mod columns;
mod curves;
mod histogram;
mod ink;
mod reliability;
mod strip;
mod upset;

pub use canvas::{Anchor, Canvas};
pub use choropleth::{Choropleth, Dot, Region, SHADES};
pub use columns::Columns;
pub use curves::{Curve, Curves};
pub use histogram::Histogram;
pub use ink::Ink;
pub use reliability::{Reliability, ReliabilityPoint};
pub use strip::{Lane, Ruler, Strip};
pub use upset::{Combination, Combinations, UpSet};

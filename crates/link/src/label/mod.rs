//! What a sample of pairs, judged by people who do not see the model, says of a linkage.
//!
//! A stratified random sample is drawn by predicted probability, so that pairs near the threshold are looked at often
//! and the many that are surely one thing seldom; each pair stands for as many as its stratum has for each one drawn
//! (Horvitz and Thompson 1952). Belin and Rubin (1995) and Enamorado, Fifield and Imai (2019) estimate error rates of
//! linkages from the model alone; here people look, and the model only says where.
//!
//! Pairs that were never compared, or that were not kept, cannot be drawn. So recall is recall among the candidates:
//! what blocking lost is in no figure of this module. Nothing here sees a name.

mod allocate;
mod draw;
mod estimate;
mod judgement;
mod sheet;

pub use draw::{Design, Drawn, Pick, Stratum, draw, thousandth};
pub use estimate::{Estimate, Estimates, JudgedPair, Outcome, Quality, StratumShare, estimate};
pub use judgement::{JudgeAgreement, Judgement, consensus};
pub use sheet::{SheetOrder, codes};

/// The fewest pairs that a sample can be asked for: two of each stratum.
pub const SAMPLE_MIN: usize = 20;
/// The most: two people would judge for months.
pub const SAMPLE_MAX: usize = 20_000;

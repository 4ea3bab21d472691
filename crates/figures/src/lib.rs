//! Charts as SVG and report pages as one self-contained HTML file, made from plain numbers, right to left too.
//!
//! [`charts`] draws and knows nothing of linkage. [`linkage`] is the first page: what a linkage did, and how far to
//! believe it. Words come from the caller ([`linkage::Texts`]); there is none in this crate. Nothing here reads a
//! file or takes a clock, and no page fetches anything or needs JavaScript.
//!
//! Charts are written once, in the direction of reading: "start" is left in English and right in Arabic, and small to
//! large runs from start to end on every axis. Digits stay Western and numbers are never reordered.
//!
//! What comes from tables is hostile until shown otherwise: see [`Plain`].
#![forbid(unsafe_code)]

pub mod charts;
mod direction;
pub mod linkage;
mod markup;
pub mod number;
mod plain;
mod scale;
mod shell;

pub use direction::Direction;
pub use plain::Plain;
pub use scale::{Axis, Shape};

/// The style sheet that every chart and page here relies on.
pub const STYLE: &str = include_str!("page.css");

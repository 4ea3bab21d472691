//! Personal names across Arabic, Kurdish and Latin spelling: fold them, read them into parts, and say
//! how much two spellings speak for one name.
//!
//! The method is a noisy channel learned from public pairs of spellings: for each letter, how it is
//! written in the other script (or miswritten in its own). Two parts are compared by the probability
//! that one is a spelling of the other, against what a stranger's name would give.
//!
//! This crate does no input or output, holds no state that changes, and never decides that two people
//! are one person: it compares names.
#![forbid(unsafe_code)]

mod align;
mod alphabet;
mod background;
mod bits;
mod channel;
mod closeness;
mod codec;
mod compare;
mod comparer;
mod compound;
mod cut;
mod equivalents;
mod evidence;
mod features;
mod forest;
mod index;
mod keys;
mod keywords;
pub mod learn;
mod letters;
mod lexeme;
mod lexicon;
mod limits;
mod matched;
mod normalise;
mod part;
mod plain;
mod population;
mod read;
mod roles;
mod script;
mod servant;
mod side;
mod skeleton;
mod split;
mod tables;
mod transliterate;
mod typing;
mod vocabulary;
mod words;

pub use alphabet::Encoded;
pub use compare::{Finding, NameComparison, PartLine, PartVerdict, Term, compare};
pub use comparer::Comparer;
pub use evidence::PartEvidence;
pub use features::CALIBRATION;
pub use forest::Weight;
pub use index::{Candidates, Hit, IndexBuilder, IndexError, NameIndex, Session};
pub use keys::join_keys;
pub use limits::{MAX_PART_LETTERS, MAX_PARTS, MAX_READINGS, MAX_TEXT_CHARS};
pub use normalise::normalise;
pub use part::{Order, Part, PartRole, Reading};
pub use read::{Reader, read, read_column, readings};
pub use script::Script;
pub use side::PreparedName;
pub use skeleton::{Skeleton, skeleton, skeleton_variants};
pub use tables::{Tables, TablesError};
pub use vocabulary::Vocabulary;

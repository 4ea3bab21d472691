//! The desk: pages on which caseworkers see why two records were set beside each other, and decide.
//!
//! The only crate that knows HTTP. Every page is rendered here and works without a script; everything it shows was asked of
//! the archive's one access function and is in the log of readings before it leaves. No name is in an address, a title, a
//! header or a log.
//!
//! What is deliberately absent: anything for the public, and a page that lists people without a case.

mod api;
mod assets;
pub mod bringing;
mod counting;
mod dates;
mod desk;
mod failure;
pub mod giving;
mod guard;
mod heard;
mod language;
mod login;
pub mod manual;
mod matching;
mod outline;
mod pace;
mod pages;
mod patience;
mod picturing;
mod queue;
mod remembered;
mod serve;
mod shell;
mod shown;
mod system;
mod taken;
mod uploads;
mod urls;
mod visit;
mod words;
mod work;

pub use desk::{Desk, Mark, Settings};
pub use language::Language;
pub use login::join::{FIRST_LINK, invite};
pub use matching::{Matching, Told};
pub use outline::{Outline, OutlineError};
pub use picturing::{NoPicture, Picturing};
pub use serve::{Bound, Serving, Tls};

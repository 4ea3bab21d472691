//! Readers and writers of the lists that people really send: bytes in, (records, problems) out.
//!
//! **Invariant:** a reader never fails on content. A bad row becomes a [`record::Problem`] beside its verbatim
//! cells; an [`ExchangeError`] says that the file as a whole cannot be read, or is no list. Nothing here knows
//! the archive: whoever calls has hashed and kept the bytes before.
#![forbid(unsafe_code)]

mod as_of;
mod bayanat;
pub mod column;
mod content;
mod delimited;
mod detect;
mod document;
mod draft;
mod encoding;
mod error;
mod exported;
mod fold;
mod ftm;
mod guess;
mod header_row;
mod headers;
mod import;
mod json;
mod kobo;
mod labelled;
mod limited;
pub mod limits;
mod lines;
mod mapping;
mod messages;
pub mod out;
mod parquet_rows;
mod pdf;
mod pfif;
mod phrases;
pub mod picture;
mod read;
mod sentence;
mod sheets;
mod strict;
pub mod table;
mod tagged;
mod typed;
pub mod workbook;
mod zipped;

pub use detect::{Detected, Format, detect};
pub use encoding::TextEncoding;
pub use error::ExchangeError;
pub use guess::{Hints, guess};
pub use import::{Item, Summary};
pub use mapping::{ColumnMapping, Mapping, NameOrder, SheetMapping};
pub use read::read;
pub use typed::{Line as TypedLine, mapping as typed_mapping, read as read_typed};

//! What the vocabulary promises to readers and to linkage, tested from outside.

mod cells;
mod dates;
mod gazetteer_file;
mod places;
mod properties;

//! Markup under way. What is added is taken as it is: text from outside goes in as [`crate::Plain`].

use std::fmt::{Arguments, Write};

/// HTML or SVG that grows.
#[derive(Debug, Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// Adds a piece as it is.
    pub(crate) fn raw(&mut self, piece: &str) {
        self.0.push_str(piece);
    }

    /// Adds a formatted piece.
    pub(crate) fn add(&mut self, piece: Arguments<'_>) {
        // Writing into a string fails only if a `Display` does, and those here do not.
        let _ = self.0.write_fmt(piece);
    }

    /// What has grown.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

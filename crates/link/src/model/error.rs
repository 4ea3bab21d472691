//! What can be wrong with a model.

/// Why a model cannot be read or used.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum ModelError {
    /// The file is not what its format demands.
    #[error("{0}")]
    Syntax(String),
    /// A part of the model says something that it cannot say.
    #[error("{place}: {problem}")]
    Invalid {
        /// Which part: a comparison, a level, a rule, a column.
        place: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Another tool's model holds what has no counterpart here.
    #[error("{place}: `{expression}` cannot be translated: {why}")]
    Untranslatable {
        /// Which part.
        place: String,
        /// The expression as it stands in the model.
        expression: String,
        /// Why, and what can be written instead.
        why: String,
    },
    /// The table lacks a column.
    #[error("the table has no column `{column}`, which {place} needs; its columns are: {known}")]
    NoColumn {
        /// The column.
        column: String,
        /// Which part of the model needs it.
        place: String,
        /// The columns that there are.
        known: String,
    },
}

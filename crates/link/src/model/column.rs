//! Columns that a model makes from the table's: a prefix, a year, a name without its title.

/// A column of the model's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnDefinition {
    /// Its name, for tests and rules.
    pub name: String,
    /// Where its text comes from.
    pub from: Source,
    /// What is done to the text, in this order. An empty text is a missing value, before and after.
    pub steps: Vec<Step>,
}

/// Where a column's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A column of the table, or one defined earlier in the model. A column that takes its own name is the table's.
    Column(String),
    /// Several columns with a text between them; missing when one of them is.
    Join {
        /// The columns.
        columns: Vec<String>,
        /// What stands between them.
        separator: String,
    },
}

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// White space at both ends goes.
    Trim,
    /// Unicode lower case.
    Lowercase,
    /// Unicode upper case.
    Uppercase,
    /// Characters from `start` (the first is 1) on, `length` of them or all.
    Slice {
        /// The first character, from 1. Negative counts from the end: -1 is the last.
        start: i32,
        /// How many, or all to the end.
        length: Option<u32>,
    },
    /// What a regular expression finds first; missing when it finds nothing.
    Extract {
        /// The expression.
        pattern: String,
        /// The group to take; 0 is the whole find.
        group: usize,
    },
    /// Every find of a regular expression is replaced by a text (`$1` is the first group).
    Replace {
        /// The expression.
        pattern: String,
        /// What stands there instead.
        with: String,
    },
    /// A date or time in this format (`strftime`), written as ISO 8601; missing when it is none.
    Date {
        /// The format.
        format: String,
    },
    /// This text is a missing value.
    MissingIf {
        /// The text.
        text: String,
    },
}

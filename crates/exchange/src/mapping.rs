//! A mapping: how one file is to be read, as TOML that people can see, correct and keep.

use crate::{ExchangeError, Format, TextEncoding};
use record::{AsOf, PartialDate, Property, Role};
use serde::{Deserialize, Serialize};

/// Which name stands first where a cell holds a whole name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameOrder {
    /// Given name first.
    #[default]
    GivenFirst,
    /// Family name first.
    FamilyFirst,
}

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The format.
    pub format: Format,
    /// Encoding, for text.
    #[serde(default)]
    pub encoding: TextEncoding,
    /// Delimiter, for delimited text: one ASCII character.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// What the people on the list are in it, unless a column says otherwise.
    pub role: Role,
    /// Date of the list (EDTF); ages are as of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Order of whole names.
    #[serde(default)]
    pub name_order: NameOrder,
    /// The sheets to read, or the one table of a file without sheets.
    #[serde(default)]
    pub sheets: Vec<SheetMapping>,
}

fn comma() -> char {
    ','
}

/// How one sheet, or the one table of a file, is to be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetMapping {
    /// Name of the sheet, in a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Row of the header, from 1; 0 when there is none. Rows above are titles.
    pub header_row: u64,
    /// The sheet is shown right to left. Reading does not depend on it.
    #[serde(default)]
    pub right_to_left: bool,
    /// The columns.
    #[serde(default)]
    pub columns: Vec<ColumnMapping>,
}

/// What one column means.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMapping {
    /// Header as written.
    #[serde(default)]
    pub header: String,
    /// Column, from 0.
    pub index: usize,
    /// What it means; without it the column is kept verbatim only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<Property>,
    /// The column says what each person is in the source.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_role: bool,
    /// How sure the guess was, from 0 to 1.
    #[serde(default)]
    pub confidence: f32,
    /// Why, for whoever checks it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

impl Mapping {
    /// Reads a mapping from TOML.
    pub fn from_toml(text: &str) -> Result<Mapping, ExchangeError> {
        // The parser's message without the line that it quotes: somebody may have given a list for a mapping.
        let mapping: Mapping = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            ExchangeError::Mapping { what: format!(
                    "line {}: this is no mapping; `athar import --dry-run --write-mapping FILE` makes one to begin from",
                    before.matches('\n').count() + 1
                ) }
        })?;
        mapping.check()?;
        Ok(mapping)
    }

    /// The mapping as TOML.
    pub fn to_toml(&self) -> Result<String, ExchangeError> {
        toml::to_string(self).map_err(|error| ExchangeError::Mapping { what: error.to_string() })
    }

    /// The date of the list, for ages.
    pub fn as_of(&self) -> AsOf {
        let date = self
            .as_of
            .as_deref()
            .and_then(|text| PartialDate::parse_edtf(text).or_else(|_| PartialDate::parse_recent(text)).ok());
        date.map(AsOf::from).unwrap_or_default()
    }

    pub(crate) fn check(&self) -> Result<(), ExchangeError> {
        if !self.delimiter.is_ascii() || matches!(self.delimiter, '"' | '\n' | '\r') {
            return Err(ExchangeError::Mapping {
                what: "the delimiter must be one ASCII character, no quote and no line end".to_owned(),
            });
        }
        if self.as_of.is_some() && self.as_of().date.is_none() {
            return Err(ExchangeError::Mapping { what: "as_of must be a date such as 2024-12-09".to_owned() });
        }
        Ok(())
    }
}

//! A piece of JSON that the archive keeps as it was given, without looking inside.

use crate::{Result, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::fmt;

/// JSON text, kept byte for byte. Its `Debug` prints nothing of it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// The JSON of a value.
    pub fn of<T: Serialize>(value: &T) -> Result<Json> {
        serde_json::value::to_raw_value(value).map(Json).map_err(|_| StoreError::NotJson("a value"))
    }

    /// Checks a text.
    pub fn parse(text: String) -> Result<Json> {
        RawValue::from_string(text).map(Json).map_err(|_| StoreError::NotJson("a text"))
    }

    /// The text.
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// Reads it as a type of the caller's.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        serde_json::from_str(self.get()).map_err(|_| StoreError::NotJson("of the expected form"))
    }
}

impl Default for Json {
    /// `null`.
    fn default() -> Self {
        Json(RawValue::NULL.to_owned())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Json) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Json {}

impl fmt::Debug for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Json({} bytes)", self.get().len())
    }
}

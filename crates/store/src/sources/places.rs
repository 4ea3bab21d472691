//! The gazetteer that an archive uses: a file that somebody has loaded, kept in the ledger, so that what an import
//! took for a place can be understood later. Without one, readers use the places that Athar ships.

use crate::acts::{self, Act};
use crate::{AccountId, Archive, Hash, Result, StoreError};
use serde::{Deserialize, Serialize};

/// A gazetteer that was loaded.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SeededPlaces {
    pub(crate) name: String,
    pub(crate) csv: String,
}

/// A loaded gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedPlaces {
    /// The name it came with.
    pub name: String,
    /// Its text, in the format of gazetteers.
    pub csv: String,
    /// Hash of the text.
    pub sha256: Hash,
}

impl Archive {
    /// Loads a gazetteer, which the caller has read and found to be one. The newest counts.
    pub fn seed_places(&self, name: &str, csv: &str, by: Option<AccountId>, time: &str) -> Result<u64> {
        let places = SeededPlaces { name: name.to_owned(), csv: csv.to_owned() };
        Ok(self.act(by, Act::Places(places), time)?.index)
    }

    /// The gazetteer that was loaded last.
    pub fn places(&self) -> Result<Option<LoadedPlaces>> {
        let latest = self.database.read(|connection| acts::latest(connection, "places", 0))?;
        Ok(latest.and_then(|done| match done.act {
            Act::Places(places) => {
                let sha256 = Hash::of(places.csv.as_bytes());
                Some(LoadedPlaces { name: places.name, csv: places.csv, sha256 })
            }
            _ => None,
        }))
    }
}

pub(crate) fn check(places: &SeededPlaces) -> Result<()> {
    if places.csv.trim().is_empty() { Err(StoreError::Refused("a gazetteer without places")) } else { Ok(()) }
}

//! The gazetteer of an archive: the one that was loaded into it, or the places that Athar ships.

use anyhow::Context;
use record::Gazetteer;
use std::sync::{Mutex, PoisonError};
use store::{Archive, Hash};

/// Gazetteers that this process has read, by the hash of their text.
static READ: Mutex<Vec<(Hash, &'static Gazetteer)>> = Mutex::new(Vec::new());

/// The places by which an archive reads. A loaded gazetteer lives as long as the process, which reads it once.
pub(crate) fn of(archive: &Archive) -> anyhow::Result<&'static Gazetteer> {
    let Some(loaded) = archive.places()? else { return Ok(Gazetteer::syria()) };
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, gazetteer)) = read.iter().find(|(hash, _)| *hash == loaded.sha256) {
        return Ok(gazetteer);
    }
    let gazetteer = if loaded.csv == Gazetteer::syria().to_csv() {
        Gazetteer::syria()
    } else {
        let gazetteer = Gazetteer::from_csv(&loaded.csv).with_context(|| format!("the gazetteer {}", loaded.name))?;
        Box::leak(Box::new(gazetteer))
    };
    read.push((loaded.sha256, gazetteer));
    Ok(gazetteer)
}

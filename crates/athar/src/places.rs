//! The gazetteer of an archive: the one that was loaded into it, or the places that Athar ships.

use anyhow::Context;
use record::Gazetteer;
use store::Archive;

/// The places by which an archive reads. A loaded gazetteer lives as long as the process, which reads it once.
pub(crate) fn of(archive: &Archive) -> anyhow::Result<&'static Gazetteer> {
    let Some(loaded) = archive.places()? else { return Ok(Gazetteer::syria()) };
    if loaded.csv == Gazetteer::syria().to_csv() {
        return Ok(Gazetteer::syria());
    }
    let gazetteer = Gazetteer::from_csv(&loaded.csv).with_context(|| format!("the gazetteer {}", loaded.name))?;
    Ok(Box::leak(Box::new(gazetteer)))
}

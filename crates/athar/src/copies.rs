//! Lists that may in part be copies of others: kept with the run that found them, and what that means for counting sources.

use link::person::{Copied, independent};
use record::{Record, Role};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::{Archive, ImportNumber, LinkRun, RecordId};

/// One list that may in part be a copy of another, by the numbers of their imports.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CopiedList {
    pub(crate) of: u16,
    #[serde(rename = "in")]
    pub(crate) within: u16,
    pub(crate) rows: u32,
    /// Share of the list that holds the copy.
    pub(crate) share: f64,
}

impl From<Copied> for CopiedList {
    fn from(copied: Copied) -> Self {
        let Copied { of, within, rows, share, .. } = copied;
        CopiedList { of, within, rows, share }
    }
}

/// What a run kept of copies; nothing of a run of before it kept any.
fn copies_of(run: &LinkRun) -> Vec<CopiedList> {
    #[derive(Deserialize)]
    struct Kept {
        #[serde(default)]
        copies: Vec<CopiedList>,
    }
    serde_json::from_str(run.meta.model.get()).map_or_else(|_| Vec::new(), |kept: Kept| kept.copies)
}

/// How many sources speak of somebody independently of one another, of these lists: those that may copy one another, also
/// by way of a third, count once, and so do two editions of one. A request says who is missed, and corroborates nothing: it is not among them.
fn independent_sources(
    lists: &BTreeSet<u16>,
    copies: &[CopiedList],
    editions: impl IntoIterator<Item = (u16, u16)>,
) -> usize {
    let lists: Vec<u16> = lists.iter().copied().collect();
    let pairs: Vec<(u16, u16)> = copies.iter().map(|copy| (copy.of, copy.within)).chain(editions).collect();
    independent(&lists, &pairs)
}

/// How many sources speak of the person, in the records that humans hold to be about them.
#[derive(Serialize)]
pub(crate) struct Sources {
    /// Lists other than requests, which corroborate nothing.
    pub(crate) lists: usize,
    /// Of these, so many as do not go back to one another as far as is known.
    pub(crate) independent: usize,
    /// Which of their lists may in part be copies of which.
    pub(crate) may_be_copies: Vec<MayBeCopy>,
}

#[derive(Serialize)]
pub(crate) struct MayBeCopy {
    pub(crate) of: String,
    #[serde(rename = "in")]
    pub(crate) within: String,
}

/// What the latest run found of copies.
pub(crate) fn archive_copies(archive: &Archive) -> anyhow::Result<Vec<CopiedList>> {
    Ok(archive.latest_link_run()?.map_or_else(Vec::new, |run| copies_of(&run)))
}

/// Copies as pairs of imports, as the archive keeps them: of requests, the first of their pages, since each page is of
/// requests by itself.
pub(crate) fn pairs(copies: &[CopiedList]) -> Vec<(ImportNumber, ImportNumber)> {
    let number = |import: u16| ImportNumber(u32::from(import));
    copies.iter().map(|copy| (number(copy.of), number(copy.within))).collect()
}

pub(crate) fn count_sources(
    copies: &[CopiedList],
    records: &[(RecordId, Record)],
    source: &dyn Fn(RecordId) -> String,
) -> Sources {
    let said = records.iter().filter(|(_, record)| record.role != Role::Sought);
    let names: BTreeMap<u16, String> = said.map(|(id, _)| (id.import().0 as u16, source(*id))).collect();
    let lists: BTreeSet<u16> = names.keys().copied().collect();
    let among = copies.iter().filter(|copy| lists.contains(&copy.of) && lists.contains(&copy.within));
    // Two editions of one list are one source.
    let is_one = |one: &u16, other: &u16| one != other && names[one] == names[other];
    let editions = lists
        .iter()
        .flat_map(|one| lists.iter().filter(move |other| is_one(one, other)).map(move |other| (*one, *other)));
    Sources {
        lists: lists.len(),
        independent: independent_sources(&lists, copies, editions),
        may_be_copies: among
            .map(|copy| MayBeCopy { of: names[&copy.of].clone(), within: names[&copy.within].clone() })
            .collect(),
    }
}

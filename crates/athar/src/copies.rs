//! Lists that may in part be copies of others: kept with the run that found them, and what that means for counting sources.

use link::person::{Copied, independent};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::LinkRun;

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
pub(crate) fn copies_of(run: &LinkRun) -> Vec<CopiedList> {
    #[derive(Deserialize)]
    struct Kept {
        #[serde(default)]
        copies: Vec<CopiedList>,
    }
    serde_json::from_str(run.meta.model.get()).map_or_else(|_| Vec::new(), |kept: Kept| kept.copies)
}

/// How many sources speak of somebody independently of one another, of these lists: those that may copy one another, also
/// by way of a third, count once, and so do two editions of one. A request says who is missed, and corroborates nothing: it is not among them.
pub(crate) fn independent_sources(
    lists: &BTreeSet<u16>,
    copies: &[CopiedList],
    editions: impl IntoIterator<Item = (u16, u16)>,
) -> usize {
    let lists: Vec<u16> = lists.iter().copied().collect();
    let pairs: Vec<(u16, u16)> = copies.iter().map(|copy| (copy.of, copy.within)).chain(editions).collect();
    independent(&lists, &pairs)
}

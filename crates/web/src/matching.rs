//! What the desk asks of the linkage: the other crates meet in the binary, which answers.

use crate::Language;
use link::person::Explanation;
use record::{Claim, Gazetteer, Property, Record};
use store::{Archive, RecordId, Session};

/// Comparing, for the pages.
pub trait Matching: Send + Sync {
    /// The places that texts are read by.
    fn places(&self, archive: &Archive) -> anyhow::Result<&'static Gazetteer>;

    /// Reads cells as any list's are read.
    fn claims(&self, archive: &Archive, cells: &[(Property, &str)]) -> anyhow::Result<Vec<Claim>>;

    /// The keys that a record is found by.
    fn keys(&self, claims: &[Claim]) -> Vec<i64>;

    /// Records that fit by what whoever asks may see of them, heaviest first, each with its weight in bits.
    fn find(
        &self,
        archive: &Archive,
        session: &Session<'_>,
        question: &[Claim],
        limit: usize,
    ) -> anyhow::Result<Vec<(RecordId, f64)>>;

    /// Why two records were set beside each other, by what whoever asks may see of them; nothing where one of them is never
    /// matched.
    fn explain(
        &self,
        archive: &Archive,
        session: &Session<'_>,
        one: RecordId,
        other: RecordId,
    ) -> anyhow::Result<Option<Explanation>>;

    /// The same in sentences.
    fn tell(
        &self,
        archive: &Archive,
        language: Language,
        explanation: &Explanation,
        one: &Record,
        other: &Record,
    ) -> anyhow::Result<Told>;
}

/// An explanation in sentences.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// How sure, in words.
    pub verdict: String,
    /// What agrees and what does not.
    pub reasons: String,
    /// Who else would agree.
    pub others: String,
    /// What to ask the family next, an item each.
    pub ask: Vec<String>,
}

//! The linkage behind the pages: what the commands find, explain and tell, shared by many threads and answered out of memory.
//!
//! A thread of its own looks every few seconds whether there are new names or a new run, and brings in what is new while the
//! pages go on with what they have. What may be seen is asked of the archive by the pages; here is a memory, and no access.

mod latest;
mod names;

use crate::archive_at::now;
use crate::explaining::{beside_rivals, leave_hidden_out};
use crate::finding::{candidates, likely, weighed};
use crate::importing::read_claims;
use crate::linking::Linked;
use crate::places;
use crate::telling::Teller;
use crate::words::{Language, Words};
use latest::Latest;
use link::person::{Explanation, search_keys};
use names::Names;
use record::{AsOf, Claim, Gazetteer, PartialDate, Property, Record};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use store::{Archive, RecordId, Session};
use web::{Matching, Told};

/// How often somebody looks for what is new.
const LOOKED_EVERY: Duration = Duration::from_secs(2);

/// The linkage of one archive, for the desk.
pub(crate) struct DeskMatching {
    held: Arc<Held>,
    /// Dropped, it ends the thread.
    going_on: Option<Sender<()>>,
    keeper: Option<JoinHandle<()>>,
}

struct Held {
    archive: Arc<Archive>,
    names: Names,
    latest: Latest,
}

impl DeskMatching {
    /// Begins to read names and the latest run. Nobody waits for it who does not ask.
    pub(crate) fn begin(archive: Arc<Archive>) -> DeskMatching {
        let held = Arc::new(Held { archive, names: Names::default(), latest: Latest::default() });
        let (going_on, ends) = channel();
        let own = Arc::clone(&held);
        let keeper = std::thread::spawn(move || own.keep_fresh(&ends));
        DeskMatching { held, going_on: Some(going_on), keeper: Some(keeper) }
    }

    /// Takes over what a run of this process has laid out already, and the newest erasure before it.
    pub(crate) fn take_over(&self, linked: Linked, purge: Option<u64>) {
        self.held.latest.take_over(linked, purge);
    }
}

impl Drop for DeskMatching {
    fn drop(&mut self) {
        drop(self.going_on.take());
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

impl Held {
    fn keep_fresh(&self, ends: &Receiver<()>) {
        crate::system::give_way();
        loop {
            // A database that is busy for a moment is asked again; until then what is there answers.
            let _ = self.names.freshen(&self.archive);
            let _ = self.latest.freshen(&self.archive);
            if ends.recv_timeout(LOOKED_EVERY) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }
}

impl Matching for DeskMatching {
    fn places(&self, archive: &Archive) -> anyhow::Result<&'static Gazetteer> {
        places::of(archive)
    }

    fn claims(&self, archive: &Archive, cells: &[(Property, &str)]) -> anyhow::Result<Vec<Claim>> {
        let today = PartialDate::parse_edtf(&now()[..10]).map(AsOf::from).unwrap_or_default();
        read_claims(archive, cells, today)
    }

    fn keys(&self, claims: &[Claim]) -> Vec<i64> {
        search_keys(claims)
    }

    fn find(
        &self,
        archive: &Archive,
        session: &Session<'_>,
        question: &[Claim],
        limit: usize,
    ) -> anyhow::Result<Vec<(RecordId, f64)>> {
        let search = |asked: &_, most| self.held.names.search(archive, asked, most);
        let candidates = candidates((archive, session), search, question, limit)?;
        match self.held.latest.weigh(archive, question, &candidates)? {
            Some(ranked) => standing(archive, &likely(ranked, usize::MAX), limit),
            None => Ok(likely(weighed(archive, question, candidates)?, limit)),
        }
    }

    fn explain(
        &self,
        archive: &Archive,
        session: &Session<'_>,
        one: RecordId,
        other: RecordId,
    ) -> anyhow::Result<Option<Explanation>> {
        // As they stand now, whatever is in memory: what was taken back or erased since is explained no more.
        let (mut first, mut second) = (archive.record(one)?, archive.record(other)?);
        if one == other || !first.role.is_matched() || !second.role.is_matched() {
            return Ok(None);
        }
        // A weight tells what its words would: what is hidden is not weighed.
        let mut is_whole = true;
        for seen in session.restricted_among(&[one, other], true)? {
            is_whole &= seen.hidden.is_empty();
            let record = if seen.record == one { &mut first } else { &mut second };
            record.claims = seen.claims;
        }
        archive.obey_restrictions([(one, &mut first), (other, &mut second)].into_iter())?;
        let pair = [(one, &first), (other, &second)];
        let latest = &self.held.latest;
        let explanation =
            if is_whole { latest.explain(archive, pair)? } else { latest.explain_alone(archive, pair)? };
        let mut explanation = beside_rivals(archive, explanation, one, other)?;
        leave_hidden_out(&mut explanation, [&first, &second]);
        Ok(Some(explanation))
    }

    fn tell(
        &self,
        archive: &Archive,
        language: web::Language,
        explanation: &Explanation,
        one: &Record,
        other: &Record,
    ) -> anyhow::Result<Told> {
        let language = match language {
            web::Language::Arabic => Language::Arabic,
            // Nobody has told these sentences in Kurmanji yet.
            web::Language::English | web::Language::Kurmanji => Language::English,
        };
        let teller = Teller { words: Words::of(language), language, gazetteer: places::of(archive)?, one, other };
        Ok(Told {
            verdict: teller.verdict(explanation),
            reasons: teller.reasons(explanation),
            others: teller.others(explanation),
            ask: teller.asked(explanation),
        })
    }
}

/// Those of ranked records that stand: what is in memory may have been taken back since.
fn standing(archive: &Archive, ranked: &[(RecordId, f64)], limit: usize) -> anyhow::Result<Vec<(RecordId, f64)>> {
    let mut found = Vec::with_capacity(limit);
    for some in ranked.chunks(limit.max(1)) {
        let ids: Vec<RecordId> = some.iter().map(|(id, _)| *id).collect();
        let there: HashSet<RecordId> = archive.records_there(&ids)?;
        found.extend(some.iter().filter(|(id, _)| there.contains(id)));
        if found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

#[cfg(test)]
mod quality;
#[cfg(test)]
mod tests;

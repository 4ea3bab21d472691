//! What is new to an archive since its latest run, and whom it concerns: under the snapshot of that run only new
//! records are compared, and the requests that stood before are told whom they have met.

use crate::copies::CopiedList;
use crate::linking::{Loaded, snapshot_name};
use crate::raw_links;
use link::person::{Link, RawLink, Snapshot};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use store::{Archive, Hash, Json, LinkRun, RecordId};

/// A snapshot serves until there are so many times the records that it was learnt from.
const GROWTH_MAX: u64 = 2;

/// What a run keeps of what it learnt.
#[derive(Serialize)]
pub(crate) struct Learnt<'run> {
    #[serde(flatten)]
    pub(crate) snapshot: &'run Snapshot,
    /// Hash of the file of pairs, `links.idx`.
    pub(crate) raw_links: Hash,
    /// Lists that may in part be copies of others.
    pub(crate) copies: &'run [CopiedList],
}

#[derive(Deserialize)]
struct NamesRawLinks {
    raw_links: Hash,
}

/// The latest run, under whose snapshot records are linked on.
pub(crate) struct Earlier {
    pub(crate) run: LinkRun,
    pub(crate) snapshot: Arc<Snapshot>,
    /// Its links, by left and right record.
    links: HashMap<(RecordId, RecordId), Kept>,
}

/// A link that the archive holds.
struct Kept {
    weight: i32,
    probability_micro: u32,
    evidence: Json,
}

/// The snapshot of a run; nothing when it kept a model alone, as runs once did, or one that is not understood.
pub(crate) fn snapshot_of(run: &LinkRun) -> Option<Snapshot> {
    Snapshot::read(run.meta.model.get()).ok()
}

impl Earlier {
    /// The latest run, when records can be linked on from it: same seed, and the archive has not outgrown its snapshot.
    pub(crate) fn fitting(archive: &Archive, seed: u64) -> anyhow::Result<Option<Earlier>> {
        let Some(run) = archive.latest_link_run()? else { return Ok(None) };
        let Some(snapshot) = snapshot_of(&run).filter(|_| run.meta.seed == seed) else { return Ok(None) };
        let there = archive.imports()?.into_iter().filter(|import| import.undone.is_none());
        let records: u64 = there.map(|import| import.counts.records).sum();
        if records > GROWTH_MAX * u64::from(snapshot.records) {
            return Ok(None);
        }
        let mut links = HashMap::new();
        archive.links(run.number, |link| {
            let kept =
                Kept { weight: link.weight_1024, probability_micro: link.probability_micro, evidence: link.evidence };
            links.insert((link.left, link.right), kept);
            Ok(())
        })?;
        Ok(Some(Earlier { run, snapshot: Arc::new(snapshot), links }))
    }

    /// The first row that the run had not seen.
    pub(crate) fn first_new(&self, loaded: &Loaded) -> usize {
        loaded.ids.iter().position(|id| !self.run.imports.contains(&id.import())).unwrap_or(loaded.ids.len())
    }

    /// The pairs that were weighed before, and the first row that they leave out: none and the first of all when the
    /// file does not hold them.
    pub(crate) fn weighed(&self, archive: &Archive, loaded: &Loaded) -> anyhow::Result<(Vec<RawLink>, u32)> {
        let none = (Vec::new(), 0);
        let Ok(NamesRawLinks { raw_links }) = serde_json::from_str(self.run.meta.model.get()) else { return Ok(none) };
        let read =
            raw_links::read((archive.keys(), archive.dir()), raw_links, &snapshot_name(&self.snapshot), &loaded.rows);
        let Some((imports, raw)) = read else { return Ok(none) };
        let leaves = archive.import_leaves()?;
        let known: HashSet<_> =
            imports.iter().filter(|import| leaves.contains(import)).map(|import| import.0).collect();
        let is_new = |id: &RecordId| !known.contains(&id.import());
        let first = loaded.ids.iter().position(is_new).unwrap_or(loaded.ids.len());
        // Imports have ascending numbers, so what is new comes last.
        Ok(if loaded.ids[first..].iter().all(is_new) { (raw, first as u32) } else { none })
    }

    /// The evidence of a link as the archive keeps it, where nothing of it has changed.
    pub(crate) fn evidence(&self, left: RecordId, right: RecordId, weight: i32) -> Option<&Json> {
        self.links.get(&(left, right)).filter(|kept| kept.weight == weight).map(|kept| &kept.evidence)
    }

    fn was_proposed(&self, pair: (RecordId, RecordId), threshold: f64) -> bool {
        self.links.get(&pair).is_some_and(|kept| f64::from(kept.probability_micro) >= (threshold * 1e6).round())
    }
}

/// A request that stood before, and whom it has met now.
#[derive(Serialize)]
pub(crate) struct StandingRequest {
    record: String,
    candidates: Vec<Candidate>,
}

#[derive(Serialize)]
struct Candidate {
    record: String,
    probability: f64,
}

/// What a run found that the run before had not proposed.
#[derive(Default)]
pub(crate) struct News {
    pub(crate) links: usize,
    /// Requests with a new candidate, best first.
    pub(crate) requests: Vec<StandingRequest>,
}

impl News {
    /// Compares a run's links with those of the run before.
    pub(crate) fn of(earlier: &Earlier, loaded: &Loaded, links: &[Link], threshold: f64) -> News {
        let first_new = earlier.first_new(loaded) as u32;
        let mut news = News::default();
        let mut found: BTreeMap<u32, Vec<(f64, u32)>> = BTreeMap::new();
        for link in links.iter().filter(|link| link.probability() >= threshold) {
            let ids = (loaded.ids[link.left as usize], loaded.ids[link.right as usize]);
            if earlier.was_proposed(ids, threshold) {
                continue;
            }
            news.links += 1;
            for (request, other) in [(link.left, link.right), (link.right, link.left)] {
                let stood = request < first_new && loaded.sought[request as usize];
                if stood && !loaded.sought[other as usize] {
                    found.entry(request).or_default().push((link.probability(), other));
                }
            }
        }
        let name = |row: u32| loaded.ids[row as usize].to_string();
        let mut requests: Vec<(f64, StandingRequest)> = found
            .into_iter()
            .map(|(request, mut candidates)| {
                candidates.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
                let best = candidates.first().map_or(0.0, |candidate| candidate.0);
                let candidates = candidates.into_iter();
                let candidates = candidates.map(|(probability, row)| Candidate { record: name(row), probability });
                (best, StandingRequest { record: name(request), candidates: candidates.collect() })
            })
            .collect();
        requests.sort_by(|one, other| other.0.total_cmp(&one.0));
        news.requests = requests.into_iter().map(|(_, request)| request).collect();
        news
    }
}

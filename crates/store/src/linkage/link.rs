//! Linkage runs: what a machine proposed, under which model, seed and threshold. Links and clusters are
//! proposals and make nobody a person.

use crate::append::Request;
use crate::chunk::Chunks;
use crate::chunk_writer::ChunkWriter;
use crate::entry::Body;
use crate::link_rows::{Line, LinkRows};
use crate::sql::{Connection, Durability, Row, Value, statements};
use crate::staging::{self, Kind, Staging};
use crate::{Archive, Hash, ImportNumber, Json, RecordId, Result, RunNumber, StoreError, import, ledger, limits};
use serde::{Deserialize, Serialize};

/// What names a linkage run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRunMeta {
    /// The model, whole.
    pub model: Json,
    /// The seed.
    pub seed: u64,
    /// The threshold as a probability, in millionths.
    pub threshold_micro: u32,
    /// Name of the frozen snapshot: parameters, frequencies, caps.
    pub snapshot: String,
    /// Pairs of imports of which one may be a copy of the other, or both of a third.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<(ImportNumber, ImportNumber)>,
}

/// One proposed link. `left` comes before `right`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The record with the lower id.
    pub left: RecordId,
    /// The record with the higher id.
    pub right: RecordId,
    /// Match weight in 1/1024 bit.
    pub weight_1024: i32,
    /// Probability of a match, in millionths.
    pub probability_micro: u32,
    /// The blocking rule that found the pair.
    pub rule: String,
    /// Why: the caller's explanation.
    pub evidence: Json,
}

/// The body of the entry that accepts a run.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct LinksAccepted {
    pub(crate) run: RunNumber,
    pub(crate) meta: LinkRunMeta,
    /// The imports that were there to be linked.
    pub(crate) imports: Vec<ImportNumber>,
    pub(crate) links: u64,
    pub(crate) clustered: u64,
    pub(crate) chunks: Chunks,
    /// The hash of what its lines say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) said: Option<Hash>,
}

impl LinksAccepted {
    /// What remains of it when it is erased: its links, which say ids and weights. What the run learnt goes: it holds parts of
    /// names, those of one person too.
    pub(crate) fn without_what_it_learnt(&self) -> LinksAccepted {
        let meta = LinkRunMeta { model: Json::default(), ..self.meta.clone() };
        LinksAccepted { meta, imports: Vec::new(), ..self.clone() }
    }

    /// Whether it still holds what it learnt.
    pub(crate) fn has_learnt(&self) -> bool {
        self.meta.model != Json::default()
    }
}

/// An accepted run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRun {
    /// Its number.
    pub number: RunNumber,
    /// Index of the entry that accepted it.
    pub entry: u64,
    /// When it was accepted, as the caller said.
    pub time: String,
    /// Model, seed, threshold, snapshot.
    pub meta: LinkRunMeta,
    /// The imports that were there to be linked.
    pub imports: Vec<ImportNumber>,
    /// Number of links.
    pub links: u64,
    /// Number of records in clusters.
    pub clustered: u64,
    said: Option<Hash>,
}

#[derive(Serialize, Deserialize)]
struct Detail {
    time: String,
    accepted: LinksAccepted,
}

/// A run under way. Dropped without [`LinkWriter::accept`], nothing of it remains.
pub struct LinkWriter<'a> {
    archive: &'a Archive,
    number: RunNumber,
    meta: LinkRunMeta,
    imports: Vec<ImportNumber>,
    chunks: ChunkWriter,
    rows: LinkRows,
    staging: Staging,
}

impl Archive {
    /// The imports that a run which begins now links, each with the leaf of its newest entry. The open page of requests is
    /// closed: what comes from now on lies in another, which the next run sees whole.
    pub fn to_be_linked(&self) -> Result<Vec<(ImportNumber, Hash)>> {
        let mut slot = self.appending.connection();
        self.writing(&mut slot)?.transaction(Durability::Full, |connection| {
            // Nobody asks for a place in a page between closing and looking.
            ledger::Tail::lock(connection)?;
            connection.execute(statements::PAGES_CLOSE, &[])?;
            import::leaves(connection)
        })
    }

    /// Begins a linkage run over everything that is there. Nobody sees any of it before it is accepted; others may write
    /// meanwhile.
    pub fn begin_links(&self, meta: LinkRunMeta) -> Result<LinkWriter<'_>> {
        let imports = self.to_be_linked()?.into_iter().map(|(number, _)| number).collect();
        self.begin_links_of(imports, meta)
    }

    /// The same, over the imports that the caller has linked: those of [`Archive::to_be_linked`] before it read any.
    pub fn begin_links_of(&self, imports: Vec<ImportNumber>, meta: LinkRunMeta) -> Result<LinkWriter<'_>> {
        let staging = Staging::begin(self, Kind::Links)?;
        let number = RunNumber(staging.number() as u32);
        let (chunks, rows) = (ChunkWriter::comparing(), LinkRows::new(number));
        Ok(LinkWriter { archive: self, number, meta, imports, chunks, rows, staging })
    }

    /// Every accepted run, in order.
    pub fn link_runs(&self) -> Result<Vec<LinkRun>> {
        self.database.read(|connection| {
            let rows = connection.rows(statements::RUNS, &[])?;
            rows.iter().map(|row| LinkRun::from_row(connection, row)).collect()
        })
    }

    /// The run accepted last.
    pub fn latest_link_run(&self) -> Result<Option<LinkRun>> {
        self.database.read(latest)
    }

    /// Calls back with the links of a run, by left and right record, leaving out those of imports taken back.
    pub fn links(&self, run: RunNumber, mut visit: impl FnMut(Link) -> Result<()>) -> Result<()> {
        self.database.read(|connection| {
            let (mut left, mut right) = (0, 0);
            loop {
                let values = [i64::from(run.0), left, right, limits::ROWS_PER_PAGE].map(Value::Int);
                let rows = connection.rows(statements::LINKS, &values)?;
                for row in &rows {
                    let link = Link::from_row(row)?;
                    (left, right) = (link.left.0, link.right.0);
                    visit(link)?;
                }
                if rows.len() < limits::ROWS_PER_PAGE as usize {
                    return Ok(());
                }
            }
        })
    }

    /// The links of one record in the latest run, by left and right record.
    pub fn links_of(&self, record: RecordId) -> Result<Vec<Link>> {
        self.database.read(|connection| {
            // Its number alone: what the run has learnt is large.
            let runs = connection.rows(statements::RUN_NUMBERS, &[])?;
            let Some(run) = runs.first() else { return Ok(Vec::new()) };
            let values = [run.int(0)?, record.0].map(Value::Int);
            let rows = connection.rows(statements::LINKS_OF, &values)?;
            let mut links = rows.iter().map(Link::from_row).collect::<Result<Vec<_>>>()?;
            links.sort_unstable_by_key(|link| (link.left, link.right));
            Ok(links)
        })
    }

    /// The link between two records in the latest run, in whichever order they are given.
    pub fn link_between(&self, left: RecordId, right: RecordId) -> Result<Option<Link>> {
        let values = [left.min(right).0, left.max(right).0].map(Value::Int);
        let row = self.database.read(|connection| connection.row(statements::LINK_BETWEEN, &values))?;
        row.as_ref().map(Link::from_row).transpose()
    }

    /// Calls back with every clustered record of a run and its cluster, by record.
    pub fn clusters(&self, run: RunNumber, mut visit: impl FnMut(RecordId, i64) -> Result<()>) -> Result<()> {
        self.database.read(|connection| {
            let mut after = 0;
            loop {
                let values = [i64::from(run.0), after, limits::ROWS_PER_PAGE].map(Value::Int);
                let rows = connection.rows(statements::CLUSTERS, &values)?;
                for row in &rows {
                    after = row.int(0)?;
                    visit(RecordId(after), row.int(1)?)?;
                }
                if rows.len() < limits::ROWS_PER_PAGE as usize {
                    return Ok(());
                }
            }
        })
    }

    /// The cluster of a record in a run.
    pub fn cluster_of(&self, run: RunNumber, record: RecordId) -> Result<Option<i64>> {
        let values = [i64::from(run.0), record.0].map(Value::Int);
        let row = self.database.read(|connection| connection.row(statements::CLUSTER_OF, &values))?;
        row.map(|row| row.int(0)).transpose()
    }

    /// The records of a cluster, by id.
    pub fn cluster_members(&self, run: RunNumber, cluster: i64) -> Result<Vec<RecordId>> {
        let values = [i64::from(run.0), cluster].map(Value::Int);
        let rows = self.database.read(|connection| connection.rows(statements::CLUSTER_MEMBERS, &values))?;
        rows.iter().map(|row| Ok(RecordId(row.int(0)?))).collect()
    }
}

/// The entries of all runs.
pub(crate) fn entries(connection: &mut Connection) -> Result<Vec<u64>> {
    connection.rows(statements::RUNS, &[])?.iter().map(|row| Ok(row.int(1)? as u64)).collect()
}

pub(crate) fn latest(connection: &mut Connection) -> Result<Option<LinkRun>> {
    let row = connection.row(statements::RUN_LATEST, &[])?;
    row.map(|row| LinkRun::from_row(connection, &row)).transpose()
}

impl LinkRun {
    /// Copies that the run noticed; earlier versions kept them in the model's text.
    pub(crate) fn noticed_copies(self) -> Vec<(ImportNumber, ImportNumber)> {
        #[derive(Deserialize)]
        struct Copied {
            of: u32,
            #[serde(rename = "in")]
            within: u32,
        }
        #[derive(Deserialize)]
        struct Kept {
            #[serde(default)]
            copies: Vec<Copied>,
        }
        if !self.meta.copies.is_empty() {
            return self.meta.copies;
        }
        let kept: Option<Kept> = serde_json::from_str(self.meta.model.get()).ok();
        let copies = kept.map(|kept| kept.copies).unwrap_or_default().into_iter();
        copies.map(|copy| (ImportNumber(copy.of), ImportNumber(copy.within))).collect()
    }

    fn from_row(connection: &Connection, row: &Row) -> Result<LinkRun> {
        let content = connection.open("link_run", [row.int(0)?, 0], &row.bytes(2)?)?;
        let Detail { time, accepted } =
            serde_json::from_slice(&content).map_err(|_| StoreError::damaged("a linkage run is not understood"))?;
        let LinksAccepted { run, meta, imports, links, clustered, said, .. } = accepted;
        Ok(LinkRun { number: run, entry: row.int(1)? as u64, time, meta, imports, links, clustered, said })
    }
}

impl Link {
    fn from_row(row: &Row) -> Result<Link> {
        Ok(Link {
            left: RecordId(row.int(0)?),
            right: RecordId(row.int(1)?),
            weight_1024: row.int(2)? as i32,
            probability_micro: row.int(3)? as u32,
            rule: row.text(4)?,
            evidence: Json::parse(row.text(5)?)?,
        })
    }
}

impl LinkWriter<'_> {
    /// The number that the run will have.
    pub fn number(&self) -> RunNumber {
        self.number
    }

    /// The archive as everybody else sees it: without this run.
    pub fn archive(&self) -> &Archive {
        self.archive
    }

    /// Adds a link. A pair can be linked once.
    pub fn push_link(&mut self, link: &Link) -> Result<()> {
        if link.left >= link.right {
            return Err(StoreError::PairOrder);
        }
        self.line(&Line::of_link(link))
    }

    /// Puts a record into a cluster, which is named by any number; by habit, its lowest record.
    pub fn push_cluster(&mut self, record: RecordId, cluster: i64) -> Result<()> {
        self.line(&Line::Cluster(record, cluster))
    }

    fn line(&mut self, line: &Line) -> Result<()> {
        self.rows.push(line);
        if self.chunks.push(line, None)? { self.stage() } else { Ok(()) }
    }

    fn stage(&mut self) -> Result<()> {
        let LinkWriter { chunks, rows, staging, .. } = self;
        let batch = staging.name().to_owned();
        staging.step(|connection| {
            chunks.write(connection, &batch)?;
            rows.write(connection)
        })
    }

    /// Accepts the run and returns its number: that of the latest run, without a new entry, when this one has
    /// the same model, seed, threshold, snapshot and imports and says the same.
    pub fn accept(mut self, time: &str) -> Result<RunNumber> {
        self.stage()?;
        let LinkWriter { archive, number, meta, imports, chunks, rows, staging } = self;
        let (links, clustered) = rows.counts();
        let (chunks, said) = chunks.finish();
        if let Some(run) = archive.latest_link_run()? {
            let same = run.said == said && run.meta == meta && run.imports == imports;
            if same && run.links == links && run.clustered == clustered {
                // Abandoned: whoever writes next drops it.
                return Ok(run.number);
            }
        }
        let accepted = LinksAccepted { run: number, meta, imports, links, clustered, chunks, said };
        archive.append(Request::new(Body::LinksAccepted(Box::new(accepted)), time)?)?;
        drop(staging);
        Ok(number)
    }
}

/// Makes an accepted run visible.
pub(crate) fn project(connection: &mut Connection, entry: u64, time: &str, accepted: LinksAccepted) -> Result<()> {
    let number = i64::from(accepted.run.0);
    staging::accepted(connection, entry, &accepted.run.to_string())?;
    let detail = serde_json::to_string(&Detail { time: time.to_owned(), accepted });
    let detail = detail.map_err(|_| StoreError::NotJson("a linkage run"))?;
    let content = connection.seal("link_run", [number, 0], detail.as_bytes())?;
    let values = [Value::Int(number), Value::Int(entry as i64), Value::Bytes(&content)];
    connection.execute(statements::RUN_NEW, &values)?;
    Ok(())
}

/// Drops the rows of a run that was never accepted.
pub(crate) fn drop_rows(connection: &mut Connection, number: RunNumber) -> Result<()> {
    let run = [Value::Int(i64::from(number.0))];
    connection.execute(statements::LINKS_DROP, &run)?;
    connection.execute(statements::CLUSTERS_DROP, &run)?;
    Ok(())
}

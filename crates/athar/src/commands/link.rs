//! `athar link`: links everything in an archive and keeps the run as a proposal.

use crate::archive_at::ArchiveAt;
use crate::linking::{How, Linked, link_archive};
use crate::meter::peak_rss_mib;
use crate::new_lists::StandingRequest;
use crate::printer::Printer;
use crate::{Outcome, WrongUse, commands};
use link::person::People;
use serde::Serialize;
use std::collections::HashMap;
use std::time::Instant;

/// Probability from which on a link joins a cluster: a wrong link costs more than a missed one.
pub(crate) const THRESHOLD: f64 = 0.8;

/// Link the records of an archive. Links and clusters are proposals of a machine, until humans decide.
///
/// Records that came since the latest run are held against everything, under what was learnt then. All are linked anew
/// where nothing was learnt yet, another seed is asked for, or there are more than twice the records of then.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// Seed of everything that is drawn at random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads (default: as many as the machine has). They never change the result.
    #[arg(long)]
    threads: Option<usize>,
    /// Probability from which on a link joins a cluster.
    #[arg(long, default_value_t = THRESHOLD)]
    threshold: f64,
    /// Learn anew, and weigh everything against everything, even where the snapshot of the latest run still fits.
    #[arg(long)]
    relearn: bool,
    /// Print JSON, with the records of requests that met somebody new.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Summary<'run> {
    run: String,
    records: usize,
    pairs: u64,
    links: u64,
    clusters: usize,
    passed_over_blocks: usize,
    unique: People,
    may_be_copies: Vec<MayBeCopy>,
    /// Name of what was learnt, and whether this run learnt it.
    snapshot: &'run str,
    learnt: bool,
    /// Records that the run before had not seen, and links that it had not proposed; of a run that learnt, all.
    new_records: usize,
    new_links: usize,
    /// Comparisons that the snapshot does not know, so that they take no part.
    left_out: Vec<&'static str>,
    /// Requests that stood before and have a new candidate, best first.
    requests: &'run [StandingRequest],
    seconds: f64,
    peak_rss_mib: u64,
}

/// A list that may in part be a copy of another, by the names of their sources: a proposal for a person to confirm.
#[derive(Serialize)]
struct MayBeCopy {
    of: String,
    #[serde(rename = "in")]
    within: String,
    rows: u32,
    share: f64,
}

fn may_be_copies(archive: &store::Archive, linked: &Linked) -> anyhow::Result<Vec<MayBeCopy>> {
    let sources: HashMap<u16, String> =
        archive.imports()?.into_iter().map(|import| (import.number.0 as u16, import.meta.source)).collect();
    let name = |list: u16| sources.get(&list).cloned().unwrap_or_default();
    let told = linked.copies.iter().map(|copy| MayBeCopy {
        of: name(copy.of),
        within: name(copy.within),
        rows: copy.rows,
        share: copy.share,
    });
    Ok(told.collect())
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if !(arguments.threshold > 0.0 && arguments.threshold < 1.0) {
        return Err(WrongUse("--threshold is a probability: above 0 and below 1".to_owned()).into());
    }
    let started = Instant::now();
    let archive = arguments.at.open_to_write()?;
    let threads = arguments.threads.unwrap_or_else(commands::match_tables::available_threads);
    let how = How { seed: arguments.seed, threads, threshold: arguments.threshold, relearn: arguments.relearn };
    let linked = link_archive(&archive, how, printer)?;
    let links = linked.linkage.links.iter().filter(|link| link.probability() >= arguments.threshold).count();
    let summary = Summary {
        run: linked.run.to_string(),
        records: linked.loaded.ids.len(),
        pairs: linked.linkage.pairs,
        links: links as u64,
        clusters: linked.clustering.joined().count(),
        passed_over_blocks: linked.linkage.blocks.passed_over_total,
        unique: linked.people,
        may_be_copies: may_be_copies(&archive, &linked)?,
        snapshot: &linked.snapshot,
        learnt: linked.is_learnt,
        new_records: linked.new_records,
        new_links: linked.news.as_ref().map_or(links, |news| news.links),
        left_out: linked.loaded.table.left_out().iter().map(|comparison| comparison.name()).collect(),
        requests: linked.news.as_ref().map_or(&[], |news| &news.requests),
        seconds: started.elapsed().as_secs_f64(),
        peak_rss_mib: peak_rss_mib(),
    };
    if arguments.json {
        printer.json(&summary)?;
    } else {
        printer.line(format!("{}: {} records, {} pairs compared", summary.run, summary.records, summary.pairs))?;
        printer.line(format!(
            "{} links at probability {} or more, {} groups proposed",
            summary.links, arguments.threshold, summary.clusters
        ))?;
        printer.line(people_told(&summary.unique))?;
        printer.line(counted_told(&summary.unique))?;
        for copy in &summary.may_be_copies {
            printer.line(format!(
                "{} rows of {} ({:.0} %) may be copied from {}, or both from a third list: look, and decide",
                copy.rows,
                copy.within,
                copy.share * 100.0,
                copy.of
            ))?;
        }
        if !linked.is_learnt {
            printer.line(format!(
                "{} records new, {} links new, {} standing requests with a new candidate; under {}",
                summary.new_records,
                summary.new_links,
                summary.requests.len(),
                summary.snapshot
            ))?;
        }
        for comparison in &summary.left_out {
            printer.remark(format!("{comparison} takes no part: the snapshot does not know it (see --relearn)"));
        }
        for (rule, records) in &linked.linkage.blocks.passed_over {
            printer.remark(format!("passed over: a block of {records} records by {rule}"));
        }
    }
    Ok(Outcome::Done)
}

/// How many people.
pub(crate) fn people_told(people: &People) -> String {
    format!("{} different people ({}–{})", people.estimate, people.low, people.high)
}

/// Of what they were counted.
pub(crate) fn counted_told(people: &People) -> String {
    format!("counted: {} records that name somebody; not counted: {} that name nobody", people.records, people.nameless)
}

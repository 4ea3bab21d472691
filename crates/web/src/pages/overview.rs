//! Counts: what is held, what came in, what waits and since when, what the machine does.
//!
//! Records, persons and pairs are named apart, and there is no total of them. What stands for families, persons or pairs is
//! rounded; lists are counted exactly, since a list is nobody.

use crate::counting::rounding::{FEW, above, rounded};
use crate::counting::waiting::AGES;
use crate::desk::Desk;
use crate::shell::Shell;
use crate::shown::plain;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use figures::number;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Import;
use store::access::{Asked, Kind};

/// Months that the picture of what came in goes back.
const MONTHS_MAX: usize = 18;
/// Lists on the page, the newest.
const LISTS_MAX: usize = 8;

struct Tile {
    label: String,
    count: String,
    what: String,
}

/// Lists of one kind.
struct OfKind {
    kind: String,
    lists: String,
    records: String,
    problems: String,
}

struct Came {
    url: Url,
    source: String,
    kind: String,
    time: String,
    records: String,
}

/// What waits, by age.
struct Aged {
    title: String,
    svg: String,
    rows: Vec<(String, String)>,
}

struct JobLine {
    number: String,
    kind: String,
    state: String,
    is_failed: bool,
    /// Steps done, and in all, where that is known.
    progress: Option<(u64, u64)>,
    changed: String,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    shell: Shell,
    time: String,
    tiles: Vec<Tile>,
    kinds: Vec<OfKind>,
    /// What came in by month, as a picture.
    months: Option<String>,
    month_rows: Vec<(String, String)>,
    came: Vec<Came>,
    aged: Vec<Aged>,
    jobs: Vec<JobLine>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, page).await
}

fn page(work: &Work) -> Page {
    work.must(Asked::see(Kind::Counts))?;
    let shell = work.shell("overview-title");
    let waiting = work.desk.waiting()?;
    let imports = work.desk.imports()?;
    let lists: Vec<&Import> = imports.iter().filter(|one| one.undone.is_none() && !one.is_page).collect();
    let (pairs, open) = (waiting.pairs.map(rounded), waiting.open.map(rounded));
    let all = |parts: [u64; AGES.len()], counts: [u64; AGES.len()]| above(parts, counts.iter().sum());
    // A sum of what is shown: a list of a few rows is told by no difference.
    let records = lists.iter().map(|one| one.counts.records).filter(|count| *count >= FEW).sum();
    let tile =
        |key: &str, count: String| Tile { label: shell.say(key), count, what: shell.say(&format!("{key}-what")) };
    let tiles = vec![
        tile("overview-records", number::count(records)),
        tile("overview-persons", shell.told(rounded(waiting.persons))),
        tile("overview-unresolved", shell.told(all(pairs, waiting.pairs))),
        tile("overview-open", shell.told(all(open, waiting.open))),
        tile("overview-closed", shell.told(rounded(waiting.closed))),
        tile("overview-second", shell.told(rounded(waiting.awaiting))),
        tile("overview-corrections", shell.told(rounded(waiting.corrections))),
    ];
    let aged = [("overview-pairs-waiting", pairs), ("overview-requests-waiting", open)];
    let aged = aged.map(|(title, counts)| by_age(&shell, title, counts)).into_iter().collect();
    let (months, month_rows) = by_month(&shell, &lists);
    let jobs = waiting.jobs.iter().map(|job| job_line(&shell, job)).collect();
    let mut newest = lists.clone();
    newest.sort_by(|one, other| other.time.cmp(&one.time));
    let came = newest.into_iter().take(LISTS_MAX).map(|one| Came {
        url: Url::List(one.number),
        source: plain(&one.meta.source),
        kind: shell.of("kind", one.meta.kind.as_str()),
        time: shell.moment(&one.time),
        records: exact_or_few(&shell, one.counts.records),
    });
    let (came, kinds) = (came.collect(), by_kind(&shell, &lists));
    let time = shell.moment(&waiting.time);
    shown(&OverviewPage { shell, time, tiles, kinds, months, month_rows, came, aged, jobs })
}

/// A count of a list: a few rows are not told.
pub(super) fn exact_or_few(shell: &Shell, count: u64) -> String {
    if count < FEW { shell.say("counts-few") } else { number::count(count) }
}

fn by_kind(shell: &Shell, lists: &[&Import]) -> Vec<OfKind> {
    let mut kinds: BTreeMap<&'static str, Vec<&Import>> = BTreeMap::new();
    for list in lists {
        kinds.entry(list.meta.kind.as_str()).or_default().push(list);
    }
    let line = |(kind, lists): (&'static str, Vec<&Import>)| {
        let sum = |count: fn(&Import) -> u64| lists.iter().map(|one| count(one)).filter(|count| *count >= FEW).sum();
        OfKind {
            kind: shell.of("kind", kind),
            lists: number::count(lists.len() as u64),
            records: exact_or_few(shell, sum(|one| one.counts.records)),
            problems: exact_or_few(shell, sum(|one| one.counts.problems)),
        }
    };
    kinds.into_iter().map(line).collect()
}

fn by_month(shell: &Shell, lists: &[&Import]) -> (Option<String>, Vec<(String, String)>) {
    let mut months: BTreeMap<&str, u64> = BTreeMap::new();
    for list in lists {
        let own = months.entry(list.time.get(..7).unwrap_or_default()).or_default();
        *own += Some(list.counts.records).filter(|count| *count >= FEW).unwrap_or_default();
    }
    let first = months.len().saturating_sub(MONTHS_MAX);
    let months: Vec<(&str, u64)> = months.into_iter().skip(first).collect();
    if months.is_empty() {
        return (None, Vec::new());
    }
    let columns: Vec<(String, u64)> = months.iter().map(|(month, count)| ((*month).to_owned(), *count)).collect();
    let picture = shell.columns(&columns, "overview-by-month", &shell.say("overview-by-month-told"));
    let rows = months.iter().map(|(month, count)| (shell.date(month), exact_or_few(shell, *count)));
    (Some(picture), rows.collect())
}

fn by_age(shell: &Shell, title: &str, counts: [u64; AGES.len()]) -> Aged {
    let named = AGES.iter().zip(counts).map(|((key, _), count)| (shell.say(key), count));
    let columns: Vec<(String, u64)> = named.collect();
    let title = shell.say(title);
    let svg = shell.columns(&columns, "overview-age", &title);
    let rows = columns.into_iter().map(|(name, count)| (name, shell.told(count))).collect();
    Aged { title, svg, rows }
}

fn job_line(shell: &Shell, job: &store::jobs::Job) -> JobLine {
    use store::jobs::JobState;
    let state = match job.state {
        JobState::Waiting => "waiting",
        JobState::Running => "running",
        JobState::Done => "done",
        JobState::Failed => "failed",
        JobState::Cancelled => "cancelled",
    };
    let changed = jiff::Timestamp::from_second(job.changed).map(|time| time.to_string()).unwrap_or_default();
    JobLine {
        number: job.number.to_string(),
        kind: shell.of("job", job.kind.as_str()),
        state: shell.of("job-state", state),
        is_failed: job.state == JobState::Failed,
        progress: Some((job.done, job.total)).filter(|(_, total)| *total > 0),
        changed: shell.moment(&changed),
    }
}

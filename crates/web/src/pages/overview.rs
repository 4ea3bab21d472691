//! Counts: what is held, what came in, what waits and since when, what the machine does.
//!
//! Records, persons and pairs are named apart, and there is no total of them. What stands for families, persons or pairs is
//! rounded; lists are counted exactly, since a list is nobody. What is told is read once, for this page and for programs; here are
//! its words and pictures.

use crate::api::overview::{Aged, JobLine, Month, Overview};
use crate::api::parts::Few;
use crate::desk::Desk;
use crate::shell::Shell;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use figures::number;
use std::sync::Arc;

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
    url: String,
    source: String,
    kind: String,
    time: String,
    records: String,
}

/// What waits, by age.
struct AgedCounts {
    title: String,
    svg: String,
    rows: Vec<(String, String)>,
}

struct JobWords {
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
    aged: Vec<AgedCounts>,
    jobs: Vec<JobWords>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, page).await
}

fn page(work: &Work) -> Page {
    let told = Overview::read(work)?;
    let shell = work.shell("overview-title");
    let tile =
        |key: &str, count: String| Tile { label: shell.say(key), count, what: shell.say(&format!("{key}-what")) };
    let tiles = vec![
        tile("overview-records", number::count(told.records)),
        tile("overview-persons", shell.few(told.persons)),
        tile("overview-unresolved", shell.few(told.pairs)),
        tile("overview-open", shell.few(told.requests)),
        tile("overview-closed", shell.few(told.closed)),
        tile("overview-second", shell.few(told.awaiting)),
        tile("overview-corrections", shell.few(told.corrections)),
    ];
    let aged = [("overview-pairs-waiting", &told.pairs_by_age), ("overview-requests-waiting", &told.requests_by_age)];
    let aged = aged.map(|(title, counts)| by_age(&shell, title, counts)).into_iter().collect();
    let (months, month_rows) = by_month(&shell, &told.months);
    let kinds = told.kinds.iter().map(|own| OfKind {
        kind: shell.of("kind", own.kind),
        lists: number::count(own.lists),
        records: shell.few(own.records),
        problems: shell.few(own.problems),
    });
    let came = told.newest.iter().map(|own| Came {
        url: format!("/list/{}", own.list),
        source: own.source.clone(),
        kind: shell.of("kind", own.kind),
        time: shell.moment(&own.time),
        records: shell.few(own.records),
    });
    let jobs = told.jobs.iter().map(|job| job_words(&shell, job)).collect();
    let (came, kinds, time) = (came.collect(), kinds.collect(), shell.moment(&told.time));
    shown(&OverviewPage { shell, time, tiles, kinds, months, month_rows, came, aged, jobs })
}

impl Shell {
    /// A count that is told from five on, in words.
    pub(crate) fn few(&self, count: Few) -> String {
        self.told(count.unwrap_or_default())
    }
}

fn by_month(shell: &Shell, months: &[Month]) -> (Option<String>, Vec<(String, String)>) {
    if months.is_empty() {
        return (None, Vec::new());
    }
    let columns: Vec<(String, u64)> =
        months.iter().map(|own| (own.month.clone(), own.records.unwrap_or_default())).collect();
    let picture = shell.columns(&columns, "overview-by-month", &shell.say("overview-by-month-told"));
    let rows = months.iter().map(|own| (shell.date(&own.month), shell.few(own.records)));
    (Some(picture), rows.collect())
}

fn by_age(shell: &Shell, title: &str, counts: &[Aged]) -> AgedCounts {
    let named = counts.iter().map(|own| (shell.say(&format!("age-{}", own.age)), own.count.unwrap_or_default()));
    let columns: Vec<(String, u64)> = named.collect();
    let title = shell.say(title);
    let svg = shell.columns(&columns, "overview-age", &title);
    let rows = columns.into_iter().map(|(name, count)| (name, shell.told(count))).collect();
    AgedCounts { title, svg, rows }
}

fn job_words(shell: &Shell, job: &JobLine) -> JobWords {
    JobWords {
        number: job.job.clone(),
        kind: shell.of("job", job.kind),
        state: shell.of("job-state", job.state),
        is_failed: job.state == "failed",
        progress: Some((job.done, job.total)).filter(|(_, total)| *total > 0),
        changed: shell.moment(&job.changed),
    }
}

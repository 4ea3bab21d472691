//! One list: what is known of it, and which of its rows we also have. Numbers first; rows only where the partner has agreed and two
//! humans stand for that.

pub(crate) mod agreement;
pub(crate) mod rows;

use super::lists::undone;
use super::overview::exact_or_few;
use crate::counting::rounding::rounded;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::queue::Strength;
use crate::shell::Shell;
use crate::shown::plain;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use agreement::Standing;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{Import, ImportNumber};

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    shell: Shell,
    number: ImportNumber,
    source: String,
    facts: Vec<(String, String)>,
    undone: Option<String>,
    /// How many of its rows have a link to a row of another list, by its strength; nothing for whoever sees no counts.
    overlap: Option<Vec<(String, String)>>,
    standing: Option<Standing>,
    today: String,
    /// Whether this account records and confirms agreements.
    may_agree: bool,
    /// Whether this account may see rows, where there is an agreement.
    may_see_rows: bool,
}

/// The list of an address: one that is there and no page of requests.
fn parsed(work: &Work, number: &str) -> Result<Import, Failure> {
    let number: ImportNumber = number.parse().map_err(|_| Failure::NotThere)?;
    let imports = work.desk.imports()?;
    imports.iter().find(|one| one.number == number && !one.is_page).cloned().ok_or(Failure::NotThere)
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| page(work, &number)).await
}

fn page(work: &Work, number: &str) -> Page {
    work.must(Asked::see(Kind::Import))?;
    let import = parsed(work, number)?;
    let shell = work.shell("list-title");
    let overlap = if work.may(Asked::see(Kind::Counts)) && import.undone.is_none() {
        Some(overlap(work, &shell, import.number)?)
    } else {
        None
    };
    let facts = [
        ("lists-kind", shell.of("kind", import.meta.kind.as_str())),
        ("lists-as-of", shell.date(&import.meta.as_of)),
        ("lists-time", shell.moment(&import.time)),
        ("lists-records", exact_or_few(&shell, import.counts.records)),
        ("lists-problems", exact_or_few(&shell, import.counts.problems)),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let facts = facts.map(|(key, text)| (shell.say(key), text)).collect();
    let standing = work.desk.archive.agreement(import.number)?;
    let standing = standing.map(|agreed| Standing::of(work, &shell, &agreed)).transpose()?;
    shown(&ListPage {
        number: import.number,
        source: plain(&import.meta.source),
        facts,
        undone: import.undone.map(|entry| undone(work, &shell, entry)).transpose()?,
        overlap,
        standing,
        today: work.time()[..10].to_owned(),
        may_agree: work.may(Asked::change(Kind::Source)) && import.undone.is_none(),
        may_see_rows: work.may(Asked::see(Kind::Record)),
        shell,
    })
}

fn overlap(work: &Work, shell: &Shell, import: ImportNumber) -> Result<Vec<(String, String)>, Failure> {
    let overlaps = work.desk.overlaps()?;
    let best = overlaps.best.get(&import).map(Vec::as_slice).unwrap_or_default();
    let line = |strength: Strength| {
        let count = best.iter().filter(|one| Strength::of(one.probability_micro) == strength).count();
        (shell.say(strength.key()), shell.told(rounded(count as u64)))
    };
    Ok([Strength::Strong, Strength::Likely, Strength::Open].map(line).into())
}

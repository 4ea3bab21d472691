//! One list: what is known of it, and which of its rows we also have. Numbers first; rows only where the partner has agreed and two
//! humans stand for that.

pub(crate) mod agreement;
pub(crate) mod rows;

use super::lists::undone_words;
use crate::api::lists::{List, Strong};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::taken::Path;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use agreement::Standing;
use askama::Template;
use axum::extract::State;
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
    found(work, number.parse().map_err(|_| Failure::NotThere)?)
}

/// The list of a number: one that is there and no page of requests.
pub(crate) fn found(work: &Work, number: ImportNumber) -> Result<Import, Failure> {
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
    let List { line, overlap, agreement } = List::read(work, &import)?;
    let shell = work.shell("list-title");
    let strength = |own: Strong| (shell.of("strength", own.strength), shell.few(own.rows));
    let overlap = overlap.map(|all| all.into_iter().map(strength).collect());
    let facts = [
        ("lists-kind", shell.of("kind", line.kind)),
        ("lists-as-of", shell.date(&line.as_of)),
        ("lists-time", shell.moment(&line.time)),
        ("lists-records", shell.few(line.records)),
        ("lists-problems", shell.few(line.problems)),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let facts = facts.map(|(key, text)| (shell.say(key), text)).collect();
    let standing = agreement.map(|agreed| Standing::of(&shell, agreed));
    shown(&ListPage {
        number: import.number,
        source: line.source,
        facts,
        undone: line.undone.map(|own| undone_words(&shell, &own)),
        overlap,
        standing,
        today: work.time()[..10].to_owned(),
        may_agree: work.may(Asked::change(Kind::Source)) && import.undone.is_none(),
        may_see_rows: work.may(Asked::see(Kind::Record)),
        shell,
    })
}

//! One place of detention: its names in every script, and what lists say of it, in numbers. Nobody is named here.

use super::facilities::used;
use crate::counting::stays::PlaceAt;
use crate::counting::traces::{FacilityCounts, Traces, is_facility};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::Path;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use record::PlaceKind;
use std::sync::Arc;
use store::Import;
use store::access::{Asked, Kind};

/// Where people came from or went.
struct Way {
    url: Option<Url>,
    name: String,
    count: String,
}

/// What lists say, in numbers.
struct Counts {
    stays: String,
    svg: Option<String>,
    rows: Vec<(String, String)>,
    from: Vec<Way>,
    to: Vec<Way>,
    lists: Vec<(Url, String)>,
}

#[derive(Template)]
#[template(path = "facility.html")]
struct FacilityPage {
    shell: Shell,
    name: String,
    facts: Vec<(String, String)>,
    /// All its names, one each.
    names: Vec<String>,
    counts: Option<Counts>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(place): Path<String>) -> Response {
    at_work(desk, visit, move |work| page(work, &place)).await
}

fn page(work: &Work, id: &str) -> Page {
    work.must(Asked::see(Kind::Import))?;
    let shell = work.shell("facility-title");
    let gazetteer = work.desk.matching.places(&work.desk.archive)?;
    let place = gazetteer.by_text_id(id).filter(|place| is_facility(place.kind)).ok_or(Failure::NotThere)?;
    let lies_in = gazetteer.ancestors(&place.id).filter(|one| one.kind != PlaceKind::Country);
    let lies_in: Vec<String> = lies_in.map(|one| shell.place(one)).collect();
    let facts = [
        ("facility-agency", place.agency.as_deref().map(|agency| shell.agency(agency)).unwrap_or_default()),
        ("facility-number", place.number.as_deref().map(plain).unwrap_or_default()),
        ("facility-lies-in", lies_in.join(&shell.say("lists-and"))),
        ("facility-used", used(&shell, place)),
        ("facility-source", plain(&place.source)),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let facts = facts.map(|(key, text)| (shell.say(key), text)).collect();
    let counts = if work.may(Asked::see(Kind::Counts)) {
        let (traces, imports) = (work.desk.traces()?, work.desk.imports()?);
        let own = traces.places.at(id).and_then(|at| traces.facilities.get(&at));
        own.map(|own| counts(&shell, &traces, own, &imports))
    } else {
        None
    };
    let names = place.names().map(plain).collect();
    shown(&FacilityPage { name: shell.place(place), facts, names, counts, shell })
}

fn counts(shell: &Shell, traces: &Traces, own: &FacilityCounts, imports: &[Import]) -> Counts {
    let mut columns: Vec<(String, u64)> = own.years.iter().map(|(year, count)| (year.to_string(), *count)).collect();
    let svg =
        (!columns.is_empty()).then(|| shell.columns(&columns, "facility-by-year", &shell.say("facility-by-year-told")));
    columns.push((shell.say("facility-other-years"), own.other_years));
    let way = |(place, count): &(PlaceAt, u64)| {
        let place = traces.places.place(*place)?;
        Some(Way {
            url: is_facility(place.kind).then(|| Url::Facility(place.id.as_str())),
            name: shell.place(place),
            count: shell.told(*count),
        })
    };
    let lists = own.lists.iter().filter_map(|number| imports.iter().find(|import| import.number == *number));
    Counts {
        stays: shell.told(own.stays),
        svg,
        rows: columns.into_iter().map(|(name, count)| (name, shell.told(count))).collect(),
        from: own.from.iter().filter_map(way).collect(),
        to: own.to.iter().filter_map(way).collect(),
        lists: lists.map(|import| (Url::List(import.number), plain(&import.meta.source))).collect(),
    }
}

//! Places of detention, from the gazetteer: by governorate and by who ran them. What is known of a place is public; counts of it
//! are for those who see counts.

use crate::api::places::{Told, told};
use crate::desk::Desk;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::Query;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::access::{Asked, Kind};

/// A place of detention in the table.
struct Line {
    url: Url,
    name: String,
    agency: String,
    number: String,
    governorate: String,
    used: String,
    /// Nothing for whoever sees no counts.
    stays: Option<String>,
}

/// A choice of a filter: what is sent, what is read, whether it is chosen.
struct Choice {
    value: String,
    name: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "facilities.html")]
struct FacilitiesPage {
    shell: Shell,
    lines: Vec<Line>,
    governorates: Vec<Choice>,
    agencies: Vec<Choice>,
    may_count: bool,
}

/// What is looked for; a choice that is none finds nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    governorate: String,
    agency: String,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Query(filter): Query<Filter>) -> Response {
    at_work(desk, visit, move |work| page(work, &filter)).await
}

fn page(work: &Work, filter: &Filter) -> Page {
    work.must(Asked::see(Kind::Import))?;
    let shell = work.shell("facilities-title");
    let gazetteer = work.desk.matching.places(&work.desk.archive)?;
    let may_count = work.may(Asked::see(Kind::Counts));
    let traces = if may_count { Some(work.desk.traces()?) } else { None };
    let (mut governorates, mut agencies) = (BTreeMap::new(), BTreeMap::new());
    let name = |governorate: Option<&record::Place>| governorate.map(|one| shell.place(one)).unwrap_or_default();
    for Told { place, governorate, .. } in told(gazetteer, None, ("", "")) {
        let agency = place.agency.as_deref().unwrap_or_default();
        governorates.insert(name(governorate), governorate.map_or("", |one| one.id.as_str()));
        agencies.insert(shell.agency(agency), agency);
    }
    let line = |Told { place, governorate, stays }: Told<'static>| Line {
        url: Url::Facility(place.id.as_str()),
        name: shell.place(place),
        agency: shell.agency(place.agency.as_deref().unwrap_or_default()),
        number: place.number.as_deref().map(plain).unwrap_or_default(),
        governorate: name(governorate),
        used: used(&shell, place),
        stays: may_count.then(|| shell.told(stays)),
    };
    let lines = told(gazetteer, traces.as_deref(), (&filter.governorate, &filter.agency)).into_iter().map(line);
    let choices = |all: BTreeMap<String, &str>, chosen: &str| {
        let named = all.into_iter().filter(|(name, value)| !name.is_empty() && !value.is_empty());
        let choice =
            |(name, value): (String, &str)| Choice { value: value.to_owned(), is_chosen: value == chosen, name };
        named.map(choice).collect()
    };
    let lines = lines.collect();
    let (governorates, agencies) = (choices(governorates, &filter.governorate), choices(agencies, &filter.agency));
    shown(&FacilitiesPage { shell, lines, governorates, agencies, may_count })
}

/// Since when and until when a place was used, where that is known.
pub(super) fn used(shell: &Shell, place: &record::Place) -> String {
    let told = |date: Option<record::PartialDate>| date.map(|date| shell.date(&date.to_edtf()));
    match (told(place.opened), told(place.closed)) {
        (None, None) => String::new(),
        (Some(from), None) => shell.with("facility-used-since", "from", &from),
        (None, Some(to)) => shell.with("facility-used-until", "to", &to),
        (Some(from), Some(to)) => {
            shell.tell("facility-used-from-to", &[("from", (&from).into()), ("to", (&to).into())])
        }
    }
}

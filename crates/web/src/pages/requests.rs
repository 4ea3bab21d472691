//! The cases that an account may see, and the empty form to print. Taking a request is in `intake`.
//!
//! No search: a case is found by its number, or in the list of the open ones.

pub(crate) mod fields;
mod intake;
pub(crate) mod typed;

pub(crate) use intake::{Attempt, asks_for, attempt, new, take};

use crate::api::cases::Cases;
use crate::desk::Desk;
use crate::language::Language;
use crate::shell::Shell;
use crate::taken::Query;
use crate::urls::Url;
use crate::visit::Visit;
use crate::words::Words;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use record::Property;
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use typed::{Typed, told_here};

/// An open case in the list.
struct Row {
    case: String,
    url: String,
    /// The name as the family gave it, for those who may see the record.
    name: Option<String>,
    opened: String,
    team: String,
    until: String,
    /// The contact may not be used any more.
    is_over: bool,
    next: Option<String>,
}

#[expect(clippy::struct_excessive_bools, reason = "marks of a page, each its own")]
#[derive(Template)]
#[template(path = "requests.html")]
struct RequestsPage {
    shell: Shell,
    rows: Vec<Row>,
    /// There are more than the list shows.
    is_cut: bool,
    /// Whether these are the closed ones.
    is_closed: bool,
    may_take: bool,
    may_reopen: bool,
}

/// Which cases are asked for.
#[derive(Deserialize)]
pub(crate) struct Which {
    closed: Option<String>,
}

/// The open cases, or those that were closed and may be opened again.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Query(which): Query<Which>) -> Response {
    at_work(desk, visit, move |work| list(work, which.closed.is_some())).await
}

fn list(work: &Work, is_closed: bool) -> Page {
    let Cases { cases, is_cut } = Cases::read(work, is_closed)?;
    let shell = work.shell("requests-title");
    let rows = cases.into_iter().map(|line| Row {
        url: format!("/case/{}", line.case),
        case: line.case,
        name: line.name,
        opened: shell.moment(&line.opened),
        team: if line.team.is_empty() { shell.say("request-any-team") } else { line.team },
        is_over: line.is_over,
        until: shell.date(&line.contact_until),
        next: line.next.map(|at| told_here(&shell, &at)),
    });
    let rows = rows.collect();
    let (may_take, may_reopen) = (work.may(Asked::change(Kind::Case)), work.may(Asked::change(Kind::Person)));
    shown(&RequestsPage { shell, rows, is_cut, is_closed, may_take, may_reopen })
}

/// A line of the empty form.
struct Line {
    label: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "request_form.html")]
struct FormPage {
    person: Vec<Line>,
    arrest: Vec<Line>,
    asker: Vec<Line>,
    shares: Vec<fields::Share>,
    deaths: Vec<String>,
    shell: Shell,
}

/// On paper, in the order in which the page asks.
const OF_PERSON: [Property; 10] = [
    Property::FullName,
    Property::Father,
    Property::Grandfather,
    Property::Mother,
    Property::BirthDate,
    Property::BirthPlace,
    Property::Residence,
    Property::NationalNumber,
    Property::Occupation,
    Property::Mark,
];
const OF_ARREST: [Property; 6] = [
    Property::ArrestDate,
    Property::ArrestPlace,
    Property::ArrestedBy,
    Property::Facility,
    Property::LastProofOfLife,
    Property::Note,
];

/// The asker's questions on paper; how they wish to hear of a death is ticked below.
const OF_ASKER: [&str; 7] = [
    "asker-name",
    "asker-kinship",
    "asker-contact",
    "asker-hour",
    "asker-language",
    "asker-word",
    "asker-must-not-know",
];

/// The messages of all questions and answers that are printed.
pub(crate) fn printed() -> Vec<String> {
    let words = Words::of(Language::English);
    let hint = |name: &str| Some(format!("request-{name}-hint")).filter(|key| words.has(key));
    let properties = OF_PERSON.into_iter().chain(OF_ARREST);
    let of_person = properties
        .flat_map(|property| [Some(format!("property-{}", property.as_str())), hint(&fields::name_of(property))]);
    let of_asker = OF_ASKER.into_iter().flat_map(|name| [Some(format!("request-{name}")), hint(name)]);
    let deaths = fields::DEATH_NEWS.iter().skip(1).map(|(news, _)| Some(fields::death_news_key(*news)));
    of_person.chain(of_asker).chain(deaths).flatten().collect()
}

/// An empty request, to print and to write on by hand.
pub(crate) async fn form(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        work.must(Asked::see(Kind::Case))?;
        let shell = work.shell("request-form-title");
        let nothing = Typed::default();
        let lines = |properties: &[Property]| {
            let fields = fields::of_person(&shell, properties, &nothing).into_iter();
            fields.map(|field| Line { label: field.label, hint: field.hint }).collect()
        };
        let (person, arrest) = (lines(&OF_PERSON), lines(&OF_ARREST));
        let asked = fields::of_asker(&shell, &nothing).into_iter();
        let asked = asked.filter(|field| OF_ASKER.contains(&field.name.as_str()));
        let asker = asked.map(|field| Line { label: field.label, hint: field.hint }).collect();
        let shares = fields::shares(&shell, |_, _| false);
        let deaths = fields::DEATH_NEWS.iter().skip(1).map(|(news, _)| shell.say(&fields::death_news_key(*news)));
        let deaths = deaths.collect();
        shown(&FormPage { person, arrest, asker, shares, deaths, shell })
    })
    .await
}

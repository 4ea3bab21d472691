//! What is to be done on which day: appointments, and contacts that run out, of cases that the account may see.
//!
//! It hangs on walls and is read over shoulders: it says when and which case, and never what about.

use crate::desk::Desk;
use crate::pages::requests::typed::{day_after, told_here};
use crate::shell::Shell;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::CaseNumber;
use store::access::{Asked, Kind};

/// Days ahead.
const DAYS: i64 = 60;
/// Cases whose contacts are looked at, at most.
const CASES_MAX: usize = 2_000;
/// Contacts that have run out and are shown, at most.
const OVER_MAX: usize = 100;

/// What is to be done.
struct Line {
    case: CaseNumber,
    url: Url,
    /// When on that day, for an appointment.
    clock: Option<String>,
}

/// A day on which there is something.
struct Day {
    name: String,
    is_today: bool,
    appointments: Vec<Line>,
    contacts: Vec<Line>,
}

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    days: Vec<Day>,
    /// Contacts that may not be used any more, the last one first.
    over: Vec<(CaseNumber, Url, String)>,
    shell: Shell,
}

/// The days ahead.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, calendar).await
}

fn calendar(work: &Work) -> Page {
    work.must(Asked::see(Kind::Case))?;
    let session = work.session(None)?;
    let shell = work.shell("calendar-title");
    let today = work.time()[..10].to_owned();
    let end = day_after(&today, DAYS);
    let mut days: BTreeMap<String, Day> = BTreeMap::new();
    let empty = |day: &str| {
        let (appointments, contacts) = (Vec::new(), Vec::new());
        Day { name: told_here(&shell, day), is_today: day == today, appointments, contacts }
    };
    for appointment in session.calendar(&today, &end)? {
        let (day, clock) = appointment.at.split_once('T').unwrap_or((&appointment.at, ""));
        let line = Line { case: appointment.case, url: Url::Case(appointment.case), clock: Some(clock.to_owned()) };
        days.entry(day.to_owned()).or_insert_with(|| empty(day)).appointments.push(line);
    }
    let mut over = Vec::new();
    for line in session.cases(CASES_MAX)? {
        let day = line.contact_until.as_str();
        if day < today.as_str() {
            over.push((line.contact_until.clone(), line.case));
        } else if day < end.as_str() {
            let own = Line { case: line.case, url: Url::Case(line.case), clock: None };
            days.entry(day.to_owned()).or_insert_with(|| empty(day)).contacts.push(own);
        }
    }
    over.sort_unstable_by(|one, other| other.cmp(one));
    over.truncate(OVER_MAX);
    let over = over.into_iter().map(|(day, case)| (case, Url::Case(case), shell.date(&day))).collect();
    let days = days.into_values().collect();
    shown(&CalendarPage { days, over, shell })
}

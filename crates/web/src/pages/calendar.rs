//! What is to be done on which day: appointments, and contacts that run out, of cases that the account may see.
//!
//! It hangs on walls and is read over shoulders: it says when and which case, and never what about.

use crate::api::cases as told;
use crate::api::cases::Calendar;
use crate::desk::Desk;
use crate::pages::requests::typed::told_here;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// What is to be done.
struct Line {
    case: String,
    url: String,
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
    over: Vec<(String, String, String)>,
    shell: Shell,
}

/// The days ahead.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, calendar).await
}

fn calendar(work: &Work) -> Page {
    let told = Calendar::read(work)?;
    let shell = work.shell("calendar-title");
    let today = work.time()[..10].to_owned();
    let line = |case: String, clock: Option<String>| Line { url: format!("/case/{case}"), case, clock };
    let day = |own: told::Day| Day {
        name: told_here(&shell, &own.day),
        is_today: own.day == today,
        appointments: own.appointments.into_iter().map(|one| line(one.case, Some(one.clock))).collect(),
        contacts: own.contacts.into_iter().map(|case| line(case, None)).collect(),
    };
    let over = |own: told::ContactOver| {
        let url = format!("/case/{}", own.case);
        (own.case, url, shell.date(&own.contact_until))
    };
    let (days, over) = (told.days.into_iter().map(day).collect(), told.over.into_iter().map(over).collect());
    shown(&CalendarPage { days, over, shell })
}

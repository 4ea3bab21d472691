//! Who else was there at the same time, from a case: a search like any other, for the case it is stated for, counted against the
//! budget of searches and in the log before it is shown, and never more than a few.
//!
//! Asked are lists alone, never other families' requests. What a list says without dates is of no time, and is not found.

use crate::api::parts::Brief;
use crate::api::search::{CompanyQuestion as Question, Present};
use crate::counting::stays::{days, is_restricted};
use crate::counting::traces::is_facility;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use record::{DayNumber, Gazetteer, PartialDate, Place, Property, Record, Visibility};
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{CaseNumber, RecordId};

/// Records that one search shows.
const FOUND_MAX: usize = 10;
/// Records that are looked at for it, so that those that may not be seen leave no gap.
const COMPARED_MAX: usize = 40;
/// A field is never longer.
const CHARACTERS_MAX: usize = 300;

struct Found {
    person: String,
    name: String,
    role: &'static str,
    source: String,
    /// From when to when, as the source says.
    when: String,
}

#[derive(Template)]
#[template(path = "company.html")]
struct CompanyPage {
    shell: Shell,
    case: CaseNumber,
    question: Question,
    /// Nothing was asked yet where there is none.
    found: Option<Vec<Found>>,
}

/// The page, with what the request says of the person filled in.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(case): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Record))?;
        let case: CaseNumber = case.parse().map_err(|_| Failure::NotThere)?;
        let session = work.session(Some(case))?;
        let asked = session.record(session.request()?)?.record;
        let shell = work.shell("company-title");
        let gazetteer = work.desk.matching.places(&work.desk.archive)?;
        let question = said(&shell, gazetteer, &asked);
        shown(&CompanyPage { shell, case, question, found: None })
    })
    .await
}

/// Where and when the family says that the person was held.
fn said(shell: &Shell, gazetteer: &Gazetteer, record: &Record) -> Question {
    let stay = record.stays().find(|stay| stay.facility().is_some());
    let place = stay.and_then(|stay| stay.place(gazetteer)).map(|place| shell.place(place));
    let written = || stay.and_then(record::Stay::facility).map(|claim| plain(&claim.as_written));
    let arrest = record.claims_of(Property::ArrestDate).find_map(record::Claim::date);
    let date = |date: Option<PartialDate>| date.map(PartialDate::to_edtf).unwrap_or_default();
    Question {
        place: place.or_else(written).unwrap_or_default(),
        from: date(stay.and_then(record::Stay::entry).or(arrest)),
        to: date(stay.and_then(record::Stay::exit)),
    }
}

/// Searches.
pub(crate) async fn search(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(question): Form<Question>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Record))?;
        let case: CaseNumber = case.parse().map_err(|_| Failure::NotThere)?;
        answer(work, case, question)
    })
    .await
}

fn answer(work: &Work, case: CaseNumber, question: Question) -> Page {
    let found = found(work, case, &question)?;
    let shell = work.shell("company-title");
    let line = |own: Present| Found {
        when: when_words(&shell, &own),
        person: format!("/record/{}", own.record.record),
        source: own.record.origin.words(&shell),
        name: own.record.name,
        role: own.record.role,
    };
    let found = Some(found.into_iter().map(line).collect());
    shown(&CompanyPage { shell, case, question, found })
}

/// Searches for a case.
pub(crate) fn found(work: &Work, case: CaseNumber, question: &Question) -> Result<Vec<Present>, Failure> {
    let session = work.session(Some(case))?;
    let texts = [&question.place, &question.from, &question.to];
    if texts.iter().any(|text| text.chars().count() > CHARACTERS_MAX) {
        return Err(Failure::Wrong("search-too-long"));
    }
    let gazetteer = work.desk.matching.places(&work.desk.archive)?;
    let place = gazetteer.find(&question.place).filter(|place| is_facility(place.kind));
    let place = place.ok_or(Failure::Wrong("company-no-place"))?;
    let (from, to) = period(question)?;
    let traces = work.desk.traces()?;
    let at = traces.places.at(place.id.as_str()).ok_or(Failure::Wrong("company-no-place"))?;
    let is_cleared = session.sees() >= Visibility::Restricted;
    session.must_have_room(1 + FOUND_MAX as u64)?;
    let asked = session.request()?;
    // Who was there longest in that time, then whose dates say it most exactly.
    let present = traces.present(at, from, to).filter(|one| is_cleared || !one.is_restricted);
    let mut ranked: Vec<(i32, i32, RecordId)> = present
        .filter(|one| one.record != asked)
        .map(|one| (one.from.max(from) - one.to.min(to), one.to - one.from, one.record))
        .collect();
    ranked.sort_unstable();
    ranked.dedup_by_key(|one| one.2);
    let ranked: Vec<RecordId> = ranked.into_iter().map(|one| one.2).take(COMPARED_MAX).collect();
    // In the log before it is shown: how many, not what was asked.
    session.searched(ranked.len().min(FOUND_MAX) as u64)?;
    let views = session.first_of(&ranked, FOUND_MAX)?;
    let imports = work.desk.imports()?;
    let found = views.iter().filter_map(|view| {
        // As the account sees it now: what was restricted since is not told by being found.
        let (from, to) = when(gazetteer, &view.record, place)?;
        let record = Brief::of(&imports, view.id, &view.record);
        (is_cleared || !is_restricted(&view.record)).then_some(Present { record, from, to })
    });
    Ok(found.collect())
}

/// The days that were asked for; without an end, those of the beginning.
fn period(question: &Question) -> Result<(i32, i32), Failure> {
    let read = |text: &str| match text.trim() {
        "" => Ok(None),
        text => {
            let date = PartialDate::parse_edtf(text).or_else(|_| PartialDate::parse(text));
            date.map(Some).map_err(|_| Failure::Wrong("company-no-date"))
        }
    };
    let (from, to) = (read(&question.from)?, read(&question.to)?);
    let first = from.or(to).ok_or(Failure::Wrong("company-no-date"))?;
    let last = to.or(from).unwrap_or(first);
    let ((DayNumber(from), _), (_, DayNumber(to))) = (first.interval(), last.interval());
    if from <= to { Ok((from, to)) } else { Err(Failure::Wrong("company-no-date")) }
}

/// When a record says that somebody was in a place: since when, and until when.
fn when(gazetteer: &Gazetteer, record: &Record, place: &Place) -> Option<(Option<String>, Option<String>)> {
    let stay = record
        .stays()
        .find(|stay| stay.place(gazetteer).is_some_and(|own| own.id == place.id) && days(*stay).is_some())?;
    let date = |date: Option<PartialDate>| date.map(PartialDate::to_edtf);
    Some((date(stay.entry()), date(stay.exit())))
}

/// The same in words.
fn when_words(shell: &Shell, present: &Present) -> String {
    match (&present.from, &present.to) {
        (Some(from), Some(to)) => {
            let (from, to) = (shell.date(from), shell.date(to));
            shell.tell("company-from-to", &[("from", (&from).into()), ("to", (&to).into())])
        }
        (Some(from), None) => shell.with("company-from", "from", &shell.date(from)),
        (_, to) => shell.with("company-to", "to", &shell.date(to.as_deref().unwrap_or_default())),
    }
}

//! The search of a case: in any script, by a form that stands in no address, for the case it is stated for; what it found is
//! counted against a budget and in the log, and is never more than a few.

use crate::api::parts::{Brief, Said};
use crate::api::search::{Fact, FoundRecord, Question};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::{Form, Path};
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use record::{Family, Property, Record, Visibility};
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{CaseNumber, RecordId, RecordView};

/// Records that one search shows.
const FOUND_MAX: usize = 10;
/// Records that are looked at for it, so that those that may not be seen leave no gap.
const COMPARED_MAX: usize = 60;
/// Found records below this weight in bits are not shown.
const SHOWN_BITS_MIN: f64 = 1.0;
/// A field is never longer.
const CHARACTERS_MAX: usize = 300;

/// What a question asks for.
fn cells(question: &Question) -> Vec<(Property, &str)> {
    let all = [
        (Property::FullName, question.name.trim()),
        (Property::Father, question.father.trim()),
        (Property::Mother, question.mother.trim()),
        (Property::BirthDate, question.born.trim()),
        (Property::Origin, question.place.trim()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

struct Found {
    person: String,
    pair: String,
    name: String,
    source: String,
    role: &'static str,
    facts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    case: CaseNumber,
    question: Question,
    /// Nothing was asked yet where there is none.
    found: Option<Vec<Found>>,
}

/// The same without its frame, for the page's script.
#[derive(Template)]
#[template(path = "search_found.html")]
struct FoundPart {
    shell: Shell,
    found: Option<Vec<Found>>,
}

/// The page, with what the request says of the person filled in.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(case): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Record))?;
        let case: CaseNumber = case.parse().map_err(|_| Failure::NotThere)?;
        let session = work.session(Some(case))?;
        let asked = session.record(session.request()?)?.record;
        let first = |property: Property| {
            asked.claims_of(property).next().map(|claim| plain(&claim.as_written)).unwrap_or_default()
        };
        let question = Question {
            name: plain(&asked.display_name()),
            father: first(Property::Father),
            mother: first(Property::Mother),
            born: first(Property::BirthDate),
            place: first(Property::Origin),
        };
        shown(&SearchPage { shell: work.shell("search-title"), case, question, found: None })
    })
    .await
}

/// Searches.
pub(crate) async fn search(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    headers: HeaderMap,
    Path(case): Path<String>,
    Form(question): Form<Question>,
) -> Response {
    let is_part = headers.contains_key("hx-request");
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Record))?;
        let case: CaseNumber = case.parse().map_err(|_| Failure::NotThere)?;
        answer(work, case, question, is_part)
    })
    .await
}

fn answer(work: &Work, case: CaseNumber, question: Question, is_part: bool) -> Page {
    let shell = work.shell("search-title");
    let found = found(work, case, &question)?.map(|(asked, found)| {
        let line = |own: FoundRecord| Found {
            person: format!("/record/{}", own.record.record),
            pair: format!("/pair/{asked}/{}", own.record.record),
            source: own.record.origin.words(&shell),
            name: own.record.name,
            role: own.record.role,
            facts: own.facts.iter().map(|fact| fact_words(&shell, fact)).collect(),
        };
        found.into_iter().map(line).collect()
    });
    if is_part { shown(&FoundPart { shell, found }) } else { shown(&SearchPage { shell, case, question, found }) }
}

/// Searches for a case: the record of its request, and what was found; nothing where no name is asked for.
pub(crate) fn found(
    work: &Work,
    case: CaseNumber,
    question: &Question,
) -> Result<Option<(RecordId, Vec<FoundRecord>)>, Failure> {
    let session = work.session(Some(case))?;
    let cells = cells(question);
    if cells.iter().any(|(_, text)| text.chars().count() > CHARACTERS_MAX) {
        return Err(Failure::Wrong("search-too-long"));
    }
    let archive = &work.desk.archive;
    let claims = work.desk.matching.claims(archive, &cells)?;
    // A place or a year alone is never searched for.
    if !claims.iter().any(|claim| claim.property == Property::FullName) {
        return Ok(None);
    }
    // Before anything is looked for: whoever may read no more learns nothing by it. The case is one of whom it tells.
    session.must_have_room(1 + FOUND_MAX as u64)?;
    let asked = session.request()?;
    let ranked = work.desk.matching.find(archive, &session, &claims, COMPARED_MAX)?;
    let ranked: Vec<RecordId> =
        ranked.into_iter().filter(|(id, bits)| *id != asked && *bits >= SHOWN_BITS_MIN).map(|(id, _)| id).collect();
    // In the log before it is shown: how many, not what was asked.
    session.searched(ranked.len().min(FOUND_MAX) as u64)?;
    // Cut after what may not be seen is left out: a gap in the list would tell of it.
    let views = session.first_of(&ranked, FOUND_MAX)?;
    let imports = work.desk.imports()?;
    let line = |view: &RecordView| FoundRecord {
        record: Brief::of(&imports, view.id, &view.record),
        facts: facts(&view.record),
    };
    Ok(Some((asked, views.iter().map(line).collect())))
}

fn fact_words(shell: &Shell, fact: &Fact) -> (String, String) {
    let value = fact.date.as_deref().map_or_else(|| fact.said.written.clone(), |date| shell.date(date));
    (shell.of("property", fact.said.property), value)
}

/// What helps to recognise a record.
fn facts(record: &Record) -> Vec<Fact> {
    const SHOWN: [Property; 8] = [
        Property::Father,
        Property::Mother,
        Property::BirthDate,
        Property::Age,
        Property::RegistrationPlace,
        Property::Origin,
        Property::Facility,
        Property::ArrestDate,
    ];
    let claims = SHOWN.iter().filter_map(|property| record.claims_of(*property).next());
    let claims = claims.filter(|claim| claim.visibility < Visibility::Sealed);
    let told = claims.map(|claim| {
        let is_date = claim.property.family() == Family::Date && !claim.normal.is_empty();
        Fact { said: Said::of(claim), date: is_date.then(|| claim.normal.clone()) }
    });
    told.collect()
}

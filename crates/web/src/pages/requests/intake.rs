//! Taking a request, in the five minutes of a call. Requests that look like it are shown before anything is saved, with
//! everything typed still there: a second request for one person would split what is known of them.

use super::fields::{self, FIRST, MORE, Share, name_of};
use super::typed::{Field, Typed, check};
use crate::api::intake::SimilarCase;
use crate::api::parts::Said;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::Form;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use record::{Claim, Family, Position, Property, Record, Role};
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{CaseNumber, NewRequest, RecordView, StoreError};

/// Requests that look like the new one and are shown, at most.
const SIMILAR_MAX: usize = 10;
/// Records that are looked at for them: most that a name finds are no requests.
const FOUND_MAX: usize = 200;
/// Bits from which a name is like another, as on the command line.
const SIMILAR_BITS_MIN: f64 = 8.0;
/// What tells one similar request from another.
const TELLING: [Property; 6] =
    [Property::Father, Property::Mother, Property::BirthDate, Property::Age, Property::Origin, Property::ArrestDate];

/// A request that may be for the same person.
struct Similar {
    case: String,
    url: String,
    opened: String,
    name: Option<String>,
    facts: Vec<(String, String)>,
}

impl Similar {
    fn of(shell: &Shell, own: SimilarCase) -> Similar {
        Similar {
            url: format!("/case/{}", own.case),
            opened: shell.moment(&own.opened),
            facts: own.facts.iter().map(|said| said.words(shell)).collect(),
            case: own.case,
            name: own.name,
        }
    }
}

#[derive(Template)]
#[template(path = "request_new.html")]
pub(crate) struct NewPage {
    shell: Shell,
    first: Vec<Field>,
    more: Vec<Field>,
    asker: Vec<Field>,
    asker_more: Vec<Field>,
    is_delegate: bool,
    shares: Vec<Share>,
    case: Vec<Field>,
    similar: Vec<Similar>,
    /// Something typed is not right.
    is_wrong: bool,
}

impl NewPage {
    fn read(work: &Work, typed: &Typed) -> NewPage {
        let shell = work.shell("request-new-title");
        NewPage {
            first: fields::of_person(&shell, &FIRST, typed),
            more: fields::of_person(&shell, &MORE, typed),
            asker: fields::of_asker(&shell, typed),
            asker_more: fields::more_of_asker(&shell, typed),
            is_delegate: typed.is_ticked("asker-delegate"),
            shares: fields::shares(&shell, |_, name| typed.is_ticked(name)),
            case: fields::of_case(work, &shell, typed),
            similar: Vec::new(),
            is_wrong: false,
            shell,
        }
    }

    /// Says beside each field what is wrong with it; whether all is right.
    fn check(&mut self, today: &str) -> bool {
        let NewPage { shell, first, more, asker, asker_more, case, .. } = self;
        let all = first.iter_mut().chain(&mut *more).chain(&mut *asker).chain(&mut *asker_more).chain(&mut *case);
        let mut is_right = check(shell, all);
        for field in case.iter_mut().filter(|field| field.name == "until" && field.wrong.is_empty()) {
            if field.value.as_str() < today {
                field.wrong = shell.say("request-wrong-past");
                is_right = false;
            }
        }
        self.is_wrong = !is_right;
        is_right
    }

    /// Says that a name of the person is missing.
    fn say_nameless(&mut self) {
        let words = self.shell.say("request-wrong-name");
        if let Some(field) = self.first.first_mut() {
            field.wrong = words;
        }
        self.is_wrong = true;
    }

    /// Whether the further questions are open.
    fn is_more_open(&self) -> bool {
        self.more.iter().any(|field| !field.value.is_empty())
    }

    fn is_asker_more_open(&self) -> bool {
        self.is_delegate || self.asker_more.iter().any(|field| !field.value.is_empty())
    }
}

/// An empty request.
pub(crate) async fn new(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        work.must(Asked::change(Kind::Case))?;
        shown(&NewPage::read(work, &Typed::default()))
    })
    .await
}

/// Takes a request, or shows what stands in the way.
pub(crate) async fn take(State(desk): State<Arc<Desk>>, visit: Visit, Form(typed): Form<Typed>) -> Response {
    at_work(desk, visit, move |work| taken(work, &typed)).await
}

fn taken(work: &Work, typed: &Typed) -> Page {
    let case = match attempt(work, typed)? {
        Attempt::Wrong(page) => return wrong(&page),
        Attempt::Similar(mut page, similar) => {
            page.similar = similar.into_iter().map(|own| Similar::of(&page.shell, own)).collect();
            return shown(&*page);
        }
        Attempt::Taken(case) => case,
    };
    // Whoever shares the family's name or village has taken it and works it no further, and the hour of whoever took it may be over: it is
    // saved, and the number is still theirs to read out.
    match work.session(None)?.case(case) {
        Ok(_) => to(Url::Case(case)),
        Err(StoreError::NoSuch(_) | StoreError::OverBudget) => {
            shown(&TakenPage { shell: work.shell("request-taken-title"), case })
        }
        Err(error) => Err(error.into()),
    }
}

/// What became of a request that was typed, by somebody or by a program.
pub(crate) enum Attempt {
    /// Something typed is not right; the page says what.
    Wrong(Box<NewPage>),
    /// Others look like it: nothing is saved before they were looked at.
    Similar(Box<NewPage>, Vec<SimilarCase>),
    /// It was saved.
    Taken(CaseNumber),
}

/// Whether a request asks for a property, by its stable word.
pub(crate) fn asks_for(property: &str) -> bool {
    FIRST.iter().chain(&MORE).any(|own| own.as_str() == property)
}

/// Looks at what was typed, and takes the request where it is right and like no other.
pub(crate) fn attempt(work: &Work, typed: &Typed) -> Result<Attempt, Failure> {
    work.must(Asked::change(Kind::Case))?;
    let mut page = Box::new(NewPage::read(work, typed));
    if !page.check(&work.time()[..10]) {
        return Ok(Attempt::Wrong(page));
    }
    let archive = &work.desk.archive;
    let names: Vec<(Property, String)> = FIRST.iter().chain(&MORE).map(|&one| (one, name_of(one))).collect();
    let cells = names.iter().map(|(property, name)| (*property, typed.text(name))).filter(|cell| !cell.1.is_empty());
    let cells: Vec<(Property, &str)> = cells.collect();
    let claims = work.desk.matching.claims(archive, &cells)?;
    if !claims.iter().any(names_the_person) {
        page.say_nameless();
        return Ok(Attempt::Wrong(page));
    }
    let keys = work.desk.matching.keys(&claims);
    if !typed.is_ticked("confirmed") {
        let similar = similar(work, &claims, &keys)?;
        if !similar.is_empty() {
            return Ok(Attempt::Similar(page, similar));
        }
    }
    let position = Position::default();
    let record = Record { position, role: Role::Sought, verbatim: Vec::new(), claims };
    let request = NewRequest {
        asker: fields::asker(typed),
        consent: fields::consent(typed),
        team: typed.text("team").to_owned(),
        contact_until: typed.text("until").to_owned(),
    };
    Ok(Attempt::Taken(archive.open_request(record, keys, request, Some(work.account), &work.time())?.case))
}

#[derive(Template)]
#[template(path = "request_taken.html")]
struct TakenPage {
    shell: Shell,
    case: CaseNumber,
}

/// The page again, with what is wrong.
fn wrong(page: &NewPage) -> Page {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(page)?).into_response())
}

/// A name of the person, and not only of kin.
fn names_the_person(claim: &Claim) -> bool {
    let kin = matches!(claim.property, Property::Father | Property::Grandfather | Property::Mother);
    let kin = kin || matches!(claim.property, Property::MotherFamily | Property::Husband);
    claim.property.family() == Family::Name && !kin && !claim.normal.is_empty()
}

/// Open requests that may be for the same person: by the mother or a number, and by name.
fn similar(work: &Work, claims: &[Claim], keys: &[i64]) -> Result<Vec<SimilarCase>, Failure> {
    let archive = &work.desk.archive;
    let mut cases: Vec<CaseNumber> = Vec::new();
    let session = work.session(None)?;
    // Otherwise whoever may read no more would learn by a refusal that somebody is asked for.
    session.must_have_room(0)?;
    for (record, weight) in work.desk.matching.find(archive, &session, claims, FOUND_MAX)? {
        if weight >= SIMILAR_BITS_MIN {
            cases.extend(archive.case_of_record(record)?.filter(|case| !cases.contains(case)));
        }
    }
    for case in session.similar_cases(keys)? {
        if !cases.contains(&case) {
            cases.push(case);
        }
    }
    // Looked at in full, so that closed ones and those of other teams take no place of one that counts.
    let mut lines = session.similar(&cases[..cases.len().min(FOUND_MAX)])?;
    lines.truncate(SIMILAR_MAX);
    let ids: Vec<_> = lines.iter().map(|line| line.record).collect();
    let views = if work.may(Asked::see(Kind::Record)) { session.beside(&ids)? } else { Vec::new() };
    let line = |line: store::CaseLine| {
        let view = views.iter().find(|view| view.id == line.record);
        SimilarCase {
            case: line.case.to_string(),
            opened: line.opened,
            name: view.map(|view| plain(&view.record.display_name())),
            facts: view.map(facts).unwrap_or_default(),
        }
    };
    Ok(lines.into_iter().map(line).collect())
}

fn facts(view: &RecordView) -> Vec<Said> {
    TELLING.into_iter().filter_map(|property| view.record.claims_of(property).next()).map(Said::of).collect()
}

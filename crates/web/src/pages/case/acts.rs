//! What is done with a case: each act is checked by the archive, and is an entry of its ledger.

use super::forms::{Forms, Sent};
use super::{asker_of, number_of, reading, wrong};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::pages::requests::fields;
use crate::pages::requests::typed::Typed;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, to};
use axum::extract::State;
use axum::response::Response;
use record::Private;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{CallOutcome, Case, CaseNumber, StoreError, Vetting, limits};

/// Sees the case, looks at what was sent, and does it where that is right.
fn acting<F>(work: &Work, case: &str, sent: &Sent, act: F) -> Page
where
    F: FnOnce(&Case, &Typed) -> Result<(), Failure>,
{
    let number = number_of(case)?;
    let case = reading(work, number)?.case(number)?;
    if !Forms::are_right(work, &case, sent) {
        return wrong(work, number, sent);
    }
    act(&case, &sent.typed)?;
    to(Url::Case(number))
}

fn own(typed: &Typed, name: &str) -> Private {
    Private::from(typed.text(name).to_owned())
}

/// One more relative asks: from the case, or from a request that turned out to be for the same person.
pub(crate) async fn add_asker(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        acting(work, &case, &Sent::by("asker", typed), |case, typed| {
            if case.askers.len() >= limits::ASKERS_PER_REQUEST_MAX {
                return Err(Failure::Wrong("case-askers-full"));
            }
            let asker = fields::asker(typed);
            work.desk.archive.add_asker(case.case, asker, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

/// What was found of an asker's kinship.
pub(crate) async fn vet(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((case, asker)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Person))?;
        acting(work, &case, &Sent::by("vet", typed), |case, typed| {
            let asker = asker_of(&asker, case)?;
            let vetting = if typed.text("vet-found") == "shown" { Vetting::Kin } else { Vetting::NotShown };
            let how = own(typed, "vet-how");
            work.desk.archive.vet((case.case, asker), vetting, how, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

/// With whom the family lets us share.
pub(crate) async fn consent(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        acting(work, &case, &Sent::by("consent", typed), |case, typed| {
            let (agreed, how) = (fields::consent(typed), own(typed, "consent-how"));
            work.desk.archive.consent(case.case, agreed, how, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

/// The family was reached, and may be until a day.
pub(crate) async fn renew(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        let is_past = typed.text("renew-until") < &work.time()[..10];
        let sent = Sent::by("renew", typed);
        let sent = if is_past { sent.with_wrong("renew-until", "request-wrong-past") } else { sent };
        acting(work, &case, &sent, |case, typed| {
            let until = typed.text("renew-until");
            work.desk.archive.renew_contact(case.case, until, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

/// Gives the case to a team, or to everybody.
pub(crate) async fn assign(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        let number = number_of(&case)?;
        acting(work, &case, &Sent::by("assign", typed), |case, typed| {
            let team = typed.text("assign-team");
            work.desk.archive.assign_case(case.case, team, Some(work.account), &work.time())?;
            Ok(())
        })?;
        // It may be another team's now, and not there any more for this account.
        match reading(work, number)?.case(number) {
            Ok(_) => to(Url::Case(number)),
            Err(StoreError::NoSuch(_)) => to(Url::Requests),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// A call that was made.
pub(crate) async fn call(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((case, asker)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        acting(work, &case, &Sent::by("call", typed), |case, typed| {
            let asker = asker_of(&asker, case)?;
            let outcome = CallOutcome::parse(typed.text("call-outcome")).ok_or(Failure::NotThere)?;
            let (note, at) = (own(typed, "call-note"), typed.text("call-at"));
            let by = Some(work.account);
            work.desk.archive.called((case.case, asker), outcome, &note, at, by, &work.time())?;
            Ok(())
        })
    })
    .await
}

/// An appointment with the family.
pub(crate) async fn appoint(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        acting(work, &case, &Sent::by("appoint", typed), |case, typed| {
            let (at, what) = (typed.text("appoint-at"), own(typed, "appoint-what"));
            work.desk.archive.appoint(case.case, at, &what, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

/// Joins the case into another for the same person, which goes on for both.
pub(crate) async fn join(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Person))?;
        let number = number_of(&case)?;
        let into = typed.text("join-into").parse::<CaseNumber>();
        let sent = Sent::by("join", typed);
        let Ok(into) = into else {
            return wrong(work, number, &sent.with_wrong("join-into", "case-join-no-number"));
        };
        // One that this account may not see, and one that is not there, look alike.
        let other = match reading(work, into)?.case(into) {
            Ok(other) if other.is_closed => Err("case-join-closed"),
            Ok(_) if into == number => Err("case-join-itself"),
            Ok(_) => Ok(()),
            Err(StoreError::NoSuch(_)) => Err("case-join-no-case"),
            Err(error) => return Err(error.into()),
        };
        if let Err(key) = other {
            return wrong(work, number, &sent.with_wrong("join-into", key));
        }
        acting(work, &case, &sent, |case, _| {
            work.desk.archive.join_case(case.case, into, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

/// Takes that back.
pub(crate) async fn part(State(desk): State<Arc<Desk>>, visit: Visit, Path(case): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Person))?;
        acting(work, &case, &Sent::nothing(), |case, _| {
            work.desk.archive.part_case(case.case, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

/// Goes on with a search that was ended.
pub(crate) async fn reopen(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Person))?;
        acting(work, &case, &Sent::by("reopen", typed), |case, typed| {
            let why = own(typed, "reopen-why");
            work.desk.archive.reopen_case(case.case, why, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

/// Ends the search.
pub(crate) async fn close(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Person))?;
        acting(work, &case, &Sent::by("close", typed), |case, typed| {
            let why = own(typed, "close-why");
            work.desk.archive.close_case(case.case, why, Some(work.account), &work.time())?;
            Ok(())
        })
    })
    .await
}

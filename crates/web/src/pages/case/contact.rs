//! How one asker is reached: shown once, by an act of its own that is in the log of readings, with what was said before.

use super::{asker_of, may_call, number_of, outcome_key, reading, vetting_key};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::language::Language;
use crate::pages::requests::fields::death_news_key;
use crate::pages::requests::typed::told_here;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::Path;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use store::access::{Asked, Kind, Team};
use store::{Asker, Call, CaseNumber, StoreError};

#[derive(Template)]
#[template(path = "case_contact.html")]
struct ContactPage {
    number: CaseNumber,
    here: Url,
    asker: u32,
    /// What is to be known before the telephone is picked up: a label and what was entrusted, the most dangerous first.
    warnings: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    calls: Vec<(String, String, String)>,
    /// Nothing that was entrusted could be opened.
    is_sealed: bool,
    vetting: &'static str,
    shell: Shell,
}

/// Shows how to reach one asker.
pub(crate) async fn contact(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((case, asker)): Path<(String, String)>,
) -> Response {
    at_work(desk, visit, move |work| {
        // A reviewer calls for a team of their own; whose case it is is asked below.
        work.must(Asked { team: Team::Own, ..Asked::see(Kind::Contact) })?;
        opened(work, number_of(&case)?, &asker)
    })
    .await
}

fn opened(work: &Work, number: CaseNumber, asker: &str) -> Page {
    let session = reading(work, number)?;
    let case = session.case(number)?;
    let asker = asker_of(asker, &case)?;
    if !may_call(work, &case) {
        return Err(Failure::Denied);
    }
    let entrusted = match session.contact(number, asker) {
        // After the day that the family was told, the number may be somebody else's.
        Err(StoreError::NoSuch(_)) => return Err(Failure::Wrong("case-contact-over")),
        found => found?,
    };
    let calls = session.calls(number)?;
    let shell = work.shell("case-contact-title");
    let calls = calls.into_iter().rev().filter(|call| call.asker == asker).map(|call| said(&shell, &call)).collect();
    let Asker { must_not_know, safe_hour, code_word, who_knows, .. } = &entrusted;
    let warnings = [
        ("request-asker-must-not-know", must_not_know),
        ("request-asker-hour", safe_hour),
        ("request-asker-word", code_word),
        ("request-asker-who-knows", who_knows),
    ];
    let warnings = warnings.into_iter().map(|(key, text)| (shell.say(key), plain(text.reveal())));
    let mut warnings: Vec<(String, String)> = warnings.filter(|(_, text)| !text.is_empty()).collect();
    warnings.push((shell.say("request-asker-death"), shell.say(&death_news_key(entrusted.death_news))));
    let vetting = case.askers.get(asker as usize - 1).map_or("case-kin-open", |(_, vetting)| vetting_key(*vetting));
    let is_sealed = entrusted.name.is_empty() && entrusted.contact.is_empty();
    let (here, facts) = (Url::Case(number), facts(&shell, &entrusted));
    shown(&ContactPage { number, here, asker, warnings, facts, calls, is_sealed, vetting, shell })
}

fn facts(shell: &Shell, entrusted: &Asker) -> Vec<(String, String)> {
    let language =
        Language::parse(&entrusted.language).map_or(entrusted.language.as_str(), |language| language.own_name());
    let numbers: Vec<&str> = entrusted.numbers_elsewhere.iter().map(record::Private::reveal).collect();
    let numbers = numbers.join(", ");
    let facts = [
        ("request-asker-name", entrusted.name.reveal()),
        ("request-asker-kinship", entrusted.kinship.reveal()),
        ("request-asker-contact", entrusted.contact.reveal()),
        ("request-asker-language", language),
        ("request-asker-legal", entrusted.legal_needs.reveal()),
        ("request-asker-numbers", &numbers),
    ];
    let facts = facts.into_iter().map(|(key, text)| (shell.say(key), plain(text)));
    facts.filter(|(_, text)| !text.is_empty()).collect()
}

fn said(shell: &Shell, call: &Call) -> (String, String, String) {
    (told_here(shell, &call.at), shell.say(&outcome_key(call.outcome.as_str())), plain(call.note.reveal()))
}

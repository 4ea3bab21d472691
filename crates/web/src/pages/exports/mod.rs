//! What leaves the archive: asked for by one human, approved by another, every copy counted.

mod one;

pub(crate) use one::{approve, copy, follow, show as show_one, stop, stopped};

use crate::api::exports::Exports;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::pages::requests::fields::SHARED_WITH;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::Form;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use record::{Private, Property};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{ExportAsked, ExportState, FORMATS, ImportNumber};

/// Properties that are ticked before anybody has chosen: what tells one person from another, and no more.
const USUAL: [Property; 6] =
    [Property::FullName, Property::Given, Property::Father, Property::Family, Property::Mother, Property::BirthDate];
/// A word of a form is never longer.
const CHARACTERS_MAX: usize = 500;

struct Line {
    url: String,
    number: String,
    recipient: String,
    purpose: String,
    state: &'static str,
    copies: usize,
    time: String,
}

struct ListLine {
    value: String,
    source: String,
    records: u64,
}

struct Field {
    value: &'static str,
    words: String,
    is_usual: bool,
}

#[derive(Template)]
#[template(path = "exports.html")]
struct ExportsPage {
    shell: Shell,
    lines: Vec<Line>,
    lists: Vec<ListLine>,
    fields: Vec<Field>,
    more: Vec<Field>,
    shares: Vec<&'static str>,
    formats: [&'static str; 4],
}

/// How far an export is, as a message's word.
pub(crate) fn state_word(state: ExportState, is_over: bool) -> &'static str {
    match state {
        ExportState::Stopped => "stopped",
        _ if is_over => "over",
        ExportState::Waits => "waits",
        ExportState::Approved(_) => "approved",
    }
}

/// The exports, the newest first, and the form that asks for one.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, page).await
}

fn page(work: &Work) -> Page {
    let told = Exports::read(work)?;
    let shell = work.shell("exports-title");
    let lines = told.exports.into_iter().map(|export| Line {
        url: format!("/export/{}", export.export),
        number: export.export,
        recipient: export.recipient,
        purpose: export.purpose,
        state: export.state,
        copies: export.copies,
        time: shell.moment(&export.time),
    });
    let lines = lines.collect();
    let imports = work.desk.imports()?;
    let there = || imports.iter().filter(|import| import.undone.is_none());
    let lists = there().filter(|import| !import.is_page).map(|import| ListLine {
        value: import.number.to_string(),
        source: plain(&import.meta.source),
        records: import.counts.records,
    });
    let mut lists: Vec<ListLine> = lists.collect();
    let requests: u64 = there().filter(|import| import.is_page).map(|import| import.counts.records).sum();
    if requests > 0 {
        lists.push(ListLine { value: "requests".to_owned(), source: shell.say("exports-requests"), records: requests });
    }
    let all = Property::ALL.iter().copied().filter(|property| store::may_be_exported(*property));
    let field = |property: Property| Field {
        value: property.as_str(),
        words: shell.of("property", property.as_str()),
        is_usual: USUAL.contains(&property),
    };
    let (fields, more): (Vec<Field>, Vec<Field>) = all.map(field).partition(|field| field.is_usual);
    let shares = SHARED_WITH.iter().map(|(_, word)| *word).collect();
    shown(&ExportsPage { shell, lines, lists, fields, more, shares, formats: FORMATS })
}

/// Asks for one.
pub(crate) async fn ask(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Form(said): Form<Vec<(String, String)>>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Export))?;
        let asked = asked(work, &said)?;
        to(Url::Export(work.desk.archive.ask_export(asked, work.account, &work.time())?))
    })
    .await
}

/// What a form or a program asks for.
pub(crate) fn asked(work: &Work, said: &[(String, String)]) -> Result<ExportAsked, Failure> {
    let values = |name: &'static str| said.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.trim());
    let first = |name| values(name).next().unwrap_or_default();
    let words = |name, wrong| {
        let text: &str = first(name);
        let fits = !text.is_empty() && text.chars().count() <= CHARACTERS_MAX;
        if fits { Ok(Private::from(text)) } else { Err(Failure::Wrong(wrong)) }
    };
    let fields: Option<BTreeSet<Property>> =
        values("field").map(|word| Property::ALL.iter().copied().find(|one| one.as_str() == word)).collect();
    let mut imports = BTreeSet::new();
    for value in values("list") {
        if value == "requests" {
            let all = work.desk.imports()?;
            imports.extend(all.iter().filter(|import| import.is_page).map(|import| import.number));
        } else {
            imports.insert(value.parse::<ImportNumber>().map_err(|_| Failure::Wrong("exports-no-lists"))?);
        }
    }
    if imports.is_empty() {
        return Err(Failure::Wrong("exports-no-lists"));
    }
    let share = SHARED_WITH.iter().find(|(_, word)| *word == first("share"));
    Ok(ExportAsked {
        recipient: words("recipient", "exports-no-recipient")?,
        purpose: words("purpose", "exports-no-purpose")?,
        shared_with: share.map(|(share, _)| *share).ok_or(Failure::Wrong("exports-no-share"))?,
        format: first("format").to_owned(),
        fields: fields.filter(|fields| !fields.is_empty()).ok_or(Failure::Wrong("exports-no-fields"))?,
        imports,
        until: first("until").to_owned(),
    })
}

//! What one asker may be told, and that they were told it: by people, in a conversation that looks the same whatever it is
//! about. Title, headings and what is printed say nothing of the outcome (rule 1); only the body, for this caseworker, does.

use super::{asker_of, number_of, reading, vetting_key};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::pages::requests::fields::death_news_key;
use crate::pages::requests::typed::{Choice, Field, Input, Typed, check};
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use record::{Private, Property, Role};
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{Answer, CaseNumber, Outside, Recipient, RecordId, RecordView, Session, Telling, Vetting, Wish, Withheld};

/// What a record says of a fate, and when and where.
const SAID: [Property; 9] = [
    Property::Status,
    Property::ExitReason,
    Property::ExitDate,
    Property::SightingDate,
    Property::Facility,
    Property::DeathDate,
    Property::DeathPlace,
    Property::PaperKind,
    Property::BurialPlace,
];
/// How far the found may let it be known.
const TELLINGS: [(Telling, &str); 3] =
    [(Telling::Nothing, "nothing"), (Telling::Alive, "alive"), (Telling::Contact, "contact")];
/// The two things that a caseworker says before a family is told.
const CONFIRMATIONS: [&str; 2] = ["told-person", "told-ground"];

/// A record that something could be told from.
struct Ground {
    record: RecordId,
    url: Url,
    is_death: bool,
    says: Vec<(String, String)>,
}

/// A statement to make before telling.
struct Confirmation {
    name: &'static str,
    words: String,
    wrong: String,
    is_ticked: bool,
}

#[derive(Template)]
#[template(path = "case_answer.html")]
struct AnswerPage {
    shell: Shell,
    number: CaseNumber,
    here: Url,
    /// This page.
    itself: Url,
    asker: u32,
    name: Option<String>,
    kinship: String,
    vetting: &'static str,
    /// What stands in the way, each in words.
    withheld: Vec<String>,
    grounds: Vec<Ground>,
    /// What the found wishes, in words.
    telling: String,
    /// How the asker wishes to hear of a death.
    death_news: String,
    /// Sentences to say, where nothing stands in the way; otherwise the one for everybody who waits.
    sentences: Vec<String>,
    may_tell: bool,
    /// When this asker was told something before, and how, so that nobody is told twice.
    before: Vec<(String, String)>,
    confirmations: Vec<Confirmation>,
    told: Vec<Field>,
    wish: Vec<Field>,
}

/// What may be said to one asker.
pub(crate) async fn answer(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((case, asker)): Path<(String, String)>,
) -> Response {
    at_work(desk, visit, move |work| {
        let (page, _) = page(work, number_of(&case)?, &asker, &Sent::Nothing)?;
        shown(&page)
    })
    .await
}

/// That they were told: refused while anything stands in the way.
pub(crate) async fn told(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((case, asker)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        let number = number_of(&case)?;
        let (page, is_right) = page(work, number, &asker, &Sent::Told(&typed))?;
        if !is_right {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&page)?).into_response());
        }
        let answers = page.told.iter().filter(|field| !field.value.is_empty());
        let how: Vec<String> = answers.map(|field| format!("{}: {}", field.label, field.value)).collect();
        let outside = Outside::Told { case: number, asker: page.asker, how: Private::from(how.join("\n")) };
        work.desk.archive.record_outside(outside, Some(work.account), &work.time())?;
        to(Url::Case(number))
    })
    .await
}

/// What somebody who was found wishes to be known.
pub(crate) async fn wish(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(case): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Person))?;
        let number = number_of(&case)?;
        let (page, is_right) = page(work, number, typed.text("asker"), &Sent::Wish(&typed))?;
        if !is_right {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&page)?).into_response());
        }
        let record = typed.text("wish-record").parse().map_err(|_| Failure::NotThere)?;
        let telling = TELLINGS.iter().find(|(_, word)| *word == typed.text("wish-telling"));
        let telling = telling.map_or(Telling::Nothing, |(telling, _)| *telling);
        let for_all = typed.text("wish-for") == "kin";
        let recipient = if for_all { Recipient::Kin } else { Recipient::Asker(number, page.asker) };
        let wish = Wish { record, recipient, telling, asked: Private::from(typed.text("wish-asked").to_owned()) };
        work.desk.archive.wish(wish, Some(work.account), &work.time())?;
        to(Url::Answer(number, page.asker))
    })
    .await
}

/// Which of the two forms was sent.
enum Sent<'typed> {
    Nothing,
    Told(&'typed Typed),
    Wish(&'typed Typed),
}

fn page(work: &Work, number: CaseNumber, asker: &str, sent: &Sent<'_>) -> Result<(AnswerPage, bool), Failure> {
    work.must(Asked::see(Kind::Person))?;
    let session = reading(work, number)?;
    let case = session.case(number)?;
    let asker = asker_of(asker, &case)?;
    let answer = session.answer(number, asker)?;
    let shell = work.shell("case-answer-title");
    let place = asker as usize - 1;
    let (own, vetting) = case.askers.get(place).cloned().unwrap_or_default();
    // The session has left it out with what is sealed; whoever is about to call must know it.
    let whole = work.desk.archive.case(number)?;
    let death_news = whole.askers.get(place).map(|(own, _)| own.death_news).unwrap_or_default();
    let may_tell = answer.withheld.is_empty();
    let nothing = Typed::default();
    let (typed_told, typed_wish) = match sent {
        Sent::Nothing => (&nothing, &nothing),
        Sent::Told(typed) => (*typed, &nothing),
        Sent::Wish(typed) => (&nothing, *typed),
    };
    let records = found(work, &session, case.record)?;
    let mut page = AnswerPage {
        number,
        here: Url::Case(number),
        itself: Url::Answer(number, asker),
        asker,
        name: Some(plain(own.name.reveal())).filter(|name| !name.is_empty()),
        kinship: plain(own.kinship.reveal()),
        vetting: vetting_key(vetting),
        withheld: answer.withheld.iter().map(|one| shell.say(withheld_key(*one))).collect(),
        grounds: grounds(&shell, &session, &answer)?,
        telling: shell.say(telling_key(&answer, vetting)),
        death_news: shell.say(&death_news_key(death_news)),
        sentences: sentences(&shell, &answer),
        may_tell,
        before: told_before(&shell, &session, case.record, (number, asker))?,
        confirmations: confirmations(&shell, typed_told),
        told: told_fields(&shell, typed_told),
        wish: wish_fields(&shell, typed_wish, &records),
        shell,
    };
    let is_right = match sent {
        Sent::Nothing => true,
        Sent::Wish(_) => check(&page.shell, &mut page.wish),
        Sent::Told(_) => {
            let are_right = check(&page.shell, &mut page.told);
            for one in page.confirmations.iter_mut().filter(|one| !one.is_ticked) {
                one.wrong = page.shell.say("case-told-unconfirmed");
            }
            may_tell && are_right && page.confirmations.iter().all(|one| one.is_ticked)
        }
    };
    Ok((page, is_right))
}

/// Records of the person besides the request: those that a found person could be asked about.
fn found(work: &Work, session: &Session<'_>, request: RecordId) -> Result<Vec<RecordId>, Failure> {
    let (_, views) = session.person(work.desk.archive.person_of(request)?)?;
    // What families ask for is no record that finds anybody.
    Ok(views.into_iter().filter(|view| view.record.role != Role::Sought).map(|view| view.id).collect())
}

fn grounds(shell: &Shell, session: &Session<'_>, answer: &Answer) -> Result<Vec<Ground>, Failure> {
    let ids: Vec<RecordId> = answer.alive.iter().chain(&answer.dead).copied().collect();
    let ground = |view: RecordView| {
        let claims = SAID.into_iter().flat_map(|property| view.record.claims_of(property));
        let said = |claim: &record::Claim| {
            (shell.say(&format!("property-{}", claim.property.as_str())), plain(&claim.as_written))
        };
        let (record, is_death) = (view.id, answer.dead.contains(&view.id));
        Ground { record, url: Url::Record(record), is_death, says: claims.map(said).collect() }
    };
    Ok(session.beside(&ids)?.into_iter().map(ground).collect())
}

fn told_before(
    shell: &Shell,
    session: &Session<'_>,
    record: RecordId,
    asked: (CaseNumber, u32),
) -> Result<Vec<(String, String)>, Failure> {
    let mut before = Vec::new();
    for told in session.told_of(&[record])? {
        if let Outside::Told { case, asker, how } = &told.outside
            && (*case, *asker) == asked
        {
            let time = shell.moment(&told.time);
            before.push((shell.with("case-told-before", "time", &time), plain(how.reveal())));
        }
    }
    Ok(before)
}

/// What to say. Whoever waits hears one sentence, whatever the reasons are.
fn sentences(shell: &Shell, answer: &Answer) -> Vec<String> {
    let mut keys = Vec::new();
    if answer.withheld.is_empty() {
        match answer.telling {
            Telling::Alive if !answer.alive.is_empty() => keys.push("case-say-alive"),
            Telling::Contact if !answer.alive.is_empty() => keys.extend(["case-say-alive", "case-say-contact"]),
            _ => {}
        }
        if !answer.dead.is_empty() {
            keys.extend(["case-say-death", "case-say-death-source"]);
        }
    }
    if keys.is_empty() {
        keys.push("case-say-waiting");
    }
    keys.into_iter().map(|key| shell.say(key)).collect()
}

fn confirmations(shell: &Shell, typed: &Typed) -> Vec<Confirmation> {
    let one = |name| Confirmation {
        name,
        words: shell.say(&format!("case-{name}")),
        wrong: String::new(),
        is_ticked: typed.is_ticked(name),
    };
    CONFIRMATIONS.into_iter().map(one).collect()
}

fn told_fields(shell: &Shell, typed: &Typed) -> Vec<Field> {
    // The four stand in one text of the ledger: together they stay below its limit.
    let line = |name| Field::new(shell, Input::Line, name, typed);
    vec![
        line("told-who").required(),
        line("told-how").required(),
        line("told-beside"),
        Field::new(shell, Input::Text, "told-taken", typed).at_most(store::limits::TEXT_CHARACTERS_MAX / 2).required(),
    ]
}

fn wish_fields(shell: &Shell, typed: &Typed, records: &[RecordId]) -> Vec<Field> {
    let choice = |name, choices| Field::new(shell, Input::Choice, name, typed).of(choices).required();
    let records = records.iter().map(|record| Choice::new(record.to_string(), record.to_string())).collect();
    let tellings = TELLINGS.iter().map(|(_, word)| Choice::new(*word, shell.say(&format!("case-telling-{word}"))));
    let recipients = ["asker", "kin"].map(|word| Choice::new(word, shell.say(&format!("case-wish-for-{word}"))));
    vec![
        choice("wish-record", records),
        choice("wish-for", recipients.into()).or("asker"),
        choice("wish-telling", tellings.collect()).or("nothing"),
        Field::new(shell, Input::Text, "wish-asked", typed).required(),
    ]
}

fn telling_key(answer: &Answer, vetting: Vetting) -> &'static str {
    // Nothing of a wish is said beside somebody whose kinship was not shown.
    if vetting != Vetting::Kin {
        return "case-telling-unvetted";
    }
    if answer.withheld.contains(&Withheld::FoundNotAsked) || answer.alive.is_empty() {
        return "case-telling-not-asked";
    }
    match answer.telling {
        Telling::Nothing => "case-telling-nothing",
        Telling::Alive => "case-telling-alive",
        Telling::Contact => "case-telling-contact",
    }
}

fn withheld_key(withheld: Withheld) -> &'static str {
    match withheld {
        Withheld::NothingFound => "case-withheld-nothing-found",
        Withheld::AwaitingSecondHuman => "case-withheld-awaiting",
        Withheld::NotVetted => "case-withheld-not-vetted",
        Withheld::CaseClosed => "case-withheld-closed",
        Withheld::FoundNotAsked => "case-withheld-not-asked",
        Withheld::FoundWishesNothing => "case-withheld-wishes-nothing",
        Withheld::Withdrawn => "case-withheld-withdrawn",
        Withheld::AskerWishesNoDeathNews => "case-withheld-no-death-news",
    }
}

//! A file that waits: how it would be read, and its first rows as they would be understood.

use super::{KINDS, as_of};
use crate::bringing::{AboutList, Brought, Chosen, KnownBy, Look, Meaning};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::{plain, position, verbatim};
use crate::taken::{Form, Path};
use crate::uploads::Stage;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::response::Response;
use record::{Property, SourceKind};
use std::sync::Arc;
use store::access::{Asked, Kind};

/// Where one is shown.
pub(super) fn url(token: &str) -> String {
    format!("/imports/waiting/{token}")
}

struct MeaningChoice {
    value: &'static str,
    words: String,
}

struct Column {
    /// Name of its field: sheet and column.
    field: String,
    header: String,
    meaning: &'static str,
    known_by: String,
    is_sure: bool,
    cells: Vec<String>,
}

struct Sheet {
    name: String,
    columns: Vec<Column>,
}

struct ClaimShown {
    property: String,
    written: String,
    normal: String,
    is_sealed: bool,
}

struct Row {
    place: String,
    claims: Vec<ClaimShown>,
}

struct ProblemShown {
    place: String,
    column: String,
    what: String,
}

#[derive(Template)]
#[template(path = "import_waiting.html")]
struct WaitingPage {
    shell: Shell,
    url: String,
    about: AboutList,
    kinds: [SourceKind; 6],
    meanings: Vec<MeaningChoice>,
    format: String,
    as_of: String,
    sheets: Vec<Sheet>,
    rows: Vec<Row>,
    problems: Vec<ProblemShown>,
    /// Why it cannot be read, or did not come in.
    wrong: Option<String>,
    can_come_in: bool,
    /// Whether rows are shown to this account.
    reads: bool,
}

#[derive(Template)]
#[template(path = "import_coming.html")]
struct ComingPage {
    shell: Shell,
    source: String,
    records: u64,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(token): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Import))?;
        let upload = work.desk.uploads.find(work.account, &token)?;
        let (about, stage) = upload.state();
        match stage {
            Stage::Waits => looked(work, &token, about, None),
            Stage::Failed(why) => looked(work, &token, about, Some(plain(&why.0))),
            Stage::ComingIn => coming(work, &about, upload.steps.done()),
            Stage::In(Brought { import, .. }) => {
                work.desk.uploads.forget(work.account, &token);
                to(Url::Import(import))
            }
        }
    })
    .await
}

fn coming(work: &Work, about: &AboutList, records: u64) -> Page {
    let source = plain(&about.source);
    let mut page = shown(&ComingPage { shell: work.shell("import-coming-title"), source, records })?;
    // Works without a script, and is no style or script in a page.
    page.headers_mut().insert("refresh", HeaderValue::from_static("2"));
    Ok(page)
}

fn looked(work: &Work, token: &str, about: AboutList, failed: Option<String>) -> Page {
    let upload = work.desk.uploads.find(work.account, token)?;
    let shell = work.shell("import-waiting-title");
    let (look, wrong) = match work.desk.uploads.look(&upload, &work.desk.archive, &about) {
        Ok(look) => (look, failed),
        Err(why) => (Look::default(), Some(plain(&why.0))),
    };
    let can_come_in = !look.format.is_empty();
    // Whoever sees no person is shown what the columns mean, and no row.
    let reads = work.may(Asked::see(Kind::Record));
    let sheets = look.sheets.iter().enumerate().map(|(at, sheet)| Sheet {
        name: sheet.name.as_deref().map(plain).unwrap_or_default(),
        columns: sheet
            .columns
            .iter()
            .map(|column| Column {
                field: format!("column-{at}-{}", column.index),
                header: verbatim(&column.header),
                meaning: column.meaning.as_str(),
                known_by: known_by(&shell, column.known_by),
                is_sure: !matches!(column.known_by, KnownBy::Nothing | KnownBy::Earlier(_)),
                cells: column.cells.iter().filter(|_| reads).map(|cell| verbatim(cell)).collect(),
            })
            .collect(),
    });
    let rows = look.rows.iter().filter(|_| reads).map(|row| Row {
        place: position(&shell, &row.position),
        claims: row
            .claims
            .iter()
            .map(|claim| ClaimShown {
                property: property(&shell, claim.property),
                written: verbatim(&claim.written),
                normal: plain(&claim.normal),
                is_sealed: claim.is_sealed,
            })
            .collect(),
    });
    let problems = look.problems.iter().map(|problem| ProblemShown {
        place: position(&shell, &problem.position),
        column: problem.column.as_deref().map(verbatim).unwrap_or_default(),
        what: super::one::problem_words(&shell, problem.kind),
    });
    let (sheets, rows, problems) = (sheets.collect(), rows.collect(), problems.collect());
    let format = shell.of("import-format", look.format);
    let meanings = meanings(&shell);
    let (url, as_of) = (url(token), look.as_of);
    shown(&WaitingPage {
        shell,
        url,
        about,
        kinds: KINDS,
        meanings,
        format,
        as_of,
        sheets,
        rows,
        problems,
        wrong,
        can_come_in,
        reads,
    })
}

fn property(shell: &Shell, property: Property) -> String {
    shell.of("property", property.as_str())
}

/// What a column can mean, in the words of the reader's language, in the order of the words.
fn meanings(shell: &Shell) -> Vec<MeaningChoice> {
    let all = Property::ALL.iter().map(|one| MeaningChoice { value: one.as_str(), words: property(shell, *one) });
    let mut all: Vec<MeaningChoice> = all.collect();
    all.sort_by(|one, other| one.words.cmp(&other.words));
    let first = [Meaning::Kept, Meaning::Role]
        .map(|meaning| MeaningChoice { value: meaning.as_str(), words: shell.of("import-meaning", meaning.as_str()) });
    first.into_iter().chain(all).collect()
}

fn known_by(shell: &Shell, known_by: KnownBy) -> String {
    match known_by {
        KnownBy::Header => shell.say("import-known-header"),
        KnownBy::Content => shell.say("import-known-content"),
        KnownBy::Choice => shell.say("import-known-choice"),
        KnownBy::Nothing => shell.say("import-known-nothing"),
        KnownBy::Earlier(import) => shell.with("import-known-earlier", "import", &import.to_string()),
    }
}

/// What was said of the file, and what its columns are to mean.
pub(crate) type Said = Vec<(String, String)>;

fn about_of(mut about: AboutList, said: &Said) -> Result<AboutList, Failure> {
    about.one_row_per_person = false;
    about.chosen.clear();
    for (name, value) in said {
        match name.as_str() {
            "kind" => about.kind = SourceKind::parse(value).ok_or(Failure::Wrong("import-no-kind"))?,
            "as-of" => about.as_of = as_of(value)?,
            "one-row" => about.one_row_per_person = true,
            name => {
                let Some((sheet, column)) = name.strip_prefix("column-").and_then(|rest| rest.split_once('-')) else {
                    continue;
                };
                let wrong = || Failure::Wrong("import-no-meaning");
                about.chosen.push(Chosen {
                    sheet: sheet.parse().map_err(|_| wrong())?,
                    column: column.parse().map_err(|_| wrong())?,
                    meaning: Meaning::parse(value).ok_or_else(wrong)?,
                });
            }
        }
    }
    Ok(about)
}

/// Shows the file again as somebody says that it is to be read.
pub(crate) async fn choose(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(token): Path<String>,
    Form(said): Form<Said>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Import))?;
        let upload = work.desk.uploads.find(work.account, &token)?;
        upload.say(about_of(upload.state().0, &said)?)?;
        to(url(&token))
    })
    .await
}

/// Brings it in as it is said to be read.
pub(crate) async fn bring_in(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(token): Path<String>,
    Form(said): Form<Said>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Import))?;
        let upload = work.desk.uploads.find(work.account, &token)?;
        upload.say(about_of(upload.state().0, &said)?)?;
        upload.bring_in(Arc::clone(&work.desk.archive));
        to(url(&token))
    })
    .await
}

/// Throws it away: nothing of it was kept.
pub(crate) async fn throw_away(State(desk): State<Arc<Desk>>, visit: Visit, Path(token): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Import))?;
        work.desk.uploads.throw_away(work.account, &token)?;
        to(Url::Imports)
    })
    .await
}

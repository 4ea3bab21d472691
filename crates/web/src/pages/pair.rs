//! Two records side by side: what agrees and what does not at a glance, why the machine set them beside each other, what to ask
//! next; and the decision.

pub(crate) mod alignment;
mod deciding;
pub(crate) mod mark;
mod waterfall;

use crate::desk::Desk;
use crate::failure::Failure;
use crate::matching::Told;
use crate::pages::queue::{Done, hold};
use crate::shell::Shell;
use crate::shown::{plain, position, role_word, source, verbatim};
use crate::taken::{Path, Query};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use alignment::{Aligned, align};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
pub(crate) use deciding::{decide, keep, recuse, release, unsigned, verdict_and_reason};
use mark::Seen;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{Decision, DecisionId, Import, RecordId, RecordView, StoreError};

/// One record's head and row.
struct Side {
    id: RecordId,
    name: String,
    source: String,
    position: String,
    role: &'static str,
    as_of: String,
    case: Option<Url>,
    cells: Vec<(String, String)>,
    is_partial: bool,
}

/// A decision about either record.
pub(crate) struct Earlier {
    pub(crate) id: DecisionId,
    pub(crate) url: Url,
    pub(crate) verdict: &'static str,
    pub(crate) time: String,
    pub(crate) is_undone: bool,
    pub(crate) humans: u32,
    pub(crate) is_this_pair: bool,
}

#[derive(Template)]
#[template(path = "pair.html")]
struct PairPage {
    shell: Shell,
    sides: [Side; 2],
    aligned: Vec<Aligned>,
    told: Option<Told>,
    waterfall: Option<String>,
    probability: Option<u8>,
    earlier: Vec<Earlier>,
    /// Whether this worker may decide, and nobody else has it before them.
    may_decide: bool,
    is_taken: bool,
    is_decided: bool,
    /// A decision of somebody else to give a second word on.
    confirming: Option<DecisionId>,
    /// The mark of what is shown.
    mark: String,
    done: Option<DecisionId>,
}

/// The page. Looking at a pair that one may decide takes it, so that no two work on it.
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((one, other)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Response {
    at_work(desk, visit, move |work| {
        let (one, other) = pair_of(&one, &other)?;
        page(work, one, other, done.decision())
    })
    .await
}

/// The two records of an address.
pub(crate) fn pair_of(one: &str, other: &str) -> Result<(RecordId, RecordId), Failure> {
    match (one.parse::<RecordId>(), other.parse::<RecordId>()) {
        (Ok(one), Ok(other)) if one != other => Ok((one, other)),
        _ => Err(Failure::NotThere),
    }
}

/// Two records as an account may see them, for the page and for programs.
pub(crate) struct Shown {
    pub(crate) left: RecordView,
    pub(crate) right: RecordView,
    pub(crate) seen: Seen,
    pub(crate) told: Option<Told>,
    pub(crate) earlier: Vec<Earlier>,
    /// Whether this account may decide about them at all.
    pub(crate) may_decide: bool,
    pub(crate) is_decided: bool,
    pub(crate) confirming: Option<DecisionId>,
}

impl Shown {
    pub(crate) fn read(work: &Work, one: RecordId, other: RecordId) -> Result<Shown, Failure> {
        work.must(Asked::see(Kind::Record))?;
        let archive = &work.desk.archive;
        let session = work.session(None)?;
        // Side by side stands what a machine proposes, what was decided, or what a search of a case has found: nothing to leaf in.
        let earlier = earlier(work, one, other)?;
        let is_known = earlier.iter().any(|earlier| earlier.is_this_pair) || archive.is_proposed(one, other)?;
        if !is_known && !is_of_a_case(work, one)? && !is_of_a_case(work, other)? {
            return Err(Failure::NotThere);
        }
        let (left, right) = session.pair(one, other)?;
        let seen = Seen::now(work, one, other)?;
        let told = match &seen.explanation {
            Some(explanation) => {
                Some(work.desk.matching.tell(archive, work.visit.language, explanation, &left.record, &right.record)?)
            }
            None => None,
        };
        let in_effect = earlier.iter().find(|earlier| earlier.is_this_pair && !earlier.is_undone);
        let is_decided = in_effect.is_some_and(|decision| decision.verdict != "unsure");
        let may_decide = work.decides() && session.may_decide(one, other)?;
        let confirming = match seen.decided {
            Some(decision) if may_decide && is_decided => awaiting(work, decision, one)?,
            _ => None,
        };
        Ok(Shown { left, right, seen, told, earlier, may_decide, is_decided, confirming })
    }

    /// What both say, property beside property.
    pub(crate) fn aligned(&self, work: &Work) -> Result<Vec<Aligned>, Failure> {
        let places = work.desk.matching.places(&work.desk.archive)?;
        let (left, right) = (&self.left.record, &self.right.record);
        Ok(align(&work.shell("pair-title"), places, left, right, self.seen.explanation.as_ref()))
    }
}

/// The probability in whole hundredths, rounded down.
pub(crate) fn percent(explanation: &link::person::Explanation) -> u8 {
    (explanation.probability * 100.0).floor() as u8
}

fn page(work: &Work, one: RecordId, other: RecordId, done: Option<DecisionId>) -> Page {
    let shown_here = Shown::read(work, one, other)?;
    let aligned = shown_here.aligned(work)?;
    let Shown { left, right, seen, told, earlier, may_decide: may, is_decided, confirming } = shown_here;
    let shell = work.shell("pair-title");
    let explanation = seen.explanation.as_ref();
    let is_mine = may && !is_decided && hold(work, one, other)?;
    let imports = work.desk.imports()?;
    let page = PairPage {
        sides: [side(work, &shell, &left, &imports)?, side(work, &shell, &right, &imports)?],
        aligned,
        waterfall: explanation.map(|explanation| waterfall::draw(&shell, explanation)),
        probability: explanation.map(percent),
        mark: seen.mark(work, one, other),
        shell,
        told,
        may_decide: is_mine,
        is_taken: may && !is_decided && !is_mine,
        is_decided,
        confirming,
        earlier,
        done,
    };
    shown(&page)
}

/// Whether a record is the request of a case that this worker may see.
fn is_of_a_case(work: &Work, record: RecordId) -> Result<bool, Failure> {
    let Some(case) = work.desk.archive.case_of_record(record)? else { return Ok(false) };
    match work.session(None)?.case(case) {
        Ok(_) => Ok(true),
        Err(StoreError::NoSuch(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The decision that waits for a second human, where this worker may be that human.
fn awaiting(work: &Work, decision: DecisionId, record: RecordId) -> Result<Option<DecisionId>, Failure> {
    let archive = &work.desk.archive;
    let waits = archive.person_with(record)?.awaiting.contains(&decision);
    Ok((waits && !archive.signers(decision)?.contains(&work.account)).then_some(decision))
}

fn side(work: &Work, shell: &Shell, view: &RecordView, imports: &[Import]) -> Result<Side, Failure> {
    let import = imports.iter().find(|import| import.number == view.id.import());
    let case = work.desk.archive.case_of_record(view.id)?;
    let may_see_case = work.may(Asked::see(Kind::Case));
    Ok(Side {
        id: view.id,
        name: plain(&view.record.display_name()),
        source: source(shell, imports, view.id),
        position: position(shell, &view.record.position),
        role: role_word(view.record.role),
        as_of: import.map(|import| import.meta.as_of.clone()).unwrap_or_default(),
        case: case.filter(|_| may_see_case).map(Url::Case),
        cells: view
            .record
            .verbatim
            .iter()
            .filter(|cell| !cell.text.trim().is_empty())
            .map(|cell| (plain(&cell.header), verbatim(&cell.text)))
            .collect(),
        is_partial: view.is_partial,
    })
}

/// What humans have said of either record, as far as this worker may see both records of it.
fn earlier(work: &Work, one: RecordId, other: RecordId) -> Result<Vec<Earlier>, Failure> {
    let archive = &work.desk.archive;
    let session = work.session(None)?;
    let mut decisions: Vec<Decision> = archive.decisions_of(one)?;
    for decision in archive.decisions_of(other)? {
        if !decisions.iter().any(|known| known.id == decision.id) {
            decisions.push(decision);
        }
    }
    let mut earlier = Vec::new();
    for decision in decisions {
        let (left, right) = (decision.decision.left, decision.decision.right);
        if session.may_decide(left, right)? {
            earlier.push(Earlier {
                id: decision.id,
                url: Url::Decision(decision.id),
                verdict: decision.decision.verdict.as_str(),
                time: decision.time,
                is_undone: decision.undone.is_some(),
                humans: decision.humans,
                is_this_pair: (left.min(right), left.max(right)) == (one.min(other), one.max(other)),
            });
        }
    }
    Ok(earlier)
}

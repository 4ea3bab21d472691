//! Lists: what is known of each, how they overlap, and the rows of a partner's beside ours.

use super::parts::{Brief, Colleague, Few, Where, few};
use super::sent::Sent;
use crate::counting::rounding::rounded;
use crate::counting::telling::combined;
use crate::failure::Failure;
use crate::queue::Strength;
use crate::shown::plain;
use crate::work::Work;
use figures::charts::Combinations;
use serde::Serialize;
use store::access::{Asked, Kind};
use store::{Agreed, Import, ImportNumber, RecordId};
use utoipa::ToSchema;

/// Rows that are told at once: each is a reading of its own.
const ROWS_MAX: usize = 10;

/// Every list that was brought in.
#[expect(clippy::struct_field_names, reason = "they are the names of the answer")]
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Lists {
    /// The newest first, and those that were taken back.
    pub(crate) lists: Vec<ListLine>,
    /// How they overlap by what a machine proposes, in clusters; null for whoever sees no counts.
    pub(crate) by_machine: Option<Vec<Combined>>,
    /// How they overlap by what humans hold, in persons.
    pub(crate) by_humans: Option<Vec<Combined>>,
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListLine {
    /// Its number, such as `I3`.
    pub(crate) list: String,
    /// What it is called.
    pub(crate) source: String,
    /// `freed`, `sought`, `register`, `dead`, `report` or `other`.
    pub(crate) kind: &'static str,
    /// The day that it speaks of (EDTF); empty where nobody said.
    pub(crate) as_of: String,
    /// When it came in.
    pub(crate) time: String,
    /// Its records; null below five.
    pub(crate) records: Few,
    /// What in it was not understood; null below five.
    pub(crate) problems: Few,
    /// Who took it back, and when.
    pub(crate) undone: Option<Undone>,
}

/// That a list was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Undone {
    /// By whom.
    pub(crate) by: Colleague,
    /// When.
    pub(crate) time: String,
}

/// What is in exactly these lists.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Combined {
    /// The lists.
    pub(crate) lists: Vec<String>,
    /// How much, rounded down to fives.
    pub(crate) count: u64,
}

/// One list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List {
    /// What is known of it.
    #[serde(flatten)]
    pub(crate) line: ListLine,
    /// How many of its rows have a link to a row of another list, by its strength; null for whoever sees no counts.
    pub(crate) overlap: Option<Vec<Strong>>,
    /// The partner's agreement to lay its rows beside ours.
    pub(crate) agreement: Option<Agreement>,
}

/// Rows with a link of one strength.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Strong {
    /// `strong`, `likely` or `open`.
    pub(crate) strength: &'static str,
    /// How many; null below five.
    pub(crate) rows: Few,
}

/// An agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Agreement {
    /// The entry that recorded it.
    pub(crate) entry: u64,
    /// Who agreed.
    pub(crate) partner: String,
    /// When (EDTF).
    pub(crate) agreed_on: String,
    /// Where it is written.
    pub(crate) paper: String,
    /// Who recorded it.
    pub(crate) recorded_by: Colleague,
    /// When that was.
    pub(crate) recorded: String,
    /// Who confirmed it: without this no row is shown.
    pub(crate) confirmed_by: Option<Colleague>,
    /// When that was.
    pub(crate) confirmed: Option<String>,
    /// Whether this account recorded it: then another confirms.
    pub(crate) is_own: bool,
}

/// Rows of a partner's list beside ours.
#[expect(clippy::struct_field_names, reason = "they are the names of the answer")]
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rows {
    /// The list.
    pub(crate) list: String,
    /// At most ten, in the order of the list.
    pub(crate) rows: Vec<RowPair>,
    /// Whether some that this account may not see were left out.
    pub(crate) is_partial: bool,
    /// What to send as `after` for the next ones; null at the end.
    pub(crate) next: Option<u32>,
}

/// A row and the strongest link of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowPair {
    /// `strong`, `likely` or `open`.
    pub(crate) strength: &'static str,
    /// Their row.
    pub(crate) theirs: Brief,
    /// Where it stands.
    pub(crate) theirs_at: Where,
    /// Ours.
    pub(crate) ours: Brief,
}

impl Lists {
    pub(crate) fn read(work: &Work) -> Result<Lists, Failure> {
        work.must(Asked::see(Kind::Import))?;
        let imports = work.desk.imports()?;
        let mut lists = Vec::new();
        for import in imports.iter().rev().filter(|import| !import.is_page) {
            lists.push(ListLine::of(work, import)?);
        }
        let (mut by_machine, mut by_humans) = (None, None);
        if work.may(Asked::see(Kind::Counts)) {
            let (overlaps, waiting) = (work.desk.overlaps()?, work.desk.waiting()?);
            by_machine = Some(all(&imports, &overlaps.clusters));
            by_humans = Some(all(&imports, &waiting.persons_by_lists));
        }
        Ok(Lists { lists, by_machine, by_humans })
    }
}

/// What a picture of overlaps shows.
fn all(imports: &[Import], combinations: &Combinations) -> Vec<Combined> {
    let Some(told) = combined(imports, combinations) else { return Vec::new() };
    let number = |set: &usize| told.rows.get(*set).map(|import| import.number.to_string());
    let columns = told.columns.iter();
    columns.map(|one| Combined { lists: one.sets.iter().filter_map(number).collect(), count: one.count }).collect()
}

impl ListLine {
    pub(crate) fn of(work: &Work, import: &Import) -> Result<ListLine, Failure> {
        let undone = match import.undone {
            Some(entry) => {
                let taken = work.desk.archive.taken_back_by(entry)?;
                Some(Undone { by: Colleague::of(&work.desk.archive, taken.by)?, time: taken.time })
            }
            None => None,
        };
        Ok(ListLine {
            list: import.number.to_string(),
            source: plain(&import.meta.source),
            kind: import.meta.kind.as_str(),
            as_of: import.meta.as_of.clone(),
            time: import.time.clone(),
            records: few(import.counts.records),
            problems: few(import.counts.problems),
            undone,
        })
    }
}

impl List {
    pub(crate) fn read(work: &Work, import: &Import) -> Result<List, Failure> {
        work.must(Asked::see(Kind::Import))?;
        let overlap = if work.may(Asked::see(Kind::Counts)) && import.undone.is_none() {
            let overlaps = work.desk.overlaps()?;
            let best = overlaps.best.get(&import.number).map(Vec::as_slice).unwrap_or_default();
            let count = |strength: Strength| {
                best.iter().filter(|one| Strength::of(one.probability_micro) == strength).count() as u64
            };
            let line = |strength: Strength| Strong { strength: strength.word(), rows: few(rounded(count(strength))) };
            Some([Strength::Strong, Strength::Likely, Strength::Open].map(line).into())
        } else {
            None
        };
        let agreement = work.desk.archive.agreement(import.number)?;
        let agreement = agreement.map(|agreed| Agreement::of(work, &agreed)).transpose()?;
        Ok(List { line: ListLine::of(work, import)?, overlap, agreement })
    }
}

impl Agreement {
    fn of(work: &Work, agreed: &Agreed) -> Result<Agreement, Failure> {
        let archive = &work.desk.archive;
        let confirmed = agreed.confirmed.as_ref();
        Ok(Agreement {
            entry: agreed.entry,
            partner: plain(agreed.agreement.partner.reveal()),
            agreed_on: agreed.agreement.agreed_on.clone(),
            paper: plain(agreed.agreement.paper.reveal()),
            recorded_by: Colleague::of(archive, Some(agreed.by))?,
            recorded: agreed.time.clone(),
            confirmed_by: confirmed.map(|(account, _)| Colleague::of(archive, Some(*account))).transpose()?,
            confirmed: confirmed.map(|(_, time)| time.clone()),
            is_own: agreed.by == work.account,
        })
    }
}

impl Rows {
    pub(crate) fn read(work: &Work, import: ImportNumber, after: u32) -> Result<Rows, Failure> {
        let session = work.session(None)?;
        // Asked first: where nobody agreed there is nothing to look for.
        session.shared_rows(import, &[])?;
        let overlaps = work.desk.overlaps()?;
        let best = overlaps.best.get(&import).map(Vec::as_slice).unwrap_or_default();
        let rest = &best[best.partition_point(|one| one.row.ordinal() <= after)..];
        let asked = &rest[..rest.len().min(ROWS_MAX)];
        let pairs: Vec<(RecordId, RecordId)> = asked.iter().map(|one| (one.row, one.other)).collect();
        let seen = session.shared_rows(import, &pairs)?;
        let imports = work.desk.imports()?;
        let rows = seen.iter().filter_map(|(theirs, ours)| {
            let link = asked.iter().find(|one| one.row == theirs.id)?;
            Some(RowPair {
                strength: Strength::of(link.probability_micro).word(),
                theirs: Brief::of(&imports, theirs.id, &theirs.record),
                theirs_at: Where::of(&theirs.record.position),
                ours: Brief::of(&imports, ours.id, &ours.record),
            })
        });
        let rows: Vec<RowPair> = rows.collect();
        let next = (rest.len() > asked.len()).then(|| asked.last().map(|one| one.row.ordinal())).flatten();
        Ok(Rows { list: import.to_string(), is_partial: rows.len() < asked.len(), rows, next })
    }
}

pub(super) fn all_lists(work: &Work, _: &Sent) -> Result<Lists, Failure> {
    Lists::read(work)
}

pub(super) fn one(work: &Work, sent: &Sent) -> Result<List, Failure> {
    work.must(Asked::see(Kind::Import))?;
    List::read(work, &crate::pages::list::found(work, sent.id("list")?)?)
}

pub(super) fn rows(work: &Work, sent: &Sent) -> Result<Rows, Failure> {
    work.must(Asked::see(Kind::Record))?;
    let import = crate::pages::list::found(work, sent.id("list")?)?.number;
    Rows::read(work, import, sent.number("after")?.unwrap_or_default())
}

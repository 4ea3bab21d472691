//! Lists that leave: asked for by one human, approved by another at the desk. A program asks and stops; it neither gives the second
//! word nor is handed a copy.

use super::parts::Colleague;
use super::sent::Sent;
use super::stable::{FormatWord, LeavingWord, ShareWord};
use crate::failure::Failure;
use crate::pages::exports as page;
use crate::pages::requests::fields::SHARED_WITH;
use crate::shown::plain;
use crate::work::Work;
use serde::{Deserialize, Serialize};
use store::access::{Asked, Kind};
use store::{Export, ExportNumber, StoreError};
use utoipa::ToSchema;

/// Exports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Exports {
    /// The newest first.
    pub(crate) exports: Vec<ExportLine>,
}

/// An export.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportLine {
    /// Its number, such as `E12`.
    pub(crate) export: String,
    /// Who is to have it.
    pub(crate) recipient: String,
    /// What for.
    pub(crate) purpose: String,
    /// `waits`, `approved`, `stopped` or `over`.
    pub(crate) state: &'static str,
    /// Copies that were made.
    pub(crate) copies: usize,
    /// When it was asked for.
    pub(crate) time: String,
}

/// One export.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneExport {
    /// What is known of it.
    #[serde(flatten)]
    pub(crate) line: ExportLine,
    /// What kind of recipient: `organisations`, `courts`, `authorities` or `public`.
    pub(crate) shared_with: &'static str,
    /// `xlsx`, `csv`, `pfif` or `ftm`.
    pub(crate) format: String,
    /// Its last day.
    pub(crate) until: String,
    /// Who asked for it.
    pub(crate) by: Colleague,
    /// Which properties of each record.
    pub(crate) fields: Vec<&'static str>,
    /// Of which lists.
    pub(crate) lists: Vec<String>,
    /// Records that would leave now.
    pub(crate) leave: u64,
    /// Records of these lists that stay.
    pub(crate) stay: u64,
    /// Copies that were made.
    pub(crate) made: Vec<CopyLine>,
    /// Records whose tombstones the recipient was not given yet.
    pub(crate) to_follow: usize,
}

/// A copy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CopyLine {
    /// When.
    pub(crate) time: String,
    /// By whom.
    pub(crate) by: Colleague,
    /// How many records it has.
    pub(crate) records: u64,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
}

/// An export that is asked for.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "recipient": "an institute", "purpose": "to compare", "shared_with": "organisations", "format": "csv",
    "fields": ["given", "family", "birth_date"], "lists": ["I1"], "until": "2026-12-31"
}))]
pub(crate) struct NewExport {
    /// Who is to have it.
    #[schema(min_length = 1, max_length = 500)]
    pub(crate) recipient: String,
    /// What for.
    #[schema(min_length = 1, max_length = 500)]
    pub(crate) purpose: String,
    /// What kind of recipient: `organisations`, `courts`, `authorities` or `public`.
    #[schema(value_type = ShareWord)]
    pub(crate) shared_with: String,
    /// `xlsx`, `csv`, `pfif` or `ftm`.
    #[schema(value_type = FormatWord)]
    pub(crate) format: String,
    /// Properties of each record, as their stable words.
    #[schema(min_items = 1, value_type = Vec<LeavingWord>)]
    pub(crate) fields: Vec<String>,
    /// Lists, such as `I3`; `requests` for families' requests.
    #[schema(min_items = 1)]
    pub(crate) lists: Vec<String>,
    /// The last day, such as `2026-12-31`.
    pub(crate) until: String,
}

/// Why an export is stopped.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stop {
    /// In words.
    #[schema(min_length = 1, max_length = 2000)]
    pub(crate) reason: String,
}

impl ExportLine {
    fn of(work: &Work, export: &Export) -> ExportLine {
        ExportLine {
            export: export.number.to_string(),
            recipient: plain(export.asked.recipient.reveal()),
            purpose: plain(export.asked.purpose.reveal()),
            state: page::state_word(export.state, export.is_over(&work.time)),
            copies: export.copies.len(),
            time: export.time.clone(),
        }
    }
}

impl Exports {
    pub(crate) fn read(work: &Work) -> Result<Exports, Failure> {
        work.must(Asked::see(Kind::Export))?;
        let exports = work.session(None)?.exports()?;
        Ok(Exports { exports: exports.iter().rev().map(|export| ExportLine::of(work, export)).collect() })
    }
}

impl OneExport {
    pub(crate) fn read(work: &Work, export: &Export) -> Result<OneExport, Failure> {
        let (archive, asked) = (&work.desk.archive, &export.asked);
        // A list that was taken back is not there any more: then nothing of it would leave.
        let count = || match work.session(None)?.would_leave(export) {
            Ok(counts) => Ok(counts),
            Err(StoreError::NoSuch(_)) => Ok((0, 0)),
            Err(error) => Err(Failure::from(error)),
        };
        let (leave, stay) = work.desk.leaving.now(archive, export.number, count)?;
        let share = SHARED_WITH.iter().find(|(share, _)| *share == asked.shared_with);
        let mut made = Vec::new();
        for copy in &export.copies {
            let (by, sha256) = (Colleague::of(archive, copy.by)?, copy.sha256.to_string());
            made.push(CopyLine { time: copy.time.clone(), by, records: copy.records, sha256 });
        }
        Ok(OneExport {
            line: ExportLine::of(work, export),
            shared_with: share.map_or("", |(_, word)| word),
            format: asked.format.clone(),
            until: asked.until.clone(),
            by: Colleague::of(archive, export.by)?,
            fields: asked.fields.iter().map(|field| field.as_str()).collect(),
            lists: asked.imports.iter().map(ToString::to_string).collect(),
            leave,
            stay,
            made,
            to_follow: archive.to_follow(export)?.len(),
        })
    }
}

fn found(work: &Work, sent: &Sent) -> Result<Export, Failure> {
    work.must(Asked::see(Kind::Export))?;
    let number: ExportNumber = sent.id("export")?;
    Ok(work.session(None)?.export(number)?)
}

pub(super) fn all(work: &Work, _: &Sent) -> Result<Exports, Failure> {
    Exports::read(work)
}

pub(super) fn one(work: &Work, sent: &Sent) -> Result<OneExport, Failure> {
    OneExport::read(work, &found(work, sent)?)
}

pub(super) fn ask(work: &Work, _: &Sent, new: &NewExport) -> Result<OneExport, Failure> {
    work.must(Asked::change(Kind::Export))?;
    let NewExport { recipient, purpose, shared_with, format, fields, lists, until } = new.clone();
    let one = [("recipient", recipient), ("purpose", purpose), ("share", shared_with), ("format", format)];
    let many = fields.into_iter().map(|field| ("field", field)).chain(lists.into_iter().map(|list| ("list", list)));
    let said = one.into_iter().chain(many).chain([("until", until)]);
    let said: Vec<(String, String)> = said.map(|(name, value)| (name.to_owned(), value)).collect();
    let number = work.desk.archive.ask_export(page::asked(work, &said)?, work.account, &work.time())?;
    OneExport::read(work, &work.session(None)?.export(number)?)
}

pub(super) fn stop(work: &Work, sent: &Sent, stop: &Stop) -> Result<OneExport, Failure> {
    work.must(Asked::change(Kind::Export))?;
    let export = found(work, sent)?;
    page::stopped(work, &export, &stop.reason)?;
    OneExport::read(work, &work.session(None)?.export(export.number)?)
}

//! What is to be put right outside, because its ground was taken away here.

use super::parts::Colleague;
use super::sent::Sent;
use crate::failure::Failure;
use crate::work::Work;
use serde::Serialize;
use std::collections::BTreeSet;
use store::access::{Asked, Kind};
use store::{CaseNumber, Outside};
use utoipa::ToSchema;

/// Corrections.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Corrections {
    /// The open ones first, and one's own before others'. Those of cases that this account may not see are not among them.
    pub(crate) corrections: Vec<CorrectionLine>,
}

/// A correction.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionLine {
    /// The entry that took the ground away.
    pub(crate) cause: u64,
    /// The entry of what left.
    pub(crate) consequence: u64,
    /// `told`, `exported` or `published`.
    pub(crate) what: &'static str,
    /// The case, where a family was told.
    pub(crate) case: Option<String>,
    /// Who has to see to it.
    pub(crate) who: Colleague,
    /// Whether it was put right.
    pub(crate) is_done: bool,
    /// Whether this account has to see to it.
    pub(crate) is_own: bool,
}

impl Corrections {
    pub(crate) fn read(work: &Work) -> Result<Corrections, Failure> {
        work.must(Asked::see(Kind::Correction))?;
        let archive = &work.desk.archive;
        let session = work.session(None)?;
        let mut corrections = Vec::new();
        let mut all = Vec::new();
        for correction in archive.corrections()? {
            let outside = archive.outside(correction.consequence)?.outside;
            all.push((correction, outside));
        }
        let told = |outside: &Outside| match outside {
            Outside::Told { case, .. } => Some(*case),
            _ => None,
        };
        let cases: BTreeSet<CaseNumber> = all.iter().filter_map(|(_, outside)| told(outside)).collect();
        // One line of the log for all of them.
        let visible: BTreeSet<CaseNumber> = session.visible_cases(&cases)?;
        for (correction, outside) in all {
            let (what, case) = match &outside {
                Outside::Told { case, .. } => ("told", Some(*case)),
                Outside::Exported { .. } | Outside::Copied(_) => ("exported", None),
                Outside::Published { .. } => ("published", None),
            };
            // Of a case that one may not see nothing is said.
            if case.is_some_and(|case| !visible.contains(&case)) {
                continue;
            }
            corrections.push(CorrectionLine {
                cause: correction.cause,
                consequence: correction.consequence,
                what,
                case: case.map(|case| case.to_string()),
                who: Colleague::of(archive, correction.account)?,
                is_done: correction.done.is_some(),
                is_own: correction.account == Some(work.account),
            });
        }
        corrections.sort_by_key(|line| (line.is_done, !line.is_own));
        Ok(Corrections { corrections })
    }
}

pub(super) fn get(work: &Work, _: &Sent) -> Result<Corrections, Failure> {
    Corrections::read(work)
}

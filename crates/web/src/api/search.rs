//! Searches of a case: records by name, and who else was in a place. Each is for a case that is open, counted against the budget of
//! searches, and in the log before anything is shown.

use super::parts::{Brief, Said};
use super::sent::Sent;
use crate::failure::Failure;
use crate::pages::{company, search};
use crate::work::Work;
use serde::{Deserialize, Serialize};
use store::CaseNumber;
use store::access::{Asked, Kind};
use utoipa::ToSchema;

/// What is asked: as the family says it, in any script. A name is asked for: neither a place nor a year alone is searched for.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"name": "Fares Hammoud", "born": "1976", "place": "Kafr Takharim"}))]
pub(crate) struct Question {
    /// The whole name.
    #[schema(max_length = 300)]
    pub(crate) name: String,
    /// The father's name.
    #[schema(max_length = 300)]
    pub(crate) father: String,
    /// The mother's name.
    #[schema(max_length = 300)]
    pub(crate) mother: String,
    /// The year or day of birth.
    #[schema(max_length = 300)]
    pub(crate) born: String,
    /// Where they are from.
    #[schema(max_length = 300)]
    pub(crate) place: String,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Found {
    /// At most ten, the best first; none where no name was asked for. Records that this account may not see leave no gap.
    pub(crate) found: Vec<FoundRecord>,
}

/// A record that fits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundRecord {
    /// The record.
    #[serde(flatten)]
    pub(crate) record: Brief,
    /// What helps to recognise it.
    pub(crate) facts: Vec<Fact>,
}

/// Something that a record says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Fact {
    /// As it was written.
    #[serde(flatten)]
    pub(crate) said: Said,
    /// How a date was understood (EDTF); null where it is no date.
    pub(crate) date: Option<String>,
}

/// Where and when.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"place": "sy.branch-215", "from": "2011", "to": "2014"}))]
pub(crate) struct CompanyQuestion {
    /// A place of detention, by any of its names or its id.
    #[schema(max_length = 300)]
    pub(crate) place: String,
    /// From when (EDTF, or as it is written).
    #[schema(max_length = 300)]
    pub(crate) from: String,
    /// To when; empty for the time of `from`.
    #[schema(max_length = 300)]
    pub(crate) to: String,
}

/// Who else was there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Company {
    /// At most ten, whoever was there longest in that time first.
    pub(crate) found: Vec<Present>,
}

/// A record that says that somebody was there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Present {
    /// The record.
    #[serde(flatten)]
    pub(crate) record: Brief,
    /// Since when, as the source says (EDTF).
    pub(crate) from: Option<String>,
    /// Until when.
    pub(crate) to: Option<String>,
}

fn case_of(work: &Work, sent: &Sent) -> Result<CaseNumber, Failure> {
    work.must(Asked::see(Kind::Record))?;
    sent.id("case")
}

pub(super) fn search(work: &Work, sent: &Sent, question: &Question) -> Result<Found, Failure> {
    let case = case_of(work, sent)?;
    Ok(Found { found: search::found(work, case, question)?.map(|(_, found)| found).unwrap_or_default() })
}

pub(super) fn company(work: &Work, sent: &Sent, question: &CompanyQuestion) -> Result<Company, Failure> {
    let case = case_of(work, sent)?;
    Ok(Company { found: company::found(work, case, question)? })
}

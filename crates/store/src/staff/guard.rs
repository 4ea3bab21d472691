//! What decides who may see or touch a record: its role, restrictions, team, and whether the worker is partial.

use crate::access::{Asked, Deed, Kind, Team, permits};
use crate::account::Profile;
use crate::restriction::{self, Restriction};
use crate::sql::{Connection, statements};
use crate::{Case, CaseNumber, RecordId, Result, StoreError, person, records, request, standing};
use record::{Property, Record, Visibility};
use std::collections::{BTreeSet, HashMap};

/// A record with all of that, for one worker.
pub(crate) struct Guarded {
    pub(crate) record: Record,
    pub(crate) restrictions: Vec<Restriction>,
    pub(crate) team: Team,
    pub(crate) is_recused: bool,
}

impl Guarded {
    /// The question to the one access function.
    pub(crate) fn asked(&self, kind: Kind, deed: Deed) -> Asked {
        let by_role = if self.record.role.is_matched() { Visibility::Staff } else { Visibility::Sealed };
        let whole = self.restrictions.iter().filter(|one| one.property.is_none());
        let visibility = whole.map(|one| one.visibility).max().unwrap_or_default().max(by_role);
        Asked { kind, deed, visibility, team: self.team, is_recused: self.is_recused }
    }
}

/// A record as it stands before a worker; nothing when it is not there.
pub(crate) fn of(connection: &mut Connection, profile: &Profile, id: RecordId) -> Result<Option<Guarded>> {
    Ok(of_each(connection, profile, &[id])?.pop().map(|(_, guarded)| guarded))
}

/// Several, each once, in the order asked for; those which are not there are left out.
pub(crate) fn of_each(
    connection: &mut Connection,
    profile: &Profile,
    ids: &[RecordId],
) -> Result<Vec<(RecordId, Guarded)>> {
    let touched = touched(connection, ids)?;
    let numbers: Vec<CaseNumber> = touched.values().filter_map(|touched| touched.case).collect();
    let cases = request::folded_each(connection, &numbers)?;
    beside(connection, profile, ids, &touched, &cases.iter().map(|case| (case.case, case)).collect())
}

/// The records of cases that were read already.
pub(crate) fn of_cases(
    connection: &mut Connection,
    profile: &Profile,
    cases: &[Case],
) -> Result<HashMap<RecordId, Guarded>> {
    let ids: Vec<RecordId> = cases.iter().map(|case| case.record).collect();
    let touched = touched(connection, &ids)?;
    let known = cases.iter().map(|case| (case.case, case)).collect();
    Ok(beside(connection, profile, &ids, &touched, &known)?.into_iter().collect())
}

/// What is known of a record beside what it says.
struct Touched {
    case: Option<CaseNumber>,
    is_restricted: bool,
}

fn touched(connection: &mut Connection, ids: &[RecordId]) -> Result<HashMap<RecordId, Touched>> {
    let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut touched = HashMap::with_capacity(ids.len());
    for row in connection.rows_listed(statements::TOUCHED, &numbers)? {
        let case = Some(row.int(1)?).filter(|&number| number >= 0).map(CaseNumber);
        touched.insert(RecordId(row.int(0)?), Touched { case, is_restricted: row.int(2)? >= 0 });
    }
    Ok(touched)
}

fn beside(
    connection: &mut Connection,
    profile: &Profile,
    ids: &[RecordId],
    touched: &HashMap<RecordId, Touched>,
    cases: &HashMap<CaseNumber, &Case>,
) -> Result<Vec<(RecordId, Guarded)>> {
    let mut guarded = Vec::with_capacity(ids.len());
    for (id, record) in records::read_some(connection, ids)? {
        let touched = touched.get(&id);
        let restrictions: Vec<_> = if touched.is_some_and(|touched| touched.is_restricted) {
            restriction::of(connection, id)?.into_iter().map(|(_, one)| one).collect()
        } else {
            Vec::new()
        };
        let number = touched.and_then(|touched| touched.case);
        let whole = restrictions.iter().filter(|one| one.property.is_none());
        let mut asked_for: Vec<BTreeSet<&str>> =
            whole.map(|one| one.teams.iter().map(String::as_str).collect()).collect();
        if let Some(number) = number {
            let case = cases.get(&number).ok_or_else(|| StoreError::NoSuch(format!("case {number}")))?;
            asked_for.push(BTreeSet::from([case.team.as_str()]));
        }
        let team = team_of(asked_for, profile);
        let is_recused = is_recused(profile, &record) || knows(connection, profile, id, number)?;
        guarded.push((id, Guarded { record, restrictions, team, is_recused }));
    }
    Ok(guarded)
}

/// Each restriction to teams must be met: a worker has to be in one of the teams of every one.
fn team_of(asked_for: Vec<BTreeSet<&str>>, profile: &Profile) -> Team {
    let mut team = Team::Any;
    for mut teams in asked_for {
        teams.remove("");
        if teams.is_empty() {
            continue;
        }
        if !teams.iter().any(|&team| profile.teams.contains(team)) {
            return Team::Other;
        }
        team = Team::Own;
    }
    team
}

/// Refuses a worker who may not do this with a record.
pub(crate) fn must_be_permitted(
    connection: &mut Connection,
    profile: &Profile,
    kind: Kind,
    record: RecordId,
) -> Result<()> {
    match of(connection, profile, record)? {
        Some(guarded) if permits(profile, guarded.asked(kind, Deed::Change)) => Ok(()),
        // What may be seen may be said to be there; of everything else nobody learns whether it is.
        Some(guarded) if permits(profile, guarded.asked(Kind::Record, Deed::See)) => {
            Err(StoreError::Denied("no role of this account does that with this record"))
        }
        Some(_) | None => Err(StoreError::NoSuch(format!("record {record}"))),
    }
}

/// Refuses a worker who may not make or change such a thing at all.
pub(crate) fn must_be_allowed(profile: &Profile, asked: Asked) -> Result<()> {
    if permits(profile, asked) { Ok(()) } else { Err(StoreError::Denied("no role of this account does that")) }
}

/// Whether a worker has said that they know the person of a record: of this record, of any that decisions join to it (also where
/// a second human is awaited), or of the requests that its own goes on in. Asked of those only who have said so of somebody.
fn knows(connection: &mut Connection, profile: &Profile, id: RecordId, case: Option<CaseNumber>) -> Result<bool> {
    if profile.recused.is_empty() {
        return Ok(false);
    }
    let mut asked_for = BTreeSet::from([id]);
    if let Some(case) = case {
        let leading = standing::leading(connection, case)?.map_or(case, |(leading, _)| leading);
        for other in standing::joined_to(connection, leading)?.into_iter().chain([leading]) {
            asked_for.insert(request::folded(connection, other)?.record);
        }
    }
    for record in asked_for {
        if !person::around(connection, record)?.is_disjoint(&profile.recused) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a worker shares a family name or a place with whom a record is about: by consonant frames, so that spelling
/// and script do not matter. It errs towards recusal.
fn is_recused(profile: &Profile, record: &Record) -> bool {
    if profile.families.is_empty() && profile.places.is_empty() {
        return false;
    }
    let own: BTreeSet<u64> =
        profile.families.iter().flat_map(|family| frames(&names::read(family.reveal()).parts)).collect();
    let is_own = |parts: &[names::Part]| !frames(parts).is_disjoint(&own);
    record.claims.iter().any(|claim| match claim.property {
        Property::Family | Property::MotherFamily => is_own(&names::read(&claim.as_written).parts),
        // The family stands last, but for lists that write it first.
        Property::FullName => match names::read(&claim.as_written).parts.as_slice() {
            [first, .., last] => is_own(std::slice::from_ref(first)) || is_own(std::slice::from_ref(last)),
            _ => false,
        },
        Property::BirthPlace | Property::RegistrationPlace | Property::Residence | Property::Origin => {
            profile.places.contains(&claim.normal)
        }
        _ => false,
    })
}

/// What remains of spelling and script in parts of names.
fn frames(parts: &[names::Part]) -> BTreeSet<u64> {
    parts.iter().flat_map(|part| names::skeleton_variants(&part.text)).map(|frame| frame.0).collect()
}

//! Which records stay inside, whatever list they are on: asked by whoever counts, copies, and looks for what must follow a copy.

use crate::sharing::export::ExportAsked;
use crate::sql::{Connection, statements};
use crate::{RecordId, Result, answer, person, records, request};
use std::collections::BTreeSet;

/// Records that may not leave by what is asked: withdrawn, restricted as a whole, requests whose family did not agree to this kind
/// of recipient, requests taken after the entry that approved it, which nobody had before them; and every record that humans hold to
/// be about one person with one of those, or with a minor. What one list no
/// longer says of somebody, another does not say for it.
pub(crate) fn staying(
    connection: &mut Connection,
    asked: &ExportAsked,
    approved: Option<u64>,
) -> Result<BTreeSet<RecordId>> {
    let mut staying = answer::kept_inside(connection)?;
    for row in connection.rows(statements::CASE_RECORDS, &[])? {
        let record = RecordId(row.int(0)?);
        if !staying.contains(&record)
            && let Some(case) = request::case_of(connection, record)?
        {
            let (taken, request) = request::taken_at(connection, case)?;
            let is_later = approved.is_some_and(|approved| taken > approved);
            if is_later || !request.consent.0.contains(&asked.shared_with) {
                staying.insert(record);
            }
        }
    }
    let mut joined = BTreeSet::new();
    for row in connection.rows(statements::DECISIONS_IN_EFFECT, &[])? {
        joined.extend([RecordId(row.int(4)?), RecordId(row.int(5)?)]);
    }
    let mut seen = BTreeSet::new();
    for record in joined {
        if !seen.insert(record) {
            continue;
        }
        let members = person::joined(connection, record)?.records;
        seen.extend(members.iter().copied());
        if members.len() < 2 {
            continue;
        }
        // A family that did not agree keeps its request inside, and not what lists say of the same person.
        let mut keeps = false;
        for &member in &members {
            let is_request = request::case_of(connection, member)?.is_some();
            keeps |= staying.contains(&member) && !is_request;
            keeps |= is_request && crate::withdrawal::of(connection, member)?.keeps_inside();
        }
        keeps |= records::read_some(connection, &members)?.iter().any(|(_, record)| record.may_be_minor());
        if keeps {
            staying.extend(members);
        }
    }
    Ok(staying)
}

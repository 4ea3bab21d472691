//! What must hold before a decision is kept, confirmed or taken back, and what is written when it is.

use crate::access::Kind;
use crate::chain::{self, Pair, Words};
use crate::decision::{Confirmation, Detail, Word, confirmed_packet, one, signers, words_about};
use crate::entry::NewDecision;
use crate::projecting::Projecting;
use crate::signature::Signature;
use crate::sql::{Connection, Value, statements};
use crate::{AccountId, DecisionId, Hash, RecordId, Result, StoreError};
use std::collections::BTreeSet;

/// Hashes of two records' content.
pub(crate) fn compared(connection: &mut Connection, left: RecordId, right: RecordId) -> Result<Vec<Hash>> {
    let mut hashes = Vec::with_capacity(2);
    for record in [left, right] {
        let json = crate::records::json_of(connection, record)?;
        let json = json.ok_or_else(|| StoreError::NoSuch(format!("record {record}")))?;
        hashes.push(Hash::of_parts(&[b"athar/record/1", json.as_bytes()]));
    }
    Ok(hashes)
}

/// What must hold before a decision is kept.
pub(crate) fn check(projecting: &mut Projecting<'_>, decision: &NewDecision) -> Result<()> {
    let NewDecision { left, right, verdict, .. } = *decision;
    if left == right {
        return Err(StoreError::SameRecord);
    }
    let humans = check_signatures(projecting, decision)?;
    for record in [left, right] {
        projecting.must_be_there(record)?;
    }
    if !decision.signatures.is_empty() && decision.compared != compared(projecting.reading()?, left, right)? {
        return Err(StoreError::Refused("what was signed is not what the two records say"));
    }
    let pair = Pair::of(left, right);
    if let Some(earlier) = projecting.words_of(left)?.into_iter().find(|word| word.pair() == pair) {
        // A word without a key is no answer to one with a key, and saying the same again adds nobody.
        let is_weaker = humans == 0 || (verdict == earlier.verdict && humans <= earlier.humans);
        if earlier.humans > 0 && is_weaker {
            return Err(StoreError::DecidedAlready(earlier.id));
        }
    }
    chain::refuse_contradiction(projecting, pair, verdict)
}

/// Every signature is over this packet and of an account that may decide, each account once. Returns how many.
fn check_signatures(projecting: &mut Projecting<'_>, decision: &NewDecision) -> Result<u32> {
    if decision.signatures.is_empty() {
        return Ok(0);
    }
    let packet = decision.packet()?;
    if connection_knows(projecting.reading()?, packet)? {
        return Err(StoreError::Refused("this packet was used before: decide anew"));
    }
    let mut humans = BTreeSet::new();
    for signature in &decision.signatures {
        let account = who_signed(projecting, packet, signature, [decision.left, decision.right])?;
        if !humans.insert(account) {
            return Err(StoreError::Refused("two signatures of one human are one"));
        }
    }
    Ok(humans.len() as u32)
}

/// A packet signs one decision, once: otherwise a decision that was taken back could be put in again by others.
fn connection_knows(connection: &mut Connection, packet: Hash) -> Result<bool> {
    Ok(connection.row(statements::PACKET, &[Value::Text(&packet.to_string())])?.is_some())
}

/// The account whose signature it is: it may decide about both records, and is partial to neither.
fn who_signed(
    projecting: &mut Projecting<'_>,
    packet: Hash,
    signature: &Signature,
    records: [RecordId; 2],
) -> Result<AccountId> {
    if !signature.is_of(packet) {
        return Err(StoreError::Refused("a signature is not over what was decided"));
    }
    let account = projecting.accounts()?.iter().find(|account| account.keys.contains(&signature.key));
    let account = account.ok_or(StoreError::Refused("a key is not enrolled, or was revoked"))?;
    if !crate::access::may_decide(&account.profile) {
        return Err(StoreError::Refused("this account does not decide: caseworkers and reviewers do"));
    }
    let (id, profile) = (account.id, account.profile.clone());
    for record in records {
        crate::guard::must_be_permitted(projecting.reading()?, &profile, Kind::Decision, record)?;
    }
    Ok(id)
}

/// What must hold before one more human stands for a decision.
pub(crate) fn check_confirmation(projecting: &mut Projecting<'_>, confirmation: &Confirmation) -> Result<()> {
    let decision = one(projecting.reading()?, confirmation.decision)?;
    if decision.undone.is_some() {
        return Err(StoreError::AlreadyUndone(format!("decision {}", decision.id)));
    }
    let records = [decision.decision.left, decision.decision.right];
    let packet = confirmed_packet(projecting.reading()?, &decision)?;
    let account = who_signed(projecting, packet, &confirmation.signature, records)?;
    let keys = projecting.keys()?.clone();
    let connection = projecting.reading()?;
    if signers(connection, &decision, &keys)?.contains(&account) {
        return Err(StoreError::Refused("a second human is needed, not the first one again"));
    }
    Ok(())
}

/// What must hold before a decision is taken back: what it replaced must be able to stand again.
pub(crate) fn check_undo(connection: &mut Connection, id: DecisionId) -> Result<()> {
    let decision = one(connection, id)?;
    if decision.undone.is_some() {
        return Err(StoreError::AlreadyUndone(format!("decision {id}")));
    }
    let pair = Pair::of(decision.decision.left, decision.decision.right);
    let others = words_about(connection, pair.low)?;
    let returning = others.into_iter().rev().find(|word| word.pair() == pair && word.id != id);
    let Some(word) = returning else { return Ok(()) };
    match chain::refuse_contradiction(connection, pair, word.verdict) {
        Err(StoreError::Contradicts(mut chain)) => {
            // What would come back is a part of why.
            chain.0.push(chain::Reason::from(&word));
            Err(StoreError::Contradicts(chain))
        }
        outcome => outcome,
    }
}

pub(crate) fn project(projecting: &mut Projecting<'_>, entry: u64, time: &str, decision: NewDecision) -> Result<()> {
    let NewDecision { left, right, verdict, .. } = decision;
    let mut humans: BTreeSet<AccountId> = BTreeSet::new();
    let packet = if decision.signatures.is_empty() {
        String::new()
    } else {
        let keys = projecting.keys()?;
        humans.extend(decision.signatures.iter().filter_map(|signature| keys.get(&signature.key)));
        decision.packet()?.to_string()
    };
    let replaced = projecting.replaced(Pair::of(left, right), verdict, DecisionId(entry))?;
    let detail = serde_json::to_string(&Detail { time: time.to_owned(), decision });
    let detail = detail.map_err(|_| StoreError::NotJson("a decision"))?;
    let humans = humans.len() as u32;
    projecting.decision(Word { id: DecisionId(entry), left, right, verdict, humans }, packet, &detail)?;
    // Also those that a newer word of the same verdict had replaced: what left may rest on any of them.
    for replaced in replaced {
        crate::consequence::correct(projecting.reading()?, entry, 'D', replaced.id.0 as i64, None)?;
    }
    Ok(())
}

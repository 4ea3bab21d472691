//! What of a record is sealed on its way in: contacts, where a living person is now, whatever no column is known for,
//! and everything about people in roles that are never matched (rules 5 and 11).
//!
//! A record is parted before anything of it is written. What is open goes into the chunk's lines and the tables under a
//! working key; what is sealed goes, line by line, into the chunk's box, which only the team's secret key opens. The open
//! part names the hash of its sealed part, so that neither can be exchanged unnoticed. What stays open for matching is in
//! docs/sealing.md: of a telephone number or an address of electronic mail a keyed token that tells equal from unequal.

use crate::records::{self, SealedAt};
use crate::sql::Connection;
use crate::{Hash, RecordId, Result, StoreError, chunk, request};
use record::{Claim, Problem, ProblemKind, Property, Record, Role, Visibility};
use serde::{Deserialize, Serialize};
use vault::hex;
use vault::keys::{KeyError, KeyId, Keyring};

const DOMAIN: &[u8] = b"athar/sealed/1";
/// What stands where somebody whom a source quotes was sealed: that there is somebody says that it is testimony.
const SOMEBODY: &str = "…";
/// What stands where a cell was sealed: an empty one said nothing.
const SOMETHING: &str = "…";
/// Tokens have so many decimal digits: longer than any number that is written, so that none is taken for one.
const TOKEN_DIGITS: u64 = 1_000_000_000_000_000;

/// What was taken out of one record and its problems.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct SealedPart {
    /// Random, so that the hash tells nothing of what it is of.
    salt: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    claims: Vec<(u32, Claim)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cells: Vec<(u32, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    problems: Vec<(u32, String)>,
}

/// A sealed part as it goes into a box, and its hash.
pub(crate) struct Taken {
    pub(crate) json: Vec<u8>,
    pub(crate) hash: Hash,
}

impl SealedPart {
    fn is_empty(&self) -> bool {
        self.claims.is_empty() && self.cells.is_empty() && self.problems.is_empty()
    }

    fn taken(mut self) -> Result<Option<Taken>> {
        if self.is_empty() {
            return Ok(None);
        }
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|error| StoreError::Random(error.to_string()))?;
        self.salt = hex::text(&salt);
        let json = serde_json::to_vec(&self).map_err(|_| StoreError::NotJson("a sealed part"))?;
        let hash = hash_of(&json);
        Ok(Some(Taken { json, hash }))
    }

    /// Reads a part that was in a box.
    pub(crate) fn read(json: &[u8]) -> Result<SealedPart> {
        serde_json::from_slice(json).map_err(|_| StoreError::damaged("a sealed part is not understood"))
    }

    /// Puts back what was taken out.
    pub(crate) fn join(self, record: &mut Record) {
        for (index, claim) in self.claims {
            if let Some(place) = record.claims.get_mut(index as usize) {
                *place = claim;
            }
        }
        for (index, text) in self.cells {
            if let Some(cell) = record.verbatim.get_mut(index as usize) {
                cell.text = text;
            }
        }
    }
}

/// The hash by which an open part names its sealed one.
pub(crate) fn hash_of(json: &[u8]) -> Hash {
    Hash::of_parts(&[DOMAIN, json])
}

/// Takes out of a record and its problems what is to be sealed.
pub(crate) fn part(record: &mut Record, problems: &mut [Problem], keys: &Keyring) -> Result<Option<Taken>> {
    take_out(record, problems, Some(keys)).taken()
}

/// Leaves of a record and its problems what an import would leave open: for whoever shows them before there is an archive.
pub fn leave_open(record: &mut Record, problems: &mut [Problem]) {
    take_out(record, problems, None);
}

/// The same of problems that belong to no record.
pub fn leave_problems_open(problems: &mut [Problem]) {
    seal_problems(problems, &[], &mut SealedPart::default());
}

fn take_out(record: &mut Record, problems: &mut [Problem], keys: Option<&Keyring>) -> SealedPart {
    let mut sealed = SealedPart::default();
    let whole = !record.role.is_matched();
    let role = record.role;
    for (index, claim) in (0..).zip(&mut record.claims) {
        if whole || is_sealed(claim, role) {
            let token = keys.filter(|_| !whole).map(|keys| token(claim, keys)).unwrap_or_default();
            let open = Claim {
                normal: token,
                visibility: Visibility::Sealed,
                part: claim.part,
                ..Claim::new(claim.property, "")
            };
            sealed.claims.push((index, std::mem::replace(claim, open)));
        } else if !claim.quotes.is_empty() {
            sealed.claims.push((index, claim.clone()));
            claim.quotes = SOMEBODY.into();
        }
    }
    for (index, cell) in (0..).zip(&mut record.verbatim) {
        let text = cell.text.trim();
        let says = |claim: &Claim| claim.visibility < Visibility::Sealed && claim.as_written.trim() == text;
        if !text.is_empty() && !record.claims.iter().any(says) && !tells_of_arrest(&record.claims, text) {
            sealed.cells.push((index, std::mem::replace(&mut cell.text, SOMETHING.to_owned())));
        }
    }
    let open: Vec<&str> = record.verbatim.iter().map(|cell| cell.text.as_str()).collect();
    seal_problems(problems, &open, &mut sealed);
    sealed
}

/// The same of problems that belong to no record: nothing of their rows is known, so nothing of them stays open.
pub(crate) fn part_problems(problems: &mut [Problem]) -> Result<Option<Taken>> {
    let mut sealed = SealedPart::default();
    seal_problems(problems, &[], &mut sealed);
    sealed.taken()
}

fn seal_problems(problems: &mut [Problem], open: &[&str], sealed: &mut SealedPart) {
    for (index, problem) in (0..).zip(problems) {
        let text = problem.as_written.reveal();
        let of_the_header = matches!(
            problem.kind,
            ProblemKind::ColumnMissing
                | ProblemKind::DuplicateHeader
                | ProblemKind::TooManyColumns
                | ProblemKind::RaggedRow
        );
        if text.is_empty() || of_the_header || open.iter().any(|cell| cell.contains(text)) {
            continue;
        }
        sealed.problems.push((index, text.to_owned()));
        problem.as_written = record::Private::default();
    }
}

/// Whether a cell is the sentence in which a list says when and where somebody was arrested: it is read into several claims,
/// each of words of the sentence.
fn tells_of_arrest(claims: &[Claim], text: &str) -> bool {
    let said = |property: Property| {
        let own =
            claims.iter().filter(move |claim| claim.property == property && claim.visibility < Visibility::Sealed);
        let mut words = own.map(|claim| claim.as_written.trim()).filter(|words| !words.is_empty() && *words != text);
        words.any(|words| words.split_whitespace().all(|word| text.contains(word)))
    };
    said(Property::ArrestDate)
        && [Property::ArrestPlace, Property::ArrestedBy, Property::ArrestManner].into_iter().any(said)
}

/// Whether a claim is for nobody without the key. The address of somebody who came out is where they are now.
fn is_sealed(claim: &Claim, role: Role) -> bool {
    let address = matches!(claim.property, Property::Address | Property::HouseNumber | Property::Postcode);
    claim.visibility == Visibility::Sealed || (role == Role::Freed && address)
}

/// What stays open of a contact: equal or not. Of everything else nothing.
fn token(claim: &Claim, keys: &Keyring) -> String {
    let is_contact = matches!(claim.property, Property::Phone | Property::Email);
    if !is_contact || claim.normal.is_empty() {
        return String::new();
    }
    let token = keys.token(b"athar/contact/1", claim.normal.trim().to_lowercase().as_bytes());
    let number = token.iter().take(8).fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
    format!("{:015}", number % TOKEN_DIGITS)
}

/// What a record's sealed part says; nothing where it has none.
pub(crate) fn opened(connection: &mut Connection, id: RecordId) -> Result<Option<SealedPart>> {
    match records::place_of(connection, id)? {
        Some(SealedAt { chunk: Some(chunk), line }) => {
            let batch = id.import().to_string();
            let parts = chunk::open_box(connection, &batch, u64::from(chunk))?;
            parts
                .into_iter()
                .find(|(at, _)| *at == u32::from(line))
                .map(|(_, json)| SealedPart::read(&json))
                .transpose()
        }
        Some(SealedAt { chunk: None, .. }) => request::sealed_of_record(connection, id),
        None => Ok(None),
    }
}

/// Seals one thing under a key of its own, as text.
pub(crate) fn seal_text(keys: &Keyring, context: &[u8], content: &[u8]) -> Result<String> {
    let key = keys.new_sealing_key()?;
    let sealed = keys.seal_box(key, context, content);
    keys.forget_sealing(key);
    Ok(hex::text(&sealed?))
}

/// Opens it; nothing where there is nothing, the team's secret is locked, or it was destroyed.
pub(crate) fn open_text(keys: &Keyring, context: &[u8], text: &str) -> Result<Option<Vec<u8>>> {
    if text.is_empty() {
        return Ok(None);
    }
    match keys.open_box(context, &bytes_of(text)?) {
        Ok(content) => Ok(Some(content)),
        Err(KeyError::SealedLocked | KeyError::Destroyed(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The key under which it was sealed.
pub(crate) fn key_of_text(text: &str) -> Result<Option<KeyId>> {
    Ok(Keyring::key_of(&bytes_of(text)?))
}

fn bytes_of(text: &str) -> Result<Vec<u8>> {
    hex::bytes(text).ok_or_else(|| StoreError::damaged("a sealed text is not understood"))
}

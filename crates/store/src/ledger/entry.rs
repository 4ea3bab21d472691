//! What one entry of the ledger says, and how it is committed to.
//!
//! The content is JSON with its fields in a fixed order: version, kind, time, body. The commitment is
//! SHA-256(domain, salt, length, content); the leaf is the RFC 6962 hash of (version, commitment). Kind and time
//! lie inside the content, so that a published tree tells nothing but how many entries there are, and so that
//! salt and content can be erased later while the tree still verifies.

use crate::acts::ActEntry;
use crate::import::ImportAccepted;
use crate::link::LinksAccepted;
use crate::signature::Signature;
use crate::{
    AccountId, Hash, ImportNumber, Json, RecordId, Result, RunNumber, StoreError, TokenNumber, Verdict, limits, tree,
};
use record::Private;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

/// Form of the entries written here.
const VERSION: u8 = 1;
const DOMAIN: &[u8] = b"athar/entry/1";

/// Size and root of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Number of entries.
    pub size: u64,
    /// Root of the RFC 6962 tree over their leaves.
    pub root: Hash,
}

/// A human's word about two records, with what the machine showed at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDecision {
    /// One record.
    pub left: RecordId,
    /// The other.
    pub right: RecordId,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, in the words of whoever decided.
    pub reason: Private,
    /// The weight that was shown, in 1/1024 bit.
    pub weight_1024: Option<i32>,
    /// The evidence that was shown, frozen.
    pub evidence: Json,
    /// The linkage run whose snapshot weighed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunNumber>,
    /// The token of the program that handed it in, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenNumber>,
    /// Hashes of the two records' content, left and right: filled in by [`crate::Archive::freeze`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compared: Vec<Hash>,
    /// Signatures of humans over [`NewDecision::packet`]. A decision without one counts for no human.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
}

impl NewDecision {
    /// What a human signs: a hash over everything that was decided and shown, without the signatures.
    pub fn packet(&self) -> Result<Hash> {
        let unsigned = NewDecision { signatures: Vec::new(), ..self.clone() };
        let content = serde_json::to_vec(&unsigned).map_err(|_| StoreError::NotJson("a decision"))?;
        Ok(Hash::of_parts(&[b"athar/packet/1", &content]))
    }

    /// What a human signs who confirms it where it lies: in the entry of that leaf.
    pub fn packet_at(&self, leaf: Hash) -> Result<Hash> {
        Ok(crate::decision::confirmed(self.packet()?, leaf))
    }
}

/// What was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Undone {
    Import(ImportNumber),
    Decision(crate::DecisionId),
}

/// The body of an entry, by its kind.
pub(crate) enum Body {
    ImportAccepted(Box<ImportAccepted>),
    LinksAccepted(Box<LinksAccepted>),
    Decision(Box<NewDecision>),
    TakenBack(TakenBack),
    Act(Box<ActEntry>),
}

/// What was taken back, by whom, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TakenBack {
    pub(crate) what: Undone,
    pub(crate) by: Option<AccountId>,
    pub(crate) reason: Private,
}

#[derive(Serialize, Deserialize)]
struct Content {
    version: u8,
    kind: String,
    time: String,
    body: Box<RawValue>,
}

impl Body {
    fn kind(&self) -> &'static str {
        match self {
            Body::ImportAccepted(_) => "import_accepted",
            Body::LinksAccepted(_) => "links_accepted",
            Body::Decision(_) => "decision",
            Body::TakenBack(_) => "taken_back",
            Body::Act(_) => "act",
        }
    }

    /// Records that must be there for it.
    pub(crate) fn records(&self) -> Vec<RecordId> {
        match self {
            Body::Decision(decision) => vec![decision.left, decision.right],
            Body::Act(act) => act.act.record().into_iter().collect(),
            Body::ImportAccepted(_) | Body::LinksAccepted(_) | Body::TakenBack(_) => Vec::new(),
        }
    }

    /// The canonical content of an entry.
    pub(crate) fn encode(&self, time: &str) -> Result<Vec<u8>> {
        let body = match self {
            Body::ImportAccepted(body) => to_raw_value(body),
            Body::LinksAccepted(body) => to_raw_value(body),
            Body::Decision(body) => to_raw_value(body),
            Body::TakenBack(body) => to_raw_value(body),
            Body::Act(body) => to_raw_value(body),
        };
        let body = body.map_err(|_| StoreError::NotJson("an entry"))?;
        let content = Content { version: VERSION, kind: self.kind().to_owned(), time: time.to_owned(), body };
        let bytes = serde_json::to_vec(&content).map_err(|_| StoreError::NotJson("an entry"))?;
        if bytes.len() > limits::ENTRY_BYTES_MAX {
            return Err(StoreError::Limit { what: "an entry", limit: limits::ENTRY_BYTES_MAX });
        }
        Ok(bytes)
    }

    /// Time and body of an entry's content.
    pub(crate) fn decode(content: &[u8]) -> Result<(String, Body)> {
        fn body<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Result<T> {
            serde_json::from_str(raw.get()).map_err(|_| StoreError::damaged("an entry's body is not understood"))
        }
        let content: Content =
            serde_json::from_slice(content).map_err(|_| StoreError::damaged("an entry is not understood"))?;
        if content.version != VERSION {
            return Err(StoreError::Newer { found: i64::from(content.version), known: i64::from(VERSION) });
        }
        let raw = &content.body;
        let body = match content.kind.as_str() {
            "import_accepted" => Body::ImportAccepted(body(raw)?),
            "links_accepted" => Body::LinksAccepted(body(raw)?),
            "decision" => Body::Decision(body(raw)?),
            // As it was written before accounts.
            "undone" => Body::TakenBack(TakenBack { what: body(raw)?, by: None, reason: Private::default() }),
            "taken_back" => Body::TakenBack(body(raw)?),
            "act" => Body::Act(body(raw)?),
            _ => return Err(StoreError::damaged("an entry of an unknown kind")),
        };
        Ok((content.time, body))
    }
}

/// 32 random bytes.
pub(crate) fn new_salt() -> Result<[u8; 32]> {
    let mut salt = [0; 32];
    getrandom::fill(&mut salt).map_err(|error| StoreError::Random(error.to_string()))?;
    Ok(salt)
}

pub(crate) fn commitment(salt: &[u8], content: &[u8]) -> Hash {
    Hash::of_parts(&[DOMAIN, salt, &(content.len() as u64).to_be_bytes(), content])
}

/// Bytes of what a leaf is made of.
pub(crate) const LEAF_BYTES: usize = 33;

/// What a leaf is made of: a version and the commitment.
pub(crate) fn leaf_content(commitment: Hash) -> [u8; LEAF_BYTES] {
    let mut content = [VERSION; LEAF_BYTES];
    content[1..].copy_from_slice(&commitment.0);
    content
}

pub(crate) fn leaf(commitment: Hash) -> Hash {
    tree::leaf_hash(&leaf_content(commitment))
}

//! The archive: a ledger of what was accepted and decided, and tables that follow from it, on SQLite or
//! PostgreSQL.
//!
//! The ledger is a table of salted commitments under an RFC 6962 tree; long work (an import, a linkage run) is
//! staged in chunks that nobody sees until one small entry accepts them. Everything else is a projection:
//! dropped and rebuilt from the ledger, it gives the same [`Archive::canonical_dump`].
//!
//! Callers are synchronous: the async drivers run inside, on a runtime of the archive's own, so that neither the
//! command line nor a pure crate beside it learns of futures. A web server calls it from its blocking threads.
//!
//! What is deliberately absent: a clock (times are arguments), comparison of records (crate `link`), words for
//! people beyond an error's one sentence. Places are left for signed checkpoints (a publication of the head) and
//! sealing (an entry whose salt and content were erased still verifies by its commitment).
#![forbid(unsafe_code)]

pub mod access;
mod account;
mod acts;
mod answer;
mod append;
mod archive;
mod candidates;
mod chain;
mod checking;
mod chunk;
mod consequence;
mod decision;
mod dump;
mod entry;
mod error;
mod flags;
mod guard;
mod hash;
mod ids;
mod import;
mod import_rows;
pub mod jobs;
mod json;
mod ledger;
pub mod limits;
mod link;
mod link_rows;
mod original;
mod person;
mod places;
mod projecting;
mod queue;
mod readings;
mod rebuild;
mod records;
mod request;
mod restriction;
mod session;
mod signature;
mod source;
mod sql;
mod staging;
pub mod tree;
mod verify;
mod view;
mod wish;
mod withdrawal;

pub use account::{Account, Profile, StaffRole};
pub use answer::{Answer, Withheld};
pub use archive::{Archive, Counts, Location};
pub use chain::{Chain, Reason};
pub use consequence::{Consequence, Correction, Outside};
pub use decision::{Decision, Verdict};
pub use dump::TableDigest;
pub use entry::{Head, NewDecision};
pub use error::StoreError;
pub use hash::Hash;
pub use ids::{AccountId, CaseNumber, DecisionId, IdError, ImportNumber, JobNumber, PersonId, RecordId, RunNumber};
pub use import::{AcceptedImport, Import, ImportCounts, ImportMeta, ImportWriter};
pub use json::Json;
pub use link::{Link, LinkRun, LinkRunMeta, LinkWriter};
pub use original::{BringingIn, Original};
pub use person::Person;
pub use places::LoadedPlaces;
pub use queue::Waiting;
pub use readings::{Reading, ReadingEntry};
pub use records::{RecordFilter, StoredRecord};
pub use request::{Asker, Case, Consent, DeathNews, NewRequest, SharedWith, Vetting};
pub use restriction::Restriction;
pub use session::{RecordView, Session};
pub use signature::{PublicKey, SecretKey, Signature};
pub use source::{CopyWord, Independence, Source, SourceFacts};
pub use verify::VerifyReport;
pub use view::{ClaimLine, PossibilityLine, Standings, Views};
pub use wish::{Recipient, Telling, Wish};
pub use withdrawal::Withdrawn;

/// What the archive's functions return.
pub type Result<T> = std::result::Result<T, StoreError>;

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
#![deny(unsafe_code)]

mod acts;
mod archive;
mod backup;
mod counting;
mod decisions;
pub mod disk;
mod error;
mod families;
mod forgetting;
mod ids;
mod json;
mod ledger;
pub mod limits;
mod linkage;
#[expect(unsafe_code, reason = "allocators deal in raw memory, and so do SQLite's")]
pub mod memory;
mod pictures;
mod sharing;
mod sources;
mod sql;
mod staff;
#[expect(unsafe_code, reason = "locking pages is a call to the system")]
mod system;

// Modules go by their own names everywhere; the folders say what belongs together.
use decisions::{chain, deciding, decision, person, signature, view};
use families::{answer, asker, calls, consequence, joining, request, standing, wish, withdrawal};
use ledger::{
    append, checking, chunk, chunk_writer, dump, entry, projecting, rebuild, staging, upgrade, verify, verify_erased,
};
use linkage::{link, link_rows, proposals, queue};
use sources::{agreement, closing, flags, import, import_rows, original, places, records, sealing, source};
use staff::{
    account, aside, casework, desks, guard, holds, locked_out, logins, reading, readings, restriction, scope, session,
    shown_page, token, told,
};

pub use account::{Account, Profile, StaffRole};
pub use agreement::{Agreed, Agreement};
pub use answer::{Answer, Withheld};
pub use archive::{Archive, Counts, Location};
pub use asker::{Asker, Consent, DeathNews, SharedWith, Vetting};
pub use backup::{Backup, BackupError, BackupStep, RestoreWith, Restored, WrittenAnew};
#[doc(hidden)]
pub use backup::{fuzz_frames, fuzz_items};
pub use calls::{Appointment, Call, CallOutcome};
pub use casework::CaseLine;
pub use chain::{Chain, Reason};
pub use consequence::{Consequence, Correction, Outside};
pub use counting::{Joined, Taken, WeighedPair};
pub use decision::{Decision, Verdict};
pub use desks::{DESK_IDLE_SECONDS, DESK_SECONDS, Desk};
pub use dump::TableDigest;
pub use entry::{Head, NewDecision};
pub use error::StoreError;
pub use forgetting::{Due, PurgeReport, Why};
pub use holds::HOLD_SECONDS;
pub use ids::{
    AccountId, CaseNumber, DecisionId, ExportNumber, IdError, ImportNumber, JobNumber, PersonId, RecordId, RunNumber,
    TokenNumber,
};
pub use import::{AcceptedImport, Import, ImportCounts, ImportMeta, ImportWriter};
pub use json::Json;
pub use ledger::{CheckpointReport, Difference, EntryProof, HistoryFilter, HistoryLine, Published};
pub use link::{Link, LinkRun, LinkRunMeta, LinkWriter};
pub use logins::{Login, LoginKind};
pub use original::{BringingIn, Original};
pub use person::Person;
pub use pictures::{
    Dispute, DisputedText, LineId, LineText, LineToType, NewLine, NewPicture, Picture, PictureLine, PictureMeta,
    PicturePage, PictureState, Settled,
};
pub use places::LoadedPlaces;
pub use proposals::Proposal;
pub use queue::Waiting;
pub use reading::{Reading, ReadingEntry};
pub use records::{RecordFilter, StoredRecord};
pub use request::{Case, NewRequest};
pub use restriction::{Restricted, Restriction};
pub use scope::Scope;
pub use sealing::{leave_open, leave_problems_open};
pub use session::{RecordView, Session};
pub use sharing::Leaving;
pub use sharing::copied::{Copied, Runs};
pub use sharing::export::{Export, ExportAsked, ExportCopy, ExportState, FORMATS, may_be_exported};
pub use signature::{PublicKey, SecretKey, Signature};
pub use source::{CopyWord, Independence, Source, SourceFacts};
pub use staff::{access, jobs};
pub use token::{NewToken, Token, TokenShown, TokenUse};
pub use told::ToldOf;
pub use vault::Hash;
pub use vault::disk::DiskKey;
pub use vault::proof::tree;
pub use verify::VerifyReport;
pub use view::{ClaimLine, PossibilityLine, Standings, Views};
pub use wish::{Recipient, Telling, Wish};
pub use withdrawal::Withdrawn;

/// What the archive's functions return.
pub type Result<T> = std::result::Result<T, StoreError>;

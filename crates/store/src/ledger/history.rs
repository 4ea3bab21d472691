//! What was done, entry by entry: when, by whom, about what. Ids and kinds, no words: for whoever watches over the work.

use crate::access::{Asked, Kind};
use crate::entry::{Body, Undone};
use crate::readings::Reading;
use crate::session::Session;
use crate::{AccountId, DecisionId, Result, StoreError, account, ledger};

/// One entry of the ledger, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// Its index.
    pub entry: u64,
    /// When, as whoever did it said.
    pub time: String,
    /// A stable word for what was done; `erased` where that was forgotten.
    pub what: &'static str,
    /// Which thing it is about, as its id in text; empty where the kind says it all.
    pub about: String,
    /// Who did it; nobody for the console.
    pub by: Option<AccountId>,
}

/// Entries of one page, at most.
const LINES_MAX: u64 = 200;

impl Session<'_> {
    /// What was done last before an entry (or at all), the newest first: for administrators and reviewers. It is logged.
    pub fn history(&self, before: Option<u64>) -> Result<Vec<HistoryLine>> {
        if !self.may(Asked::see(Kind::Readings)) {
            return Err(StoreError::Denied("what was done is for administrators and reviewers"));
        }
        self.archive.log_reading(self.account, Reading::Readings, None, self.now)?;
        self.archive.database.read(|connection| {
            let size = ledger::head(connection)?.size;
            let end = before.unwrap_or(size).min(size);
            let keys = account::all_keys(connection)?;
            let mut lines = Vec::new();
            for index in (end.saturating_sub(LINES_MAX)..end).rev() {
                let Some(stored) = ledger::entry_at(connection, index)? else { continue };
                let Ok((salt, content)) = stored.content() else {
                    let (time, about) = (String::new(), String::new());
                    lines.push(HistoryLine { entry: index, time, what: "erased", about, by: None });
                    continue;
                };
                let (time, body) = Body::decode(content)?;
                let (what, about, by) = match &body {
                    Body::ImportAccepted(accepted) => ("import", accepted.import.to_string(), accepted.meta.by),
                    Body::LinksAccepted(accepted) => ("links", accepted.run.to_string(), None),
                    Body::Decision(decision) => {
                        let signer = decision.signatures.first().and_then(|signature| keys.get(&signature.key));
                        ("decision", DecisionId(index).to_string(), signer.copied())
                    }
                    Body::TakenBack(taken) => match taken.what {
                        Undone::Import(import) => ("undone", import.to_string(), taken.by),
                        Undone::Decision(decision) => ("undone", decision.to_string(), taken.by),
                    },
                    Body::Act(act) => {
                        let about = act.act.subject(index, salt);
                        (act.act.word(), about_text(act.act.kind(), about), act.by)
                    }
                };
                lines.push(HistoryLine { entry: index, time, what, about, by });
            }
            Ok(lines)
        })
    }
}

/// The id of what an act is about.
fn about_text(kind: &str, subject: i64) -> String {
    match kind {
        "account" => AccountId(subject as u64).to_string(),
        "agreement" => crate::ImportNumber(subject as u32).to_string(),
        "confirmation" => DecisionId(subject as u64).to_string(),
        "request" | "call" | "joining" | "appointment" => crate::CaseNumber(subject).to_string(),
        "export" => crate::ExportNumber(subject as u64).to_string(),
        "restriction" | "wish" | "withdrawal" => crate::RecordId(subject).to_string(),
        _ => String::new(),
    }
}

//! From the ledger to everything else.

use crate::chunk::Replayed;
use crate::entry::Body;
use crate::import_rows::{self, ImportRows};
use crate::ledger::Said;
use crate::link_rows::{self, LinkRows};
use crate::projecting::Projecting;
use crate::sql::{Connection, Durability, statements};
use crate::{Archive, Result, StoreError, chunk, forgetting, import, ledger, link, staging};
use std::sync::Arc;

/// Drops every projection.
const CLEAR: [&str; 13] = [
    statements::CLEAR_IMPORT,
    statements::CLEAR_RECORD,
    statements::CLEAR_KEY,
    statements::CLEAR_PERSON,
    statements::CLEAR_PROBLEM,
    statements::CLEAR_RUN,
    statements::CLEAR_LINK,
    statements::CLEAR_CLUSTER,
    statements::CLEAR_DECISION,
    statements::CLEAR_ACT,
    statements::CLEAR_CASE,
    statements::CLEAR_GROUND,
    statements::CLEAR_CORRECTION,
];

impl Archive {
    /// Drops every projection and makes it again from the ledger, in one transaction: readers see the old ones
    /// until the new ones are whole. Writers wait; one that stages an import or a run is not waited for. Calls back
    /// with the entries done and all entries.
    pub fn rebuild(&mut self, progress: impl FnMut(u64, u64)) -> Result<()> {
        self.alone(Durability::Full, |connection| replay(connection, progress))
    }

    /// Whether a rebuild would be let in now: for tests.
    #[doc(hidden)]
    pub fn alone_for_test(&self) -> Result<()> {
        self.alone(Durability::Staged, |_| Ok(()))
    }

    /// One transaction beside which nobody stages or appends.
    pub(crate) fn alone<T>(
        &self,
        durability: Durability,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        let mut slot = self.appending.connection();
        let connection = self.writing(&mut slot)?;
        staging::settle(connection, self.dir())?;
        connection.transaction(durability, |connection| {
            connection.hold_tables_alone()?;
            ledger::Tail::lock(connection)?;
            staging::nothing_staged(connection)?;
            work(connection)
        })
    }
}

/// Drops and makes again, within a transaction of the caller's.
pub(crate) fn replay(connection: &mut Connection, mut progress: impl FnMut(u64, u64)) -> Result<()> {
    for statement in CLEAR {
        connection.execute(statement, &[])?;
    }
    let all = ledger::head(connection)?.size;
    let mut projecting = Projecting::new(connection, None);
    let mut index = 0;
    loop {
        let page = ledger::page(projecting.reading()?, index)?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            index = entry.index + 1;
            progress(index, all);
            projecting.follows_from(entry.key);
            if let Said::Erased(stub) = &entry.said {
                forgetting::project_stub(projecting.reading()?, entry.index, stub)?;
                continue;
            }
            let (&salt, content) = entry.content()?;
            let (time, body) = Body::decode(content)?;
            match &body {
                Body::ImportAccepted(accepted) => replay_import(projecting.reading()?, salt, accepted)?,
                Body::LinksAccepted(accepted) => replay_links(projecting.reading()?, accepted)?,
                Body::Decision(_) | Body::TakenBack(_) | Body::Act(_) => {}
            }
            projecting.follows_from(entry.key);
            projecting.follow(entry.index, &salt, &time, body)?;
        }
    }
    projecting.finish()?;
    if index == all { Ok(()) } else { Err(StoreError::damaged("the ledger has not as many entries as its head says")) }
}

fn replay_import(connection: &mut Connection, salt: [u8; 32], accepted: &import::ImportAccepted) -> Result<()> {
    let mut rows = ImportRows::new(accepted.import, salt, Arc::clone(connection.keys()?));
    let batch = accepted.import.to_string();
    let line = |rows: &mut ImportRows, line: Replayed<import_rows::Line>| match line {
        Replayed::Line(line) => rows.replay(&line),
        Replayed::Erased { records, problems } => {
            rows.erased(records, problems);
            Ok(())
        }
    };
    chunk::replay(connection, (&batch, accepted.chunks), &mut rows, line, |rows, connection, key| {
        rows.write(connection, key)?;
        if rows.keys_are_many() { write_keys(rows, connection) } else { Ok(()) }
    })?;
    write_keys(&mut rows, connection)?;
    if rows.counts() == accepted.counts { Ok(()) } else { Err(StoreError::damaged("an import's counts are wrong")) }
}

fn write_keys(rows: &mut ImportRows, connection: &mut Connection) -> Result<()> {
    rows.sort_keys();
    while rows.keys_are_left() {
        rows.write_keys(connection)?;
    }
    Ok(())
}

fn replay_links(connection: &mut Connection, accepted: &link::LinksAccepted) -> Result<()> {
    let mut rows = LinkRows::new(accepted.run);
    let batch = accepted.run.to_string();
    let line = |rows: &mut LinkRows, line: Replayed<link_rows::Line>| match line {
        Replayed::Line(line) => {
            rows.push(&line);
            Ok(())
        }
        Replayed::Erased { .. } => Err(StoreError::damaged("of a linkage run nothing is ever erased")),
    };
    let write = |rows: &mut LinkRows, connection: &mut Connection, _| rows.write(connection);
    chunk::replay(connection, (&batch, accepted.chunks), &mut rows, line, write)?;
    let counted = rows.counts() == (accepted.links, accepted.clustered);
    if counted { Ok(()) } else { Err(StoreError::damaged("a run's counts are wrong")) }
}

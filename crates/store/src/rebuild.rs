//! From the ledger to everything else.

use crate::entry::{Body, Undone};
use crate::import_rows::{self, ImportRows};
use crate::link_rows::{self, LinkRows};
use crate::sql::{Connection, Durability, Value, statements};
use crate::{Archive, Result, StoreError, chunk, decision, import, ledger, link};

/// Drops every projection.
const CLEAR: [&str; 9] = [
    statements::CLEAR_IMPORT,
    statements::CLEAR_RECORD,
    statements::CLEAR_KEY,
    statements::CLEAR_PERSON,
    statements::CLEAR_PROBLEM,
    statements::CLEAR_RUN,
    statements::CLEAR_LINK,
    statements::CLEAR_CLUSTER,
    statements::CLEAR_DECISION,
];

impl Archive {
    /// Drops every projection and makes it again from the ledger, in one transaction: readers see the old ones
    /// until the new ones are whole. Calls back with the entries done and all entries.
    pub fn rebuild(&mut self, progress: impl FnMut(u64, u64)) -> Result<()> {
        let connection = self.writer_at_rest()?;
        connection.transaction(Durability::Full, |connection| replay(connection, progress))
    }
}

/// Drops and makes again, within a transaction of the caller's.
pub(crate) fn replay(connection: &mut Connection, mut progress: impl FnMut(u64, u64)) -> Result<()> {
    for statement in CLEAR {
        connection.execute(statement, &[])?;
    }
    let all = ledger::head(connection)?.size;
    let mut index = 0;
    loop {
        let page = ledger::page(connection, index)?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            let (time, body) = Body::decode(&entry.content)?;
            match &body {
                Body::ImportAccepted(accepted) => replay_import(connection, &entry.salt, accepted)?,
                Body::LinksAccepted(accepted) => replay_links(connection, accepted)?,
                Body::Decision(_) | Body::Undone(_) => {}
            }
            project(connection, entry.index, &time, body)?;
            index = entry.index + 1;
            progress(index, all);
        }
    }
    if index == all { Ok(()) } else { Err(StoreError::damaged("the ledger has not as many entries as its head says")) }
}

/// What follows from an entry at once, its chunks apart.
pub(crate) fn project(connection: &mut Connection, entry: u64, time: &str, body: Body) -> Result<()> {
    match body {
        Body::ImportAccepted(accepted) => import::project(connection, entry, time, *accepted),
        Body::LinksAccepted(accepted) => link::project(connection, entry, time, *accepted),
        Body::Decision(decision) => decision::project(connection, entry, time, *decision),
        Body::Undone(undone) => {
            let (statement, target) = match undone {
                Undone::Import(number) => (statements::IMPORT_UNDO, i64::from(number.0)),
                Undone::Decision(id) => (statements::DECISION_UNDO, id.0 as i64),
            };
            let touched = connection.execute(statement, &[Value::Int(entry as i64), Value::Int(target)])?;
            if touched == 1 { Ok(()) } else { Err(StoreError::damaged("an entry takes back what is not there")) }
        }
    }
}

fn replay_import(connection: &mut Connection, salt: &[u8], accepted: &import::ImportAccepted) -> Result<()> {
    let salt = salt.try_into().map_err(|_| StoreError::damaged("a salt is not 32 bytes long"))?;
    let mut rows = ImportRows::new(accepted.import, salt);
    let batch = accepted.import.to_string();
    let line = |rows: &mut ImportRows, line: import_rows::Line| rows.push(&line);
    chunk::replay(connection, (&batch, accepted.chunks), &mut rows, line, |rows, connection| {
        rows.write(connection)?;
        if rows.keys_are_many() { rows.write_keys(connection) } else { Ok(()) }
    })?;
    rows.write_keys(connection)?;
    if rows.counts() == accepted.counts { Ok(()) } else { Err(StoreError::damaged("an import's counts are wrong")) }
}

fn replay_links(connection: &mut Connection, accepted: &link::LinksAccepted) -> Result<()> {
    let mut rows = LinkRows::new(accepted.run);
    let batch = accepted.run.to_string();
    let line = |rows: &mut LinkRows, line: link_rows::Line| {
        rows.push(&line);
        Ok(())
    };
    chunk::replay(connection, (&batch, accepted.chunks), &mut rows, line, LinkRows::write)?;
    let counted = rows.counts() == (accepted.links, accepted.clustered);
    if counted { Ok(()) } else { Err(StoreError::damaged("a run's counts are wrong")) }
}

//! What a file that SQLite opens is, by the flags it is opened with.

use libsqlite3_sys::{
    SQLITE_OPEN_DELETEONCLOSE, SQLITE_OPEN_MAIN_DB, SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_SUBJOURNAL,
    SQLITE_OPEN_TEMP_DB, SQLITE_OPEN_TEMP_JOURNAL, SQLITE_OPEN_TRANSIENT_DB, SQLITE_OPEN_WAL,
};

/// Kinds of files that may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Database,
    WriteAheadLog,
    Journal,
    /// For one connection, gone when it is closed: no key has to be known again.
    Temporary,
}

impl Kind {
    /// Nothing for a kind that must not be: the journal over several databases, whose name is looked for at the very
    /// end of a file, and what nobody knows yet.
    pub(super) fn of(flags: i32, is_named: bool) -> Option<Kind> {
        const TEMPORARY: i32 = SQLITE_OPEN_DELETEONCLOSE
            | SQLITE_OPEN_TEMP_DB
            | SQLITE_OPEN_TRANSIENT_DB
            | SQLITE_OPEN_TEMP_JOURNAL
            | SQLITE_OPEN_SUBJOURNAL;
        if !is_named || flags & TEMPORARY != 0 {
            return Some(Kind::Temporary);
        }
        let kinds = [
            (SQLITE_OPEN_MAIN_DB, Kind::Database),
            (SQLITE_OPEN_WAL, Kind::WriteAheadLog),
            (SQLITE_OPEN_MAIN_JOURNAL, Kind::Journal),
        ];
        kinds.into_iter().find(|(flag, _)| flags & flag != 0).map(|(_, kind)| kind)
    }
}

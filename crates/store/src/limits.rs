//! Every limit of the archive in one place.

/// Records (or links) in a chunk, at most.
pub const CHUNK_LINES_MAX: usize = 1_000;
/// Bytes of a chunk before compression at which it is closed, whatever the number of its lines.
pub const CHUNK_BYTES_MAX: usize = 4 << 20;
/// Bytes of one record as JSON.
pub const RECORD_BYTES_MAX: usize = 16 << 20;
/// Bytes that a stored chunk may inflate to.
pub const CHUNK_INFLATED_MAX: u64 = (CHUNK_BYTES_MAX + RECORD_BYTES_MAX + (1 << 20)) as u64 * 2;
/// Keys held in memory before they are sorted and written.
pub const KEYS_BUFFERED_MAX: usize = 1_000_000;
/// Keys written in one transaction: writers of other things wait so long.
pub(crate) const KEYS_WRITTEN_AT_ONCE: usize = 50_000;
/// Bytes of an entry's content.
pub const ENTRY_BYTES_MAX: usize = 4 << 20;
/// Rows that one statement inserts, at most. SQLite takes 32,766 parameters, PostgreSQL 65,535.
pub(crate) const ROWS_PER_INSERT: usize = 512;
/// Rows read at a time.
pub(crate) const ROWS_PER_PAGE: i64 = 1_000;
/// Records read at a time: fewer, since one may be as long as a row of ten thousand columns.
pub(crate) const RECORDS_PER_PAGE: i64 = 256;
/// Ids that one statement looks up.
pub(crate) const IDS_PER_LOOKUP: usize = 64;
/// Records that decisions may join to one person.
pub const RECORDS_PER_PERSON_MAX: usize = 10_000;
/// Requests that one transaction appends. More wait for the next.
pub(crate) const APPENDED_AT_ONCE_MAX: usize = 1_000;
/// Requests of families that one page holds; a page is an import of its own.
pub const REQUESTS_PER_PAGE: u64 = 1_000;
/// Askers of one request.
pub const ASKERS_PER_REQUEST_MAX: usize = 50;
/// Bytes of the content of a login.
pub const LOGIN_BYTES_MAX: usize = 64 << 10;
/// Logins of one account.
pub const LOGINS_PER_ACCOUNT_MAX: usize = 64;
/// Characters of one text that somebody writes by hand: a reason, a name, a remark.
pub const TEXT_CHARACTERS_MAX: usize = 10_000;
/// Keys that a record is found by in SQL. Names are found by the index beside the tables.
pub const KEYS_PER_RECORD_MAX: usize = 2;
/// Persons, records and requests that one account may open in an hour: what somebody opens who decides about two hundred pairs
/// and works on sixty cases in it. Whoever opens more browses.
pub const READINGS_PER_HOUR_MAX: u64 = 1_200;
/// Searches that one account may make in an hour.
pub const SEARCHES_PER_HOUR_MAX: u64 = 120;
/// Contacts of families that one account may open in an hour: nobody makes more calls than that. Whoever opens more copies a list
/// of telephone numbers.
pub const CONTACTS_PER_HOUR_MAX: u64 = 30;
/// Lines of one account in an hour about wrong attempts to come in, and as many about what it was refused. More are not written, so that
/// nobody fills the log by trying; one line says that there were more. That it came or went is written in any case.
pub const DOOR_LINES_PER_HOUR_MAX: u64 = 60;
/// Days for which a contact may be used at most before the family is asked again: a year, and time to reach it.
pub const CONTACT_DAYS_MAX: i32 = 400;
/// Days for which a token opens anything, at most.
pub const TOKEN_DAYS_MAX: i32 = 90;
/// Tokens of one account that open anything at one time.
pub const TOKENS_PER_ACCOUNT_MAX: usize = 16;
/// Characters of what a token is called.
pub const TOKEN_NAME_CHARACTERS_MAX: usize = 100;
/// Requests that a token may be given for a day.
pub const TOKEN_REQUESTS_PER_DAY_MAX: u32 = 100_000;
/// Persons, records and cases that a token may be given for a day: what somebody opens in ten hours of work.
pub const TOKEN_PERSONS_PER_DAY_MAX: u32 = 12_000;
/// Wishes to be removed that take effect in a day before a human has looked: more are a flood.
pub const WITHDRAWALS_PER_DAY_MAX: usize = 100;

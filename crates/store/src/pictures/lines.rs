//! One line of a page: where it stands, its strip, what a machine proposes, what was agreed on.

use super::LineText;
use crate::sql::{Connection, Row, Value, statements};
use crate::{RecordId, Result, StoreError};
use record::Area;
use serde::{Deserialize, Serialize};
use vault::keys::{KeyId, Keyring};

/// A line: picture, page and row, each from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineId {
    /// The picture.
    pub picture: u32,
    /// The page.
    pub page: u32,
    /// The row of the page.
    pub line: u32,
}

impl LineId {
    pub(super) fn values(self) -> [Value<'static>; 3] {
        [self.picture, self.page, self.line].map(|number| Value::Int(i64::from(number)))
    }

    pub(super) fn read(row: &Row) -> Result<LineId> {
        Ok(LineId { picture: row.int(0)? as u32, page: row.int(1)? as u32, line: row.int(2)? as u32 })
    }

    /// Where content lies: it opens nowhere else.
    pub(super) fn place(self, what: &str, turn: i64) -> Vec<u8> {
        let numbers = [i64::from(self.picture), i64::from(self.page), i64::from(self.line), turn];
        let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        [b"picture|", what.as_bytes(), b"|", numbers.as_slice()].concat()
    }
}

/// A line as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureLine {
    /// Which.
    pub id: LineId,
    /// Where it stands in the original.
    pub area: Area,
    /// What two people hold, where they do.
    pub agreed: Option<LineText>,
}

/// What is said of a line beside its strip.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct LineContent {
    pub(super) area: Area,
    /// What a machine proposed, where it was asked; empty where it could not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) proposal: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) agreed: Option<LineText>,
}

/// A row of the table.
pub(super) struct StoredLine {
    pub(super) state: i64,
    pub(super) content: LineContent,
    pub(super) key: KeyId,
}

pub(super) fn sealed(keys: &Keyring, key: KeyId, place: &[u8], content: &impl Serialize) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(content).map_err(|_| StoreError::NotJson("a picture"))?;
    Ok(keys.seal(key, place, &json)?)
}

pub(super) fn opened<T: for<'de> Deserialize<'de>>(keys: &Keyring, place: &[u8], blob: &[u8]) -> Result<T> {
    let json = keys.open_blob(place, blob).map_err(|_| StoreError::damaged("a picture cannot be opened"))?;
    serde_json::from_slice(&json).map_err(|_| StoreError::damaged("a picture is not understood"))
}

pub(super) fn key_of(blob: &[u8]) -> Result<KeyId> {
    Keyring::key_of(blob).ok_or_else(|| StoreError::damaged("a picture cannot be opened"))
}

fn stored(connection: &Connection, id: LineId, row: &Row) -> Result<StoredLine> {
    let blob = row.bytes(4)?;
    let content = opened(connection.keys()?, &id.place("line", 0), &blob)?;
    Ok(StoredLine { state: row.int(3)?, content, key: key_of(&blob)? })
}

/// A line, locked for whoever writes.
pub(super) fn locked(connection: &mut Connection, id: LineId) -> Result<Option<StoredLine>> {
    let row = connection.row(statements::PICTURE_LINE_LOCK, &id.values())?;
    row.map(|row| stored(connection, id, &row)).transpose()
}

/// A line.
pub(super) fn one(connection: &mut Connection, id: LineId) -> Result<Option<StoredLine>> {
    let row = connection.row(statements::PICTURE_LINE, &id.values())?;
    row.map(|row| stored(connection, id, &row)).transpose()
}

/// The strip of a line.
pub(super) fn image(connection: &mut Connection, id: LineId) -> Result<Option<Vec<u8>>> {
    let Some(row) = connection.row(statements::PICTURE_LINE_IMAGE, &id.values())? else { return Ok(None) };
    let image = connection.keys()?.open_blob(&id.place("strip", 0), &row.bytes(0)?);
    Ok(Some(image.map_err(|_| StoreError::damaged("a picture cannot be opened"))?))
}

/// Writes what is said of a line.
pub(super) fn write(connection: &mut Connection, id: LineId, state: i64, line: &StoredLine) -> Result<()> {
    let content = sealed(connection.keys()?, line.key, &id.place("line", 0), &line.content)?;
    let [picture, page, own] = id.values();
    let values = [Value::Int(state), Value::Bytes(&content), picture, page, own];
    connection.execute(statements::PICTURE_LINE_SET, &values).map(drop)
}

/// The line that a record was typed from, where its strip is kept.
pub(super) fn of_record(connection: &mut Connection, record: RecordId) -> Result<Option<LineId>> {
    let row = connection.row(statements::PICTURE_LINE_OF_RECORD, &[Value::Int(record.0)])?;
    row.map(|row| LineId::read(&row)).transpose()
}

/// Takes away the strip that an erased record was typed from; gives the key to destroy.
pub(crate) fn forget(connection: &mut Connection, record: RecordId) -> Result<Option<KeyId>> {
    let Some(id) = of_record(connection, record)? else { return Ok(None) };
    connection.execute(statements::PICTURE_TURNS_DROP, &id.values())?;
    let row = connection.row(statements::PICTURE_LINE_DROP, &id.values())?;
    row.map(|row| key_of(&row.bytes(0)?)).transpose()
}

//! Pictures and their pages: kept, cut, opened for typing, imported, dropped.

use super::lines::{self, LineContent, LineId, PictureLine, key_of, opened, sealed};
use crate::sql::{Connection, Durability, Row, Value, statements};
use crate::{AccountId, Archive, Hash, ImportNumber, Original, RecordId, Result, StoreError, forgetting};
use record::{Area, Cut, Property, SourceKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vault::keys::Keyring;

/// What is known of a picture before its first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureMeta {
    /// The file as it came.
    pub original: Original,
    /// Name of the source.
    pub source: String,
    /// Kind of the source.
    pub kind: SourceKind,
    /// The date that the list speaks of, in EDTF; empty when unknown.
    pub as_of: String,
    /// Who brought it.
    pub by: Option<AccountId>,
    /// When, as the caller said.
    pub time: String,
    /// What its columns mean, in their order; none until somebody has chosen.
    #[serde(default)]
    pub columns: Vec<Property>,
    /// Its columns stand from left to right.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_left_to_right: bool,
    /// The import that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportNumber>,
}

/// How far a picture has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureState {
    /// Its rows are looked at.
    Cutting,
    /// Its lines are typed.
    Typing,
    /// It is an import.
    Imported,
}

/// A picture, and how many of its lines are how far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its number.
    pub number: u32,
    /// How far it has come.
    pub state: PictureState,
    /// What is known of it.
    pub meta: PictureMeta,
    /// Its pages.
    pub pages: u32,
    /// Its lines, once they are typed.
    pub lines: u64,
    /// Lines of which two people hold the same text.
    pub done: u64,
    /// Lines that two people read differently.
    pub disputed: u64,
}

/// A page, without its image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PicturePage {
    /// Its number, from 1.
    pub page: u32,
    /// How its rows lie.
    pub cut: Cut,
}

/// A picture that comes in, with the pages that were drawn of it: how each is cut, and the page itself.
pub struct NewPicture {
    /// What is known of it.
    pub meta: PictureMeta,
    /// Its pages.
    pub pages: Vec<(Cut, Vec<u8>)>,
}

/// A line that is to be typed.
pub struct NewLine {
    /// Page, from 1.
    pub page: u32,
    /// Row of the page, from 1.
    pub line: u32,
    /// Where it stands in the original.
    pub area: Area,
    /// Its strip, as PNG.
    pub strip: Vec<u8>,
}

const CUTTING: i64 = 0;
const TYPING: i64 = 1;
const IMPORTED: i64 = 2;
/// Lines of one picture, at most.
const LINES_MAX: usize = 4_000;

fn no_such(number: u32) -> StoreError {
    StoreError::NoSuch(format!("picture {number}"))
}

fn place(what: &str, number: u32, page: u32) -> Vec<u8> {
    LineId { picture: number, page, line: 0 }.place(what, 0)
}

impl Archive {
    /// Keeps a picture whose original is in the archive already. Refused where one of the same bytes waits.
    pub fn keep_picture(&self, new: &NewPicture) -> Result<u32> {
        let token = token(self.keys(), new.meta.original.sha256);
        self.aside(Durability::Full, |connection| {
            let keys = std::sync::Arc::clone(connection.keys()?);
            if !connection.rows(statements::PICTURES_OF_ORIGINAL, &[Value::Bytes(&token)])?.is_empty() {
                return Err(StoreError::Refused("this picture is here already"));
            }
            let last = connection.row(statements::PICTURE_LAST, &[])?.map(|row| row.int(0)).transpose()?;
            let number = last.unwrap_or_default() as u32 + 1;
            let content = sealed(&keys, keys.new_working_key()?, &place("picture", number, 0), &new.meta)?;
            let values =
                [Value::Int(i64::from(number)), Value::Int(CUTTING), Value::Bytes(&token), Value::Bytes(&content)];
            connection.execute(statements::PICTURE_NEW, &values)?;
            for (page, (cut, image)) in (1_u32..).zip(&new.pages) {
                let key = keys.new_working_key()?;
                let content = sealed(&keys, key, &place("page", number, page), cut)?;
                let image = keys.seal(key, &place("page image", number, page), image)?;
                let values = [
                    Value::Int(i64::from(number)),
                    Value::Int(i64::from(page)),
                    Value::Bytes(&content),
                    Value::Bytes(&image),
                ];
                connection.execute(statements::PICTURE_PAGE_NEW, &values)?;
            }
            Ok(number)
        })
    }

    /// Every picture, the newest first.
    pub fn pictures(&self) -> Result<Vec<Picture>> {
        self.database.read(|connection| {
            let mut counts: BTreeMap<i64, [u64; 3]> = BTreeMap::new();
            for row in connection.rows(statements::PICTURE_COUNTS, &[])? {
                let own = counts.entry(row.int(0)?).or_default();
                if let Some(count) = own.get_mut(row.int(1)? as usize) {
                    *count = row.int(2)? as u64;
                }
            }
            let rows = connection.rows(statements::PICTURES, &[])?;
            rows.iter().map(|row| picture(connection, row, &counts)).collect()
        })
    }

    /// One picture.
    pub fn picture(&self, number: u32) -> Result<Picture> {
        let mut all = self.pictures()?;
        all.retain(|picture| picture.number == number);
        all.pop().ok_or_else(|| no_such(number))
    }

    /// The pages of a picture whose rows are being cut, or typed.
    pub fn picture_pages(&self, number: u32) -> Result<Vec<PicturePage>> {
        self.database.read(|connection| {
            let rows = connection.rows(statements::PICTURE_PAGES, &[Value::Int(i64::from(number))])?;
            let pages = rows.iter().map(|row| {
                let page = row.int(0)? as u32;
                let cut = opened(connection.keys()?, &place("page", number, page), &row.bytes(1)?)?;
                Ok(PicturePage { page, cut })
            });
            pages.collect()
        })
    }

    /// The image of a page, as PNG.
    pub fn picture_page_image(&self, number: u32, page: u32) -> Result<Vec<u8>> {
        let values = [number, page].map(|number| Value::Int(i64::from(number)));
        self.database.read(|connection| {
            let row = connection.row(statements::PICTURE_PAGE_IMAGE, &values)?.ok_or_else(|| no_such(number))?;
            let image = connection.keys()?.open_blob(&place("page image", number, page), &row.bytes(0)?);
            image.map_err(|_| StoreError::damaged("a picture cannot be opened"))
        })
    }

    /// Says how the rows of a page lie: before its lines are typed.
    pub fn cut_page(&self, number: u32, page: u32, cut: &Cut) -> Result<()> {
        if !cut.is_sound() {
            return Err(StoreError::Refused("rows lie within their page, one below the other"));
        }
        self.aside(Durability::Full, |connection| {
            in_state(connection, number, CUTTING)?;
            let values = [number, page].map(|number| Value::Int(i64::from(number)));
            let row = connection.row(statements::PICTURE_PAGE, &values)?.ok_or_else(|| no_such(number))?;
            let keys = connection.keys()?;
            let content = sealed(keys, key_of(&row.bytes(0)?)?, &place("page", number, page), cut)?;
            let [picture, page] = values;
            connection.execute(statements::PICTURE_PAGE_SET, &[Value::Bytes(&content), picture, page]).map(drop)
        })
    }

    /// Puts other pixels in the place of a page, with how its rows lie in them: a page that lay on its side.
    pub fn turn_page(&self, number: u32, page: u32, cut: &Cut, image: &[u8]) -> Result<()> {
        self.aside(Durability::Full, |connection| {
            in_state(connection, number, CUTTING)?;
            let values = [number, page].map(|number| Value::Int(i64::from(number)));
            let row = connection.row(statements::PICTURE_PAGE, &values)?.ok_or_else(|| no_such(number))?;
            let (keys, key) = (connection.keys()?, key_of(&row.bytes(0)?)?);
            let content = sealed(keys, key, &place("page", number, page), cut)?;
            let image = keys.seal(key, &place("page image", number, page), image)?;
            let [picture, page] = values;
            let values = [Value::Bytes(&content), Value::Bytes(&image), picture, page];
            connection.execute(statements::PICTURE_PAGE_TURN, &values).map(drop)
        })
    }

    /// Opens a picture for typing: what its columns mean, and its lines.
    pub fn open_picture(
        &self,
        number: u32,
        columns: &[Property],
        is_left_to_right: bool,
        new: &[NewLine],
    ) -> Result<()> {
        if columns.is_empty() || new.is_empty() {
            return Err(StoreError::Refused("a picture is typed that has columns and rows"));
        }
        if new.len() > LINES_MAX {
            return Err(StoreError::Limit { what: "the lines of a picture", limit: LINES_MAX });
        }
        self.aside(Durability::Full, |connection| {
            let mut meta = in_state(connection, number, CUTTING)?;
            columns.clone_into(&mut meta.columns);
            meta.is_left_to_right = is_left_to_right;
            set(connection, number, TYPING, &meta)?;
            let keys = std::sync::Arc::clone(connection.keys()?);
            for own in new {
                let id = LineId { picture: number, page: own.page, line: own.line };
                let key = keys.new_working_key()?;
                let content = LineContent { area: own.area, ..LineContent::default() };
                let content = sealed(&keys, key, &id.place("line", 0), &content)?;
                let strip = keys.seal(key, &id.place("strip", 0), &own.strip)?;
                let [picture, page, line] = id.values();
                let values = [picture, page, line, Value::Bytes(&content), Value::Bytes(&strip)];
                connection.execute(statements::PICTURE_LINE_NEW, &values)?;
            }
            Ok(())
        })
    }

    /// Takes a picture back from typing to where its rows are cut: while nobody has typed a line of it.
    pub fn close_picture(&self, number: u32) -> Result<()> {
        let values = [Value::Int(i64::from(number))];
        self.aside(Durability::Full, |connection| {
            let mut meta = in_state(connection, number, TYPING)?;
            if connection.row(statements::PICTURE_TYPED, &values)?.is_some() {
                return Err(StoreError::Refused("lines of this picture have been typed"));
            }
            meta.columns.clear();
            set(connection, number, CUTTING, &meta)?;
            connection.execute(statements::PICTURE_TURNS_CLEAR_OF, &values)?;
            let dropped = connection.rows(statements::PICTURE_LINES_DROP, &values)?;
            doom(connection, &dropped)
        })?;
        self.destroy_doomed()
    }

    /// The lines of a picture, in order, with what was agreed on.
    pub fn picture_lines(&self, number: u32) -> Result<Vec<PictureLine>> {
        self.database.read(|connection| {
            let rows = connection.rows(statements::PICTURE_LINES, &[Value::Int(i64::from(number))])?;
            let lines = rows.iter().map(|row| {
                let id = LineId::read(row)?;
                let content: LineContent = opened(connection.keys()?, &id.place("line", 0), &row.bytes(4)?)?;
                Ok(PictureLine { id, area: content.area, agreed: content.agreed })
            });
            lines.collect()
        })
    }

    /// Says that a picture is an import now, and which record came of which line. What was typed and the pages go; the strips of
    /// records stay, as evidence.
    pub fn picture_imported(&self, number: u32, import: ImportNumber, records: &[(LineId, RecordId)]) -> Result<()> {
        let values = [Value::Int(i64::from(number))];
        self.aside(Durability::Full, |connection| {
            let mut meta = in_state(connection, number, TYPING)?;
            meta.import = Some(import);
            set(connection, number, IMPORTED, &meta)?;
            for (id, record) in records {
                let [picture, page, line] = id.values();
                connection.execute(statements::PICTURE_LINE_BECAME, &[Value::Int(record.0), picture, page, line])?;
                // What the record says now says the record.
                if let Some(mut line) = lines::locked(connection, *id)? {
                    line.content = LineContent { area: line.content.area, ..LineContent::default() };
                    lines::write(connection, *id, 1, &line)?;
                }
            }
            connection.execute(statements::PICTURE_TURNS_CLEAR_OF, &values)?;
            let mut dropped = connection.rows(statements::PICTURE_LINES_DROP_LEFT, &values)?;
            dropped.extend(connection.rows(statements::PICTURE_PAGES_DROP, &values)?);
            doom(connection, &dropped)
        })?;
        self.destroy_doomed()
    }

    /// Drops a picture that is no import, with everything that was typed of it, and its original where nothing else names it.
    pub fn drop_picture(&self, number: u32) -> Result<()> {
        let values = [Value::Int(i64::from(number))];
        let meta = self.aside(Durability::Full, |connection| {
            let (state, meta) = one(connection, number)?;
            if state == IMPORTED {
                return Err(StoreError::Refused("it is an import, which is taken back as any import is"));
            }
            connection.execute(statements::PICTURE_TURNS_CLEAR_OF, &values)?;
            let mut dropped = connection.rows(statements::PICTURE_LINES_DROP, &values)?;
            dropped.extend(connection.rows(statements::PICTURE_PAGES_DROP, &values)?);
            dropped.extend(connection.rows(statements::PICTURE_DROP, &values)?);
            doom(connection, &dropped)?;
            Ok(meta)
        })?;
        self.destroy_doomed()?;
        self.drop_unused_original(meta.original.sha256)
    }

    fn destroy_doomed(&self) -> Result<()> {
        let mut slot = self.aside.connection();
        forgetting::destroy_doomed(self.writing(&mut slot)?).map(drop)
    }
}

/// Notes the keys of rows that were dropped, so that they are destroyed.
fn doom(connection: &mut Connection, dropped: &[Row]) -> Result<()> {
    for row in dropped {
        let key = key_of(&row.bytes(0)?)?;
        connection.execute(statements::DOOMED_NEW, &[Value::Int(key.0 as i64)])?;
    }
    Ok(())
}

fn picture(connection: &Connection, row: &Row, counts: &BTreeMap<i64, [u64; 3]>) -> Result<Picture> {
    let number = row.int(0)? as u32;
    let meta: PictureMeta = opened(connection.keys()?, &place("picture", number, 0), &row.bytes(2)?)?;
    let [open, done, disputed] = counts.get(&row.int(0)?).copied().unwrap_or_default();
    let state = match row.int(1)? {
        CUTTING => PictureState::Cutting,
        TYPING => PictureState::Typing,
        _ => PictureState::Imported,
    };
    Ok(Picture { number, state, meta, pages: row.int(3)? as u32, lines: open + done + disputed, done, disputed })
}

/// State and content of a picture, locked for whoever writes.
fn one(connection: &mut Connection, number: u32) -> Result<(i64, PictureMeta)> {
    let row = connection.row(statements::PICTURE_LOCK, &[Value::Int(i64::from(number))])?;
    let row = row.ok_or_else(|| no_such(number))?;
    Ok((row.int(0)?, opened(connection.keys()?, &place("picture", number, 0), &row.bytes(1)?)?))
}

fn in_state(connection: &mut Connection, number: u32, state: i64) -> Result<PictureMeta> {
    let (now, meta) = one(connection, number)?;
    let refused = match state {
        CUTTING => "its lines are being typed",
        _ => "its lines are not being typed",
    };
    if now == state { Ok(meta) } else { Err(StoreError::Refused(refused)) }
}

fn set(connection: &mut Connection, number: u32, state: i64, meta: &PictureMeta) -> Result<()> {
    let number_value = Value::Int(i64::from(number));
    let row = connection.row(statements::PICTURE_LOCK, &[number_value])?.ok_or_else(|| no_such(number))?;
    let key = key_of(&row.bytes(1)?)?;
    let content = sealed(connection.keys()?, key, &place("picture", number, 0), meta)?;
    let values = [Value::Int(state), Value::Bytes(&content), number_value];
    connection.execute(statements::PICTURE_SET, &values).map(drop)
}

/// What is known of a picture.
pub(super) fn meta(connection: &mut Connection, number: u32) -> Result<PictureMeta> {
    let row = connection.row(statements::PICTURE, &[Value::Int(i64::from(number))])?;
    let row = row.ok_or_else(|| no_such(number))?;
    opened(connection.keys()?, &place("picture", number, 0), &row.bytes(1)?)
}

/// What a picture is found by: nobody who holds the same file learns from the table that it is here.
fn token(keys: &Keyring, sha256: Hash) -> [u8; 32] {
    keys.token(b"athar/picture/1", &sha256.0)
}

/// Whether a picture that waits came as that file.
pub(crate) fn holds_original(archive: &Archive, sha256: Hash) -> Result<bool> {
    let token = token(archive.keys(), sha256);
    let found = archive
        .database
        .read(|connection| connection.rows(statements::PICTURES_OF_ORIGINAL, &[Value::Bytes(&token)]))?;
    Ok(!found.is_empty())
}

/// Empties the tables: before an archive is restored to where there is none.
pub(crate) fn clear(connection: &mut Connection) -> Result<()> {
    for statement in [
        statements::PICTURE_TURNS_CLEAR,
        statements::PICTURE_LINES_CLEAR,
        statements::PICTURE_PAGES_CLEAR,
        statements::PICTURES_CLEAR,
    ] {
        connection.execute(statement, &[])?;
    }
    Ok(())
}

//! What somebody at work does with lines of pictures: all of it asked of the one access function, each strip in the log of readings
//! before it is shown. What another types is on no page before one's own is kept; what a machine proposes is shown only where two
//! people differ.

use super::agreeing::{LineText, Settled, may_settle};
use super::lines::{self, LineId};
use super::turns::{self, DISPUTED};
use crate::access::{Asked, Deed, Kind, permits};
use crate::reading::Reading;
use crate::sql::{Connection, Value, statements};
use crate::{AccountId, RecordId, Result, Session, StoreError, guard};
use record::Property;

/// Lines that the queue of disagreements shows.
const DISPUTES_MAX: i64 = 200;

/// A line that somebody has before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineToType {
    /// What its columns mean.
    pub columns: Vec<Property>,
    /// What the same account typed of the line above.
    pub above: Option<LineText>,
    /// Whether they stand from left to right.
    pub is_left_to_right: bool,
    /// How many lines the page has.
    pub of: u32,
}

/// One text of a line that two people read differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputedText {
    /// The text.
    pub text: LineText,
    /// Whether the reader typed it.
    pub is_own: bool,
}

/// A line that two people read differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// What its columns mean.
    pub columns: Vec<Property>,
    /// Every text, in order; nobody is named.
    pub texts: Vec<DisputedText>,
    /// What a machine proposes: nothing where it was not asked yet, empty where it could not tell.
    pub proposal: Option<String>,
    /// Whether the reader may say anything of it.
    pub may_settle: bool,
    /// Whether the reader is one of the two who typed it blind.
    pub is_of_the_first_two: bool,
}

fn no_such() -> StoreError {
    StoreError::NoSuch("line".to_owned())
}

fn reading(id: LineId) -> Reading {
    Reading::Line(id.picture, id.page, id.line)
}

impl Session<'_> {
    fn typist(&self) -> Result<AccountId> {
        if !self.may(Asked::change(Kind::Picture)) {
            return Err(StoreError::Denied("lines of pictures are typed by those who work cases"));
        }
        self.account().ok_or(StoreError::Denied("lines are typed by accounts"))
    }

    /// The next line that the account may type, taken for it.
    pub fn next_line(&self, after: Option<LineId>) -> Result<Option<LineId>> {
        self.archive.take_line(self.typist()?, after, self.now)
    }

    /// The line that the account has before it.
    pub fn line_to_type(&self, id: LineId) -> Result<LineToType> {
        let account = self.typist()?;
        self.archive.database.read(|connection| {
            holds(connection, id, account)?;
            let meta = super::keeping::meta(connection, id.picture)?;
            let above = LineId { line: id.line.saturating_sub(1), ..id };
            let above = turns::of(connection, above)?.into_iter().find(|turn| turn.account == account);
            let values = [id.picture, id.page].map(|number| Value::Int(i64::from(number)));
            let of = connection.row(statements::PICTURE_LINES_OF_PAGE, &values)?.map(|row| row.int(0)).transpose()?;
            Ok(LineToType {
                columns: meta.columns,
                is_left_to_right: meta.is_left_to_right,
                above: above.and_then(|turn| turn.text),
                of: of.unwrap_or_default() as u32,
            })
        })
    }

    /// Lets go the line that the account has before it.
    pub fn let_line_go(&self, id: LineId) -> Result<()> {
        self.archive.let_line_go(id, self.typist()?)
    }

    /// Keeps what the account typed of the line that it holds.
    pub fn type_line(&self, id: LineId, text: &LineText) -> Result<()> {
        self.archive.keep_text(id, self.typist()?, text)
    }

    /// The strip of a line, for whoever has it before them or looks at what two people read differently.
    pub fn line_strip(&self, id: LineId) -> Result<Vec<u8>> {
        let account = self.typist()?;
        let seen = self.archive.database.read(|connection| {
            let is_theirs = match lines::one(connection, id)? {
                Some(line) if line.state == DISPUTED => true,
                Some(_) => turns::of(connection, id)?.iter().any(|turn| turn.account == account && turn.text.is_none()),
                None => false,
            };
            if is_theirs { lines::image(connection, id) } else { Ok(None) }
        })?;
        self.shown(reading(id), seen, || "line".to_owned())
    }

    /// The image of a page, for whoever looks at how its rows lie.
    pub fn page_image(&self, picture: u32, page: u32) -> Result<Vec<u8>> {
        self.typist()?;
        let seen = crate::session::there(self.archive.picture_page_image(picture, page))?;
        self.shown(Reading::Page(picture, page), seen, || "page".to_owned())
    }

    /// Lines that two people read differently, each with whether the account may say anything of it.
    pub fn disputes(&self) -> Result<Vec<(LineId, bool)>> {
        let account = self.typist()?;
        self.archive.database.read(|connection| {
            let rows = connection.rows(statements::PICTURE_DISPUTES, &[Value::Int(DISPUTES_MAX)])?;
            let mut disputes = Vec::new();
            for row in rows {
                let id = LineId::read(&row)?;
                let texts = turns::texts(turns::of(connection, id)?);
                disputes.push((id, may_settle(&texts, account)));
            }
            Ok(disputes)
        })
    }

    /// A line that two people read differently.
    pub fn dispute(&self, id: LineId) -> Result<Dispute> {
        let account = self.typist()?;
        let seen = self.archive.database.read(|connection| {
            let Some(line) = lines::one(connection, id)?.filter(|line| line.state == DISPUTED) else { return Ok(None) };
            let texts = turns::texts(turns::of(connection, id)?);
            Ok(Some(Dispute {
                columns: super::keeping::meta(connection, id.picture)?.columns,
                may_settle: may_settle(&texts, account),
                is_of_the_first_two: texts.iter().take(2).any(|(own, _)| *own == account),
                texts: texts.into_iter().map(|(own, text)| DisputedText { text, is_own: own == account }).collect(),
                proposal: line.content.proposal,
            }))
        })?;
        self.shown(reading(id), seen, || "line".to_owned())
    }

    /// Keeps what a machine proposes of a line that two people read differently.
    pub fn propose(&self, id: LineId, proposal: &str) -> Result<()> {
        self.typist()?;
        self.archive.keep_proposal(id, proposal)
    }

    /// Says what a line says that two people read differently.
    pub fn settle(&self, id: LineId, text: &LineText) -> Result<Settled> {
        self.archive.settle_text(id, self.typist()?, text)
    }

    /// The strip that a record was typed from: for those who see all that the record says, since the strip does.
    pub fn evidence(&self, record: RecordId) -> Result<Vec<u8>> {
        let seen = self.archive.database.read(|connection| {
            if !self.sees_whole(connection, record)? {
                return Ok(None);
            }
            match lines::of_record(connection, record)? {
                Some(id) => lines::image(connection, id),
                None => Ok(None),
            }
        })?;
        self.shown(Reading::Record(record.0), seen, || format!("record {record}"))
    }

    /// Which of some records have a strip that the account may see.
    pub fn with_evidence(&self, records: &[RecordId]) -> Result<Vec<RecordId>> {
        self.archive.database.read(|connection| {
            let mut with = Vec::new();
            for &record in records {
                if lines::of_record(connection, record)?.is_some() && self.sees_whole(connection, record)? {
                    with.push(record);
                }
            }
            Ok(with)
        })
    }

    /// Whether the account may see a record and every claim of it.
    fn sees_whole(&self, connection: &mut Connection, record: RecordId) -> Result<bool> {
        let Some(view) = self.see_record(connection, record)? else { return Ok(false) };
        let Some(guarded) = guard::of(connection, &self.profile, record)? else { return Ok(false) };
        let may = permits(&self.profile, guarded.asked(Kind::Record, Deed::See));
        Ok(may && view.record.claims.len() == guarded.record.claims.len())
    }
}

/// Refuses a line that the account has not before it.
fn holds(connection: &mut Connection, id: LineId, account: AccountId) -> Result<()> {
    let turns = turns::of(connection, id)?;
    let is_theirs = turns.iter().any(|turn| turn.account == account && turn.text.is_none() && turn.number < 2);
    if is_theirs { Ok(()) } else { Err(no_such()) }
}

//! Who types which line: each turn of a line is one person's at a time, and the first two are never the same person's.

use super::agreeing::{LineText, Settled, settled};
use super::lines::{self, LineId, opened, sealed};
use crate::sql::{Connection, Durability, Value, statements};
use crate::{AccountId, Archive, Result, StoreError};

/// Seconds for which a line is held without being taken again.
const HOLD_SECONDS: i64 = 10 * 60;
/// Lines that are looked at to find one that nobody has taken meanwhile.
const TRIED_MAX: i64 = 16;
/// States of a line.
pub(super) const OPEN: i64 = 0;
pub(super) const DONE: i64 = 1;
pub(super) const DISPUTED: i64 = 2;

/// A turn of a line.
pub(super) struct Turn {
    /// From 0.
    pub(super) number: i64,
    pub(super) account: AccountId,
    pub(super) until: i64,
    /// What was typed; nothing while somebody has it before them.
    pub(super) text: Option<LineText>,
}

/// Every turn of a line, in order.
pub(super) fn of(connection: &mut Connection, id: LineId) -> Result<Vec<Turn>> {
    let rows = connection.rows(statements::PICTURE_TURNS, &id.values())?;
    let turns = rows.iter().map(|row| {
        let turn = row.int(0)?;
        let account = AccountId(row.int(1)? as u64);
        let is_typed = row.int(3)? == 1;
        let place = id.place("turn", turn);
        let text = is_typed.then(|| opened(connection.keys()?, &place, &row.bytes(4)?)).transpose()?;
        Ok(Turn { number: turn, account, until: row.int(2)?, text })
    });
    turns.collect()
}

/// What was typed, in order.
pub(super) fn texts(turns: Vec<Turn>) -> Vec<(AccountId, LineText)> {
    turns.into_iter().filter_map(|turn| Some((turn.account, turn.text?))).collect()
}

impl Archive {
    /// The next line for an account, behind the line that it has just typed where there is one; taken for ten minutes. None: there
    /// is nothing that it may type. One that it has taken already comes first.
    pub(super) fn take_line(&self, account: AccountId, after: Option<LineId>, now: i64) -> Result<Option<LineId>> {
        let own = [Value::Int(account.0 as i64), Value::Int(now)];
        let after = after.unwrap_or(LineId { picture: 0, page: 0, line: 0 });
        self.aside(Durability::Staged, |connection| {
            if let Some(row) = connection.row(statements::PICTURE_HELD, &own)? {
                let id = LineId::read(&row)?;
                hold(connection, id, account, now)?;
                return Ok(Some(id));
            }
            let [own, now_value] = own;
            let [picture, page, line] = after.values();
            let values = [own, now_value, picture, page, line, Value::Int(TRIED_MAX)];
            for row in connection.rows(statements::PICTURE_LINES_OPEN, &values)? {
                let id = LineId::read(&row)?;
                if hold(connection, id, account, now)? {
                    return Ok(Some(id));
                }
            }
            Ok(None)
        })
    }

    /// Lets a line go that the account has before it, so that somebody else gets it.
    pub(super) fn let_line_go(&self, id: LineId, account: AccountId) -> Result<()> {
        let [picture, page, line] = id.values();
        let values = [picture, page, line, Value::Int(account.0 as i64)];
        self.aside(Durability::Staged, |connection| connection.execute(statements::PICTURE_TURN_DROP, &values))
            .map(drop)
    }

    /// Keeps what an account has typed of the line that it holds, durably. Where it is the second, the line is done or disputed.
    pub(super) fn keep_text(&self, id: LineId, account: AccountId, text: &LineText) -> Result<()> {
        let text = text.tidy();
        self.aside(Durability::Full, |connection| {
            let no_such = || StoreError::NoSuch("line".to_owned());
            let mut line = lines::locked(connection, id)?.ok_or_else(no_such)?;
            let turns = of(connection, id)?;
            let held = turns.iter().find(|turn| turn.account == account && turn.text.is_none() && turn.number < 2);
            let turn = held
                .ok_or(StoreError::Refused("somebody else has this line now, or it is typed: take the next"))?
                .number;
            fits(connection, id, &text)?;
            let content = sealed(connection.keys()?, line.key, &id.place("turn", turn), &text)?;
            write(connection, id, turn, account, &content)?;
            let other = turns.into_iter().find(|own| own.number < 2 && own.number != turn).and_then(|own| own.text);
            let Some(other) = other else { return Ok(()) };
            let state = if other == text { DONE } else { DISPUTED };
            line.content.agreed = (state == DONE).then_some(text);
            lines::write(connection, id, state, &line)
        })
    }

    /// Keeps what an account says of a line that two have read differently, durably.
    pub(super) fn settle_text(&self, id: LineId, account: AccountId, text: &LineText) -> Result<Settled> {
        let text = text.tidy();
        self.aside(Durability::Full, |connection| {
            let no_such = || StoreError::NoSuch("line".to_owned());
            let mut line = lines::locked(connection, id)?.filter(|line| line.state == DISPUTED).ok_or_else(no_such)?;
            fits(connection, id, &text)?;
            let turns = of(connection, id)?;
            let next = turns.iter().map(|turn| turn.number + 1).max().unwrap_or(2).max(2);
            let came = settled(&texts(turns), account, &text);
            if matches!(came, Settled::NotTheirs | Settled::TooMany) {
                return Ok(came);
            }
            let content = sealed(connection.keys()?, line.key, &id.place("turn", next), &text)?;
            write(connection, id, next, account, &content)?;
            if came == Settled::Agreed {
                line.content.agreed = Some(text);
                lines::write(connection, id, DONE, &line)?;
            }
            Ok(came)
        })
    }

    /// Keeps what a machine proposes of a line: empty where it could not tell.
    pub(super) fn keep_proposal(&self, id: LineId, proposal: &str) -> Result<()> {
        self.aside(Durability::Staged, |connection| {
            let Some(mut line) = lines::locked(connection, id)? else { return Ok(()) };
            if line.content.proposal.is_none() {
                line.content.proposal = Some(proposal.chars().take(1_000).collect());
                lines::write(connection, id, line.state, &line)?;
            }
            Ok(())
        })
    }
}

/// Whether a text has as many cells as the page has columns, none of them longer than a claim.
fn fits(connection: &mut Connection, id: LineId, text: &LineText) -> Result<()> {
    let columns = super::keeping::meta(connection, id.picture)?.columns.len();
    let fits = text.cells.iter().all(|cell| cell.chars().count() <= record::CLAIM_CHARACTERS_MAX);
    if !fits || (!text.is_no_entry && (text.cells.len() != columns || text.is_empty())) {
        return Err(StoreError::Refused("a line has a cell for each column, and something stands in one of them"));
    }
    Ok(())
}

/// Takes a turn of a line for an account: the first that nobody has typed or holds. Locks the line.
fn hold(connection: &mut Connection, id: LineId, account: AccountId, now: i64) -> Result<bool> {
    let Some(line) = lines::locked(connection, id)?.filter(|line| line.state == OPEN) else { return Ok(false) };
    drop(line);
    let turns = of(connection, id)?;
    if turns.iter().any(|turn| turn.account == account && turn.text.is_some()) {
        return Ok(false);
    }
    let own = turns.iter().find(|turn| turn.account == account).map(|turn| turn.number);
    let is_free = |turn: &i64| turns.iter().all(|own| own.number != *turn || (own.text.is_none() && own.until <= now));
    let Some(turn) = own.or_else(|| (0..2).find(is_free)) else { return Ok(false) };
    let [picture, page, line] = id.values();
    let until = Value::Int(now.saturating_add(HOLD_SECONDS));
    let values = [picture, page, line, Value::Int(turn), Value::Int(account.0 as i64), until, Value::Bytes(&[])];
    connection.execute(statements::PICTURE_TURN_TAKE, &values)?;
    Ok(true)
}

fn write(connection: &mut Connection, id: LineId, turn: i64, account: AccountId, content: &[u8]) -> Result<()> {
    let [picture, page, line] = id.values();
    let values = [picture, page, line, Value::Int(turn), Value::Int(account.0 as i64), Value::Bytes(content)];
    connection.execute(statements::PICTURE_TURN_TYPED, &values).map(drop)
}

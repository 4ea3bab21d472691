//! The page that a thread is making: of one state of the archive, and in the log of readings as a whole before it leaves.
//!
//! A page reads several things: a person, the records beside them, a case. Each by itself would wait for the disk in turn, and
//! nothing of the page is shown before all of it is there.

use crate::readings::Line;
use crate::{Archive, Result};
use std::cell::RefCell;

thread_local! {
    /// The lines of the page that this thread makes, and of which archive it is.
    static LINES: RefCell<Option<(usize, Vec<Line>)>> = const { RefCell::new(None) };
}

impl Archive {
    /// Makes a page. Everything that this thread reads of the archive meanwhile sees one state: a page that asks many things shows no
    /// two of them, and asks the database for one transaction. What is written meanwhile, by the work itself too, is not in it.
    ///
    /// What it shows is in the log of readings, durably, when this returns it. Where the log cannot be written, or the account is over
    /// its budget, there is an error and nothing to show.
    pub fn at_once<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        if LINES.with_borrow(Option::is_some) {
            // Within another page: what is read is that page's.
            return self.database.at_once(work);
        }
        LINES.set(Some((own_address(self), Vec::new())));
        // A panic in the work shows nothing, and leaves no line to a later page.
        let page = Page;
        let done = self.database.at_once(work)?;
        let lines = LINES.take();
        drop(page);
        self.write_readings(lines.map(|(_, lines)| lines).unwrap_or_default())?;
        Ok(done)
    }
}

/// Keeps a line until the page is written, and tells whether it is the page's first of its budget. Gives it back where this thread
/// makes no page of that archive.
pub(crate) fn kept(archive: &Archive, line: Line) -> std::result::Result<bool, Line> {
    LINES.with_borrow_mut(|page| match page {
        Some((address, lines)) if *address == own_address(archive) => {
            let budget = line.entry.what.budget();
            let is_first = lines.iter().all(|kept| kept.entry.what.budget() != budget);
            lines.push(line);
            Ok(is_first)
        }
        _ => Err(line),
    })
}

/// While a page is made.
struct Page;

impl Drop for Page {
    fn drop(&mut self) {
        LINES.set(None);
    }
}

/// Tells two archives of one process apart.
fn own_address(archive: &Archive) -> usize {
    std::ptr::from_ref(archive).addr()
}

//! The page that a thread is making: of one state of the archive, and in the log of readings as a whole before it leaves.
//!
//! A page reads several things: a person, the records beside them, a case. Each by itself would wait for the disk in turn, and
//! nothing of the page is shown before all of it is there.

use crate::reading::Budget;
use crate::readings::Line;
use crate::{Archive, Result};
use std::cell::RefCell;

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// The page that a thread makes.
struct Page {
    /// Of which archive.
    of: usize,
    /// What it has read so far.
    lines: Vec<Line>,
    /// The budgets of which it was asked whether anything is left.
    asked: Vec<Budget>,
}

impl Archive {
    /// Makes a page. Everything that this thread reads of the archive meanwhile sees one state: a page that asks many things shows no
    /// two of them, and asks the database for one transaction. What is written meanwhile, by the work itself too, is not in it.
    ///
    /// What it shows is in the log of readings, durably, when this returns it. Where the log cannot be written, or the account is over
    /// its budget, there is an error and nothing to show.
    pub fn at_once<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        if PAGE.with_borrow(Option::is_some) {
            // Within another page: what is read is that page's.
            return self.database.at_once(work);
        }
        PAGE.set(Some(Page { of: own_address(self), lines: Vec::new(), asked: Vec::new() }));
        // A panic in the work shows nothing, and leaves no line to a later page.
        let being_made = BeingMade;
        let done = self.database.at_once(work)?;
        let page = PAGE.take();
        drop(being_made);
        self.write_readings(page.map(|page| page.lines).unwrap_or_default())?;
        Ok(done)
    }
}

/// Keeps a line until the page is written. Gives it back where this thread makes no page of that archive.
pub(crate) fn kept(archive: &Archive, line: Line) -> std::result::Result<(), Line> {
    PAGE.with_borrow_mut(|page| match page {
        Some(page) if page.of == own_address(archive) => {
            page.lines.push(line);
            Ok(())
        }
        _ => Err(line),
    })
}

/// Whether this page is to ask what is left of a budget: once each.
pub(crate) fn is_to_ask(budget: Budget) -> bool {
    PAGE.with_borrow_mut(|page| match page {
        Some(page) if page.asked.contains(&budget) => false,
        Some(page) => {
            page.asked.push(budget);
            true
        }
        None => true,
    })
}

/// While a page is made.
struct BeingMade;

impl Drop for BeingMade {
    fn drop(&mut self) {
        PAGE.set(None);
    }
}

/// Tells two archives of one process apart.
fn own_address(archive: &Archive) -> usize {
    std::ptr::from_ref(archive).addr()
}

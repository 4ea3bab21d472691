//! The end of `athar demo` and `athar drill`: families ask, and the desk is opened to whoever clicks.

use crate::Outcome;
use crate::demo_desk::{Staff, families_ask};
use crate::linking::{How, Linked};
use crate::printer::Printer;
use crate::serving::{Listening, Open};
use std::net::SocketAddr;
use std::sync::Arc;
use store::Archive;
use web::{Mark, Tls};

/// How such a desk is opened.
pub(crate) struct Opening<'text> {
    /// Where it listens; without it, the first free port of this machine's own address.
    pub(crate) listen: Option<SocketAddr>,
    /// What is said before the links.
    pub(crate) told: &'text str,
    /// What every page says.
    pub(crate) mark: Mark,
    /// The second since 1970 at which it closes by itself.
    pub(crate) ends: Option<i64>,
}

/// Serves it, after families have asked for some of the people.
pub(crate) fn serve(
    archive: Archive,
    staff: &Staff,
    linked: Linked,
    how: How,
    opening: &Opening<'_>,
    printer: &mut Printer,
) -> anyhow::Result<Outcome> {
    let purge = archive.newest_purge()?;
    let again = families_ask(&archive, &linked, staff.caseworker, how, printer)?;
    drop(linked);
    let listening = match opening.listen {
        Some(address) => Listening::at(address, Tls::None, None)?,
        None => Listening::alone()?,
    };
    let link = |account| -> anyhow::Result<String> {
        Ok(format!("{}{}", listening.origin, web::invite(&archive, account, Some(staff.administrator), true)?))
    };
    printer.line("")?;
    printer.line(opening.told)?;
    printer.line(format!("  {}", link(staff.caseworker)?))?;
    printer.line(format!("as the second caseworker:  {}", link(staff.second)?))?;
    printer.line(format!("as the administrator:      {}", link(staff.administrator)?))?;
    let open = Open { ends: opening.ends, ..Open::over(Arc::new(archive), true, opening.mark) };
    open.matching.take_over(again, purge);
    open.serve(listening, printer)
}

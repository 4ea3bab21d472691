//! The end of `athar demo`: families ask, and the desk is opened to whoever clicks.

use crate::Outcome;
use crate::demo_desk::{Staff, families_ask};
use crate::linking::{How, Linked};
use crate::printer::Printer;
use crate::serving::{Listening, Open};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use store::Archive;
use web::Tls;

/// The first port that is tried, and how many after it.
const PORT: u16 = 8080;
const PORTS: u16 = 100;

pub(super) fn serve(
    archive: Archive,
    linked: Linked,
    how: How,
    listen: Option<SocketAddr>,
    printer: &mut Printer,
) -> anyhow::Result<Outcome> {
    let staff = Staff::enrol(&archive)?;
    let purge = archive.newest_purge()?;
    let again = families_ask(&archive, &linked, staff.caseworker, how, printer)?;
    drop(linked);
    let listening = listening(listen)?;
    let link = |account| -> anyhow::Result<String> {
        Ok(format!("{}{}", listening.origin, web::invite(&archive, account, Some(staff.administrator), true)?))
    };
    printer.line("")?;
    printer.line("The desk is open, and nothing in it is about anybody. Ctrl-C closes it. As a caseworker:")?;
    printer.line(format!("  {}", link(staff.caseworker)?))?;
    printer.line(format!("as the second caseworker:  {}", link(staff.second)?))?;
    printer.line(format!("as the administrator:      {}", link(staff.administrator)?))?;
    let open = Open::over(Arc::new(archive), true, true);
    open.matching.take_over(again, purge);
    open.serve(listening, printer)
}

fn listening(listen: Option<SocketAddr>) -> anyhow::Result<Listening> {
    if let Some(address) = listen {
        return Listening::at(address, Tls::None, None);
    }
    let at = |port| Listening::at((Ipv4Addr::LOCALHOST, port).into(), Tls::None, None);
    (PORT..PORT + PORTS).find_map(|port| at(port).ok()).map_or_else(|| at(PORT), Ok)
}

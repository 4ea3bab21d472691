//! Serves the desk of an archive: the pages in front, the linkage beside them, a worker behind, and the log of readings bound to the
//! ledger.

mod anchoring;
mod behind;
mod first;

pub(crate) use first::{
    first_administrator, how_to_invite_again, keep_first_link, revoke_lost_keys, waits_for_the_first,
};

use crate::desk_bringing::DeskBringing;
use crate::desk_giving::DeskGiving;
use crate::desk_matching::DeskMatching;
use crate::desk_pictures::DeskPictures;
use crate::places;
use crate::printer::Printer;
use crate::{Outcome, WrongUse};
use anchoring::Anchoring;
use behind::Behind;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use store::Archive;
use web::{Bound, Desk, Language, Mark, Matching, Outline, Serving, Settings, Tls};

/// The first port that is tried, and how many after it.
const PORT: u16 = 8080;
const PORTS: u16 = 100;

/// A place where the desk listens, and serves nobody yet.
pub(crate) struct Listening {
    bound: Bound,
    /// The address that browsers know it by.
    pub(crate) origin: String,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Listening {
    /// Listens, so that the port is known before anybody is told of it. Without an origin it is this machine's.
    pub(crate) fn at(address: SocketAddr, tls: Tls, origin: Option<&str>) -> anyhow::Result<Listening> {
        let is_localhost = origin.is_none() && matches!(tls, Tls::None);
        let bound = Serving::listen(address, tls, is_localhost)?;
        let address = bound.address()?;
        let scheme = if bound.is_plain() { "http" } else { "https" };
        let origin = origin.map_or_else(|| format!("{scheme}://localhost:{}", address.port()), str::to_owned);
        Ok(Listening { bound, origin, address })
    }

    /// Listens on the first port that is free at both of this machine's own addresses, for nobody else.
    pub(crate) fn alone() -> anyhow::Result<Listening> {
        let at = |port| Listening::at((Ipv4Addr::LOCALHOST, port).into(), Tls::None, None);
        (PORT..PORT + PORTS).find_map(|port| at(port).ok()).map_or_else(|| at(PORT), Ok)
    }
}

/// Reads the address that browsers know the desk by: a name without a path, as browsers send it.
pub(crate) fn origin_of(text: &str) -> Result<String, WrongUse> {
    let text = text.trim_end_matches('/').to_ascii_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@']) {
        return Err(WrongUse(
            "--origin is an address such as https://desk.example.org, and nothing behind it".to_owned(),
        ));
    }
    Ok(text)
}

/// The desk, before it serves.
pub(crate) struct Open {
    pub(crate) archive: Arc<Archive>,
    pub(crate) matching: Arc<DeskMatching>,
    /// Whether jobs are done as well.
    pub(crate) works: bool,
    /// What every page says of it.
    pub(crate) mark: Mark,
    /// The areas of the map, where the deployer gave them.
    pub(crate) outline: Option<Outline>,
    /// The language of who has not chosen one; without it, their browser's.
    pub(crate) language: Option<Language>,
    /// The second since 1970 at which it closes by itself.
    pub(crate) ends: Option<i64>,
}

impl Open {
    /// Over an archive that is open.
    pub(crate) fn over(archive: Arc<Archive>, works: bool, mark: Mark) -> Open {
        let matching = Arc::new(DeskMatching::begin(Arc::clone(&archive)));
        Open { archive, matching, works, mark, outline: None, language: None, ends: None }
    }

    /// Serves until the process is told to stop (SIGINT, SIGTERM or SIGHUP), or its time is over.
    pub(crate) fn serve(self, listening: Listening, printer: &Printer) -> anyhow::Result<Outcome> {
        let Open { archive, matching, works, mark, outline, language, ends } = self;
        archive.serve_pages();
        let settings = Settings { origin: listening.origin, mark, language };
        let desk = Desk::new(
            Arc::clone(&archive),
            Arc::clone(&matching) as Arc<dyn Matching>,
            Arc::new(DeskBringing),
            Arc::new(DeskGiving(places::of(&archive)?)),
            settings,
        )?;
        let desk = match outline {
            Some(outline) => desk.with_outline(outline),
            None => desk,
        };
        let desk = desk.with_pictures(Arc::new(DeskPictures));
        // An archive waits for its drivers when it is closed, which nothing that runs on the server's own threads may do: the last
        // hand on it is this one.
        let held = (Arc::clone(&archive), Arc::clone(&matching));
        let anchoring = Anchoring::begin(Arc::clone(&archive), printer.is_quiet());
        let behind = works.then(|| Behind::begin(archive, matching, printer.is_quiet()));
        let serving = Serving::new(listening.bound, desk);
        let serving = match ends {
            Some(ends) => serving.until(ends),
            None => serving,
        };
        let served = serving.run();
        if let Some(behind) = behind {
            behind.end();
        }
        anchoring.end();
        drop(held);
        served?;
        Ok(Outcome::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::origin_of;

    #[test]
    fn an_origin_is_a_name_as_browsers_send_it() {
        assert_eq!(origin_of("https://Desk.example.org/").ok().as_deref(), Some("https://desk.example.org"));
        assert_eq!(origin_of("http://localhost:8080").ok().as_deref(), Some("http://localhost:8080"));
        for wrong in ["desk.example.org", "https://", "https://a.example/desk", "ftp://a.example", "https://a@b"] {
            assert!(origin_of(wrong).is_err(), "{wrong}");
        }
    }
}

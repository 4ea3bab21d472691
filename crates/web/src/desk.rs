//! What the server holds: the archive, the linkage, who is logging in, and the queue in memory.

use crate::bringing::Bringing;
use crate::counting::Counting;
use crate::failure::Failure;
use crate::giving::Giving;
use crate::language::Language;
use crate::login::attempts::Attempts;
use crate::login::ceremonies::Ceremonies;
use crate::login::passphrase::Pending;
use crate::matching::Matching;
use crate::outline::Outline;
use crate::picturing::Picturing;
use crate::queue::Queue;
use crate::remembered::{Remembered, RememberedOfEach};
use crate::shown::plain;
use crate::uploads::Uploads;
use anyhow::Context;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{AccountId, Archive, ExportNumber, Import, Independence, Standings};
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// How the desk is reached, and what it is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address that browsers know it by, such as `https://desk.example.org`: passkeys belong to it.
    pub origin: String,
    /// What every page says of the archive.
    pub mark: Mark,
    /// The language of who has not chosen one; without it, the one that their browser asks for.
    pub language: Option<Language>,
}

/// What an archive is for, where it is not for work: every page says so, and links that open its accounts open again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// It is for work.
    #[default]
    None,
    /// Nothing in it is about anybody.
    Demonstration,
    /// For practice: it is wiped when it ends, with whatever was brought into it.
    Drill,
}

impl Mark {
    /// The message that says so.
    pub(crate) fn key(self) -> Option<&'static str> {
        match self {
            Mark::None => None,
            Mark::Demonstration => Some("demonstration"),
            Mark::Drill => Some("drill"),
        }
    }
}

/// The desk of one archive.
pub struct Desk {
    pub(crate) archive: Arc<Archive>,
    pub(crate) matching: Arc<dyn Matching>,
    /// Whatever draws and cuts pictures, where somebody brought it.
    pub(crate) pictures: Option<Arc<dyn Picturing>>,
    pub(crate) settings: Settings,
    pub(crate) webauthn: Webauthn,
    pub(crate) ceremonies: Ceremonies,
    pub(crate) attempts: Attempts,
    pub(crate) pending: Pending,
    pub(crate) queue: Queue,
    pub(crate) uploads: Uploads,
    pub(crate) giving: Arc<dyn Giving>,
    pub(crate) counting: Counting,
    /// The areas of the map.
    pub(crate) outline: Outline,
    imports: Remembered<Vec<Import>>,
    colleagues: Remembered<BTreeMap<AccountId, String>>,
    /// How many records would leave by each export, and how many stay.
    pub(crate) leaving: RememberedOfEach<ExportNumber, (u64, u64)>,
    standings: Remembered<Standings>,
    independence: Remembered<Independence>,
}

impl Desk {
    /// A desk over an archive that is open.
    pub fn new(
        archive: Arc<Archive>,
        matching: Arc<dyn Matching>,
        readers: Arc<dyn Bringing>,
        giving: Arc<dyn Giving>,
        settings: Settings,
    ) -> anyhow::Result<Desk> {
        let origin =
            Url::parse(&settings.origin).context("the origin is no address such as https://desk.example.org")?;
        let host = origin.domain().context("the origin needs a name: passkeys do not belong to a number")?.to_owned();
        let webauthn = WebauthnBuilder::new(&host, &origin)?.rp_name("Athar").build()?;
        let (ceremonies, attempts, queue) = (Ceremonies::default(), Attempts::default(), Queue::default());
        let pending = Pending::default();
        let (counting, outline) = (Counting::default(), Outline::syria());
        Ok(Desk {
            archive,
            matching,
            pictures: None,
            settings,
            webauthn,
            ceremonies,
            attempts,
            pending,
            queue,
            uploads: Uploads::new(readers),
            giving,
            imports: Remembered::default(),
            colleagues: Remembered::default(),
            leaving: RememberedOfEach::default(),
            standings: Remembered::default(),
            independence: Remembered::default(),
            counting,
            outline,
        })
    }

    /// The same with a map of the deployer's own.
    #[must_use]
    pub fn with_outline(self, outline: Outline) -> Desk {
        Desk { outline, ..self }
    }

    /// The same, where pictures of lists are brought in too.
    #[must_use]
    pub fn with_pictures(self, pictures: Arc<dyn Picturing>) -> Desk {
        Desk { pictures: Some(pictures), ..self }
    }

    /// Every accepted import.
    pub(crate) fn imports(&self) -> Result<Arc<Vec<Import>>, Failure> {
        self.imports.now(&self.archive, Archive::imports)
    }

    /// What each account is called by colleagues.
    pub(crate) fn colleagues(&self) -> Result<Arc<BTreeMap<AccountId, String>>, Failure> {
        self.colleagues.now(&self.archive, |archive| {
            let accounts = archive.accounts()?.into_iter();
            Ok(accounts.map(|account| (account.id, plain(account.profile.name.reveal()))).collect())
        })
    }

    /// What is held of sources.
    pub(crate) fn standings(&self) -> Result<Arc<Standings>, Failure> {
        self.standings.now(&self.archive, Archive::standings)
    }

    /// Which sources are copies of each other.
    pub(crate) fn independence(&self) -> Result<Arc<Independence>, Failure> {
        self.independence.now(&self.archive, Archive::independence)
    }

    /// Whether cookies travel over TLS only.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.origin.starts_with("https:")
    }
}

/// Seconds since 1970.
pub(crate) fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// The time of an entry: now, in UTC, to the second.
pub(crate) fn time() -> String {
    jiff::Timestamp::from_second(seconds()).map(|time| time.to_string()).unwrap_or_default()
}

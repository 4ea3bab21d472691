//! Names the head of the log of readings in the ledger while the desk is open: what the ledger has not named yet can be cut off the end of
//! the log by whoever writes to its file, and nobody would notice.
//!
//! A thread of its own, since it goes on where no jobs are done, and while a long one is.

use crate::archive_at::now;
use crate::printer::Printer;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use store::Archive;

/// How often it looks how long the log is.
const LOOKED_EVERY: Duration = Duration::from_secs(10);
/// What was read is named within this time.
const NAMED_EVERY: Duration = Duration::from_hours(1);
/// So many lines are named at once, however soon they came.
const LINES_MAX: u64 = 1_000;

/// The thread.
pub(super) struct Anchoring {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Anchoring {
    /// Begins.
    pub(super) fn begin(archive: Arc<Archive>, quiet: bool) -> Anchoring {
        let (stop, told) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let mut named = Named { at: Instant::now(), size: 0 };
            while told.recv_timeout(LOOKED_EVERY) == Err(RecvTimeoutError::Timeout) {
                // A database that is busy for a moment is asked again.
                if let Ok(size) = archive.readings_kept()
                    && named.is_old(size, Instant::now())
                    && archive.anchor_readings(&now()).is_ok()
                {
                    named = Named { at: Instant::now(), size };
                }
            }
            if let Err(error) = archive.anchor_readings(&now()) {
                Printer::new(quiet).remark(format!("what was read last is not named in the ledger yet: {error}"));
            }
        });
        Anchoring { stop, thread }
    }

    /// Names what was read last, and ends.
    pub(super) fn end(self) {
        drop(self.stop);
        let _ = self.thread.join();
    }
}

/// When the ledger last named the head of the log, and how long the log was then.
struct Named {
    at: Instant,
    size: u64,
}

impl Named {
    fn is_old(&self, size: u64, now: Instant) -> bool {
        let since = size.saturating_sub(self.size);
        since >= LINES_MAX || (since > 0 && now.duration_since(self.at) >= NAMED_EVERY)
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchoring, LINES_MAX, NAMED_EVERY, Named};
    use crate::archive_at::now;
    use crate::signing::seconds;
    use record::Private;
    use std::sync::Arc;
    use std::time::Instant;
    use store::{Archive, Location, Profile, StaffRole};

    #[test]
    fn it_is_named_every_hour_and_every_thousand_lines() {
        let at = Instant::now();
        let named = Named { at, size: 5 };
        assert!(!named.is_old(5, at + NAMED_EVERY * 3), "nothing was read");
        assert!(!named.is_old(6, at + NAMED_EVERY / 2));
        assert!(named.is_old(6, at + NAMED_EVERY));
        assert!(!named.is_old(4 + LINES_MAX, at));
        assert!(named.is_old(5 + LINES_MAX, at));
    }

    #[test]
    fn what_was_read_is_named_when_the_desk_closes() {
        let home = tempfile::tempdir().unwrap();
        let archive = Arc::new(Archive::open_or_create(&Location::dir(home.path().join("archive"))).unwrap());
        let profile = Profile { name: Private::from("x"), roles: [StaffRole::Reviewer].into(), ..Profile::default() };
        let account = archive.enrol(profile, None, None, &now()).unwrap();
        let anchoring = Anchoring::begin(Arc::clone(&archive), true);
        archive.session(account, None, seconds()).unwrap().readings(0).unwrap();
        let before = archive.readings_kept().unwrap();
        anchoring.end();
        assert_eq!((before, archive.readings_kept().unwrap()), (1, 1));
        assert!(!archive.anchor_readings(&now()).unwrap(), "the ledger names what was read");
    }
}

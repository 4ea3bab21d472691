//! The one place that prints: results to standard output, everything else to standard error.

use crate::WrongUse;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Prints for people and machines.
pub(crate) struct Printer {
    quiet: bool,
    closed: bool,
    output: io::Stdout,
    remarks: io::Stderr,
    latest: Latest,
    stop: Arc<AtomicBool>,
}

/// The bar that was begun last: how far the work is, for whoever asks from another thread.
#[derive(Clone, Default)]
pub(crate) struct Latest(Arc<Mutex<Option<ProgressBar>>>);

impl Latest {
    /// Steps done, and steps in all; 0 when that is not known.
    pub(crate) fn steps(&self) -> (u64, u64) {
        let bar = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bar.as_ref().map_or((0, 0), |bar| (bar.position(), bar.length().unwrap_or_default()))
    }
}

impl Printer {
    pub(crate) fn new(quiet: bool) -> Self {
        let (output, remarks, stop) = (io::stdout(), io::stderr(), Arc::default());
        Printer { quiet, closed: false, output, remarks, latest: Latest::default(), stop }
    }

    /// For work behind a server: it says nothing, shows no bar, and whoever holds `stop` can end what is long.
    pub(crate) fn unheard(stop: Arc<AtomicBool>) -> Self {
        Printer { closed: true, stop, ..Printer::new(true) }
    }

    /// Whether long work is to end before it is done.
    pub(crate) fn is_to_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether remarks are left out.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// How far the work is.
    pub(crate) fn latest(&self) -> Latest {
        self.latest.clone()
    }

    /// A line of the result.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> anyhow::Result<()> {
        if self.closed {
            return Ok(());
        }
        let mut output = self.output.lock();
        let written = output.write_all(text.as_ref().as_bytes()).and_then(|()| output.write_all(b"\n"));
        match written {
            // Whoever read our output went away. The work itself goes on: an import is not left half done.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.closed = true,
            other => other?,
        }
        Ok(())
    }

    /// A result for machines: one JSON document.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        self.line(text)
    }

    /// A remark about the work, not part of the result.
    pub(crate) fn remark(&mut self, text: impl AsRef<str>) {
        if !self.quiet {
            // A remark that cannot be written changes nothing about the work.
            let _ = writeln!(self.remarks.lock(), "{}", text.as_ref());
        }
    }

    /// A failure: what happened, where, what to do.
    pub(crate) fn error(&mut self, error: &anyhow::Error) {
        let kind = if error.is::<WrongUse>() { "wrong use" } else { "error" };
        let _ = writeln!(self.remarks.lock(), "{kind}: {error:#}");
    }

    /// A bar for long work; hidden when nobody watches.
    pub(crate) fn bar(&self, what: &str) -> ProgressBar {
        let bar = if self.quiet {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        } else {
            ProgressBar::new(0)
        };
        let style = ProgressStyle::with_template("{msg:<28} {bar:30} {human_pos}/{human_len} {eta}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        *self.latest.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar.clone());
        bar
    }
}

/// Whoever read our output went away: no failure.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe))
}

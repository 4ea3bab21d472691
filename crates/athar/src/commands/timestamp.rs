//! `athar timestamp`: an authority's signed word that the published checkpoint was there at some time (RFC 3161).

use crate::archive_at::ArchiveAt;
use crate::http::{Url, post};
use crate::note_keys::random;
use crate::printer::Printer;
use crate::signing::seconds;
use crate::timestamps::{Kept, Timestamps};
use crate::{Outcome, WrongUse};
use anyhow::Context;
use serde::Serialize;
use std::fs;
use std::path::PathBuf;
use vault::proof::timestamp::{Anchors, RESPONSE_BYTES_MAX, Timestamp};

/// Have the published checkpoint stamped with the time by an authority that courts know (RFC 3161). Without --url, a request
/// is made that you carry there yourself, and --answer brings the answer in. What is kept can be checked with `openssl ts`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// Where the authority is. It learns a hash, and your address.
    #[arg(long, value_name = "URL", requires = "authority", conflicts_with_all = ["answer", "check"])]
    url: Option<Url>,
    /// File with the answer to a request that was made before.
    #[arg(long, value_name = "FILE", requires = "authority", conflicts_with = "check")]
    answer: Option<PathBuf>,
    /// Check all timestamps that are kept.
    #[arg(long, requires = "authority")]
    check: bool,
    /// File with the certificates that you trust in for timestamps, PEM or DER. Keep it: it is needed for decades.
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
    /// Files with certificates that lie between, where the answer does not bring them along.
    #[arg(long, value_name = "FILE")]
    between: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A timestamp, or a request that waits.
#[derive(Default, Serialize)]
struct Report {
    size: u64,
    folder: PathBuf,
    request: PathBuf,
    time: Option<String>,
    accuracy_millis: Option<u64>,
    policy: Option<String>,
    serial: Option<String>,
    certificate: Option<String>,
    refused: Option<String>,
}

impl Report {
    fn of(kept: &Kept) -> Report {
        Report { size: kept.size, folder: kept.folder.clone(), request: kept.request_path(), ..Report::default() }
    }

    fn stamped(kept: &Kept, stamp: Timestamp) -> Report {
        Report {
            time: Some(stamp.time),
            accuracy_millis: stamp.accuracy_millis,
            policy: Some(stamp.policy),
            serial: Some(stamp.serial),
            certificate: Some(stamp.certificate.to_string()),
            ..Report::of(kept)
        }
    }
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open()?;
    let kept = Timestamps::of(&archive);
    if arguments.check {
        return check_all(arguments, &kept, printer);
    }
    let report = if let Some(answer) = &arguments.answer {
        let bytes = fs::read(answer).with_context(|| format!("cannot read the answer in {}", answer.display()))?;
        bring_in(arguments, &kept, &bytes)?
    } else {
        let signed =
            archive.published()?.context("no checkpoint was published yet: `athar checkpoint --sign-key` does")?;
        let request = kept.begin(&signed, random()?)?;
        match &arguments.url {
            Some(url) => sent(arguments, url, &request)?,
            None => Report::of(&request),
        }
    };
    tell(arguments, printer, &report)?;
    Ok(if report.refused.is_some() { Outcome::No } else { Outcome::Done })
}

fn tell(arguments: &Arguments, printer: &mut Printer, report: &Report) -> anyhow::Result<()> {
    if arguments.json {
        return printer.json(report);
    }
    if let Some(why) = &report.refused {
        return printer.line(format!("NOT STAMPED: {why}"));
    }
    if let Some(time) = &report.time {
        printer.line(format!("checkpoint of {} entries: there at {time}", report.size))?;
        return printer.line(report.folder.display().to_string());
    }
    printer.line(report.request.display().to_string())?;
    printer.remark(
        "Send this file to an authority as application/timestamp-query, then bring the answer in with --answer.",
    );
    Ok(())
}

fn anchors(arguments: &Arguments) -> anyhow::Result<Anchors> {
    let read = |path: &PathBuf| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let mut anchors = Anchors::default();
    let authority = arguments.authority.as_ref().ok_or_else(|| WrongUse("--authority is missing".to_owned()))?;
    anchors.trust(&read(authority)?).with_context(|| authority.display().to_string())?;
    for path in &arguments.between {
        anchors.help(&read(path)?).with_context(|| path.display().to_string())?;
    }
    Ok(anchors)
}

/// Sends a request and keeps the answer when it holds.
fn sent(arguments: &Arguments, url: &Url, request: &Kept) -> anyhow::Result<Report> {
    let anchors = anchors(arguments)?;
    let query = request.request()?.to_der();
    let (status, answer) = post(url, "application/timestamp-query", &query, RESPONSE_BYTES_MAX as u64)?;
    if status != 200 {
        let refused = Some(format!("the authority answers with status {status}"));
        return Ok(Report { refused, ..Report::of(request) });
    }
    Ok(match request.accept(&answer, &anchors, now())? {
        Ok(stamp) => Report::stamped(request, stamp),
        Err(error) => Report { refused: Some(error.to_string()), ..Report::of(request) },
    })
}

/// Finds the request that an answer belongs to.
fn bring_in(arguments: &Arguments, kept: &Timestamps, answer: &[u8]) -> anyhow::Result<Report> {
    let anchors = anchors(arguments)?;
    let waiting: Vec<Kept> = kept.all()?.into_iter().filter(|one| !one.is_answered()).collect();
    let mut report = None;
    for request in waiting.iter().rev() {
        match request.accept(answer, &anchors, now())? {
            Ok(stamp) => return Ok(Report::stamped(request, stamp)),
            // Of another request: that is no reason worth telling while there is a better one.
            Err(error) if report.is_none() => {
                report = Some(Report { refused: Some(error.to_string()), ..Report::of(request) });
            }
            Err(_) => {}
        }
    }
    report.context("no request waits for an answer: `athar timestamp` makes one")
}

fn check_all(arguments: &Arguments, kept: &Timestamps, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let anchors = anchors(arguments)?;
    let mut reports = Vec::new();
    for one in kept.all()?.into_iter().filter(Kept::is_answered) {
        reports.push(match one.check(&anchors, now())? {
            Ok(stamp) => Report::stamped(&one, stamp),
            Err(error) => Report { refused: Some(error.to_string()), ..Report::of(&one) },
        });
    }
    let all_hold = !reports.is_empty() && reports.iter().all(|report| report.refused.is_none());
    if arguments.json {
        printer.json(&reports)?;
    } else {
        reports.iter().try_for_each(|report| tell(arguments, printer, report))?;
        if reports.is_empty() {
            printer.remark("No timestamp is kept here.");
        }
    }
    Ok(if all_hold { Outcome::Done } else { Outcome::No })
}

fn now() -> u64 {
    seconds().unsigned_abs()
}

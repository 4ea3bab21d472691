//! `athar serve`: opens the desk of an archive to browsers.

use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::serving::{Listening, Open, first_administrator, how_to_invite_again, keep_first_link, origin_of};
use crate::{Outcome, WrongUse, places, system};
use anyhow::Context;
use std::fs::File;
use std::io::Read;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Archive;
use web::{Mark, Outline, Tls};

/// Serve the desk: pages on which caseworkers take requests, see why two records were set beside each other, and decide. It also
/// does jobs, and links what is new, so that a new request reaches the queue by itself.
///
/// The first time, an administrator is enrolled, and the invitation is printed; where systemd's journal would keep it, it is put into a
/// file instead. It ends when it is told to (Ctrl-C).
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// Make the archive, where there is none: a list may then be the first thing that comes in by a browser. Without it a path
    /// that was mistyped is an error and not a new archive.
    #[arg(long)]
    new: bool,
    /// Where to listen. An address that other machines reach needs TLS: what caseworkers read and type would travel in clear.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address by which browsers know the desk, such as `https://desk.example.org`: passkeys belong to it. Without it,
    /// localhost and the port.
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
    /// The certificate, with its chain, as PEM.
    #[arg(long, value_name = "FILE", requires = "tls_key", conflicts_with = "tls")]
    tls_certificate: Option<PathBuf>,
    /// Its key, as PEM.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// `self-made`: a certificate that is made for this run. Browsers ask whether to trust it.
    #[arg(long, value_name = "HOW", value_parser = ["self-made"])]
    tls: Option<String>,
    /// A proxy on the way speaks TLS, and nobody else reaches this address: listen without TLS wherever it is.
    #[arg(long, conflicts_with_all = ["tls", "tls_certificate"])]
    behind_proxy: bool,
    /// The areas of the map, as `GeoJSON`: a `Polygon` or `MultiPolygon` each, with a property `place` that is an id of the gazetteer.
    /// Without it, a plain drawing of Syria's governorates.
    #[arg(long, value_name = "FILE")]
    outline: Option<PathBuf>,
    /// Do no jobs, and link nothing: `athar jobs work` does.
    #[arg(long)]
    no_jobs: bool,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let origin = arguments.origin.as_deref().map(origin_of).transpose()?;
    let tls = tls(arguments);
    check(arguments, origin.as_deref(), &tls)?;
    let outline = arguments.outline.as_deref().map(read_outline).transpose()?;
    let archive = Arc::new(open(arguments, printer)?);
    if let Some((outline, file)) = outline.as_ref().zip(arguments.outline.as_deref()) {
        outline.check(places::of(&archive)?).with_context(|| format!("the outline {}", file.display()))?;
    }
    let listening = Listening::at(arguments.listen, tls, origin.as_deref())?;
    printer.line(format!("The desk is open at {} (listening on {}).", listening.origin, listening.address))?;
    let mark = arguments.at.mark();
    if let Some(invitation) = first_administrator(&archive)? {
        tell(&archive, &format!("{}{invitation}", listening.origin), printer)?;
    } else if mark == Mark::None
        && let Some(how) = how_to_invite_again(&archive, archive.dir())?
    {
        printer.line(how)?;
    }
    Open { outline, ..Open::over(archive, !arguments.no_jobs, mark) }.serve(listening, printer)
}

/// Tells whoever starts it the link of the first invitation. A journal keeps what is printed for long, and others read it.
fn tell(archive: &Archive, link: &str, printer: &mut Printer) -> anyhow::Result<()> {
    if system::prints_into_a_journal() {
        let file = keep_first_link(archive, link)?;
        return printer.line(format!(
            "Nobody works here yet. The link that lets the administrator in, once, within a week, is in {}",
            file.display()
        ));
    }
    printer.line(
        "Nobody works here yet. This link lets the administrator in, once, within a week; keep it from others:",
    )?;
    printer.line(link)
}

/// Opens the archive; makes it where that was asked for.
fn open(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Archive> {
    if !arguments.new {
        return arguments.at.open_to_write();
    }
    let archive = arguments.at.open_or_create(printer)?;
    archive.anchor_readings(&now())?;
    Ok(archive)
}

/// Reads the areas of the map; a file that is longer than any is not read to its end.
fn read_outline(file: &Path) -> anyhow::Result<Outline> {
    let named = || format!("the outline {}", file.display());
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|open| open.take(Outline::BYTES_MAX + 1).read_to_end(&mut bytes));
    read.with_context(named)?;
    Outline::read(&bytes).with_context(named)
}

fn tls(arguments: &Arguments) -> Tls {
    match (&arguments.tls_certificate, &arguments.tls_key) {
        (Some(certificate), Some(key)) => Tls::Files { certificate: certificate.clone(), key: key.clone() },
        _ if arguments.tls.is_some() => Tls::SelfMade,
        _ => Tls::None,
    }
}

/// Refuses what would send names in clear over a network, or what no browser could log in by.
fn check(arguments: &Arguments, origin: Option<&str>, tls: &Tls) -> Result<(), WrongUse> {
    let wrong = |text: &str| Err(WrongUse(text.to_owned()));
    let (speaks_tls, is_loopback) = (!matches!(tls, Tls::None), arguments.listen.ip().is_loopback());
    if !speaks_tls && !is_loopback && !arguments.behind_proxy {
        return Err(WrongUse(format!(
            "{} can be reached from other machines, and without TLS whoever is on the way reads what caseworkers read, and takes \
             their login: give --tls-certificate and --tls-key, or --tls self-made, or --behind-proxy where a proxy speaks TLS",
            arguments.listen
        )));
    }
    match origin {
        None if !is_loopback || arguments.behind_proxy => {
            wrong("say with --origin by which address browsers reach the desk: passkeys belong to it")
        }
        Some(origin) if origin.starts_with("http:") && (speaks_tls || arguments.behind_proxy) => {
            wrong("behind TLS the --origin begins with https://")
        }
        _ => Ok(()),
    }
}

//! `athar readings`: who looked at what.

use crate::Outcome;
use crate::archive_at::ArchiveAt;
use crate::printer::Printer;
use crate::signing::KeyAt;

/// Print the log of readings, for administrators and reviewers: ids, never words. Looking at it is in it, too.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// The first line, from 0; a page from there on is printed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open()?;
    let session = arguments.by.session(&archive)?;
    let lines = session.readings(arguments.from)?;
    if arguments.json {
        printer.json(&lines)?;
        return Ok(Outcome::Done);
    }
    for line in lines {
        let who = line.account.map_or_else(|| "console".to_owned(), |account| account.to_string());
        let case = line.case.map(|case| format!(" for {case}")).unwrap_or_default();
        let time = jiff::Timestamp::from_second(line.seconds).map(|time| time.to_string()).unwrap_or_default();
        printer.line(format!("{:>6} {time} {who:<8} {:?}{case}", line.index, line.what))?;
    }
    Ok(Outcome::Done)
}

//! `athar desk`: a person's own archive on their own machine, opened in their browser. What the menu entry starts.

use crate::desk_alone::{self, Passphrases, Running, Started, open_or_create, own_archive, spoken, system_language};
use crate::printer::Printer;
use crate::serving::{Listening, Open, first_administrator, how_to_invite_again};
use crate::words::Words;
use crate::{Outcome, WrongUse, system};
use anyhow::Context;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use web::{Language, Mark};

/// Open the desk of your own archive on this machine alone, and the browser with it. The first time the archive is made, under a
/// passphrase that you choose.
///
/// It asks for the passphrase where it runs, listens on 127.0.0.1, and ends when its window is closed or with Ctrl-C. Started
/// again while it runs, it opens the browser at the one that is there.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the archive. Without it, `athar/archive` in the folder of your own data (`XDG_DATA_HOME`).
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,
    /// `ar`, `en` or `ku`: of what is said here, and of pages until somebody chooses another. Without it, your system's.
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<Language>,
    #[command(flatten)]
    passphrases: Passphrases,
    /// Open no browser: print the address.
    #[arg(long)]
    no_browser: bool,
    /// Started from a menu: when something goes wrong the window waits for Enter, so that it can be read.
    #[arg(long)]
    from_menu: bool,
}

fn language(tag: &str) -> Result<Language, String> {
    Language::parse(tag).ok_or_else(|| "languages are `ar`, `en` and `ku`".to_owned())
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let words = Words::of(spoken(arguments.language.or_else(system_language)));
    let opened = open(arguments, &words, printer);
    let is_to_be_read = matches!(opened, Err(_) | Ok(Outcome::No));
    if is_to_be_read && arguments.from_menu && std::io::stdin().is_terminal() {
        if let Err(error) = &opened {
            printer.error(error);
        }
        printer.remark(words.say("desk-press-enter"));
        let _ = std::io::stdin().lock().read_line(&mut String::new());
        return Ok(Outcome::No);
    }
    opened
}

fn open(arguments: &Arguments, words: &Words, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let dir = match &arguments.archive {
        Some(dir) => dir.clone(),
        None => own_archive().context("this system names no folder for your own data: say with --archive where")?,
    };
    if !desk_alone::is_for_work(&dir) {
        let text = "this is the archive of a demonstration or a drill: `athar serve`, `athar demo` and `athar drill` open those";
        return Err(WrongUse(text.to_owned()).into());
    }
    let mut running = match Running::start(&dir)? {
        Started::Here(running) => running,
        Started::Elsewhere(Some(origin)) => {
            printer.line(words.tell("desk-is-open", &[("address", origin.as_str().into())]))?;
            browse(arguments, &origin, words, printer);
            return Ok(Outcome::Done);
        }
        Started::Elsewhere(None) => {
            printer.line(words.say("desk-is-opening"))?;
            return Ok(Outcome::No);
        }
    };
    let archive = Arc::new(open_or_create(&dir, &arguments.passphrases, words, printer)?);
    let listening = Listening::alone()?;
    let origin = listening.origin.clone();
    let first = first_administrator(&archive)?.map(|invitation| format!("{origin}{invitation}"));
    printer.line(words.tell("desk-is-open", &[("address", origin.as_str().into())]))?;
    printer.line(words.say("desk-closes"))?;
    if let Some(link) = &first {
        printer.line(words.say("desk-first-link"))?;
        printer.line(link)?;
    } else if let Some(how) = how_to_invite_again(&archive, archive.dir())? {
        printer.line(how)?;
    }
    running.is_at(&origin)?;
    match first {
        Some(_) if arguments.no_browser => {}
        // A link that lets somebody in is no argument of a program.
        Some(link) => match running.page_to(&private_folder(&dir), &link) {
            Ok(page) => browse(arguments, &page.to_string_lossy(), words, printer),
            Err(_) => printer.remark(words.say("desk-no-browser")),
        },
        None => browse(arguments, &origin, words, printer),
    }
    let open = Open { language: arguments.language, ..Open::over(archive, true, Mark::None) };
    open.serve(listening, printer)
}

/// The folder of the session where there is one, else the one around the archive: nobody else looks into either.
fn private_folder(dir: &Path) -> PathBuf {
    let session = system::session_folder().filter(|folder| folder.is_dir());
    session.unwrap_or_else(|| dir.parent().unwrap_or(Path::new(".")).to_owned())
}

fn browse(arguments: &Arguments, page: &str, words: &Words, printer: &mut Printer) {
    if !arguments.no_browser && !system::open_in_browser(page) {
        printer.remark(words.say("desk-no-browser"));
    }
}

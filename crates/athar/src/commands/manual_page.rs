//! `athar manual-page`: the manual page athar(1), from the same texts as `--help`. Packages are made with it; it is not in the list of
//! commands.
//!
//! What is deliberately absent: a page for each command. `athar COMMAND --help` says all of it, in the version that is there.

use crate::Outcome;
use crate::printer::Printer;
use clap::Command;

/// Print the manual page.
#[derive(clap::Args)]
pub(crate) struct Arguments {}

/// What stands on the page beside the commands: it holds for all of them.
const AFTER: &str = r".SH FILES
.TP
.I ~/.local/share/athar/archive
The archive that
.B athar desk
makes and opens (under
.B XDG_DATA_HOME
where that is set). No package touches it, neither when it is upgraded nor when it is removed or purged.
.TP
.I DIR.keys
The keys of the archive in DIR. Whoever loses this file and its copies loses the archive.
.TP
.I /etc/athar/athar.env
Settings of the service.
.SH ENVIRONMENT
.TP
.B ATHAR_DATABASE
The URL of a PostgreSQL database that stands for the SQLite file of an archive.
.TP
.B ATHAR_REQUIRE_ENCRYPTED_DISK
Set to refuse a server whose disk is not known to be encrypted.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
The answer is no, or problems were found.
.TP
.B 2
Wrong use.
.TP
.B 3
It failed.
.SH SEE ALSO
.I /usr/share/doc/athar/
";

pub(crate) fn run(program: &Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    printer.line(page(program).trim_end())?;
    Ok(Outcome::Done)
}

fn page(program: &Command) -> String {
    let mut page = format!(".TH ATHAR 1 \"\" \"athar {}\" \"Athar\"\n.SH NAME\n", env!("CARGO_PKG_VERSION"));
    page +=
        "athar \\- finds people who disappeared into detention\n.SH SYNOPSIS\n.B athar\n.RI [ OPTIONS ]\n.I COMMAND\n";
    page += &[".SH DESCRIPTION\n", &text(&about(program)), ".\n.PP\n"].concat();
    page += "\\fBathar \\fICOMMAND\\fB \\-\\-help\\fR says everything about one command.\n.SH OPTIONS\n";
    let global = program.get_arguments().filter(|argument| !argument.is_hide_set());
    for argument in global {
        let Some(long) = argument.get_long() else { continue };
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        page += &[".TP\n.B ", &text(&format!("--{long}")), "\n", &text(&help), "\n"].concat();
    }
    page += ".SH COMMANDS\n";
    for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
        page += &[".TP\n.B ", &text(command.get_name()), "\n", &text(&about(command)), "\n"].concat();
        let below: Vec<&str> = command
            .get_subcommands()
            .filter(|below| !below.is_hide_set() && below.get_name() != "help")
            .map(Command::get_name)
            .collect();
        if !below.is_empty() {
            page += &["Commands below it: ", &text(&below.join(", ")), ".\n"].concat();
        }
    }
    page + AFTER
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// Plain text as a typesetter reads it (`groff(7)`): no line begins a request, a hyphen stays one, letters stay as they are.
fn text(plain: &str) -> String {
    let one_line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped = one_line.replace('\\', "\\e").replace('-', "\\-");
    if escaped.starts_with(['.', '\'']) { format!("\\&{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::{page, text};
    use clap::Command;

    #[test]
    fn a_command_is_on_the_page_and_a_hidden_one_is_not() {
        let shown = Command::new("import").about("Import lists").subcommand(Command::new("again").about("Once more"));
        let program =
            Command::new("athar").about("Finds people").subcommands([shown, Command::new("inner").hide(true)]);
        let page = page(&program);
        assert!(page.starts_with(".TH ATHAR 1 "));
        assert!(page.contains(".TP\n.B import\nImport lists\nCommands below it: again.\n"));
        assert!(!page.contains("inner"));
    }

    #[test]
    fn no_text_becomes_a_request() {
        assert_eq!(text(".TH of\n  'it'  --json \\n"), "\\&.TH of 'it' \\-\\-json \\en");
        assert_eq!(text("'a"), "\\&'a");
    }
}

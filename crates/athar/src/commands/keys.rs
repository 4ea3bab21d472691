//! `athar keys`: the key with which a human signs what they decide.

use crate::Outcome;
use crate::printer::Printer;
use crate::signing::read_key;
use anyhow::Context;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use store::SecretKey;

/// Keys with which humans sign decisions.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Make a key: the secret half goes into a file that only you can read, the public half is printed.
    New {
        /// Where the secret half goes. A file that exists is not overwritten.
        file: PathBuf,
    },
    /// Print the public half of a key.
    Public {
        /// The file with the secret half.
        file: PathBuf,
    },
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::New { file } => {
            let key = SecretKey::generate()?;
            let mut options = File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let made = options.open(&file).and_then(|mut target| {
                target.write_all(key.to_text().as_bytes())?;
                target.write_all(b"\n")?;
                target.sync_all()
            });
            made.with_context(|| format!("cannot write the key to {}", file.display()))?;
            printer.line(key.public().to_string())?;
            printer.remark("Whoever has the file signs as you. Keep it where nobody else looks, and a copy elsewhere.");
        }
        Command::Public { file } => printer.line(read_key(&file)?.public().to_string())?,
    }
    Ok(Outcome::Done)
}

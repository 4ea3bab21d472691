//! `athar label`: people judge a blind sample of pairs, and the linkage is measured on the organisation's own data.
//!
//! Nothing that the machine thinks of a pair reaches a judge: the sheets hold rows, the key holds the rest.

mod draw;
mod folder;
mod judged;
mod key;
mod rows;
mod score;
mod sheet;
mod telling;

use crate::printer::Printer;
use crate::words::{Language, Words};
use crate::{Outcome, WrongUse};
use link::label::Judgement;

/// Judge a blind sample of pairs, and measure the linkage on your own data.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Draw a sample of pairs and write a sheet for each judge, and a key that no judge sees.
    Draw(draw::Arguments),
    /// Read judged sheets: how far the judges agree, and how good the linkage is.
    Score(score::Arguments),
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::Draw(arguments) => draw::run(&arguments, printer),
        Command::Score(arguments) => score::run(&arguments, printer),
    }
}

/// Languages whose headings and words are read back, whichever the sheets were written in.
const LANGUAGES: [Language; 2] = [Language::English, Language::Arabic];

/// The word for a judgement, as the drop-down offers it.
fn word_for(judgement: Judgement, words: &Words) -> String {
    words.say(match judgement {
        Judgement::Same => "label-same",
        Judgement::Different => "label-different",
        Judgement::Unsure => "label-unsure",
    })
}

/// A probability as whole thousandths, which is how finely pairs below and above a threshold are counted.
fn thousandths(threshold: f64) -> Result<u16, WrongUse> {
    let scaled = (threshold * 1_000.0).round();
    if (1.0..=999.0).contains(&scaled) && (threshold * 1_000.0 - scaled).abs() < 1e-6 {
        Ok(scaled as u16)
    } else {
        Err(WrongUse("--threshold is a probability from .001 to .999, with three decimals at most".to_owned()))
    }
}

//! What a machine proposes that a line says: Debian's `tesseract` with the Arabic model, as a limited child. A desk without it works
//! all the same; then nothing is proposed.

use super::draw::to_png;
use super::gray::Gray;
use crate::limited::{self, Ended, Input, Limits};
use crate::limits;
use std::ffi::OsString;
use std::sync::OnceLock;

const PROGRAM: &str = "tesseract";

/// Whether there is anybody to propose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposing {
    /// With these languages, of the machine's.
    Languages(&'static str),
    /// `tesseract` or its Arabic model is not installed.
    Missing,
}

impl Proposing {
    /// What this machine has: asked once.
    pub fn here() -> Proposing {
        static HERE: OnceLock<Proposing> = OnceLock::new();
        *HERE.get_or_init(|| {
            let few = Limits { memory: 1 << 30, seconds: 5, output: 16 << 10 };
            match limited::run(PROGRAM, &["--list-langs".into()], Input::Nothing, few) {
                Ok((written, Ended::Code(Some(0)))) => {
                    let listed = String::from_utf8_lossy(&written).into_owned();
                    if listed.lines().any(|line| line == "ara") {
                        Proposing::Languages("ara")
                    } else {
                        Proposing::Missing
                    }
                }
                _ => Proposing::Missing,
            }
        })
    }
}

/// What a line may say; nothing where nobody can tell.
pub fn propose(strip: &Gray) -> Option<String> {
    let Proposing::Languages(languages) = Proposing::here() else { return None };
    let png = to_png(strip).ok()?;
    let few = Limits { memory: 1 << 30, seconds: limits::PROPOSAL_SECONDS, output: limits::PROPOSAL_BYTES };
    // One line of text (7), from the one pipe to the other: no file is written.
    let words = ["stdin", "stdout", "-l", languages, "--psm", "7"];
    let arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
    match limited::run(PROGRAM, &arguments, Input::Bytes(&png), few) {
        Ok((written, Ended::Code(Some(0)))) => {
            let text = String::from_utf8_lossy(&written);
            let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!said.is_empty()).then_some(said)
        }
        _ => None,
    }
}

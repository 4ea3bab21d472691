//! What is said when the program breaks off (a panic): where, and what to do. Never why: Rust's own sentence may quote the text that it was
//! about, and that may be a name, on its way into a log that many read.
//!
//! What is deliberately absent: a setting that brings the sentence back.

use std::io::Write;
use std::panic::Location;

/// Takes the place of Rust's own words, for the whole process.
pub(crate) fn install() {
    std::panic::set_hook(Box::new(|panic| {
        // Where nobody can be told, there is nothing to do about it.
        let _ = writeln!(std::io::stderr(), "{}", told(panic.location()));
    }));
}

fn told(place: Option<&Location<'_>>) -> String {
    let place = place.map_or_else(String::new, |place| format!(" at {place}"));
    format!(
        "athar panicked{place}. This is a bug. What it was about is not printed, since that might be somebody's name: report the file, \
         the line, the column and what you did"
    )
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    /// Says to the test below that it is its own child.
    const CHILD: &str = "ATHAR_TEST_OF_PANICS";

    #[test]
    fn what_is_said_of_a_panic_quotes_nobody() {
        let name = "Samer Wardani سامر".to_owned();
        if std::env::var_os(CHILD).is_some() {
            super::install();
            // In the middle of a letter: Rust's sentence says of which text.
            assert!(name[..15].is_empty());
        }
        let own = concat!(module_path!(), "::what_is_said_of_a_panic_quotes_nobody");
        let own = own.split_once("::").unwrap().1;
        let mut child = Command::new(std::env::current_exe().unwrap());
        let ran = child.args(["--exact", own, "--nocapture"]).env(CHILD, "1").output().unwrap();
        let said = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        assert!(!ran.status.success(), "it should have ended: {said}");
        assert!(said.contains("athar panicked at") && said.contains("panics.rs:"), "{said}");
        assert!(!said.contains("Samer") && !said.contains("سامر"), "a name in what was said");
    }
}

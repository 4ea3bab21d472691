//! A fuzz target for the reader. As an ordinary test it replays its corpus (`__fuzz__`, invented names) and
//! a thousand random texts; `cargo bolero test -p athar-names fuzz::lines_of_text` looks further.

use names::Reader;

use crate::hostile::checked;

#[test]
fn lines_of_text() {
    bolero::check!().with_iterations(1_000).for_each(|bytes: &[u8]| {
        // One after the other through one reader: what a line leaves in memory must not change the next.
        let mut reader = Reader::new();
        for line in String::from_utf8_lossy(bytes).lines() {
            checked(line, &mut reader);
        }
    });
}

//! Scores a pairs file (`id`, `a`, `b`, tab-separated, header) for the yardstick: writes `id`, score.
//! `cargo run --release -p athar-names --example score -- PAIRS RESULTS [TABLES]`

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use names::{Tables, Vocabulary, compare};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pairs, results, tables @ ..] = &arguments[..] else { return Err("score PAIRS RESULTS [TABLES]".into()) };
    let tables = match tables.first() {
        Some(path) => Tables::from_bytes(&std::fs::read(path)?)?,
        None => Tables::shipped().clone(),
    };
    let vocabulary = Vocabulary::shipped(&tables);
    let text = std::fs::read_to_string(pairs)?;
    let mut out = b"id\tscore\n".to_vec();
    let start = Instant::now();
    let mut count = 0;
    for line in text.lines().skip(1) {
        let mut fields = line.split('\t');
        let (Some(id), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let compared = compare(&tables, &vocabulary, a, b);
        writeln!(out, "{id}\t{:.7}", compared.score)?;
        count += 1;
    }
    writeln!(std::io::stderr(), "{:.0} pairs a second", f64::from(count) / start.elapsed().as_secs_f64())?;
    std::fs::write(results, out)?;
    Ok(())
}

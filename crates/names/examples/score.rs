//! Scores a pairs file (`id`, `a`, `b`, tab-separated, header) for the yardstick: writes `id`, score.
//! `cargo run --release -p athar-names --example score -- PAIRS RESULTS [TABLES]`

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use names::{Tables, Vocabulary, compare};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pairs, results, tables @ ..] = &arguments[..] else {
        return Err("score PAIRS RESULTS [TABLES]".into());
    };
    let tables = match tables.first() {
        Some(path) => Tables::from_bytes(&std::fs::read(path)?)?,
        None => Tables::shipped().clone(),
    };
    let vocabulary = Vocabulary::shipped(&tables);
    let text = std::fs::read_to_string(pairs)?;
    let mut out = b"id\tscore\n".to_vec();
    // The first pass fills the vocabulary's sums; the second is the speed of steady use.
    let names: Vec<(&str, &str)> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(_, pair)| pair.split_once('\t'))
        .collect();
    let mut cold = 0.0;
    let mut sum = 0.0;
    for pass in 0..2 {
        let start = Instant::now();
        for (a, b) in &names {
            sum += compare(&tables, &vocabulary, a, b).score;
        }
        let rate = names.len() as f64 / start.elapsed().as_secs_f64();
        if pass == 0 {
            cold = rate;
        } else {
            writeln!(std::io::stderr(), "{cold:.0} pairs a second cold, {rate:.0} warm (sum {sum:.1})")?;
        }
    }
    for line in text.lines().skip(1) {
        let mut fields = line.split('\t');
        let (Some(id), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let compared = compare(&tables, &vocabulary, a, b);
        writeln!(out, "{id}\t{:.7}", compared.score)?;
    }
    std::fs::write(results, out)?;
    Ok(())
}

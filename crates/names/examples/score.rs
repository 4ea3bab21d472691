//! Scores a pairs file (`id`, `a`, `b`, tab-separated, header) for the yardstick: writes `id`, score.
//! `cargo run --release -p athar-names --example score -- PAIRS RESULTS [TABLES]`

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use names::{Comparer, Reader, Tables, Vocabulary, read};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pairs, results, tables @ ..] = &arguments[..] else {
        return Err("score PAIRS RESULTS [TABLES]".into());
    };
    let start = Instant::now();
    let tables = match tables.first() {
        Some(path) => Tables::from_bytes(&std::fs::read(path)?)?,
        None => Tables::shipped().clone(),
    };
    let loaded = start.elapsed();
    let vocabulary = Vocabulary::shipped(&tables);
    writeln!(
        std::io::stderr(),
        "tables in {loaded:.1?}, vocabulary in {:.1?}",
        start.elapsed().saturating_sub(loaded)
    )?;
    let text = std::fs::read_to_string(pairs)?;
    let mut out = b"id\tscore\n".to_vec();
    let names: Vec<(&str, &str)> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(_, pair)| pair.split_once('\t'))
        .collect();
    let mut comparer = Comparer::new(&vocabulary);
    let mut reader = Reader::new();
    let mut sum = 0.0;
    for pass in ["cold", "warm"] {
        let start = Instant::now();
        let prepared: Vec<_> =
            names.iter().map(|(a, b)| (comparer.prepare(&reader.read(a)), comparer.prepare(&reader.read(b)))).collect();
        let reading = start.elapsed();
        for (a, b) in &prepared {
            sum += comparer.weigh(a, b).bits();
        }
        let rate = |time: std::time::Duration| names.len() as f64 / time.as_secs_f64();
        writeln!(
            std::io::stderr(),
            "{pass}: read and prepared {:.0}, compared {:.0}, both {:.0} pairs a second (sum {sum:.1})",
            rate(reading),
            rate(start.elapsed().saturating_sub(reading)),
            rate(start.elapsed())
        )?;
    }
    for line in text.lines().skip(1) {
        let mut fields = line.split('\t');
        let (Some(id), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let (a, b) = (comparer.prepare(&read(a)), comparer.prepare(&read(b)));
        writeln!(out, "{id}\t{:.7}", comparer.weigh(&a, &b).probability())?;
    }
    std::fs::write(results, out)?;
    Ok(())
}

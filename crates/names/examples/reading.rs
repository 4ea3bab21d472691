//! Speed of reading the names of a table `id, a, b`, without and with memory, the best of many rounds:
//! `cargo run --release -p athar-names --example reading -- PAIRS`

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use names::{Reader, Reading, read};

const ROUNDS: usize = 40;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("reading PAIRS")?;
    let table = std::fs::read_to_string(path)?;
    let names: Vec<&str> = table.lines().skip(1).flat_map(|line| line.split('\t').skip(1).take(2)).collect();
    let mut reader = Reader::new();
    let (without, parts) = fastest(&names, read);
    let (with, _) = fastest(&names, |name| reader.read(name));
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} names, {parts} parts: {without:.2} µs a name without memory, {with:.2} with", names.len())?;
    Ok(())
}

/// Microseconds a name in the fastest round, and the parts read.
fn fastest(names: &[&str], mut read: impl FnMut(&str) -> Reading) -> (f64, usize) {
    let mut best = f64::INFINITY;
    let mut parts = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        parts = names.iter().map(|name| read(name).parts.len()).sum();
        best = best.min(start.elapsed().as_secs_f64() * 1e6 / names.len() as f64);
    }
    (best, parts)
}

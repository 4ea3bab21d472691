//! Speed of reading the names of a table `id, a, b`, with and without memory:
//! `cargo run --release -p athar-names --example reading -- PAIRS`

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use names::{Reader, read};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("reading PAIRS")?;
    let table = std::fs::read_to_string(path)?;
    let names: Vec<&str> = table.lines().skip(1).flat_map(|line| line.split('\t').skip(1).take(2)).collect();
    let mut out = std::io::stdout().lock();
    for _ in 0..5 {
        let start = Instant::now();
        let parts: usize = names.iter().map(|name| read(name).parts.len()).sum();
        let each = start.elapsed().as_secs_f64() * 1e6 / names.len() as f64;
        writeln!(out, "{each:.2} µs a name without memory ({parts} parts)")?;
    }
    let mut reader = Reader::new();
    for _ in 0..5 {
        let start = Instant::now();
        let parts: usize = names.iter().map(|name| reader.read(name).parts.len()).sum();
        let each = start.elapsed().as_secs_f64() * 1e6 / names.len() as f64;
        writeln!(out, "{each:.2} µs a name with memory ({parts} parts)")?;
    }
    Ok(())
}

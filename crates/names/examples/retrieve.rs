//! Searches candidates (`cid`, name) for queries (`qid`, name), ten rows a query, for the yardstick:
//! `cargo run --release -p athar-names --example retrieve -- CANDIDATES QUERIES RESULTS [TABLES]`

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use names::{NameIndex, Tables};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [candidates, queries, results, tables @ ..] = &arguments[..] else {
        return Err("retrieve CANDIDATES QUERIES RESULTS [TABLES]".into());
    };
    let tables = match tables.first() {
        Some(path) => Tables::from_bytes(&std::fs::read(path)?)?,
        None => Tables::shipped().clone(),
    };
    let text = std::fs::read_to_string(candidates)?;
    let start = Instant::now();
    let index = NameIndex::new(&tables, text.lines().skip(1).filter_map(|line| line.split_once('\t')));
    let built = start.elapsed();
    let queries = std::fs::read_to_string(queries)?;
    let mut out = b"qid\trank\tcid\tscore\n".to_vec();
    let start = Instant::now();
    let mut count = 0;
    for (id, query) in queries.lines().skip(1).filter_map(|line| line.split_once('\t')) {
        for (rank, (found, bits)) in index.search(query, 10).into_iter().enumerate() {
            writeln!(out, "{id}\t{}\t{found}\t{bits:.4}", rank + 1)?;
        }
        count += 1;
    }
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    writeln!(std::io::stderr(), "{} names in {built:.1?}, {rate:.0} queries a second", index.len())?;
    std::fs::write(results, out)?;
    Ok(())
}

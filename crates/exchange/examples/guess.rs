//! Prints how files would be read: `cargo run --example guess -- FILE...`. Counts only, no names.
#![expect(clippy::print_stdout, reason = "an example is for looking at")]

use exchange::{Hints, Item, guess, read, table};
use record::Gazetteer;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

fn main() -> Result<(), exchange::ExchangeError> {
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        let mapping = guess(&path, &Hints::default(), Gazetteer::syria())?;
        println!(
            "== {}: {:?} {:?} {:?} as of {:?}",
            path.display(),
            mapping.format,
            mapping.encoding,
            mapping.delimiter,
            mapping.as_of
        );
        for sheet in &mapping.sheets {
            println!(
                "sheet {:?}, header in row {}, right to left: {}",
                sheet.name, sheet.header_row, sheet.right_to_left
            );
            for column in &sheet.columns {
                println!(
                    "  {:>2} {:28} {:?} {:.2} {}",
                    column.index, column.header, column.property, column.confidence, column.why
                );
            }
        }
        let start = Instant::now();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        let mut count = |problem: &record::Problem| {
            *kinds.entry(format!("{:?} {}", problem.kind, problem.column.clone().unwrap_or_default())).or_default() +=
                1;
        };
        let summary = read(&path, &mapping, Gazetteer::syria(), &mut |item| {
            match &item {
                Item::Record(_, problems) => problems.iter().for_each(&mut count),
                Item::Problem(problem) => count(problem),
            }
            ControlFlow::Continue(())
        })?;
        let seconds = start.elapsed().as_secs_f64();
        println!("{summary:?} {kinds:?} {seconds:.2} s, {:.0} rows/s", summary.rows as f64 / seconds);
        let start = Instant::now();
        let Ok(mut table) = table::open(&path) else { continue };
        let mut rows = 0_u64;
        while table.next_row()?.is_some() {
            rows += 1;
        }
        println!(
            "as a plain table: {rows} rows, {} ragged, {:.2} s",
            table.ragged_rows(),
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

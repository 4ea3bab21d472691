//! Prints what lines of text were not understood, for synthetic lists only.
#![expect(clippy::print_stdout, reason = "an example is for looking at")]

use exchange::{Hints, Item, guess, read};
use std::ops::ControlFlow;
use std::path::PathBuf;

fn main() -> Result<(), exchange::ExchangeError> {
    let mut arguments = std::env::args_os().skip(1);
    let path = PathBuf::from(arguments.next().unwrap_or_default());
    let all = arguments.next().is_some();
    let mapping = guess(&path, &Hints::default())?;
    read(&path, &mapping, &mut |item| {
        match item {
            Item::Record(record, problems) if all => {
                println!("{}", record.position.row);
                for claim in &record.claims {
                    println!("    {:?} [{}] -> {}", claim.property, claim.as_written, claim.normal);
                }
                println!("    {:?}", problems.iter().map(|problem| problem.kind).collect::<Vec<_>>());
            }
            Item::Problem(problem) => println!("{:?} {:?} {}", problem.position, problem.kind, problem.as_written.reveal()),
            Item::Record(..) => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(())
}

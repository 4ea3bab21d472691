//! `athar names search`: a table of queries against a table of candidates.

use super::tables::{rows, tables, text};
use crate::Outcome;
use names::{IndexBuilder, NameIndex, Session};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Candidates: `cid, name`, tab-separated, with a header.
    #[arg(long)]
    candidates: PathBuf,
    /// Queries: `qid, name`.
    #[arg(long)]
    queries: PathBuf,
    /// Results a query.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// Tables made by `athar names learn`, in place of the shipped ones.
    #[arg(long)]
    tables: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let tables = tables(arguments.tables.as_ref())?;
    let (candidates, queries) = (text(&arguments.candidates)?, text(&arguments.queries)?);
    let candidates = rows::<2>(&candidates, &arguments.candidates)?;
    let queries = rows::<2>(&queries, &arguments.queries)?;
    let mut builder = IndexBuilder::new(&tables);
    for (key, [_, name]) in candidates.iter().enumerate() {
        builder.push(key as u64, name)?;
    }
    let index = NameIndex::open(&tables, builder.finish())?;
    let mut session = Session::new();
    let mut output = BufWriter::new(std::io::stdout().lock());
    writeln!(output, "qid\trank\tcid\tscore")?;
    for [query, name] in queries {
        for (rank, hit) in index.search_with(&mut session, name, arguments.limit).into_iter().enumerate() {
            writeln!(output, "{query}\t{}\t{}\t{:.5}", rank + 1, candidates[hit.key as usize][0], hit.bits)?;
        }
    }
    output.flush()?;
    Ok(Outcome::Done)
}

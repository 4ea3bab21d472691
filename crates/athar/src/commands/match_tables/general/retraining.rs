//! Learning anew, with a report of what moved.

use super::super::write::{json, save};
use super::Run;
use crate::Outcome;
use crate::printer::Printer;
use link::engine::{Engine, Scored, moved};

/// Levels and pairs that the report names.
const NAMED: usize = 15;

pub(super) fn retrain(mut run: Run<'_>, before: &Scored, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let old = run.engine.model().clone();
    let table = run.engine.into_table();
    run.engine = Engine::new(old.untrained(), table)?;
    run.train(printer)?;
    let after = run.score(printer)?;
    let moved = moved((&old, before), (&run.engine, &after), run.arguments.threshold[0]);
    if let Some(path) = &run.arguments.save_model {
        save(path, &run.engine.model().to_toml())?;
    }
    if let Some(path) = &run.arguments.save_snapshot {
        save(path, &run.engine.snapshot(&after).to_json())?;
    }
    if json(run.arguments, printer, &moved)? {
        return Ok(Outcome::Done);
    }
    printer.line(format!("prior: {:+.2} -> {:+.2} bits", moved.prior.0, moved.prior.1))?;
    printer.line(format!(
        "links: {} -> {}; {} gained, {} lost",
        moved.links.0,
        moved.links.1,
        moved.gained.len(),
        moved.lost.len()
    ))?;
    for level in moved.levels.iter().take(NAMED) {
        printer
            .line(format!("{:+8.2} -> {:+8.2}  {}: {}", level.before, level.after, level.comparison, level.level))?;
    }
    for (what, pairs) in [("gained", &moved.gained), ("lost", &moved.lost)] {
        for &(left, right, was, is) in pairs.iter().take(NAMED) {
            let (left, right) = (run.ids.get(left), run.ids.get(right));
            printer.line(format!("{what}: {left} {right}  {was:.3} -> {is:.3}"))?;
        }
    }
    Ok(Outcome::Done)
}

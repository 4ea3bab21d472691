//! Backups: what comes back from them, what a damaged one says, and that nothing that was erased comes back.

mod damage;
mod erased;
mod figures;
mod fuzz;
mod fuzzing;
mod round_trip;
mod support;

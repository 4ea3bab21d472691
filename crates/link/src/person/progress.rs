//! How far a long piece of work has come, told to whoever asked to know.

use crate::person::run::Stage;

/// Told of each stage with how much is done of how much. It may stop the work by returning `false`.
pub trait Progress {
    /// `done` of `total` units of a stage are done.
    fn advance(&mut self, stage: Stage, done: u64, total: u64) -> bool;
}

impl<F: FnMut(Stage, u64, u64) -> bool> Progress for F {
    fn advance(&mut self, stage: Stage, done: u64, total: u64) -> bool {
        self(stage, done, total)
    }
}

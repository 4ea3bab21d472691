//! What a report page must be, whatever numbers and names it is given.
#![expect(clippy::unwrap_used, reason = "a helper of a test panics as a test does")]

mod charts;
mod overlaps;
mod page;
mod sample;
mod strange;

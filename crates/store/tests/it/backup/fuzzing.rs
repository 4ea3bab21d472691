//! How long a fuzz target looks: some thousand inputs as an ordinary test, or as many seconds as `ATHAR_FUZZ_SECONDS` says.

use std::time::Duration;

fn seconds() -> Option<u64> {
    std::env::var("ATHAR_FUZZ_SECONDS").ok()?.parse().ok()
}

/// Inputs at most.
pub(crate) fn iterations(usual: usize) -> usize {
    if seconds().is_some() { usize::MAX } else { usual }
}

/// Time at most.
pub(crate) fn time() -> Duration {
    Duration::from_secs(seconds().unwrap_or(3_600))
}

//! What a run cost: processor time and peak memory of this process, as the kernel counts them.

use crate::system;

/// Peak resident memory in MiB; 0 where the kernel does not say.
pub(crate) fn peak_rss_mib() -> u64 {
    let status = system::status();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Processor seconds of all threads so far, user and system; 0 where the kernel does not say.
pub(crate) fn cpu_seconds() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = system::processor_status();
    // Fields count from after the parenthesised command name: utime and stime are the 12th and 13th of the rest.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / TICKS_PER_SECOND
}

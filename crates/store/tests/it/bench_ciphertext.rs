//! What ciphertext and forgetting cost. Run by hand, in release:
//! `cargo test --release -p athar-store -- --ignored --nocapture bench_ciphertext`.
//!
//! `ATHAR_BENCH_RECORDS` says how many records, `ATHAR_BENCH_FORGETS` that memory is overwritten.
#![cfg(target_os = "linux")]

use crate::fixtures::{TIME, decision, import, sqlite};
use std::time::Instant;
use store::{Archive, ImportNumber, RecordFilter, RecordId, Verdict};
use vault::keys::Keyring;

/// Seconds of processor time that this process has used, in all of its threads.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = |field: usize| after_name.split_whitespace().nth(field).unwrap().parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}

fn timed(work: impl FnOnce()) -> [f64; 2] {
    let (began, before) = (Instant::now(), processor_seconds());
    work();
    [processor_seconds() - before, began.elapsed().as_secs_f64()]
}

#[test]
#[ignore = "measures; run by hand in release"]
fn bench_ciphertext() {
    if std::env::var_os("ATHAR_BENCH_FORGETS").is_some() {
        store::memory::forgetful_memory().unwrap();
    }
    let records = std::env::var("ATHAR_BENCH_RECORDS").ok().map_or(200_000, |text| text.parse().unwrap());
    let mut sums = [[[0.0; 2]; 3]; 2];
    println!("pair,form,import_cpu,import_wall,read_cpu,read_wall,decide_cpu,decide_wall");
    for pair in 0..5 {
        for form in [pair % 2, 1 - pair % 2] {
            let place = sqlite();
            Keyring::create(&place.location.keys_path()).unwrap().set_laptop(form == 1).unwrap();
            let archive = Archive::open_or_create(&place.location).unwrap();
            let times = [
                timed(|| {
                    import(&archive, "gate", 0..records);
                }),
                timed(|| {
                    let mut read = 0;
                    let count = |_, _| {
                        read += 1;
                        Ok(())
                    };
                    archive.records(RecordFilter::All, count).unwrap();
                    assert_eq!(read, records);
                }),
                timed(|| {
                    for ordinal in (1..1_000).step_by(2) {
                        let [left, right] = [0, 1].map(|next| RecordId::new(ImportNumber(1), ordinal + next));
                        archive.decide(decision(left, right, Verdict::Same), TIME).unwrap();
                    }
                }),
            ];
            let row: Vec<String> = times.as_flattened().iter().map(|time| format!("{time:.3}")).collect();
            println!("{pair},{},{}", ["plain", "cipher"][form], row.join(","));
            for (sum, time) in sums[form].as_flattened_mut().iter_mut().zip(times.as_flattened()) {
                *sum += time;
            }
        }
    }
    let ratios: Vec<String> = sums[1]
        .as_flattened()
        .iter()
        .zip(sums[0].as_flattened())
        .map(|(cipher, plain)| format!("{:.3}", cipher / plain))
        .collect();
    println!("ratio,,{}", ratios.join(","));
}

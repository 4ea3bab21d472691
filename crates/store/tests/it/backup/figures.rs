//! How long it takes, and how large it is: run by hand, in release.

use super::support::{back_up, file, protected, restore};
use crate::fixtures::{import, on_both, sqlite};
use std::time::Instant;

/// `cargo test --release -p athar-store --test it -- --ignored --nocapture backup::figures`
#[test]
#[ignore = "takes long, and says figures"]
fn of_a_hundred_thousand_records() {
    on_both(|place| {
        let (archive, _) = protected(place);
        for list in 0..10 {
            import(&archive, "gate", list * 10_000..(list + 1) * 10_000);
        }
        let timed = |what: &str, work: &mut dyn FnMut() -> u64| {
            let began = Instant::now();
            let bytes = work();
            println!("{} {what}: {:.2} s, {bytes} bytes", place.engine, began.elapsed().as_secs_f64());
        };
        timed("first backup", &mut || back_up(&archive, &file(place)).bytes);
        timed("nothing new", &mut || back_up(&archive, &file(place)).added);
        import(&archive, "more", 0..1_000);
        timed("1,000 more", &mut || back_up(&archive, &file(place)).added);
        let there = sqlite();
        timed("restore into SQLite", &mut || restore(&file(place), &there.location).unwrap().entries);
    });
}

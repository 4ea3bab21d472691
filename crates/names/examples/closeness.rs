//! Prints the closeness of pairs of words given on lines "a b" of the standard input, and the speed.

use std::error::Error;
use std::io::{Read, Write};
use std::time::Instant;

use names::Tables;

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let tables = Tables::shipped();
    let mut out = std::io::stdout().lock();
    let part = |word: &str| names::read(word).parts.first().map(|part| part.text.clone()).unwrap_or_default();
    let pairs: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| line.split_once('\t').or_else(|| line.split_once(' ')))
        .map(|(a, b)| (part(a), part(b)))
        .collect();
    for (a, b) in &pairs {
        writeln!(out, "{a}\t{b}\t{:.1}", tables.closeness(a, b))?;
    }
    for (label, same_script) in [("same script", true), ("across scripts", false)] {
        let chosen: Vec<&(String, String)> =
            pairs.iter().filter(|(a, b)| (names::Script::of(a) == names::Script::of(b)) == same_script).collect();
        if chosen.is_empty() {
            continue;
        }
        let start = Instant::now();
        let (mut sum, mut count) = (0.0, 0);
        while start.elapsed().as_millis() < 300 {
            for (a, b) in &chosen {
                sum += tables.closeness(a, b);
                count += 1;
            }
        }
        writeln!(out, "{label}: {:.0} a second ({sum:.0})", f64::from(count) / start.elapsed().as_secs_f64())?;
    }
    Ok(())
}

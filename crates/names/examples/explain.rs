//! Explains the comparison of two names: `cargo run -p athar-names --example explain -- NAME NAME [TABLES]`

use std::error::Error;
use std::io::Write;

use names::{Tables, Vocabulary, compare};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [a, b, tables @ ..] = &arguments[..] else {
        return Err("explain NAME NAME [TABLES]".into());
    };
    let tables = match tables.first() {
        Some(path) => Tables::from_bytes(&std::fs::read(path)?)?,
        None => Tables::shipped().clone(),
    };
    let compared = compare(&Vocabulary::shipped(&tables), a, b);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:?}, probability {:.4}, {:.1} bits", compared.finding, compared.score, compared.bits)?;
    for line in &compared.parts {
        let text = |part: &Option<names::Part>| {
            part.as_ref().map_or_else(|| "-".to_owned(), |part| format!("{} ({:?})", part.text, part.role))
        };
        writeln!(
            out,
            "{}\t{}\t{:?}\tcloseness {:.1}\tevidence {:.1}",
            text(&line.a),
            text(&line.b),
            line.verdict,
            line.closeness,
            line.evidence
        )?;
    }
    for names::Term { name, weight } in &compared.terms {
        let bits = f64::from(*weight) / 1024.0;
        writeln!(out, "  {bits:+.2}\t{name}")?;
    }
    Ok(())
}

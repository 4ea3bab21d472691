//! Makes a tables file from a folder of training files (`.tsv` or `.tsv.gz`), for developers:
//! `cargo run --release -p athar-names --example learn -- FOLDER TABLES [EXCLUDED_PAIRS.tsv]...`

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Read, Write};
use std::path::Path;

use names::learn::{Exclusions, Options, TrainingData, learn};

fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let mut text = String::new();
    if path.extension().is_some_and(|end| end == "gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, tables, excluded @ ..] = &arguments[..] else {
        return Err("learn FOLDER TABLES [EXCLUDED_PAIRS.tsv]...".into());
    };
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().trim_end_matches(".gz").to_owned();
        if Path::new(&name).extension().is_some_and(|end| end == "tsv") {
            files.insert(name, read(&path)?);
        }
    }
    let mut exclusions = Exclusions::new();
    for path in excluded {
        exclusions.add_pairs(&read(Path::new(path))?);
    }
    let mut log = std::io::stderr();
    let bytes = learn(&TrainingData { files }, &exclusions, Options::default(), &mut |line| {
        let _ = writeln!(log, "{line}");
    })?;
    std::fs::write(tables, &bytes)?;
    writeln!(std::io::stderr(), "{} bytes", bytes.len())?;
    Ok(())
}

//! PDF, by `pdftotext`.

use crate::{file, normal, read_all, said};
use exchange::{ExchangeError, Format, Hints, guess};
use record::{Gazetteer, Property};
use std::fmt::Write;

#[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
fn has_tool() -> bool {
    let found = std::process::Command::new("pdftotext").arg("-v").output().is_ok();
    if !found {
        eprintln!("skipped: no pdftotext (apt install poppler-utils)");
    }
    found
}

/// A PDF of one page of lines in a font of fixed width.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut page = String::from("BT /F1 9 Tf 40 780 Td 14 TL\n");
    for line in lines {
        let _ = writeln!(page, "({}) Tj T*", line.replace('(', "\\(").replace(')', "\\)"));
    }
    page.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(out.len());
        let _ = writeln!(out, "{number} 0 obj\n{object}\nendobj");
    }
    let start = out.len();
    let _ = writeln!(out, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(out, "{offset:010} 00000 n ");
    }
    let _ = write!(out, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF", objects.len() + 1);
    out.into_bytes()
}

#[test]
fn a_table() {
    if !has_tool() {
        return;
    }
    let bytes = pdf(&[
        "List of patients 2024-12-09",
        "No   Name               Father     Born   From",
        "1    Samer Wardani      Khalil     1985   Homs",
        "2    Nizar Karmi                   1990   Aleppo",
        "3    Haifa Sabouri      Jamil      1979",
        "4    Rima Nuri          Sami       1988   Daraya",
    ]);
    let (_folder, path) = file("list.pdf", &bytes);
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::Pdf);
    assert_eq!(read.mapping.as_of.as_deref(), Some("2024-12-09"));
    assert_eq!(read.records.len(), 4, "{:?}", read.problems);
    assert_eq!(said(&read.records[1], Property::FullName), "Nizar Karmi");
    assert_eq!(said(&read.records[1], Property::Father), "");
    assert_eq!(normal(&read.records[1], Property::BirthDate), "1990");
    assert_eq!(read.records[1].position.page, Some(1));
    assert_eq!(said(&read.records[3], Property::Origin), "Daraya");
}

#[test]
fn sentences() {
    if !has_tool() {
        return;
    }
    let bytes = pdf(&[
        "Names of those released",
        "1. Samer Wardani son of Khalil, mother Najah, born 1985",
        "2. Nizar Karmi son of Anwar, born 1990, from Homs",
    ]);
    let (_folder, path) = file("list.pdf", &bytes);
    let read = read_all(&path);
    assert_eq!(read.records.len(), 2);
    assert_eq!(said(&read.records[0], Property::Mother), "Najah");
}

#[test]
fn no_text_and_damage() {
    if !has_tool() {
        return;
    }
    let (_folder, path) = file("scan.pdf", &pdf(&[]));
    assert!(matches!(guess(&path, &Hints::default(), Gazetteer::syria()), Err(ExchangeError::NotAList { .. })));
    let (_folder, path) = file("damaged.pdf", b"%PDF-1.4\nnothing here");
    assert!(matches!(
        guess(&path, &Hints::default(), Gazetteer::syria()),
        Err(ExchangeError::Tool { .. } | ExchangeError::NotAList { .. })
    ));
}

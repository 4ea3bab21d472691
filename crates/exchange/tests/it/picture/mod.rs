//! Rows of pages that nobody wrote: how many are found, how well, and what is no row.

pub(crate) mod page;

use exchange::picture;
use page::{Shot, page};
use record::Row;
use std::fmt::Write;

/// A row is found where it and the true one share at least this much of what both cover.
const FOUND: f64 = 0.5;

fn overlap(one: Row, other: Row) -> f64 {
    let shared = f64::from(one.bottom.min(other.bottom)) - f64::from(one.top.max(other.top));
    let both = f64::from(one.bottom.max(other.bottom)) - f64::from(one.top.min(other.top));
    shared.max(0.0) / both
}

struct Measured {
    true_rows: usize,
    given: usize,
    found: usize,
    overlap: f64,
}

fn measure(shot: Shot) -> Measured {
    let (image, truth) = page(shot);
    let read = picture::page(&image);
    assert!(read.cut.is_sound(), "{shot:?}");
    let best: Vec<f64> =
        truth.iter().map(|&row| read.cut.rows.iter().map(|&own| overlap(row, own)).fold(0.0, f64::max)).collect();
    let found = best.iter().filter(|best| **best >= FOUND).count();
    let overlap = best.iter().sum::<f64>() / best.len() as f64;
    Measured { true_rows: truth.len(), given: read.cut.rows.len(), found, overlap }
}

#[test]
fn rows_are_found_askew_in_a_shadow_and_under_stamps() {
    let mut told = "page\tdegrees\tshadow\tstamps\trows\tgiven\tfound\toverlap\n".to_owned();
    let (mut all, mut given, mut found) = (0, 0, 0);
    for (is_ruled, has_columns) in [(true, true), (true, false), (false, true), (false, false)] {
        for degrees in [-3.0, -1.2, 0.0, 1.7, 3.0] {
            for (shadow_percent, stamps) in [(0, 0), (60, 0), (60, 3)] {
                let seed = 7 + all as u64;
                let shot = Shot { rows: 40, is_ruled, has_columns, degrees, shadow_percent, stamps, seed };
                let Measured { true_rows, given: own, found: right, overlap } = measure(shot);
                let kind = format!(
                    "{}{}",
                    if is_ruled { "ruled" } else { "plain" },
                    if has_columns { "+columns" } else { "" }
                );
                let _ = writeln!(
                    told,
                    "{kind}\t{degrees}\t{shadow_percent}\t{stamps}\t{true_rows}\t{own}\t{right}\t{overlap:.3}"
                );
                (all, given, found) = (all + true_rows, given + own, found + right);
            }
        }
    }
    let (recall, precision) = (found as f64 / all as f64, found as f64 / given as f64);
    println!("{told}recall {recall:.4}, precision {precision:.4} of {all} rows at an overlap of {FOUND}");
    assert!(recall >= 0.97 && precision >= 0.97, "recall {recall:.4}, precision {precision:.4}");
}

/// A page without a line, and a photograph of a wall.
#[test]
fn what_is_no_list_gives_no_rows_or_few() {
    let blank = picture::page(&picture::Gray::white(1_000, 1_400));
    assert_eq!(blank.cut.rows, []);
    let one = page(Shot {
        rows: 1,
        is_ruled: false,
        has_columns: false,
        degrees: 0.0,
        shadow_percent: 0,
        stamps: 0,
        seed: 3,
    });
    assert!(picture::page(&one.0).cut.rows.len() <= 2);
}

/// Whoever types sees the line, and a line's place in the original is where it was drawn.
#[test]
fn a_strip_holds_its_line_whole() {
    let shot =
        Shot { rows: 12, is_ruled: true, has_columns: true, degrees: 2.5, shadow_percent: 40, stamps: 0, seed: 5 };
    let (image, truth) = page(shot);
    let read = picture::page(&image);
    assert_eq!(read.cut.rows.len(), truth.len());
    for (row, truth) in read.cut.rows.iter().zip(&truth) {
        let strip = picture::strip(&read.cut, &read.image, *row);
        assert_eq!(strip.width(), image.width());
        assert!(strip.height() >= (row.bottom - row.top) as usize && strip.height() < 80);
        let area = read.cut.area(*row);
        let middle = area.top + area.height / 2;
        assert!(middle.abs_diff(u32::midpoint(truth.top, truth.bottom)) < 12, "{area:?} {truth:?}");
        // It falls to the right by 2.5 degrees of the page's width.
        let fall = -f64::from(area.rise) / f64::from(area.width);
        assert!((fall - 2.5_f64.to_radians().tan()).abs() < 0.003, "{fall}");
    }
}

#[test]
fn a_photograph_held_sideways_stands_upright() {
    let (image, _) =
        page(Shot { rows: 6, is_ruled: true, has_columns: false, degrees: 0.0, shadow_percent: 0, stamps: 0, seed: 9 });
    let png = picture::to_png(&image).unwrap();
    assert_eq!(picture::pages(&png).unwrap().len(), 1);
    assert_eq!(picture::from_png(&png).unwrap(), image);
}

#[test]
fn a_machine_proposes_or_says_that_it_is_not_there() {
    let (image, _) = page(Shot {
        rows: 1,
        is_ruled: false,
        has_columns: false,
        degrees: 0.0,
        shadow_percent: 0,
        stamps: 0,
        seed: 4,
    });
    let proposed = picture::propose(&image);
    if picture::Proposing::here() == picture::Proposing::Missing {
        assert_eq!(proposed, None);
    } else {
        assert!(proposed.is_none_or(|text| text.len() <= exchange::limits::PROPOSAL_BYTES as usize));
    }
}

/// A PDF of pages with ruled rows, in the fewest bytes (ISO 32000-1): strokes and no text.
fn pdf(pages: usize, rows: usize) -> Vec<u8> {
    let mut content = "2 w ".to_owned();
    for row in 0..=rows {
        let y = 700 - row * 30;
        let _ = write!(content, "60 {y} m 540 {y} l S ");
    }
    for row in 0..rows {
        let y = 685 - row * 30;
        for word in 0..8 {
            let x = 80 + word * 55;
            let _ = write!(content, "{x} {y} m {} {} l {} {y} l S ", x + 15, y + 8, x + 35);
        }
    }
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 4 + page)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {pages}/Kids[{}]>>", kids.join(" ")),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    objects.extend((0..pages).map(|_| "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R>>".to_owned()));
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj{object}endobj\n").into_bytes());
    }
    let from = bytes.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(table, "{place:010} 00000 n ");
    }
    bytes.extend(table.into_bytes());
    bytes.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{from}\n%%EOF", objects.len() + 1).into_bytes());
    bytes
}

#[test]
fn pages_of_a_pdf_are_drawn_by_a_limited_child() {
    let read = picture::pages(&pdf(2, 9));
    if matches!(read, Err(picture::PictureError::MissingTool)) {
        eprintln!("skipped: no pdftoppm (apt install poppler-utils)");
        return;
    }
    let pages = read.unwrap();
    assert_eq!(pages.iter().map(|page| page.cut.rows.len()).collect::<Vec<_>>(), [9, 9]);
    assert!(picture::pages(&pdf(exchange::limits::PICTURE_PAGES + 1, 1)).is_err(), "too many pages");
    assert!(picture::pages(b"%PDF-1.4 and nothing").is_err());
}

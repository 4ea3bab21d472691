//! A workbook for a recipient: Arabic, right to left. The first sheet says for what, for whom and until when, and which
//! field each column holds; the second is the list. Cells are strings, which no spreadsheet computes.

use super::columns;
use super::csv::cells;
use super::front::{self, CSV_COLUMNS, ROLE_COLUMN, WITHDRAWN_ARABIC, WORKBOOK_MARK};
use super::tally::{Tally, Why};
use super::{Export, Written, allowed};
use crate::ExchangeError;
use crate::workbook::{CellStyle, CellText, Workbook, as_held};
use record::Gazetteer;

/// Arabic for [`CSV_COLUMNS`], and for the role after them.
const FIXED: [&str; 6] = ["المعرّف", "الحال", "علامة النسخة", "المصدر", "تاريخ المصدر", "صفة الشخص في المصدر"];
const ABOUT_SHEET: &str = "حول القائمة";
const LIST_SHEET: &str = "القائمة";

/// Writes an export as a workbook.
pub fn xlsx(export: &Export, places: &Gazetteer) -> Result<Written, ExchangeError> {
    allowed::check(export)?;
    let mut tally = Tally::default();
    let columns = columns::of(export, &mut tally);
    let fixed = CSV_COLUMNS.len() + usize::from(export.about.with_roles);
    let mut headers: Vec<(String, String)> = FIXED
        .iter()
        .zip(CSV_COLUMNS.iter().chain(&[ROLE_COLUMN]))
        .take(fixed)
        .map(|(&arabic, &name)| (arabic.to_owned(), name.to_owned()))
        .collect();
    headers.extend(columns.iter().map(|&column| (front::label(column), column.name())));

    let mut book = Workbook::new();
    book.mark(WORKBOOK_MARK, export.about.date);
    let about = book.sheet(ABOUT_SHEET, true);
    about.header(&["البند", "القيمة", "item"]);
    for [word, arabic, value] in front::lines(export) {
        about.row(&[arabic.into(), CellText::styled(value, CellStyle::Wrapped), word.into()]);
    }
    for (arabic, name) in &headers {
        about.row(&["عمود".into(), arabic.clone().into(), name.clone().into()]);
    }
    let list = book.sheet(LIST_SHEET, true);
    list.header(&headers.iter().map(|(arabic, _)| arabic.as_str()).collect::<Vec<_>>());
    for row in &export.rows {
        let mut cells = cells(export, row, &columns);
        if row.withdrawn {
            WITHDRAWN_ARABIC.clone_into(&mut cells[1]);
        }
        list.row(&cells.into_iter().map(CellText::from).collect::<Vec<_>>());
        for claim in export.chosen(row) {
            let mut lost = Tally::language(claim).to_vec();
            let held = as_held(&claim.as_written);
            if held.chars().count() < claim.as_written.chars().count() {
                lost.push(Why::TooLong);
            }
            if claim.as_written.chars().zip(held.chars()).any(|(written, held)| written != held) {
                lost.push(Why::Characters);
            }
            tally.claim(claim, row, places, &lost);
        }
    }
    Ok(Written { bytes: book.to_bytes()?, beside: Vec::new(), not_carried: tally.finish() })
}

//! Lists that are pictures: a photographed register, a scanned page. Bytes in, pages with their rows out.
//!
//! Pure but for two programs of Debian's, run as limited children: `pdftoppm` draws the pages of a PDF, `tesseract` proposes what a
//! line says. Nothing here decides what a line says: people type it.

mod draw;
mod exif;
mod gray;
mod ink;
mod rows;
mod skew;
mod words;

pub use draw::{PictureError, draw_pages, from_png, to_png};
pub use gray::Gray;
pub use rows::find_rows;
pub use words::{Proposing, propose};

use crate::limits;
use record::{Cut, Row};

/// A page with what was found in it.
pub struct Page {
    /// The page, no wider than it is kept for the desk.
    pub image: Gray,
    /// Its rows.
    pub cut: Cut,
}

/// The pages of a file with their rows.
pub fn pages(bytes: &[u8]) -> Result<Vec<Page>, PictureError> {
    let drawn = draw_pages(bytes)?;
    Ok(drawn.iter().map(page).collect())
}

/// One page with its rows.
pub fn page(drawn: &Gray) -> Page {
    let image = drawn.no_wider_than(limits::PAGE_WIDTH);
    let scale_milli = (drawn.width() as u64 * 1_000 / image.width().max(1) as u64) as u32;
    let (fall_milli, rows) = find_rows(&image);
    let (width, height) = (image.width() as u32, image.height() as u32);
    Page { image, cut: Cut { width, height, scale_milli, fall_milli, rows } }
}

/// Strokes hang over: a strip shows this part of its height more, above and below.
const OVERHANG_PART: u32 = 6;

/// The strip of a row, straightened: what whoever types it sees.
pub fn strip(cut: &Cut, image: &Gray, row: Row) -> Gray {
    let overhang = row.bottom.saturating_sub(row.top) / OVERHANG_PART;
    let (top, bottom) = (row.top.saturating_sub(overhang), (row.bottom + overhang).min(cut.height));
    let height = bottom.saturating_sub(top).max(1);
    let mut strip = Gray::white(image.width(), height as usize);
    for column in 0..image.width() {
        let from = i64::from(top) + cut.fallen(column as u32);
        for line in 0..height {
            let shade = usize::try_from(from + i64::from(line)).ok().and_then(|at| image.at(column, at));
            strip.set(column, line as usize, shade.unwrap_or(u8::MAX));
        }
    }
    strip
}

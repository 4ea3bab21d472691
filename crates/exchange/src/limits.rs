//! Every limit of the readers, in one place. A list beyond them is read as far as they go, and says so.

/// Columns beyond this one have no meaning, only verbatim cells.
pub const MAPPED_COLUMNS: usize = 512;
/// Columns beyond this one are not kept either; the original file still holds them.
pub const VERBATIM_COLUMNS: usize = 4_096;
/// A record of a delimited file is at most this long; a longer one is taken for an unclosed quote.
pub const RECORD_BYTES: usize = 1 << 20;
/// A quoted cell of a delimited file goes over at most so many lines.
pub const RECORD_LINES: usize = 1_000;
/// What a workbook may unpack to.
pub const INFLATED_BYTES: u64 = 512 << 20;
/// Parts of a packed workbook.
pub const ZIP_ENTRIES: usize = 10_000;
/// Cells of one sheet, merged cells included.
pub const SHEET_CELLS: usize = 40_000_000;
/// Bytes looked at to tell format, encoding and delimiter.
pub const SAMPLE_BYTES: usize = 256 << 10;
/// Bytes searched for the first one that is not ASCII.
pub const ASCII_SCAN_BYTES: u64 = 64 << 20;
/// Rows looked at to guess what columns mean.
pub const SAMPLE_ROWS: usize = 400;
/// The header is looked for in so many rows.
pub const HEADER_ROWS: usize = 40;
/// Characters of a problem's text.
pub const PROBLEM_CHARS: usize = 200;
/// Characters of a claim; the verbatim cell stays whole.
pub const CLAIM_CHARS: usize = 2_000;
/// What `pdftotext` may write.
pub const PDF_TEXT_BYTES: u64 = 64 << 20;
/// How long `pdftotext` may run.
pub const PDF_SECONDS: u64 = 60;
/// Memory that `pdftotext` may have.
pub const PDF_MEMORY_BYTES: u64 = 1 << 30;
/// Columns of a list that is written for a recipient, those of the identifier and the source not counted.
pub const EXPORT_COLUMNS: usize = 480;
/// What a document of XML or JSON may hold: it is read whole.
pub const DOCUMENT_BYTES: u64 = 256 << 20;
/// What a CSV that a program wrote may hold; statements are gathered in memory.
pub const TABLE_BYTES: u64 = 1 << 30;
/// One row of such a CSV.
pub const STRICT_ROW_BYTES: u64 = 16 << 20;
/// Elements of XML within elements.
pub const XML_DEPTH: usize = 32;
/// Cells of one record of a document that are kept.
pub const RECORD_CELLS: usize = 4_096;
/// Rows of repeated groups that one form's workbook may hold.
pub const REPEATED_ROWS: usize = 1_000_000;
/// Bytes of a picture or a PDF of pictures.
pub const PICTURE_BYTES: usize = 32 << 20;
/// Pixels of one picture: a telephone's largest.
pub const PICTURE_PIXELS: u64 = 64 << 20;
/// A page is kept for the desk no wider than this, and rows are looked for in one no wider than [`ROWS_WIDTH`].
pub const PAGE_WIDTH: usize = 2_200;
/// See [`PAGE_WIDTH`].
pub const ROWS_WIDTH: usize = 1_100;
/// Pages of one PDF that are typed.
pub const PICTURE_PAGES: usize = 40;
/// Dots an inch at which pages of a PDF are drawn.
pub const PDF_DOTS_PER_INCH: u32 = 200;
/// Seconds that a proposal for one line may take.
pub const PROPOSAL_SECONDS: u64 = 10;
/// Bytes of a proposal.
pub const PROPOSAL_BYTES: u64 = 8 << 10;

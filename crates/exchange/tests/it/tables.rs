//! Plain tables, and what is written.

use crate::file;
use exchange::workbook::{CellText, CsvOut, Workbook};
use exchange::{ExchangeError, table};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use std::sync::Arc;

#[test]
fn delimited_tables_keep_their_rows() {
    let (_folder, path) =
        file("t.csv", b"\xEF\xBB\xBFunique_id, first name ,dob\n1,Samer,1985\n2,\"Ni, zar\"\n\n3,Rima,1988,extra\n");
    let mut table = table::open(&path).unwrap();
    assert_eq!(table.headers, ["unique_id", "first name", "dob"]);
    assert_eq!(table.column("DOB"), Some(2));
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        rows.push(row.iter().map(str::to_owned).collect());
    }
    assert_eq!(rows, [vec!["1", "Samer", "1985"], vec!["2", "Ni, zar", ""], vec!["3", "Rima", "1988"]]);
    assert_eq!(table.ragged_rows(), 2);
}

#[test]
fn parquet_of_every_scalar_kind() {
    let schema = "message t { optional binary name (UTF8); required int32 born (DATE); optional double weight; optional int32 code; }";
    let schema = Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(
        Vec::new(),
        schema,
        Arc::new(WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build()),
    )
    .unwrap();
    let mut group = writer.next_row_group().unwrap();
    let names: Vec<ByteArray> = ["سامر", "Rima"].map(ByteArray::from).to_vec();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&names, Some(&[1, 0, 1]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int32Type>().write_batch(&[0, 20_065, -1], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<DoubleType>().write_batch(&[1.5, 2.0], Some(&[1, 1, 0]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int32Type>().write_batch(&[7], Some(&[0, 0, 1]), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let bytes = writer.into_inner().unwrap();
    let (_folder, path) = file("t.parquet", &bytes);
    let mut table = table::open(&path).unwrap();
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        rows.push(row.iter().map(str::to_owned).collect());
    }
    assert_eq!(
        rows,
        [vec!["سامر", "1970-01-01", "1.5", ""], vec!["", "2024-12-08", "2", ""], vec!["Rima", "1969-12-31", "", "7"]]
    );
    let (_folder, path) = file("t.parquet", &bytes[..bytes.len() - 9]);
    assert!(matches!(table::open(&path), Err(ExchangeError::Damaged { .. })));
}

#[test]
fn written_cells_are_never_formulas() {
    let mut out = Vec::new();
    let mut csv = CsvOut::new(&mut out, true).unwrap();
    csv.row(&["=1+1", "+963", "-x", "@a", "\tb", "سامر", "a=b"]).unwrap();
    csv.finish().unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "\u{FEFF}'=1+1,'+963,'-x,'@a,'\tb,سامر,a=b\n");

    let mut book = Workbook::new();
    let sheet = book.sheet("نتائج: [1]", true);
    sheet.header(&["الاسم", "الكنية", "تولد"]);
    sheet.row(&["=1+1".into(), CellText::from("الورداني"), "1985".into()]);
    book.sheet("نتائج 1", true);
    let bytes = book.to_bytes().unwrap();
    let (_folder, path) = file("out.xlsx", &bytes);
    let read = crate::read_all(&path);
    assert_eq!(read.mapping.sheets[0].name.as_deref(), Some("نتائج 1"));
    assert!(read.mapping.sheets[0].right_to_left);
    assert_eq!(read.records[0].verbatim[0].text, "=1+1");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut page = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut page).unwrap();
    assert!(!page.contains("<f>") && page.contains("rightToLeft=\"1\"") && page.contains("autoFilter"));
}

#[test]
fn a_filled_in_sheet_is_read_from_csv_or_workbook() {
    let mut book = Workbook::new();
    let sheet = book.sheet("Sheet", true);
    sheet.header(&["code", "verdict"]).choices(1, &["same", "different"]);
    sheet.row(&["BCD".into(), "same".into()]).row(&[]).row(&["FGH".into()]);
    for (name, bytes) in [("t.xlsx", book.to_bytes().unwrap()), ("t.csv", b"code;verdict\nBCD;same\n\nFGH\n".to_vec())]
    {
        let (_folder, path) = file(name, &bytes);
        let mut table = table::open_filled(&path).unwrap();
        assert_eq!(table.headers, ["code", "verdict"]);
        let mut rows: Vec<(u64, String, String)> = Vec::new();
        while let Some(row) = table.next_row().unwrap() {
            rows.push((row.number(), row.get(0).to_owned(), row.get(1).to_owned()));
        }
        assert_eq!(rows, [(2, "BCD".into(), "same".into()), (4, "FGH".into(), String::new())], "{name}");
    }
}

//! Rows of a Parquet file as text, a batch of every column at a time.
//!
//! Flat columns only: a list inside a cell is left empty.

use crate::ExchangeError;
use crate::delimited::RawRow;
use crate::table::clean_header;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::errors::Result as ParquetResult;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

const BATCH_ROWS: usize = 8_192;
const SECONDS_PER_DAY: i64 = 86_400;

/// Hands out rows.
pub(crate) struct ParquetRows {
    path: PathBuf,
    file: SerializedFileReader<File>,
    headers: Vec<String>,
    group: usize,
    /// One a column of the present row group; `None` for columns that are not flat.
    readers: Vec<Option<ColumnReader>>,
    left_in_group: usize,
    batch: Vec<TextColumn>,
    batch_rows: usize,
    at: usize,
    number: u64,
}

/// Texts of one column, one after another.
#[derive(Default)]
struct TextColumn {
    buffer: String,
    ends: Vec<usize>,
}

impl TextColumn {
    fn get(&self, row: usize) -> &str {
        let Some(&end) = self.ends.get(row) else { return "" };
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.buffer[start..end]
    }
}

impl ParquetRows {
    pub(crate) fn open(path: &Path) -> Result<ParquetRows, ExchangeError> {
        let file = File::open(path).map_err(ExchangeError::io(path))?;
        let file = SerializedFileReader::new(file).map_err(|error| ExchangeError::damaged(path, error))?;
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        let headers = schema.columns().iter().map(|column| clean_header(&column.path().string())).collect();
        Ok(ParquetRows {
            path: path.to_owned(),
            file,
            headers,
            group: 0,
            readers: Vec::new(),
            left_in_group: 0,
            batch: Vec::new(),
            batch_rows: 0,
            at: 0,
            number: 0,
        })
    }

    pub(crate) fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Reads the next row into `row`; false at the end.
    pub(crate) fn next_into(&mut self, row: &mut RawRow) -> Result<bool, ExchangeError> {
        while self.at == self.batch_rows {
            let more = self.next_batch().map_err(|error| ExchangeError::damaged(&self.path, error))?;
            if !more {
                return Ok(false);
            }
        }
        row.clear();
        self.number += 1;
        row.line = self.number;
        for column in &self.batch {
            row.push(column.get(self.at));
        }
        self.at += 1;
        Ok(true)
    }

    fn next_batch(&mut self) -> ParquetResult<bool> {
        while self.left_in_group == 0 {
            if self.group == self.file.num_row_groups() {
                return Ok(false);
            }
            let group = self.file.get_row_group(self.group)?;
            self.left_in_group = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            let schema = self.file.metadata().file_metadata().schema_descr_ptr();
            self.readers.clear();
            for column in 0..schema.num_columns() {
                let flat = schema.column(column).max_rep_level() == 0;
                self.readers.push(if flat { Some(group.get_column_reader(column)?) } else { None });
            }
            self.group += 1;
        }
        let rows = self.left_in_group.min(BATCH_ROWS);
        let schema = self.file.metadata().file_metadata().schema_descr_ptr();
        self.batch.clear();
        for (column, reader) in self.readers.iter_mut().enumerate() {
            let mut texts = TextColumn::default();
            if let Some(reader) = reader {
                read_texts(reader, &schema.column(column), rows, &mut texts)?;
            }
            self.batch.push(texts);
        }
        self.left_in_group -= rows;
        self.batch_rows = rows;
        self.at = 0;
        Ok(true)
    }
}

fn read_texts(
    reader: &mut ColumnReader,
    column: &ColumnDescriptor,
    rows: usize,
    texts: &mut TextColumn,
) -> ParquetResult<()> {
    let meaning = Meaning::of(column);
    match reader {
        ColumnReader::BoolColumnReader(reader) => {
            read_typed(reader, column, rows, texts, |value: &bool, out| push(out, value))
        }
        ColumnReader::Int32ColumnReader(reader) => {
            read_typed(reader, column, rows, texts, |value: &i32, out| meaning.write_integer(i64::from(*value), out))
        }
        ColumnReader::Int64ColumnReader(reader) => {
            read_typed(reader, column, rows, texts, |value: &i64, out| meaning.write_integer(*value, out))
        }
        ColumnReader::Int96ColumnReader(reader) => read_typed(reader, column, rows, texts, |value: &Int96, out| {
            write_instant(value.to_seconds(), out);
        }),
        ColumnReader::FloatColumnReader(reader) => {
            read_typed(reader, column, rows, texts, |value: &f32, out| push(out, value))
        }
        ColumnReader::DoubleColumnReader(reader) => {
            read_typed(reader, column, rows, texts, |value: &f64, out| push(out, value))
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            read_typed(reader, column, rows, texts, |value: &ByteArray, out| meaning.write_bytes(value.data(), out))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            read_typed(reader, column, rows, texts, |value: &FixedLenByteArray, out| {
                meaning.write_bytes(value.data(), out);
            })
        }
    }
}

fn read_typed<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    column: &ColumnDescriptor,
    rows: usize,
    texts: &mut TextColumn,
    write: impl Fn(&T::T, &mut String),
) -> ParquetResult<()> {
    let mut levels: Vec<i16> = Vec::with_capacity(rows);
    let mut values: Vec<T::T> = Vec::with_capacity(rows);
    let mut read = 0;
    while read < rows {
        let (records, _, _) = reader.read_records(rows - read, Some(&mut levels), None, &mut values)?;
        if records == 0 {
            break;
        }
        read += records;
    }
    let present = column.max_def_level();
    let mut values = values.iter();
    for row in 0..read {
        let is_there = present == 0 || levels.get(row) == Some(&present);
        if is_there && let Some(value) = values.next() {
            write(value, &mut texts.buffer);
        }
        texts.ends.push(texts.buffer.len());
    }
    Ok(())
}

/// What a column's numbers or bytes stand for.
enum Meaning {
    Plain,
    Unsigned,
    Date,
    /// Ticks since 1970, so many a second.
    Instant(i64),
    /// Digits after the point.
    Decimal(usize),
}

impl Meaning {
    fn of(column: &ColumnDescriptor) -> Meaning {
        match column.logical_type_ref() {
            Some(LogicalType::Timestamp(kind)) => match kind.unit {
                TimeUnit::MILLIS => return Meaning::Instant(1_000),
                TimeUnit::MICROS => return Meaning::Instant(1_000_000),
                TimeUnit::NANOS => return Meaning::Instant(1_000_000_000),
            },
            Some(LogicalType::Date) => return Meaning::Date,
            _ => {}
        }
        match column.converted_type() {
            ConvertedType::DATE => Meaning::Date,
            ConvertedType::TIMESTAMP_MILLIS => Meaning::Instant(1_000),
            ConvertedType::TIMESTAMP_MICROS => Meaning::Instant(1_000_000),
            ConvertedType::DECIMAL => Meaning::Decimal(usize::try_from(column.type_scale()).unwrap_or(0)),
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                Meaning::Unsigned
            }
            _ => Meaning::Plain,
        }
    }

    fn write_integer(&self, value: i64, out: &mut String) {
        match self {
            Meaning::Plain => push(out, value),
            Meaning::Unsigned => push(out, value as u64),
            Meaning::Date => write_day(value, out),
            Meaning::Instant(ticks) => write_instant(value.div_euclid(*ticks), out),
            Meaning::Decimal(scale) => write_decimal(i128::from(value), *scale, out),
        }
    }

    fn write_bytes(&self, bytes: &[u8], out: &mut String) {
        if let Meaning::Decimal(scale) = self
            && bytes.len() <= 16
        {
            let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
            let start = if negative { -1_i128 } else { 0 };
            let value = bytes.iter().fold(start, |value, byte| (value << 8) | i128::from(*byte));
            return write_decimal(value, *scale, out);
        }
        out.push_str(&String::from_utf8_lossy(bytes));
    }
}

fn push(out: &mut String, value: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value}");
}

fn write_decimal(value: i128, scale: usize, out: &mut String) {
    let digits = format!("{:0width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    if value < 0 {
        out.push('-');
    }
    out.push_str(whole);
    if scale > 0 {
        out.push('.');
        out.push_str(fraction);
    }
}

fn write_instant(seconds: i64, out: &mut String) {
    write_day(seconds.div_euclid(SECONDS_PER_DAY), out);
    let second = seconds.rem_euclid(SECONDS_PER_DAY);
    if second != 0 {
        let _ = write!(out, "T{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
    }
}

/// Day since 1970 as ISO 8601, by Howard Hinnant's `civil_from_days`.
pub(crate) fn write_day(day: i64, out: &mut String) {
    let shifted = day.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let _ = write!(out, "{year:04}-{month:02}-{day_of_month:02}");
}

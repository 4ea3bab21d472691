//! The files: each list under its own headings, the two uniform tables, the truth. Rows are written as they are made and not kept.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

use super::super::calendar::eastern;
use super::super::kinds::Kinds;
use super::fields::{Cells, FIELDS, Field};
use super::style::Style;

type Csv = csv::Writer<BufWriter<File>>;

/// The columns of the uniform tables before and after those of the fields.
const BEFORE: [&str; 3] = ["id", "list", "as_of"];
const AFTER: &str = "person";

/// One row with what is true of it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) cells: Cells,
    pub(super) person: u32,
    pub(super) kinds: Kinds,
    pub(super) names_parent: bool,
}

/// The files that all lists go into.
pub(super) struct Files {
    sought: Csv,
    freed: Csv,
    truth: Csv,
    lists: Csv,
}

/// One list's file while it is written.
pub(super) struct ListFile<'a> {
    style: &'a Style,
    file: Csv,
    /// The header is row 1.
    row: usize,
}

impl Files {
    /// Begins the tables in a folder.
    pub(super) fn begin(dir: &Path) -> io::Result<Self> {
        fs::create_dir_all(dir.join("lists"))?;
        let header: Vec<&str> = BEFORE.into_iter().chain(Field::ALL.map(Field::column)).chain([AFTER]).collect();
        let table = |name: &str, header: &[&str]| -> io::Result<Csv> {
            let mut file = open(&dir.join(name))?;
            file.write_record(header)?;
            Ok(file)
        };
        Ok(Self {
            sought: table("sought.csv", &header)?,
            freed: table("freed.csv", &header)?,
            truth: table("truth.csv", &["file", "row", "person", "kinds"])?,
            lists: table("lists.csv", &["file", "kind", "language", "rows", "as_of", "columns"])?,
        })
    }

    /// Begins one list.
    pub(super) fn list<'a>(&mut self, dir: &Path, style: &'a Style) -> io::Result<ListFile<'a>> {
        let name = file_name(style);
        let mut file = open(&dir.join(&name))?;
        let number = style.has_numbers.then(|| style.language.number());
        file.write_record(number.into_iter().chain(style.columns.iter().map(|(_, heading)| *heading)))?;
        let columns: Vec<&str> = style.columns.iter().map(|(field, _)| field.column()).collect();
        let (rows, as_of) = (style.size.rows.to_string(), style.as_of.iso());
        let kind = style.kind.import_kind();
        self.lists.write_record([&name, kind, style.language.code(), &rows, &as_of, &columns.join(" ")])?;
        Ok(ListFile { style, file, row: 1 })
    }

    /// Writes a row everywhere. What the list has no column for is nowhere.
    pub(super) fn write(&mut self, list: &mut ListFile<'_>, row: &Row) -> io::Result<()> {
        let style = list.style;
        list.row += 1;
        let number = style.has_numbers.then(|| {
            let number = (list.row - 1).to_string();
            if style.has_eastern_digits { eastern(&number) } else { number }
        });
        let carried = style.columns.iter().map(|(field, _)| row.cells[*field as usize].as_str());
        list.file.write_record(number.as_deref().into_iter().chain(carried))?;
        let table = if style.kind.is_of_sought() { &mut self.sought } else { &mut self.freed };
        let mut record = csv::StringRecord::with_capacity(256, FIELDS + 4);
        record.push_field(&format!("L{}.{}", &style.name[..style.name.find('-').unwrap_or(0)], list.row));
        record.push_field(&style.name);
        record.push_field(&style.as_of.iso());
        for cell in &row.cells {
            record.push_field(cell);
        }
        let person = row.person.to_string();
        record.push_field(&person);
        table.write_record(&record)?;
        let kinds: Vec<&str> = row.kinds.iter().map(super::super::ErrorKind::word).collect();
        self.truth.write_record([&file_name(style), &list.row.to_string(), &person, &kinds.join(" ")])?;
        Ok(())
    }

    /// Ends everything, so that a full disk is noticed.
    pub(super) fn end(self) -> io::Result<()> {
        [self.sought, self.freed, self.truth, self.lists].into_iter().try_for_each(close)
    }
}

impl ListFile<'_> {
    pub(super) fn end(self) -> io::Result<()> {
        close(self.file)
    }
}

/// The list's file, from the folder on.
pub(super) fn file_name(style: &Style) -> String {
    format!("lists/{}.csv", style.name)
}

fn open(path: &Path) -> io::Result<Csv> {
    Ok(csv::Writer::from_writer(BufWriter::with_capacity(1 << 18, File::create(path)?)))
}

fn close(mut file: Csv) -> io::Result<()> {
    file.flush()
}

//! The columns of a gazetteer file, found by their headers in any order.

use super::error::{GazetteerError, GazetteerFault};
use super::rows::Row;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Kind,
    Parent,
    NameAr,
    NameLatin,
    Aliases,
    Agency,
    Number,
    Latitude,
    Longitude,
    Opened,
    Closed,
    Code,
    Source,
}

impl Column {
    /// In the order in which they are written.
    pub(super) const ALL: [(Column, &'static str); 14] = [
        (Column::Id, "id"),
        (Column::Kind, "kind"),
        (Column::Parent, "parent"),
        (Column::NameAr, "name_ar"),
        (Column::NameLatin, "name_latin"),
        (Column::Aliases, "aliases"),
        (Column::Agency, "agency"),
        (Column::Number, "number"),
        (Column::Latitude, "latitude"),
        (Column::Longitude, "longitude"),
        (Column::Opened, "opened"),
        (Column::Closed, "closed"),
        (Column::Code, "code"),
        (Column::Source, "source"),
    ];

    pub(super) fn header(self) -> &'static str {
        Column::ALL[self as usize].1
    }

    /// The headers of all columns, for whoever has to choose one.
    pub(super) fn known() -> String {
        Column::ALL.map(|(_, header)| header).join(", ")
    }
}

/// Which cell of a row is which column.
pub(super) struct Header {
    columns: Vec<Column>,
}

impl Header {
    pub(super) fn of(row: &Row) -> Result<Header, GazetteerError> {
        let error = |column: &str, fault| GazetteerError { line: row.line, column: Some(column.to_owned()), fault };
        if let [only] = row.cells.as_slice()
            && only.contains([';', '\t'])
        {
            return Err(GazetteerError { line: row.line, column: None, fault: GazetteerFault::NotCommas });
        }
        let mut columns = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let Some(&(column, _)) = Column::ALL.iter().find(|(_, header)| header.eq_ignore_ascii_case(cell)) else {
                return Err(error(cell, GazetteerFault::UnknownColumn { known: Column::known() }));
            };
            if columns.contains(&column) {
                return Err(error(cell, GazetteerFault::ColumnTwice));
            }
            columns.push(column);
        }
        let has = |column: Column| columns.contains(&column);
        for (missing, column) in [
            (!has(Column::Id), Column::Id),
            (!has(Column::Kind), Column::Kind),
            (!has(Column::NameAr) && !has(Column::NameLatin), Column::NameAr),
        ] {
            if missing {
                return Err(error(column.header(), GazetteerFault::ColumnMissing));
            }
        }
        Ok(Header { columns })
    }

    /// How many cells every row has.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// The cell of a column; nothing where the file does not have it.
    pub(super) fn cell<'row>(&self, row: &'row Row, column: Column) -> &'row str {
        let position = self.columns.iter().position(|own| *own == column);
        position.and_then(|position| row.cells.get(position)).map_or("", String::as_str)
    }
}

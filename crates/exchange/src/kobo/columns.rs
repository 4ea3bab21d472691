//! What the columns of a form's workbook mean, where they differ from those of any list.
//!
//! A group before a field's name (`person/given_name`) says nothing of what the field is; columns of the program itself
//! (`_submission_time`, `meta/instanceID`) say nothing of a person; and of a question with several answers there is one
//! column with all of them and one for each, which holds 0 or 1.

use crate::headers;
use crate::mapping::{ColumnMapping, SheetMapping};
use record::{Family, Property, Thing};

/// Columns of the program, by their whole name; every name with an underscore before it is one too.
const OF_THE_PROGRAM: [&str; 12] = [
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "audit",
    "instanceID",
    "instanceName",
    "uuid",
];

/// The last part of a header: `field` of `group/field`.
pub(crate) fn field(header: &str) -> &str {
    header.rsplit_once('/').map_or(header, |(_, field)| field).trim()
}

/// Corrects the guess of a sheet, by what its headers and first rows hold.
pub(crate) fn understand(sheet: &mut SheetMapping, rows: &[Vec<String>]) {
    let headers: Vec<String> = sheet.columns.iter().map(|column| column.header.clone()).collect();
    for column in &mut sheet.columns {
        let last = field(&column.header);
        if last.starts_with('_') || OF_THE_PROGRAM.contains(&last) {
            // One of the program's identifiers is enough to know the row by.
            column.property = (last == "_uuid").then_some(Property::RowIdentifier);
            set(column, "a column of the program that exported it");
        } else if let Some(question) = question_of(&column.header, &headers)
            && holds_yes_and_no(column.index, rows)
        {
            column.property = None;
            set(column, &format!("one answer of {}", field(question)));
        } else if last != column.header.trim()
            && let Some(found) = headers::lookup(last).filter(|found| found.whole)
            && let headers::Meaning::Is(property) = found.meaning
        {
            column.property = Some(property);
            column.is_role = false;
            column.confidence = found.confidence;
            "header, without its group".clone_into(&mut column.why);
        }
    }
}

fn set(column: &mut ColumnMapping, why: &str) {
    column.is_role = false;
    column.confidence = 1.0;
    why.clone_into(&mut column.why);
}

/// The question that a column holds one answer of: `marks` of `marks/scar`, when it has a column itself.
fn question_of<'a>(header: &'a str, headers: &[String]) -> Option<&'a str> {
    let (question, _) = header.rsplit_once('/')?;
    headers.iter().any(|own| own == question).then_some(question)
}

fn holds_yes_and_no(index: usize, rows: &[Vec<String>]) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.trim());
    cells.all(|cell| matches!(cell.to_lowercase().as_str(), "" | "0" | "1" | "true" | "false"))
}

/// Whether the rows of a sheet name people.
pub(super) fn names_people(sheet: &SheetMapping) -> bool {
    let names = |property: Property| property.family() == Family::Name && property.thing() == Thing::Person;
    let own = [Property::FullName, Property::Given, Property::Family];
    sheet.columns.iter().filter_map(|column| column.property).any(|property| names(property) && own.contains(&property))
}

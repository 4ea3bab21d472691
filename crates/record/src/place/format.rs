//! A gazetteer as a CSV file: a header row, a place a row, parents before what lies in them.
//!
//! `|` stands between several names of a cell, `~` before a wider name. `data/README.md` describes the format for those
//! who write the file of another country.

use super::columns::{Column, Header};
use super::coordinates::Degrees;
use super::error::{GazetteerError, GazetteerFault};
use super::rows::{OpenQuote, Row, quoted, rows};
use super::{Coordinates, Gazetteer, Place, PlaceId, PlaceKind, limits};
use crate::PartialDate;
use std::fmt::Write;

impl Gazetteer {
    /// Reads a gazetteer. An error names the first line and column that cannot be taken.
    pub fn from_csv(text: &str) -> Result<Gazetteer, GazetteerError> {
        let mut rows = rows(text).map(|row| {
            row.map_err(|OpenQuote(line)| GazetteerError { line, column: None, fault: GazetteerFault::Quote })
        });
        let first =
            rows.next().unwrap_or(Err(GazetteerError { line: 1, column: None, fault: GazetteerFault::NoHeader }))?;
        let header = Header::of(&first)?;
        let mut gazetteer = Gazetteer::default();
        for row in rows {
            let row = row?;
            let reader = RowReader { header: &header, row: &row };
            let place = reader.place(&gazetteer)?;
            gazetteer.add(place);
        }
        Ok(gazetteer)
    }

    /// The gazetteer as a file that reads as the same places.
    pub fn to_csv(&self) -> String {
        let mut text = Column::ALL.map(|(_, header)| header).join(",");
        text.push('\n');
        for place in self.places() {
            let cells = Column::ALL.map(|(column, _)| quoted(&written(place, column)));
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{}", cells.join(","));
        }
        text
    }
}

/// One row while it is read.
struct RowReader<'a> {
    header: &'a Header,
    row: &'a Row,
}

impl RowReader<'_> {
    fn place(&self, before: &Gazetteer) -> Result<Place, GazetteerError> {
        let (found, expected) = (self.row.cells.len(), self.header.width());
        if found != expected {
            return Err(self.line(GazetteerFault::Cells { found: found as u64, expected: expected as u64 }));
        }
        if before.places().len() >= limits::PLACES_MAX {
            return Err(self.line(GazetteerFault::TooManyPlaces));
        }
        for (column, _) in Column::ALL {
            if self.cell(column).chars().count() > limits::CELL_CHARACTERS_MAX {
                return Err(self.error(column, GazetteerFault::TooLong));
            }
        }
        let id = self.id(before)?;
        let kind = self.kind()?;
        let parent = self.parent(before)?;
        let (loose, aliases): (Vec<String>, Vec<String>) =
            list(self.cell(Column::Aliases)).partition(|alias| alias.starts_with('~'));
        let (opened, closed) = self.times()?;
        let place = Place {
            id,
            kind,
            parent,
            arabic: self.cell(Column::NameAr).to_owned(),
            latin: list(self.cell(Column::NameLatin)).collect(),
            aliases,
            loose: loose.iter().map(|alias| alias.trim_start_matches('~').trim().to_owned()).collect(),
            agency: self.text(Column::Agency),
            number: self.text(Column::Number),
            position: self.position()?,
            opened,
            closed,
            code: self.text(Column::Code),
            source: self.cell(Column::Source).to_owned(),
        };
        if place.name().is_empty() {
            return Err(self.line(GazetteerFault::NoName));
        }
        if place.names().count() + place.loose.len() > limits::NAMES_MAX {
            return Err(self.error(Column::Aliases, GazetteerFault::TooManyNames));
        }
        Ok(place)
    }

    fn id(&self, before: &Gazetteer) -> Result<PlaceId, GazetteerError> {
        let id = PlaceId::from(self.cell(Column::Id));
        if id.as_str().is_empty() {
            return Err(self.error(Column::Id, GazetteerFault::Empty));
        }
        if before.get(&id).is_some() {
            return Err(self.error(Column::Id, GazetteerFault::Duplicate { id: id.as_str().to_owned() }));
        }
        Ok(id)
    }

    fn kind(&self) -> Result<PlaceKind, GazetteerError> {
        let found = self.cell(Column::Kind);
        PlaceKind::parse(found).ok_or_else(|| {
            self.error(Column::Kind, GazetteerFault::Kind { found: found.to_owned(), known: PlaceKind::known() })
        })
    }

    fn parent(&self, before: &Gazetteer) -> Result<Option<PlaceId>, GazetteerError> {
        let Some(parent) = self.text(Column::Parent) else { return Ok(None) };
        let id = PlaceId::from(parent.as_str());
        match before.get(&id) {
            Some(_) => Ok(Some(id)),
            None => Err(self.error(Column::Parent, GazetteerFault::Parent { parent })),
        }
    }

    fn position(&self) -> Result<Option<Coordinates>, GazetteerError> {
        let latitude = self.degrees(Column::Latitude, 90, Degrees::is_latitude)?;
        let longitude = self.degrees(Column::Longitude, 180, Degrees::is_longitude)?;
        match (latitude, longitude) {
            (None, None) => Ok(None),
            (Some(latitude), Some(longitude)) => Ok(Coordinates::of(latitude, longitude)),
            (None, Some(_)) => Err(self.error(Column::Latitude, GazetteerFault::HalfAPoint)),
            (Some(_), None) => Err(self.error(Column::Longitude, GazetteerFault::HalfAPoint)),
        }
    }

    fn degrees(
        &self,
        column: Column,
        most: u8,
        on_globe: fn(Degrees) -> bool,
    ) -> Result<Option<Degrees>, GazetteerError> {
        let Some(found) = self.text(column) else { return Ok(None) };
        match Degrees::parse(&found).filter(|&degrees| on_globe(degrees)) {
            Some(degrees) => Ok(Some(degrees)),
            None => Err(self.error(column, GazetteerFault::Degrees { found, what: column.header(), most })),
        }
    }

    fn times(&self) -> Result<(Option<PartialDate>, Option<PartialDate>), GazetteerError> {
        let (opened, closed) = (self.date(Column::Opened)?, self.date(Column::Closed)?);
        if let (Some(opened), Some(closed)) = (opened, closed)
            && closed.interval().1 < opened.interval().0
        {
            return Err(self.error(Column::Closed, GazetteerFault::ClosedBefore));
        }
        Ok((opened, closed))
    }

    fn date(&self, column: Column) -> Result<Option<PartialDate>, GazetteerError> {
        let Some(found) = self.text(column) else { return Ok(None) };
        match PartialDate::parse_edtf(&found) {
            Ok(date) => Ok(Some(date)),
            Err(_) => Err(self.error(column, GazetteerFault::Date { found })),
        }
    }

    fn cell(&self, column: Column) -> &str {
        self.header.cell(self.row, column)
    }

    fn text(&self, column: Column) -> Option<String> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty()).map(str::to_owned)
    }

    fn error(&self, column: Column, fault: GazetteerFault) -> GazetteerError {
        GazetteerError { line: self.row.line, column: Some(column.header().to_owned()), fault }
    }

    fn line(&self, fault: GazetteerFault) -> GazetteerError {
        GazetteerError { line: self.row.line, column: None, fault }
    }
}

/// The names of a cell.
fn list(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('|').map(str::trim).filter(|name| !name.is_empty() && *name != "~").map(str::to_owned)
}

/// What stands in one cell of a place's row.
fn written(place: &Place, column: Column) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date = |date: Option<PartialDate>| date.map(PartialDate::to_edtf).unwrap_or_default();
    let position = || place.position.map(Coordinates::written).unwrap_or_default();
    match column {
        Column::Id => place.id.as_str().to_owned(),
        Column::Kind => place.kind.as_str().to_owned(),
        Column::Parent => place.parent.as_ref().map(|parent| parent.as_str().to_owned()).unwrap_or_default(),
        Column::NameAr => place.arabic.clone(),
        Column::NameLatin => place.latin.join("|"),
        Column::Aliases => {
            let loose = place.loose.iter().map(|name| format!("~{name}"));
            place.aliases.iter().cloned().chain(loose).collect::<Vec<_>>().join("|")
        }
        Column::Agency => text(&place.agency),
        Column::Number => text(&place.number),
        Column::Latitude => position().0,
        Column::Longitude => position().1,
        Column::Opened => date(place.opened),
        Column::Closed => date(place.closed),
        Column::Code => text(&place.code),
        Column::Source => place.source.clone(),
    }
}

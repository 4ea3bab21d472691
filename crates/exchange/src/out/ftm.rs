//! Statements of `FollowTheMoney` for a recipient: CSV as the Python package reads and writes it, a `Person` a record.
//!
//! `origin` says which property and part a statement is (`athar:facility.1`); `value` is what the type takes, and
//! `original_value` the words of the source. What has no property stands in `notes`. A statement cannot say that
//! something is withdrawn, for what is withdrawn is simply not in the next set: the identifiers to delete go beside, in
//! `withdrawn.csv`, which this program reads too.

use super::columns::placed;
use super::csv::{about, table};
use super::tally::{Tally, Why};
use super::{CSV_COLUMNS, Column, Export, Row, WITHDRAWN, Written, allowed, role_word};
use crate::ExchangeError;
use crate::ftm::slots::{self, NOTES, Slot};
use crate::ftm::{STATEMENT_COLUMNS, statement_id};
use record::{Claim, Gazetteer, PartialDate};
use std::collections::HashSet;

const DATASET: &str = "athar_export";

/// One statement, as far as they differ.
struct Statement<'a> {
    slot: Slot,
    original: &'a str,
    language: &'static str,
    origin: String,
}

/// Writes an export as statements.
pub fn ftm(export: &Export, places: &Gazetteer) -> Result<Written, ExchangeError> {
    allowed::check(export)?;
    let failed = |error: csv::Error| ExchangeError::Write { what: error.to_string() };
    let mut tally = Tally::default();
    let mut bytes = Vec::new();
    let dialect = csv::Terminator::Any(b'\n');
    let mut writer =
        csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).terminator(dialect).from_writer(&mut bytes);
    writer.write_record(STATEMENT_COLUMNS).map_err(failed)?;
    let seen = export.about.date.to_edtf();
    for row in export.rows.iter().filter(|row| !row.withdrawn) {
        let entity = format!("athar-{}", row.id);
        for statement in statements(export, row, &entity, places, &mut tally) {
            let Statement { slot: Slot { prop, kind, value }, original, language, origin } = &statement;
            let original = if original == value { "" } else { original };
            let id = statement_id(DATASET, &entity, prop, value, language);
            let cells = [
                &entity, &entity, *prop, *kind, "Person", value, DATASET, origin, *language, original, "f", &seen,
                &seen, &id,
            ];
            writer.write_record(cells).map_err(failed)?;
        }
    }
    writer.flush().map_err(|error| ExchangeError::Write { what: error.to_string() })?;
    drop(writer);
    let header = [CSV_COLUMNS[0], CSV_COLUMNS[1]].map(str::to_owned).to_vec();
    let gone = export.rows.iter().filter(|row| row.withdrawn).map(|row| vec![row.id.clone(), WITHDRAWN.to_owned()]);
    let withdrawn = table(std::iter::once(header).chain(gone))?;
    let beside = vec![("about.csv", about(export)?), ("withdrawn.csv", withdrawn)];
    Ok(Written { bytes, beside, not_carried: tally.finish() })
}

/// The statements of a row: that it is, where it is from, and its claims.
fn statements<'a>(
    export: &'a Export,
    row: &'a Row,
    entity: &str,
    places: &Gazetteer,
    tally: &mut Tally,
) -> Vec<Statement<'a>> {
    let plain = |prop, kind, value: &str, origin: &str| Statement {
        slot: Slot { prop, kind, value: value.to_owned() },
        original: "",
        language: "",
        origin: format!("athar:{origin}"),
    };
    let mut all = vec![plain("id", "id", entity, "id")];
    let source = slots::clean(&row.source);
    if !source.is_empty() {
        let source: String = source.chars().take(1_024).collect();
        all.push(plain("publisher", "string", &source, "source"));
    }
    if let Some(date) = row.as_of.map(PartialDate::to_edtf) {
        let (prop, kind) = if slots::is_date(&date) { ("createdAt", "date") } else { ("keywords", "string") };
        all.push(plain(prop, kind, &date, "as_of"));
    }
    all.extend(export.about.with_roles.then(|| plain("keywords", "string", role_word(row.role), "role")));
    all.push(plain(NOTES.0, NOTES.1, &slots::clean(&export.about.watermark), "watermark"));
    let mut said: HashSet<(&str, String)> =
        all.iter().map(|statement| (statement.slot.prop, statement.slot.value.clone())).collect();
    for (column, claim) in placed(export.chosen(row)) {
        let Some((slot, original)) = free_slot(column, claim, &said) else {
            let long = slots::clean(&claim.as_written).chars().count() > NOTES.2 - 100;
            tally.claim(claim, row, places, &[if long { Why::TooLong } else { Why::Repeated }]);
            continue;
        };
        let language =
            slots::language_code(&claim.language).filter(|_| slots::has_language(slot.kind)).unwrap_or_default();
        tally.claim(claim, row, places, if language.is_empty() { Tally::language(claim) } else { &[] });
        said.insert((slot.prop, slot.value.clone()));
        let origin = format!("athar:{}", Column { number: 0, ..column }.name());
        all.push(Statement { slot, original, language, origin });
    }
    if !all.iter().any(|statement| statement.slot.prop == "name") {
        all.extend(derived_name(&all).map(|name| plain("name", "name", &name, "derived")));
    }
    all
}

/// Where a claim goes: its own property, else the notes, unless the very statement stands there already: two statements
/// of one value are one to `FollowTheMoney`.
fn free_slot<'a>(column: Column, claim: &'a Claim, said: &HashSet<(&str, String)>) -> Option<(Slot, &'a str)> {
    let note = || {
        let text = slots::clean(&claim.as_written);
        let value = format!("{}: {text}", Column { number: 0, ..column }.name());
        let fits = !text.is_empty() && value.chars().count() <= NOTES.2;
        fits.then_some(Slot { prop: NOTES.0, kind: NOTES.1, value })
    };
    let is_free = |slot: &Slot| !said.contains(&(slot.prop, slot.value.clone()));
    let slot = slots::slot(claim).filter(is_free).or_else(|| note().filter(is_free))?;
    Some((slot, claim.as_written.as_str()))
}

/// A person needs a name: one of its parts, where there is no whole one.
fn derived_name(all: &[Statement<'_>]) -> Option<String> {
    let part = |prop: &str| all.iter().find(|own| own.slot.prop == prop).map(|own| own.slot.value.as_str());
    let parts: Vec<&str> = ["firstName", "fatherName", "lastName"].into_iter().filter_map(part).collect();
    let name: String = parts.join(" ").chars().take(384).collect();
    Some(slots::unquoted(name.trim().to_owned())).filter(|name| !name.is_empty())
}

//! Reads `FollowTheMoney`: statements as CSV, and entities as JSON one after another. A record a person of one dataset.
//!
//! Two datasets are two sources, though they call somebody by one identifier: whether they mean one person is for links
//! and humans to say. Of other schemata only how many there were is kept. Who a person is in a dataset (sought, or on a
//! list of sanctions) nothing says: unless whoever imports says it, the role stays unclear and nobody is matched.

mod entities;
pub(crate) mod slots;

use crate::ExchangeError;
use crate::draft::Draft;
use crate::import::{Sink, problem};
use crate::mapping::Mapping;
use crate::out::{Column, role_of_word};
use crate::strict::{self, Row};
pub(crate) use entities::read as read_entities;
use record::{AsOf, Gazetteer, PartialDate, Position, ProblemKind, Property};
use sha1::{Digest as _, Sha1};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

/// Columns of statements as CSV, in the order of the package.
pub(crate) const STATEMENT_COLUMNS: [&str; 14] = [
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
];

/// The identifier of a statement: SHA-1 over dataset, entity, property and value, with the language where it has one.
pub(crate) fn statement_id(dataset: &str, entity: &str, prop: &str, value: &str, language: &str) -> String {
    let mut key = format!("{dataset}.{entity}.{prop}.{value}");
    if !language.is_empty() {
        let _ = write!(key, "@{language}");
    }
    Sha1::digest(key.as_bytes()).iter().fold(String::with_capacity(40), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// What is said of an entity by one dataset.
#[derive(Default)]
struct Entity {
    id: String,
    schema: String,
    line: u64,
    said: Vec<Said>,
}

struct Said {
    prop: String,
    /// The words of the source where they are given, else the value.
    text: String,
    language: String,
    origin: String,
}

pub(crate) fn read_statements(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let entities = collect(path, sink)?;
    let mut passed_over = BTreeMap::new();
    for entity in entities {
        give(&entity, mapping, places, &mut passed_over, sink);
    }
    say_passed_over(&passed_over, sink);
    Ok(())
}

/// Statements by dataset and entity, in the order in which they come first.
fn collect(path: &Path, sink: &mut Sink<'_>) -> Result<Vec<Entity>, ExchangeError> {
    let mut columns: HashMap<String, usize> = HashMap::new();
    let mut entities: Vec<Entity> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    strict::each_row(path, &mut |row| {
        let (line, mut cells, malformed) = match row {
            Row::Cells(line, cells, malformed) => (line, cells, malformed),
            Row::Broken(line) => {
                sink.problem(problem(ProblemKind::Malformed, &Position { row: line, ..Position::default() }, ""));
                return false;
            }
        };
        let position = Position { row: line, ..Position::default() };
        if columns.is_empty() {
            columns = cells.iter().map(|name| name.trim_matches(['\u{FEFF}', ' ']).to_owned()).zip(0..).collect();
            return true;
        }
        if malformed {
            sink.problem(problem(ProblemKind::Encoding, &position, ""));
        }
        let count = cells.len();
        let mut cell =
            |name: &str| columns.get(name).and_then(|&at| cells.get_mut(at)).map(std::mem::take).unwrap_or_default();
        let (dataset, id, prop) = (cell("dataset"), cell("entity_id"), cell("prop"));
        if id.is_empty() || prop.is_empty() {
            sink.problem(problem(ProblemKind::RaggedRow, &position, &count.to_string()));
            return true;
        }
        let at = *known.entry((dataset, id.clone())).or_insert_with(|| {
            entities.push(Entity { id, line, ..Entity::default() });
            entities.len() - 1
        });
        let entity = &mut entities[at];
        // A more precise schema may come with a later statement.
        if entity.schema != "Person" {
            entity.schema = cell("schema");
        }
        let (value, original) = (cell("value"), cell("original_value"));
        let text = if original.is_empty() { value } else { original };
        entity.said.push(Said { prop, text, language: cell("lang"), origin: cell("origin") });
        true
    })?;
    Ok(entities)
}

/// A person's record; of another schema only that it was there.
fn give(
    entity: &Entity,
    mapping: &Mapping,
    places: &Gazetteer,
    passed_over: &mut BTreeMap<String, u64>,
    sink: &mut Sink<'_>,
) {
    if sink.summary.stopped {
        return;
    }
    if entity.schema != "Person" {
        *passed_over.entry(entity.schema.chars().take(100).collect()).or_default() += 1;
        return;
    }
    let ours = |said: &Said| said.origin.strip_prefix("athar:").map(str::to_owned);
    let meta =
        |key: &str| entity.said.iter().find(|said| ours(said).as_deref() == Some(key)).map(|said| said.text.as_str());
    let is_ours = meta("id").is_some();
    let as_of =
        if is_ours { meta("as_of").and_then(|date| PartialDate::parse_edtf(date).ok()) } else { mapping.as_of().date };
    let as_of = as_of.map(AsOf::from).unwrap_or_default();
    let role = meta("role").and_then(role_of_word).unwrap_or(mapping.role);
    let position = Position { row: entity.line, ..Position::default() };
    let mut draft = Draft::new(position, role, as_of, places);
    let id = if is_ours { entity.id.strip_prefix("athar-").unwrap_or(&entity.id) } else { &entity.id };
    draft.cell_and_say(Property::RowIdentifier, "entity_id", id);
    for said in entity.said.iter().filter(|said| said.prop != "id") {
        let origin = ours(said);
        let column = origin.as_deref().and_then(Column::parse);
        let header = origin.as_ref().map_or_else(|| said.prop.clone(), |origin| format!("athar.{origin}"));
        draft.cell(&header, &said.text);
        let (property, part) = match (column, origin) {
            (Some(column), _) => (Some(column.property), column.part),
            (None, Some(_)) => (None, 0),
            (None, None) => (slots::meaning(&said.prop, &said.text), 0),
        };
        let Some(property) = property else { continue };
        if let Some(claim) = draft.say(property, part, &header, &said.text)
            && let Some(tag) = slots::language_tag(&said.language)
        {
            tag.clone_into(&mut claim.language);
        }
    }
    draft.finish(sink);
}

fn say_passed_over(passed_over: &BTreeMap<String, u64>, sink: &mut Sink<'_>) {
    for (schema, count) in passed_over {
        let mut other = problem(ProblemKind::NothingToKnowBy, &Position::default(), &format!("{count} × {schema}"));
        other.column = Some("schema".to_owned());
        sink.problem(other);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn statement_ids_are_those_of_the_package() {
        // As `Statement.make_key` of followthemoney 4.11 gives them.
        let id = super::statement_id("athar_export", "athar-1", "name", "سامر", "");
        assert_eq!(id, "88507d8db2dda100cfe0c907bf611d714280ce69");
        assert_eq!(
            super::statement_id("athar_export", "athar-1", "name", "سامر", "ara"),
            "9e1bba519b12297e5c738e1e6372a75d1d2318ec"
        );
    }
}

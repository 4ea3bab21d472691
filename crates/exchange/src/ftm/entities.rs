//! Entities of `FollowTheMoney` as JSON, one after another: `{"id", "schema", "properties": {…}, "datasets": […]}`.
//!
//! An entity merged out of several datasets no longer says which of them said what: it is one record of the file.

use super::{Entity, Said, give, say_passed_over};
use crate::import::{Sink, problem};
use crate::json::{Found, objects};
use crate::mapping::Mapping;
use crate::{ExchangeError, document, limits};
use record::{Gazetteer, Position, ProblemKind};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) fn read(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let text = document::text(path, mapping.encoding, sink)?;
    let mut passed_over = BTreeMap::new();
    objects(&text, &["entities", "results"], &mut |found| {
        match found {
            Found::Object(line, value) => match entity(line, &value) {
                Some(entity) => give(&entity, mapping, places, &mut passed_over, sink),
                None => sink.problem(problem(ProblemKind::RaggedRow, &at(line), "")),
            },
            Found::Broken(line) => sink.problem(problem(ProblemKind::Malformed, &at(line), "")),
        }
        !sink.summary.stopped
    });
    say_passed_over(&passed_over, sink);
    Ok(())
}

fn at(line: u64) -> Position {
    Position { row: line, ..Position::default() }
}

fn entity(line: u64, value: &Value) -> Option<Entity> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut entity = Entity { id: text("id")?, schema: text("schema")?, line, said: Vec::new() };
    let properties = value.get("properties")?.as_object()?;
    for (prop, values) in properties {
        let values = values.as_array().map_or_else(|| std::slice::from_ref(values), Vec::as_slice);
        for value in values.iter().take(limits::RECORD_CELLS) {
            // A value may be a number, or a nested entity, which is another thing.
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => continue,
            };
            entity.said.push(Said { prop: prop.clone(), text, language: String::new(), origin: String::new() });
        }
    }
    Some(entity)
}

//! Reads the JSON of Bayanat: a record for each profile of an actor, for a profile is what one source says.
//!
//! Read from the program's serialisers (`Actor.to_dict`, `ActorProfile.to_dict`, `Event.to_dict`,
//! `tasks/exports.py`); none of its code is here. An actor's names and events stand in every one of its profiles'
//! records. Only a profile of a missing person says what somebody is in its source; of others the mapping says it, and
//! by default it is unclear, for actors are perpetrators and witnesses too (rule 11).

mod events;
mod fields;

use crate::draft::Draft;
use crate::import::{Sink, problem};
use crate::json::{Found, objects};
use crate::mapping::Mapping;
use crate::{ExchangeError, document};
use record::{AsOf, Gazetteer, Position, ProblemKind, Role};
use serde_json::Value;
use std::path::Path;

/// The mode of a profile that is of a missing person.
const MISSING_PERSON: i64 = 3;

pub(crate) fn read(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let text = document::text(path, mapping.encoding, sink)?;
    let mut number = 0;
    objects(&text, &["actors", "items"], &mut |found| {
        number += 1;
        match found {
            Found::Object(_, value) => actor(number, &value, mapping, places, sink),
            Found::Broken(_) => sink.problem(problem(ProblemKind::Malformed, &at(number, 0), "")),
        }
        !sink.summary.stopped
    });
    Ok(())
}

/// The profile's number of that actor, both from 1.
fn at(actor: u64, profile: u64) -> Position {
    Position { sheet: Some(format!("actor {actor}")), row: profile, ..Position::default() }
}

fn actor(number: u64, value: &Value, mapping: &Mapping, places: &Gazetteer, sink: &mut Sink<'_>) {
    let kind = value.get("type").and_then(Value::as_str);
    let is_actor = value.get("class").and_then(Value::as_str).is_none_or(|class| class == "actor");
    if kind == Some("Entity") || !is_actor {
        // A unit, a branch, a bulletin: no person.
        let mut other = problem(ProblemKind::NothingToKnowBy, &at(number, 0), kind.unwrap_or("no actor"));
        other.column = Some("type".to_owned());
        sink.problem(other);
        return;
    }
    let none = Vec::new();
    let profiles = value.get("actor_profiles").and_then(Value::as_array).unwrap_or(&none);
    if profiles.is_empty() {
        profile(at(number, 0), value, &Value::Null, mapping, places).finish(sink);
    }
    for (own, value_of_profile) in (1..).zip(profiles) {
        profile(at(number, own), value, value_of_profile, mapping, places).finish(sink);
    }
}

fn profile<'a>(position: Position, actor: &Value, own: &Value, mapping: &Mapping, places: &'a Gazetteer) -> Draft<'a> {
    let is_missing = own.get("mode").and_then(Value::as_i64) == Some(MISSING_PERSON);
    let role = if is_missing { Role::Sought } else { mapping.role };
    let dated = ["documentation_date", "publish_date"].into_iter().find_map(|name| own.get(name)?.as_str());
    let as_of = dated.and_then(crate::draft::day_of).map_or_else(|| mapping.as_of(), AsOf::from);
    let mut draft = Draft::new(position, role, as_of, places);
    fields::keep(&mut draft, "", actor, &["actor_profiles"]);
    fields::keep(&mut draft, "profile.", own, &[]);
    fields::of_actor(&mut draft, actor);
    fields::of_profile(&mut draft, own);
    events::read(&mut draft, actor);
    draft
}

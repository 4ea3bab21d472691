//! The events of an actor: what happened, where, from and to. Each is of a part of its own, so that two arrests stay two.

use super::fields::title;
use crate::draft::{Draft, day_of};
use record::{Certainty, Property};
use serde_json::Value;

/// What a kind of event says: by its from date, its to date and its place.
struct Meaning {
    from: Option<Property>,
    to: Option<Property>,
    place: Option<Property>,
    /// The kind itself is a state of the person.
    is_state: bool,
}

fn meaning(kind: &str) -> Option<Meaning> {
    use Property::{
        ArrestDate, ArrestPlace, BirthDate, BirthPlace, BurialPlace, DeathDate, DeathPlace, EntryDate, ExitDate,
        Facility, Residence, SightingDate, SightingPlace,
    };
    let of = |from, to, place, is_state| Some(Meaning { from, to, place, is_state });
    match kind {
        "Birth" => of(Some(BirthDate), None, Some(BirthPlace), false),
        "Death" => of(Some(DeathDate), None, Some(DeathPlace), false),
        "Detained/Abducted" | "Missing" => of(Some(ArrestDate), None, Some(ArrestPlace), false),
        "Held" => of(Some(EntryDate), Some(ExitDate), Some(Facility), false),
        "Sighting" => of(Some(SightingDate), None, Some(SightingPlace), false),
        "Burial" => of(None, None, Some(BurialPlace), false),
        "Residence" => of(None, None, Some(Residence), false),
        "Released" => of(None, None, None, true),
        _ => None,
    }
}

pub(super) fn read(draft: &mut Draft<'_>, actor: &Value) {
    let events = actor.get("events").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (part, event) in (0_u16..).zip(events) {
        let kind = event.get("eventtype").and_then(|kind| kind.get("title")).and_then(Value::as_str);
        let Some((kind, meaning)) = kind.and_then(|kind| Some((kind, meaning(kind)?))) else { continue };
        let part = if matches!(kind, "Birth" | "Death") { 0 } else { part };
        for (name, property) in [("from_date", meaning.from), ("to_date", meaning.to)] {
            let text = event.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
            if let (Some(property), Some(text)) = (property, text) {
                date(draft, property, part, text, event);
            }
        }
        let place = event.get("location").and_then(title).and_then(Value::as_str);
        if let (Some(property), Some(text)) = (meaning.place, place) {
            draft.say(property, part, "events.location", text);
        }
        if meaning.is_state
            && let Some(claim) = draft.say(Property::Status, part, "events.eventtype", kind)
        {
            claim.valid = event.get("from_date").and_then(Value::as_str).and_then(day_of);
        }
    }
}

/// Bayanat stores a moment, of which lists know the day.
fn date(draft: &mut Draft<'_>, property: Property, part: u16, text: &str, event: &Value) {
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    let Some(claim) = draft.say(property, part, "events", day) else { return };
    text.clone_into(&mut claim.as_written);
    if event.get("estimated").and_then(Value::as_bool) == Some(true) {
        claim.certainty = claim.certainty.max(Certainty::Approximate);
    }
}

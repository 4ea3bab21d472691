//! Fate and whereabouts in words: each possibility by whom, how many of them are independent, and what stands against it.

use super::seen::{Seen, place_name};
use crate::shell::Shell;
use crate::shown::plain;
use store::{ClaimLine, PossibilityLine, RecordId};

/// One claim, by whom.
pub(crate) struct SayingShown {
    pub(crate) source: String,
    pub(crate) record: Option<RecordId>,
    /// A list, a witness, a paper, …
    pub(crate) basis: String,
    pub(crate) date: Option<String>,
    /// The same in EDTF.
    pub(crate) day: Option<String>,
    /// The stable words of the basis and of the property.
    pub(crate) words: (String, Option<&'static str>),
    /// Which claim of the record says it.
    pub(crate) property: Option<String>,
}

/// What stands against a possibility.
pub(crate) struct ContraryShown {
    /// The stable word of it.
    pub(crate) word: &'static str,
    pub(crate) what: String,
    pub(crate) by: SayingShown,
}

/// One possibility.
pub(crate) struct PossibilityShown {
    /// The stable word of it.
    pub(crate) what: &'static str,
    /// The place, for whereabouts.
    pub(crate) place: Option<String>,
    /// Up to those who say so: `Reported dead by`.
    pub(crate) heading: String,
    pub(crate) sayings: Vec<SayingShown>,
    pub(crate) independent: usize,
    /// Whether the count of independent sources says something: a presumption has none.
    pub(crate) is_counted: bool,
    pub(crate) contrary: Option<ContraryShown>,
}

/// What became of them, as each source says.
pub(crate) fn fates(shell: &Shell, seen: &Seen, lines: &[PossibilityLine]) -> Vec<PossibilityShown> {
    let shown = lines.iter().map(|line| {
        let alone = if line.claims.is_empty() { "-alone" } else { "" };
        PossibilityShown {
            what: line.what,
            place: None,
            heading: shell.say(&format!("person-fate-{}{alone}", line.what)),
            sayings: line.claims.iter().map(|claim| saying(shell, seen, claim)).collect(),
            independent: line.independent,
            is_counted: line.what != "presumed_alive",
            contrary: line.contrary.as_ref().map(|(what, claim)| ContraryShown {
                word: what,
                what: shell.say(&format!("person-fate-short-{what}")),
                by: saying(shell, seen, claim),
            }),
        }
    });
    shown.collect()
}

/// Where they were, are or lie, as each source says.
pub(crate) fn whereabouts(shell: &Shell, seen: &Seen, lines: &[PossibilityLine]) -> Vec<PossibilityShown> {
    let shown = lines.iter().map(|line| PossibilityShown {
        what: line.what,
        place: line.place.as_ref().map(|place| place_words(shell, seen, place)),
        heading: match &line.place {
            Some(place) => {
                shell.with(&format!("person-where-{}", line.what), "place", &place_words(shell, seen, place))
            }
            // Where a living person is now is known to somebody, and not said here (rule 5).
            None => shell.say("person-where-sealed"),
        },
        sayings: line.claims.iter().map(|claim| saying(shell, seen, claim)).collect(),
        independent: line.independent,
        is_counted: line.what != "sealed",
        contrary: line.contrary.as_ref().map(|(what, claim)| {
            let other =
                lines.iter().find(|other| other.what == *what && *other != line && other.claims.contains(claim));
            let place = other.and_then(|other| other.place.as_deref());
            let key = format!("person-where-short-{what}");
            let place =
                place.map_or_else(|| shell.say("person-where-elsewhere"), |place| place_words(shell, seen, place));
            ContraryShown { word: what, what: shell.with(&key, "place", &place), by: saying(shell, seen, claim) }
        }),
    });
    shown.collect()
}

/// The views name a place as its gazetteer does first; the reader's language may have another name for it.
fn place_words(shell: &Shell, seen: &Seen, text: &str) -> String {
    let known = seen.places.find(text).filter(|place| place.name() == text);
    plain(&known.map_or_else(|| text.to_owned(), |place| place_name(shell, place)))
}

fn saying(shell: &Shell, seen: &Seen, claim: &ClaimLine) -> SayingShown {
    let record: Option<RecordId> = claim.record.parse().ok();
    let basis = match claim.basis.split_once(": ") {
        Some((_, paper)) => shell.say(&format!("person-paper-{paper}")),
        None => shell.say(&format!("person-basis-{}", claim.basis)),
    };
    SayingShown {
        source: record.map_or_else(|| plain(&claim.source), |id| seen.source(shell, id)),
        record,
        basis,
        date: claim.date.as_deref().map(|edtf| shell.date(edtf)),
        day: claim.date.clone(),
        words: (claim.basis.clone(), claim.property),
        property: claim.property.map(|property| shell.say_or(&format!("property-{property}"), property)),
    }
}

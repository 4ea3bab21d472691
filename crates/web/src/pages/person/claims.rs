//! Every claim with its source: what each says, in its own words; relations as the records state them; rows as they stand.

use super::seen::Seen;
use crate::api::parts::Where;
use crate::shell::Shell;
use crate::shown::{plain, position, role_word, verbatim};
use crate::urls::Url;
use record::{Certainty, Claim, Property, Thing, Visibility};
use store::{RecordId, RecordView};

/// What the sources say of one property.
pub(crate) struct PropertyRows {
    /// The stable word of the property.
    pub(crate) word: &'static str,
    pub(crate) property: String,
    pub(crate) claims: Vec<ClaimShown>,
}

/// One claim.
pub(crate) struct ClaimShown {
    pub(crate) text: String,
    /// How a date was understood (EDTF).
    pub(crate) date: Option<String>,
    /// The same in words, where the text does not say it itself.
    pub(crate) reading: Option<String>,
    /// Whom the source quotes.
    pub(crate) quotes: Option<String>,
    pub(crate) is_restricted: bool,
    pub(crate) certainty: &'static str,
    pub(crate) source: String,
    pub(crate) record: RecordId,
    pub(crate) position: String,
    pub(crate) at: Where,
}

/// Somebody else, as a record states them.
pub(crate) struct Relation {
    pub(crate) kinship: String,
    pub(crate) who: String,
    pub(crate) is_restricted: bool,
    pub(crate) source: String,
    pub(crate) record: RecordId,
}

/// A row as its source has it.
pub(crate) struct Row {
    /// The stable word of the role.
    pub(crate) word: &'static str,
    pub(crate) at: Where,
    pub(crate) source: String,
    pub(crate) record: RecordId,
    pub(crate) role: String,
    pub(crate) position: String,
    pub(crate) cells: Vec<(String, String)>,
    pub(crate) is_partial: bool,
    /// The strip of the picture that it was typed from.
    pub(crate) strip: Option<Url>,
}

/// Whether a claim is of somebody else.
fn is_relation(property: Property) -> bool {
    let with = [Property::ArrestedWith, Property::SeenWith, Property::TakenWith];
    property.thing() == Thing::Relation || with.contains(&property)
}

/// Every claim of the person by property, in the order of the vocabulary.
pub(crate) fn properties(shell: &Shell, seen: &Seen) -> Vec<PropertyRows> {
    // A running number is no claim at all.
    let wanted = Property::ALL.iter().filter(|&&one| one != Property::RunningNumber && !is_relation(one));
    let rows = wanted.map(|&property| PropertyRows {
        word: property.as_str(),
        property: name_of(shell, property),
        claims: seen
            .records
            .iter()
            .flat_map(|view| view.record.claims_of(property).map(move |claim| (view, claim)))
            .map(|(view, claim)| claim_shown(shell, seen, view, claim))
            .collect(),
    });
    rows.filter(|row| !row.claims.is_empty()).collect()
}

/// Others in the records. Most are restricted; of those who may not see them, the session has left them out.
pub(crate) fn relations(shell: &Shell, seen: &Seen) -> Vec<Relation> {
    let mut relations = Vec::new();
    for view in &seen.records {
        for claim in view.record.claims.iter().filter(|claim| is_relation(claim.property)) {
            let relation = match claim.property {
                // The kinship stands in a claim of its own, of the same part.
                Property::RelativeKinship => continue,
                Property::RelativeName => {
                    let kinships = view.record.claims_of(Property::RelativeKinship);
                    let kinship =
                        kinships.filter(|one| one.part == claim.part).map(|one| plain(&one.as_written)).next();
                    kinship.unwrap_or_else(|| name_of(shell, Property::RelativeName))
                }
                property => name_of(shell, property),
            };
            relations.push(Relation {
                kinship: relation,
                who: plain(&claim.as_written),
                is_restricted: claim.visibility >= Visibility::Restricted,
                source: seen.source(shell, view.id),
                record: view.id,
            });
        }
    }
    relations
}

/// The rows, cell by cell, as far as the account may see them.
pub(crate) fn rows(shell: &Shell, seen: &Seen) -> Vec<Row> {
    let rows = seen.records.iter().map(|view| Row {
        word: role_word(view.record.role),
        at: Where::of(&view.record.position),
        source: seen.source(shell, view.id),
        record: view.id,
        role: shell.of("role", role_word(view.record.role)),
        position: position(shell, &view.record.position),
        cells: view.record.verbatim.iter().map(|cell| (verbatim(&cell.header), verbatim(&cell.text))).collect(),
        is_partial: view.is_partial,
        strip: seen.pictured.contains(&view.id).then_some(Url::Evidence(view.id)),
    });
    rows.collect()
}

/// What a property is called.
pub(crate) fn name_of(shell: &Shell, property: Property) -> String {
    shell.say_or(&format!("property-{}", property.as_str()), property.as_str())
}

fn claim_shown(shell: &Shell, seen: &Seen, view: &RecordView, claim: &Claim) -> ClaimShown {
    let text = plain(&claim.as_written);
    let date = claim.date().map(record::PartialDate::to_edtf);
    let reading = date.as_deref().map(|day| shell.date(day)).filter(|reading| *reading != text);
    ClaimShown {
        text,
        date,
        reading,
        quotes: (!claim.quotes.is_empty()).then(|| plain(claim.quotes.reveal())),
        is_restricted: claim.visibility >= Visibility::Restricted,
        certainty: match claim.certainty {
            Certainty::Stated => "person-certainty-stated",
            Certainty::Approximate => "person-certainty-approximate",
            Certainty::Unsure => "person-certainty-unsure",
        },
        source: seen.source(shell, view.id),
        record: view.id,
        position: position(shell, &view.record.position),
        at: Where::of(&view.record.position),
    }
}

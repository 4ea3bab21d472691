//! Why two records were set beside each other, under the model of the latest run; and what of it is not told.

use crate::linking::{How, Loaded, model_for, rivals_of};
use crate::printer::Printer;
use anyhow::Context;
use link::person::{Explainer, Explanation};
use record::{Property, Record, Visibility};
use store::{Archive, RecordId};

/// Explains a pair under the model of the latest run.
pub(crate) fn explain(
    archive: &Archive,
    loaded: &Loaded,
    left: RecordId,
    right: RecordId,
    printer: &Printer,
) -> anyhow::Result<Explanation> {
    let row = |id: RecordId| {
        loaded.rows.get(&id).copied().with_context(|| format!("there is no record {id} that is matched"))
    };
    let (one, other) = (row(left)?, row(right)?);
    let model = model_for(archive, loaded, How::usual(1), printer)?;
    let explanation = Explainer::new(&loaded.table, &model).explain(one, other);
    beside_rivals(archive, explanation, left, right)
}

/// The same beside the rivals that the latest run found, where it has linked the two.
pub(crate) fn beside_rivals(
    archive: &Archive,
    explanation: Explanation,
    left: RecordId,
    right: RecordId,
) -> anyhow::Result<Explanation> {
    Ok(match archive.link_between(left, right)? {
        Some(link) => explanation.beside_rivals(rivals_of(&link.evidence)),
        None => explanation,
    })
}

/// Takes the parts of names out of the lines about what either record keeps from those who are not cleared. The weight stays,
/// since the lines add up; the words do not.
pub(crate) fn leave_hidden_out(explanation: &mut Explanation, records: [&Record; 2]) {
    let is_hidden = |property: &Property| {
        let mut claims = records.iter().flat_map(|record| record.claims_of(*property));
        claims.any(|claim| claim.visibility > Visibility::Staff)
    };
    for line in explanation.lines.iter_mut().filter(|line| line.parts.is_some()) {
        if quoted_from(line.comparison).iter().any(is_hidden) {
            line.parts = None;
        }
    }
}

/// What a line about names may quote: a part may have been read out of a whole name, or out of another one.
fn quoted_from(comparison: &str) -> &'static [Property] {
    use Property::{
        AlsoCalled, Family, Father, FullName, Given, Grandfather, Husband, ImposedName, Mother, MotherFamily,
        NomDeGuerre, Teknonym,
    };
    match comparison {
        "mother" | "mother_family" => &[Mother, MotherFamily],
        "teknonym" => &[Teknonym, FullName],
        "husband" => &[Husband, FullName],
        _ => &[FullName, Given, Father, Grandfather, Family, AlsoCalled, ImposedName, NomDeGuerre],
    }
}

#[cfg(test)]
mod tests {
    use super::leave_hidden_out;
    use link::person::{Explainer, Model, TableBuilder};
    use record::{AsOf, Gazetteer, Position, Property, Record, Role, Visibility, read_cell};

    fn record(cells: &[(Property, &str)]) -> Record {
        let read =
            |&(property, text): &(Property, &str)| read_cell(property, text, AsOf::default(), Gazetteer::syria()).0;
        let claims = cells.iter().filter_map(read).collect();
        Record { position: Position::default(), role: Role::Held, verbatim: Vec::new(), claims }
    }

    #[test]
    fn a_part_of_a_restricted_whole_name_is_not_quoted() {
        let names = [(Property::FullName, "Samer Nidal Wardani"), (Property::Mother, "Rima")];
        let (mut one, other) = (record(&names), record(&names));
        let mut builder = TableBuilder::new();
        builder.push_record(0, &one);
        builder.push_record(1, &other);
        let table = builder.finish();
        let model = Model::defaults(&table, 1.0);
        let explanation = Explainer::new(&table, &model).lines(0, 1);
        assert!(explanation.lines.iter().any(|line| line.comparison == "family" && line.parts.is_some()));
        one.claims[0].visibility = Visibility::Restricted;
        for records in [[&one, &other], [&other, &one]] {
            let mut told = explanation.clone();
            leave_hidden_out(&mut told, records);
            let quoted: Vec<&str> =
                told.lines.iter().filter(|line| line.parts.is_some()).map(|line| line.comparison).collect();
            assert_eq!(quoted, ["mother"]);
            assert_eq!(told.log_odds, explanation.log_odds);
        }
    }
}

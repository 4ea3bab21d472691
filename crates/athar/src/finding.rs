//! Candidates for a question about a person, whatever its script: from the index of names, and by shared keys where names
//! alone do not tell; the model of persons ranks them.

use crate::name_index::ArchiveNames;
use crate::places;
use link::person::{Explainer, Model, NameReader, TableBuilder, search_keys};
use names::Reading;
use record::{Claim, Family, Gazetteer, Record};
use std::collections::HashSet;
use store::{Archive, RecordId};

/// Candidates from each source that are compared with the question, at the most.
const COMPARED_MAX: usize = 400;
/// The same where only names are asked for: the index has ranked by all of them.
const NAMED_MAX: usize = 200;
/// Records that one key may bring.
const PER_KEY_MAX: u32 = 2_000;
/// Rarity of names is taken from as many people as a list of the disappeared may hold.
pub(crate) const POPULATION: u32 = 100_000;
/// Found records below this weight in bits are not shown.
const SHOWN_BITS_MIN: f64 = 1.0;
/// A request of at least this weight in bits may be about the same person as a new one.
pub(crate) const SIMILAR_BITS_MIN: f64 = 8.0;

/// Candidates by name, and by the mother with the given name where a mother is asked for, each with its weight in bits; heaviest
/// first. Who knows the index searches it by name.
pub(crate) fn compared(
    archive: &Archive,
    search: impl FnOnce(&Reading, usize) -> anyhow::Result<Vec<RecordId>>,
    question: &[Claim],
    limit: usize,
) -> anyhow::Result<Vec<(RecordId, f64)>> {
    let asked = NameReader::new().readings(question).into_iter().next();
    let only_names = question.iter().all(|claim| claim.property.family() == Family::Name);
    let most = if only_names { NAMED_MAX.max(2 * limit).min(COMPARED_MAX) } else { COMPARED_MAX };
    let mut ids = asked.map(|asked| search(&asked, most)).transpose()?.unwrap_or_default();
    let known: HashSet<RecordId> = ids.iter().copied().collect();
    let keyed = archive.candidates(&search_keys(question), PER_KEY_MAX)?.into_iter().map(|(id, _)| id);
    ids.extend(keyed.filter(|id| !known.contains(id)).take(most));
    Ok(rank(question, &archive.records_by_ids(&ids)?, places::of(archive)?))
}

/// Those of ranked records that are worth a look.
pub(crate) fn likely(mut ranked: Vec<(RecordId, f64)>, limit: usize) -> Vec<(RecordId, f64)> {
    ranked.retain(|(_, weight)| *weight >= SHOWN_BITS_MIN);
    ranked.truncate(limit);
    ranked
}

/// Records that a name brings, each with its weight in bits, heaviest first.
pub(crate) fn by_name(
    archive: &Archive,
    names: &ArchiveNames,
    question: &[Claim],
    asked: &Reading,
) -> anyhow::Result<Vec<(RecordId, f64)>> {
    let ids = names.search(asked, NAMED_MAX);
    Ok(rank(question, &archive.records_by_ids(&ids)?, places::of(archive)?))
}

/// Weighs each candidate against the question; heaviest first, then by id.
fn rank(question: &[Claim], records: &[(RecordId, Record)], gazetteer: &'static Gazetteer) -> Vec<(RecordId, f64)> {
    let mut builder = TableBuilder::new().with_gazetteer(gazetteer);
    builder.push_claims(0, question);
    for (_, record) in records {
        builder.push_claims(1, &record.claims);
    }
    builder.assume_population(POPULATION);
    let table = builder.finish();
    let model = Model::defaults(&table, f64::from(POPULATION));
    let mut explainer = Explainer::new(&table, &model);
    let weighed = records.iter().zip(1..);
    let mut ranked: Vec<(RecordId, f64)> =
        weighed.map(|((id, _), row)| (*id, f64::from(explainer.lines(0, row).weight) / 1024.0)).collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    ranked
}

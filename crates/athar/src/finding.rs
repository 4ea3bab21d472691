//! Candidates for a question about a person, whatever its script: from the index of names, and by shared keys where names
//! alone do not tell; the model of persons ranks them.

use crate::name_index::ArchiveNames;
use crate::places;
use crate::signing::seconds;
use link::person::{Explainer, Model, NameReader, TableBuilder, search_keys};
use names::Reading;
use record::{Claim, Family, Gazetteer, Property};
use std::collections::HashSet;
use store::{Archive, RecordId, Session};

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

/// What is compared with a question, as whoever asks may see it: what is hidden from them neither brings a record nor counts.
#[derive(Default)]
pub(crate) struct Candidates {
    /// Records of which nothing that counts is restricted.
    pub(crate) open: Vec<RecordId>,
    /// The others, with what may be seen of them.
    pub(crate) restricted: Vec<(RecordId, Vec<Claim>)>,
}

impl Candidates {
    /// Of records found by name, and of those found by keys.
    fn seen_by(
        session: &Session<'_>,
        question: &[Claim],
        mut ids: Vec<RecordId>,
        keyed: &[RecordId],
    ) -> anyhow::Result<Candidates> {
        let named: HashSet<RecordId> = ids.iter().copied().collect();
        ids.extend(keyed);
        // Names and places are restricted by humans alone; a minor's birth is by itself, and is read where it is asked for.
        let by_themselves =
            question.iter().any(|claim| !matches!(claim.property.family(), Family::Name | Family::Place));
        let (mut all, mut restricted) = (HashSet::new(), Vec::new());
        for one in session.restricted_among(&ids, by_themselves)? {
            all.insert(one.record);
            // Names are found as a whole, hidden parts too; and a key is made of several claims.
            let hides_names =
                one.hidden.iter().any(|property| property.family() == Family::Name && !is_mother(*property));
            let hides = if named.contains(&one.record) { hides_names } else { one.hides_keys() };
            if !hides {
                restricted.push((one.record, one.claims));
            }
        }
        ids.retain(|id| !all.contains(id));
        Ok(Candidates { open: ids, restricted })
    }
}

/// The mother stands in no index of names, but in keys.
fn is_mother(property: Property) -> bool {
    matches!(property, Property::Mother | Property::MotherFamily)
}

/// Candidates by name, and by the mother with the given name where a mother is asked for, each with its weight in bits; heaviest
/// first. Who knows the index searches it by name.
pub(crate) fn compared(
    (archive, session): (&Archive, &Session<'_>),
    search: impl FnOnce(&Reading, usize) -> anyhow::Result<Vec<RecordId>>,
    question: &[Claim],
    limit: usize,
) -> anyhow::Result<Vec<(RecordId, f64)>> {
    weighed(archive, question, candidates((archive, session), search, question, limit)?)
}

/// The candidates alone, each once.
pub(crate) fn candidates(
    (archive, session): (&Archive, &Session<'_>),
    search: impl FnOnce(&Reading, usize) -> anyhow::Result<Vec<RecordId>>,
    question: &[Claim],
    limit: usize,
) -> anyhow::Result<Candidates> {
    let asked = NameReader::new().readings(question).into_iter().next();
    let only_names = question.iter().all(|claim| claim.property.family() == Family::Name);
    let most = if only_names { NAMED_MAX.max(2 * limit).min(COMPARED_MAX) } else { COMPARED_MAX };
    let ids = asked.map(|asked| search(&asked, most)).transpose()?.unwrap_or_default();
    let known: HashSet<RecordId> = ids.iter().copied().collect();
    let keyed = archive.candidates(&search_keys(question), PER_KEY_MAX)?.into_iter().map(|(id, _)| id);
    let keyed: Vec<RecordId> = keyed.filter(|id| !known.contains(id)).take(most).collect();
    Candidates::seen_by(session, question, ids, &keyed)
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
    let session = archive.console(seconds());
    weighed(archive, question, Candidates::seen_by(&session, question, names.search(asked, NAMED_MAX), &[])?)
}

/// Candidates, each with its weight in bits; heaviest first. How rare a name is follows from the shipped tables and the candidates.
pub(crate) fn weighed(
    archive: &Archive,
    question: &[Claim],
    candidates: Candidates,
) -> anyhow::Result<Vec<(RecordId, f64)>> {
    let mut claims = counting_claims(archive, question, &candidates.open)?;
    claims.extend(candidates.restricted);
    Ok(rank(question, &claims, places::of(archive)?))
}

/// What records say that can count for a question; those which do not stand are left out.
pub(crate) fn counting_claims(
    archive: &Archive,
    question: &[Claim],
    ids: &[RecordId],
) -> anyhow::Result<Vec<(RecordId, Vec<Claim>)>> {
    Ok(archive.claims_by_ids(ids, counting_for(question))?)
}

/// Which properties of a candidate can count for a question. What the question does not ask for has no weight: where it asks
/// for names, a birth and a place, as most do, the rest of a record is neither read nor laid out.
fn counting_for(question: &[Claim]) -> impl Fn(Property) -> bool {
    let is_birth = |property| matches!(property, Property::BirthDate | Property::Age);
    let is_place = |property| {
        use Property::{BirthPlace, Origin, RegistrationPlace, Residence};
        matches!(property, BirthPlace | Origin | RegistrationPlace | Residence)
    };
    let is_name = |property: Property| property.family() == Family::Name;
    let asks = |of: &dyn Fn(Property) -> bool| question.iter().any(|claim| of(claim.property));
    let (birth, place) = (asks(&is_birth), asks(&is_place));
    let other = asks(&|property| !is_name(property) && !is_birth(property) && !is_place(property));
    move |property| other || is_name(property) || (birth && is_birth(property)) || (place && is_place(property))
}

/// Weighs each candidate against the question; heaviest first, then by id.
fn rank(
    question: &[Claim],
    candidates: &[(RecordId, Vec<Claim>)],
    gazetteer: &'static Gazetteer,
) -> Vec<(RecordId, f64)> {
    let mut builder = TableBuilder::new().with_gazetteer(gazetteer);
    builder.push_claims(0, question);
    for (_, claims) in candidates {
        builder.push_claims(1, claims);
    }
    builder.assume_population(POPULATION);
    builder.assume_spellings();
    let table = builder.finish();
    let model = Model::defaults(&table, f64::from(POPULATION));
    let mut explainer = Explainer::new(&table, &model);
    let weighed = candidates.iter().zip(1..);
    in_order(weighed.map(|((id, _), row)| (*id, f64::from(explainer.lines(0, row).weight) / 1024.0)).collect())
}

/// Heaviest first, then by id.
pub(crate) fn in_order(mut ranked: Vec<(RecordId, f64)>) -> Vec<(RecordId, f64)> {
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    ranked
}

#[cfg(test)]
mod tests {
    use super::{counting_for, rank};
    use crate::commands::demo::lists;
    use crate::demo;
    use crate::places;
    use crate::printer::Printer;
    use record::{AsOf, Gazetteer, Property, read_cell};
    use std::sync::Arc;
    use store::{Archive, Location, RecordFilter};
    use tempfile::TempDir;

    fn imported() -> (TempDir, Archive) {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(&Location::dir(dir.path().join("archive"))).unwrap();
        let demo = demo::make(&demo::Plan { people: 60, seed: 3 }, &mut |_, _, _| ()).unwrap();
        lists::write(&demo, dir.path()).unwrap();
        lists::bring_in(&demo, dir.path(), &archive, &mut Printer::unheard(Arc::default())).unwrap();
        (dir, archive)
    }

    /// What is left unread of a record has no weight: for every kind of question, over lists with every kind of column.
    #[test]
    fn what_is_not_read_changes_no_weight() {
        let (_dir, archive) = imported();
        let gazetteer = places::of(&archive).unwrap();
        let (mut ids, mut questions) = (Vec::new(), 0);
        archive
            .records(RecordFilter::All, |id, record| {
                ids.extend(record.role.is_matched().then_some(id));
                Ok(())
            })
            .unwrap();
        let asked: [&[Property]; 4] = [
            &[Property::FullName],
            &[Property::FullName, Property::Mother, Property::BirthDate],
            &[Property::FullName, Property::Father, Property::BirthDate, Property::Origin],
            &[Property::FullName, Property::ArrestDate, Property::Facility],
        ];
        let all = archive.claims_by_ids(&ids, |_| true).unwrap();
        for (_, record) in archive.records_by_ids(&ids[..20]).unwrap() {
            for properties in asked {
                let cells = properties.iter().filter_map(|&property| {
                    let name = record.display_name();
                    let written = record.claims_of(property).next().map(|claim| claim.as_written.clone());
                    let text = if property == Property::FullName { Some(name) } else { written };
                    read_cell(property, &text?, AsOf::default(), Gazetteer::syria()).0
                });
                let question: Vec<_> = cells.collect();
                let read = archive.claims_by_ids(&ids, counting_for(&question)).unwrap();
                questions += u32::from(read != all);
                assert_eq!(rank(&question, &read, gazetteer), rank(&question, &all, gazetteer));
            }
        }
        assert!(questions > 40, "something was left unread for most questions");
    }
}

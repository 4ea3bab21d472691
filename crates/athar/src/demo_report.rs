//! How well the demo's lists were linked, against the truth that their generator knows.

use crate::demo::{Demo, ErrorKind, Kinds};
use crate::linking::Linked;
use link::{Agreement, Edge, agreement_of_clusters, agreement_of_links};
use record::{Property, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Archive, RecordFilter, RecordId};

mod kin;

pub(crate) use kin::KinTaken;

/// Agreement with the truth, whole and by kind of difficulty.
pub(crate) struct Measured {
    /// For each record of the linked table, the person it is about.
    pub(crate) truth: Vec<Option<u32>>,
    pub(crate) ids: Vec<RecordId>,
    pub(crate) pairs: Agreement,
    pub(crate) clusters: Agreement,
    pub(crate) by_kind: Vec<(ErrorKind, Agreement)>,
    /// Rows of two kin of one name, and how many of them are taken for one person.
    pub(crate) kin: Vec<KinTaken>,
    /// A pair worth showing: one person in two scripts.
    pub(crate) example: Option<(u32, u32)>,
}

impl Measured {
    /// How many people the records that name somebody are about.
    pub(crate) fn people(&self, linked: &Linked) -> usize {
        let named = (0..).zip(&self.truth).filter(|&(row, _)| linked.loaded.table.names_somebody(row));
        named.filter_map(|(_, person)| *person).collect::<BTreeSet<u32>>().len()
    }
}

/// List, sheet and row.
type Place = (String, Option<String>, u64);

/// Measures a linkage of the demo's lists.
pub(crate) fn measure(made: &Demo, archive: &Archive, linked: &Linked) -> anyhow::Result<Measured> {
    let mut places: HashMap<Place, (Option<u32>, Kinds)> = HashMap::new();
    for list in &made.lists {
        for ((position, person), kinds) in list.truth.iter().zip(&list.traits) {
            places.insert((list.name.clone(), position.sheet.clone(), u64::from(position.row)), (*person, *kinds));
        }
    }
    let sources: HashMap<u32, String> =
        archive.imports()?.into_iter().map(|import| (import.number.0, import.meta.source)).collect();
    let mut truth = vec![None; linked.loaded.ids.len()];
    let mut kinds = vec![Kinds::default(); truth.len()];
    archive.records(RecordFilter::All, |id, record: Record| {
        if let Some(&row) = linked.loaded.rows.get(&id) {
            let source = sources.get(&id.import().0).cloned().unwrap_or_default();
            let known = places.get(&(source, record.position.sheet.clone(), record.position.row));
            if let Some(&(person, row_kinds)) = known {
                truth[row as usize] = person;
                kinds[row as usize] = row_kinds;
            }
        }
        Ok(())
    })?;
    // As people see them: beside rivals.
    let shown = linked.linkage.links.iter();
    let shown: Vec<Edge> =
        shown.map(|link| Edge { left: link.left, right: link.right, log_odds: link.log_odds }).collect();
    let pairs = agreement_of_links(&shown, 0.5, &truth, None);
    let clusters = agreement_of_clusters(&linked.clustering.of_record, &truth);
    let by_kind = by_kind(&linked.clustering.of_record, &truth, &kinds);
    let example = example(linked, &truth, &kinds);
    let kin = kin::taken_for_one(made, linked, &truth);
    Ok(Measured { truth, ids: linked.loaded.ids.clone(), pairs, clusters, by_kind, kin, example })
}

fn groups(of_record: impl Iterator<Item = Option<u32>>) -> BTreeMap<u32, Vec<u32>> {
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (row, group) in (0..).zip(of_record) {
        if let Some(group) = group {
            groups.entry(group).or_default().push(row);
        }
    }
    groups
}

/// Pairs within groups, with a flag for those of which a row is of the kind.
fn pairs_of(groups: &BTreeMap<u32, Vec<u32>>) -> Vec<(u32, u32)> {
    let pairs = |members: &Vec<u32>| {
        let members = members.clone();
        (0..members.len()).flat_map(move |at| {
            let members = members.clone();
            (at + 1..members.len()).map(move |next| (members[at], members[next]))
        })
    };
    groups.values().flat_map(pairs).collect()
}

fn by_kind(of_record: &[u32], truth: &[Option<u32>], kinds: &[Kinds]) -> Vec<(ErrorKind, Agreement)> {
    let proposed = pairs_of(&groups(of_record.iter().map(|&cluster| Some(cluster))));
    let true_pairs = pairs_of(&groups(truth.iter().copied()));
    let is_true =
        |&(one, other): &(u32, u32)| truth[one as usize].is_some() && truth[one as usize] == truth[other as usize];
    ErrorKind::ALL
        .iter()
        .map(|&kind| {
            let of_kind =
                |&&(one, other): &&(u32, u32)| kinds[one as usize].has(kind) || kinds[other as usize].has(kind);
            let proposed_here = proposed.iter().filter(of_kind).count() as u64;
            let right = proposed.iter().filter(of_kind).filter(|&pair| is_true(pair)).count() as u64;
            let truth_here = true_pairs.iter().filter(of_kind).count() as u64;
            (kind, Agreement::of(right, proposed_here, truth_here))
        })
        .collect()
}

/// The true link that says most in two scripts without being the very surest.
fn example(linked: &Linked, truth: &[Option<u32>], kinds: &[Kinds]) -> Option<(u32, u32)> {
    let other_script = |row: u32| kinds[row as usize].has(ErrorKind::OtherScript);
    linked
        .linkage
        .links
        .iter()
        .filter(|link| truth[link.left as usize].is_some() && truth[link.left as usize] == truth[link.right as usize])
        .filter(|link| other_script(link.left) != other_script(link.right))
        .filter(|link| (6 * 1024..12 * 1024).contains(&link.log_odds))
        .max_by_key(|link| (link.weight, link.left))
        .map(|link| (link.left, link.right))
}

/// What a normalised exact match of name and year of birth would have got.
pub(crate) fn exact_match(archive: &Archive, measured: &Measured) -> anyhow::Result<Agreement> {
    let rows: HashMap<RecordId, usize> = measured.ids.iter().enumerate().map(|(row, &id)| (id, row)).collect();
    let mut keys: HashMap<(String, i16), u32> = HashMap::new();
    let mut of_record: Vec<u32> = (0..measured.ids.len() as u32).map(|row| row + (1 << 31)).collect();
    archive.records(RecordFilter::All, |id, record: Record| {
        if let Some(&row) = rows.get(&id) {
            let name = names::normalise(&record.display_name());
            let year = year_of_birth(&record);
            if let Some(year) = year
                && !name.is_empty()
            {
                let next = keys.len() as u32;
                of_record[row] = *keys.entry((name, year)).or_insert(next);
            }
        }
        Ok(())
    })?;
    Ok(agreement_of_clusters(&of_record, &measured.truth))
}

/// The year of birth, or the middle one of those that an age leaves open.
fn year_of_birth(record: &Record) -> Option<i16> {
    let claim = record
        .claims_of(Property::BirthDate)
        .chain(record.claims_of(Property::Age))
        .find(|claim| !claim.normal.is_empty())?;
    let (first, last) = record::PartialDate::parse_edtf(&claim.normal).ok()?.years();
    Some(i16::midpoint(first, last))
}

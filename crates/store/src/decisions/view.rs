//! A person as a caseworker sees them: fate and whereabouts as views over what each source says, each possibility with
//! the strongest claim against it. What a page shows and what `--json` prints.
//!
//! Words for people are not made here: a fate is a code, and whoever shows it says "reported dead by …", never "dead".

use crate::{Archive, Import, ImportNumber, Person, RecordId, Result};
use record::{
    Basis, Fate, FateView, Gazetteer, Placement, Record, RecordOf, Saying, SourceStanding, Testimony, Visibility,
    WhereaboutsView,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// How every source stands, by its import.
pub type Standings = BTreeMap<ImportNumber, SourceStanding>;

/// One claim, by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimLine {
    /// The record.
    pub record: String,
    /// The name of its source.
    pub source: String,
    /// The property of the claim; nothing when the row's place on its list says it.
    pub property: Option<&'static str>,
    /// On which basis: `request`, `list`, `witness`, `register`, `paper`, `remains`; of a paper its kind too.
    pub basis: String,
    /// Of when, in EDTF.
    pub date: Option<String>,
}

/// One fate or one place that somebody claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PossibilityLine {
    /// The fate (`presumed_alive`, `held`, `seen_alive`, `released`, `reported_dead`, `identified_remains`), or what
    /// is said of the place (`held`, `seen`, `transferred_to`, `reported_died`, `reported_buried`, `identified_burial`,
    /// `sealed`).
    pub what: &'static str,
    /// The place, as its gazetteer names it or as written; nothing for a fate.
    pub place: Option<String>,
    /// Who says so, strongest first.
    pub claims: Vec<ClaimLine>,
    /// Sources that are no copies of one another and repeat no request.
    pub independent: usize,
    /// What contradicts it: another possibility, and its strongest claim.
    pub contrary: Option<(&'static str, ClaimLine)>,
}

/// Both views.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Views {
    /// What became of them, as each source says.
    pub fate: Vec<PossibilityLine>,
    /// Where they were and are, as each source says.
    pub whereabouts: Vec<PossibilityLine>,
}

impl Archive {
    /// How every source stands.
    pub fn standings(&self) -> Result<Standings> {
        self.database.read(crate::source::standings)
    }

    /// Remains that two humans hold to be a person's: those that were identified.
    pub fn identified(&self, person: &Person, records: &[(RecordId, Record)]) -> Result<Vec<RecordId>> {
        // A body that is joined to another body is nobody's by that.
        let persons: Vec<RecordId> =
            records.iter().filter(|(_, record)| record.thing() == RecordOf::Person).map(|(id, _)| *id).collect();
        let mut identified = Vec::new();
        for (id, _) in records.iter().filter(|(_, record)| record.thing() == RecordOf::Remains) {
            let joins = |decision: &crate::Decision| {
                let crate::NewDecision { left, right, verdict, .. } = decision.decision;
                let other = if left == *id { right } else { left };
                let counts = decision.humans >= 2 && verdict == crate::Verdict::Same;
                counts && person.records.contains(&other) && persons.contains(&other)
            };
            if self.decisions_of(*id)?.iter().any(joins) {
                identified.push(*id);
            }
        }
        Ok(identified)
    }

    /// The views of a person over the records that may be shown, for somebody who may see that much. The imports say what each
    /// source is called.
    pub fn views(
        &self,
        person: &Person,
        records: &[(RecordId, Record)],
        imports: &[Import],
        standings: &Standings,
        gazetteer: &Gazetteer,
        may_see: Visibility,
    ) -> Result<Views> {
        let identified = self.identified(person, records)?;
        let testimonies: Vec<Testimony<'_>> = testimonies(records, standings).collect();
        let is_identified = |place: &usize| identified.contains(&records[*place].0);
        let identified: Vec<usize> = (0..records.len()).filter(is_identified).collect();
        let names: BTreeMap<ImportNumber, String> =
            imports.iter().map(|import| (import.number, import.meta.source.clone())).collect();
        let telling = Telling { records, names: &names, gazetteer, may_see };
        let fate = FateView::of(&testimonies, &identified);
        let whereabouts = WhereaboutsView::of(&testimonies, &identified, gazetteer);
        Ok(Views { fate: telling.fates(&fate), whereabouts: telling.places(&whereabouts) })
    }
}

/// Records as testimonies, each by its place among them; a source that nothing is known of stands by itself.
pub(crate) fn testimonies<'records>(
    records: &'records [(RecordId, Record)],
    standings: &'records Standings,
) -> impl Iterator<Item = Testimony<'records>> {
    records.iter().enumerate().map(|(id, (record_id, record))| {
        let import = record_id.import();
        let source = standings.get(&import).copied();
        Testimony { id, record, source: source.unwrap_or_else(|| SourceStanding::of_group(import.0)) }
    })
}

/// What is needed to tell a claim.
struct Telling<'a> {
    records: &'a [(RecordId, Record)],
    names: &'a BTreeMap<ImportNumber, String>,
    gazetteer: &'a Gazetteer,
    may_see: Visibility,
}

impl Telling<'_> {
    fn fates(&self, view: &FateView) -> Vec<PossibilityLine> {
        let lines = view.possibilities.iter().map(|one| PossibilityLine {
            what: fate_code(one.fate),
            place: None,
            claims: self.claims(&one.claims),
            independent: one.independent,
            contrary: one.contrary.and_then(|contrary| Some((fate_code(contrary.fate), self.claim(&contrary.saying)?))),
        });
        lines.filter(|line| !line.claims.is_empty() || line.what == "presumed_alive").collect()
    }

    fn places(&self, view: &WhereaboutsView) -> Vec<PossibilityLine> {
        let shown = view.possibilities.iter().filter(|one| one.visibility <= self.may_see || one.site.is_none());
        let lines = shown.map(|one| PossibilityLine {
            what: placement_code(one.placement),
            place: one.site.as_ref().map(|site| match site.place(self.gazetteer) {
                Some(place) => place.name().to_owned(),
                None => site.text().to_owned(),
            }),
            claims: self.claims(&one.claims),
            independent: one.independent,
            contrary: one
                .contrary
                .as_ref()
                .and_then(|contrary| Some((placement_code(contrary.placement), self.claim(&contrary.saying)?))),
        });
        lines.filter(|line| !line.claims.is_empty() || line.what == "sealed").collect()
    }

    fn claims(&self, sayings: &[Saying]) -> Vec<ClaimLine> {
        sayings.iter().filter_map(|saying| self.claim(saying)).collect()
    }

    /// Nothing, where it may not be seen.
    fn claim(&self, saying: &Saying) -> Option<ClaimLine> {
        let (id, _) = self.records.get(saying.testimony).filter(|_| saying.visibility <= self.may_see)?;
        Some(ClaimLine {
            record: id.to_string(),
            source: self.names.get(&id.import()).cloned().unwrap_or_default(),
            property: saying.property.map(record::Property::as_str),
            basis: match saying.basis {
                Basis::Request => "request".to_owned(),
                Basis::List => "list".to_owned(),
                Basis::Paper(kind) => format!("paper: {}", kind.as_str()),
                Basis::Witness => "witness".to_owned(),
                Basis::Register => "register".to_owned(),
                Basis::Remains => "remains".to_owned(),
            },
            date: saying.date.map(record::PartialDate::to_edtf),
        })
    }
}

fn fate_code(fate: Fate) -> &'static str {
    match fate {
        Fate::PresumedAlive => "presumed_alive",
        Fate::Held => "held",
        Fate::SeenAlive => "seen_alive",
        Fate::Released => "released",
        Fate::ReportedDead => "reported_dead",
        Fate::IdentifiedRemains => "identified_remains",
    }
}

fn placement_code(placement: Placement) -> &'static str {
    match placement {
        Placement::Sealed => "sealed",
        Placement::Held => "held",
        Placement::Seen => "seen",
        Placement::TransferredTo => "transferred_to",
        Placement::ReportedDied => "reported_died",
        Placement::ReportedBuried => "reported_buried",
        Placement::IdentifiedBurial => "identified_burial",
    }
}

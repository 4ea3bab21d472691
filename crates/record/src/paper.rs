//! A death paper: what a document says of a death. It is not the death, and it is not the person.
//!
//! Registers hold papers that families had to ask for: to inherit, to travel with children, to marry again. Such a
//! paper says that the family was in need, and nothing of a death.

use crate::{Basis, Claim, PartialDate, Property, Record, RecordOf, Thing, fold};
use std::fmt;

/// What kind of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperKind {
    /// Report of a hospital (تقرير طبي).
    HospitalReport,
    /// Notice of the military police (كتاب الشرطة العسكرية).
    MilitaryPoliceNotice,
    /// Death statement (بيان وفاة).
    DeathStatement,
    /// Extract from the civil register (بيان قيد).
    RegisterExtract,
    /// Ruling of a court (حكم تثبيت وفاة).
    CourtRuling,
    /// Registered by the family out of need (تثبيت بطلب الأهل): it repeats a request and never corroborates.
    AtFamilysRequest,
    /// Of a kind that the source does not say, or in words that are not understood.
    Other,
}

impl PaperKind {
    const NAMES: [(PaperKind, &'static str); 7] = [
        (PaperKind::HospitalReport, "hospital_report"),
        (PaperKind::MilitaryPoliceNotice, "military_police_notice"),
        (PaperKind::DeathStatement, "death_statement"),
        (PaperKind::RegisterExtract, "register_extract"),
        (PaperKind::CourtRuling, "court_ruling"),
        (PaperKind::AtFamilysRequest, "at_familys_request"),
        (PaperKind::Other, "other"),
    ];

    /// The stable text form, which is the normal form of a claim.
    pub fn as_str(self) -> &'static str {
        PaperKind::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of that text form.
    pub fn parse(text: &str) -> Option<PaperKind> {
        PaperKind::NAMES.iter().find(|(_, name)| *name == text).map(|(kind, _)| *kind)
    }

    /// The kind that words name.
    pub fn read(text: &str) -> Option<PaperKind> {
        let folded = fold(text);
        let has = |phrases: &str| phrases.split('|').any(|phrase| folded.contains(phrase));
        WORDS.iter().find(|(_, phrases)| has(phrases)).map(|(kind, _)| *kind)
    }

    /// The kind that a claim of a paper's kind says.
    pub fn of(claim: &Claim) -> PaperKind {
        PaperKind::parse(&claim.normal).or_else(|| PaperKind::read(&claim.as_written)).unwrap_or(PaperKind::Other)
    }
}

/// Phrases on folded text, the first that is found decides: a family's request goes before the court or the office
/// that granted it.
const WORDS: [(PaperKind, &str); 6] = [
    (
        PaperKind::AtFamilysRequest,
        "بطلب الاهل|بطلب من الاهل|بطلب اهل|بطلب من اهل|بطلب ذوي|بطلب من ذوي|بطلب العايله|بطلب الاسره|بطلب الورثه|\
         بناء علي طلب|بناء لطلب|للضروره|family request|familys request|family s request|request of the family|\
         request of family|requested by the family|requested by family|out of need",
    ),
    (PaperKind::MilitaryPoliceNotice, "شرطه العسكريه|شرطه عسكريه|military police"),
    (
        PaperKind::HospitalReport,
        "تقرير طبي|التقرير الطبي|تقرير المشفي|تقرير مشفي|تقرير المستشفي|تقرير الطبيب|طبيب شرعي|طب شرعي|الطب الشرعي|\
         medical report|hospital report|forensic report|rapport medical",
    ),
    (
        PaperKind::CourtRuling,
        "حكم تثبيت|حكم بتثبيت|حكم قضايي|حكم شرعي|حكم محكمه|حكم المحكمه|حكم وفاه|حكم بوفاه|حكم قاضي|قرار قضايي|\
         قرار المحكمه|قرار محكمه|court|ruling|judgment|judgement|jugement|mahkeme",
    ),
    (
        PaperKind::RegisterExtract,
        "بيان قيد|اخراج قيد|قيد فردي|قيد عايلي|register extract|extract|civil record|family record",
    ),
    (
        PaperKind::DeathStatement,
        "بيان وفاه|بيان الوفاه|شهاده وفاه|شهاده الوفاه|واقعه وفاه|death statement|death certificate|\
         certificate of death|acte de deces",
    ),
];

/// One death paper.
#[derive(Clone, Copy)]
pub struct DeathPaper<'a> {
    record: &'a Record,
    part: u16,
}

impl fmt::Debug for DeathPaper<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DeathPaper({})", self.part)
    }
}

impl<'a> DeathPaper<'a> {
    /// Its part of the record.
    pub fn part(self) -> u16 {
        self.part
    }

    fn first(self, property: Property) -> Option<&'a Claim> {
        self.record.claims_in(self.part, property).next()
    }

    fn first_date(self, property: Property) -> Option<PartialDate> {
        self.record.claims_in(self.part, property).find_map(Claim::date)
    }

    /// Its kind. Where several are claimed and one is the family's request, it is that: doubt does not kill anybody.
    pub fn kind(self) -> PaperKind {
        let kinds = || self.record.claims_in(self.part, Property::PaperKind).map(PaperKind::of);
        if kinds().any(|kind| kind == PaperKind::AtFamilysRequest) {
            return PaperKind::AtFamilysRequest;
        }
        kinds().find(|kind| *kind != PaperKind::Other).unwrap_or(PaperKind::Other)
    }

    /// Who declared the death. Sealed.
    pub fn declarant(self) -> Option<&'a Claim> {
        self.first(Property::Declarant)
    }

    /// Number of the paper.
    pub fn number(self) -> Option<&'a Claim> {
        self.first(Property::PaperNumber)
    }

    /// When the death was, as the paper states it.
    pub fn stated_death(self) -> Option<PartialDate> {
        self.first_date(Property::DeathDate)
    }

    /// Date of the document.
    pub fn document(self) -> Option<PartialDate> {
        self.first_date(Property::PaperDate)
    }

    /// When the death was registered.
    pub fn registered(self) -> Option<PartialDate> {
        self.first_date(Property::RegistrationDate)
    }

    /// When the family learned of it.
    pub fn family_learned(self) -> Option<PartialDate> {
        self.first_date(Property::FamilyLearnedDate)
    }
}

/// That a family learned of a death is said in requests too: alone it shows no paper.
fn shows_a_paper(property: Property) -> bool {
    property.thing() == Thing::DeathPaper && property != Property::FamilyLearnedDate
}

impl Record {
    /// The basis of what a part says of a death, where a paper says it: the part's own, or in a record of a paper any.
    pub(crate) fn paper_basis(&self, part: u16) -> Option<Basis> {
        let own = self.death_papers().find(|paper| paper.part() == part).map(DeathPaper::kind);
        let kind = own.or_else(|| {
            let is_paper = self.thing() == RecordOf::DeathPaper;
            let kinds = || self.death_papers().filter(|_| is_paper).map(DeathPaper::kind);
            kinds().find(|kind| *kind == PaperKind::AtFamilysRequest).or_else(|| kinds().next())
        });
        kind.map(Basis::Paper)
    }

    /// The death papers that the record speaks of, by part.
    pub fn death_papers(&self) -> impl Iterator<Item = DeathPaper<'_>> {
        self.parts(shows_a_paper).into_iter().map(|part| DeathPaper { record: self, part })
    }
}

#[cfg(test)]
mod tests {
    use super::{PaperKind, WORDS};
    use crate::fold;

    #[test]
    fn words_name_kinds() {
        for (text, expected) in [
            ("تقرير طبي", PaperKind::HospitalReport),
            ("كتاب الشرطة العسكرية رقم 12", PaperKind::MilitaryPoliceNotice),
            ("بيان وفاة", PaperKind::DeathStatement),
            ("شهادة وفاة", PaperKind::DeathStatement),
            ("بيان قيد فردي", PaperKind::RegisterExtract),
            ("حكم تثبيت وفاة", PaperKind::CourtRuling),
            ("تثبيت بطلب الأهل", PaperKind::AtFamilysRequest),
            ("حكم تثبيت وفاة بطلب من ذويه", PaperKind::AtFamilysRequest),
            ("Death certificate", PaperKind::DeathStatement),
        ] {
            assert_eq!(PaperKind::read(text), Some(expected), "{text}");
        }
        assert_eq!(PaperKind::read("ورقة"), None);
    }

    #[test]
    fn phrases_are_folded_and_names_read_back() {
        for phrase in WORDS.iter().flat_map(|(_, phrases)| phrases.split('|')) {
            assert_eq!(fold(phrase), phrase);
        }
        for (kind, name) in PaperKind::NAMES {
            assert_eq!((kind.as_str(), PaperKind::parse(name)), (name, Some(kind)));
        }
    }
}

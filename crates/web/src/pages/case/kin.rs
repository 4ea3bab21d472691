//! Questions that only kin could answer. The page says which, and where an answer is written; the answers themselves are not
//! shown beside a telephone, and what was said is not kept.

use crate::api::cases::KinQuestion;
use record::{Property, Record};
use store::RecordView;

/// What kin know and strangers do not, the best first. What is restricted is never asked.
const KIN_KNOW: [Property; 17] = [
    Property::Mother,
    Property::MotherFamily,
    Property::Grandfather,
    Property::Mark,
    Property::Teknonym,
    Property::AlsoCalled,
    Property::Husband,
    Property::BirthDate,
    Property::BirthPlace,
    Property::RegistrationPlace,
    Property::RegisterNumber,
    Property::Residence,
    Property::Occupation,
    Property::NomDeGuerre,
    Property::RecruitmentOffice,
    Property::ArrestManner,
    Property::VisitPermit,
];

/// What could be asked: first what only a proposed record holds, since whoever has read the request cannot know it.
pub(crate) fn questions(request: &RecordView, candidates: &[RecordView]) -> Vec<KinQuestion> {
    let holds = |record: &Record, property| record.claims_of(property).next().is_some();
    let mut questions: Vec<KinQuestion> = KIN_KNOW
        .into_iter()
        .map(|property| KinQuestion {
            property: property.as_str(),
            is_in_request: holds(&request.record, property),
            candidates: candidates.iter().filter(|view| holds(&view.record, property)).count(),
        })
        .filter(|question| question.is_in_request || question.candidates > 0)
        .collect();
    questions.sort_by_key(|question| question.is_in_request);
    questions
}

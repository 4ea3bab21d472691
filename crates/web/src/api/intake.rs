//! Taking a request in, as at the desk: similar ones are shown first, and it is saved when they were looked at.

use super::parts::Said;
use super::sent::Sent;
use super::stable::{DeathNewsWord, PersonWords, ShareWord};
use crate::failure::Failure;
use crate::pages::requests::typed::Typed;
use crate::pages::requests::{Attempt, asks_for, attempt};
use crate::work::Work;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::access::{Asked, Kind};
use utoipa::ToSchema;

/// A request of a family.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "person": {"full_name": "Fares Hammoud", "mother": "Samira", "birth_date": "1976", "origin": "Kafr Takharim"},
    "asker": {"name": "Samira", "kinship": "mother", "contact": "+000 000 000 000"},
    "shared_with": ["organisations"],
    "contact_until": "2030-12-31"
}))]
pub(crate) struct NewCase {
    /// What is said of the person: stable words of properties (`full_name`, `father`, `mother`, `birth_date`, `origin`, …) and what was
    /// said. A name of the person is needed.
    #[schema(value_type = PersonWords)]
    pub(crate) person: BTreeMap<String, String>,
    /// Who asks.
    pub(crate) asker: NewAsker,
    /// With whom the family agreed to share it: `organisations`, `courts`, `authorities`, `public`.
    #[serde(default)]
    #[schema(value_type = Vec<ShareWord>)]
    pub(crate) shared_with: Vec<String>,
    /// One of the account's teams; empty for any.
    #[serde(default)]
    pub(crate) team: String,
    /// The day after which the contact is not used any more, such as `2026-12-31`.
    pub(crate) contact_until: String,
    /// That similar requests were looked at, and this is another.
    #[serde(default)]
    pub(crate) confirmed: bool,
}

/// Who asks. It is sealed when it is taken, and no program reads it again.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAsker {
    /// Their name.
    #[schema(min_length = 1, max_length = 500)]
    pub(crate) name: String,
    /// Whose kin they are.
    #[schema(min_length = 1, max_length = 500)]
    pub(crate) kinship: String,
    /// How to reach them.
    #[serde(default)]
    pub(crate) contact: String,
    /// When it is safe to call.
    #[serde(default)]
    pub(crate) safe_hour: String,
    /// `ar`, `en` or `ku`.
    #[serde(default)]
    pub(crate) language: String,
    /// A word by which they know us.
    #[serde(default)]
    pub(crate) code_word: String,
    /// Who must not know.
    #[serde(default)]
    pub(crate) must_not_know: String,
    /// Who knows that they ask.
    #[serde(default)]
    pub(crate) who_knows: String,
    /// How they wish to hear of a death: `not-asked`, `in-person`, `by-call`, `through-other` or `never`.
    #[serde(default)]
    #[schema(value_type = DeathNewsWord)]
    pub(crate) death_news: String,
    /// What they need of the law.
    #[serde(default)]
    pub(crate) legal_needs: String,
    /// Numbers of their request elsewhere, by commas.
    #[serde(default)]
    pub(crate) numbers_elsewhere: String,
    /// Whether they ask for somebody else of the family.
    #[serde(default)]
    pub(crate) is_delegate: bool,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TakenCase {
    /// The number for the family; null where similar requests are to be looked at first: nothing was saved then.
    pub(crate) case: Option<String>,
    /// Open requests that may be for the same person.
    pub(crate) similar: Vec<SimilarCase>,
}

/// An open request that may be for the same person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SimilarCase {
    /// Its number.
    pub(crate) case: String,
    /// When it was taken.
    pub(crate) opened: String,
    /// The name as that family gave it; null for whoever may not see the record.
    pub(crate) name: Option<String>,
    /// What tells it from others.
    pub(crate) facts: Vec<Said>,
}

impl NewCase {
    /// The same as the form of the desk has it, so that it is looked at in the same way.
    fn typed(self) -> Result<Typed, Failure> {
        let NewCase { person, asker, shared_with, team, contact_until, confirmed } = self;
        let mut typed = Vec::new();
        for (property, text) in person {
            if !asks_for(&property) {
                return Err(Failure::Wrong("api-request-property"));
            }
            typed.push((format!("person-{property}"), text));
        }
        let own = [
            ("asker-name", asker.name),
            ("asker-kinship", asker.kinship),
            ("asker-contact", asker.contact),
            ("asker-hour", asker.safe_hour),
            ("asker-language", asker.language),
            ("asker-word", asker.code_word),
            ("asker-must-not-know", asker.must_not_know),
            ("asker-who-knows", asker.who_knows),
            ("asker-death", if asker.death_news.is_empty() { "not-asked".to_owned() } else { asker.death_news }),
            ("asker-legal", asker.legal_needs),
            ("asker-numbers", asker.numbers_elsewhere),
            ("team", team),
            ("until", contact_until),
        ];
        typed.extend(own.map(|(name, text)| (name.to_owned(), text)));
        let known = crate::pages::requests::fields::SHARED_WITH;
        for with in shared_with {
            if !known.iter().any(|(_, word)| *word == with) {
                return Err(Failure::Wrong("exports-no-share"));
            }
            typed.push((format!("share-{with}"), "yes".to_owned()));
        }
        let ticked = [("asker-delegate", asker.is_delegate), ("confirmed", confirmed)];
        typed.extend(ticked.into_iter().filter(|(_, is)| *is).map(|(name, _)| (name.to_owned(), "yes".to_owned())));
        Ok(Typed::of(typed))
    }
}

pub(super) fn take(work: &Work, _: &Sent, new: &NewCase) -> Result<TakenCase, Failure> {
    work.must(Asked::change(Kind::Case))?;
    match attempt(work, &new.clone().typed()?)? {
        Attempt::Wrong(_) => Err(Failure::Wrong("api-request-wrong")),
        Attempt::Similar(_, similar) => Ok(TakenCase { case: None, similar }),
        Attempt::Taken(case) => Ok(TakenCase { case: Some(case.to_string()), similar: Vec::new() }),
    }
}

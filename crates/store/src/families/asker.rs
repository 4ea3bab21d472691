//! Those who ask: what they entrust to us beside their claims, what they agree to, whether they are kin.

use record::Private;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// With whom what a request says may be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedWith {
    /// Named organisations that search too.
    Organisations,
    /// Courts and investigators.
    Courts,
    /// Authorities of a state.
    Authorities,
    /// The public, without a name.
    Public,
}

/// What the family agrees to. Nothing, until somebody has said so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consent(pub BTreeSet<SharedWith>);

/// How somebody wishes to hear of a death.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeathNews {
    /// They were not asked.
    #[default]
    NotAsked,
    /// From a person who comes to them.
    InPerson,
    /// By a call, with somebody beside them.
    ByCall,
    /// By way of somebody whom they have named.
    ThroughOther,
    /// Not at all.
    Never,
}

/// One who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asker {
    /// Name.
    pub name: Private,
    /// What they are to the person (صلة القرابة).
    pub kinship: Private,
    /// Whether the family has named them to speak for it.
    pub is_delegate: bool,
    /// Telephone, address: sealed.
    pub contact: Private,
    /// When, and by which channel, it is safe to reach them.
    pub safe_hour: Private,
    /// The word by which they know that it is us.
    pub code_word: Private,
    /// Who knows that they ask.
    pub who_knows: Private,
    /// Who must not be told.
    pub must_not_know: Private,
    /// How they wish to hear of a death.
    pub death_news: DeathNews,
    /// Guardianship, inheritance, travel of children.
    pub legal_needs: Private,
    /// Numbers of this case elsewhere: ICRC, ICMP, IIMP, SNHR.
    pub numbers_elsewhere: Vec<Private>,
    /// The language they speak, as BCP 47.
    pub language: String,
}

/// Whether somebody is kin, as found out by questions whose answers are not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vetting {
    /// Nobody has asked them.
    #[default]
    Open,
    /// They are.
    Kin,
    /// It could not be shown.
    NotShown,
}

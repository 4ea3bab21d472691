//! Those who ask: what they entrust to us beside their claims, what they agree to, whether they are kin.

use crate::{Result, StoreError, sealing};
use record::Private;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::mem;
use vault::keys::Keyring;

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
    /// What they have entrusted to us, as the archive keeps it: filled in when it is taken, empty before.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sealed: String,
}

/// What is sealed of an asker: everything by which they could be found, or harmed.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Entrusted {
    name: Private,
    contact: Private,
    safe_hour: Private,
    code_word: Private,
    who_knows: Private,
    must_not_know: Private,
    legal_needs: Private,
    numbers_elsewhere: Vec<Private>,
}

const CONTEXT: &[u8] = b"athar/asker/1";

impl Asker {
    /// Seals what they have entrusted to us. Kinship, language and how they wish to hear of a death stay open.
    pub(crate) fn seal(&mut self, keys: &Keyring) -> Result<()> {
        let entrusted = Entrusted {
            name: mem::take(&mut self.name),
            contact: mem::take(&mut self.contact),
            safe_hour: mem::take(&mut self.safe_hour),
            code_word: mem::take(&mut self.code_word),
            who_knows: mem::take(&mut self.who_knows),
            must_not_know: mem::take(&mut self.must_not_know),
            legal_needs: mem::take(&mut self.legal_needs),
            numbers_elsewhere: mem::take(&mut self.numbers_elsewhere),
        };
        let json = serde_json::to_vec(&entrusted).map_err(|_| StoreError::NotJson("an asker"))?;
        self.sealed = sealing::seal_text(keys, CONTEXT, &json)?;
        Ok(())
    }

    /// Opens it, where the team's secret is unlocked and it was not destroyed since.
    pub(crate) fn open(&mut self, keys: &Keyring) -> Result<()> {
        let Some(json) = sealing::open_text(keys, CONTEXT, &self.sealed)? else { return Ok(()) };
        let entrusted = serde_json::from_slice(&json);
        let entrusted: Entrusted = entrusted.map_err(|_| StoreError::damaged("an asker is not understood"))?;
        let Entrusted { name, contact, safe_hour, code_word, who_knows, must_not_know, legal_needs, numbers_elsewhere } =
            entrusted;
        *self = Asker {
            name,
            contact,
            safe_hour,
            code_word,
            who_knows,
            must_not_know,
            legal_needs,
            numbers_elsewhere,
            sealed: String::new(),
            ..mem::take(self)
        };
        Ok(())
    }
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

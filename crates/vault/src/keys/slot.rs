//! Slots: each hands out the roots to somebody. In clear, or to whoever knows a passphrase, or to whoever brings shares
//! together.
//!
//! Each root is sealed by itself, so that the team's can be taken out of a slot, or the working root be changed, by
//! somebody who does not have the other.

use super::cipher::{Cipher, random_bytes};
use super::{Cost, KeyError, Result, Secret, team};
use crate::hex;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A slot.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Slot {
    /// The roots lie in the file in clear: whoever has the file has everything.
    Open(Parts),
    /// The roots are sealed under what a passphrase gives.
    Passphrase {
        #[serde(with = "hex")]
        salt: [u8; 16],
        cost: Cost,
        roots: Parts,
    },
    /// The roots are sealed to a key of which only shares exist, in several hands.
    Shares {
        #[serde(with = "hex")]
        public: [u8; 32],
        roots: Parts,
    },
}

/// The roots of a slot, in clear or sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Parts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) working: Option<Part>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) team: Option<Part>,
}

/// A root, in clear or sealed.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Part(#[serde(with = "hex")] pub(super) Zeroizing<Vec<u8>>);

/// What a slot hands out.
#[derive(Clone, Default)]
pub(super) struct Roots {
    pub(super) working: Option<Secret>,
    pub(super) team: Option<Secret>,
}

impl Slot {
    pub(super) fn parts(&self) -> &Parts {
        match self {
            Slot::Open(parts) | Slot::Passphrase { roots: parts, .. } | Slot::Shares { roots: parts, .. } => parts,
        }
    }

    pub(super) fn parts_mut(&mut self) -> &mut Parts {
        match self {
            Slot::Open(parts) | Slot::Passphrase { roots: parts, .. } | Slot::Shares { roots: parts, .. } => parts,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self, Slot::Open(_))
    }

    pub(super) fn is_passphrase(&self) -> bool {
        matches!(self, Slot::Passphrase { .. })
    }

    pub(super) fn is_shares(&self) -> bool {
        matches!(self, Slot::Shares { .. })
    }

    pub(super) fn open(roots: &Roots) -> Slot {
        let part = |root: &Option<Secret>| root.as_ref().map(Part::clear);
        Slot::Open(Parts { working: part(&roots.working), team: part(&roots.team) })
    }

    pub(super) fn passphrase(passphrase: &str, cost: Cost, archive: &[u8; 16], roots: &Roots) -> Result<Slot> {
        let salt = random_bytes()?;
        let key = Cipher::new(&*cost.key(passphrase, &salt)?);
        let part = |label: Label, root: &Option<Secret>| {
            let Some(root) = root else { return Ok(None) };
            // The salt is random, so the key is of this one slot, and seals one thing under each nonce.
            let sealed = key.seal(&label.nonce(), &label.associated(archive), &**root)?;
            Ok(Some(Part(Zeroizing::new(sealed))))
        };
        let roots = Parts { working: part(Label::Working, &roots.working)?, team: part(Label::Team, &roots.team)? };
        Ok(Slot::Passphrase { salt, cost, roots })
    }

    /// The roots, when no passphrase is needed.
    pub(super) fn in_clear(&self) -> Result<Option<Roots>> {
        let Slot::Open(parts) = self else { return Ok(None) };
        let root = |part: &Option<Part>| part.as_ref().map(|part| secret_of(&part.0)).transpose();
        Ok(Some(Roots { working: root(&parts.working)?, team: root(&parts.team)? }))
    }

    /// The roots, when this is the passphrase.
    pub(super) fn with_passphrase(&self, passphrase: &str, archive: &[u8; 16]) -> Result<Option<Roots>> {
        let Slot::Passphrase { salt, cost, roots } = self else { return Ok(None) };
        let key = Cipher::new(&*cost.key(passphrase, salt)?);
        let root = |label: Label, part: &Option<Part>| {
            let Some(part) = part else { return Ok(None) };
            secret_of(&key.open(&label.nonce(), &label.associated(archive), &part.0)?).map(Some)
        };
        let opened = root(Label::Working, &roots.working)
            .and_then(|working| Ok(Roots { working, team: root(Label::Team, &roots.team)? }));
        match opened {
            Err(KeyError::NotOurs) => Ok(None),
            opened => opened.map(Some),
        }
    }
}

/// Changing the roots of a slot that stays.
impl Slot {
    /// Puts another working root in the place of the old one.
    pub(super) fn change_working(&mut self, root: &Secret, passphrase: Option<&str>, archive: &[u8; 16]) -> Result<()> {
        let part = match &*self {
            Slot::Open(_) => Part::clear(root),
            Slot::Shares { public, .. } => Part::to_shares(public, Label::Working, archive, root)?,
            Slot::Passphrase { salt, cost, roots } => {
                let key = Cipher::new(&*cost.key(passphrase.ok_or(KeyError::PassphraseNeeded)?, salt)?);
                let (nonce, associated) = (Label::Working.nonce(), Label::Working.associated(archive));
                if let Some(old) = &roots.working {
                    key.open(&nonce, &associated, &old.0).map_err(|_| KeyError::WrongPassphrase)?;
                }
                // The same key and nonce as before, for another root: with this cipher that shows only that it is another.
                Part(Zeroizing::new(key.seal(&nonce, &associated, &**root)?))
            }
        };
        self.parts_mut().working = Some(part);
        Ok(())
    }

    /// Puts another team root into a slot of shares.
    pub(super) fn change_team(&mut self, roots: &Roots, archive: &[u8; 16]) -> Result<()> {
        if let (Slot::Shares { public, roots: parts }, Some(team)) = (self, &roots.team) {
            parts.team = Some(Part::to_shares(public, Label::Team, archive, team)?);
        }
        Ok(())
    }

    /// A slot for whoever brings enough shares of a secret together, by its public half.
    pub(super) fn shares(public: [u8; 32], archive: &[u8; 16], roots: &Roots) -> Result<Slot> {
        let part = |label: Label, root: &Option<Secret>| {
            root.as_ref().map(|root| Part::to_shares(&public, label, archive, root)).transpose()
        };
        let roots = Parts { working: part(Label::Working, &roots.working)?, team: part(Label::Team, &roots.team)? };
        Ok(Slot::Shares { public, roots })
    }

    /// The roots, for whoever has the secret of which shares were made.
    pub(super) fn with_shares(&self, secret: &Secret, archive: &[u8; 16]) -> Result<Option<Roots>> {
        let Slot::Shares { public, roots } = self else { return Ok(None) };
        if team::public_of(secret)? != *public {
            return Ok(None);
        }
        let root = |label: Label, part: &Option<Part>| {
            let Some(part) = part else { return Ok(None) };
            let (encapsulated, wrapped) = part.0.split_first_chunk().ok_or(KeyError::Damaged("a slot of shares"))?;
            let wrapped = wrapped.try_into().map_err(|_| KeyError::Damaged("a slot of shares"))?;
            let opened = team::unseal(secret, &label.associated(archive), encapsulated, wrapped);
            opened.map(Some).map_err(|_| KeyError::Damaged("a slot of shares"))
        };
        Ok(Some(Roots { working: root(Label::Working, &roots.working)?, team: root(Label::Team, &roots.team)? }))
    }
}

impl Part {
    fn clear(root: &Secret) -> Part {
        Part(Zeroizing::new(root.to_vec()))
    }

    fn to_shares(public: &[u8; 32], label: Label, archive: &[u8; 16], root: &Secret) -> Result<Part> {
        let (encapsulated, wrapped) = team::seal(public, &label.associated(archive), root)?;
        Ok(Part(Zeroizing::new([encapsulated.as_slice(), &wrapped].concat())))
    }
}

/// Which root: so that the one is not taken for the other.
#[derive(Clone, Copy)]
pub(super) enum Label {
    Working,
    Team,
}

impl Label {
    fn nonce(self) -> [u8; 12] {
        [self as u8; 12]
    }

    pub(super) fn associated(self, archive: &[u8; 16]) -> Vec<u8> {
        let label: &[u8] = match self {
            Label::Working => b"athar/slot/1/working",
            Label::Team => b"athar/slot/1/team",
        };
        [label, archive].concat()
    }
}

pub(super) fn secret_of(bytes: &[u8]) -> Result<Secret> {
    let mut secret = Secret::default();
    if bytes.len() != secret.len() {
        return Err(KeyError::Damaged("a slot"));
    }
    secret.copy_from_slice(bytes);
    Ok(secret)
}

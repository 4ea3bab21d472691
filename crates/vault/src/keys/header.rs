//! The head of the key file: 16 KiB that say who opens it and to which key the team's things are sealed.
//!
//! ```text
//! 0   8   ATHARKEY
//! 8   4   version, big-endian
//! 12  4   length of the JSON, big-endian
//! 16  32  SHA-256 of the JSON: what was damaged by chance is found before anybody types a passphrase
//! 48  32  HMAC-SHA256 of the JSON under the working root: what was changed on purpose is found after it
//! 80  ..  the JSON, then zeros
//! ```

use super::cipher::{mac, mac_is};
use super::roots::Working;
use super::slot::Slot;
use super::team::TeamKey;
use super::{KeyError, Result, limits};
use crate::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const MAGIC: &[u8; 8] = b"ATHARKEY";
/// The format of key files.
pub(super) const VERSION: u32 = 1;
const BODY: usize = 80;

/// What the head says.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Header {
    #[serde(with = "hex")]
    pub(super) archive: [u8; 16],
    #[serde(default)]
    pub(super) laptop: bool,
    pub(super) slots: Vec<Slot>,
    pub(super) team_keys: Vec<TeamKey>,
    #[serde(with = "hex")]
    pub(super) working_secrets: Vec<u8>,
    #[serde(with = "hex")]
    pub(super) team_secrets: Vec<u8>,
}

/// A header whose checksum was right, and the code that only the working root can check.
pub(super) struct Unverified {
    pub(super) header: Header,
    json: Vec<u8>,
    mac: [u8; 32],
}

impl Header {
    pub(super) fn to_bytes(&self, working: &Working) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(self).map_err(|_| KeyError::Damaged("the header"))?;
        let room = limits::HEADER_LEN - BODY;
        if json.len() > room {
            return Err(KeyError::Limit { what: "bytes of a key file's header", limit: room as u64 });
        }
        let mut bytes = Vec::with_capacity(limits::HEADER_LEN);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        bytes.extend_from_slice(&(json.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&Sha256::digest(&json));
        bytes.extend_from_slice(&mac(&working.header_key(), &[&json]));
        bytes.extend_from_slice(&json);
        bytes.resize(limits::HEADER_LEN, 0);
        Ok(bytes)
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Unverified> {
        let damaged = KeyError::Damaged("its header");
        let Some((head, rest)) = bytes.split_first_chunk::<BODY>() else { return Err(damaged) };
        if !head.starts_with(MAGIC) {
            return Err(KeyError::Damaged("it is no key file"));
        }
        let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        if number(8) > VERSION {
            return Err(KeyError::Newer { found: number(8), known: VERSION });
        }
        let Some(json) = rest.get(..number(12) as usize).filter(|_| number(8) == VERSION) else { return Err(damaged) };
        if Sha256::digest(json)[..] != head[16..48] {
            return Err(damaged);
        }
        let header: Header = serde_json::from_slice(json).map_err(|_| KeyError::Damaged("its header"))?;
        if header.slots.len() > limits::SLOTS_MAX || header.team_keys.len() > limits::TEAM_KEYS_MAX {
            return Err(damaged);
        }
        let mut mac = [0; 32];
        mac.copy_from_slice(&head[48..]);
        Ok(Unverified { header, json: json.to_vec(), mac })
    }

    /// The team key to which new things are sealed: the latest that was not revoked.
    pub(super) fn team_key(&self) -> Result<&TeamKey> {
        let usable = self.team_keys.iter().filter(|key| key.revoked.is_none());
        usable.max_by_key(|key| key.number).ok_or(KeyError::NoTeamKey)
    }
}

impl Unverified {
    pub(super) fn verify(self, working: &Working) -> Result<Header> {
        if mac_is(&working.header_key(), &[&self.json], &self.mac) {
            Ok(self.header)
        } else {
            Err(KeyError::Damaged("somebody changed its header"))
        }
    }
}

//! The two roots, and what lies sealed under each of them in the header.

use super::cipher::{Cipher, derive, nonce_of, random_secret};
use super::{KeyError, Result, Secret};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// What the working root opens. It stays the same when the root is changed: keyed look-ups, a laptop's disk and the log's
/// signing key must outlive that.
pub(super) struct WorkingSecrets {
    pub(super) matching: Secret,
    pub(super) disk: Zeroizing<[u8; 64]>,
    pub(super) derivation: Secret,
}

/// Secret halves of the team's keys, by number.
pub(super) type TeamSecrets = BTreeMap<u32, Secret>;

/// The working root, and what it opens.
pub(super) struct Working {
    pub(super) root: Secret,
    pub(super) cipher: Cipher,
    pub(super) secrets: WorkingSecrets,
}

/// The team root, and what it opens.
pub(super) struct Team {
    pub(super) root: Secret,
    pub(super) secrets: TeamSecrets,
}

const WORKING: &[u8] = b"athar/working-secrets/1";
const TEAM: &[u8] = b"athar/team-secrets/1";
const NUMBERED_LEN: usize = 36;

impl WorkingSecrets {
    pub(super) fn random() -> Result<WorkingSecrets> {
        let mut disk = Zeroizing::new([0; 64]);
        disk[..32].copy_from_slice(&*random_secret()?);
        disk[32..].copy_from_slice(&*random_secret()?);
        Ok(WorkingSecrets { matching: random_secret()?, disk, derivation: random_secret()? })
    }

    pub(super) fn seal(&self, root: &Cipher, archive: &[u8; 16]) -> Result<Vec<u8>> {
        let mut plain = Zeroizing::new(Vec::with_capacity(128));
        plain.extend_from_slice(&*self.matching);
        plain.extend_from_slice(&*self.disk);
        plain.extend_from_slice(&*self.derivation);
        root.seal(&nonce_of(WORKING), &[WORKING, archive].concat(), &plain)
    }

    fn open(sealed: &[u8], root: &Cipher, archive: &[u8; 16]) -> Result<WorkingSecrets> {
        let plain = root.open(&nonce_of(WORKING), &[WORKING, archive].concat(), sealed)?;
        if plain.len() != 128 {
            return Err(KeyError::Damaged("working secrets"));
        }
        let mut secrets = WorkingSecrets {
            matching: Secret::default(),
            disk: Zeroizing::new([0; 64]),
            derivation: Secret::default(),
        };
        secrets.matching.copy_from_slice(&plain[..32]);
        secrets.disk.copy_from_slice(&plain[32..96]);
        secrets.derivation.copy_from_slice(&plain[96..]);
        Ok(secrets)
    }
}

impl Working {
    pub(super) fn new(root: Secret, secrets: WorkingSecrets) -> Working {
        Working { cipher: Cipher::new(&root), root, secrets }
    }

    /// Nothing but an error when the root is another one.
    pub(super) fn open(root: Secret, sealed: &[u8], archive: &[u8; 16]) -> Result<Working> {
        let cipher = Cipher::new(&root);
        let secrets = WorkingSecrets::open(sealed, &cipher, archive)?;
        Ok(Working { root, cipher, secrets })
    }

    /// With this key the header is authenticated: whoever cannot open the file cannot exchange the team's public keys.
    pub(super) fn header_key(&self) -> Secret {
        derive(&*self.root, b"", &[b"athar/header/1"])
    }
}

impl Team {
    pub(super) fn seal(root: &Secret, secrets: &TeamSecrets, archive: &[u8; 16]) -> Result<Vec<u8>> {
        let mut plain = Zeroizing::new(Vec::with_capacity(secrets.len() * NUMBERED_LEN));
        for (number, secret) in secrets {
            plain.extend_from_slice(&number.to_be_bytes());
            plain.extend_from_slice(&**secret);
        }
        Cipher::new(root).seal(&nonce_of(TEAM), &[TEAM, archive].concat(), &plain)
    }

    pub(super) fn open(root: Secret, sealed: &[u8], archive: &[u8; 16]) -> Result<Team> {
        let plain = Cipher::new(&root).open(&nonce_of(TEAM), &[TEAM, archive].concat(), sealed)?;
        let mut secrets = TeamSecrets::new();
        for numbered in plain.chunks(NUMBERED_LEN) {
            let (number, bytes) = numbered.split_first_chunk().ok_or(KeyError::Damaged("team secrets"))?;
            let mut secret = Secret::default();
            if bytes.len() != secret.len() {
                return Err(KeyError::Damaged("team secrets"));
            }
            secret.copy_from_slice(bytes);
            secrets.insert(u32::from_be_bytes(*number), secret);
        }
        Ok(Team { root, secrets })
    }
}

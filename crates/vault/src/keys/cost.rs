//! What one guess at a passphrase costs: Argon2id (RFC 9106).

use super::{KeyError, Result, Secret, limits};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Memory and passes of Argon2id. They stand in the file beside the salt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes that can be computed side by side.
    pub lanes: u32,
}

impl Cost {
    /// 256 MiB, three passes: half a second here, and as much for each guess of a thief.
    pub const USUAL: Cost = Cost { memory_kib: 256 * 1024, passes: 3, lanes: 1 };
    /// The least that is used: for tests, and for a machine without 256 MiB to spare.
    pub const LEAST: Cost = Cost { memory_kib: 8 * 1024, passes: 1, lanes: 1 };
    /// The most that a file may ask of the machine that opens it.
    pub const MOST: Cost = Cost { memory_kib: 2 * 1024 * 1024, passes: 64, lanes: 16 };

    pub(super) fn check(self) -> Result<Cost> {
        let fits = |value: u32, least: u32, most: u32| (least..=most).contains(&value);
        let is_fine = fits(self.memory_kib, Cost::LEAST.memory_kib, Cost::MOST.memory_kib)
            && fits(self.passes, Cost::LEAST.passes, Cost::MOST.passes)
            && fits(self.lanes, Cost::LEAST.lanes, Cost::MOST.lanes);
        if is_fine { Ok(self) } else { Err(KeyError::Damaged("what a passphrase costs is out of bounds")) }
    }

    /// The key that a passphrase gives.
    pub(super) fn key(self, passphrase: &str, salt: &[u8; 16]) -> Result<Secret> {
        let cost = self.check()?;
        if passphrase.len() > limits::PASSPHRASE_BYTES_MAX {
            let limit = limits::PASSPHRASE_BYTES_MAX as u64;
            return Err(KeyError::Limit { what: "bytes of a passphrase", limit });
        }
        // One keyboard writes a letter with its mark as one character, another as two (UAX #15).
        let normal: Zeroizing<String> = Zeroizing::new(passphrase.trim().nfkc().collect());
        let parameters = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32));
        let parameters = parameters.map_err(|_| KeyError::Damaged("what a passphrase costs is out of bounds"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
        let mut key = Secret::default();
        let hashed = argon2.hash_password_into(normal.as_bytes(), salt, &mut *key);
        // Bounds were checked, so what is left is that the machine does not have the memory.
        hashed.map_err(|_| KeyError::Limit { what: "memory for Argon2id, in KiB", limit: cost.memory_kib.into() })?;
        Ok(key)
    }
}

/// Refuses a new passphrase that would not withstand guessing.
pub(super) fn check_new(passphrase: &str) -> Result<()> {
    let long = passphrase.trim().chars().count() >= limits::PASSPHRASE_CHARS_MIN;
    if long { Ok(()) } else { Err(KeyError::ShortPassphrase(limits::PASSPHRASE_CHARS_MIN)) }
}

//! Shares: a secret in three hands, of which two together open the file when every passphrase is lost (Shamir 1979, over
//! GF(256) byte by byte).
//!
//! What is shared is not a root but the secret half of a pair of keys. The file holds the public half, and the roots sealed
//! to it. So roots can be changed without asking three people for their envelopes.

use super::cipher::Secret;
use super::cost::check_new;
use super::lookup::Found;
use super::share_text::Share;
use super::slot::{Roots, Slot, secret_of};
use super::{Cost, KeyError, Keyring, Result, team};
use blahaj::Sharks;
use sha2::{Digest, Sha256};
use std::path::Path;
use zeroize::Zeroizing;

/// Shares that are made.
const SHARES: usize = 3;
/// Shares that are needed.
const SHARES_NEEDED: u8 = 2;

impl Keyring {
    /// Makes three shares; two of them open everything. Shares that were made before open nothing any more. The team's
    /// secrets must be unlocked.
    pub fn make_shares(&self) -> Result<[Zeroizing<String>; 3]> {
        self.rewrite(|next| {
            if next.team.is_none() {
                return Err(KeyError::SealedLocked);
            }
            let (secret, public) = team::new_pair()?;
            let shares = shared(&secret, &public)?;
            next.header.slots.retain(|slot| !slot.is_shares());
            next.header.slots.push(Slot::shares(public, &next.header.archive, &next.roots())?);
            Ok(shares)
        })
    }

    /// Opens a file by shares for this process alone: the file, and what opens it, stay as they are.
    pub fn open_by_shares(path: &Path, shares: &[Share]) -> Result<Keyring> {
        let found = Found::at(path)?;
        let roots = roots_of(&found, shares)?;
        Keyring::unlocked(path, found, roots)
    }

    /// Opens a file by shares. Every passphrase it had is replaced by a new one, and the roots are changed.
    pub fn recover(path: &Path, shares: &[Share], passphrase: &str, now: i64) -> Result<Keyring> {
        Keyring::recover_at_cost(path, shares, passphrase, now, Cost::USUAL)
    }

    /// The same, with another cost of the new passphrase.
    pub fn recover_at_cost(path: &Path, shares: &[Share], passphrase: &str, now: i64, cost: Cost) -> Result<Keyring> {
        check_new(passphrase)?;
        let found = Found::at(path)?;
        let roots = roots_of(&found, shares)?;
        let with_team = roots.team.is_some();
        let ring = Keyring::unlocked(path, found, roots)?;
        ring.set_cost(cost)?;
        ring.rewrite(|next| {
            next.header.slots.retain(Slot::is_shares);
            next.hand_out_anew(passphrase, cost, with_team, now)
        })?;
        Ok(ring)
    }
}

fn shared(secret: &Secret, public: &[u8; 32]) -> Result<[Zeroizing<String>; SHARES]> {
    let texts = Sharks(SHARES_NEEDED).dealer(&**secret).take(SHARES).map(|share| {
        let bytes = Zeroizing::new(Vec::from(&share));
        let (number, bytes) = bytes.split_first().ok_or(KeyError::Damaged("a share"))?;
        Ok(Share { secret: name_of(public), number: *number, point: secret_of(bytes)? }.to_text())
    });
    let texts: Vec<_> = texts.collect::<Result<_>>()?;
    texts.try_into().map_err(|_| KeyError::Damaged("a share"))
}

fn roots_of(found: &Found, shares: &[Share]) -> Result<Roots> {
    let header = &found.unverified.header;
    let slot = header.slots.iter().find(|slot| slot.is_shares());
    let Some(Slot::Shares { public, .. }) = slot else {
        return Err(KeyError::Refused("no shares of these keys were ever made"));
    };
    let name = name_of(public);
    let mut ours: Vec<&Share> = shares.iter().filter(|share| share.secret == name).collect();
    ours.sort_by_key(|share| share.number);
    ours.dedup_by_key(|share| share.number);
    if ours.len() < usize::from(SHARES_NEEDED) {
        return Err(KeyError::Refused(if ours.len() < shares.len() {
            "these shares are of other keys, of shares made anew since, or the same one twice: two different ones are needed"
        } else {
            "two different shares are needed"
        }));
    }
    let secret = joined(&ours[..usize::from(SHARES_NEEDED)])?;
    let roots = slot.map(|slot| slot.with_shares(&secret, &header.archive)).transpose()?.flatten();
    roots.ok_or(KeyError::Refused("these shares do not belong together"))
}

fn joined(shares: &[&Share]) -> Result<Secret> {
    let points = shares.iter().map(|share| {
        let bytes = Zeroizing::new([[share.number].as_slice(), &*share.point].concat());
        blahaj::Share::try_from(bytes.as_slice()).map_err(|_| KeyError::Damaged("a share"))
    });
    let points: Vec<_> = points.collect::<Result<_>>()?;
    let joined = Sharks(SHARES_NEEDED).recover(&points).map_err(|_| KeyError::Damaged("a share"))?;
    secret_of(&Zeroizing::new(joined))
}

/// So that a share of other keys is told from one with a wrong letter.
fn name_of(public: &[u8; 32]) -> [u8; 4] {
    let hash = Sha256::new().chain_update(b"athar/shares/1").chain_update(public).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

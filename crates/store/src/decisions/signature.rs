//! Keys and signatures of humans: Ed25519 (RFC 8032), one small message a decision.
//!
//! A signature is over a hash of what was decided and shown, with a word that says what it is for, so that it can stand
//! for nothing else.

use crate::{Hash, Result, StoreError};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use vault::hex;

const DOMAIN: &[u8] = b"athar/decision/1";
const PUBLIC: &str = "athar-key-";
const SECRET: &str = "athar-secret-key-";

/// The public half of a key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey([u8; 32]);

/// The secret half. Its `Debug` prints nothing of it.
pub struct SecretKey(SigningKey);

/// A human's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Whose.
    pub key: PublicKey,
    /// When it was made, as the signer's machine said.
    pub time: String,
    /// The 64 bytes, in hexadecimal.
    pub signature: String,
}

impl SecretKey {
    /// A new key.
    pub fn generate() -> Result<SecretKey> {
        Ok(SecretKey(SigningKey::from_bytes(&crate::entry::new_salt()?)))
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs the hash of a packet.
    pub fn sign(&self, packet: Hash, time: &str) -> Signature {
        let signature = self.0.sign(&message(packet, time)).to_bytes();
        Signature { key: self.public(), time: time.to_owned(), signature: hex::text(&signature) }
    }

    /// The text form, for a file that only its owner can read.
    pub fn to_text(&self) -> String {
        format!("{SECRET}{}", hex::text(&self.0.to_bytes()))
    }

    /// Reads the text form.
    pub fn parse(text: &str) -> Result<SecretKey> {
        let bytes = text.trim().strip_prefix(SECRET).and_then(bytes::<32>);
        bytes
            .map(|bytes| SecretKey(SigningKey::from_bytes(&bytes)))
            .ok_or(StoreError::Refused("this is no secret key of Athar"))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretKey(…)")
    }
}

impl Signature {
    /// Whether it is this key's, over this packet.
    pub fn is_of(&self, packet: Hash) -> bool {
        let Some(signature) = bytes::<64>(&self.signature) else { return false };
        let Ok(key) = VerifyingKey::from_bytes(&self.key.0) else { return false };
        // Strict: no key of small order, and one form of a signature only.
        key.verify_strict(&message(packet, &self.time), &ed25519_dalek::Signature::from_bytes(&signature)).is_ok()
    }
}

fn message(packet: Hash, time: &str) -> Vec<u8> {
    [DOMAIN, &packet.0, time.as_bytes()].concat()
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{PUBLIC}{}", hex::text(&self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for PublicKey {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<PublicKey> {
        let bytes = text.trim().strip_prefix(PUBLIC).and_then(bytes::<32>);
        // A point that is none would be found out at its first signature only.
        bytes
            .filter(|bytes| VerifyingKey::from_bytes(bytes).is_ok_and(|key| !key.is_weak()))
            .map(PublicKey)
            .ok_or(StoreError::Refused("this is no public key of Athar"))
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<PublicKey, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    hex::bytes(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_one_packet_one_time_one_key() {
        let (one, other) = (SecretKey::generate().unwrap(), SecretKey::generate().unwrap());
        let packet = Hash::of(b"what was decided");
        let signature = one.sign(packet, "2024-12-10T08:00:00Z");
        assert!(signature.is_of(packet));
        assert!(!signature.is_of(Hash::of(b"something else")));
        assert!(!Signature { time: "2024-12-11T08:00:00Z".to_owned(), ..signature.clone() }.is_of(packet));
        assert!(!Signature { key: other.public(), ..signature.clone() }.is_of(packet));
        assert!(!Signature { signature: String::new(), ..signature }.is_of(packet));
    }

    #[test]
    fn keys_read_back_and_print_no_secret() {
        let key = SecretKey::generate().unwrap();
        assert_eq!(SecretKey::parse(&key.to_text()).unwrap().public(), key.public());
        assert_eq!(key.public().to_string().parse::<PublicKey>().unwrap(), key.public());
        assert!(!format!("{key:?}").contains(&key.to_text()[20..40]));
        assert!(PublicKey::from_str(&format!("{PUBLIC}{}", "0".repeat(64))).is_err(), "a point of small order");
        assert!(SecretKey::parse("athar-secret-key-12").is_err());
    }
}

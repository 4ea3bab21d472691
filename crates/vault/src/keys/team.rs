//! Keys sealed to the team: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
//!
//! The public half is all that is needed to seal, so a machine that takes requests in need not be able to read them.

use super::cipher::{Secret, random_secret};
use super::record::WRAPPED_LEN;
use super::{KeyError, KeyId, Result};
use crate::hex;
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::X25519HkdfSha256,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The public half of a pair of keys of the team.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct TeamKey {
    /// From 1.
    pub(super) number: u32,
    #[serde(with = "hex")]
    pub(super) public: [u8; 32],
    /// Seconds since 1970; 0 for the one that came with the file.
    pub(super) created: i64,
    /// Since when nothing is sealed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) revoked: Option<i64>,
}

/// A new pair.
pub(super) fn new_pair() -> Result<(Secret, [u8; 32])> {
    let (secret, public) = X25519HkdfSha256::derive_keypair(&*random_secret()?);
    let mut bytes = Secret::default();
    secret.write_exact(&mut *bytes);
    Ok((bytes, public.to_bytes().into()))
}

/// The public half of a secret one.
pub(super) fn public_of(secret: &Secret) -> Result<[u8; 32]> {
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&**secret);
    let secret = secret.map_err(|_| KeyError::Damaged("a team secret"))?;
    Ok(X25519HkdfSha256::sk_to_pk(&secret).to_bytes().into())
}

/// Wraps a sealing key to the team.
pub(super) fn wrap(
    team: &TeamKey,
    archive: &[u8; 16],
    id: KeyId,
    key: &Secret,
) -> Result<([u8; 32], [u8; WRAPPED_LEN])> {
    seal(&team.public, &info(archive, id, team.number), key)
}

/// Unwraps a sealing key with the team's secret.
pub(super) fn unwrap(
    secret: &Secret,
    number: u32,
    archive: &[u8; 16],
    id: KeyId,
    encapsulated: &[u8; 32],
    wrapped: &[u8; WRAPPED_LEN],
) -> Result<Secret> {
    unseal(secret, &info(archive, id, number), encapsulated, wrapped)
}

/// Seals 32 bytes to a public key. (The library takes its randomness from the operating system itself and panics when
/// there is none; what is sealed came from there a moment ago.)
pub(super) fn seal(public: &[u8; 32], info: &[u8], key: &Secret) -> Result<([u8; 32], [u8; WRAPPED_LEN])> {
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(public);
    let public = public.map_err(|_| KeyError::Damaged("a public key"))?;
    let sealed =
        hpke::single_shot_seal::<AesGcm256, HkdfSha256, X25519HkdfSha256>(&OpModeS::Base, &public, info, &**key, b"");
    let (encapsulated, wrapped) = sealed.map_err(|_| KeyError::Damaged("a public key"))?;
    let wrapped = wrapped.try_into().map_err(|_| KeyError::Damaged("a wrapped key"))?;
    Ok((encapsulated.to_bytes().into(), wrapped))
}

/// Opens what was sealed to the public half of a secret key.
pub(super) fn unseal(
    secret: &Secret,
    info: &[u8],
    encapsulated: &[u8; 32],
    wrapped: &[u8; WRAPPED_LEN],
) -> Result<Secret> {
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&**secret);
    let secret = secret.map_err(|_| KeyError::Damaged("a secret key"))?;
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated);
    let encapsulated = encapsulated.map_err(|_| KeyError::NotOurs)?;
    let opened = hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        info,
        wrapped,
        b"",
    );
    let opened = Zeroizing::new(opened.map_err(|_| KeyError::NotOurs)?);
    let mut key = Secret::default();
    if opened.len() != key.len() {
        return Err(KeyError::NotOurs);
    }
    key.copy_from_slice(&opened);
    Ok(key)
}

fn info(archive: &[u8; 16], id: KeyId, number: u32) -> Vec<u8> {
    [b"athar/sealing-key/1".as_slice(), archive, &id.0.to_be_bytes(), &number.to_be_bytes()].concat()
}

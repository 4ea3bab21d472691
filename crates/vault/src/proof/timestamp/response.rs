//! Checks an authority's answer (RFC 3161, 2.4.2 and 4): that it stamps these bytes, answers this request, and is signed by
//! somebody whom the caller's anchors vouch for at the time that it names.

use super::certificate::{Certificate, TIME_STAMPING};
use super::der::{BIT_STRING, Reader, SEQUENCE};
use super::request::{ImprintAlgorithm, TimestampRequest};
use super::token::{CertificateHash, Info, SignerIdentifier, SignerInfo, Token};
use super::{CLOCK_TOLERANCE_SECONDS, RESPONSE_BYTES_MAX, TimestampError};
use crate::Hash;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use std::time::Duration;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, ring as algorithms};

type Result<T> = std::result::Result<T, TimestampError>;
type Algorithms = Vec<&'static dyn SignatureVerificationAlgorithm>;

const WHAT: &str = "the answer";
/// Anchors, at most.
const ANCHORS_MAX: usize = 256;

/// Certificates that the caller trusts, and others that may help to reach them.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    trusted: Vec<CertificateDer<'static>>,
    helping: Vec<CertificateDer<'static>>,
}

impl Anchors {
    /// Trusts the certificate authorities in a file: PEM with one or more, or DER of one.
    pub fn trust(&mut self, file: &[u8]) -> Result<()> {
        let certificates = certificates(file)?;
        for certificate in &certificates {
            anchor_from_trusted_cert(certificate).map_err(|error| TimestampError::Anchor(format!("{error:?}")))?;
        }
        self.trusted.extend(certificates);
        if self.trusted.len() > ANCHORS_MAX {
            return Err(TimestampError::Limit { what: "the trusted certificates", limit: ANCHORS_MAX });
        }
        Ok(())
    }

    /// Uses certificates that the answer does not bring along. They are not trusted by that.
    pub fn help(&mut self, file: &[u8]) -> Result<()> {
        self.helping.extend(certificates(file)?);
        Ok(())
    }
}

fn certificates(file: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    if file.first() == Some(&SEQUENCE) {
        return Ok(vec![CertificateDer::from(file.to_vec())]);
    }
    let found: std::result::Result<Vec<_>, _> = CertificateDer::pem_slice_iter(file).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(TimestampError::Anchor("no certificate in the file".to_owned())),
    }
}

/// A timestamp that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Seconds since 1970.
    pub seconds: u64,
    /// The same as the authority wrote it, in the form of RFC 3339.
    pub time: String,
    /// How far the authority says that its clock may be off, in milliseconds.
    pub accuracy_millis: Option<u64>,
    /// The authority's number for it, in hexadecimal.
    pub serial: String,
    /// The policy under which it was issued, in dotted form.
    pub policy: String,
    /// SHA-256 of the signer's certificate.
    pub certificate: Hash,
}

/// Checks an answer to a request, at a time in seconds since 1970.
pub fn check(answer: &[u8], request: &TimestampRequest, anchors: &Anchors, now: u64) -> Result<Timestamp> {
    if answer.len() > RESPONSE_BYTES_MAX {
        return Err(TimestampError::Limit { what: WHAT, limit: RESPONSE_BYTES_MAX });
    }
    let token = Token::read(granted(answer)?)?;
    let info = Info::read(token.content)?;
    if info.imprint != *request.imprint() {
        return Err(TimestampError::Imprint);
    }
    if info.nonce != request.nonce() {
        return Err(TimestampError::Nonce);
    }
    let (seconds, time) = moment(info.time).ok_or(TimestampError::Form("the time"))?;
    let helping: Result<Vec<Certificate<'_>>> = anchors.helping.iter().map(|one| Certificate::read(one)).collect();
    let helping = helping?;
    let known = || token.certificates.iter().chain(&helping);
    let own = known().find(|one| token.signer.is_of(one)).ok_or(TimestampError::NoCertificate)?;
    signed(&token, own)?;
    chained(own, known(), anchors, seconds)?;
    if seconds > now.saturating_add(CLOCK_TOLERANCE_SECONDS) {
        return Err(TimestampError::Future(time));
    }
    Ok(Timestamp {
        seconds,
        time,
        accuracy_millis: info.accuracy_millis,
        serial: hexadecimal(info.serial),
        policy: dotted(info.policy).ok_or(TimestampError::Form("the policy"))?,
        certificate: Hash::of(own.whole),
    })
}

/// The token of an answer that grants one.
fn granted(answer: &[u8]) -> Result<Reader<'_>> {
    let mut outer = Reader::new(WHAT, answer);
    let mut response = outer.inside(SEQUENCE)?;
    outer.end()?;
    let mut status = response.inside(SEQUENCE)?;
    let code = status.small()?;
    status.optional(SEQUENCE)?;
    status.optional(BIT_STRING)?;
    status.end()?;
    // Granted, or granted with modifications.
    if code > 1 {
        return Err(TimestampError::Refused { status: code });
    }
    let token = response.inside(SEQUENCE)?;
    response.end()?;
    Ok(token)
}

impl SignerInfo<'_> {
    fn is_of(&self, certificate: &Certificate<'_>) -> bool {
        match self.of {
            SignerIdentifier::IssuerAndSerial(issuer, serial) => {
                certificate.issuer == issuer && certificate.serial == serial
            }
            SignerIdentifier::KeyIdentifier(identifier) => certificate.key_identifier == Some(identifier),
        }
    }
}

impl CertificateHash<'_> {
    fn is_of(&self, certificate: &[u8]) -> bool {
        match self {
            // SHA-1 still names the certificate in many tokens. Nothing rests on it: the chain stands for the certificate.
            CertificateHash::First(hash) => digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate).as_ref() == *hash,
            CertificateHash::Second(algorithm, hash) => algorithm.digest(certificate) == *hash,
        }
    }
}

/// The signature is over the attributes, these are over the content, and they name the certificate.
fn signed(token: &Token<'_>, own: &Certificate<'_>) -> Result<()> {
    let signer = &token.signer;
    if signer.digest.digest(token.content) != signer.message_digest {
        return Err(TimestampError::Signature);
    }
    if signer.certificate_hashes.is_empty() || !signer.certificate_hashes.iter().all(|hash| hash.is_of(own.whole)) {
        return Err(TimestampError::Signature);
    }
    let certificate = CertificateDer::from(own.whole);
    let key = EndEntityCert::try_from(&certificate).map_err(|error| TimestampError::Chain(format!("{error:?}")))?;
    let algorithms = allowed(signer.algorithm, signer.digest).ok_or(TimestampError::Algorithm("the signature"))?;
    let holds = |algorithm: &&dyn SignatureVerificationAlgorithm| {
        key.verify_signature(*algorithm, &signer.signed, signer.signature).is_ok()
    };
    if algorithms.iter().any(holds) { Ok(()) } else { Err(TimestampError::Signature) }
}

/// What a signature's algorithm may be, by its OID and the hash that the attributes were made with.
fn allowed(oid: &[u8], hash: ImprintAlgorithm) -> Option<Algorithms> {
    use ImprintAlgorithm::{Sha256, Sha384, Sha512};
    // 1.2.840.113549.1.1 and 1.2.840.10045.4.3, and 1.3.101.112.
    const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
    const ECDSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03];
    const ED25519: &[u8] = &[0x2b, 0x65];
    let (&last, family) = oid.split_last()?;
    let found: Algorithms = match (family, last, hash) {
        (RSA, 1 | 11, Sha256) => vec![algorithms::RSA_PKCS1_2048_8192_SHA256],
        (RSA, 1 | 12, Sha384) => vec![algorithms::RSA_PKCS1_2048_8192_SHA384],
        (RSA, 1 | 13, Sha512) => vec![algorithms::RSA_PKCS1_2048_8192_SHA512],
        (RSA, 10, Sha256) => vec![algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY],
        (RSA, 10, Sha384) => vec![algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY],
        (RSA, 10, Sha512) => vec![algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY],
        (ECDSA, 2, Sha256) => vec![algorithms::ECDSA_P256_SHA256, algorithms::ECDSA_P384_SHA256],
        (ECDSA, 3, Sha384) => vec![algorithms::ECDSA_P256_SHA384, algorithms::ECDSA_P384_SHA384],
        (ED25519, 112, Sha512) => vec![algorithms::ED25519],
        _ => return None,
    };
    Some(found)
}

/// The certificate is for timestamps alone and leads to an anchor at that time.
fn chained<'a>(
    own: &Certificate<'_>,
    known: impl Iterator<Item = &'a Certificate<'a>>,
    anchors: &Anchors,
    seconds: u64,
) -> Result<()> {
    if !own.is_for_timestamps_alone {
        return Err(TimestampError::Purpose);
    }
    let broken = |error: webpki::Error| TimestampError::Chain(format!("{error:?}"));
    let trusted: std::result::Result<Vec<_>, _> = anchors.trusted.iter().map(anchor_from_trusted_cert).collect();
    let trusted = trusted.map_err(broken)?;
    let others: Vec<CertificateDer<'_>> =
        known.filter(|one| one.whole != own.whole).map(|one| CertificateDer::from(one.whole)).collect();
    let certificate = CertificateDer::from(own.whole);
    let end = EndEntityCert::try_from(&certificate).map_err(broken)?;
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    // Authorities above the signer need not name the purpose, but must not exclude it.
    let purpose = KeyUsage::required_if_present(TIME_STAMPING);
    let path = end.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &trusted, &others, time, purpose, None, None);
    path.map(drop).map_err(broken)
}

/// Seconds since 1970, and RFC 3339, of a `GeneralizedTime` in the form that RFC 3161, 2.4.2 asks for.
fn moment(text: &str) -> Option<(u64, String)> {
    let digits = text.strip_suffix('Z')?;
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    if whole.len() != 14 || !is_number(whole) {
        return None;
    }
    if fraction.is_some_and(|fraction| !is_number(fraction) || fraction.ends_with('0') || fraction.len() > 9) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| whole.get(range)?.parse::<u64>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let (hour, minute, second) = (part(8..10)?, part(10..12)?, part(12..14)?);
    if year < 1970 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = (days(year, month, day)? * 24 + hour) * 3_600 + minute * 60 + second;
    let fraction = fraction.map(|fraction| format!(".{fraction}")).unwrap_or_default();
    Some((seconds, format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")))
}

/// Days since 1970 of a day of the Gregorian calendar.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = months.get(..month.checked_sub(1)? as usize)?;
    let length = *months.get(before.len())?;
    if !(1..=length).contains(&day) {
        return None;
    }
    let leaps = |year: u64| year / 4 - year / 100 + year / 400;
    let years = (year - 1_970) * 365 + leaps(year - 1) - leaps(1_969);
    Some(years + before.iter().sum::<u64>() + day - 1)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('?');
    bytes.iter().flat_map(|&byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// An object identifier in dotted form.
fn dotted(oid: &[u8]) -> Option<String> {
    let mut arcs = Vec::new();
    let mut value = 0_u64;
    for &byte in oid {
        value = value.checked_mul(128)?.checked_add(u64::from(byte & 0x7f))?;
        if byte & 0x80 == 0 {
            arcs.push(value);
            value = 0;
        }
    }
    let first = *arcs.first()?;
    let top = (first / 40).min(2);
    let rest = arcs[1..].iter().map(u64::to_string);
    Some([top.to_string(), (first - top * 40).to_string()].into_iter().chain(rest).collect::<Vec<_>>().join("."))
}

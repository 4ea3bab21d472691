//! A timestamp token: `SignedData` (RFC 5652, section 5) around a `TSTInfo` (RFC 3161, 2.4.2), taken apart.
//!
//! Nothing is believed here; [`super::response`] checks what was read.

use super::certificate::Certificate;
use super::der::{self, BOOLEAN, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE, SET, context};
use super::request::{Imprint, ImprintAlgorithm};
use super::{CERTIFICATES_MAX, TimestampError};

type Result<T> = std::result::Result<T, TimestampError>;

const WHAT: &str = "the timestamp";
/// 1.2.840.113549.1.7.2.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// 1.2.840.113549.1.9.16.1.4.
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];
/// 1.2.840.113549.1.9.3.
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
/// 1.2.840.113549.1.9.4.
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
/// 1.2.840.113549.1.9.16.2.12 (RFC 2634).
const SIGNING_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0c];
/// 1.2.840.113549.1.9.16.2.47 (RFC 5035).
const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f];

/// A token, taken apart.
pub(super) struct Token<'a> {
    /// The `TSTInfo` as it was hashed.
    pub(super) content: &'a [u8],
    pub(super) certificates: Vec<Certificate<'a>>,
    pub(super) signer: SignerInfo<'a>,
}

/// Whose signature it is, and over what.
pub(super) struct SignerInfo<'a> {
    pub(super) of: SignerIdentifier<'a>,
    pub(super) digest: ImprintAlgorithm,
    /// The signed attributes as they are hashed: as a SET.
    pub(super) signed: Vec<u8>,
    pub(super) message_digest: &'a [u8],
    /// Hashes of the signer's certificate that the signature covers.
    pub(super) certificate_hashes: Vec<CertificateHash<'a>>,
    pub(super) algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
}

pub(super) enum SignerIdentifier<'a> {
    IssuerAndSerial(&'a [u8], &'a [u8]),
    KeyIdentifier(&'a [u8]),
}

pub(super) enum CertificateHash<'a> {
    /// The old form: SHA-1.
    First(&'a [u8]),
    Second(ImprintAlgorithm, &'a [u8]),
}

impl<'a> Token<'a> {
    /// Reads a `ContentInfo`.
    pub(super) fn read(mut token: Reader<'a>) -> Result<Token<'a>> {
        must_be(token.content(OID)? == SIGNED_DATA)?;
        let mut wrapper = token.inside(context(0))?;
        token.end()?;
        let mut data = wrapper.inside(SEQUENCE)?;
        wrapper.end()?;
        data.small()?;
        data.content(SET)?;
        let mut encapsulated = data.inside(SEQUENCE)?;
        must_be(encapsulated.content(OID)? == TST_INFO)?;
        let mut content = encapsulated.inside(context(0))?;
        encapsulated.end()?;
        let info = content.content(OCTET_STRING)?;
        content.end()?;
        let certificates = data.optional(context(0))?.map(|set| certificates(set.content)).transpose()?;
        // Lists of revoked certificates.
        data.optional(context(1))?;
        let mut signers = data.inside(SET)?;
        data.end()?;
        let signer = SignerInfo::read(signers.inside(SEQUENCE)?)?;
        // One signature, the authority's, and no other (RFC 3161, 2.4.2).
        signers.end()?;
        Ok(Token { content: info, certificates: certificates.unwrap_or_default(), signer })
    }
}

fn must_be(holds: bool) -> Result<()> {
    if holds { Ok(()) } else { Err(TimestampError::Form(WHAT)) }
}

/// Certificates of a set; other kinds of them are passed over.
fn certificates(set: &[u8]) -> Result<Vec<Certificate<'_>>> {
    let mut set = Reader::new("the timestamp's certificates", set);
    let mut found = Vec::new();
    while !set.is_empty() {
        let element = set.any()?;
        if element.tag == SEQUENCE {
            found.push(Certificate::read(element.whole)?);
        }
        if found.len() > CERTIFICATES_MAX {
            return Err(TimestampError::Limit { what: "the timestamp's certificates", limit: CERTIFICATES_MAX });
        }
    }
    Ok(found)
}

impl<'a> SignerInfo<'a> {
    fn read(mut info: Reader<'a>) -> Result<SignerInfo<'a>> {
        info.small()?;
        let of = if let Some(identifier) = info.optional(0x80)? {
            SignerIdentifier::KeyIdentifier(identifier.content)
        } else {
            let mut both = info.inside(SEQUENCE)?;
            let issuer = both.element(SEQUENCE)?.whole;
            let serial = both.content(INTEGER)?;
            both.end()?;
            SignerIdentifier::IssuerAndSerial(issuer, serial)
        };
        let digest = ImprintAlgorithm::of(info.algorithm()?).ok_or(TimestampError::Algorithm(WHAT))?;
        let attributes = info.element(context(0))?;
        let algorithm = info.algorithm()?;
        let signature = info.content(OCTET_STRING)?;
        info.optional(context(1))?;
        info.end()?;
        // Hashed as the SET that they are, not under the tag that they stand under (RFC 5652, 5.4).
        let signed = [&[SET], &attributes.whole[1..]].concat();
        let (mut message_digest, mut is_token, mut certificate_hashes) = (None, false, Vec::new());
        let mut list = Reader::new(WHAT, attributes.content);
        while !list.is_empty() {
            let mut attribute = list.inside(SEQUENCE)?;
            let kind = attribute.content(OID)?;
            let mut values = attribute.inside(SET)?;
            attribute.end()?;
            match kind {
                CONTENT_TYPE => is_token = values.content(OID)? == TST_INFO,
                // Twice would leave open which one counts.
                MESSAGE_DIGEST if message_digest.is_some() => return Err(TimestampError::Form(WHAT)),
                MESSAGE_DIGEST => message_digest = Some(values.content(OCTET_STRING)?),
                SIGNING_CERTIFICATE => certificate_hashes.push(first_certificate(values.inside(SEQUENCE)?)?),
                SIGNING_CERTIFICATE_V2 => certificate_hashes.push(first_certificate_v2(values.inside(SEQUENCE)?)?),
                _ => continue,
            }
            values.end()?;
        }
        must_be(is_token)?;
        let message_digest = message_digest.ok_or(TimestampError::Form(WHAT))?;
        Ok(SignerInfo { of, digest, signed, message_digest, certificate_hashes, algorithm, signature })
    }
}

/// `ESSCertID` of the signer, which comes first (RFC 2634, 5.4).
fn first_certificate(mut attribute: Reader<'_>) -> Result<CertificateHash<'_>> {
    let mut list = attribute.inside(SEQUENCE)?;
    let mut first = list.inside(SEQUENCE)?;
    Ok(CertificateHash::First(first.content(OCTET_STRING)?))
}

/// `ESSCertIDv2` of the signer (RFC 5035); SHA-256 where no algorithm is named.
fn first_certificate_v2(mut attribute: Reader<'_>) -> Result<CertificateHash<'_>> {
    let mut list = attribute.inside(SEQUENCE)?;
    let mut first = list.inside(SEQUENCE)?;
    let mut ahead = first;
    let algorithm = match ahead.any()?.tag {
        SEQUENCE => ImprintAlgorithm::of(first.algorithm()?).ok_or(TimestampError::Algorithm(WHAT))?,
        _ => ImprintAlgorithm::Sha256,
    };
    Ok(CertificateHash::Second(algorithm, first.content(OCTET_STRING)?))
}

/// What the authority says.
pub(super) struct Info<'a> {
    pub(super) policy: &'a [u8],
    pub(super) imprint: Imprint,
    pub(super) serial: &'a [u8],
    /// As written, such as `20261123192305Z`.
    pub(super) time: &'a str,
    pub(super) accuracy_millis: Option<u64>,
    pub(super) nonce: Option<&'a [u8]>,
}

impl<'a> Info<'a> {
    pub(super) fn read(content: &'a [u8]) -> Result<Info<'a>> {
        let mut outer = Reader::new(WHAT, content);
        let mut info = outer.inside(SEQUENCE)?;
        outer.end()?;
        must_be(info.small()? == 1)?;
        let policy = info.content(OID)?;
        let imprint = Imprint::read(&mut info, WHAT)?;
        let serial = info.integer()?;
        let time = std::str::from_utf8(info.content(GENERALIZED_TIME)?).map_err(|_| TimestampError::Form(WHAT))?;
        let accuracy = info.optional(SEQUENCE)?.map(|accuracy| accuracy_millis(accuracy.content)).transpose()?;
        info.optional(BOOLEAN)?;
        let nonce = info.optional(INTEGER)?.map(|nonce| nonce.content);
        // The authority's name.
        info.optional(context(0))?;
        if let Some(extensions) = info.optional(context(1))? {
            no_critical(Reader::new(WHAT, extensions.content))?;
        }
        info.end()?;
        Ok(Info { policy, imprint, serial, time, accuracy_millis: accuracy, nonce })
    }
}

/// Whole seconds, thousandths and millionths, rounded up to thousandths.
fn accuracy_millis(content: &[u8]) -> Result<u64> {
    let mut accuracy = Reader::new(WHAT, content);
    let seconds = accuracy.optional(INTEGER)?;
    let thousandths = accuracy.optional(0x80)?;
    let millionths = accuracy.optional(0x81)?;
    accuracy.end()?;
    let value = |element: Option<der::Element<'_>>| {
        element.map_or(Some(0), |element| der::number(element.content)).ok_or(TimestampError::Form(WHAT))
    };
    let millis = value(seconds)?.saturating_mul(1_000).saturating_add(value(thousandths)?);
    Ok(millis.saturating_add(value(millionths)?.div_ceil(1_000)))
}

/// What must be understood, and is not, spoils a token.
fn no_critical(mut extensions: Reader<'_>) -> Result<()> {
    while !extensions.is_empty() {
        let mut extension = extensions.inside(SEQUENCE)?;
        extension.content(OID)?;
        must_be(extension.optional(BOOLEAN)?.is_none_or(|critical| critical.content == [0]))?;
    }
    Ok(())
}

//! A request for a timestamp (RFC 3161, 2.4.1): the hash of what is to be stamped, and a number that the answer repeats.
//!
//! The authority learns a hash and nothing else. What is stamped here is a signed checkpoint, which holds no content.

use super::TimestampError;
use super::der::{self, BOOLEAN, INTEGER, NULL, OCTET_STRING, OID, Reader, SEQUENCE, context};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// Bytes of a request, at most.
const REQUEST_BYTES_MAX: usize = 4 << 10;
/// Bytes of a nonce, at most.
const NONCE_BYTES_MAX: usize = 32;
const WHAT: &str = "the request";

/// Hash functions that are accepted (SHA-1 and its like are not).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImprintAlgorithm {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl ImprintAlgorithm {
    const ALL: [ImprintAlgorithm; 3] = [ImprintAlgorithm::Sha256, ImprintAlgorithm::Sha384, ImprintAlgorithm::Sha512];

    /// 2.16.840.1.101.3.4.2.{1,2,3}, as NIST registered them.
    fn oid(self) -> [u8; 9] {
        let last = match self {
            ImprintAlgorithm::Sha256 => 1,
            ImprintAlgorithm::Sha384 => 2,
            ImprintAlgorithm::Sha512 => 3,
        };
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last]
    }

    pub(super) fn of(oid: &[u8]) -> Option<ImprintAlgorithm> {
        ImprintAlgorithm::ALL.into_iter().find(|known| known.oid() == oid)
    }

    /// The hash of some bytes.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            ImprintAlgorithm::Sha256 => Sha256::digest(bytes).to_vec(),
            ImprintAlgorithm::Sha384 => Sha384::digest(bytes).to_vec(),
            ImprintAlgorithm::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    fn length(self) -> usize {
        match self {
            ImprintAlgorithm::Sha256 => 32,
            ImprintAlgorithm::Sha384 => 48,
            ImprintAlgorithm::Sha512 => 64,
        }
    }
}

/// The hash that is stamped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imprint {
    algorithm: ImprintAlgorithm,
    digest: Vec<u8>,
}

impl Imprint {
    /// The SHA-256 of some bytes: what requests made here ask to stamp.
    pub fn sha256(bytes: &[u8]) -> Imprint {
        Imprint { algorithm: ImprintAlgorithm::Sha256, digest: ImprintAlgorithm::Sha256.digest(bytes) }
    }

    /// Whether it is the hash of these bytes.
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        self.algorithm.digest(bytes) == self.digest
    }

    /// Its hash function.
    pub fn algorithm(&self) -> ImprintAlgorithm {
        self.algorithm
    }

    pub(super) fn read(reader: &mut Reader<'_>, what: &'static str) -> Result<Imprint, TimestampError> {
        let mut inside = reader.inside(SEQUENCE)?;
        let algorithm = ImprintAlgorithm::of(inside.algorithm()?).ok_or(TimestampError::Algorithm(what))?;
        let digest = inside.content(OCTET_STRING)?.to_vec();
        inside.end()?;
        if digest.len() == algorithm.length() {
            Ok(Imprint { algorithm, digest })
        } else {
            Err(TimestampError::Form(what))
        }
    }
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampRequest {
    imprint: Imprint,
    /// Content of a DER integer.
    nonce: Option<Vec<u8>>,
    with_certificate: bool,
}

impl TimestampRequest {
    /// Asks to stamp these bytes' SHA-256, and to send the certificate along. The nonce is 16 random bytes.
    pub fn new(bytes: &[u8], nonce: [u8; 16]) -> TimestampRequest {
        // Positive, and as short as DER wants it.
        let mut content = nonce.to_vec();
        content[0] = content[0] & 0x3f | 0x40;
        TimestampRequest { imprint: Imprint::sha256(bytes), nonce: Some(content), with_certificate: true }
    }

    /// What is to be stamped.
    pub fn imprint(&self) -> &Imprint {
        &self.imprint
    }

    pub(super) fn nonce(&self) -> Option<&[u8]> {
        self.nonce.as_deref()
    }

    /// The bytes that are sent, as `application/timestamp-query`.
    pub fn to_der(&self) -> Vec<u8> {
        let algorithm = [der::write(OID, &[&self.imprint.algorithm.oid()]), der::write(NULL, &[])].concat();
        let algorithm = der::write(SEQUENCE, &[&algorithm]);
        let imprint = der::write(SEQUENCE, &[&algorithm, &der::write(OCTET_STRING, &[&self.imprint.digest])]);
        let nonce = self.nonce.as_ref().map(|nonce| der::write(INTEGER, &[nonce])).unwrap_or_default();
        let with = if self.with_certificate { der::write(BOOLEAN, &[&[0xff]]) } else { Vec::new() };
        der::write(SEQUENCE, &[&der::write(INTEGER, &[&[1]]), &imprint, &nonce, &with])
    }

    /// Reads a request, such as one that was kept beside its answer.
    pub fn parse(bytes: &[u8]) -> Result<TimestampRequest, TimestampError> {
        if bytes.len() > REQUEST_BYTES_MAX {
            return Err(TimestampError::Limit { what: WHAT, limit: REQUEST_BYTES_MAX });
        }
        let mut outer = Reader::new(WHAT, bytes);
        let mut reader = outer.inside(SEQUENCE)?;
        outer.end()?;
        if reader.small()? != 1 {
            return Err(TimestampError::Form(WHAT));
        }
        let imprint = Imprint::read(&mut reader, WHAT)?;
        // A policy that somebody asked for.
        reader.optional(OID)?;
        let nonce = reader.optional(INTEGER)?.map(|nonce| nonce.content.to_vec());
        if nonce.as_ref().is_some_and(|nonce| !der::is_shortest(nonce) || nonce.len() > NONCE_BYTES_MAX) {
            return Err(TimestampError::Form(WHAT));
        }
        let with_certificate = match reader.optional(BOOLEAN)?.map(|with| with.content) {
            None => false,
            Some([0xff]) => true,
            Some(_) => return Err(TimestampError::Form(WHAT)),
        };
        reader.optional(context(0))?;
        reader.end()?;
        Ok(TimestampRequest { imprint, nonce, with_certificate })
    }
}

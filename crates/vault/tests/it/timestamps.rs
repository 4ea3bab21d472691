//! RFC 3161: answers made with `openssl ts` and real ones of authorities, good and forged.

use crate::shared::{Random, evidence};
use std::path::Path;
use vault::proof::timestamp::{Anchors, TimestampError, TimestampRequest, check};

/// A moment after all of the vectors.
const NOW: u64 = 1_900_000_000;

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

fn trusting(file: &[u8]) -> Anchors {
    let mut anchors = Anchors::default();
    anchors.trust(file).unwrap();
    anchors
}

#[test]
fn own_vectors() {
    let Some(folder) = evidence().map(|evidence| evidence.join("rfc3161-own")) else { return };
    let anchors = trusting(&read(&folder, "ca.pem"));
    let table = String::from_utf8(read(&folder, "expected.tsv")).unwrap();
    let mut seen = 0;
    for line in table.lines().skip(1) {
        let [answer, data, query, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let request = TimestampRequest::parse(&read(&folder, query)).unwrap();
        assert!(request.imprint().is_of(&read(&folder, data)), "{query}");
        assert_eq!(request.to_der(), read(&folder, query));
        let checked = check(&read(&folder, answer), &request, &anchors, NOW);
        assert_eq!(checked.is_ok(), expected.starts_with("ok"), "{answer}: {checked:?}, and {expected}");
        if let Ok(stamp) = checked {
            assert!(stamp.time.starts_with("2026-11-23T19:2") && stamp.accuracy_millis == Some(1_500), "{stamp:?}");
        }
        seen += 1;
    }
    println!("{seen} answers as expected");
    assert!(seen >= 9);
}

#[test]
fn why_an_answer_is_refused() {
    let Some(folder) = evidence().map(|evidence| evidence.join("rfc3161-own")) else { return };
    let anchors = trusting(&read(&folder, "ca.pem"));
    let query = |name: &str| TimestampRequest::parse(&read(&folder, name)).unwrap();
    let refused = |answer: &str, name: &str| check(&read(&folder, answer), &query(name), &anchors, NOW).unwrap_err();
    assert_eq!(refused("B-good.tsr", "A.tsq"), TimestampError::Imprint);
    assert_eq!(refused("A-good.tsr", "A-nononce.tsq"), TimestampError::Nonce);
    assert_eq!(refused("bad-trailing.tsr", "A.tsq"), TimestampError::Trailing("the answer"));
    assert_eq!(refused("bad-signature-flip.tsr", "A.tsq"), TimestampError::Signature);
    assert!(matches!(refused("A-otherca.tsr", "A.tsq"), TimestampError::Chain(_)));
    let early = check(&read(&folder, "A-good.tsr"), &query("A.tsq"), &anchors, 1_000_000_000);
    assert!(matches!(early, Err(TimestampError::Future(_))));
    // Nobody is trusted until the caller says whom.
    let nobody = check(&read(&folder, "A-good.tsr"), &query("A.tsq"), &Anchors::default(), NOW);
    assert!(matches!(nobody, Err(TimestampError::Chain(_))));
    // Certificates that only help are not trusted by that.
    let mut helping = Anchors::default();
    helping.help(&read(&folder, "ca.pem")).unwrap();
    assert!(check(&read(&folder, "A-good.tsr"), &query("A.tsq"), &helping, NOW).is_err());
    assert!(Anchors::default().trust(b"no certificate").is_err());
    assert!(Anchors::default().trust(&[0x30, 0x00]).is_err());
}

/// A single changed bit anywhere is found, wherever it counts. What is not covered by the signature (the status' text,
/// certificates that are not needed, unsigned attributes) may change: then the same moment is stamped still.
#[test]
fn changed_bits() {
    let Some(folder) = evidence().map(|evidence| evidence.join("rfc3161-own")) else { return };
    let anchors = trusting(&read(&folder, "ca.pem"));
    let request = TimestampRequest::parse(&read(&folder, "A.tsq")).unwrap();
    let good = read(&folder, "A-good.tsr");
    let stamp = check(&good, &request, &anchors, NOW).unwrap();
    let (mut random, mut passed) = (Random(3161), 0);
    for _ in 0..400 {
        let mut bytes = good.clone();
        let at = random.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << random.below(8);
        if let Ok(other) = check(&bytes, &request, &anchors, NOW) {
            assert_eq!(other, stamp, "byte {at}");
            passed += 1;
        }
    }
    // Half of the answer is the authority's own certificate, which is at hand as an anchor too.
    assert!(passed < 250, "{passed} of 400 changes passed");
}

const HELLO: &str = "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca7\
    2323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043";
const OTHER: &str = "fb71a6009f6fa1f43baf746a09cb6339df7f1ad46ee62390847d92438c23abf4\
    f50b0de3f1c2e1cd6cf40dc5bf42e30852c744ddcb2a47e0c3e2f8061223cc64";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// A request for a SHA-512 imprint, which this code reads and does not make.
fn request(imprint: &str, nonce: &str) -> TimestampRequest {
    let mut nonce = bytes(nonce);
    if nonce[0] & 0x80 != 0 {
        nonce.insert(0, 0);
    }
    let imprint = [&bytes("3051300d060960864801650304020305000440")[..], &bytes(imprint)].concat();
    let nonce = [&[2, nonce.len() as u8][..], &nonce].concat();
    let body = [&[2, 1, 1][..], &imprint, &nonce, &[1, 1, 0xff]].concat();
    TimestampRequest::parse(&[&[0x30, body.len() as u8][..], &body].concat()).unwrap()
}

/// The certificates that an answer brings along, the last ones first: found by their beginning, a SEQUENCE with a length of
/// two bytes that holds another one and then a version.
fn certificates(answer: &[u8]) -> Vec<&[u8]> {
    let starts = (0..answer.len().saturating_sub(13)).filter(|&at| {
        answer[at..at + 2] == [0x30, 0x82]
            && answer[at + 4..at + 6] == [0x30, 0x82]
            && answer[at + 8..at + 13] == [0xa0, 3, 2, 1, 2]
    });
    let length = |at: usize| 4 + usize::from(u16::from_be_bytes([answer[at + 2], answer[at + 3]]));
    starts.map(|at| &answer[at..at + length(at)]).collect()
}

/// Real answers of `DigiCert` and `IdenTrust`: each of the authorities' certificates in them serves as the anchor in turn.
#[test]
fn answers_of_real_authorities() {
    let Some(folder) = evidence().map(|evidence| evidence.join("rfc3161-thirdparty")) else { return };
    for (file, request, time) in [
        ("digicert.tsr", request(OTHER, "201D06BC8ADB3F1C"), "2025-03-24T11:17:47Z"),
        ("rfc3161-client-issue-104.tsr", request(HELLO, "75C3B3214AC39FBB"), "2025-03-11T08:52:08Z"),
        ("valid_timestamp.tsr", request(OTHER, "F370A130ED46E488"), "2025-03-11T10:43:58Z"),
    ] {
        let answer = read(&folder, file);
        let mut anchors_that_do = 0;
        for certificate in certificates(&answer) {
            let mut anchors = Anchors::default();
            if anchors.trust(certificate).is_ok() {
                let checked = check(&answer, &request, &anchors, NOW);
                anchors_that_do += usize::from(checked.is_ok_and(|stamp| stamp.time == time));
            }
        }
        assert!(anchors_that_do >= 1, "{file}");
        assert!(matches!(check(&answer, &request, &Anchors::default(), NOW), Err(TimestampError::Chain(_))));
    }
    assert!(request(HELLO, "01").imprint().is_of(b"hello"));
}

#[test]
fn a_request_as_it_is_sent() {
    let request = TimestampRequest::new(b"checkpoint", [0xff; 16]);
    let sent = request.to_der();
    assert_eq!(TimestampRequest::parse(&sent).unwrap(), request);
    assert!(TimestampRequest::parse(&sent[..sent.len() - 1]).is_err());
    assert!(TimestampRequest::parse(&[&sent[..], &[0]].concat()).is_err());
    assert!(request.imprint().is_of(b"checkpoint") && !request.imprint().is_of(b"another"));
    // A nonce of zeros is still sixteen bytes long, so that DER has one form for it.
    assert_eq!(TimestampRequest::new(b"", [0; 16]).to_der().len(), sent.len());
}

//! Fuzz targets for everything that comes from outside. As ordinary tests they replay their corpus and some thousand random
//! inputs; `cargo bolero test -p athar-vault fuzz_proof::notes` looks further. What is read prints as it was.

use vault::Hash;
use vault::proof::checkpoint::{Checkpoint, SignedCheckpoint};
use vault::proof::key::{NoteSigner, VerifierKey};
use vault::proof::note::Note;
use vault::proof::subtree::Subtree;
use vault::proof::tile::{Level, Tile, WIDTH, bundle};
use vault::proof::timestamp::{Anchors, TimestampRequest, check};
use vault::proof::witness::AddCheckpoint;
use vault::proof::{consistency, inclusion};

const ITERATIONS: usize = 5_000;

/// Random bytes rarely look like anything: half of the inputs are a good text with a few bytes changed.
fn spoilt(bytes: &[u8], good: &str) -> Vec<u8> {
    let Some((&kind, changes)) = bytes.split_first() else { return Vec::new() };
    if kind & 1 == 0 {
        return changes.to_vec();
    }
    let mut text = good.as_bytes().to_vec();
    for change in changes.chunks_exact(3).take(4) {
        let at = usize::from(u16::from_be_bytes([change[0], change[1]])) % text.len();
        text[at] = change[2];
    }
    text
}

fn good_note() -> String {
    let signer = NoteSigner::from_seed([1; 32], "log.example").unwrap();
    let head = vault::proof::checkpoint::TreeHead { size: 300, root: Hash::of(b"root") };
    Checkpoint::new("log.example", head).unwrap().sign(&signer).unwrap().to_string()
}

#[test]
fn notes() {
    let good = good_note();
    bolero::check!()
        .with_iterations(crate::fuzzing::iterations(ITERATIONS))
        .with_test_time(crate::fuzzing::time())
        .for_each(|bytes: &[u8]| {
            let bytes = spoilt(bytes, &good);
            if let Ok(note) = Note::parse(&bytes) {
                assert_eq!(note.to_string().as_bytes(), bytes);
            }
            if let Ok(signed) = SignedCheckpoint::parse(&bytes) {
                assert_eq!(signed.checkpoint.to_string(), signed.note.text());
                let key = NoteSigner::from_seed([1; 32], "log.example").unwrap().verifier().clone();
                assert!(
                    signed.verify(&[key]).is_err()
                        || signed.note.text() == good.split_once("\n\n").unwrap().0.to_owned() + "\n"
                );
            }
        });
}

#[test]
fn keys() {
    let good = NoteSigner::from_seed([1; 32], "log.example").unwrap();
    let texts = [good.verifier().to_string(), good.to_text()];
    bolero::check!()
        .with_iterations(crate::fuzzing::iterations(ITERATIONS))
        .with_test_time(crate::fuzzing::time())
        .for_each(|bytes: &[u8]| {
            for text in &texts {
                let Ok(text) = String::from_utf8(spoilt(bytes, text)) else { continue };
                if let Ok(key) = text.parse::<VerifierKey>() {
                    assert_eq!(key.to_string(), text);
                }
                if let Ok(signer) = NoteSigner::parse(&text) {
                    assert_eq!(signer.to_text(), text);
                }
            }
        });
}

#[test]
fn witness_requests() {
    let hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let good = format!("old 7\n{hash}\n{hash}\n\n{}", good_note());
    bolero::check!()
        .with_iterations(crate::fuzzing::iterations(ITERATIONS))
        .with_test_time(crate::fuzzing::time())
        .for_each(|bytes: &[u8]| {
            let bytes = spoilt(bytes, &good);
            if let Ok(request) = AddCheckpoint::parse(&bytes) {
                assert_eq!(request.to_string().as_bytes(), bytes);
            }
        });
}

#[test]
fn tiles() {
    bolero::check!()
        .with_iterations(crate::fuzzing::iterations(ITERATIONS))
        .with_test_time(crate::fuzzing::time())
        .for_each(|bytes: &[u8]| {
            for good in ["tile/0/x001/x234/067.p/17", "tile/entries/x001/234"] {
                let Ok(path) = String::from_utf8(spoilt(bytes, good)) else { continue };
                if let Ok(tile) = path.parse::<Tile>() {
                    assert_eq!(tile.to_string(), path);
                }
            }
            let width = bytes.first().map_or(1, |&first| u64::from(first) + 1).min(WIDTH);
            for level in [Level::Entries, Level::Hashes(width as u8 % 9)] {
                let Some(tile) = Tile::new(level, width * 7, width) else { continue };
                if let Ok(hashes) = tile.hashes(bytes) {
                    assert_eq!(hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>(), bytes);
                }
                if let Ok(entries) = tile.entries(bytes) {
                    assert_eq!(bundle(entries).unwrap(), bytes);
                }
                let index = bytes.get(..8).map_or(0, |bytes| u64::from_be_bytes(bytes.try_into().unwrap()));
                let subtree = Subtree { level: width as u8, index };
                let _ = tile.hash_of(bytes, subtree);
                let _ = Tile::holding(subtree, index.rotate_left(9));
            }
        });
}

#[test]
fn proofs() {
    bolero::check!()
        .with_iterations(crate::fuzzing::iterations(ITERATIONS))
        .with_test_time(crate::fuzzing::time())
        .for_each(|bytes: &[u8]| {
            let Some((numbers, hashes)) = bytes.split_at_checked(24) else { return };
            let mut numbers = numbers.chunks_exact(8).map(|part| u64::from_be_bytes(part.try_into().unwrap()));
            let [one, two, three] = [(); 3].map(|()| numbers.next().unwrap());
            let proof: Vec<Hash> = hashes.chunks_exact(32).filter_map(Hash::from_slice).collect();
            let root = Hash::of(bytes);
            for (one, two, three) in [(one, two, three), (one % 99, two % 99, three % 99)] {
                assert!(inclusion::check(root, one, two, &proof, Hash::of(b"another")).is_err());
                let _ = consistency::check(one, root, two, root, &proof);
                let _ = consistency::check_subtree(&(one..two), root, three, root, &proof);
                let _ = inclusion::check_in_subtree(root, one, &(two..three), &proof, root);
            }
        });
}

#[test]
fn timestamps() {
    let request = TimestampRequest::new(b"checkpoint", [5; 16]);
    let sent = request.to_der();
    bolero::check!()
        .with_iterations(crate::fuzzing::iterations(ITERATIONS))
        .with_test_time(crate::fuzzing::time())
        .for_each(|bytes: &[u8]| {
            assert!(check(bytes, &request, &Anchors::default(), 0).is_err());
            if let Ok(read) = TimestampRequest::parse(bytes) {
                assert!(TimestampRequest::parse(&read.to_der()).unwrap() == read);
            }
            let mut changed = sent.clone();
            for change in bytes.chunks_exact(2).take(3) {
                let at = usize::from(change[0]) % changed.len();
                changed[at] = change[1];
            }
            let _ = TimestampRequest::parse(&changed);
            let _ = Anchors::default().trust(bytes);
        });
}

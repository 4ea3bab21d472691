//! Fuzz targets. As ordinary tests they run some hundred random inputs; `cargo bolero test -p athar-store
//! backup::fuzz::items` looks further.

use crate::fixtures::sqlite_in_memory;
use std::sync::OnceLock;
use vault::keys::Keyring;

fn ring() -> &'static Keyring {
    static RING: OnceLock<(Keyring, crate::fixtures::Place)> = OnceLock::new();
    let (ring, _) = RING.get_or_init(|| {
        let place = sqlite_in_memory();
        (Keyring::create(&place.location.keys_path()).unwrap(), place)
    });
    ring
}

/// Bytes that nobody sealed: no frame of them opens.
#[test]
fn frames() {
    bolero::check!()
        .with_iterations(super::fuzzing::iterations(2_000))
        .with_test_time(super::fuzzing::time())
        .for_each(|input: &[u8]| {
            assert_eq!(store::fuzz_frames(ring(), input).unwrap(), 0);
        });
}

/// Content that somebody sealed who knows the key: no more is whole than there is.
#[test]
fn items() {
    bolero::check!()
        .with_iterations(super::fuzzing::iterations(4_000))
        .with_test_time(super::fuzzing::time())
        .for_each(|input: &[u8]| {
            let whole = store::fuzz_items(ring(), input).unwrap();
            assert!(whole <= (input.len() as u64 + 1) * 23);
        });
}

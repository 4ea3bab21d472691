//! Fuzz targets. As ordinary tests they run some hundred random inputs; `cargo bolero test -p athar-vault
//! fuzz::key_file` looks further.

use crate::damage::{Sample, with_checksum};
use crate::support::Folder;
use std::io::{Read, Write};
use vault::keys::{KeyError, Share};
use vault::stream::SEGMENT_LEN;

/// Writes bytes over others: each five of the input are a place and what goes there.
fn changed(bytes: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes.chunks_exact(5) {
        let at = u32::from_be_bytes([change[0], change[1], change[2], change[3]]) as usize;
        // Half of them go to the header's text, which is a small part of the file.
        let at = if at.is_multiple_of(2) { at / 2 % bytes.len() } else { at / 2 % bytes.len().min(1200) };
        bytes[at] = change[4];
    }
    bytes
}

#[test]
fn key_file() {
    let sample = Sample::new(None);
    bolero::check!().with_iterations(crate::fuzzing::iterations(250)).with_test_time(crate::fuzzing::time()).for_each(
        |input: &[u8]| {
            let _ = sample.check(input, None);
            let bytes = changed(&sample.bytes, input);
            let _ = sample.check(&with_checksum(bytes.clone()), None);
            if input.len().is_multiple_of(4) {
                let _ = sample.check(&bytes, None);
            }
        },
    );
}

#[test]
fn copies_that_are_merged() {
    let folder = Folder::new();
    let ring = folder.create();
    let dead = ring.new_working_key().unwrap();
    let living = ring.new_working_key().unwrap();
    let (gone, blob) = (ring.seal(dead, b"a", b"b").unwrap(), ring.seal(living, b"a", b"b").unwrap());
    let copy = ring.export_wrapped().unwrap();
    ring.destroy(&[dead]).unwrap();
    bolero::check!().with_iterations(crate::fuzzing::iterations(400)).with_test_time(crate::fuzzing::time()).for_each(
        |input: &[u8]| {
            let _ = ring.merge_from(input);
            let _ = ring.merge_from(&with_checksum(changed(&copy, input)));
            assert!(matches!(ring.open_blob(b"a", &gone), Err(KeyError::Destroyed(_))));
            assert_eq!(ring.open_blob(b"a", &blob).unwrap(), b"b");
        },
    );
}

#[test]
fn sealed_stream() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_working_key().unwrap();
    let content: Vec<u8> = (0..SEGMENT_LEN + 700).map(|at| (at / 3) as u8).collect();
    let mut writer = ring.sealing_writer(key, b"file", Vec::new()).unwrap();
    writer.write_all(&content).unwrap();
    let sealed = writer.finish().unwrap();
    bolero::check!().with_iterations(crate::fuzzing::iterations(400)).with_test_time(crate::fuzzing::time()).for_each(
        |input: &[u8]| {
            let mut bytes = changed(&sealed, input);
            if let [first, second, ..] = input {
                bytes.truncate(usize::from(*first) * 256 + usize::from(*second) * 16);
            }
            for bytes in [input, bytes.as_slice(), &changed(&sealed, input)] {
                let Ok(mut reader) = ring.opening_reader(b"file", bytes) else { continue };
                let mut read = Vec::new();
                let ended = reader.read_to_end(&mut read);
                assert!(content.starts_with(&read));
                assert!(ended.is_err() || read == content);
            }
        },
    );
}

#[test]
fn share_text() {
    let folder = Folder::new();
    let text = folder.create().make_shares().unwrap()[0].clone();
    bolero::check!()
        .with_iterations(crate::fuzzing::iterations(1_000))
        .with_test_time(crate::fuzzing::time())
        .for_each(|input: &[u8]| {
            let _ = String::from_utf8_lossy(input).parse::<Share>();
            let bytes = changed(text.as_bytes(), input);
            // What still is a share says so by its text: the same one.
            if let Ok(share) = String::from_utf8_lossy(&bytes).parse::<Share>() {
                assert_eq!(share.to_text()[13..], text[13..]);
            }
        });
}

#[test]
fn blobs() {
    let folder = Folder::new();
    let ring = folder.create();
    let (key, sealing) = (ring.new_working_key().unwrap(), ring.new_sealing_key().unwrap());
    let blob = ring.seal(key, b"a", b"content").unwrap();
    let sealed = ring.seal_box(sealing, b"a", b"content").unwrap();
    bolero::check!().with_iterations(crate::fuzzing::iterations(400)).with_test_time(crate::fuzzing::time()).for_each(
        |input: &[u8]| {
            for bytes in [input, &changed(&blob, input), &changed(&sealed, input)] {
                for opened in [ring.open_blob(b"a", bytes), ring.open_box(b"a", bytes)] {
                    assert!(opened.is_err() || opened.unwrap() == b"content");
                }
            }
        },
    );
}

//! Sealed streams: what was written comes back, and nothing else does.

use crate::support::Folder;
use std::io::{self, Read, Write};
use vault::keys::{KeyError, KeyId, Keyring};
use vault::stream::SEGMENT_LEN;

const HEAD: usize = 26;
const SEALED: usize = SEGMENT_LEN + 16;

fn sealed(ring: &Keyring, key: KeyId, content: &[u8]) -> Vec<u8> {
    let mut writer = ring.sealing_writer(key, b"file", Vec::new()).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

fn opened(ring: &Keyring, sealed: &[u8]) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    let mut reader = ring.opening_reader(b"file", sealed).map_err(io::Error::other)?;
    reader.read_to_end(&mut content)?;
    Ok(content)
}

fn content(len: usize) -> Vec<u8> {
    (0..len).map(|at| (at * 7 + at / 251) as u8).collect()
}

#[test]
fn files_of_every_length_come_back() {
    let folder = Folder::new();
    let ring = folder.create();
    let keys = [ring.new_working_key().unwrap(), ring.new_sealing_key().unwrap()];
    let lengths = [0, 1, SEGMENT_LEN - 1, SEGMENT_LEN, SEGMENT_LEN + 1, 2 * SEGMENT_LEN, 3 * SEGMENT_LEN + 5];
    for (key, len) in keys.into_iter().flat_map(|key| lengths.map(|len| (key, len))) {
        let sealed = sealed(&ring, key, &content(len));
        assert_eq!(sealed.len(), HEAD + len + 16 * len.div_ceil(SEGMENT_LEN).max(1));
        assert_eq!(Keyring::key_of_stream(&sealed), Some(key));
        assert_eq!(opened(&ring, &sealed).unwrap(), content(len));
    }
}

#[test]
fn what_is_cut_moved_or_mixed_does_not_open() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_working_key().unwrap();
    let whole = sealed(&ring, key, &content(3 * SEGMENT_LEN));
    let other = sealed(&ring, key, &content(3 * SEGMENT_LEN));
    let part = |bytes: &[u8], number: usize| bytes[HEAD + number * SEALED..HEAD + (number + 1) * SEALED].to_vec();
    let head = &whole[..HEAD];
    let parts = [part(&whole, 0), part(&whole, 1), part(&whole, 2)];
    let joined = |parts: &[&[u8]]| [head, &parts.concat()].concat();
    // The control: joined in their order, they open.
    assert_eq!(opened(&ring, &joined(&[&parts[0], &parts[1], &parts[2]])).unwrap(), content(3 * SEGMENT_LEN));
    let wrong = [
        joined(&[]),
        joined(&[&parts[0]]),
        joined(&[&parts[0], &parts[1]]),
        joined(&[&parts[1], &parts[0], &parts[2]]),
        joined(&[&parts[0], &parts[0], &parts[2]]),
        joined(&[&parts[0], &parts[1], &parts[2], &parts[2]]),
        joined(&[&parts[0], &parts[2]]),
        joined(&[&parts[0], &part(&other, 1), &parts[2]]),
        whole[..whole.len() - 1].to_vec(),
        [whole.as_slice(), b"x"].concat(),
    ];
    for (case, bytes) in wrong.iter().enumerate() {
        assert!(opened(&ring, bytes).is_err(), "case {case} opened");
    }
    let mut reader = ring.opening_reader(b"another", whole.as_slice()).unwrap();
    assert!(reader.read_to_end(&mut Vec::new()).is_err());
}

#[test]
fn a_writer_that_was_not_finished_leaves_nothing_that_opens() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_working_key().unwrap();
    let mut bytes = Vec::new();
    let mut writer = ring.sealing_writer(key, b"file", &mut bytes).unwrap();
    writer.write_all(&content(2 * SEGMENT_LEN)).unwrap();
    drop(writer);
    assert!(opened(&ring, &bytes).is_err());
}

#[test]
fn a_stream_under_a_destroyed_key_is_gone() {
    let folder = Folder::new();
    let ring = folder.create();
    let key = ring.new_sealing_key().unwrap();
    let bytes = sealed(&ring, key, b"original");
    ring.destroy(&[key]).unwrap();
    assert!(matches!(ring.opening_reader(b"file", bytes.as_slice()), Err(KeyError::Destroyed(_))));
    assert!(matches!(ring.sealing_writer(key, b"file", Vec::new()), Err(KeyError::Destroyed(_))));
}

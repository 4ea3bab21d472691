//! What fuzz targets call: reading a backup of bytes that anybody may have written.

use super::frame::FrameReader;
use super::item::{Item, Kind};
use super::scan::{FIRST, Scan};
use crate::Result;
use vault::keys::Keyring;

const PURPOSE: &[u8] = b"athar/backup/fuzz";

/// Reads bytes as the frames of a backup. Says how many bytes of it are whole.
pub fn fuzz_frames(keys: &Keyring, bytes: &[u8]) -> Result<u64> {
    let mut frames = FrameReader::of(bytes, keys.frames(PURPOSE, b""), FIRST);
    let mut scan = Scan::new(keys.archive_id());
    scan.read(&mut frames, &mut |_, _| Ok(true))?;
    Ok(scan.settled.offset - FIRST.offset)
}

/// Reads bytes as the content of frames that open: a byte for the kind, one for the length, the content.
pub fn fuzz_items(keys: &Keyring, bytes: &[u8]) -> Result<u64> {
    let frames = keys.frames(PURPOSE, b"");
    let (mut sealed, mut rest, mut number) = (Vec::new(), bytes, 0);
    while let Some((&[kind, length], tail)) = rest.split_first_chunk() {
        let (content, tail) = tail.split_at(tail.len().min(usize::from(length)));
        // The high bit says that the item goes on.
        let frame = frames.seal(number, &[&[kind & 127, kind >> 7], content].concat())?;
        sealed.extend((frame.len() as u32).to_be_bytes());
        sealed.extend(frame);
        (rest, number) = (tail, number + 1);
        if let Some(kind) = Kind::of(kind & 127) {
            let _ = Item::read(kind, content.to_vec());
        }
    }
    fuzz_frames(keys, &sealed)
}

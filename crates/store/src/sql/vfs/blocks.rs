//! Reads and writes of any length, on a file that can only be turned over in whole blocks of 16 bytes.
//!
//! Where bytes lie, and how long a file is said to be, is the layout's matter.

use super::layout::{Layout, Place};
use libsqlite3_sys::{SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_WRITE, SQLITE_OK};
use std::sync::Arc;
use vault::disk::{BLOCK_BYTES, UnitCipher};
use zeroize::Zeroizing;

/// Bytes turned over at once where they cannot be turned over in place: a page that lies across blocks, and more.
const SCRATCH_BYTES: usize = 8_192;
const BLOCK: u64 = BLOCK_BYTES as u64;

/// What SQLite's functions answer with.
pub(super) type Code = i32;

/// The file on the disk, in ciphertext.
pub(super) trait Raw {
    /// Fills the buffer; what lies behind the end is filled with zeros and answered with `SQLITE_IOERR_SHORT_READ`.
    fn read(&mut self, offset: u64, into: &mut [u8]) -> Code;
    /// Writes all of the buffer.
    fn write(&mut self, offset: u64, from: &[u8]) -> Code;
    /// Length of the file.
    fn size(&mut self) -> Result<u64, Code>;
}

/// One open file: its cipher, and room to turn things over in, which is wiped when the file is closed.
pub(super) struct Blocks {
    layout: Layout,
    cipher: Arc<UnitCipher>,
    scratch: Zeroizing<Vec<u8>>,
}

impl Blocks {
    pub(super) fn new(layout: Layout, cipher: Arc<UnitCipher>) -> Blocks {
        Blocks { layout, cipher, scratch: Zeroizing::new(vec![0; SCRATCH_BYTES]) }
    }

    /// How long the file is, as SQLite is told.
    pub(super) fn size(&self, raw: &mut impl Raw) -> Result<u64, Code> {
        raw.size().map(|room| self.layout.size_in(room))
    }

    /// How long the file has to be on the disk, to hold as many bytes.
    pub(super) fn room_for(&self, size: u64) -> Option<u64> {
        self.layout.room_for(size)
    }

    /// Reads plaintext, with zeros for what lies behind the end of the file.
    pub(super) fn read(&mut self, raw: &mut impl Raw, offset: u64, into: &mut [u8]) -> Code {
        let code = match self.layout.place(offset) {
            Some(place) if place.is_whole(into.len()) => decrypted(&self.cipher, raw, place.room, into),
            Some(_) => self.read_across(raw, offset, into),
            None => SQLITE_IOERR_READ,
        };
        if code == SQLITE_IOERR_SHORT_READ {
            // The disk may have lost power inside of the last block: noise, where SQLite must find zeros.
            let size = match self.size(raw) {
                Ok(size) => size,
                Err(code) => return code,
            };
            let there = size.saturating_sub(offset).min(into.len() as u64) as usize;
            into[there..].fill(0);
        }
        code
    }

    fn read_across(&mut self, raw: &mut impl Raw, offset: u64, into: &mut [u8]) -> Code {
        let mut answer = SQLITE_OK;
        let failed = for_each_span(self.layout, offset, into.len(), |span| {
            let scratch = &mut self.scratch[..span.length];
            match decrypted(&self.cipher, raw, span.start, scratch) {
                SQLITE_OK => {}
                SQLITE_IOERR_SHORT_READ => answer = SQLITE_IOERR_SHORT_READ,
                code => return code,
            }
            into[span.done..span.done + span.taken].copy_from_slice(&scratch[span.skipped..span.skipped + span.taken]);
            SQLITE_OK
        });
        failed.unwrap_or(answer)
    }

    /// Writes plaintext. Of blocks at either end that are not written whole, the other bytes stay as they are.
    pub(super) fn write(&mut self, raw: &mut impl Raw, offset: u64, from: &[u8]) -> Code {
        let failed = for_each_span(self.layout, offset, from.len(), |span| {
            let scratch = &mut self.scratch[..span.length];
            let code = fill_ends(&self.cipher, raw, &span, scratch);
            if !is_there(code) {
                return code;
            }
            let taken = &from[span.done..span.done + span.taken];
            scratch[span.skipped..span.skipped + span.taken].copy_from_slice(taken);
            match self.cipher.encrypt(span.start, scratch) {
                Ok(()) => raw.write(span.start, scratch),
                Err(_) => SQLITE_IOERR_WRITE,
            }
        });
        failed.unwrap_or(SQLITE_OK)
    }
}

/// Puts the bytes that stay as they are at the ends of what is written.
fn fill_ends(cipher: &UnitCipher, raw: &mut impl Raw, span: &Span, scratch: &mut [u8]) -> Code {
    let after = span.skipped + span.taken;
    let last = span.length - BLOCK_BYTES;
    let mut code = SQLITE_OK;
    if span.skipped > 0 {
        code = decrypted(cipher, raw, span.start, &mut scratch[..BLOCK_BYTES]);
    }
    if span.is_to_end {
        // Behind it lies nothing that anybody reads.
        scratch[after..].fill(0);
    } else if after < span.length && (last > 0 || span.skipped == 0) && is_there(code) {
        code = decrypted(cipher, raw, span.start + last as u64, &mut scratch[last..]);
    }
    code
}

/// Whole blocks as plaintext; behind the end of the file they are zeros.
fn decrypted(cipher: &UnitCipher, raw: &mut impl Raw, offset: u64, into: &mut [u8]) -> Code {
    let code = raw.read(offset, into);
    if is_there(code) && cipher.decrypt(offset, into).is_err() { SQLITE_IOERR_READ } else { code }
}

fn is_there(code: Code) -> bool {
    code == SQLITE_OK || code == SQLITE_IOERR_SHORT_READ
}

/// Whole blocks around a piece of what is asked for, short enough for the scratch.
struct Span {
    /// Where the blocks begin, on the disk.
    start: u64,
    /// Bytes of the blocks.
    length: usize,
    /// Bytes of the first block that were not asked for.
    skipped: usize,
    /// Bytes that were.
    taken: usize,
    /// Bytes of what is asked for that come before.
    done: usize,
    /// Whether it reaches to where what lies together ends.
    is_to_end: bool,
}

/// Walks over what is asked for; the code of the first step that is not `SQLITE_OK`.
fn for_each_span(layout: Layout, offset: u64, length: usize, mut step: impl FnMut(Span) -> Code) -> Option<Code> {
    let mut done = 0;
    while done < length {
        let place = offset.checked_add(done as u64).and_then(|at| layout.place(at));
        let Some(Place { room, together }) = place else { return Some(SQLITE_IOERR_READ) };
        let skipped = (room % BLOCK) as usize;
        let taken = (length - done).min(SCRATCH_BYTES - skipped).min(usize::try_from(together).unwrap_or(usize::MAX));
        let span = Span {
            start: room - skipped as u64,
            length: (skipped + taken).next_multiple_of(BLOCK_BYTES),
            skipped,
            taken,
            done,
            is_to_end: taken as u64 == together,
        };
        match step(span) {
            SQLITE_OK => done += taken,
            code => return Some(code),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file in memory, and how often it was read.
    #[derive(Default)]
    struct Memory(Vec<u8>);

    impl Raw for Memory {
        fn read(&mut self, offset: u64, into: &mut [u8]) -> Code {
            let rest = self.0.get(offset as usize..).unwrap_or_default();
            let there = rest.len().min(into.len());
            into[..there].copy_from_slice(&rest[..there]);
            into[there..].fill(0);
            if there == into.len() { SQLITE_OK } else { SQLITE_IOERR_SHORT_READ }
        }

        fn write(&mut self, offset: u64, from: &[u8]) -> Code {
            let end = offset as usize + from.len();
            self.0.resize(self.0.len().max(end), 0);
            self.0[offset as usize..end].copy_from_slice(from);
            SQLITE_OK
        }

        fn size(&mut self) -> Result<u64, Code> {
            Ok(self.0.len() as u64)
        }
    }

    fn blocks(layout: Layout) -> Blocks {
        Blocks::new(layout, Arc::new(UnitCipher::new(&[7; 64])))
    }

    /// Whatever is written, read and cut: what comes back is what a plain file would hold, whose length is rounded up.
    #[test]
    fn a_plain_file_cannot_be_told_from_an_encrypted_one() {
        bolero::check!().with_type::<(bool, Vec<(u8, u16, u16, u8)>)>().with_iterations(1_000).for_each(
            |(log, steps)| {
                let layout = if *log { Layout::Log } else { Layout::Flat };
                let (mut blocks, mut disk, mut plain) = (blocks(layout), Memory::default(), Memory::default());
                for &(what, offset, length, byte) in steps {
                    // SQLite asks for a byte at least.
                    let lengths = if what >= 128 { 20_000 } else { 30 };
                    let (offset, length) = (u64::from(offset), usize::from(length) % lengths + 1);
                    let (mut ours, mut expected) = (vec![byte; length], vec![byte; length]);
                    match what % 4 {
                        0 | 1 => {
                            ours.iter_mut().zip(0..).for_each(|(slot, at)| *slot ^= at as u8);
                            blocks.write(&mut disk, offset, &ours);
                            plain.write(offset, &ours);
                        }
                        2 => {
                            assert_eq!(blocks.read(&mut disk, offset, &mut ours), plain.read(offset, &mut expected));
                            assert!(ours == expected);
                        }
                        _ => {
                            disk.0.truncate(blocks.room_for(offset).unwrap() as usize);
                            plain.0.truncate(layout.size_in(layout.room_for(offset).unwrap()) as usize);
                        }
                    }
                    plain.0.resize(layout.size_in(layout.room_for(plain.0.len() as u64).unwrap()) as usize, 0);
                    assert_eq!(blocks.size(&mut disk), Ok(plain.0.len() as u64));
                }
            },
        );
    }

    #[test]
    fn half_a_block_at_the_end_is_nothing() {
        let (mut blocks, mut disk) = (blocks(Layout::Flat), Memory::default());
        assert_eq!(blocks.write(&mut disk, 0, &[1; 64]), SQLITE_OK);
        disk.0.truncate(40);
        for length in [64, 50, 33] {
            let mut read = vec![5; length];
            assert_eq!(blocks.read(&mut disk, 0, &mut read), SQLITE_IOERR_SHORT_READ);
            assert!(read[..32] == [1; 32] && read[32..].iter().all(|&byte| byte == 0));
        }
    }

    /// A frame of a log keeps its ciphertext while the next is written: whoever reads it at that moment sees no half of a
    /// block, and a torn write cannot reach it.
    #[test]
    fn frames_share_no_block() {
        let (mut blocks, mut disk) = (blocks(Layout::Log), Memory::default());
        assert_eq!(blocks.write(&mut disk, 0, &[9; 32]), SQLITE_OK);
        for frame in 0..5 {
            let before = disk.0.clone();
            let start = 32 + frame * 4_120;
            assert_eq!(blocks.write(&mut disk, start, &[frame as u8; 24]), SQLITE_OK);
            assert_eq!(blocks.write(&mut disk, start + 24, &[frame as u8; 4_096]), SQLITE_OK);
            assert!(disk.0[..before.len()] == before);
        }
        let mut read = [0; 4_120];
        assert_eq!(blocks.read(&mut disk, 32 + 4_120, &mut read), SQLITE_OK);
        assert!(read == [1; 4_120]);
    }

    #[test]
    fn only_blocks_at_the_ends_are_written_anew() {
        let (mut blocks, mut disk) = (blocks(Layout::Flat), Memory::default());
        assert_eq!(blocks.write(&mut disk, 0, &[1; 12_288]), SQLITE_OK);
        let before = disk.0.clone();
        assert_eq!(blocks.write(&mut disk, 4_100, &[2; 4_000]), SQLITE_OK);
        assert_eq!(disk.0[..4_096], before[..4_096]);
        assert_eq!(disk.0[8_112..], before[8_112..]);
    }
}

//! Reads and writes of any length, on a file that can only be turned over in whole blocks of 16 bytes.
//!
//! A file's length is a multiple of 16: what ends inside a block is followed by zeros. SQLite's files bear that. A
//! database is whole pages. The log floors its length to whole frames (`walIndexRecover`), and a frame counts by its
//! checksum. A journal compares its length with multiples of the sector size, floors it to whole records
//! (`pager_playback`), and each record has a checksum. Sorters know how much they wrote. Only the name of a
//! super-journal is looked for at the very end of a journal (`readSuperJournal`); files of that kind are refused.

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

/// The length that SQLite is told, and that a file is cut to.
pub(super) fn size_below(size: u64) -> u64 {
    size - size % BLOCK
}

/// The same, for what must not be lost.
pub(super) fn size_above(size: u64) -> Option<u64> {
    size.checked_next_multiple_of(BLOCK)
}

/// One open file: its cipher, and room to turn things over in, which is wiped when the file is closed.
pub(super) struct Blocks {
    cipher: Arc<UnitCipher>,
    scratch: Zeroizing<Vec<u8>>,
}

impl Blocks {
    pub(super) fn new(cipher: Arc<UnitCipher>) -> Blocks {
        Blocks { cipher, scratch: Zeroizing::new(vec![0; SCRATCH_BYTES]) }
    }

    /// Reads plaintext, with zeros for what lies behind the end of the file.
    pub(super) fn read(&mut self, raw: &mut impl Raw, offset: u64, into: &mut [u8]) -> Code {
        let code = if offset.is_multiple_of(BLOCK) && into.len().is_multiple_of(BLOCK_BYTES) {
            decrypted(&self.cipher, raw, offset, into)
        } else {
            self.read_across(raw, offset, into)
        };
        if code == SQLITE_IOERR_SHORT_READ {
            // The disk may have lost power inside of the last block: noise, where SQLite must find zeros.
            let size = match raw.size() {
                Ok(size) => size_below(size),
                Err(code) => return code,
            };
            let there = size.saturating_sub(offset).min(into.len() as u64) as usize;
            into[there..].fill(0);
        }
        code
    }

    fn read_across(&mut self, raw: &mut impl Raw, offset: u64, into: &mut [u8]) -> Code {
        let mut answer = SQLITE_OK;
        for_each_span(offset, into.len(), |span| {
            let scratch = &mut self.scratch[..span.length];
            match decrypted(&self.cipher, raw, span.start, scratch) {
                SQLITE_OK => {}
                SQLITE_IOERR_SHORT_READ => answer = SQLITE_IOERR_SHORT_READ,
                code => return code,
            }
            into[span.done..span.done + span.taken].copy_from_slice(&scratch[span.skipped..span.skipped + span.taken]);
            SQLITE_OK
        })
        .unwrap_or(answer)
    }

    /// Writes plaintext. Of blocks at either end that are not written whole, the other bytes stay as they are.
    pub(super) fn write(&mut self, raw: &mut impl Raw, offset: u64, from: &[u8]) -> Code {
        for_each_span(offset, from.len(), |span| {
            let scratch = &mut self.scratch[..span.length];
            let after = span.skipped + span.taken;
            let last = span.length - BLOCK_BYTES;
            let mut code = SQLITE_OK;
            if span.skipped > 0 {
                code = decrypted(&self.cipher, raw, span.start, &mut scratch[..BLOCK_BYTES]);
            }
            if after < span.length && (last > 0 || span.skipped == 0) && is_there(code) {
                code = decrypted(&self.cipher, raw, span.start + last as u64, &mut scratch[last..]);
            }
            if !is_there(code) {
                return code;
            }
            scratch[span.skipped..after].copy_from_slice(&from[span.done..span.done + span.taken]);
            match self.cipher.encrypt(span.start, scratch) {
                Ok(()) => raw.write(span.start, scratch),
                Err(_) => SQLITE_IOERR_WRITE,
            }
        })
        .unwrap_or(SQLITE_OK)
    }
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
    /// Where the blocks begin, in the file.
    start: u64,
    /// Bytes of the blocks.
    length: usize,
    /// Bytes of the first block that were not asked for.
    skipped: usize,
    /// Bytes that were.
    taken: usize,
    /// Bytes of what is asked for that come before.
    done: usize,
}

/// Walks over what is asked for; the code of the first step that is not `SQLITE_OK`.
fn for_each_span(offset: u64, length: usize, mut step: impl FnMut(Span) -> Code) -> Option<Code> {
    let mut done = 0;
    while done < length {
        let Some(at) = offset.checked_add(done as u64) else { return Some(SQLITE_IOERR_READ) };
        let start = size_below(at);
        let skipped = (at - start) as usize;
        let taken = (length - done).min(SCRATCH_BYTES - skipped);
        let span = Span { start, length: (skipped + taken).next_multiple_of(BLOCK_BYTES), skipped, taken, done };
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

    fn blocks() -> Blocks {
        Blocks::new(Arc::new(UnitCipher::new(&[7; 64])))
    }

    /// Whatever is written, read and cut: what comes back is what a plain file would hold, whose length is rounded up.
    #[test]
    fn a_plain_file_cannot_be_told_from_an_encrypted_one() {
        bolero::check!().with_type::<Vec<(u8, u16, u16, u8)>>().with_iterations(1_000).for_each(|steps| {
            let (mut blocks, mut disk, mut plain) = (blocks(), Memory::default(), Memory::default());
            for &(what, offset, length, byte) in steps {
                let (offset, length) = (u64::from(offset), usize::from(length) % 20_000);
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
                        let size = size_above(offset).unwrap() as usize;
                        disk.0.truncate(size);
                        plain.0.truncate(size);
                    }
                }
                let size = size_above(plain.0.len() as u64).unwrap() as usize;
                plain.0.resize(size, 0);
                assert_eq!(disk.0.len(), size);
            }
        });
    }

    #[test]
    fn half_a_block_at_the_end_is_nothing() {
        let (mut blocks, mut disk) = (blocks(), Memory::default());
        assert_eq!(blocks.write(&mut disk, 0, &[1; 64]), SQLITE_OK);
        disk.0.truncate(40);
        for length in [64, 50, 33] {
            let mut read = vec![5; length];
            assert_eq!(blocks.read(&mut disk, 0, &mut read), SQLITE_IOERR_SHORT_READ);
            assert!(read[..32] == [1; 32] && read[32..].iter().all(|&byte| byte == 0));
        }
    }

    /// What was written before keeps its ciphertext, so that a torn write cannot reach it.
    #[test]
    fn only_blocks_at_the_ends_are_written_anew() {
        let (mut blocks, mut disk) = (blocks(), Memory::default());
        assert_eq!(blocks.write(&mut disk, 0, &[1; 12_288]), SQLITE_OK);
        let before = disk.0.clone();
        assert_eq!(blocks.write(&mut disk, 4_100, &[2; 4_000]), SQLITE_OK);
        assert_eq!(disk.0[..4_096], before[..4_096]);
        assert_eq!(disk.0[8_112..], before[8_112..]);
    }
}

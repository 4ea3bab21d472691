//! What a file of a database looks like on the disk of a laptop: XTS-AES-256 (IEEE 1619-2007) over units of 4096
//! bytes, numbered from the start of the file, with keys of each file's own.
//!
//! XTS hides and does not prove: whoever writes to the disk can turn a block of 16 bytes into noise, or put back what
//! stood at the same place before, and whoever has two copies of a disk sees which blocks changed. What was changed
//! is found by the hashes of the ledger. Ciphertext stealing (section 5.3.2) is left out: everything here is whole
//! blocks.
//!
//! What is deliberately absent: files, and where the key comes from.

use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit, consts::U16};
use aes::{Aes256, Aes256Enc};
use hkdf::Hkdf;
use sha2::Sha512;
use std::fmt;
use zeroize::Zeroizing;

/// Bytes of a data unit. A unit's number is its tweak, so that equal pages look different.
pub const UNIT_BYTES: usize = 4096;
/// Bytes of the smallest piece that can be read or written: a block of AES.
pub const BLOCK_BYTES: usize = 16;
/// Bytes of a disk key, and of the two AES-256 keys that a file has.
pub const KEY_BYTES: usize = 64;

/// Blocks of a unit. They go through the cipher at once, which prepares its keys for each call anew.
const UNIT_BLOCKS: usize = UNIT_BYTES / BLOCK_BYTES;
/// Tweaks that are made side by side: each from the one eight before, so that none waits for its neighbour.
const LANES: usize = 8;
const DOMAIN: &[u8] = b"athar/disk/1";

type Block = Array<u8, U16>;

/// The key of everything that one archive keeps on a disk. It is wiped when it is dropped, and prints nothing.
#[derive(Clone)]
pub struct DiskKey(Zeroizing<[u8; KEY_BYTES]>);

impl DiskKey {
    /// A key of uniformly random bytes.
    pub fn new(bytes: Zeroizing<[u8; KEY_BYTES]>) -> DiskKey {
        DiskKey(bytes)
    }

    /// The cipher of one file: no two kinds, and no two names, share a key (HKDF of RFC 5869 with SHA-512).
    pub fn cipher(&self, kind: FileKind, name: &str) -> UnitCipher {
        let mut keys = Zeroizing::new([0; KEY_BYTES]);
        let info = [DOMAIN, b"/", kind.label(), b"/", name.as_bytes()].concat();
        let derived = Hkdf::<Sha512>::new(None, self.0.as_ref()).expand(&info, keys.as_mut());
        derived.expect("64 bytes are one block of HKDF with SHA-512");
        UnitCipher::new(&keys)
    }
}

impl fmt::Debug for DiskKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DiskKey(..)")
    }
}

/// What a file is to its database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// The database itself.
    Database,
    /// Its write-ahead log.
    WriteAheadLog,
    /// Its rollback journal.
    Journal,
}

impl FileKind {
    fn label(self) -> &'static [u8] {
        match self {
            FileKind::Database => b"database",
            FileKind::WriteAheadLog => b"write-ahead log",
            FileKind::Journal => b"journal",
        }
    }
}

/// A range of a file that does not begin and end between blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{length} bytes at {offset} are not whole blocks of 16 bytes: widen the range to multiples of 16")]
pub struct NotWholeBlocks {
    /// Where the range begins.
    pub offset: u64,
    /// How long it is.
    pub length: usize,
}

/// The cipher of one file. Any aligned range can be turned over by itself.
pub struct UnitCipher {
    data: Aes256,
    tweak: Aes256Enc,
}

impl UnitCipher {
    /// From the two keys of IEEE 1619: of the data, then of the tweak.
    pub fn new(keys: &[u8; KEY_BYTES]) -> UnitCipher {
        let [data, tweak] = [0, 32].map(|at| &keys[at..at + 32]);
        let made = "two keys of 32 bytes";
        UnitCipher {
            data: Aes256::new_from_slice(data).expect(made),
            tweak: Aes256Enc::new_from_slice(tweak).expect(made),
        }
    }

    /// Makes ciphertext of what will stand at an offset of the file.
    pub fn encrypt(&self, offset: u64, bytes: &mut [u8]) -> Result<(), NotWholeBlocks> {
        self.each_unit(offset, bytes, |blocks, tweaks| {
            mix(blocks, tweaks);
            self.data.encrypt_blocks(blocks);
            mix(blocks, tweaks);
        })
    }

    /// Makes plaintext of what stood at an offset of the file.
    ///
    /// A block of zeros stays one. It is no ciphertext, but for one block in 2^128: it is a hole in a file that was
    /// made longer, or what lies behind its end, and a database expects to read zeros there.
    pub fn decrypt(&self, offset: u64, bytes: &mut [u8]) -> Result<(), NotWholeBlocks> {
        self.each_unit(offset, bytes, |blocks, tweaks| {
            let holes = blocks.iter().any(is_hole).then(|| blocks.iter().map(is_hole).collect::<Vec<bool>>());
            mix(blocks, tweaks);
            self.data.decrypt_blocks(blocks);
            mix(blocks, tweaks);
            for (block, is_hole) in blocks.iter_mut().zip(holes.into_iter().flatten()) {
                if is_hole {
                    block.0 = [0; BLOCK_BYTES];
                }
            }
        })
    }

    fn each_unit(
        &self,
        offset: u64,
        bytes: &mut [u8],
        turn: impl Fn(&mut [Block], &[u128]),
    ) -> Result<(), NotWholeBlocks> {
        let length = bytes.len();
        if !offset.is_multiple_of(BLOCK_BYTES as u64) || !length.is_multiple_of(BLOCK_BYTES) {
            return Err(NotWholeBlocks { offset, length });
        }
        let (mut offset, mut rest) = (offset, bytes);
        while !rest.is_empty() {
            let within = (offset % UNIT_BYTES as u64) as usize;
            let (part, after) = rest.split_at_mut(rest.len().min(UNIT_BYTES - within));
            let mut tweaks = [0; UNIT_BLOCKS];
            let (blocks, _) = Block::slice_as_chunks_mut(part);
            let first = self.tweak_at(offset / UNIT_BYTES as u64, within / BLOCK_BYTES);
            fill_tweaks(first, &mut tweaks, blocks.len());
            turn(blocks, &tweaks);
            offset += (blocks.len() * BLOCK_BYTES) as u64;
            rest = after;
        }
        Ok(())
    }

    /// The tweak of a block inside a unit (IEEE 1619, section 5.2).
    fn tweak_at(&self, unit: u64, block: usize) -> u128 {
        let mut first = Block::from(u128::from(unit).to_le_bytes());
        self.tweak.encrypt_block(&mut first);
        let first = u128::from_le_bytes(first.0);
        let by_lanes = (0..block / LANES).fold(first, |tweak, _| times_256(tweak));
        (0..block % LANES).fold(by_lanes, |tweak, _| double(tweak))
    }
}

impl fmt::Debug for UnitCipher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UnitCipher(..)")
    }
}

/// Times x in GF(2^128), as IEEE 1619 numbers its bits; the same time for every value.
fn double(tweak: u128) -> u128 {
    (tweak << 1) ^ ((tweak >> 127) * 0x87)
}

/// Times x^8, by the same polynomial.
fn times_256(tweak: u128) -> u128 {
    let over = tweak >> 120;
    (tweak << LANES) ^ over ^ (over << 1) ^ (over << 2) ^ (over << 7)
}

/// A tweak and those of as many blocks after it, rounded up.
fn fill_tweaks(first: u128, tweaks: &mut [u128; UNIT_BLOCKS], count: usize) {
    let mut lanes = [first; LANES];
    for lane in 1..LANES {
        lanes[lane] = double(lanes[lane - 1]);
    }
    for eight in &mut tweaks.as_chunks_mut().0[..count.div_ceil(LANES)] {
        *eight = lanes;
        lanes = lanes.map(times_256);
    }
}

fn mix(blocks: &mut [Block], tweaks: &[u128]) {
    for (block, tweak) in blocks.iter_mut().zip(tweaks) {
        block.0 = (u128::from_le_bytes(block.0) ^ tweak).to_le_bytes();
    }
}

fn is_hole(block: &Block) -> bool {
    u128::from_le_bytes(block.0) == 0
}

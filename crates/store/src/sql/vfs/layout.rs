//! Where the bytes of a file lie on the disk.
//!
//! A file's length is a multiple of 16: what ends inside a block is followed by zeros. SQLite's files bear that. A
//! database is whole pages. A log floors its length to whole frames (`walIndexRecover`), and a frame counts by its
//! checksum. A journal compares its length with multiples of the sector size, floors it to whole records
//! (`pager_playback`), and each record has a checksum. Sorters know how much they wrote. Only the name of a
//! super-journal is looked for at the very end of a journal (`readSuperJournal`); files of that kind are refused.
//!
//! A frame of a log is a head of 24 bytes and a page. Two frames in one block would be a trap: while one is written, the
//! other, which others may read at that moment and which may have been flushed, would be written anew. So 8 bytes behind
//! the head are never used, and both head and page are blocks of their own: nothing of a log is ever read back to be
//! written.

use vault::disk::BLOCK_BYTES;

const BLOCK: u64 = BLOCK_BYTES as u64;
/// Bytes before the first frame of a log (<https://sqlite.org/fileformat2.html#walformat>).
const LOG_HEADER_BYTES: u64 = 32;
/// Bytes before the page of a frame, as SQLite has them and on the disk.
const HEAD_BYTES: u64 = 24;
const HEAD_ROOM: u64 = HEAD_BYTES.next_multiple_of(BLOCK);
/// Bytes of a page, the same in all archives. With others nothing would be lost but the separation of frames.
const PAGE_BYTES: u64 = 4_096;
const FRAME_BYTES: u64 = HEAD_BYTES + PAGE_BYTES;
const FRAME_ROOM: u64 = HEAD_ROOM + PAGE_BYTES;

/// How the bytes of a file are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// As SQLite has them.
    Flat,
    /// A write-ahead log.
    Log,
}

/// Where a byte lies.
pub(super) struct Place {
    /// Its offset on the disk.
    pub(super) room: u64,
    /// As many bytes from here on follow each other on the disk.
    pub(super) together: u64,
}

impl Place {
    /// Whether as many bytes are whole blocks that follow each other.
    pub(super) fn is_whole(&self, length: usize) -> bool {
        self.room.is_multiple_of(BLOCK) && length.is_multiple_of(BLOCK_BYTES) && length as u64 <= self.together
    }
}

impl Layout {
    /// Where the byte at an offset lies; nothing beyond what numbers can say.
    pub(super) fn place(self, offset: u64) -> Option<Place> {
        let (Layout::Log, Some(in_frames)) = (self, offset.checked_sub(LOG_HEADER_BYTES)) else {
            let together = if self == Layout::Log { LOG_HEADER_BYTES - offset } else { u64::MAX };
            return Some(Place { room: offset, together });
        };
        let (frame, within) = (in_frames / FRAME_BYTES, in_frames % FRAME_BYTES);
        let (within, together) = match within.checked_sub(HEAD_BYTES) {
            None => (within, HEAD_BYTES - within),
            Some(in_page) => (HEAD_ROOM + in_page, PAGE_BYTES - in_page),
        };
        let room = frame.checked_mul(FRAME_ROOM)?.checked_add(LOG_HEADER_BYTES + within)?;
        Some(Place { room, together })
    }

    /// The length that SQLite is told of a file that is as long on the disk.
    pub(super) fn size_in(self, room: u64) -> u64 {
        let room = room - room % BLOCK;
        match (self, room.checked_sub(LOG_HEADER_BYTES)) {
            (Layout::Log, Some(frames)) => {
                let (frame, within) = (frames / FRAME_ROOM, frames % FRAME_ROOM);
                let in_page = within.saturating_sub(HEAD_ROOM);
                LOG_HEADER_BYTES + frame * FRAME_BYTES + within.min(HEAD_BYTES) + in_page
            }
            _ => room,
        }
    }

    /// The length on the disk that holds as many bytes; nothing beyond what numbers can say.
    pub(super) fn room_for(self, size: u64) -> Option<u64> {
        self.place(size)?.room.checked_next_multiple_of(BLOCK)
    }
}

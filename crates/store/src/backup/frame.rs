//! Frames of a backup as they lie in the file: a length in clear, and so many sealed bytes.
//!
//! ```text
//! 0  4  length of what follows, big-endian
//! 4  .. sealed: kind (1 byte), whether the item goes on in the next frame (1 byte), content of at most 1 MiB
//! ```

use super::item::Kind;
use crate::{Result, StoreError};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use vault::frames::{FRAME_OVERHEAD, Frames};

/// Bytes of content of a frame, at most.
pub(crate) const FRAME_CONTENT_MAX: usize = 1 << 20;
const LENGTH: usize = 4;
const PREFIX: usize = 2;
const SEALED_MAX: usize = PREFIX + FRAME_CONTENT_MAX + FRAME_OVERHEAD;

/// Where a frame begins, and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) offset: u64,
    pub(crate) number: u64,
}

/// What lies at a place.
pub(crate) enum Found {
    Frame {
        kind: Kind,
        goes_on: bool,
        content: Vec<u8>,
    },
    /// The file ends here.
    End,
    /// Something that is no frame: cut off, or changed.
    Torn,
}

/// Reads frames one after the other.
pub(crate) struct FrameReader<R> {
    from: R,
    frames: Frames,
    place: Place,
    path: PathBuf,
}

impl FrameReader<BufReader<File>> {
    pub(crate) fn open(path: &Path, frames: Frames, place: Place) -> Result<Self> {
        let mut file = File::open(path).map_err(|source| StoreError::io("open", path, source))?;
        file.seek(SeekFrom::Start(place.offset)).map_err(|source| StoreError::io("read", path, source))?;
        Ok(FrameReader {
            from: BufReader::with_capacity(FRAME_CONTENT_MAX, file),
            frames,
            place,
            path: path.to_owned(),
        })
    }
}

impl<R: Read> FrameReader<R> {
    /// From anything that can be read.
    pub(crate) fn of(from: R, frames: Frames, place: Place) -> Self {
        FrameReader { from, frames, place, path: PathBuf::from("a backup") }
    }

    /// Where the next frame begins.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    pub(crate) fn next(&mut self) -> Result<Found> {
        let mut length = [0; LENGTH];
        match self.fill(&mut length)? {
            0 => return Ok(Found::End),
            LENGTH => {}
            _ => return Ok(Found::Torn),
        }
        let length = u32::from_be_bytes(length) as usize;
        if !(PREFIX + FRAME_OVERHEAD..=SEALED_MAX).contains(&length) {
            return Ok(Found::Torn);
        }
        let mut sealed = vec![0; length];
        if self.fill(&mut sealed)? < length {
            return Ok(Found::Torn);
        }
        let Ok(opened) = self.frames.open(self.place.number, &sealed) else { return Ok(Found::Torn) };
        let Some((&[kind, goes_on], content)) = opened.split_first_chunk() else { return Ok(Found::Torn) };
        let Some(kind) = Kind::of(kind) else { return Ok(Found::Torn) };
        self.place = Place { offset: self.place.offset + (LENGTH + length) as u64, number: self.place.number + 1 };
        Ok(Found::Frame { kind, goes_on: goes_on != 0, content: content.to_vec() })
    }

    /// Reads as many bytes as there are, and tells how many.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<usize> {
        let mut read = 0;
        while read < bytes.len() {
            match self.from.read(&mut bytes[read..]) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(source) => return Err(StoreError::io("read", &self.path, source)),
            }
        }
        Ok(read)
    }
}

/// Writes frames one after the other.
pub(crate) struct FrameWriter {
    file: File,
    frames: Frames,
    place: Place,
    path: PathBuf,
    /// Bytes after which it fails as if the process were killed: for tests.
    left: Option<u64>,
}

impl FrameWriter {
    /// Goes on at a place; what lay there and after it is cut off.
    pub(crate) fn at(path: &Path, frames: Frames, place: Place, left: Option<u64>) -> Result<FrameWriter> {
        let broken = |source| StoreError::io("write", path, source);
        let mut file = File::options().write(true).open(path).map_err(broken)?;
        file.set_len(place.offset).and_then(|()| file.seek(SeekFrom::Start(place.offset))).map_err(broken)?;
        Ok(FrameWriter { file, frames, place, path: path.to_owned(), left })
    }

    /// Writes an item, in as many frames as it needs.
    pub(crate) fn item(&mut self, kind: Kind, content: &[u8]) -> Result<()> {
        let mut rest = content;
        loop {
            let (now, later) = rest.split_at(rest.len().min(FRAME_CONTENT_MAX));
            let plain = [&[kind as u8, u8::from(!later.is_empty())], now].concat();
            let sealed = self.frames.seal(self.place.number, &plain)?;
            self.write(&[(sealed.len() as u32).to_be_bytes().as_slice(), &sealed].concat())?;
            self.place.number += 1;
            rest = later;
            if rest.is_empty() {
                return Ok(());
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let allowed = self.left.map_or(bytes.len(), |left| (bytes.len() as u64).min(left) as usize);
        self.file.write_all(&bytes[..allowed]).map_err(|source| StoreError::io("write", &self.path, source))?;
        self.left = self.left.map(|left| left - allowed as u64);
        self.place.offset += bytes.len() as u64;
        if allowed < bytes.len() { Err(StoreError::Abandoned) } else { Ok(()) }
    }

    /// Makes everything durable.
    pub(crate) fn sync(&self) -> Result<()> {
        self.file.sync_all().map_err(|source| StoreError::io("flush", &self.path, source))
    }
}

//! Reading a backup from its first frame on: item by item, and how far it is whole.

use super::frame::{Found, FrameReader, Place};
use super::head::HEAD_LEN;
use super::holdings::Holdings;
use super::item::{End, Item, Kind};
use crate::Result;
use std::io::Read;

/// Bytes that one item may have: a chunk as large as chunks may be, and what is sealed of it.
const ITEM_BYTES_MAX: usize = 256 << 20;

/// The place of the first frame.
pub(crate) const FIRST: Place = Place { offset: HEAD_LEN as u64, number: 0 };

/// How far a backup is whole.
pub(crate) struct Scan {
    pub(crate) holdings: Holdings,
    /// After the last whole item: here one may go on writing.
    pub(crate) settled: Place,
    /// After the last run that is whole, and what it said.
    pub(crate) ended: Option<(End, Place)>,
    /// Why it was not read to its end, when every frame up to there opened and they do not fit together.
    pub(crate) contradiction: Option<&'static str>,
}

impl Scan {
    pub(crate) fn new(archive: [u8; 16]) -> Scan {
        Scan { holdings: Holdings::new(archive), settled: FIRST, ended: None, contradiction: None }
    }

    /// Reads until the file ends, something in it is not whole, or whoever looks on says that it is enough. Calls back with
    /// each item and the place after it.
    pub(crate) fn read<R: Read>(
        &mut self,
        frames: &mut FrameReader<R>,
        visit: &mut dyn FnMut(&Item, Place) -> Result<bool>,
    ) -> Result<()> {
        while let Some(item) = next_item(frames)? {
            if let Err(what) = self.holdings.hear(&item) {
                self.contradiction = Some(what);
                break;
            }
            if self.holdings.is_settled() {
                self.settled = frames.place();
            }
            let goes_on = visit(&item, frames.place())?;
            if let Item::End(end) = item {
                self.ended = Some((end, frames.place()));
            }
            if !goes_on {
                break;
            }
        }
        self.holdings.settle();
        Ok(())
    }
}

/// The next item; nothing where the file ends or is not whole.
fn next_item<R: Read>(frames: &mut FrameReader<R>) -> Result<Option<Item>> {
    let mut item: Option<(Kind, Vec<u8>)> = None;
    loop {
        let Found::Frame { kind, goes_on, content } = frames.next()? else { return Ok(None) };
        let bytes = match item.take() {
            None => content,
            Some((of, mut bytes)) if of == kind && bytes.len() + content.len() <= ITEM_BYTES_MAX => {
                bytes.extend(content);
                bytes
            }
            Some(_) => return Ok(None),
        };
        if !goes_on {
            return Ok(Item::read(kind, bytes));
        }
        item = Some((kind, bytes));
    }
}

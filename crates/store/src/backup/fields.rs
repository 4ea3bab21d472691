//! Numbers and byte strings one after the other: what items of a backup consist of. Big-endian, lengths of four bytes.

use crate::Hash;

/// Puts fields together.
#[derive(Default)]
pub(crate) struct Put(pub(crate) Vec<u8>);

impl Put {
    pub(crate) fn number(&mut self, number: u64) -> &mut Put {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(crate) fn hash(&mut self, hash: Hash) -> &mut Put {
        self.0.extend(hash.0);
        self
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Put {
        self.0.extend((bytes.len() as u32).to_be_bytes());
        self.0.extend(bytes);
        self
    }
}

/// Takes them apart; nothing when the bytes do not suffice.
pub(crate) struct Take<'bytes>(pub(crate) &'bytes [u8]);

impl<'bytes> Take<'bytes> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*number))
    }

    pub(crate) fn hash(&mut self) -> Option<Hash> {
        let (hash, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(Hash(*hash))
    }

    pub(crate) fn bytes(&mut self) -> Option<&'bytes [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        let (bytes, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(crate) fn text(&mut self) -> Option<&'bytes str> {
        std::str::from_utf8(self.bytes()?).ok()
    }
}

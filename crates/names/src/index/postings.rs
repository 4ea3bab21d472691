//! The names a part stands in: ascending numbers, as differences of seven bits a byte.
//!
//! Holds no evidence and no order but that of the numbers.

/// Appends the differences of ascending numbers.
pub(super) fn write(names: &[u32], into: &mut Vec<u8>) {
    let mut before = 0;
    for &name in names {
        let mut difference = name - before;
        while difference >= 0x80 {
            into.push(difference as u8 | 0x80);
            difference >>= 7;
        }
        into.push(difference as u8);
        before = name;
    }
}

/// The numbers written at a place, at most `count` of them and all below `limit`.
pub(super) fn read(bytes: &[u8], start: u32, count: u32, limit: u32) -> impl Iterator<Item = u32> {
    let mut rest = bytes.get(start as usize..).unwrap_or_default();
    let mut name = 0u32;
    (0..count).map_while(move |_| {
        let (&first, after) = rest.split_first()?;
        let mut difference = u32::from(first & 0x7f);
        rest = after;
        if first & 0x80 != 0 {
            let mut shift = 7;
            loop {
                let (&byte, after) = rest.split_first()?;
                difference |= u32::from(byte & 0x7f).checked_shl(shift)?;
                rest = after;
                if byte & 0x80 == 0 {
                    break;
                }
                shift += 7;
            }
        }
        name = name.wrapping_add(difference);
        (name < limit).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn numbers_come_back() {
        let names = [0, 1, 5, 200, 20_000, 3_000_000];
        let mut bytes = vec![9];
        write(&names, &mut bytes);
        assert_eq!(read(&bytes, 1, 6, u32::MAX).collect::<Vec<_>>(), names);
        assert_eq!(read(&bytes, 1, 6, 201).count(), 4);
        assert_eq!(read(&bytes[..bytes.len() - 1], 1, 60, u32::MAX).count(), 5);
        assert_eq!(read(&[0xff; 40], 0, 9, u32::MAX).count(), 0);
        assert_eq!(read(&bytes, 900, 6, u32::MAX).count(), 0);
    }
}

//! How a telephone was held: the one field of EXIF that decides which side is up (Exif 2.32, tag 0x0112).

/// Quarters to the right by which a JPEG has to be turned to stand upright, and whether it is mirrored before that.
pub(super) fn turn_of(jpeg: &[u8]) -> (u8, bool) {
    match orientation(jpeg).unwrap_or(1) {
        2 => (0, true),
        3 => (2, false),
        4 => (2, true),
        5 => (3, true),
        6 => (1, false),
        7 => (1, true),
        8 => (3, false),
        _ => (0, false),
    }
}

fn orientation(jpeg: &[u8]) -> Option<u16> {
    let mut at = 2;
    loop {
        let [0xFF, marker, high, low] = *jpeg.get(at..at + 4)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = jpeg.get(at + 4..at + 2 + length)?;
        if marker == 0xE1
            && let Some(tiff) = segment.strip_prefix(b"Exif\0\0")
        {
            return of_tiff(tiff);
        }
        // After the start of the scan there are no more headers.
        if marker == 0xDA {
            return None;
        }
        at += 2 + length;
    }
}

fn of_tiff(tiff: &[u8]) -> Option<u16> {
    let is_little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        Some(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize)
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    let mut places = (0..entries.min(512)).map(|entry| directory + 2 + entry * 12);
    let place = places.find(|&place| short(place) == Some(0x0112))?;
    short(place + 8)
}

#[cfg(test)]
mod tests {
    use super::turn_of;

    fn jpeg(orientation: u8) -> Vec<u8> {
        let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1];
        bytes.extend((tiff.len() as u16 + 8).to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
        bytes.extend([0xFF, 0xDA, 0, 2]);
        bytes
    }

    #[test]
    fn a_telephone_held_upright_says_so() {
        assert_eq!(turn_of(&jpeg(1)), (0, false));
        assert_eq!(turn_of(&jpeg(6)), (1, false));
        assert_eq!(turn_of(&jpeg(8)), (3, false));
        let whole = jpeg(6);
        for length in 0..whole.len() {
            turn_of(&whole[..length]);
        }
    }
}

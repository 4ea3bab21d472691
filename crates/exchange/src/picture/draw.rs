//! Files as pictures: JPEG, PNG, and the pages of a PDF. What is too large, damaged or something else is told with what to do.

use super::exif;
use super::gray::Gray;
use crate::limited::{self, Ended, Input, Limits};
use crate::limits;
use std::ffi::OsString;
use std::io;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Why a file is no picture of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Neither JPEG nor PNG nor PDF.
    #[error("the file is no JPEG, no PNG and no PDF: photograph the page, or save it as one of these")]
    OtherKind,
    /// It cannot be decoded.
    #[error("the picture is damaged: take the photograph again, or ask whoever sent it for the file itself")]
    Damaged,
    /// Too many bytes, pixels or pages.
    #[error("the picture is too large: photograph one page at a time")]
    TooLarge,
    /// `pdftoppm` is not installed.
    #[error("pages of a PDF are drawn by pdftoppm; on Debian: apt install poppler-utils")]
    MissingTool,
    /// `pdftoppm` took too long.
    #[error("the PDF took too long and was stopped: photograph its pages")]
    Late,
}

const DRAWING: Limits = Limits { memory: 1 << 30, seconds: 120, output: limits::PICTURE_PAGES as u64 * (8 << 20) };

/// The pages of a file, upright, in shades of gray.
pub fn draw_pages(bytes: &[u8]) -> Result<Vec<Gray>, PictureError> {
    if bytes.len() > limits::PICTURE_BYTES {
        return Err(PictureError::TooLarge);
    }
    match bytes {
        [0xFF, 0xD8, ..] => Ok(vec![jpeg(bytes)?]),
        [0x89, b'P', b'N', b'G', ..] => Ok(vec![from_png(bytes)?]),
        [b'%', b'P', b'D', b'F', ..] => pdf(bytes),
        _ => Err(PictureError::OtherKind),
    }
}

fn within(width: usize, height: usize) -> Result<(), PictureError> {
    let is_within = width as u64 * height as u64 <= limits::PICTURE_PIXELS && width >= 16 && height >= 16;
    if is_within { Ok(()) } else { Err(PictureError::TooLarge) }
}

fn jpeg(bytes: &[u8]) -> Result<Gray, PictureError> {
    let side = 16_384;
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma);
    let options = options.set_max_width(side).set_max_height(side);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| PictureError::Damaged)?;
    let (width, height) = decoder.dimensions().ok_or(PictureError::Damaged)?;
    within(width, height)?;
    let shades = decoder.decode().map_err(|_| PictureError::Damaged)?;
    let gray = match shades.len() / (width * height).max(1) {
        1 => Gray::of(width, height, shades),
        3 => Gray::of_colours(width, height, &shades),
        _ => None,
    };
    let (quarters, is_mirrored) = exif::turn_of(bytes);
    Ok(gray.ok_or(PictureError::Damaged)?.turned(quarters, is_mirrored))
}

/// A PNG in shades of gray: transparent pixels are paper.
pub fn from_png(bytes: &[u8]) -> Result<Gray, PictureError> {
    let mut decoder = png::Decoder::new(io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_limits(png::Limits { bytes: 512 << 20 });
    let mut reader = decoder.read_info().map_err(|_| PictureError::Damaged)?;
    within(reader.info().width as usize, reader.info().height as usize)?;
    let size = reader.output_buffer_size().ok_or(PictureError::TooLarge)?;
    let mut buffer = vec![0; size];
    let frame = reader.next_frame(&mut buffer).map_err(|_| PictureError::Damaged)?;
    buffer.truncate(frame.buffer_size());
    let (width, height) = (frame.width as usize, frame.height as usize);
    let on_paper = |shade: u8, alpha: u8| (u32::from(shade) * u32::from(alpha) / 255 + (255 - u32::from(alpha))) as u8;
    let gray = match frame.color_type {
        png::ColorType::Grayscale => Gray::of(width, height, buffer),
        png::ColorType::GrayscaleAlpha => {
            Gray::of(width, height, buffer.chunks_exact(2).map(|pixel| on_paper(pixel[0], pixel[1])).collect())
        }
        png::ColorType::Rgb => Gray::of_colours(width, height, &buffer),
        png::ColorType::Rgba => {
            let pixels = buffer.chunks_exact(4);
            let opaque: Vec<u8> = pixels
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]].map(|shade| on_paper(shade, pixel[3])))
                .collect();
            Gray::of_colours(width, height, &opaque)
        }
        png::ColorType::Indexed => None,
    };
    gray.ok_or(PictureError::Damaged)
}

/// The picture as a PNG.
pub fn to_png(gray: &Gray) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, gray.width() as u32, gray.height() as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(gray.shades())?;
        writer.finish()
    });
    written.map_err(|_| PictureError::Damaged)?;
    Ok(bytes)
}

fn pdf(bytes: &[u8]) -> Result<Vec<Gray>, PictureError> {
    let last = (limits::PICTURE_PAGES + 1).to_string();
    let dots = limits::PDF_DOTS_PER_INCH.to_string();
    // A page of any size is drawn no larger than a sheet.
    let words = ["-gray", "-q", "-r", &dots, "-l", &last, "-scale-to", "2600", "-"];
    let arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
    let (written, ended) = match limited::run("pdftoppm", &arguments, Input::Bytes(bytes), DRAWING) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(PictureError::MissingTool),
        Err(_) => return Err(PictureError::Damaged),
        Ok(written) => written,
    };
    if ended == Ended::Late {
        return Err(PictureError::Late);
    }
    let mut pages = Vec::new();
    let mut rest = written.as_slice();
    while !rest.is_empty() {
        let (page, after) = pgm(rest).ok_or(PictureError::Damaged)?;
        pages.push(page);
        rest = after;
    }
    match pages.len() {
        0 => Err(PictureError::Damaged),
        count if count > limits::PICTURE_PAGES => Err(PictureError::TooLarge),
        _ => Ok(pages),
    }
}

/// One picture of a stream of them (Netpbm's PGM: `P5`, width, height, 255, one white space, the shades), and what comes after it.
fn pgm(bytes: &[u8]) -> Option<(Gray, &[u8])> {
    let mut rest = bytes.strip_prefix(b"P5")?;
    let mut numbers = [0_usize; 3];
    for number in &mut numbers {
        rest = rest.trim_ascii_start();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        *number = std::str::from_utf8(&rest[..length]).ok()?.parse().ok()?;
        rest = &rest[length..];
    }
    let [width, height, white] = numbers;
    let size = width.checked_mul(height)?;
    let shades = rest.get(1..=size)?;
    (white == 255).then_some((Gray::of(width, height, shades.to_owned())?, &rest[1 + size..]))
}

#[cfg(test)]
mod tests {
    use super::{Gray, PictureError, draw_pages, pgm, to_png};

    #[test]
    fn a_picture_comes_back_as_it_was() {
        let page = Gray::of(20, 16, (0..320).map(|shade| (shade % 251) as u8).collect()).unwrap();
        assert_eq!(draw_pages(&to_png(&page).unwrap()).unwrap(), [page]);
    }

    #[test]
    fn what_is_no_picture_or_cut_off_is_told() {
        assert_eq!(draw_pages(b"a list"), Err(PictureError::OtherKind));
        assert_eq!(draw_pages(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 16]), Err(PictureError::Damaged));
        let png = to_png(&Gray::white(64, 64)).unwrap();
        for length in [4, 20, png.len() / 2] {
            assert!(draw_pages(&png[..length]).is_err(), "{length}");
        }
        // A width that nobody has.
        let mut wide = png;
        wide[16..20].copy_from_slice(&[0x7F, 0xFF, 0xFF, 0xFF]);
        assert!(draw_pages(&wide).is_err());
    }

    #[test]
    fn pages_follow_one_another() {
        let stream = b"P5\n2 1\n255\n\x01\x02P5 1 2 255 \x03\x04";
        let (first, rest) = pgm(stream).unwrap();
        let (second, rest) = pgm(rest).unwrap();
        assert_eq!((first.shades(), second.shades(), rest.len()), ([1, 2].as_slice(), [3, 4].as_slice(), 0));
        assert!(pgm(b"P5 9 9 255 x").is_none());
    }
}

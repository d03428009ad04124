//! Files that somebody hands in about a person: told by their content, and written anew, so that nothing comes in
//! but what can be seen or read.
//!
//! A photograph carries more than its picture: where and when it was taken, by whose device, a smaller picture
//! of what was cut away, and whatever somebody put behind its end. All of it is left behind by decoding the
//! picture within limits and encoding it again.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use exchange::registry::{PAPER_BYTES_MAX, PaperForm};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageError, ImageResult, Limits};

use crate::cli::Failure;

/// The longest file that is looked at, in bytes.
pub(crate) const FILE_BYTES_MAX: usize = 24 * 1024 * 1024;
/// The most pixels of a picture: two pages at 300 dots an inch, or what a telephone takes.
const PIXELS_MAX: u64 = 50_000_000;
/// The longest side of a picture, in pixels.
const SIDE_MAX: u32 = 20_000;
/// The most memory that decoding takes, in bytes: 50 million pixels of four bytes, and some.
const MEMORY_MAX: u64 = 256 * 1024 * 1024;
/// How well JPEG images are written anew, from 1 to 100.
const QUALITY: u8 = 92;
/// What a text of a program's, and not of a person's, begins with.
const MARKUP: [&str; 5] = ["<!doctype", "<html", "<svg", "<script", "<?xml"];
/// Kinds of file that are known by how they begin, and are not taken.
const OTHERS: [(&[u8], &str); 8] = [
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a WebP picture or a sound"),
    (b"PK\x03\x04", "an archive, or an office document"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
];
/// One picture is decoded at a time: all requests at once would take so many times the memory.
static AT_WORK: Mutex<()> = Mutex::new(());
/// The longest text, in bytes.
const TEXT_BYTES_MAX: usize = 1024 * 1024;

/// Reads a file by its content and writes it anew.
///
/// # Errors
/// What it is where it is nothing that is taken, or why it cannot be read. Its name is not said.
pub(crate) fn clean(bytes: &[u8]) -> Result<(PaperForm, Vec<u8>), Failure> {
    if bytes.is_empty() {
        return Err(refused("the file is empty", "hand in the file itself"));
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(refused(
            &format!("the file has more than {FILE_BYTES_MAX} bytes"),
            "save it smaller: fewer pixels, one page",
        ));
    }
    let kinds = "hand in a JPEG or PNG picture, or plain text in UTF-8";
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(refused(&format!("the file is {what}"), kinds));
    }
    let _alone = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
    let (form, cleaned) = match bytes {
        [0xff, 0xd8, 0xff, ..] => (PaperForm::Jpeg, jpeg(bytes)?),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => (PaperForm::Png, png(bytes)?),
        [b'%', b'P', b'D', b'F', ..] => {
            return Err(refused(
                "a PDF file can hold programs, other files and a history, and nobody can say that all is out of it",
                "save its pages as pictures, for example with `pdftoppm -r 150 -png FILE PAGE`, and hand those in",
            ));
        }
        _ => (PaperForm::Text, text(bytes, kinds)?),
    };
    if cleaned.len() > PAPER_BYTES_MAX {
        return Err(refused(
            &format!("written anew the picture has more than {PAPER_BYTES_MAX} bytes"),
            "save it smaller: fewer pixels, or as JPEG",
        ));
    }
    Ok((form, cleaned))
}

fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let picture =
        JpegDecoder::new(Cursor::new(bytes)).and_then(decode).map_err(|error| unread(&error))?;
    // JPEG has neither transparency nor sixteen bits.
    let picture = DynamicImage::from(picture.into_rgb8());
    let mut out = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))
        .map_err(|error| unread(&error))?;
    Ok(out)
}

fn png(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let limits = limits();
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits);
    let picture = on_white(decoder.and_then(decode).map_err(|error| unread(&error))?);
    let mut out = Vec::new();
    picture.write_with_encoder(PngEncoder::new(&mut out)).map_err(|error| unread(&error))?;
    Ok(out)
}

/// Lays a picture that is clear in parts on white: a colour under a clear pixel is not seen, and could hold
/// another picture.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let picture = picture.into_rgba8();
    let (width, height) = picture.dimensions();
    let seen = |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u32::from);
        let laid = |colour: u32| (colour * alpha + 255 * (255 - alpha) + 127) / 255;
        image::Rgb([red, green, blue].map(|colour| u8::try_from(laid(colour)).unwrap_or(255)))
    };
    image::RgbImage::from_fn(width, height, seen).into()
}

/// Decodes a picture the way up that it is meant to be seen. Its size is looked at before memory is taken for it.
fn decode(mut decoder: impl ImageDecoder) -> ImageResult<DynamicImage> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        let kind = image::error::LimitErrorKind::DimensionError;
        return Err(ImageError::Limits(image::error::LimitError::from_kind(kind)));
    }
    decoder.set_limits(limits())?;
    // What cannot be read beside the picture is left behind with the rest.
    let way_up = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if let Some(way_up) = way_up {
        picture.apply_orientation(way_up);
    }
    Ok(picture)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    limits
}

fn text(bytes: &[u8], kinds: &str) -> Result<Vec<u8>, Failure> {
    let text = std::str::from_utf8(bytes);
    let text = text.map_err(|_other| refused("the file is neither a picture nor a text", kinds))?;
    if text.len() > TEXT_BYTES_MAX {
        return Err(refused(&format!("the text has more than {TEXT_BYTES_MAX} bytes"), kinds));
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(refused("the text holds control characters", kinds));
    }
    let start: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase();
    if MARKUP.iter().any(|markup| start.starts_with(markup)) {
        return Err(refused("the text is written for a program, not for people", kinds));
    }
    if text.trim().is_empty() {
        return Err(refused("the text says nothing", kinds));
    }
    Ok(text.as_bytes().to_vec())
}

fn unread(error: &ImageError) -> Failure {
    if matches!(error, ImageError::Limits(_)) {
        return refused(
            &format!("the picture is larger than {PIXELS_MAX} pixels, or {SIDE_MAX} on one side"),
            "save it smaller",
        );
    }
    refused(
        "the picture cannot be read: it is broken, or of a rare kind",
        "save it anew as JPEG or PNG",
    )
}

fn refused(what: &str, hint: &str) -> Failure {
    Failure::incomplete(what, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8]) -> String {
        match clean(bytes) {
            Err(Failure::Incomplete { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    }

    fn picture(width: u32, height: u32) -> DynamicImage {
        let mut picture = image::RgbImage::new(width, height);
        picture.put_pixel(0, 0, image::Rgb([255, 255, 255]));
        picture.into()
    }

    fn as_png(picture: &DynamicImage) -> Vec<u8> {
        let mut out = Vec::new();
        picture.write_with_encoder(PngEncoder::new(&mut out)).expect("memory");
        out
    }

    fn as_jpeg(picture: &DynamicImage) -> Vec<u8> {
        let mut out = Vec::new();
        picture.write_with_encoder(JpegEncoder::new(&mut out)).expect("memory");
        out
    }

    fn holds(bytes: &[u8], planted: &[u8]) -> bool {
        bytes.windows(planted.len()).any(|part| part == planted)
    }

    /// A piece of metadata that says how the device was held, and who held it.
    fn with_exif(jpeg: &[u8], way_up: u8, planted: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([way_up, 0, 0, 0, 0, 0, 0, 0]);
        exif.extend(planted);
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        let (start, rest) = jpeg.split_at(2);
        [start, &[0xff, 0xe1], &length, &exif, rest].concat()
    }

    #[test]
    fn what_is_beside_and_behind_a_picture_is_left_behind() {
        let planted = b"Kovalenko, Petro: 48.01 N 37.80 E";
        let lying =
            [&with_exif(&as_jpeg(&picture(40, 20)), 6, planted)[..], b"PK\x03\x04", planted]
                .concat();
        assert!(holds(&lying, planted));
        let (form, cleaned) = clean(&lying).expect("a picture");
        assert_eq!(form, PaperForm::Jpeg);
        assert!(!holds(&cleaned, planted) && !holds(&cleaned, b"Exif") && !holds(&cleaned, b"PK"));
        let seen = image::load_from_memory(&cleaned).expect("a picture");
        assert_eq!((seen.width(), seen.height()), (20, 40), "it stands as it was meant to be seen");

        let mut lying = as_png(&picture(8, 8));
        lying.extend_from_slice(planted);
        let (form, cleaned) = clean(&lying).expect("a picture");
        assert_eq!(form, PaperForm::Png);
        assert!(!holds(&cleaned, planted));
        assert_eq!(
            image::load_from_memory(&cleaned).expect("a picture").to_rgb8(),
            picture(8, 8).to_rgb8()
        );
    }

    #[test]
    fn what_lies_under_a_clear_pixel_is_left_behind() {
        let hidden = image::Rgba([200, 10, 30, 1]);
        let seen = image::Rgba([200, 10, 30, 255]);
        let picture = image::RgbaImage::from_fn(4, 4, |x, _| if x == 0 { seen } else { hidden });
        let (_, cleaned) = clean(&as_png(&picture.into())).expect("a picture");
        let kept = image::load_from_memory(&cleaned).expect("a picture").to_rgb8();
        assert_eq!(kept.get_pixel(0, 0).0, [200, 10, 30]);
        assert_eq!(kept.get_pixel(1, 0).0, [255, 254, 254], "as it is seen on white");
    }

    #[test]
    fn a_small_file_that_says_it_is_huge_takes_no_memory() {
        let mut flood = as_png(&picture(1, 1));
        // Width and height of the first chunk, and its checksum.
        flood.splice(16..24, [0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
        let checksum = crc(flood.get(12..29).expect("a header"));
        flood.splice(29..33, checksum.to_be_bytes());
        assert!(said(&flood).contains("larger than"), "{}", said(&flood));
        let many = as_png(&DynamicImage::from(image::GrayImage::new(10_000, 5_001)));
        assert!(many.len() < 1_000_000, "{}", many.len());
        assert!(said(&many).contains("larger than"), "{}", said(&many));
    }

    /// The checksum of PNG (ISO 3309).
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 }
            })
        };
        !bytes.iter().fold(!0, step)
    }

    #[test]
    fn what_is_no_picture_and_no_text_is_refused() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b"%PDF-1.7\n/OpenAction /JavaScript", "PDF"),
            (b"\xff\xd8\xff\xe0 and nothing else", "cannot be read"),
            (b"\x89PNG\r\n\x1a\n and nothing else", "cannot be read"),
            (b"PK\x03\x04", "an archive"),
            (b"MZ\x90\x00", "a program"),
            (b"GIF89a\x01\x00", "a GIF picture"),
            (b"\x00\x01\x02", "control characters"),
            (b"\xfe\xff\x00a", "neither"),
            (b" <SVG onload=alert(1)>", "for a program"),
            (b"one\x1b[31mtwo", "control characters"),
            (b"\xef\xbb\xbf \n", "says nothing"),
        ] {
            assert!(said(bytes).contains(word), "{:?}: {}", bytes, said(bytes));
        }
        assert!(said(&vec![b'a'; TEXT_BYTES_MAX + 1]).contains("more than"));
        assert!(said(&vec![0xff; FILE_BYTES_MAX + 1]).contains("more than"));
        let (form, bytes) = clean("\u{feff}Дорога мамо".as_bytes()).expect("a text");
        assert_eq!((form, bytes.as_slice()), (PaperForm::Text, "Дорога мамо".as_bytes()));
    }

    #[test]
    fn a_picture_cut_anywhere_ends_in_a_message() {
        let whole = as_jpeg(&picture(64, 64));
        for cut in 0..whole.len() {
            drop(clean(whole.get(..cut).expect("a part")));
        }
        let whole = as_png(&picture(16, 16));
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            *flipped.get_mut(at).expect("a byte") ^= 0x10;
            drop(clean(&flipped));
        }
    }
}

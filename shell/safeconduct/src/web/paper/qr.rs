//! The number of a paper as a picture that a telephone reads (QR code, ISO/IEC 18004).

use std::fmt::Write as _;

use anyhow::Context as _;
use qrcode::{Color, EcLevel, QrCode};

use crate::paper_number::PaperNumber;

/// The white that the standard wants around a picture, in its own units.
const QUIET: usize = 4;

/// Draws a number: digits and nothing else stand in the picture. A quarter of it may be lost on a photocopy. What is
/// dark in a row is one stroke, as papers have hundreds of pictures and lines are slow.
pub(super) fn picture(number: &PaperNumber) -> anyhow::Result<String> {
    let code = QrCode::with_error_correction_level(number.digits(), EcLevel::Q);
    let code = code.context("drawing the number of a paper")?;
    let (width, colors) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (down, row) in colors.chunks(width).enumerate() {
        let mut across = 0;
        while across < width {
            let long = row[across..].iter().take_while(|color| **color == Color::Dark).count();
            if long > 0 {
                write!(path, "M{} {}h{long}v1h-{long}z", across + QUIET, down + QUIET)?;
            }
            across += long + 1;
        }
    }
    Ok(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" aria-hidden=\"true\" shape-rendering=\"crispEdges\">\
         <path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use exchange::vocabulary::Digest;

    use super::*;

    fn drawn(seed: &[u8]) -> String {
        picture(&PaperNumber::of(&Digest::of(&[seed]))).expect("eighteen digits")
    }

    #[test]
    fn two_numbers_have_two_pictures_of_the_smallest_size_and_one_has_one() {
        let (one, other) = (drawn(b"one"), drawn(b"other"));
        assert_ne!(one, other);
        assert_eq!(one, drawn(b"one"));
        // 21 units and the white around them.
        assert!(one.contains("viewBox=\"0 0 29 29\""), "{one}");
    }

    #[test]
    fn the_corners_are_where_a_reader_looks_for_them() {
        // Each of three corners begins with a stroke of seven.
        for start in ["M4 4h7v1h-7z", "M18 4h7v1h-7z", "M4 18h7v1h-7z"] {
            assert!(drawn(b"any").contains(start), "{start}");
        }
    }
}

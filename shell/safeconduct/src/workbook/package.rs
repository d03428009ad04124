//! A packed workbook is measured before it is unpacked, and only what passed is handed on.

use std::io::{Cursor, Read as _, Write as _};

use anyhow::Context as _;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::cli::Failure;

/// Parts that a workbook may have. Real ones have some dozens.
const PARTS_MAX: usize = 2_000;
/// Bytes of all parts that are read, unpacked.
const UNPACKED_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// How many times larger than packed a part may be. Sheets reach about 40.
const RATIO_MAX: u64 = 250;
/// Parts below this size are not measured by ratio: small ones pack very well.
const RATIO_BYTES_MIN: u64 = 1024 * 1024;

/// Folders whose parts hold no cells.
const NOT_READ: [&str; 7] = [
    "xl/media/",
    "xl/drawings/",
    "xl/charts/",
    "xl/pivotcache/",
    "xl/externallinks/",
    "docprops/",
    "customxml/",
];

/// Checks a packed workbook and returns it packed anew, uncompressed, with nothing in it but parts
/// that were measured. Whoever reads that cannot be led to other bytes than those seen here.
pub(super) fn vetted(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    if archive.len() > PARTS_MAX {
        return Err(hostile(&format!(
            "it has {} parts; at most {PARTS_MAX} are read",
            archive.len()
        )));
    }
    refuse_other_kinds(&archive)?;
    let overlaps = archive.has_overlapping_files().map_err(|error| damaged(&error.to_string()))?;
    if overlaps {
        return Err(hostile("its parts lie over each other"));
    }
    let wanted = measure(&mut archive)?;
    let mut vetted = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for at in wanted {
        let (name, part) = unpack(&mut archive, at)?;
        check_counts(&name, &part)?;
        vetted.start_file(name, stored).context("packing a vetted part")?;
        vetted.write_all(&part).context("packing a vetted part")?;
    }
    let packed = vetted.finish().context("packing the vetted parts")?;
    Ok(packed.into_inner())
}

/// Looks at what the parts claim, before any is unpacked, and returns those to read.
fn measure(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Vec<usize>, Failure> {
    let mut wanted = Vec::new();
    let mut total = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|error| damaged(&error.to_string()))?;
        let (name, size) = (part.name().to_lowercase(), part.size());
        if part.encrypted() {
            return Err(Failure::incomplete(
                "the workbook is locked with a password",
                "open it, remove the password, and save it again; send it by a safe way",
            ));
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if !matches!(ending, "xml" | "rels")
            || NOT_READ.iter().any(|folder| name.starts_with(folder))
        {
            continue;
        }
        total = total.saturating_add(size);
        if total > UNPACKED_BYTES_MAX {
            return Err(hostile(&format!(
                "its part `{}` claims {size} bytes; at most {UNPACKED_BYTES_MAX} are unpacked in all",
                shown(part.name())
            )));
        }
        if size > RATIO_BYTES_MIN && size / part.compressed_size().max(1) > RATIO_MAX {
            return Err(hostile(&format!(
                "its part `{}` grows from {} to {size} bytes, more than {RATIO_MAX} times",
                shown(part.name()),
                part.compressed_size()
            )));
        }
        wanted.push(at);
    }
    Ok(wanted)
}

/// Unpacks one part, and stops when it holds more than it claims.
fn unpack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
) -> Result<(String, Vec<u8>), Failure> {
    let part = archive.by_index(at).map_err(|error| damaged(&error.to_string()))?;
    let (name, size) = (part.name().to_owned(), part.size());
    let mut bytes = Vec::new();
    let read = part.take(size.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| damaged(&error.to_string()))?;
    if bytes.len() as u64 > size {
        return Err(hostile(&format!("its part `{}` holds more than it claims", shown(&name))));
    }
    Ok((name, bytes))
}

/// A table of texts says how many it holds, and readers make room for as many. A claim that the part
/// cannot hold is refused.
fn check_counts(name: &str, part: &[u8]) -> Result<(), Failure> {
    const CLAIM: &[u8] = b"uniqueCount";
    // `<si/>` is the shortest entry.
    let possible = part.len() / 5;
    // Nearly every byte is passed by its first letter alone.
    let starts = part.iter().enumerate().filter(|(_, byte)| **byte == CLAIM[0]).map(|(at, _)| at);
    for at in starts.filter(|at| part[*at..].starts_with(CLAIM)) {
        let digits: Vec<u8> = part[at + CLAIM.len()..]
            .iter()
            .copied()
            .skip_while(|byte| {
                matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\'' | b'+' | b'0')
            })
            .take_while(u8::is_ascii_digit)
            .collect();
        let claim = String::from_utf8_lossy(&digits).parse::<usize>();
        if !digits.is_empty() && claim.map_or(true, |claim| claim > possible) {
            return Err(hostile(&format!(
                "its part `{}` claims {} texts and has room for {possible}",
                shown(name),
                String::from_utf8_lossy(&digits)
            )));
        }
    }
    Ok(())
}

fn refuse_other_kinds(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), Failure> {
    let has = |start: &str| archive.file_names().any(|name| name.to_lowercase().starts_with(start));
    let refuse =
        |what: &str| Err(Failure::incomplete(what, "save it as .xlsx, or as CSV in UTF-8"));
    if has("xl/workbook.bin") {
        return refuse("this is a binary Excel file (.xlsb)");
    }
    if has("word/") {
        return refuse("this is a text document (.docx), not a workbook");
    }
    if has("mimetype") || has("content.xml") {
        return refuse("this is an OpenDocument file (.ods)");
    }
    if !has("xl/") && !has("[content_types].xml") {
        return refuse("this is a zip file without a workbook in it");
    }
    Ok(())
}

/// A part's name as it may be shown: short, on one line.
fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(60).collect()
}

pub(super) fn damaged(how: &str) -> Failure {
    Failure::incomplete(
        format!("the workbook is damaged: {how}"),
        "open it in a spreadsheet program, save it again, and try once more",
    )
}

pub(super) fn hostile(what: &str) -> Failure {
    Failure::incomplete(
        format!("the workbook was not opened, because {what}"),
        "copy the people into a new workbook and save that; if the file came from outside, do not open \
         it elsewhere either",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            writer.start_file(*name, how).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn refused(bytes: &[u8]) -> String {
        match vetted(bytes) {
            Err(Failure::Incomplete { what, .. }) => what,
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("it passed"),
        }
    }

    /// Rewrites the unpacked size that the central directory claims for the first part.
    fn claiming(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
        let at = bytes.windows(4).rposition(|four| four == [0x50, 0x4b, 1, 2]).unwrap();
        bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        bytes
    }

    #[test]
    fn what_passes_is_handed_on_byte_for_byte_and_the_rest_is_left_out() {
        let sheet = b"<worksheet/>".repeat(10);
        let bytes = packed(&[
            ("xl/worksheets/sheet1.xml", &sheet),
            ("xl/media/image1.xml", b"x"),
            ("xl/vbaProject.bin", b"x"),
        ]);
        let mut archive = ZipArchive::new(Cursor::new(vetted(&bytes).unwrap())).unwrap();
        assert_eq!(archive.len(), 1);
        let mut read = Vec::new();
        archive.by_index(0).unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, sheet);
    }

    #[test]
    fn a_part_that_claims_two_gigabytes_is_refused_before_it_is_unpacked() {
        let bytes =
            claiming(packed(&[("xl/worksheets/sheet1.xml", b"<worksheet/>")]), 2_000_000_000);
        assert!(refused(&bytes).contains("claims 2000000000 bytes"), "{}", refused(&bytes));
    }

    #[test]
    fn a_part_that_holds_more_than_it_claims_is_refused() {
        let many = b"<row/>".repeat(100);
        let bytes = claiming(packed(&[("xl/worksheets/sheet1.xml", &many)]), 10);
        let what = refused(&bytes);
        assert!(what.contains("more than it claims") || what.contains("damaged"), "{what}");
    }

    #[test]
    fn a_part_that_grows_a_thousand_times_is_refused() {
        let zeros = vec![b' '; 8 * 1024 * 1024];
        assert!(refused(&packed(&[("xl/worksheets/sheet1.xml", &zeros)])).contains("times"));
    }

    #[test]
    fn a_table_of_texts_that_claims_too_many_is_refused() {
        let strings = br#"<sst count="1" uniqueCount="9999999999999"><si><t>x</t></si></sst>"#;
        assert!(refused(&packed(&[("xl/sharedStrings.xml", strings)])).contains("claims"));
        let honest = br#"<sst count="1" uniqueCount="1"><si><t>x</t></si></sst>"#;
        assert!(vetted(&packed(&[("xl/sharedStrings.xml", honest)])).is_ok());
    }

    #[test]
    fn other_packed_files_are_named() {
        assert!(refused(&packed(&[("word/document.xml", b"x")])).contains(".docx"));
        assert!(refused(&packed(&[("mimetype", b"x"), ("content.xml", b"x")])).contains(".ods"));
        assert!(refused(&packed(&[("xl/workbook.bin", b"x")])).contains(".xlsb"));
        assert!(refused(&packed(&[("readme.txt", b"x")])).contains("zip file"));
        assert!(refused(b"PK\x03\x04 and nothing more").contains("damaged"));
    }
}

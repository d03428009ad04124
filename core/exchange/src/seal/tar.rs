//! A bundle as one file: a plain, uncompressed tar (POSIX ustar) of regular files.
//!
//! Read by hand, since so little of the format may occur: no link, no device, no long-name extension, no absolute
//! name, no `..`, no name twice. The names themselves are fixed, so that anything else is refused by its name.

use super::bundle::{FILE_BYTES_MAX, FILES_MAX, Files, MANIFEST, MANIFEST_BYTES_MAX, Name};
use super::roster;

const BLOCK: usize = 512;
/// The folders' own entries and the zeroes behind the last file, at most.
const FILLING_MAX: u64 = 32_768;
/// The largest bundle in one file, in bytes.
pub const TAR_BYTES_MAX: usize = 1_000_000_000;

/// Why bytes are not a bundle in one file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TarRefusal {
    /// Longer than [`TAR_BYTES_MAX`], or more files than a bundle has.
    #[error("the tar is larger than any bundle is")]
    Large,
    /// A header that is no ustar header, or whose sum is wrong.
    #[error("at byte {0} of the tar there is no header of a file")]
    Header(usize),
    /// Cut off.
    #[error("the tar ends in the middle of `{0}`")]
    Cut(String),
    /// A link, a device or an extension.
    #[error("`{0}` is no regular file: a bundle holds no links, devices or long names")]
    Kind(String),
    /// A name that no file of a bundle has.
    #[error("`{0}` is no file of a bundle")]
    Name(String),
    /// A name that stands there already.
    #[error("`{0}` stands in the tar twice")]
    Twice(String),
    /// A size beyond what any such file has.
    #[error("`{0}` says it has more bytes than any file of a bundle")]
    Size(String),
    /// Bytes where there should be none.
    #[error("behind the last file, or behind `{0}`, stands something that is no part of it")]
    Rest(String),
}

/// Writes a bundle as one file. The same bundle gives the same bytes: no owner, no time.
pub fn write(files: &Files) -> Vec<u8> {
    let mut bytes = Vec::new();
    // The manifest first, so that a reader may check it before it takes in the rest; then the acts that change keys,
    // from which follows whose signatures under it count.
    let is_early = |path: &str| path == MANIFEST || roster::is_of_key_act(files, path);
    let (mut early, late): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_early(path));
    early.sort_by_key(|(path, _)| *path != MANIFEST);
    for (path, content) in early.into_iter().chain(late) {
        bytes.extend(header(path, content.len()));
        bytes.extend(content);
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    }
    bytes.extend([0; 2 * BLOCK]);
    bytes
}

fn header(path: &str, size: usize) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| block[at..at + text.len()].copy_from_slice(text);
    put(0, path.as_bytes());
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{size:011o}\0").as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// Reads a bundle from one file.
pub fn read(bytes: &[u8]) -> Result<Files, TarRefusal> {
    if bytes.len() > TAR_BYTES_MAX {
        return Err(TarRefusal::Large);
    }
    let mut files = Files::new();
    let mut at = 0;
    loop {
        match next(bytes, at)? {
            Next::File(path, content, end) => {
                add(&mut files, path, content)?;
                at = end;
            }
            Next::Folder(end) => at = end,
            Next::End => {
                // Two blocks of zeroes end a tar; programs fill up with more of them.
                let rest = bytes.get(at..).unwrap_or_default();
                let ended = rest.len() >= 2 * BLOCK && rest.iter().all(|byte| *byte == 0);
                return if ended { Ok(files) } else { Err(TarRefusal::Rest(last(&files))) };
            }
        }
    }
}

/// Reads the files of a bundle that have come in whole, of bytes that may end anywhere.
///
/// # Errors
/// Refused where something stands there that no bundle holds.
pub fn begun(bytes: &[u8]) -> Result<Files, TarRefusal> {
    let mut files = Files::new();
    let mut at = 0;
    while bytes.len() >= at + BLOCK {
        match next(bytes, at) {
            Ok(Next::File(path, content, end)) => {
                add(&mut files, path, content)?;
                at = end;
            }
            Ok(Next::Folder(end)) => at = end,
            Ok(Next::End) | Err(TarRefusal::Cut(_)) => break,
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(files)
}

fn add(files: &mut Files, path: String, content: &[u8]) -> Result<(), TarRefusal> {
    if files.len() >= FILES_MAX {
        return Err(TarRefusal::Large);
    }
    if files.contains_key(&path) {
        return Err(TarRefusal::Twice(path));
    }
    files.insert(path, content.to_vec());
    Ok(())
}

/// What stands at a place of a tar, and where what follows it begins.
enum Next<'a> {
    File(String, &'a [u8], usize),
    Folder(usize),
    End,
}

fn next(bytes: &[u8], at: usize) -> Result<Next<'_>, TarRefusal> {
    let block = bytes.get(at..at + BLOCK).ok_or(TarRefusal::Header(at))?;
    if block.iter().all(|byte| *byte == 0) {
        return Ok(Next::End);
    }
    let (path, kind, size) = read_header(block).ok_or(TarRefusal::Header(at))?;
    let at = at + BLOCK;
    if kind == b'5' && size == 0 && is_folder(&path) {
        return Ok(Next::Folder(at));
    }
    if !matches!(kind, b'0' | 0) {
        return Err(TarRefusal::Kind(path));
    }
    if Name::read(&path).is_none() {
        return Err(TarRefusal::Name(path));
    }
    let limit = if path == MANIFEST { MANIFEST_BYTES_MAX } else { FILE_BYTES_MAX };
    let size = usize::try_from(size).ok().filter(|size| *size <= limit);
    let size = size.ok_or_else(|| TarRefusal::Size(path.clone()))?;
    let content = bytes.get(at..at + size).ok_or_else(|| TarRefusal::Cut(path.clone()))?;
    let end = at + size.next_multiple_of(BLOCK);
    let filling = bytes.get(at + size..end).ok_or_else(|| TarRefusal::Cut(path.clone()))?;
    if filling.iter().any(|byte| *byte != 0) {
        return Err(TarRefusal::Rest(path));
    }
    Ok(Next::File(path, content, end))
}

/// Returns the manifest that a bundle in one file begins with, once it has all come in; none where more is needed.
/// So that it can be checked before the rest is taken in.
///
/// # Errors
/// Refused where something else comes first, or a manifest of more than `bytes_max` bytes.
pub fn first(bytes: &[u8], bytes_max: usize) -> Result<Option<&[u8]>, TarRefusal> {
    let Some(block) = bytes.get(..BLOCK) else { return Ok(None) };
    let (path, kind, size) = read_header(block).ok_or(TarRefusal::Header(0))?;
    if path != MANIFEST || !matches!(kind, b'0' | 0) {
        return Err(TarRefusal::Name(path));
    }
    let size = usize::try_from(size).ok().filter(|size| *size <= bytes_max);
    let size = size.ok_or(TarRefusal::Size(path))?;
    Ok(bytes.get(BLOCK..BLOCK + size))
}

/// Returns how many bytes a bundle in one file has, by what its manifest lists; some programs fill up a little more.
pub fn length(manifest: &[u8], listed: impl IntoIterator<Item = u64>) -> u64 {
    let block = u64::try_from(BLOCK).expect("a small number");
    let own = u64::try_from(manifest.len()).unwrap_or(u64::MAX);
    let files = listed.into_iter().chain([own]);
    files.fold(FILLING_MAX, |sum, size| {
        sum.saturating_add(block).saturating_add(size.div_ceil(block).saturating_mul(block))
    })
}

fn last(files: &Files) -> String {
    files.last_key_value().map_or_else(String::new, |(path, _)| path.clone())
}

fn is_folder(path: &str) -> bool {
    matches!(path, "acts/" | "heads/" | "payloads/")
}

/// Returns name, kind and size of a header whose sum is right.
fn read_header(block: &[u8]) -> Option<(String, u8, u64)> {
    let octal = |from: usize, to: usize| {
        let field = block.get(from..to)?;
        let text = std::str::from_utf8(field).ok()?.trim_matches([' ', '\0']);
        u64::from_str_radix(text, 8).ok()
    };
    let said = octal(148, 156)?;
    let sum: u64 = block
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) })
        .sum();
    let name = block.get(..100)?;
    let name = name.split(|byte| *byte == 0).next()?;
    let path = std::str::from_utf8(name).ok()?.to_owned();
    let has_prefix = block.get(345)? != &0;
    if said != sum || block.get(257..262)? != b"ustar" || has_prefix {
        return None;
    }
    Some((path, *block.get(156)?, octal(124, 136)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        Files::from([
            (MANIFEST.to_owned(), b"manifest\n".to_vec()),
            ("acts/0000.note".to_owned(), vec![7; 600]),
            ("payloads/0000.json".to_owned(), Vec::new()),
        ])
    }

    /// A tar of one entry whose header is changed before its sum is made.
    fn odd(path: &str, change: impl FnOnce(&mut [u8; BLOCK])) -> Vec<u8> {
        let mut block = header(path, 3);
        change(&mut block);
        block[148..156].copy_from_slice(b"        ");
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let mut bytes = block.to_vec();
        bytes.extend(b"abc");
        bytes.resize(4 * BLOCK, 0);
        bytes
    }

    #[test]
    fn a_bundle_reads_back_from_one_file_and_begins_with_its_manifest() {
        let bytes = write(&files());
        assert_eq!(read(&bytes), Ok(files()));
        assert!(bytes.starts_with(b"manifest.note\0"));
        assert_eq!(write(&files()), bytes);
        assert!(read(&odd("head.note", |_| {})).is_ok());
    }

    #[test]
    fn changes_of_keys_follow_the_manifest_and_what_has_come_in_whole_is_read_at_any_cut() {
        let mut all = files();
        let key_act = b"safeconduct/v1\ntype key-change\n".to_vec();
        all.extend([
            ("acts/0003.note".to_owned(), key_act),
            ("payloads/0003.json".to_owned(), vec![1; 9]),
            ("payloads/0003.salt".to_owned(), vec![2; 9]),
        ]);
        let bytes = write(&all);
        assert_eq!(read(&bytes), Ok(all.clone()));
        let early = ["acts/0003.note", MANIFEST, "payloads/0003.json", "payloads/0003.salt"];
        assert!(begun(&bytes[..8 * BLOCK]).unwrap().keys().eq(early));
        for cut in 0..=bytes.len() {
            let whole = begun(&bytes[..cut]).unwrap();
            assert!(whole.iter().all(|(path, content)| all.get(path) == Some(content)), "{cut}");
        }
        assert_eq!(begun(&bytes), Ok(all));
        assert_eq!(begun(&odd("x", |_| {})), Err(TarRefusal::Name("x".to_owned())));
        let one = odd("head.note", |_| {});
        let twice = [&one[..2 * BLOCK], &one].concat();
        assert_eq!(begun(&twice), Err(TarRefusal::Twice("head.note".to_owned())));
    }

    #[test]
    fn the_manifest_is_handed_out_as_soon_as_it_is_there() {
        let bytes = write(&files());
        assert_eq!(first(&bytes[..511], 100), Ok(None));
        assert_eq!(first(&bytes[..515], 100), Ok(None));
        assert_eq!(first(&bytes[..600], 100), Ok(Some(&b"manifest\n"[..])));
        assert_eq!(first(&bytes, 3), Err(TarRefusal::Size(MANIFEST.to_owned())));
        let other = odd("head.note", |_| {});
        assert_eq!(first(&other, 100), Err(TarRefusal::Name("head.note".to_owned())));
        assert!(first(&[1; 512], 100).is_err());
        let listed = length(b"manifest\n", [600, 0]);
        assert!(listed >= bytes.len() as u64 && listed < bytes.len() as u64 + 40_000);
    }

    #[test]
    fn links_strange_names_and_huge_sizes_are_refused_by_name() {
        for kind in [b'1', b'2', b'3', b'6', b'L', b'x', b'g', b'7'] {
            let refusal = read(&odd("head.note", |block| block[156] = kind));
            assert_eq!(refusal, Err(TarRefusal::Kind("head.note".to_owned())));
        }
        for path in [
            "../head.note",
            "/head.note",
            "acts/../head.note",
            "./head.note",
            "acts/1.note",
            "x",
            "",
        ] {
            let refusal = read(&odd(path, |_| {}));
            assert_eq!(refusal, Err(TarRefusal::Name(path.to_owned())), "{path}");
        }
        let huge = read(&odd("head.note", |block| {
            block[124..136].copy_from_slice(b"77777777777\0");
        }));
        assert_eq!(huge, Err(TarRefusal::Size("head.note".to_owned())));
        let binary = read(&odd("head.note", |block| block[124] = 0x80));
        assert_eq!(binary, Err(TarRefusal::Header(0)));
        let prefixed = read(&odd("head.note", |block| block[345] = b'x'));
        assert_eq!(prefixed, Err(TarRefusal::Header(0)));
        let one = odd("head.note", |_| {});
        let twice = [&one[..2 * BLOCK], &one].concat();
        assert_eq!(read(&twice), Err(TarRefusal::Twice("head.note".to_owned())));
        let mut filled = one.clone();
        filled[BLOCK + 10] = 1;
        assert_eq!(read(&filled), Err(TarRefusal::Rest("head.note".to_owned())));
        let mut after = one;
        after[3 * BLOCK] = 1;
        assert_eq!(read(&after), Err(TarRefusal::Rest("head.note".to_owned())));
    }

    #[test]
    fn a_tar_cut_anywhere_or_with_any_header_bit_changed_is_refused() {
        let bytes = write(&files());
        for cut in (0..bytes.len()).step_by(64) {
            assert!(read(&bytes[..cut]).is_err(), "{cut}");
        }
        for at in 0..BLOCK {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(read(&changed).is_err(), "byte {at}");
        }
    }
}

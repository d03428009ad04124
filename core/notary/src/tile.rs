//! The log as a folder of tiles (C2SP tlog-tiles): hashes in files of fixed size, entries in bundles of 256,
//! so that any web server or USB stick can serve a log and any reader of that format can check it.
//!
//! A tile at level `l` and place `n` holds up to 256 hashes, each over `256^l` entries. A full tile never changes;
//! the last one of a level is partial and is named after how many hashes it holds.

use crate::merkle::{Hash, Tree, leaf_hash, node_hash};

/// The most hashes of a tile, and the most entries of an entry bundle.
pub const TILE_WIDTH: usize = 256;
/// The largest entry: its length stands in two bytes.
pub const ENTRY_BYTES_MAX: usize = 65_535;
/// The highest level of tiles that is read: 2^48 entries are more than any log of ours has.
pub const LEVEL_MAX: u8 = 5;

/// Why files are not the tiles of a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileRefusal {
    /// A path of no tile, or in a second form.
    #[error("`{0}` is no path of a tile")]
    Path(String),
    /// A tile that is not there.
    #[error("the tile `{0}` is missing")]
    Missing(String),
    /// A tile of another length than its name says.
    #[error("the tile `{0}` has another length than its name says")]
    Length(String),
    /// A tile whose hashes do not follow from the level below.
    #[error("the tile `{0}` does not follow from the tiles below it")]
    Differs(String),
    /// An entry that no bundle takes.
    #[error("an entry of {0} bytes is longer than {ENTRY_BYTES_MAX}")]
    Entry(usize),
    /// Another root than the checkpoint's.
    #[error("the tiles are not those of the checkpoint: they come to another root")]
    Root,
}

/// The name of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TileName {
    /// The level; none for entries themselves.
    pub level: Option<u8>,
    /// The place, counted from 0.
    pub place: u64,
    /// How many hashes or entries it holds, 1 to 256.
    pub width: u16,
}

impl TileName {
    /// Returns the path: `tile/L/x001/234` or, where it is partial, `tile/L/x001/234.p/W`.
    pub fn path(&self) -> String {
        let level = self.level.map_or_else(|| "entries".to_owned(), |level| level.to_string());
        let mut groups = vec![format!("{:03}", self.place % 1000)];
        let mut rest = self.place / 1000;
        while rest > 0 {
            groups.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        groups.reverse();
        let partial = if usize::from(self.width) == TILE_WIDTH {
            String::new()
        } else {
            format!(".p/{}", self.width)
        };
        format!("tile/{level}/{}{partial}", groups.join("/"))
    }

    /// Reads a path. There is one path for one tile.
    pub fn read(path: &str) -> Result<Self, TileRefusal> {
        let wrong = || TileRefusal::Path(path.to_owned());
        let (level, rest) =
            path.strip_prefix("tile/").and_then(|rest| rest.split_once('/')).ok_or_else(wrong)?;
        let level = match level {
            "entries" => None,
            number => Some(number.parse().ok().filter(|own| *own <= LEVEL_MAX).ok_or_else(wrong)?),
        };
        let (place, width) = match rest.split_once(".p/") {
            Some((place, width)) => (place, width.parse().ok().ok_or_else(wrong)?),
            None => (rest, 256),
        };
        let mut number: u64 = 0;
        for group in place.split('/') {
            let digits = group.strip_prefix('x').unwrap_or(group);
            let plain = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            let value: u64 = digits.parse().ok().filter(|_| plain).ok_or_else(wrong)?;
            number = number
                .checked_mul(1000)
                .and_then(|own| own.checked_add(value))
                .ok_or_else(wrong)?;
        }
        let name = Self { level, place: number, width };
        // A second form of the same place, or a partial tile of none or of all, has no such path.
        if (1..=256).contains(&width) && name.path() == path { Ok(name) } else { Err(wrong()) }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).expect("a machine counts below 2^64")
}

fn width(number: usize) -> u16 {
    u16::try_from(number).expect("at most 256")
}

/// Writes the tiles of hashes that are new since the log had `old` entries, up to `size` of them.
///
/// # Panics
/// Where the tree holds fewer than `size` entries.
pub fn hash_tiles(tree: &Tree, old: usize, size: usize) -> Vec<(TileName, Vec<u8>)> {
    let mut tiles = Vec::new();
    let mut span = 1_usize;
    for level in 0..=LEVEL_MAX {
        let (before, now) = (old / span, size / span);
        for place in before / TILE_WIDTH..now.div_ceil(TILE_WIDTH) {
            let first = place * TILE_WIDTH;
            let held = (now - first).min(TILE_WIDTH);
            if first + held <= before {
                continue;
            }
            let height = usize::from(level) * 8;
            let hashes = tree.row(height).and_then(|row| row.get(first..first + held));
            let bytes = hashes.expect("the tree holds this many").as_flattened().to_vec();
            let name = TileName { level: Some(level), place: count(place), width: width(held) };
            tiles.push((name, bytes));
        }
        match span.checked_mul(TILE_WIDTH) {
            Some(next) if next <= size => span = next,
            _ => break,
        }
    }
    tiles
}

/// Writes the bundles of entries that are new since the log had `old` of them: each entry behind its length
/// in two bytes.
pub fn entry_tiles(
    entries: &[Vec<u8>],
    old: usize,
) -> Result<Vec<(TileName, Vec<u8>)>, TileRefusal> {
    let first = old / TILE_WIDTH;
    let mut tiles = Vec::new();
    for (place, bundle) in entries.chunks(TILE_WIDTH).enumerate().skip(first) {
        let mut bytes = Vec::new();
        for entry in bundle {
            let length = u16::try_from(entry.len()).ok().ok_or(TileRefusal::Entry(entry.len()))?;
            bytes.extend(length.to_be_bytes());
            bytes.extend(entry);
        }
        if place * TILE_WIDTH + bundle.len() > old {
            tiles.push((
                TileName { level: None, place: count(place), width: width(bundle.len()) },
                bytes,
            ));
        }
    }
    Ok(tiles)
}

/// Reads an entry bundle of `width` entries.
pub fn read_entries(name: &TileName, bytes: &[u8]) -> Result<Vec<Vec<u8>>, TileRefusal> {
    let wrong = || TileRefusal::Length(name.path());
    let mut rest = bytes;
    let mut entries = Vec::new();
    for _ in 0..name.width {
        let (length, after) = rest.split_first_chunk::<2>().ok_or_else(wrong)?;
        let (entry, after) =
            after.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or_else(wrong)?;
        entries.push(entry.to_vec());
        rest = after;
    }
    if rest.is_empty() { Ok(entries) } else { Err(wrong()) }
}

/// Reads a log from its tiles: `read` hands over a tile by its path. Every hash is made again from the entries,
/// every tile of hashes is held against them, and the root against the checkpoint's.
pub fn read_log(
    size: usize,
    root: &Hash,
    mut read: impl FnMut(&str) -> Option<Vec<u8>>,
) -> Result<(Tree, Vec<Vec<u8>>), TileRefusal> {
    let mut entries = Vec::new();
    for place in 0..size.div_ceil(TILE_WIDTH) {
        let held = (size - place * TILE_WIDTH).min(TILE_WIDTH);
        let name = TileName { level: None, place: count(place), width: width(held) };
        let path = name.path();
        let bytes = read(&path).ok_or(TileRefusal::Missing(path))?;
        entries.extend(read_entries(&name, &bytes)?);
    }
    let tree = Tree::of(entries.iter().map(|entry| leaf_hash(entry)));
    for (name, bytes) in hash_tiles(&tree, 0, size) {
        let path = name.path();
        match read(&path) {
            None => return Err(TileRefusal::Missing(path)),
            Some(own) if own.len() != bytes.len() => return Err(TileRefusal::Length(path)),
            Some(own) if own != bytes => return Err(TileRefusal::Differs(path)),
            Some(_) => {}
        }
    }
    if tree.root() == *root { Ok((tree, entries)) } else { Err(TileRefusal::Root) }
}

/// Folds a full tile into the hash that stands for it one level up.
pub fn fold(hashes: &[Hash; TILE_WIDTH]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row.first().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn log(size: usize) -> (Vec<Vec<u8>>, Tree) {
        let entries: Vec<Vec<u8>> =
            (0..size).map(|at| format!("entry {at}").into_bytes()).collect();
        let tree = Tree::of(entries.iter().map(|entry| leaf_hash(entry)));
        (entries, tree)
    }

    fn files(size: usize) -> BTreeMap<String, Vec<u8>> {
        let (entries, tree) = log(size);
        let hashes = hash_tiles(&tree, 0, size);
        let all = hashes.into_iter().chain(entry_tiles(&entries, 0).unwrap());
        all.map(|(name, bytes)| (name.path(), bytes)).collect()
    }

    #[test]
    fn a_tile_has_one_path() {
        let name = |level, place, width| TileName { level, place, width };
        for (name, path) in [
            (name(Some(0), 0, 256), "tile/0/000"),
            (name(Some(0), 5, 3), "tile/0/005.p/3"),
            (name(Some(1), 1_234_067, 256), "tile/1/x001/x234/067"),
            (name(None, 1_234, 17), "tile/entries/x001/234.p/17"),
        ] {
            assert_eq!(name.path(), path);
            assert_eq!(TileName::read(path), Ok(name));
        }
        for path in [
            "tile/0/0",
            "tile/0/x000/000",
            "tile/0/001/000",
            "tile/0/000.p/256",
            "tile/0/000.p/0",
            "tile/6/000",
            "tile/00/000",
            "tile/0/../000",
            "tile/0/000.p/03",
            "tiles/0/000",
        ] {
            assert!(TileName::read(path).is_err(), "{path}");
        }
    }

    #[test]
    fn a_log_reads_back_from_its_tiles_and_any_changed_one_is_named() {
        for size in [1, 255, 256, 257, 600] {
            let (entries, tree) = log(size);
            let files = files(size);
            let read = |path: &str| files.get(path).cloned();
            assert_eq!(read_log(size, &tree.root(), read), Ok((tree.clone(), entries)));
            for path in files.keys() {
                let mut changed = files.clone();
                let bytes = changed.get_mut(path).unwrap();
                let last = bytes.len() - 1;
                bytes[last] ^= 1;
                let outcome = read_log(size, &tree.root(), |path| changed.get(path).cloned());
                let refusal = outcome.unwrap_err();
                let entries = path.starts_with("tile/entries");
                let named = entries || refusal == TileRefusal::Differs(path.clone());
                assert!(named, "{size} {path}: {refusal}");
                changed.remove(path);
                let outcome = read_log(size, &tree.root(), |path| changed.get(path).cloned());
                assert_eq!(outcome, Err(TileRefusal::Missing(path.clone())));
            }
            let larger = read_log(size + 1, &tree.root(), read);
            assert!(matches!(larger, Err(TileRefusal::Missing(_))), "a size one too large");
            assert_eq!(read_log(size, &[0; 32], read), Err(TileRefusal::Root));
        }
    }

    #[test]
    fn growing_writes_only_what_is_new() {
        let (entries, tree) = log(700);
        let new: Vec<String> =
            hash_tiles(&tree, 512, 700).iter().map(|(name, _)| name.path()).collect();
        assert_eq!(new, ["tile/0/002.p/188"]);
        let new: Vec<String> =
            hash_tiles(&tree, 300, 700).iter().map(|(name, _)| name.path()).collect();
        assert_eq!(new, ["tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2"]);
        let bundles = entry_tiles(&entries, 512).unwrap();
        assert_eq!(bundles.len(), 1);
        assert_eq!(hash_tiles(&tree, 700, 700), []);
        let long = [vec![0; ENTRY_BYTES_MAX + 1]];
        assert_eq!(entry_tiles(&long, 0), Err(TileRefusal::Entry(65_536)));
    }

    #[test]
    fn a_full_tile_folds_into_the_hash_above_it() {
        let (_, tree) = log(256);
        let full: [Hash; 256] = tree.row(0).unwrap().try_into().unwrap();
        assert_eq!(Some(&fold(&full)), tree.row(8).unwrap().first());
        assert_eq!(fold(&full), tree.root());
    }
}

//! Looks for people in what crosses: every name, birth date and number of the lists, in plain and in every
//! disguise that a guess could be compared with. It proves itself by finding what was planted.

use std::collections::{BTreeMap, BTreeSet};

use exchange::seal::notary::{base64, hex, sha256};
use sha2::{Digest as _, Sha512};

use super::*;

/// What a list says of its people, as it stands there and as another would write it.
fn said(list: &str) -> Vec<String> {
    let mut said = Vec::new();
    for line in list.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').skip(1).collect();
        let [surname, given, patronymic, born, number] = cells[..] else { panic!("five cells") };
        let iso: Vec<&str> = born.split('.').rev().collect();
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        said.extend([surname, given, patronymic, born, number].map(str::to_owned));
        said.extend([iso.join("-"), iso.concat(), digits]);
        said.push(format!("{surname} {given} {patronymic}"));
        said.push(format!("{surname} {given} {patronymic} {born}"));
        said.push(line.to_owned());
    }
    said.sort();
    said.dedup();
    said
}

/// The disguises of a text: it, in capitals and in small letters; of each, plain, hexadecimal, base64, and its bare
/// hashes in bytes, hexadecimal and base64.
fn disguises(text: &str) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for text in [text.to_owned(), text.to_uppercase(), text.to_lowercase()] {
        let plain = text.into_bytes();
        let hashes = [sha256(&[&plain]).to_vec(), Sha512::digest(&plain).to_vec()];
        for value in std::iter::once(plain).chain(hashes) {
            let base = base64(&value);
            all.extend([hex(&value), hex(&value).to_uppercase()].map(String::into_bytes));
            all.push(base.trim_end_matches('=').as_bytes().to_vec());
            all.push(base.replace('+', "-").replace('/', "_").trim_end_matches('=').into());
            all.push(value);
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Everything that is looked for, by its first four bytes.
struct Needles(BTreeMap<[u8; 4], Vec<(Vec<u8>, String)>>);

impl Needles {
    fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut needles: BTreeMap<[u8; 4], Vec<(Vec<u8>, String)>> = BTreeMap::new();
        for name in names {
            for disguise in disguises(&name) {
                let first = disguise[..4].try_into().expect("four bytes");
                needles.entry(first).or_default().push((disguise, name.clone()));
            }
        }
        Self(needles)
    }

    fn all(&self) -> impl Iterator<Item = &(Vec<u8>, String)> {
        self.0.values().flatten()
    }

    /// Returns who stands in the bytes.
    fn find(&self, bytes: &[u8]) -> Option<&str> {
        bytes.windows(4).enumerate().find_map(|(at, first)| {
            let near = self.0.get(first)?;
            let there = |(own, _): &&(Vec<u8>, String)| bytes[at..].starts_with(own);
            near.iter().find(there).map(|(_, name)| name.as_str())
        })
    }
}

/// Searches files and folders for everybody on the lists.
pub(super) fn nobody_is_named(table: &Table, lists: &[&str], crossing: &[&str]) {
    let read = |path: &Path| fs::read(path).expect("a file");
    let texts = lists.iter().map(|list| fs::read_to_string(table.path(list)).expect("a list"));
    let needles = Needles::new(texts.flat_map(|text| said(&text)));
    let names: BTreeSet<&String> = needles.all().map(|(_, name)| name).collect();
    assert!(names.len() >= 8 * 8, "{}", names.len());
    let mut files = Vec::new();
    for name in crossing {
        let path = table.path(name);
        files.extend(if path.is_dir() { bundle_files(&path) } else { vec![path] });
    }
    assert!(files.len() > 50, "acts, payloads, salts, checkpoints, tiles and files of the round");
    for path in &files {
        let found = needles.find(&read(path));
        assert_eq!(found, None, "in {}", path.display());
        // A file may be named after somebody too.
        let name = path.strip_prefix(table.0.path()).expect("below").to_string_lossy();
        assert_eq!(needles.find(name.as_bytes()), None);
    }
    // What finds nothing must be able to find: everything is planted once, in each disguise.
    let host = read(&files[0]);
    for (disguise, name) in needles.all() {
        let planted = [&host[..50], disguise, &host[50..100]].concat();
        assert!(needles.find(&planted).is_some(), "{name} was planted and not found");
    }
    // And a bundle into which a list was put by mistake is caught in the tar.
    let mistaken = [read(&table.path("bundle.tar")), read(&table.path(lists[0]))].concat();
    assert!(needles.find(&mistaken).is_some());
}

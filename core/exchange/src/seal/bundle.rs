//! A bundle is a folder that proves itself: acts, payloads, checkpoints, and a manifest over them all.
//!
//! Names are fixed, so that there is nothing to choose and nothing to hide behind a name. The manifest
//! is signed by the party that hands the bundle over, and is checked before anything else is read. Its
//! label says for whom it is, and its place among the bundles that went the same way before.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use notary::key::SecretKey;
use notary::note::{Note, NoteRefusal};

use super::act::read_party;
use super::authority::{Authority, SignatureRefusal};
use super::roster::Roster;
use crate::vocabulary::{Digest, ExchangeId, Party};

/// Files by their path in the bundle, with `/` between folder and name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The most bytes a manifest may have: about 600,000 lines.
pub const MANIFEST_BYTES_MAX: usize = 64_000_000;
/// The largest file of a bundle, in bytes.
pub const FILE_BYTES_MAX: usize = 16_000_000;
/// The most files of a bundle.
pub const FILES_MAX: usize = 700_000;

/// The file that lists all others.
pub const MANIFEST: &str = "manifest.note";
/// The newest checkpoint.
pub const HEAD: &str = "head.note";

/// The first line of every manifest.
pub const FORM: &str = "safeconduct/manifest/v1";
const ANYONE: &str = "anyone";
const NOTHING: &str = "none";

/// The files that a bundle may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// `manifest.note`.
    Manifest,
    /// `head.note`.
    Head,
    /// `heads/NNNN.note`: an earlier checkpoint over so many acts.
    Earlier(u64),
    /// `acts/NNNN.note`.
    Act(u64),
    /// `payloads/NNNN.json`.
    Payload(u64),
    /// `payloads/NNNN.salt`.
    Salt(u64),
    /// `payloads/NNNN.age`: both of them, encrypted to the parties that may read them.
    Sealed(u64),
}

impl Name {
    /// Reads a path. There is one path for one file.
    pub fn read(path: &str) -> Option<Self> {
        let number = |rest: &str, end: &str| rest.strip_suffix(end)?.parse().ok();
        let name = match path {
            MANIFEST => Self::Manifest,
            HEAD => Self::Head,
            _ => match path.split_once('/')? {
                ("heads", rest) => Self::Earlier(number(rest, ".note")?),
                ("acts", rest) => Self::Act(number(rest, ".note")?),
                ("payloads", rest) => match number(rest, ".json") {
                    Some(seq) => Self::Payload(seq),
                    None => match number(rest, ".age") {
                        Some(seq) => Self::Sealed(seq),
                        None => Self::Salt(number(rest, ".salt")?),
                    },
                },
                _ => return None,
            },
        };
        (name.path() == path).then_some(name)
    }

    /// Returns the path: numbers have at least four digits.
    pub fn path(self) -> String {
        match self {
            Self::Manifest => MANIFEST.to_owned(),
            Self::Head => HEAD.to_owned(),
            Self::Earlier(size) => format!("heads/{size:04}.note"),
            Self::Act(seq) => format!("acts/{seq:04}.note"),
            Self::Payload(seq) => format!("payloads/{seq:04}.json"),
            Self::Salt(seq) => format!("payloads/{seq:04}.salt"),
            Self::Sealed(seq) => format!("payloads/{seq:04}.age"),
        }
    }
}

/// Writes a salt file.
pub fn salt_file(salt: &[u8; 32]) -> Vec<u8> {
    format!("{}\n", Digest(*salt)).into_bytes()
}

/// Reads a salt file: 64 hexadecimal digits and a newline.
pub fn read_salt(bytes: &[u8]) -> Option<[u8; 32]> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    Digest::read(text).map(|digest| digest.0)
}

/// Why a manifest cannot be made or trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestRefusal {
    /// Not a note.
    #[error(transparent)]
    Note(#[from] NoteRefusal),
    /// Not the lines of a manifest.
    #[error("line {0} is not what a manifest has there")]
    Line(usize),
    /// Files out of order, or one twice.
    #[error("the manifest's files do not stand in the order of their paths, each once")]
    Order,
    /// A label that cannot be: to its own sender, or a number without the bundle before it.
    #[error(
        "the manifest's label cannot be: a bundle goes to another party, the first has number 0 and none before \
         it, and a copy for anyone has no number"
    )]
    Label,
    /// Of another exchange.
    #[error("the manifest is of exchange {0}, and the policy of another")]
    OtherExchange(ExchangeId),
    /// Signatures that do not hold.
    #[error(transparent)]
    Signature(#[from] SignatureRefusal),
    /// Not signed by enough officers of the party.
    #[error("the manifest lacks the signature of {}", .0.join(", "))]
    Unsigned(Vec<String>),
    /// A file that has no place in a bundle.
    #[error("`{0}` is no file of a bundle")]
    Stranger(String),
}

crate::vocabulary::ids! { ManifestRefusal {
    Note => "seal-bundle-malformed",
    Line => "seal-bundle-line",
    Order => "seal-bundle-order",
    Label => "seal-bundle-label",
    OtherExchange => "seal-bundle-other-exchange",
    Unsigned => "seal-bundle-unsigned",
    Stranger => "seal-bundle-stranger",
    .. Signature(SignatureRefusal),
} }

/// What a party that keeps its bundles in order writes on each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Who hands the bundle over.
    pub from: Party,
    /// For whom it is; none for a copy that anybody may have, which takes no number.
    pub to: Option<Party>,
    /// Its number among those from the one to the other, from 0.
    pub seq: u64,
    /// The digest of the manifest before it ([`Manifest::digest`]); zeroes for the first.
    pub prev: Digest,
    /// Up to which number the bundles of the receiver have come in without a gap; none if none has.
    pub ack: Option<u64>,
}

/// What stands in `prev` of the first bundle.
pub const NO_BUNDLE: Digest = Digest([0; 32]);

impl Label {
    /// Returns the label of a copy for anybody, such as a judge.
    pub fn for_anyone(from: Party) -> Self {
        Self { from, to: None, seq: 0, prev: NO_BUNDLE, ack: None }
    }

    fn is_in_order(&self) -> bool {
        let first = (self.seq == 0) == (self.prev == NO_BUNDLE);
        match self.to {
            Some(to) => first && to != self.from,
            None => *self == Self::for_anyone(self.from),
        }
    }

    fn text(&self) -> String {
        let Self { from, to, seq, prev, ack } = self;
        let to = to.map_or_else(|| ANYONE.to_owned(), |to| to.to_string());
        let ack = ack.map_or_else(|| NOTHING.to_owned(), |ack| ack.to_string());
        format!("from {from}\nto {to}\nseq {seq}\nprev {prev}\nack {ack}\n")
    }
}

/// What a manifest says of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
}

/// A manifest whose signatures hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The exchange.
    pub exchange: ExchangeId,
    /// Who hands the bundle over, to whom, and which one it is.
    pub label: Label,
    /// The files, by path.
    pub files: BTreeMap<String, Listed>,
}

impl Manifest {
    /// Returns the digest of the manifest's text: what the next bundle names as the one before it.
    pub fn digest(&self) -> Digest {
        Digest::of(&[self.text().as_bytes()])
    }

    fn text(&self) -> String {
        let mut text = format!("{FORM}\nexchange {}\n{}", self.exchange, self.label.text());
        for (path, Listed { digest, size }) in &self.files {
            writeln!(text, "file {digest} {size} {path}").expect("a String takes any text");
        }
        text
    }

    /// Reads a manifest and checks who signed it, by the keys that count after all that the authority knows of.
    pub fn read(bytes: &[u8], authority: &Authority) -> Result<Self, ManifestRefusal> {
        let note = Note::read_within(bytes, MANIFEST_BYTES_MAX)?;
        let manifest = read_text(note.text())?;
        let from = [manifest.label.from];
        let signed = authority.signers(&note, &from)?;
        if manifest.exchange != *authority.exchange() {
            return Err(ManifestRefusal::OtherExchange(manifest.exchange));
        }
        match authority.unsigned(&from, &signed).pop() {
            Some((_, missing)) => Err(ManifestRefusal::Unsigned(missing)),
            None => Ok(manifest),
        }
    }
}

/// Reads a manifest's text. There is one text for one manifest.
pub(super) fn read_text(text: &str) -> Result<Manifest, ManifestRefusal> {
    let mut lines = text.lines().zip(1..);
    let mut take = |prefix: &str| {
        let (line, at) = lines.next().ok_or(ManifestRefusal::Line(0))?;
        line.strip_prefix(prefix).ok_or(ManifestRefusal::Line(at))
    };
    if !take(FORM)?.is_empty() {
        return Err(ManifestRefusal::Line(1));
    }
    let exchange = ExchangeId::read(take("exchange ")?).ok().ok_or(ManifestRefusal::Line(2))?;
    let from = read_party(take("from ")?).ok_or(ManifestRefusal::Line(3))?;
    let to = match take("to ")? {
        ANYONE => None,
        letter => Some(read_party(letter).ok_or(ManifestRefusal::Line(4))?),
    };
    let seq = notary::read_decimal(take("seq ")?).ok_or(ManifestRefusal::Line(5))?;
    let prev = Digest::read(take("prev ")?).ok_or(ManifestRefusal::Line(6))?;
    let ack = match take("ack ")? {
        NOTHING => None,
        number => Some(notary::read_decimal(number).ok_or(ManifestRefusal::Line(7))?),
    };
    let label = Label { from, to, seq, prev, ack };
    if !label.is_in_order() {
        return Err(ManifestRefusal::Label);
    }
    let mut files = BTreeMap::new();
    for (line, at) in lines {
        let (path, listed) = read_file_line(line).ok_or(ManifestRefusal::Line(at))?;
        files.insert(path, listed);
    }
    let manifest = Manifest { exchange, label, files };
    // Order and doubles are settled at once: there is one text for one manifest.
    if manifest.text() == text { Ok(manifest) } else { Err(ManifestRefusal::Order) }
}

fn read_file_line(line: &str) -> Option<(String, Listed)> {
    let mut words = line.strip_prefix("file ")?.splitn(3, ' ');
    let digest = Digest::read(words.next()?)?;
    let size = notary::read_decimal(words.next()?)?;
    let path = words.next()?;
    let known = Name::read(path).is_some_and(|name| name != Name::Manifest);
    known.then(|| (path.to_owned(), Listed { digest, size }))
}

/// Adds the manifest to the files of a bundle.
///
/// # Errors
/// Refused where a file has no place in a bundle, or the keys are not enough for the party.
pub fn pack(
    mut files: Files,
    authority: &Authority,
    label: Label,
    keys: &[&SecretKey],
) -> Result<Files, ManifestRefusal> {
    files.remove(MANIFEST);
    let stranger = files.keys().find(|path| Name::read(path).is_none());
    if let Some(path) = stranger {
        return Err(ManifestRefusal::Stranger(path.clone()));
    }
    let listed = files.iter().map(|(path, bytes)| {
        let size = u64::try_from(bytes.len()).expect("a file in memory is below 2^64 bytes");
        (path.clone(), Listed { digest: Digest::of(&[bytes]), size })
    });
    let exchange = authority.exchange().clone();
    let manifest = Manifest { exchange, label, files: listed.collect() };
    let mut note = Note::new_within(manifest.text(), MANIFEST_BYTES_MAX)?;
    for key in keys {
        note.sign(key)?;
    }
    let bytes = note.to_bytes();
    let known = Roster::gather(&files, authority);
    Manifest::read(&bytes, &authority.clone().knowing(known))?;
    files.insert(MANIFEST.to_owned(), bytes);
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_name() {
        for name in [
            Name::Act(0),
            Name::Act(12_345),
            Name::Salt(7),
            Name::Sealed(8),
            Name::Earlier(3),
            Name::Head,
        ] {
            assert_eq!(Name::read(&name.path()), Some(name));
        }
        for path in
            ["acts/1.note", "acts/00001.note", "acts/+001.note", "../head.note", "acts/0001.json"]
        {
            assert_eq!(Name::read(path), None, "{path}");
        }
        assert_eq!(Name::read("payloads/0001.txt"), None);
        assert_eq!(Name::read(""), None);
    }
}

//! A note is text with signatures below it (C2SP signed-note). The exact bytes of the text are what
//! is signed; nothing is ever written anew.
//!
//! Read more strictly than C2SP asks: one note has one form in bytes, so that it can be hashed. A
//! signature line appears once, base64 is canonical, and the text holds no empty line.

use crate::key::{Algorithm, SecretKey, VerifyKey};
use crate::{base64, read_base64};

/// The largest note that is read, in bytes.
pub const NOTE_BYTES_MAX: usize = 1_000_000;
/// The most signatures a note may carry.
pub const SIGNATURES_MAX: usize = 100;

const DASH: &str = "\u{2014} ";

/// Why bytes are not a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteRefusal {
    /// Longer than the limit, which is [`NOTE_BYTES_MAX`] unless the reader sets another.
    #[error("the note is {0} bytes long, which is over the limit")]
    Long(usize),
    /// Not UTF-8, or a control character other than the newline.
    #[error("the note is not plain UTF-8 text, or holds a control character")]
    Text,
    /// No empty line between text and signatures, or more than one.
    #[error("the note's text must end in one empty line, with signatures below it")]
    Parting,
    /// A signature line that is not `— name base64`.
    #[error("signature line {0} is not `— name base64` in its one canonical form")]
    Line(usize),
    /// More than [`SIGNATURES_MAX`] lines, or none.
    #[error("the note carries {0} signatures; 1 to {SIGNATURES_MAX} are read")]
    Count(usize),
    /// The same key twice.
    #[error("the key `{0}` signed twice")]
    Twice(String),
}

/// One signature line: who says to have signed, and the bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignatureLine {
    /// The key's name.
    pub name: String,
    /// The key's identifier.
    pub id: u32,
    /// The signature, in the form of the key's algorithm.
    pub bytes: Vec<u8>,
}

/// Text with signature lines. Holding one says nothing of whether the signatures are right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

impl Note {
    /// Makes a note without signatures. The text ends in a newline and holds no empty line.
    pub fn new(text: String) -> Result<Self, NoteRefusal> {
        Self::new_within(text, NOTE_BYTES_MAX)
    }

    /// As [`Note::new`], with another limit in bytes.
    pub fn new_within(text: String, bytes_max: usize) -> Result<Self, NoteRefusal> {
        if text.len() > bytes_max {
            return Err(NoteRefusal::Long(text.len()));
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(NoteRefusal::Text);
        }
        if !text.ends_with('\n') || text.starts_with('\n') || text.contains("\n\n") {
            return Err(NoteRefusal::Parting);
        }
        Ok(Self { text, signatures: Vec::new() })
    }

    /// Reads a signed note.
    pub fn read(bytes: &[u8]) -> Result<Self, NoteRefusal> {
        Self::read_within(bytes, NOTE_BYTES_MAX)
    }

    /// As [`Note::read`], with another limit in bytes.
    pub fn read_within(bytes: &[u8], bytes_max: usize) -> Result<Self, NoteRefusal> {
        if bytes.len() > bytes_max {
            return Err(NoteRefusal::Long(bytes.len()));
        }
        let all = std::str::from_utf8(bytes).ok().ok_or(NoteRefusal::Text)?;
        let cut = all.find("\n\n").ok_or(NoteRefusal::Parting)? + 1;
        let (text, rest) = all.split_at(cut);
        let mut note = Self::new_within(text.to_owned(), bytes_max)?;
        let lines = rest
            .strip_prefix('\n')
            .and_then(|lines| lines.strip_suffix('\n'))
            .ok_or(NoteRefusal::Count(0))?;
        for (at, line) in lines.split('\n').enumerate() {
            if at >= SIGNATURES_MAX {
                return Err(NoteRefusal::Count(lines.split('\n').count()));
            }
            let signature = read_line(line).ok_or(NoteRefusal::Line(at + 1))?;
            let same =
                |have: &SignatureLine| (&have.name, have.id) == (&signature.name, signature.id);
            if note.signatures.iter().any(same) {
                return Err(NoteRefusal::Twice(signature.name));
            }
            note.signatures.push(signature);
        }
        Ok(note)
    }

    /// Returns the text, with its last newline: the bytes that are signed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the signature lines in their order.
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// Says whether the lines stand in the order of names, as a note that is hashed must have them.
    pub fn is_sorted(&self) -> bool {
        self.signatures.is_sorted()
    }

    /// Returns the note's one form in bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.text.clone().into_bytes();
        bytes.push(b'\n');
        for line in &self.signatures {
            let material = [&line.id.to_be_bytes()[..], &line.bytes].concat();
            bytes.extend(format!("{DASH}{} {}\n", line.name, base64(&material)).into_bytes());
        }
        bytes
    }

    /// Adds the signature of a note key, in the order of names.
    pub fn sign(&mut self, key: &SecretKey) -> Result<(), NoteRefusal> {
        self.add(key, key.sign(self.text.as_bytes()).to_vec())
    }

    /// Returns the note with the signatures of both, in the order of names, so that two who signed side by side come
    /// to one note. Of two signatures of one key the same one is kept in whatever order notes are joined.
    ///
    /// None where the texts differ, or where there would be more than [`SIGNATURES_MAX`].
    #[must_use]
    pub fn joined(&self, other: &Self) -> Option<Self> {
        if self.text != other.text {
            return None;
        }
        let mut signatures = [self.signatures.as_slice(), &other.signatures].concat();
        signatures.sort();
        signatures.dedup_by(|next, kept| (&next.name, next.id) == (&kept.name, kept.id));
        let fits = signatures.len() <= SIGNATURES_MAX;
        fits.then(|| Self { text: self.text.clone(), signatures })
    }

    /// Adds a ready signature, in the order of names.
    pub(crate) fn add(&mut self, key: &SecretKey, bytes: Vec<u8>) -> Result<(), NoteRefusal> {
        let public = key.public();
        let line = SignatureLine { name: public.name().to_owned(), id: public.id(), bytes };
        if self.signatures.len() >= SIGNATURES_MAX {
            return Err(NoteRefusal::Count(self.signatures.len() + 1));
        }
        if self.signatures.iter().any(|have| have.name == line.name && have.id == line.id) {
            return Err(NoteRefusal::Twice(line.name));
        }
        self.signatures.push(line);
        self.signatures.sort();
        Ok(())
    }

    /// Says whether a signature line is the key's own over this text.
    pub fn is_signed(&self, line: &SignatureLine, key: &VerifyKey) -> bool {
        let named = line.name == key.name() && line.id == key.id();
        let bytes: Option<&[u8; 64]> = line.bytes.as_slice().try_into().ok();
        let right = |bytes| key.accepts(self.text.as_bytes(), bytes);
        named && key.algorithm() == Algorithm::Note && bytes.is_some_and(right)
    }
}

fn read_line(line: &str) -> Option<SignatureLine> {
    let (name, material) = line.strip_prefix(DASH)?.split_once(' ')?;
    let material = read_base64(material)?;
    let (id, bytes) = material.split_first_chunk::<4>()?;
    if !crate::key::is_name(name) || bytes.is_empty() {
        return None;
    }
    Some(SignatureLine {
        name: name.to_owned(),
        id: u32::from_be_bytes(*id),
        bytes: bytes.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, seed: u8) -> SecretKey {
        SecretKey::from_seed(name, Algorithm::Note, &[seed; 32]).unwrap()
    }

    fn note() -> Note {
        let mut note = Note::new("first line\nsecond line\n".to_owned()).unwrap();
        note.sign(&key("B-officer", 2)).unwrap();
        note.sign(&key("A-officer", 1)).unwrap();
        note
    }

    #[test]
    fn a_note_reads_back_byte_for_byte_and_its_signatures_hold() {
        let note = note();
        let again = Note::read(&note.to_bytes()).unwrap();
        assert_eq!(again, note);
        assert!(again.is_sorted());
        let [a, b] = again.signatures() else { panic!("two signatures") };
        assert!(again.is_signed(a, key("A-officer", 1).public()));
        assert!(!again.is_signed(a, key("A-officer", 9).public()));
        assert!(!again.is_signed(b, key("A-officer", 1).public()));
    }

    #[test]
    fn notes_signed_side_by_side_join_to_one_in_any_order() {
        let bare = || Note::new("first line\n".to_owned()).unwrap();
        let [mut one, mut other, mut third] = [bare(), bare(), bare()];
        one.sign(&key("B-officer", 2)).unwrap();
        other.sign(&key("A-officer", 1)).unwrap();
        third.sign(&key("A-officer", 1)).unwrap();
        third.sign(&key("C-officer", 3)).unwrap();
        let join = |first: &Note, second: &Note, third: &Note| {
            first.joined(second).unwrap().joined(third).unwrap()
        };
        let all = join(&one, &other, &third);
        let names: Vec<&str> = all.signatures().iter().map(|line| line.name.as_str()).collect();
        assert_eq!(names, ["A-officer", "B-officer", "C-officer"]);
        assert!(all.is_sorted() && join(&third, &one, &other) == all);
        assert_eq!(all.joined(&all), Some(all.clone()));
        assert_eq!(all.joined(&note()), None, "other words");
        // Of two signatures of one key, the same one.
        let mut wrong = other.clone();
        wrong.signatures[0].bytes[0] ^= 1;
        assert_eq!(wrong.joined(&other), other.joined(&wrong));
    }

    #[test]
    fn changing_any_byte_breaks_the_form_or_a_signature() {
        let bytes = note().to_bytes();
        let keys = [key("A-officer", 1), key("B-officer", 2)];
        for at in 0..bytes.len() {
            for flip in [0x01, 0x20, 0x80] {
                let mut changed = bytes.clone();
                changed[at] ^= flip;
                let Ok(read) = Note::read(&changed) else { continue };
                let whole = keys.iter().all(|key| {
                    read.signatures().iter().any(|line| read.is_signed(line, key.public()))
                });
                assert!(!whole, "byte {at} changed by {flip:02x} went unseen");
            }
        }
    }

    #[test]
    fn text_that_is_no_note_is_refused() {
        let bytes = note().to_bytes();
        let text = String::from_utf8(bytes).unwrap();
        let read = |text: &str| Note::read(text.as_bytes());
        assert_eq!(read(""), Err(NoteRefusal::Parting));
        assert_eq!(read("text\n\n"), Err(NoteRefusal::Count(0)));
        assert_eq!(read(&text.replace("first", "fir\rst")), Err(NoteRefusal::Text));
        assert_eq!(read(&text.replace("first", "fir\0st")), Err(NoteRefusal::Text));
        assert_eq!(read(text.trim_end()), Err(NoteRefusal::Count(0)));
        let line = text.lines().next_back().unwrap();
        assert_eq!(
            read(&format!("{text}{line}\n")),
            Err(NoteRefusal::Twice("B-officer".to_owned()))
        );
        assert_eq!(Note::read(&[0xff; 4]), Err(NoteRefusal::Text));
        assert!(matches!(Note::new("a\n\nb\n".to_owned()), Err(NoteRefusal::Parting)));
        assert!(matches!(Note::new("a".to_owned()), Err(NoteRefusal::Parting)));
    }

    #[test]
    fn another_implementation_reads_and_verifies_our_notes() {
        let ours = note().to_bytes();
        let theirs = signed_note::Note::from_bytes(&ours).unwrap();
        let known = |name, seed| {
            let vkey = key(name, seed).public().to_string();
            Box::new(signed_note::StandardVerifier::new(&vkey).unwrap())
        };
        let list =
            signed_note::VerifierList::new(vec![known("A-officer", 1), known("B-officer", 2)]);
        let (good, unknown) = theirs.verify(&list).unwrap();
        assert_eq!((good.len(), unknown.len()), (2, 0));
    }
}

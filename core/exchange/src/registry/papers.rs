//! Papers: photographs, documents, letters and medical papers that somebody handed in about a person.
//!
//! A paper has a source, as a claim has. Its bytes and words lie in the compartment of its kind; the journal
//! keeps references, sizes and salted digests. It says nothing by itself: what is read off it is a claim of its
//! own. What stands in a file beside its content never gets here: the shell writes each file anew first.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::claim::{Kept, Source};
use super::decide::{check_source, keep, keep_reason, known};
use super::{Assertion, Condition, Credibility, Event, Refusal, Reliability, SourceKind};
use crate::journal::{Compartment, Context, Outcome, State as Journal, Thing, VaultChange};
use crate::vocabulary::{PaperId, PersonId, Private};

/// The most papers of one person, all entries together.
pub const PAPERS_MAX: usize = 100;
/// The longest paper, in bytes.
pub const PAPER_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The longest name of a file and the longest note, in characters.
pub const PAPER_WORDS_MAX: usize = 1_000;

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperKind {
    /// A photograph of the person.
    Photograph,
    /// A paper that says who they are, or what happened: a passport's page, a court's order.
    Document,
    /// A letter or card of the person or to them (GC III art. 71).
    Letter,
    /// A paper that says something of health.
    Medical,
}

impl PaperKind {
    /// Every kind, in order.
    pub const ALL: [Self; 4] = [Self::Photograph, Self::Document, Self::Letter, Self::Medical];

    /// Returns its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Photograph => "photograph",
            Self::Document => "document",
            Self::Letter => "letter",
            Self::Medical => "medical",
        }
    }

    /// Reads a kind by its word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Says which thing it is in the table of access.
    pub fn thing(self) -> Thing {
        match self {
            Self::Photograph => Thing::Description,
            Self::Document => Thing::Words,
            Self::Letter => Thing::FamilyWord,
            Self::Medical => Thing::Health,
        }
    }

    /// Says in which compartment it lies.
    pub fn compartment(self) -> Compartment {
        self.thing().compartment().unwrap_or(Compartment::Identity)
    }
}

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperForm {
    /// A JPEG image.
    Jpeg,
    /// A PNG image.
    Png,
    /// Plain text in UTF-8.
    Text,
}

impl PaperForm {
    /// Returns the ending of a file's name, which is also its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Text => "txt",
        }
    }

    /// Returns its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// A paper as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// About whom.
    pub person: PersonId,
    /// What it is.
    pub kind: PaperKind,
    /// What its bytes are.
    pub form: PaperForm,
    /// How many there are.
    pub bytes: u32,
    /// What kind of source handed it in.
    pub source: SourceKind,
    /// How reliable the source is.
    pub reliability: Reliability,
    /// How likely what it shows is.
    pub credibility: Credibility,
    /// Under which condition it was given.
    pub condition: Condition,
    /// The source's name, the file's name and the note.
    pub words: Kept,
    /// The file.
    pub file: Kept,
}

/// What is said of a paper, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperWords {
    /// Who handed it in.
    pub source: Private<String>,
    /// What its file was called. It is shown, and never used as a path.
    pub name: Private<String>,
    /// What somebody noted of it.
    pub note: Option<Private<String>>,
}

/// The same as bytes of a vault record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    source: String,
    name: String,
    note: Option<String>,
}

impl PaperWords {
    fn to_bytes(&self) -> Vec<u8> {
        let open = |text: &Private<String>| text.open().clone();
        let (source, name) = (open(&self.source), open(&self.name));
        let wire = Wire { source, name, note: self.note.as_ref().map(open) };
        serde_json::to_vec(&wire).expect("texts are JSON")
    }

    /// Reads the bytes of a vault record.
    ///
    /// # Errors
    /// When they are anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let Wire { source, name, note } = serde_json::from_slice(bytes)?;
        let (source, name) = (Private::new(source), Private::new(name));
        Ok(Self { source, name, note: note.map(Private::new) })
    }
}

/// A paper that is to be kept.
#[derive(Debug, Clone)]
pub struct NewPaper {
    /// What it is.
    pub kind: PaperKind,
    /// What its bytes are, as whoever wrote them anew says.
    pub form: PaperForm,
    /// The bytes.
    pub file: Private<Vec<u8>>,
    /// What its file was called.
    pub name: Private<String>,
    /// What somebody noted of it.
    pub note: Option<Private<String>>,
}

/// The papers of all people.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Papers {
    all: BTreeMap<PaperId, Paper>,
    of: BTreeMap<PersonId, BTreeSet<PaperId>>,
}

impl Papers {
    /// Returns a paper that is there.
    pub fn get(&self, paper: &PaperId) -> Option<&Paper> {
        self.all.get(paper)
    }

    /// Returns the papers of one entry, in the order of their references.
    pub fn of(&self, person: &PersonId) -> impl Iterator<Item = (&PaperId, &Paper)> {
        let own = self.of.get(person).into_iter().flatten();
        own.filter_map(|id| Some((id, self.all.get(id)?)))
    }

    /// Returns all papers, in the order of their references.
    pub fn iter(&self) -> impl Iterator<Item = (&PaperId, &Paper)> {
        self.all.iter()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn add(&mut self, id: PaperId, paper: Paper) {
        self.of.entry(paper.person.clone()).or_default().insert(id.clone());
        self.all.insert(id, paper);
    }

    pub(super) fn remove(&mut self, id: &PaperId) {
        let Some(paper) = self.all.remove(id) else { return };
        if let Some(own) = self.of.get_mut(&paper.person) {
            own.remove(id);
        }
    }

    pub(super) fn erase(&mut self, person: &PersonId) {
        for id in self.of.remove(person).into_iter().flatten() {
            self.all.remove(&id);
        }
    }
}

/// Keeps a paper about a person.
pub(super) fn add(
    state: &Journal,
    context: &Context,
    (person, source): (PersonId, Option<&Source>),
    new: &NewPaper,
) -> Result<Outcome<Event>, Refusal> {
    known(state, &person)?;
    let named = source.filter(|source| !source.name.open().trim().is_empty());
    let Some(source) = named else { return Err(Refusal::NoSource { says: "paper" }) };
    // Who somebody is may be said by anybody, and not under pressure.
    check_source(state, &Assertion::Identity, source)?;
    let registry = &state.registry;
    let group = registry.group(&person, None);
    let count: usize = group.iter().map(|one| registry.papers.of(one).count()).sum();
    if count >= PAPERS_MAX {
        return Err(Refusal::TooManyPapers { person });
    }
    let bytes = new.file.open().len();
    let small = u32::try_from(bytes).ok().filter(|_| (1..=PAPER_BYTES_MAX).contains(&bytes));
    let Some(small) = small else { return Err(Refusal::PaperTooLarge { bytes }) };
    let words =
        PaperWords { source: source.name.clone(), name: new.name.clone(), note: new.note.clone() };
    let texts = [Some(&words.name), words.note.as_ref()].into_iter().flatten();
    if texts.into_iter().any(|text| text.open().chars().count() > PAPER_WORDS_MAX) {
        return Err(Refusal::PaperWordsTooLong);
    }
    let place = (&person, new.kind.compartment());
    let (words, keeps_words) = keep(context, ("registry/paper-words", 0), place, words.to_bytes());
    let (file, keeps_file) = keep(context, ("registry/paper", 0), place, new.file.open().clone());
    let paper =
        PaperId::read(&context.draw_id("registry/paper-id", 0)).expect("hexadecimal digits");
    let about = Paper {
        person,
        kind: new.kind,
        form: new.form,
        bytes: small,
        source: source.kind,
        reliability: source.reliability,
        credibility: source.credibility,
        condition: source.condition,
        words,
        file,
    };
    let event = Event::PaperAdded { paper, about: Box::new(about) };
    Ok(Outcome::of(vec![event]).with(vec![keeps_words, keeps_file]))
}

/// Destroys a paper. That it was there, and why it is gone, stays.
pub(super) fn remove(
    state: &Journal,
    context: &Context,
    paper: PaperId,
    reason: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    let Some(kept) = state.registry.papers.get(&paper) else {
        return Err(Refusal::UnknownPaper { paper });
    };
    known(state, &kept.person)?;
    if state.registry.held_since(&kept.person).is_some() {
        return Err(Refusal::OnHold { person: kept.person.clone() });
    }
    let (why, keeps_why) = keep_reason(context, (0, &kept.person), reason)?;
    let gone = [&kept.words, &kept.file].map(|kept| VaultChange::Erase(kept.record.clone()));
    let event = Event::PaperRemoved { paper, why };
    Ok(Outcome::of(vec![event]).with(vec![keeps_why]).with(gone.to_vec()))
}

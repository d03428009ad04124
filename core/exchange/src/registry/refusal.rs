//! Why this stage refuses.

use super::SourceKind;
use super::papers::{PAPER_BYTES_MAX, PAPER_WORDS_MAX, PAPERS_MAX};
use crate::vocabulary::{ClaimId, LineId, PaperId, PersonId};

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Nobody says it.
    #[error("`{says}` names nobody who says it")]
    NoSource {
        /// What was to be recorded.
        says: &'static str,
    },
    /// The source cannot know it.
    #[error("`{says}` cannot rest on the word of {source_kind:?}")]
    NotTheirs {
        /// What was to be recorded.
        says: &'static str,
        /// What kind of source was named.
        source_kind: SourceKind,
    },
    /// It was got by pressure.
    #[error("what is got by pressure is no claim")]
    UnderPressure,
    /// A wish that was not heard in private.
    #[error("a wish not to return counts only when it was heard in private")]
    NotInPrivate,
    /// Nothing is said of whom it is about.
    #[error("nothing is said of who the person is")]
    NobodyNamed,
    /// An identity without a field, or a language that is no code.
    #[error("`{0}` is not an ISO 639 code of two or three letters")]
    NotALanguage(String),
    /// A claim that says nothing.
    #[error("`{says}` says nothing without the field `{field}`")]
    NothingTold {
        /// What was to be recorded.
        says: &'static str,
        /// What must be there, though it be `refused` or `unable`.
        field: crate::lists::Field,
    },
    /// A person whom the registry does not know.
    #[error("no person {person} is in this registry")]
    UnknownPerson {
        /// The reference.
        person: PersonId,
    },
    /// A claim that the registry does not know, or that counts no more.
    #[error("no claim {claim} that counts is in this registry")]
    UnknownClaim {
        /// The reference.
        claim: ClaimId,
    },
    /// A line that no closed list has.
    #[error("no closed list has the line {line}")]
    UnknownLine {
        /// The reference.
        line: LineId,
    },
    /// The data was destroyed.
    #[error("the data about {person} was erased")]
    Erased {
        /// The reference.
        person: PersonId,
    },
    /// The data is still needed.
    #[error("{person} is {status}, and what is known of them is still needed")]
    StillNeeded {
        /// The reference.
        person: PersonId,
        /// The status.
        status: super::Status,
    },
    /// Somebody said why the data has to be kept.
    #[error("the data about {person} is on hold")]
    OnHold {
        /// The reference.
        person: PersonId,
    },
    /// There is no hold to end.
    #[error("the data about {person} is not on hold")]
    NoHold {
        /// The reference.
        person: PersonId,
    },
    /// Two entries that are one already.
    #[error("{one} and {other} are one person already")]
    AlreadyOne {
        /// One entry.
        one: PersonId,
        /// The other.
        other: PersonId,
    },
    /// Whoever is to be entered looks like somebody who is entered already.
    #[error("already entered, and perhaps the same person: {}", list(.alike))]
    LooksKnown {
        /// Whom.
        alike: Vec<PersonId>,
    },
    /// A person cannot be told apart from themselves.
    #[error("{one} and {other} are one entry, or merged into one")]
    NotTwo {
        /// One entry.
        one: PersonId,
        /// The other.
        other: PersonId,
    },
    /// A claim about somebody else, or one that counts no more.
    #[error("no claim {claim} about {person} counts")]
    NotAboutThem {
        /// The claim.
        claim: ClaimId,
        /// The person.
        person: PersonId,
    },
    /// A claim that says nothing of a thing cannot settle it.
    #[error("claim {claim} says nothing of `{field}`")]
    SaysNothingOf {
        /// The claim.
        claim: ClaimId,
        /// The thing.
        field: crate::lists::Field,
    },
    /// No open merge of that reference.
    #[error("no merge {claim} waits for this")]
    NoSuchMerge {
        /// The reference.
        claim: ClaimId,
    },
    /// The second must be somebody else.
    #[error("`{name}` proposed this merge and cannot be the second who agrees")]
    SamePerson {
        /// The working name.
        name: String,
    },
    /// No reason.
    #[error("no reason is given")]
    NoReason,
    /// A paper that the registry does not know, or that is gone.
    #[error("no paper {paper} is in this registry")]
    UnknownPaper {
        /// The reference.
        paper: PaperId,
    },
    /// More papers of one person than are kept.
    #[error("{person} has {PAPERS_MAX} papers already")]
    TooManyPapers {
        /// The reference.
        person: PersonId,
    },
    /// A paper of no byte, or of more than are kept.
    #[error("a paper has 1 to {PAPER_BYTES_MAX} bytes, this one has {bytes}")]
    PaperTooLarge {
        /// How many there are.
        bytes: usize,
    },
    /// A name or note that is too long.
    #[error("the name of a file and a note have at most {PAPER_WORDS_MAX} characters")]
    PaperWordsTooLong,
}

crate::vocabulary::ids! { Refusal {
    NoSource => "registry-no-source",
    NotTheirs => "registry-not-theirs",
    UnderPressure => "registry-under-pressure",
    NotInPrivate => "registry-not-in-private",
    NobodyNamed => "registry-nobody-named",
    NotALanguage => "registry-not-a-language",
    NothingTold => "registry-nothing-told",
    UnknownPerson => "registry-unknown-person",
    UnknownClaim => "registry-unknown-claim",
    UnknownLine => "registry-unknown-line",
    Erased => "registry-erased",
    StillNeeded => "registry-still-needed",
    OnHold => "registry-on-hold",
    NoHold => "registry-no-hold",
    AlreadyOne => "registry-already-one",
    LooksKnown => "registry-looks-known",
    NotTwo => "registry-not-two",
    NotAboutThem => "registry-not-about-them",
    SaysNothingOf => "registry-says-nothing-of",
    NoSuchMerge => "registry-no-such-merge",
    SamePerson => "registry-same-person",
    NoReason => "registry-no-reason",
    UnknownPaper => "registry-unknown-paper",
    TooManyPapers => "registry-too-many-papers",
    PaperTooLarge => "registry-paper-too-large",
    PaperWordsTooLong => "registry-paper-words-too-long",
} }

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NoSource { .. } => "name who says it: a person, an office, a paper".to_owned(),
            Self::NotTheirs { .. } => {
                "record what this source can know, or name the source that says this".to_owned()
            }
            Self::UnderPressure => {
                "leave it out; report how it was got to whom it concerns".to_owned()
            }
            Self::NotInPrivate => {
                "have a neutral or the handover team hear the person with nobody listening"
                    .to_owned()
            }
            Self::NobodyNamed => {
                "give a name, a service number or a mark; that somebody refused or was unable to \
                 answer counts too"
                    .to_owned()
            }
            Self::NothingTold { field, .. } => {
                format!(
                    "give the field, such as --field {field}=TEXT; refused and unable are answers"
                )
            }
            Self::NotALanguage(_) => "write uk, ru, en and the like".to_owned(),
            Self::UnknownPerson { .. } => "search with `safeconduct registry search`".to_owned(),
            Self::UnknownClaim { .. } | Self::NotAboutThem { .. } | Self::SaysNothingOf { .. } => {
                "see the claims with `safeconduct registry show`".to_owned()
            }
            Self::UnknownLine { .. } => {
                "close the list first, and name one of its lines".to_owned()
            }
            Self::Erased { .. } => "register the person anew if there is a reason to".to_owned(),
            Self::StillNeeded { .. } => {
                "erase once the person is back, or the claims that they are held are withdrawn"
                    .to_owned()
            }
            Self::OnHold { .. } => {
                "the hold ends with `safeconduct registry unhold`, by whoever answers for its reason"
                    .to_owned()
            }
            Self::AlreadyOne { .. } | Self::NoHold { .. } => "nothing to do".to_owned(),
            Self::LooksKnown { .. } => {
                "look at each with `safeconduct registry show`. If it is the same \
                 person, add to them with `safeconduct registry claim`; if not, name each with \
                 --apart-from and say with --reason what differs"
                    .to_owned()
            }
            Self::NotTwo { .. } => {
                "undo the merge first with `safeconduct registry unmerge`".to_owned()
            }
            Self::NoSuchMerge { .. } => {
                "see open merges with `safeconduct registry show`".to_owned()
            }
            Self::SamePerson { .. } => "ask a second officer to look at both entries".to_owned(),
            Self::NoReason => "say in a few words why".to_owned(),
            Self::UnknownPaper { .. } => {
                "see the papers with `safeconduct registry paper list`".to_owned()
            }
            Self::TooManyPapers { .. } => {
                "remove those that say nothing more with `safeconduct registry paper remove`"
                    .to_owned()
            }
            Self::PaperTooLarge { .. } => "save it smaller: fewer pixels, one page".to_owned(),
            Self::PaperWordsTooLong => "say it shorter".to_owned(),
        }
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        match self {
            Self::NoSource { .. } => {
                Some("spec/2-registry.md 2: a status without a source is refused")
            }
            Self::NotTheirs { .. } => Some(
                "GC III art. 122 and 123: the Power that holds a prisoner gives notice of it, through \
                 its bureau and the Central Agency",
            ),
            Self::UnderPressure => {
                Some("GC III art. 17: no coercion to secure information from prisoners of war")
            }
            Self::NotInPrivate => Some("spec/2-registry.md 4: a wish is heard in private"),
            Self::StillNeeded { .. } => Some(
                "GC III art. 122: a bureau answers all enquiries about prisoners, those who died in \
                 captivity included",
            ),
            Self::SamePerson { .. } => {
                Some("spec/2-registry.md 5: what changes a family's answer needs two people")
            }
            Self::LooksKnown { .. } => Some("spec/2-registry.md 5: search before entering"),
            Self::NobodyNamed
            | Self::NothingTold { .. }
            | Self::NotALanguage(_)
            | Self::UnknownPerson { .. }
            | Self::UnknownClaim { .. }
            | Self::UnknownLine { .. }
            | Self::Erased { .. }
            | Self::AlreadyOne { .. }
            | Self::OnHold { .. }
            | Self::NoHold { .. }
            | Self::NotTwo { .. }
            | Self::NotAboutThem { .. }
            | Self::SaysNothingOf { .. }
            | Self::NoSuchMerge { .. }
            | Self::UnknownPaper { .. }
            | Self::TooManyPapers { .. }
            | Self::PaperTooLarge { .. }
            | Self::PaperWordsTooLong
            | Self::NoReason => None,
        }
    }
}

fn list(people: &[PersonId]) -> String {
    people.iter().map(PersonId::as_str).collect::<Vec<_>>().join(", ")
}

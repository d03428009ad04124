//! Family notices: who is told that somebody is back, by whom, and in which order.
//!
//! The person decides. Nobody is told before the person has crossed the line, is identified, and has
//! said who may know; only where the person is unable to say so are the person to be informed (GC III
//! art. 122(4)) and then verified relatives told without. Whom the person named comes first, in the
//! person's order, then verified relatives, then the public. A death is never a message: it becomes a
//! visit by a named officer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::vocabulary::{ContactId, Digest, PersonId, Private, RecordId};

/// The most contacts of one person.
pub const CONTACTS_MAX: usize = 50;

/// What is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// Crossed the line and is identified.
    Crossed,
    /// It is not certain that the person lives.
    Doubt,
    /// The person has died.
    Death,
}

impl NoticeKind {
    /// Returns the kind in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Crossed => "a return",
            Self::Doubt => "a doubt whether the person lives",
            Self::Death => "a death",
        }
    }

    /// Says whether a message may carry it.
    pub fn may_be_sent(self) -> bool {
        self == Self::Crossed
    }
}

/// What somebody is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum ContactKind {
    /// Named by the person after crossing, in this place of the person's order, counted from 1.
    Named {
        /// The place.
        place: u16,
    },
    /// The person to be informed, by the capture card or the Bureau's file (GC III art. 122(4)).
    ToBeInformed,
    /// A relative whom nobody named.
    Kin,
}

/// How somebody made sure that a contact is who they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verification {
    /// Called back on a number known from elsewhere.
    CallBack,
    /// By a document that shows the kinship.
    Document,
    /// By the file of the National Information Bureau.
    BureauFile,
}

/// How to reach somebody. It goes to the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactDetails {
    /// Name.
    pub name: Private<String>,
    /// What they are to the person, in words.
    pub relation: Private<String>,
    /// Telephone, address, or another way.
    pub reach: Private<String>,
}

impl ContactDetails {
    /// Returns the form that goes to the vault.
    pub(super) fn wire(&self) -> Vec<u8> {
        let wire = serde_json::json!({
            "name": self.name.open(),
            "relation": self.relation.open(),
            "reach": self.reach.open(),
        });
        serde_json::to_vec(&wire).expect("three words are plain JSON")
    }
}

/// Somebody who may be told, as the journal knows them: no name, no number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contact {
    /// About whom.
    pub person: PersonId,
    /// What they are to the person.
    pub kind: ContactKind,
    /// How they were verified.
    pub verified: Option<Verification>,
    /// Whether they were told, or tried and not reached; none while nobody has tried.
    pub told: Option<Delivery>,
    /// Where the details are.
    pub record: RecordId,
    /// What commits to them.
    pub digest: Digest,
}

/// What came of trying to tell somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// Told, and it was heard.
    Told,
    /// Tried; nobody was reached. It is tried again, and others need not wait.
    NotReached,
}

/// What the person decided, or that the person is unable to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Those named, and then verified relatives.
    Family,
    /// Nobody.
    Nobody,
    /// A clinician found the person unable to say.
    Unable,
}

/// A notice on its way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Notice {
    /// About whom.
    pub person: PersonId,
    /// To whom.
    pub contact: ContactId,
    /// What came of it; none while it waits.
    pub delivery: Option<Delivery>,
}

/// A visit by a named officer, in place of a message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Visit {
    /// About whom.
    pub person: PersonId,
    /// To whom.
    pub contact: ContactId,
    /// What is to be told.
    pub kind: NoticeKind,
    /// Who goes, by a working name.
    pub officer: String,
    /// Whether it was made.
    pub made: bool,
}

/// Lists who may be told about a person, in order. Empty where the person wants nobody to be told.
pub fn order(
    contacts: &BTreeMap<ContactId, Contact>,
    person: &PersonId,
    decision: Decision,
) -> Vec<ContactId> {
    let rank = |contact: &Contact| match (decision, contact.kind, contact.verified) {
        (Decision::Family, ContactKind::Named { place }, _) => Some((0, place)),
        (Decision::Nobody, _, _)
        | (Decision::Unable, ContactKind::Named { .. }, _)
        | (_, _, None) => None,
        (_, ContactKind::ToBeInformed, Some(_)) => Some((1, 0)),
        (_, ContactKind::Kin, Some(_)) => Some((2, 0)),
    };
    let of = contacts.iter().filter(|(_, contact)| contact.person == *person);
    let mut order: Vec<((u8, u16), &ContactId)> =
        of.filter_map(|(id, contact)| Some((rank(contact)?, id))).collect();
    order.sort();
    order.into_iter().map(|(_, id)| id.clone()).collect()
}

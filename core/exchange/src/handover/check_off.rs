//! Check-off: each line of a manifest ends in an outcome, never in a tick, and whoever came without a
//! line is written down too.
//!
//! Entries are made on a device, each under an identifier of its own, and are only ever added. Two
//! devices may work through one round and put their entries together later in any order, any number of
//! times: what stands is computed from the set of entries and from nothing else.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journal::{Compartment, Context, VaultChange};
use crate::vocabulary::{Digest, EntryId, LineId, PersonId, Private, RecordId};

/// The most entries that are put together at once.
pub const ENTRIES_MAX: usize = 20_000;

/// Why somebody on the manifest was not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AbsentReason {
    /// Never boarded.
    NotBrought,
    /// Left the vehicle on the way.
    LeftOnTheWay,
    /// Taken back before the line.
    TakenBack,
    /// Nobody gave a reason.
    NotSaid,
}

impl AbsentReason {
    /// All reasons, in order.
    pub const ALL: [Self; 4] =
        [Self::NotBrought, Self::LeftOnTheWay, Self::TakenBack, Self::NotSaid];

    /// Returns the reason's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotBrought => "not-brought",
            Self::LeftOnTheWay => "left-on-the-way",
            Self::TakenBack => "taken-back",
            Self::NotSaid => "not-said",
        }
    }
}

/// How the line of one person ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum LineOutcome {
    /// Crossed, and was identified as the person on the line.
    Received,
    /// Did not want to cross. A valid outcome.
    Refused,
    /// Could not be moved without danger.
    Unfit,
    /// Was not there.
    Absent {
        /// Why.
        reason: AbsentReason,
    },
    /// Had died.
    Died,
    /// Somebody else came in this person's place.
    Substituted {
        /// The entry of the one who came.
        came: EntryId,
    },
}

/// The seven outcomes that both sides count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeKind {
    /// Crossed and identified.
    Received,
    /// Did not want to cross.
    Refused,
    /// Could not be moved.
    Unfit,
    /// Was not there.
    Absent,
    /// Had died.
    Died,
    /// Somebody else came.
    Substituted,
    /// Came without a line.
    Unlisted,
}

impl OutcomeKind {
    /// All kinds, in the order of the act.
    pub const ALL: [Self; 7] = [
        Self::Received,
        Self::Refused,
        Self::Unfit,
        Self::Absent,
        Self::Died,
        Self::Substituted,
        Self::Unlisted,
    ];

    /// Returns the outcome's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Refused => "refused",
            Self::Unfit => "unfit",
            Self::Absent => "absent",
            Self::Died => "died",
            Self::Substituted => "substituted",
            Self::Unlisted => "unlisted",
        }
    }
}

impl LineOutcome {
    /// Returns which of the seven it is.
    pub fn kind(&self) -> OutcomeKind {
        match self {
            Self::Received => OutcomeKind::Received,
            Self::Refused => OutcomeKind::Refused,
            Self::Unfit => OutcomeKind::Unfit,
            Self::Absent { .. } => OutcomeKind::Absent,
            Self::Died => OutcomeKind::Died,
            Self::Substituted { .. } => OutcomeKind::Substituted,
        }
    }
}

/// What somebody answered when asked. To refuse is a right; to be unable is a finding; neither is a blank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Told {
    /// The answer, as given.
    Said(Private<String>),
    /// Did not want to answer.
    Refused,
    /// Could not answer.
    Unable,
    /// Was not asked.
    #[default]
    NotAsked,
}

/// The six fields of somebody who came without a line. The five of GC III art. 17, beyond which nobody
/// need answer, and the father's first name of art. 122(4), which tells people apart in any script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SixFields {
    /// Surname.
    pub surname: Told,
    /// First names.
    pub first_names: Told,
    /// First name of the father; voluntary.
    pub father: Told,
    /// Date of birth.
    pub birth: Told,
    /// Rank.
    pub rank: Told,
    /// Army, regimental, personal or serial number.
    pub number: Told,
}

impl SixFields {
    /// Returns the fields with their names, in order.
    pub fn named(&self) -> [(&'static str, &Told); 6] {
        [
            ("surname", &self.surname),
            ("first-names", &self.first_names),
            ("father", &self.father),
            ("birth", &self.birth),
            ("rank", &self.rank),
            ("number", &self.number),
        ]
    }

    /// Says whether not one of the six was so much as asked.
    pub fn is_blank(&self) -> bool {
        self.named().iter().all(|(_, told)| match told {
            Told::NotAsked => true,
            Told::Said(text) => text.open().trim().is_empty(),
            Told::Refused | Told::Unable => false,
        })
    }

    fn wire(&self) -> BTreeMap<&'static str, serde_json::Value> {
        let word = |told: &Told| match told {
            Told::Said(text) => serde_json::json!({ "said": text.open() }),
            Told::Refused => serde_json::json!("refused"),
            Told::Unable => serde_json::json!("unable"),
            Told::NotAsked => serde_json::json!("not-asked"),
        };
        self.named().map(|(name, told)| (name, word(told))).into()
    }
}

/// Somebody who came without a line, as a device writes them down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlisted {
    /// The name of the vault record, drawn on the device.
    pub record: RecordId,
    /// The salt of the vault record, drawn on the device.
    pub salt: Private<[u8; 32]>,
    /// What they said.
    pub fields: Box<SixFields>,
    /// Whom the caller's search in its own registry found, if anybody.
    pub person: Option<PersonId>,
}

impl Unlisted {
    /// Writes somebody down for an entry, with a record name and a salt drawn from the device's context.
    pub fn new(
        context: &Context,
        entry: &EntryId,
        fields: SixFields,
        person: Option<PersonId>,
    ) -> Self {
        let record = RecordId::read(&context.draw_id(&format!("handover/unlisted/{entry}"), 0))
            .expect("a drawn identifier is 32 hexadecimal digits");
        let salt = Private::new(context.draw(&format!("handover/unlisted/{entry}/salt"), 0));
        Self { record, salt, fields: Box::new(fields), person }
    }

    /// Returns the vault record and the digest that commits to it.
    fn keep(&self) -> (Digest, VaultChange) {
        let bytes = serde_json::to_vec(&self.fields.wire()).expect("six words are plain JSON");
        let digest = VaultChange::digest(self.salt.open(), &bytes);
        let change = VaultChange::Keep {
            record: self.record.clone(),
            person: self.person.clone(),
            compartment: Compartment::Identity,
            salt: *self.salt.open(),
            bytes: Private::new(bytes),
        };
        (digest, change)
    }
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The line of a person ended so.
    Line {
        /// The line.
        line: LineId,
        /// How it ended.
        outcome: LineOutcome,
    },
    /// Somebody came without a line.
    Unlisted(Unlisted),
    /// What the replaced entries said was a mistake.
    Withdrawn,
}

/// One entry, as a device hands it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its identifier, drawn on the device.
    pub id: EntryId,
    /// Who made it, by a working name.
    pub by: String,
    /// When, by the device's clock: a claim.
    pub at: Timestamp,
    /// The entries that it puts right; empty for a first entry.
    pub replaces: BTreeSet<EntryId>,
    /// What was seen.
    pub seen: Seen,
}

/// What a kept entry says: without anything about a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "seen")]
pub enum Kept {
    /// The line of a person ended so.
    Line {
        /// The line.
        line: LineId,
        /// How it ended.
        outcome: LineOutcome,
    },
    /// Somebody came without a line.
    Unlisted {
        /// Where the six fields are.
        record: RecordId,
        /// What commits to them.
        digest: Digest,
        /// Whom the search in the own registry found.
        person: Option<PersonId>,
    },
    /// What the replaced entries said was a mistake.
    Withdrawn,
}

/// An entry as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Checked {
    /// When, by the device's clock: a claim. First, because the earliest of equal entries stands.
    pub at: Timestamp,
    /// Its identifier.
    pub id: EntryId,
    /// Who made it, by a working name.
    pub by: String,
    /// The entries that it puts right.
    pub replaces: BTreeSet<EntryId>,
    /// What was seen.
    pub kept: Kept,
}

impl Entry {
    /// Splits an entry into what the journal keeps and what goes to the vault.
    pub fn keep(&self) -> (Checked, Option<VaultChange>) {
        let (kept, change) = match &self.seen {
            Seen::Line { line, outcome } => {
                (Kept::Line { line: line.clone(), outcome: outcome.clone() }, None)
            }
            Seen::Unlisted(unlisted) => {
                let (digest, change) = unlisted.keep();
                let record = unlisted.record.clone();
                (Kept::Unlisted { record, digest, person: unlisted.person.clone() }, Some(change))
            }
            Seen::Withdrawn => (Kept::Withdrawn, None),
        };
        let checked = Checked {
            at: self.at,
            id: self.id.clone(),
            by: self.by.clone(),
            replaces: self.replaces.clone(),
            kept,
        };
        (checked, change)
    }
}

/// How a line stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing<'a> {
    /// Nobody has looked at it yet.
    Open,
    /// It has an outcome; the earliest entry that says so.
    Settled(&'a Checked, &'a LineOutcome),
    /// Two devices disagree; the entries, earliest first.
    Disputed(Vec<&'a Checked>),
}

/// The entries of one leg: a set that only grows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Round {
    entries: BTreeMap<EntryId, Checked>,
    /// Entries that another puts right.
    replaced: BTreeSet<EntryId>,
}

impl Round {
    /// Adds an entry; one that is there already changes nothing.
    pub fn add(&mut self, checked: &Checked) {
        if self.entries.contains_key(&checked.id) {
            return;
        }
        self.replaced.extend(checked.replaces.iter().cloned());
        self.entries.insert(checked.id.clone(), checked.clone());
    }

    /// Returns an entry by its identifier.
    pub fn get(&self, id: &EntryId) -> Option<&Checked> {
        self.entries.get(id)
    }

    /// Says whether another entry has put this one right.
    pub fn is_replaced(&self, id: &EntryId) -> bool {
        self.replaced.contains(id)
    }

    /// Returns how many entries there are, those put right among them.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Says whether nothing was entered yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the entries that still stand, by identifier.
    fn standing_entries(&self) -> impl Iterator<Item = &Checked> {
        self.entries.values().filter(|entry| !self.replaced.contains(&entry.id))
    }

    /// Returns how each line that anybody has looked at stands.
    pub fn lines(&self) -> BTreeMap<&LineId, Standing<'_>> {
        let mut heads: BTreeMap<&LineId, Vec<(&Checked, &LineOutcome)>> = BTreeMap::new();
        for entry in self.standing_entries() {
            if let Kept::Line { line, outcome } = &entry.kept {
                heads.entry(line).or_default().push((entry, outcome));
            }
        }
        heads.into_iter().map(|(line, found)| (line, Self::settle(found))).collect()
    }

    /// Returns the entries that stand for one line.
    pub fn line_entries(&self, wanted: &LineId) -> Vec<(&Checked, &LineOutcome)> {
        let found = self.standing_entries().filter_map(|entry| match &entry.kept {
            Kept::Line { line, outcome } if line == wanted => Some((entry, outcome)),
            Kept::Line { .. } | Kept::Unlisted { .. } | Kept::Withdrawn => None,
        });
        found.collect()
    }

    /// Returns how one line stands.
    pub fn line(&self, wanted: &LineId) -> Standing<'_> {
        Self::settle(self.line_entries(wanted))
    }

    fn settle<'a>(mut found: Vec<(&'a Checked, &'a LineOutcome)>) -> Standing<'a> {
        found.sort();
        match found.first() {
            None => Standing::Open,
            Some((first, outcome)) if found.iter().all(|(_, other)| other == outcome) => {
                Standing::Settled(first, outcome)
            }
            Some(_) => Standing::Disputed(found.into_iter().map(|(entry, _)| entry).collect()),
        }
    }

    /// Returns those who came without a line and whom nobody has withdrawn, earliest first.
    pub fn unlisted(&self) -> Vec<(&Checked, Option<&PersonId>)> {
        let mut came: Vec<_> = self
            .standing_entries()
            .filter_map(|entry| match &entry.kept {
                Kept::Unlisted { person, .. } => Some((entry, person.as_ref())),
                Kept::Line { .. } | Kept::Withdrawn => None,
            })
            .collect();
        came.sort();
        came
    }
}

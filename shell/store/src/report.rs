//! What a check of the whole store found.

use std::fmt;

use exchange::vocabulary::Digest;

/// The most flaws that a report lists.
pub(crate) const FLAWS_MAX: usize = 100;

/// The outcome of [`crate::Store::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many events the journal says it has.
    pub version: u64,
    /// The end of the hash chain.
    pub digest: Digest,
    /// How many events were read.
    pub events: u64,
    /// How many vault records were opened.
    pub records: u64,
    /// How many looks were read.
    pub looks: u64,
    /// How many entries of the log of sign-ins were read.
    pub entries: u64,
    /// What is wrong; at most 100 are listed.
    pub flaws: Vec<Flaw>,
}

impl Report {
    /// Says whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.flaws.is_empty()
    }

    /// Adds a flaw, up to the limit.
    pub(crate) fn flaw(&mut self, flaw: Flaw) {
        if self.flaws.len() < FLAWS_MAX {
            self.flaws.push(flaw);
        }
    }
}

/// One thing that is wrong with what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The database's own check complains.
    Pages(String),
    /// An event is not what was appended.
    Event {
        /// Its number.
        number: u64,
        /// How it shows.
        why: &'static str,
    },
    /// Events are missing.
    Gap {
        /// The first missing number.
        from: u64,
        /// The last missing number.
        to: u64,
    },
    /// The recorded end of the journal is not the end of the events.
    Head,
    /// A look is not what was recorded.
    Look {
        /// Its number.
        number: u64,
        /// How it shows.
        why: &'static str,
    },
    /// Looks are missing.
    LookGap {
        /// The first missing number.
        from: u64,
        /// The last missing number.
        to: u64,
    },
    /// The recorded end of the looks is not the end of them.
    LookHead,
    /// An entry of the log of sign-ins is not what was recorded.
    Entry {
        /// Its number.
        number: u64,
        /// How it shows.
        why: &'static str,
    },
    /// Entries of the log of sign-ins are missing.
    EntryGap {
        /// The first missing number.
        from: u64,
        /// The last missing number.
        to: u64,
    },
    /// The recorded end of the log of sign-ins is not the end of it.
    EntryHead,
    /// An account does not open.
    Account(String),
    /// The lock of an account, a grant, or the key of a closed compartment does not open.
    Lock {
        /// Which of them.
        what: &'static str,
        /// Whose it is.
        whose: String,
    },
    /// The views do not show what journal and vault say. Nothing is lost: make them again.
    Views,
    /// A vault record does not open.
    Record(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pages(what) => write!(f, "database pages: {what}"),
            Self::Event { number, why } => write!(f, "event {number}: {why}"),
            Self::Gap { from, to } if from == to => write!(f, "event {from}: missing"),
            Self::Gap { from, to } => write!(f, "events {from} to {to}: missing"),
            Self::Head => f.write_str("end of the journal: not where it was recorded to be"),
            Self::Look { number, why } => write!(f, "look {number}: {why}"),
            Self::LookGap { from, to } if from == to => write!(f, "look {from}: missing"),
            Self::LookGap { from, to } => write!(f, "looks {from} to {to}: missing"),
            Self::LookHead => f.write_str("end of the looks: not where it was recorded to be"),
            Self::Entry { number, why } => write!(f, "sign-in entry {number}: {why}"),
            Self::EntryGap { from, to } if from == to => {
                write!(f, "sign-in entry {from}: missing")
            }
            Self::EntryGap { from, to } => write!(f, "sign-in entries {from} to {to}: missing"),
            Self::EntryHead => {
                f.write_str("end of the log of sign-ins: not where it was recorded to be")
            }
            Self::Account(id) => write!(f, "account {id}: changed since it was kept"),
            Self::Lock { what, whose } => write!(f, "{what} of {whose}: changed since it was kept"),
            Self::Views => {
                f.write_str("views: not what journal and vault say; run `store rebuild`")
            }
            Self::Record(record) => write!(f, "vault record {record}: changed since it was kept"),
        }
    }
}

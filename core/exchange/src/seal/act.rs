//! An act is one thing that a party does in an exchange, as a signed note of eight lines.
//!
//! The lines hold no person, place, date or count: those stand in the payload, of which the act shows
//! a salted digest only. Each act names the one before it, so that their order is part of them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{Digest, ExchangeId, Party};

/// The first line of every act.
pub const FORM: &str = "safeconduct/v1";

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $word:literal;)*) => {
        /// What an act does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind { $($(#[$doc])* $kind),* }

        impl Kind {
            /// All kinds, in the order in which an exchange comes to them.
            pub const ALL: [Self; 25] = [$(Self::$kind),*];

            /// Returns the kind's word.
            pub fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),* }
            }
        }
    };
}

kinds! {
    /// Begins an exchange: the policy, signed by everybody whom it names.
    Genesis "genesis";
    /// A party's root replaces or revokes an officer's key, or the party's recipients.
    KeyChange "key-change";
    /// Everybody puts a new key in the place of a root or a witness that was lost.
    KeyCeremony "key-ceremony";
    /// Proposes clauses.
    Propose "propose";
    /// Proposes clauses in place of others.
    Counter "counter";
    /// Accepts clauses by their digests.
    Accept "accept";
    /// Refuses clauses by their digests.
    Refuse "refuse";
    /// Fixes a list before the other side may open it.
    ListCommit "list-commit";
    /// Fixes the verdicts on the other side's list.
    ListReply "list-reply";
    /// Fixes a side's lists, key and tags before a round of private intersection.
    MatchCommit "match-commit";
    /// Asks, in a round, with blinded keys.
    MatchQuery "match-query";
    /// Says that a query was counted and is within its quota.
    MatchQuota "match-quota";
    /// Answers a query, into the mediator's hands.
    MatchAnswer "match-answer";
    /// Hands both answers of a round out.
    MatchRelease "match-release";
    /// Seals a side's table of class counts.
    ClassTable "class-table";
    /// Fixes a side's part of the draw.
    SeedCommit "seed-commit";
    /// Shows a side's part of the draw.
    SeedReveal "seed-reveal";
    /// The plan, signed by both sides and the mediator.
    Plan "plan";
    /// Says what moves where and when.
    MovementNotice "movement-notice";
    /// Says that an act was received.
    Acknowledgement "acknowledgement";
    /// Fixes who travels, before departure.
    ManifestCommit "manifest-commit";
    /// What both teams counted at the line.
    HandoverAct "handover-act";
    /// What a first reception counted.
    Reception "reception";
    /// A public statement under the disclosure clause.
    Statement "statement";
    /// Ends the exchange, or says what is still open.
    Close "close";
}

impl Kind {
    /// Reads a kind's word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Says whether this changes the roster of keys.
    pub fn changes_keys(self) -> bool {
        matches!(self, Self::KeyChange | Self::KeyCeremony)
    }

    /// Says whether a party may do this in its own name.
    pub fn is_open_to(self, party: Party) -> bool {
        match self {
            // The sides bind themselves; a mediator may offer words and nothing else.
            Self::Propose | Self::Counter => party != Party::Host,
            Self::Accept
            | Self::Refuse
            | Self::ListCommit
            | Self::ListReply
            | Self::MatchCommit
            | Self::MatchQuery
            | Self::MatchAnswer
            | Self::ClassTable
            | Self::SeedCommit
            | Self::SeedReveal
            | Self::ManifestCommit => party.side().is_some(),
            Self::MatchQuota | Self::MatchRelease => party == Party::Mediator,
            Self::Reception => party != Party::Mediator,
            Self::Genesis
            | Self::KeyChange
            | Self::KeyCeremony
            | Self::Plan
            | Self::MovementNotice
            | Self::Acknowledgement
            | Self::HandoverAct
            | Self::Statement
            | Self::Close => true,
        }
    }

    /// Returns whose officers must all have signed, beside those of the party it comes from.
    pub fn co_signers(self) -> &'static [Party] {
        match self {
            Self::Genesis | Self::KeyCeremony | Self::Plan | Self::Close => {
                &[Party::A, Party::B, Party::Mediator]
            }
            Self::HandoverAct => &[Party::A, Party::B],
            Self::KeyChange
            | Self::Propose
            | Self::Counter
            | Self::Accept
            | Self::Refuse
            | Self::ListCommit
            | Self::ListReply
            | Self::MatchCommit
            | Self::MatchQuery
            | Self::MatchQuota
            | Self::MatchAnswer
            | Self::MatchRelease
            | Self::ClassTable
            | Self::SeedCommit
            | Self::SeedReveal
            | Self::MovementNotice
            | Self::Acknowledgement
            | Self::ManifestCommit
            | Self::Reception
            | Self::Statement => &[],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The eight lines of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What it does.
    pub kind: Kind,
    /// The exchange that it belongs to.
    pub exchange: ExchangeId,
    /// Who does it.
    pub from: Party,
    /// Its place in the log, counted from 0.
    pub seq: u64,
    /// The leaf hash of the act before it; zeroes for the first.
    pub prev: Digest,
    /// SHA-256 of the salt and the payload's exact bytes.
    pub payload: Digest,
    /// After this time an offer can no longer be taken up; none if it stands for good.
    pub expires: Option<Timestamp>,
}

/// What stands in `prev` of the first act.
pub const NO_ACT: Digest = Digest([0; 32]);

impl Act {
    /// Reads the text of an act. There is one text for one act.
    pub fn read(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [FORM, kind, exchange, from, seq, prev, payload, expires, ""] = lines.as_slice() else {
            return None;
        };
        let act = Self {
            kind: Kind::read(kind.strip_prefix("type ")?)?,
            exchange: read_exchange(exchange.strip_prefix("exchange ")?)?,
            from: read_party(from.strip_prefix("from ")?)?,
            seq: notary::read_decimal(seq.strip_prefix("seq ")?)?,
            prev: Digest::read(prev.strip_prefix("prev ")?)?,
            payload: Digest::read(payload.strip_prefix("payload ")?)?,
            expires: match expires.strip_prefix("expires ")? {
                "never" => None,
                time => Some(time.parse().ok()?),
            },
        };
        // A time can be written in many ways; only the one that we write is read.
        (act.text() == text).then_some(act)
    }

    /// Returns the act's text: the bytes that are signed.
    pub fn text(&self) -> String {
        let Self { kind, exchange, from, seq, prev, payload, expires } = self;
        let expires = expires.map_or_else(|| "never".to_owned(), |time| time.to_string());
        format!(
            "{FORM}\ntype {kind}\nexchange {exchange}\nfrom {from}\nseq {seq}\nprev {prev}\n\
             payload {payload}\nexpires {expires}\n"
        )
    }
}

/// Commits to a payload: without the salt the digest says nothing.
pub fn payload_digest(salt: &[u8; 32], bytes: &[u8]) -> Digest {
    Digest::of(&[salt, bytes])
}

/// Reads a party's letter.
pub fn read_party(letter: &str) -> Option<Party> {
    PARTIES.into_iter().find(|party| party.to_string() == letter)
}

/// All parties, in the order of their letters in the policy.
pub const PARTIES: [Party; 4] = [Party::A, Party::B, Party::Mediator, Party::Host];

/// An exchange is named by 128 random bits, so that no name says what it is about.
fn read_exchange(text: &str) -> Option<ExchangeId> {
    let random = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if random { ExchangeId::read(text).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act() -> Act {
        Act {
            kind: Kind::Propose,
            exchange: ExchangeId::read(&"0a".repeat(16)).unwrap(),
            from: Party::A,
            seq: 3,
            prev: Digest([1; 32]),
            payload: Digest([2; 32]),
            expires: Some("2025-06-30T00:00:00Z".parse().unwrap()),
        }
    }

    #[test]
    fn an_act_reads_back_from_its_one_text() {
        assert_eq!(Act::read(&act().text()), Some(act()));
        assert_eq!(act().text().lines().count(), 8);
    }

    #[test]
    fn a_text_that_is_not_exactly_an_act_is_refused() {
        let text = act().text();
        for (from, to) in [
            ("safeconduct/v1", "safeconduct/v2"),
            ("type propose", "type proposal"),
            ("seq 3", "seq 03"),
            ("seq 3\n", "seq 3\nnote hello\n"),
            ("from A", "from a"),
            ("2025-06-30T00:00:00Z", "2025-06-30T02:00:00+02:00"),
            ("2025-06-30T00:00:00Z", "2025-06-30 00:00:00Z"),
            ("exchange 0a", "exchange 0A"),
            ("expires", "expires "),
        ] {
            assert!(text.contains(from), "{from}");
            assert_eq!(Act::read(&text.replace(from, to)), None, "{to:?}");
        }
        assert_eq!(Act::read(text.trim_end()), None);
    }

    #[test]
    fn only_the_sides_bind_themselves() {
        assert!(Kind::Accept.is_open_to(Party::A));
        assert!(!Kind::Accept.is_open_to(Party::Mediator));
        assert!(!Kind::Accept.is_open_to(Party::Host));
        assert!(Kind::Propose.is_open_to(Party::Mediator));
    }
}

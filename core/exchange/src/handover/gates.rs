//! Gates: what must be settled for each person before they travel.
//!
//! What was found goes to the vault; the journal keeps which gate, how it stands, and a salted digest.
//! A refusal to return is an answer like any other: the person stays off the manifest, and neither the
//! refusal nor any other cause crosses to the other side.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::journal::{Compartment, Verb};
use crate::vocabulary::{Digest, LineId, Private, RecordId};

/// What is settled for each person, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateKind {
    /// This is the person whom the line means (GC III art. 17, 122(4)).
    Identity,
    /// The person's own wish, heard in private (GC III art. 109(3); customary rule 128).
    OwnWish,
    /// Fit to travel (GC III art. 46-47, 109(1)).
    FitToTravel,
    /// No proceedings, or a court order and the person's written consent (GC III art. 115, 119).
    Holds,
    /// Identity papers given back (GC III art. 17-18).
    Papers,
    /// Property given back or in a sealed packet with its list (GC III art. 119, 122(9)).
    Property,
    /// The relative to be informed is known and real (GC III art. 122(4)).
    FamilyContact,
}

impl GateKind {
    /// All gates, in the order in which a team works through them.
    pub const ALL: [Self; 7] = [
        Self::Identity,
        Self::OwnWish,
        Self::FitToTravel,
        Self::Holds,
        Self::Papers,
        Self::Property,
        Self::FamilyContact,
    ];

    /// Returns the gate's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::OwnWish => "own-wish",
            Self::FitToTravel => "fit-to-travel",
            Self::Holds => "holds",
            Self::Papers => "papers",
            Self::Property => "property",
            Self::FamilyContact => "family-contact",
        }
    }

    /// Returns who may record it: fitness is a doctor's finding.
    pub fn verb(self) -> Verb {
        match self {
            Self::FitToTravel => Verb::Heal,
            Self::Identity
            | Self::OwnWish
            | Self::Holds
            | Self::Papers
            | Self::Property
            | Self::FamilyContact => Verb::Gate,
        }
    }

    /// Returns where the finding is kept.
    pub fn compartment(self) -> Compartment {
        match self {
            Self::OwnWish | Self::FitToTravel => Compartment::Health,
            Self::FamilyContact => Compartment::Family,
            Self::Identity | Self::Holds | Self::Papers | Self::Property => Compartment::Identity,
        }
    }

    /// Names the article behind the gate.
    pub fn basis(self) -> &'static str {
        match self {
            Self::Identity => {
                "GC III art. 122(4): identity as the Bureau must be able to pass it on"
            }
            Self::OwnWish => "GC III art. 109(3): nobody wounded or sick goes against his will",
            Self::FitToTravel => "GC III art. 47 and 109(1): no transfer that endangers recovery",
            Self::Holds => "GC III art. 115 and 119: proceedings, consent and communicated names",
            Self::Papers => "GC III art. 17 and 18: identity papers stay with the prisoner",
            Self::Property => {
                "GC III art. 119 and 122(9): property back, or a sealed packet listed"
            }
            Self::FamilyContact => "GC III art. 122(4): the person to be informed",
        }
    }
}

/// How a gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GateState {
    /// Not settled yet, or settled and run out.
    Open,
    /// Settled: the person may travel as far as this gate goes.
    Cleared,
    /// Settled: the person does not travel. Nobody can override this.
    Declined,
}

impl GateState {
    /// Returns the state's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Cleared => "cleared",
            Self::Declined => "declined",
        }
    }
}

/// What kind of proceedings keep somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proceedings {
    /// A disciplinary punishment; never a reason to keep anybody (GC III art. 115).
    Disciplinary,
    /// A judicial prosecution or conviction.
    Judicial,
}

/// What was found at one gate.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The identity was compared with something.
    Identity {
        /// Whether it is the person.
        confirmed: bool,
        /// With what it was compared: a card, a photograph, an answer.
        compared_with: Private<String>,
    },
    /// The person's own wish was heard.
    OwnWish {
        /// Whether the person wants to go.
        go: bool,
        /// Whether nobody of the Detaining Power could overhear.
        private: bool,
        /// Whether who heard it is neutral (the International Committee, a Protecting Power).
        neutral: bool,
        /// Who heard it.
        heard_by: Private<String>,
        /// When.
        heard_at: Timestamp,
    },
    /// A doctor looked at the person.
    FitToTravel {
        /// Whether the journey endangers nothing.
        fit: bool,
        /// Who found so.
        found_by: Private<String>,
        /// What the journey needs.
        needs: Private<String>,
        /// Until when the finding holds.
        until: Option<Timestamp>,
    },
    /// No proceedings keep the person.
    NotHeld,
    /// Proceedings were lifted for the return.
    HoldLifted {
        /// The court's order.
        court_order: Private<String>,
        /// The person's written consent.
        consent: Private<String>,
    },
    /// Proceedings keep the person.
    Held {
        /// Of which kind.
        proceedings: Proceedings,
        /// Which.
        reference: Private<String>,
    },
    /// Papers were given back, or there are none to give.
    Papers {
        /// Whether the matter is settled.
        settled: bool,
        /// Which papers.
        papers: Private<String>,
    },
    /// Property was given back, or lies in a sealed packet that travels along.
    Property {
        /// The seal of the packet; none when everything is in the person's own hands.
        packet: Option<Private<String>>,
        /// What is in the packet, or what was given back; empty when nothing was ever taken.
        contents: Vec<Private<String>>,
    },
    /// The relative to be informed was asked about and verified, or the person wants nobody told.
    FamilyContact {
        /// Whether the contact is verified, or the wish that nobody be told is the person's own.
        verified: bool,
        /// Who it is.
        contact: Private<String>,
    },
    /// What was settled is open again.
    Reopened {
        /// Which gate.
        gate: GateKind,
        /// Why.
        why: Private<String>,
    },
}

/// The wire form of a finding in the vault. Words of people, so never outside it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "gate")]
enum Wire<'a> {
    Identity { confirmed: bool, compared_with: &'a str },
    OwnWish { go: bool, private: bool, neutral: bool, heard_by: &'a str, heard_at: Timestamp },
    FitToTravel { fit: bool, found_by: &'a str, needs: &'a str, until: Option<Timestamp> },
    NotHeld,
    HoldLifted { court_order: &'a str, consent: &'a str },
    Held { proceedings: Proceedings, reference: &'a str },
    Papers { settled: bool, papers: &'a str },
    Property { packet: Option<&'a str>, contents: Vec<&'a str> },
    FamilyContact { verified: bool, contact: &'a str },
    Reopened { reopened: GateKind, why: &'a str },
}

impl Finding {
    /// Returns the gate that the finding is about.
    pub fn gate(&self) -> GateKind {
        match self {
            Self::Identity { .. } => GateKind::Identity,
            Self::OwnWish { .. } => GateKind::OwnWish,
            Self::FitToTravel { .. } => GateKind::FitToTravel,
            Self::NotHeld | Self::HoldLifted { .. } | Self::Held { .. } => GateKind::Holds,
            Self::Papers { .. } => GateKind::Papers,
            Self::Property { .. } => GateKind::Property,
            Self::FamilyContact { .. } => GateKind::FamilyContact,
            Self::Reopened { gate, .. } => *gate,
        }
    }

    /// Returns how the gate stands after the finding, and until when; or says why the finding settles
    /// nothing.
    ///
    /// # Errors
    /// Refused when a wish was not heard in private or is from the future, when a hold is lifted without
    /// order or consent, when somebody is kept for a disciplinary punishment, or when a packet has no list.
    pub fn judge(
        &self,
        line: &LineId,
        now: Timestamp,
    ) -> Result<(GateState, Option<Timestamp>), Refusal> {
        let line = || line.clone();
        let blank = |text: &Private<String>| text.open().trim().is_empty();
        let settled = |yes: bool| if yes { GateState::Cleared } else { GateState::Declined };
        let or_open = |yes: bool| if yes { GateState::Cleared } else { GateState::Open };
        Ok(match self {
            Self::Identity { confirmed, compared_with } => {
                if *confirmed && blank(compared_with) {
                    return Err(Refusal::NothingCompared { line: line() });
                }
                (or_open(*confirmed), None)
            }
            Self::OwnWish { go, private, heard_by, heard_at, neutral: _ } => {
                if !private {
                    return Err(Refusal::WishNotPrivate { line: line() });
                }
                if blank(heard_by) || *heard_at > now {
                    return Err(Refusal::WishUnheard { line: line() });
                }
                (settled(*go), None)
            }
            Self::FitToTravel { fit, found_by, until, needs: _ } => {
                if blank(found_by) {
                    return Err(Refusal::FitnessUnfound { line: line() });
                }
                (settled(*fit), *until)
            }
            Self::NotHeld => (GateState::Cleared, None),
            Self::HoldLifted { court_order, consent } => {
                if blank(court_order) || blank(consent) {
                    return Err(Refusal::HoldNotLifted { line: line() });
                }
                (GateState::Cleared, None)
            }
            Self::Held { proceedings: Proceedings::Disciplinary, .. } => {
                return Err(Refusal::KeptForDiscipline { line: line() });
            }
            Self::Held { proceedings: Proceedings::Judicial, reference } => {
                if blank(reference) {
                    return Err(Refusal::HoldUnnamed { line: line() });
                }
                (GateState::Declined, None)
            }
            Self::Papers { settled, .. } => (or_open(*settled), None),
            Self::Property { packet, contents } => {
                let sealed = packet.as_ref().is_some_and(|packet| !blank(packet));
                if packet.is_some() && (!sealed || contents.iter().all(blank)) {
                    return Err(Refusal::PacketUnlisted { line: line() });
                }
                (GateState::Cleared, None)
            }
            Self::FamilyContact { verified, .. } => (or_open(*verified), None),
            Self::Reopened { .. } => (GateState::Open, None),
        })
    }

    /// Returns the form that goes to the vault.
    pub(super) fn wire(&self) -> impl Serialize + '_ {
        match self {
            Self::Identity { confirmed, compared_with } => {
                Wire::Identity { confirmed: *confirmed, compared_with: compared_with.open() }
            }
            Self::OwnWish { go, private, neutral, heard_by, heard_at } => Wire::OwnWish {
                go: *go,
                private: *private,
                neutral: *neutral,
                heard_by: heard_by.open(),
                heard_at: *heard_at,
            },
            Self::FitToTravel { fit, found_by, needs, until } => Wire::FitToTravel {
                fit: *fit,
                found_by: found_by.open(),
                needs: needs.open(),
                until: *until,
            },
            Self::NotHeld => Wire::NotHeld,
            Self::HoldLifted { court_order, consent } => {
                Wire::HoldLifted { court_order: court_order.open(), consent: consent.open() }
            }
            Self::Held { proceedings, reference } => {
                Wire::Held { proceedings: *proceedings, reference: reference.open() }
            }
            Self::Papers { settled, papers } => {
                Wire::Papers { settled: *settled, papers: papers.open() }
            }
            Self::Property { packet, contents } => Wire::Property {
                packet: packet.as_ref().map(|packet| packet.open().as_str()),
                contents: contents.iter().map(|item| item.open().as_str()).collect(),
            },
            Self::FamilyContact { verified, contact } => {
                Wire::FamilyContact { verified: *verified, contact: contact.open() }
            }
            Self::Reopened { gate, why } => Wire::Reopened { reopened: *gate, why: why.open() },
        }
    }
}

/// One gate of one person, as last recorded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gate {
    /// How it stood when recorded.
    pub state: GateState,
    /// Until when it stands so, where the finding runs out.
    pub until: Option<Timestamp>,
    /// Where the finding is.
    pub record: RecordId,
    /// What commits to the finding.
    pub digest: Digest,
}

/// The gates of one person. A gate never recorded is open.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Gates {
    /// What was recorded last for each gate.
    pub recorded: BTreeMap<GateKind, Gate>,
}

impl Gates {
    /// Returns how a gate stands at a time.
    pub fn state(&self, gate: GateKind, at: Timestamp) -> GateState {
        match self.recorded.get(&gate) {
            None => GateState::Open,
            Some(recorded) if recorded.until.is_some_and(|until| until < at) => GateState::Open,
            Some(recorded) => recorded.state,
        }
    }

    /// Returns the first gate that is declined, if one is.
    pub fn declined(&self, at: Timestamp) -> Option<GateKind> {
        GateKind::ALL.into_iter().find(|gate| self.state(*gate, at) == GateState::Declined)
    }

    /// Returns the gates that are open.
    pub fn open(&self, at: Timestamp) -> impl Iterator<Item = GateKind> + '_ {
        GateKind::ALL.into_iter().filter(move |gate| self.state(*gate, at) == GateState::Open)
    }
}

//! The journal: every decision of the nine stages as append-only events, and the state they add up to.
//!
//! `decide` looks at the state and says which events follow from a command, or refuses. `replay` adds
//! events up to a state. Nothing else changes a state. An event holds opaque identifiers, counts and
//! salted digests; what is known about a person goes beside it as a [`VaultChange`] and can be
//! destroyed later without breaking the journal (`docs/decisions/0001-journal-vault-erasure.md`).

pub mod access;
pub mod account;
mod context;
mod look;
mod message;
mod policy;
mod saved;
mod tally;
mod vault;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{Actor, Role};
use crate::{agreement, announce, handover, lists, plan, reception, reconcile, registry, seal};

pub use access::{Deed, Purpose, Thing};
pub use context::Context;
pub use look::{Answer, Look, Scope};
pub use message::{About, Message};
pub use policy::{Verb, may};
pub use saved::{SAVED_FORM, SAVED_OTHER_BYTES_MAX, Saving};
pub use tally::{StageTally, Tally};
pub use vault::{Compartment, VaultChange};

/// The form of a recorded event. It grows by one whenever old events would be read wrongly.
pub const EVENT_VERSION: u16 = 1;

/// What a stage decided: its events, and what goes into or out of the vault with them.
///
/// Both are stored in one transaction.
#[derive(Debug, Clone)]
pub struct Outcome<E> {
    /// The events, in order.
    pub events: Vec<E>,
    /// The vault records that are kept or destroyed with them.
    pub vault: Vec<VaultChange>,
}

impl<E> Outcome<E> {
    /// An outcome without vault records.
    pub fn of(events: Vec<E>) -> Self {
        Self { events, vault: Vec::new() }
    }

    /// Adds vault records.
    #[must_use]
    pub fn with(mut self, vault: Vec<VaultChange>) -> Self {
        self.vault.extend(vault);
        self
    }
}

macro_rules! stages {
    ($($stage:ident $word:ident $text:literal;)*) => {
        /// A request to one of the nine stages.
        #[derive(Debug, Clone)]
        #[expect(missing_docs, reason = "each variant is the stage's own word")]
        pub enum Command { $($stage($word::Command)),* }

        $(impl From<$word::Command> for Command {
            fn from(command: $word::Command) -> Self {
                Self::$stage(command)
            }
        })*

        /// Something that happened in one of the nine stages.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "stage", content = "event", rename_all = "lowercase")]
        #[expect(missing_docs, reason = "each variant is the stage's own word")]
        pub enum Event { $($stage($word::Event)),* }

        /// What the events of one instance add up to.
        #[derive(Debug, Clone, Default, PartialEq, Serialize)]
        #[expect(missing_docs, reason = "each field is the stage's own word")]
        pub struct State {
            /// The number of events so far: what an append expects to find.
            pub version: u64,
            /// How many events each stage has, and when.
            pub tally: Tally,
            $(pub $word: $word::State),*
        }

        /// Why a command was refused.
        #[derive(Debug, thiserror::Error)]
        #[expect(missing_docs, reason = "each variant is the stage's own word")]
        pub enum Refusal {
            /// The policy table does not give this role that verb.
            #[error("a {role:?} may not do this: {verb:?}")]
            NotAllowed {
                /// The role of who asked.
                role: Role,
                /// What they asked for.
                verb: Verb,
            },
            $(#[error(transparent)] $stage(#[from] $word::Refusal)),*
        }

        impl Refusal {
            /// Returns its stable name, such as `handover-manifest-empty`: the stage's word first. Programs and
            /// translations may rely on it; the sentence may be put in other words, the name stays.
            pub fn id(&self) -> &'static str {
                match self {
                    Self::NotAllowed { .. } => "journal-not-allowed",
                    $(Self::$stage(refusal) => refusal.id()),*
                }
            }

            /// Returns every name that [`Self::id`] can return.
            pub fn ids() -> Vec<&'static str> {
                let mut ids = vec!["journal-not-allowed"];
                $(ids.extend($word::Refusal::ids());)*
                ids
            }

            /// Says what to do about it.
            pub fn hint(&self) -> String {
                match self {
                    Self::NotAllowed { .. } => "ask somebody whose role allows it".to_owned(),
                    $(Self::$stage(refusal) => refusal.hint()),*
                }
            }

            /// Names the article or clause that the rule rests on, where there is one.
            pub fn basis(&self) -> Option<&'static str> {
                match self {
                    Self::NotAllowed { .. } => None,
                    $(Self::$stage(refusal) => refusal.basis()),*
                }
            }
        }

        impl Event {
            /// Returns the stage's word.
            pub fn stage(&self) -> &'static str {
                match self { $(Self::$stage(_) => $text),* }
            }
        }

        impl State {
            /// Adds one event.
            pub fn apply(&mut self, recorded: &Recorded) {
                self.version += 1;
                self.tally.add(recorded);
                match &recorded.event {
                    $(Event::$stage(event) => self.$word.apply(event, recorded)),*
                }
            }
        }

        /// Says which events follow from a command, or refuses it.
        ///
        /// # Errors
        /// The refusal of the stage, or [`Refusal::NotAllowed`].
        pub fn decide(
            state: &State,
            context: &Context,
            command: Command,
        ) -> Result<Outcome<Event>, Refusal> {
            match command {
                $(Command::$stage(command) => {
                    let verb = command.verb();
                    if !may(context.actor.role, verb) {
                        return Err(Refusal::NotAllowed { role: context.actor.role, verb });
                    }
                    let outcome = $word::decide(state, context, command)?;
                    let events = outcome.events.into_iter().map(Event::$stage).collect();
                    Ok(Outcome { events, vault: outcome.vault })
                })*
            }
        }

        /// The nine words, in the order in which they happen.
        pub const STAGES: [&str; 9] = [$($text),*];
    };
}

stages! {
    Agreement agreement "agreement";
    Registry registry "registry";
    Lists lists "lists";
    Reconcile reconcile "reconcile";
    Plan plan "plan";
    Seal seal "seal";
    Handover handover "handover";
    Reception reception "reception";
    Announce announce "announce";
}

/// An event as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// The form of the event, [`EVENT_VERSION`] when written.
    pub form: u16,
    /// Its place in the journal, counted from 1.
    pub number: u64,
    /// When the desk took the command, by the instance's own clock: a claim, not a proof.
    pub at: Timestamp,
    /// Who gave the command.
    pub actor: Actor,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

impl Recorded {
    /// Numbers the events of an outcome so that they follow `version`.
    pub fn number(context: &Context, version: u64, events: &[Event]) -> Vec<Self> {
        (version + 1..)
            .zip(events)
            .map(|(number, event)| Self {
                form: EVENT_VERSION,
                number,
                at: context.at,
                actor: context.actor.clone(),
                event: event.clone(),
            })
            .collect()
    }
}

/// Adds events up to the state they make.
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> State {
    let mut state = State::default();
    for event in events {
        state.apply(event);
    }
    state
}

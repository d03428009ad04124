//! Webhooks: other programs are told that something happened, by opaque references, and ask for the rest
//! themselves.
//!
//! The journal is the outbox. A webhook keeps the number of the last event that it has told of, so no crash
//! loses a message, and none is made for an event that was not recorded. Messages come in the order of the
//! journal; after a crash, or where two processes overlapped, one may come twice, under the same name.
//! Form, signature and waits follow the Standard Webhooks specification 1.0.0 (`docs/decisions/0013-webhooks.md`).

mod address;
mod round;
mod send;
mod sign;

use exchange::vocabulary::{AccountId, HookId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Note, Store};

use crate::cli::Failure;

pub(crate) use address::Address;
pub(crate) use round::keep_telling;
#[cfg(feature = "oidc")]
pub(crate) use send::agent;
pub(crate) use sign::Secret;

/// The most webhooks of one instance.
pub(crate) const HOOKS_MAX: usize = 16;
/// How many deliveries are kept of each to be looked at.
pub(crate) const DELIVERIES_KEPT: usize = 30;
/// For how long after each failure in a row nothing is sent, in seconds. After one more the webhook is switched
/// off.
const WAITS_SECONDS: [i64; 8] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/// How often a change of the note is tried that others overtook.
const TRIES_MAX: usize = 20;
/// The name of the note in which they lie.
const NOTE: &str = "webhooks";

/// One webhook as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Hook {
    /// Its opaque name.
    pub(crate) id: HookId,
    /// Where messages go.
    pub(crate) address: Address,
    /// The stages whose events it tells of; all where none is named.
    pub(crate) stages: Vec<String>,
    /// What messages are signed with.
    pub(crate) secret: Secret,
    /// Who made it.
    pub(crate) by: AccountId,
    /// When.
    pub(crate) made_at: Timestamp,
    /// How far it has come.
    pub(crate) progress: Progress,
}

/// How far a webhook has come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// The number of the last event that it has told of, or passed over.
    pub(crate) told: u64,
    /// How often the next message failed in a row.
    pub(crate) failures: usize,
    /// Before when it is not tried again.
    pub(crate) not_before: Option<Timestamp>,
    /// Since when it is switched off.
    pub(crate) stopped_at: Option<Timestamp>,
    /// The last deliveries, the oldest first.
    pub(crate) deliveries: Vec<Delivery>,
    /// Which process is at it, and until when nobody else begins.
    turn: Option<(String, Timestamp)>,
}

/// One try to deliver a message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Delivery {
    /// The event's number.
    pub(crate) number: u64,
    /// When it was tried.
    pub(crate) at: Timestamp,
    /// What came of it.
    pub(crate) came: Came,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "kebab-case")]
pub(crate) enum Came {
    /// It was taken.
    Taken {
        /// The status of the answer.
        status: u16,
    },
    /// It was answered otherwise than that it was taken.
    Answered {
        /// The status of the answer.
        status: u16,
    },
    /// There was no answer.
    Failed {
        /// Why.
        why: String,
    },
}

impl Came {
    /// Says whether it was taken.
    pub(crate) fn is_taken(&self) -> bool {
        matches!(self, Self::Taken { .. })
    }

    /// Says it in words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Taken { status } => format!("taken ({status})"),
            Self::Answered { status } => format!("not taken: answered {status}"),
            Self::Failed { why } => format!("not taken: {why}"),
        }
    }
}

/// Whether messages are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Messages are sent as they come.
    On,
    /// Messages failed; it is tried again at a named time.
    Waits(Timestamp),
    /// It is switched off.
    Off(Timestamp),
}

impl Hook {
    /// Says whether messages are sent.
    pub(crate) fn standing(&self, now: Timestamp) -> Standing {
        match (self.progress.stopped_at, self.progress.not_before) {
            (Some(at), _) => Standing::Off(at),
            (None, Some(at)) if at > now => Standing::Waits(at),
            (None, _) => Standing::On,
        }
    }

    /// Says whether it tells of a stage's events.
    fn tells_of(&self, stage: &str) -> bool {
        self.stages.is_empty() || self.stages.iter().any(|one| one == stage)
    }

    /// The name of the message of an event: the same each time it is sent.
    fn message_id(&self, number: u64) -> String {
        format!("{}.{number}", self.id)
    }
}

impl Progress {
    /// Begins after an event.
    pub(crate) fn after(told: u64) -> Self {
        Self { told, ..Self::default() }
    }

    /// Writes down what came of a try; says whether the webhook is switched off by it.
    fn add(&mut self, delivery: Delivery) -> bool {
        let (at, number) = (delivery.at, delivery.number);
        let is_taken = delivery.came.is_taken();
        // Who answers so wants no more (RFC 9110, section 15.5.11).
        let is_gone = delivery.came == Came::Answered { status: 410 };
        self.deliveries.push(delivery);
        let over = self.deliveries.len().saturating_sub(DELIVERIES_KEPT);
        self.deliveries.drain(..over);
        if is_taken {
            (self.told, self.failures, self.not_before) = (number, 0, None);
            return false;
        }
        let wait = WAITS_SECONDS.get(self.failures).filter(|_| !is_gone);
        self.failures += 1;
        if let Some(seconds) = wait {
            self.not_before = at.checked_add(SignedDuration::from_secs(*seconds)).ok();
        } else {
            (self.stopped_at, self.not_before) = (Some(at), None);
        }
        wait.is_none()
    }

    /// Switches it on again, at once.
    pub(crate) fn resume(&mut self) {
        (self.failures, self.not_before, self.stopped_at) = (0, None, None);
    }
}

/// Reads all webhooks.
pub(crate) async fn load(store: &Store) -> Result<Vec<Hook>, Failure> {
    Ok(read(store).await?.0)
}

async fn read(store: &Store) -> Result<(Vec<Hook>, Note), Failure> {
    let note = store.note(NOTE).await?;
    if note.text.is_empty() {
        return Ok((Vec::new(), note));
    }
    let hooks = serde_json::from_slice(&note.text).map_err(anyhow::Error::from)?;
    Ok((hooks, note))
}

/// Changes the webhooks, whoever else does so at the same time. `change` is asked again where somebody was
/// quicker; what it refuses changes nothing.
pub(crate) async fn change<T>(
    store: &Store,
    change: impl Fn(&mut Vec<Hook>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    for _ in 0..TRIES_MAX {
        let (mut hooks, note) = read(store).await?;
        let done = change(&mut hooks)?;
        let text = serde_json::to_vec(&hooks).map_err(anyhow::Error::from)?;
        match store.put_note(NOTE, &note, &text).await {
            Ok(()) => return Ok(done),
            Err(store::Error::CheckpointMoved { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(Failure::refused_as(
        crate::cli::Kind::Overtaken,
        "others change the webhooks all the time",
        "try again",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_900_000_000 + second).expect("a time")
    }

    fn fails(progress: &mut Progress, second: i64, came: Came) -> bool {
        progress.add(Delivery { number: 5, at: at(second), came })
    }

    #[test]
    fn waits_grow_and_the_ninth_failure_in_a_row_switches_it_off() {
        let mut progress = Progress { told: 4, ..Progress::default() };
        let mut now = 0;
        for seconds in WAITS_SECONDS {
            assert!(!fails(&mut progress, now, Came::Answered { status: 500 }));
            assert_eq!(progress.not_before, Some(at(now + seconds)));
            now += seconds;
        }
        assert!(fails(&mut progress, now, Came::Failed { why: "refused".into() }));
        assert_eq!((progress.stopped_at, progress.told), (Some(at(now)), 4));
        progress.resume();
        assert!(!fails(&mut progress, now, Came::Taken { status: 204 }));
        assert_eq!((progress.told, progress.failures), (5, 0));
    }

    #[test]
    fn who_answers_that_it_is_gone_is_sent_nothing_more() {
        let mut progress = Progress::default();
        assert!(fails(&mut progress, 0, Came::Answered { status: 410 }));
        assert_eq!(progress.stopped_at, Some(at(0)));
    }

    #[test]
    fn so_many_deliveries_are_kept_and_no_more() {
        let mut progress = Progress::default();
        for number in 1..100 {
            progress.add(Delivery { number, at: at(0), came: Came::Taken { status: 200 } });
        }
        assert_eq!(progress.deliveries.len(), DELIVERIES_KEPT);
        assert_eq!(progress.deliveries.last().map(|one| one.number), Some(99));
    }
}

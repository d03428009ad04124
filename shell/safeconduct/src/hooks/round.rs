//! The rounds in which messages are sent, beside a server's other work.

use std::collections::BTreeMap;
use std::time::Duration;

use exchange::journal::Message;
use exchange::journal::account::{Entry, Step};
use exchange::vocabulary::HookId;
use jiff::{SignedDuration, Timestamp};
use store::Store;

use super::send::{WHOLE, agent, send};
use super::{Delivery, Hook, Progress, Standing, change, load};
use crate::cli::Failure;
use crate::desk::{clock, draw_id};

/// How long a round waits for the next.
const PAUSE: Duration = Duration::from_secs(2);
/// How long a webhook's turn lasts; after that another process may begin where this one broke off.
const TURN_SECONDS: i64 = 120;
/// How many messages of one webhook are sent in one turn.
const MESSAGES_A_TURN: usize = 50;
/// How many events are read from the journal at once.
const EVENTS: u32 = 500;

/// Sends messages until the process ends. What fails is written to the log of the process and tried again.
pub(crate) async fn keep_telling(store: Store) {
    let mut rounds = Rounds { store, me: draw_id(), seen: BTreeMap::new() };
    loop {
        if let Err(failure) = rounds.round().await {
            tracing::warn!(target: "webhooks", ?failure, "a round broke off; the next one goes on");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

struct Rounds {
    store: Store,
    /// How this process names itself to others.
    me: String,
    /// Up to where nothing was to be told that is not told.
    seen: BTreeMap<HookId, u64>,
}

impl Rounds {
    /// Sends what is to be sent now, of one webhook after the other.
    async fn round(&mut self) -> Result<(), Failure> {
        let hooks = load(&self.store).await?;
        self.seen.retain(|id, _| hooks.iter().any(|hook| hook.id == *id));
        for hook in hooks {
            if hook.standing(clock()) != Standing::On {
                continue;
            }
            let from = hook.progress.told.max(self.seen.get(&hook.id).copied().unwrap_or(0));
            let (messages, until) = self.messages(&hook, from).await?;
            if messages.is_empty() {
                self.seen.insert(hook.id, until);
            } else {
                self.turn(&hook.id).await?;
            }
        }
        Ok(())
    }

    /// Reads what is to be told of the next events, and up to which event that is.
    async fn messages(&self, hook: &Hook, from: u64) -> Result<(Vec<Message>, u64), Failure> {
        let mut until = from;
        loop {
            let events = self.store.read(until + 1, EVENTS).await?;
            let Some(last) = events.last() else { return Ok((Vec::new(), until)) };
            until = last.number;
            let told = events.iter().filter(|one| hook.tells_of(one.event.stage()));
            let messages: Vec<Message> = told.take(MESSAGES_A_TURN).map(Message::of).collect();
            if !messages.is_empty() {
                return Ok((messages, until));
            }
        }
    }

    /// Takes a webhook's turn, where nobody else has it, and sends its next messages.
    async fn turn(&self, id: &HookId) -> Result<(), Failure> {
        let began = clock();
        let ends = began.checked_add(SignedDuration::from_secs(TURN_SECONDS)).unwrap_or(began);
        let taken = change(&self.store, |hooks| {
            let hook = hooks.iter_mut().find(|hook| hook.id == *id);
            let is_free = |hook: &&mut Hook| {
                let turn = hook.progress.turn.as_ref();
                hook.standing(began) == Standing::On
                    && turn.is_none_or(|(_, until)| *until <= began)
            };
            Ok(hook.filter(is_free).map(|hook| {
                hook.progress.turn = Some((self.me.clone(), ends));
                hook.clone()
            }))
        });
        let Some(hook) = taken.await? else { return Ok(()) };
        let (messages, _) = self.messages(&hook, hook.progress.told).await?;
        let sent = tokio::task::spawn_blocking(move || send_all(&hook, &messages, ends)).await;
        let deliveries = sent.map_err(anyhow::Error::from)?;
        let is_stopped = change(&self.store, |hooks| {
            let Some(hook) = hooks.iter_mut().find(|hook| hook.id == *id) else { return Ok(false) };
            Ok(settle(&mut hook.progress, &self.me, &deliveries))
        });
        if is_stopped.await? {
            tracing::warn!(target: "webhooks", hook = %id, "switched off: its messages are not taken");
            self.store.append_entries(&[stopped(id, clock())]).await?;
        }
        Ok(())
    }
}

/// Sends messages in their order until one is not taken or the turn is nearly over.
fn send_all(hook: &Hook, messages: &[Message], ends: Timestamp) -> Vec<Delivery> {
    let agent = agent(&hook.address);
    let mut deliveries = Vec::new();
    for message in messages {
        let now = clock();
        let left = now.duration_until(ends);
        if left <= SignedDuration::try_from(WHOLE).unwrap_or(SignedDuration::ZERO) {
            break;
        }
        let came = send(&agent, hook, message, now);
        let is_taken = came.is_taken();
        deliveries.push(Delivery { number: message.data.number, at: now, came });
        if !is_taken {
            break;
        }
    }
    deliveries
}

/// Writes down what came of a turn, where it is still this process's.
fn settle(progress: &mut Progress, me: &str, deliveries: &[Delivery]) -> bool {
    if progress.turn.as_ref().is_none_or(|(whose, _)| whose != me) {
        return false;
    }
    progress.turn = None;
    let mut is_stopped = false;
    for delivery in deliveries {
        is_stopped = progress.add(delivery.clone());
    }
    is_stopped
}

fn stopped(hook: &HookId, at: Timestamp) -> Entry {
    let step = Step::HookStopped { hook: hook.clone() };
    let origin = "server".to_owned();
    Entry { at, name: None, account: None, by: None, session: None, origin, step }
}

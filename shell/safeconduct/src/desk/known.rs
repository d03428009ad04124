//! The people of the registry as lists are compared with them: opened for every comparison by a desk of its own, and
//! kept open between comparisons where several desks of a server share a book.
//!
//! They are kept in memory only, by the version of the views that they show. Whom later events touched is opened
//! anew; when somebody is erased nothing is kept, and after [`KEPT_MINUTES`] in which nobody compared neither. Who
//! may compare, and that they did, is asked and written down each time before this. Decoys are in no view.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use exchange::journal::{Event, Recorded, State};
use exchange::registry::{self, Known};
use exchange::vocabulary::PersonId;
use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;
use store::{CardOf, ChangedCards, Store};
use tokio::sync::Mutex;

use super::looking::Permit;
use super::{Desk, clock};
use crate::cli::Failure;

/// How many minutes people are kept open after a comparison.
const KEPT_MINUTES: i64 = 10;
/// How often it is looked whether they still may be.
const ROUND: Duration = Duration::from_secs(30);
/// How many events are read at once.
const EVENTS: u32 = 10_000;

/// What desks that share a book keep open between comparisons.
#[derive(Default)]
pub(super) struct Keep(Mutex<Option<Kept>>);

struct Kept {
    /// The version of the journal that the people show.
    version: u64,
    used_at: Timestamp,
    /// In the order of their references.
    people: Arc<Vec<Known>>,
}

impl Desk {
    /// Opens everybody in the registry, each person once however many entries are merged, under a permit that goes
    /// through many people's names: what a list is compared with. Who was erased, or has no status, is left out.
    pub(crate) async fn known(&self, permit: &Permit) -> Result<Arc<Vec<Known>>, Failure> {
        permit.goes_through_names()?;
        let Some(keep) = &self.keep else { return self.opened().await };
        let mut kept = keep.0.lock().await;
        // Views that are behind, as no release of ours leaves them, are looked at again next time.
        let version = self.store.views_version().await?.min(self.state.version);
        let people = match kept.take() {
            Some(before) if before.version == version => before.people,
            Some(before) if before.version < version => {
                match self.store.cards_since(before.version, &self.state).await? {
                    Some(changed) => brought_along(before.people, changed, &self.state),
                    None => self.opened().await?,
                }
            }
            Some(_) | None => self.opened().await?,
        };
        *kept = Some(Kept { version, used_at: clock(), people: Arc::clone(&people) });
        Ok(people)
    }

    async fn opened(&self) -> Result<Arc<Vec<Known>>, Failure> {
        let mut known = known(self.store.cards().await?, &self.state);
        known.par_sort_unstable_by(|one, other| one.person.cmp(&other.person));
        Ok(Arc::new(known))
    }

    /// Keeps nobody open where events erased somebody.
    pub(super) async fn forget_erased(&self, recorded: &[Recorded]) {
        if let Some(keep) = self.keep.as_ref().filter(|_| recorded.iter().any(erases)) {
            keep.0.lock().await.take();
        }
    }
}

fn erases(recorded: &Recorded) -> bool {
    matches!(recorded.event, Event::Registry(registry::Event::Erased { .. }))
}

fn known(cards: Vec<CardOf>, state: &State) -> Vec<Known> {
    let one = |one: CardOf| {
        let reading = state.registry.status(&one.person, None)?;
        Some(one.card.known(one.person, reading.status))
    };
    cards.into_par_iter().filter_map(one).collect()
}

/// Puts what changed in the place of what it was.
fn brought_along(
    mut people: Arc<Vec<Known>>,
    changed: ChangedCards,
    state: &State,
) -> Arc<Vec<Known>> {
    if !changed.people.is_empty() {
        let others = Arc::make_mut(&mut people);
        let touched: BTreeSet<PersonId> = changed.people.into_iter().collect();
        others.retain(|one| !touched.contains(&one.person));
        others.extend(known(changed.cards, state));
        // Nearly all are in order already.
        others.sort_by(|one, other| one.person.cmp(&other.person));
    }
    people
}

impl Keep {
    /// Lets go of who is kept once nobody has compared for a while, or another process erased somebody.
    pub(super) async fn look_after(&self, store: &Store) -> Result<(), Failure> {
        let mut kept = self.0.lock().await;
        let Some(before) = &*kept else { return Ok(()) };
        let until = before.used_at + SignedDuration::from_mins(KEPT_MINUTES);
        let mut is_over = until <= clock() || before.used_at > clock();
        let mut next = before.version + 1;
        while !is_over {
            let page = store.read(next, EVENTS).await?;
            let Some(last) = page.last() else { return Ok(()) };
            next = last.number + 1;
            is_over = page.iter().any(erases);
        }
        kept.take();
        Ok(())
    }

    /// Does so until the process ends.
    pub(super) async fn look_after_always(&self, store: &Store) {
        loop {
            tokio::time::sleep(ROUND).await;
            if let Err(failure) = self.look_after(store).await {
                tracing::warn!(target: "reconcile", ?failure, "nobody is kept open any more");
                self.0.lock().await.take();
            }
        }
    }
}

#[cfg(test)]
mod tests;

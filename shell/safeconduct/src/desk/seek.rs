//! Finding people and showing those who were found: for a page as for the API.

use exchange::journal::{Deed, Purpose};
use exchange::registry::{LOOKS_KNOWN_MIN, Query, Told};
use exchange::vocabulary::{Actor, PersonId};
use store::FoundPerson;

use super::Desk;
use super::looking::Permit;
use crate::cli::Failure;

/// Who was found.
pub(crate) struct Sought {
    /// The likeliest first, each with what of them may be shown.
    pub(crate) shown: Vec<(FoundPerson, Permit)>,
    /// How many more were found whom the reader's role may not see.
    pub(crate) not_shown: usize,
}

impl Desk {
    /// Finds people, decoys among them, and lets an actor see them. The book is open afterwards.
    pub(crate) async fn seek(
        &mut self,
        actor: &Actor,
        purpose: Purpose,
        (query, most): (&Query, usize),
        work: &str,
    ) -> Result<Sought, Failure> {
        self.open_book().await?;
        let people = self.state().registry.persons.len();
        // Nobody who writes waits for a search.
        self.shut_book().await;
        let permit = self.go_through(actor, (purpose, Deed::Match), (work, people)).await?;
        let found = self.find(&permit, (query, most)).await?;
        self.open_book().await?;
        let people: Vec<PersonId> = found.iter().map(|one| one.person.clone()).collect();
        let permits = self.show_each(actor, purpose, &people).await?;
        let all = found.len();
        let shown: Vec<(FoundPerson, Permit)> = found
            .into_iter()
            .zip(permits)
            .filter_map(|(one, permit)| Some((one, permit?)))
            .collect();
        Ok(Sought { not_shown: all - shown.len(), shown })
    }
}

/// The most people who look like one that is to be entered that are told of.
const ALIKE_MAX: usize = 10;

/// Who looks like somebody who is to be entered.
pub(crate) struct Alike {
    /// What was looked for.
    pub(crate) query: Query,
    /// The likeliest first; without a permit, where the reader's role may not see them.
    pub(crate) found: Vec<(FoundPerson, Option<Permit>)>,
}

impl Alike {
    /// Names them.
    pub(crate) fn people(&self) -> Vec<PersonId> {
        self.found.iter().map(|(one, _)| one.person.clone()).collect()
    }
}

impl Desk {
    /// Looks for those who are entered already and look like somebody who is to be entered, and lets an actor see
    /// them; none, where nothing can be looked for. The book is open afterwards.
    pub(crate) async fn alike(
        &mut self,
        actor: &Actor,
        identity: &Told,
        work: &str,
    ) -> Result<Option<Alike>, Failure> {
        let Some(query) = Query::of(identity) else { return Ok(None) };
        self.open_book().await?;
        let people = self.state().registry.persons.len();
        self.shut_book().await;
        let ask = (Purpose::Tracing, Deed::Match);
        let permit = self.go_through(actor, ask, (work, people)).await?;
        let mut found = self.search(&permit, (&query, ALIKE_MAX)).await?;
        found.retain(|one| one.likeness.score >= LOOKS_KNOWN_MIN);
        self.open_book().await?;
        let people: Vec<PersonId> = found.iter().map(|one| one.person.clone()).collect();
        let permits = self.show_each(actor, Purpose::Tracing, &people).await?;
        Ok(Some(Alike { query, found: found.into_iter().zip(permits).collect() }))
    }
}

//! Finding people and showing those who were found: for a page as for the API.

use exchange::journal::{Deed, Purpose};
use exchange::registry::Query;
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

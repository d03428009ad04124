//! Agreement on the page: what both sides accepted, and what their readings left open.

mod page;

use std::collections::BTreeSet;

use exchange::journal::State;
use exchange::vocabulary::Party;

use super::overview::Count;
use super::words::Words;

/// The pages of the agreement.
pub(super) fn pages() -> Vec<super::serve::Page> {
    page::pages()
}

/// What waits for officers: clauses that were put forward and that this side has not answered.
pub(super) fn waiting(state: &State, party: Party) -> Option<(&'static str, usize, &'static str)> {
    let side = party.side()?;
    let agreement = &state.agreement;
    let waits = agreement.offered.iter().filter(|(digest, offered)| {
        agreement.waits(digest)
            && !offered.accepted.contains(&side)
            && !offered.refused.contains(&side)
    });
    Some(("clauses", waits.count(), "/agreement"))
}

/// Counts what the page of the whole exchange says of the agreement.
pub(super) fn counts(state: &State, words: Words) -> Vec<Count> {
    let agreement = &state.agreement;
    let offered: BTreeSet<_> =
        agreement.offered.values().map(|offered| &offered.clause.id).collect();
    let not_agreed = offered.iter().filter(|id| !agreement.agreed.contains_key(**id)).count();
    vec![
        Count::of(words, "terms", agreement.terms.as_ref().map_or(0, |terms| terms.rows.len())),
        Count::of(words, "agreed", agreement.agreed.len()),
        Count::of(words, "not-agreed", not_agreed),
        Count::of(words, "open", agreement.open_points().len()),
    ]
}

//! Seal on the page: how many acts, and how many clauses both sides signed.

mod acts;
mod post;

use exchange::journal::State;
use exchange::seal::Standing;

use super::overview::Count;
use super::words::Words;

pub(crate) use post::{Door, HTTP_BUNDLE_BYTES_MAX, read_challenge};

/// The pages of the seal.
pub(super) fn pages() -> Vec<super::serve::Page> {
    acts::pages()
}

/// Counts what the page of the whole exchange says of the seal.
pub(super) fn counts(state: &State, words: Words) -> Vec<Count> {
    let ledger = &state.seal.ledger;
    let standings = ledger.clauses().standings(ledger.witnessed());
    let agreed = standings
        .iter()
        .filter(|(_, _, standing)| matches!(standing, Standing::Agreed { disowned: None, .. }))
        .count();
    vec![
        Count::of(words, "acts", ledger.rows().len()),
        Count::of(words, "witnessed", ledger.witnessed().len()),
        Count::of(words, "wordings", agreed),
        Count::of(words, "wordings-open", standings.len() - agreed),
    ]
}

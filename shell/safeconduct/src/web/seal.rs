//! Seal on the page: how many acts, and how many clauses both sides signed.

mod post;

use askama::Template;
use exchange::journal::State;
use exchange::seal::Standing;

pub(crate) use post::{Door, HTTP_BUNDLE_BYTES_MAX, read_challenge};

#[derive(Template)]
#[template(path = "6-seal/section.html")]
struct Section {
    acts: usize,
    witnessed: usize,
    agreed: usize,
    others: usize,
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let ledger = &state.seal.ledger;
    let standings = ledger.clauses().standings(ledger.witnessed());
    let agreed = standings
        .iter()
        .filter(|(_, _, standing)| matches!(standing, Standing::Agreed { disowned: None, .. }))
        .count();
    let section = Section {
        acts: ledger.rows().len(),
        witnessed: ledger.witnessed().len(),
        agreed,
        others: standings.len() - agreed,
    };
    Ok(section.render()?)
}

//! Agreement on the page: what both sides accepted, and what their readings left open.

mod page;

use std::collections::BTreeSet;

use askama::Template;
use exchange::journal::State;
use exchange::vocabulary::Party;

#[derive(Template)]
#[template(path = "1-agreement/section.html")]
struct Section {
    rows: usize,
    open: usize,
    agreed: usize,
    not_agreed: usize,
}

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

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let agreement = &state.agreement;
    let open: BTreeSet<_> = agreement.offered.values().map(|offered| &offered.clause.id).collect();
    let section = Section {
        rows: agreement.terms.as_ref().map_or(0, |terms| terms.rows.len()),
        open: agreement.open_points().len(),
        agreed: agreement.agreed.len(),
        not_agreed: open.iter().filter(|id| !agreement.agreed.contains_key(**id)).count(),
    };
    Ok(section.render()?)
}

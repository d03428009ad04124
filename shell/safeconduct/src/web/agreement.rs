//! Agreement on the page: what both sides accepted, and what their readings left open.

use std::collections::BTreeSet;

use askama::Template;
use exchange::journal::State;

#[derive(Template)]
#[template(path = "1-agreement/section.html")]
struct Section {
    rows: usize,
    open: usize,
    agreed: usize,
    not_agreed: usize,
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

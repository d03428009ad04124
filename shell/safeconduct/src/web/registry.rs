//! Registry on the pages: search first, one person, and how many people stand on which rung.

mod duplicates;
mod find;
mod merges;
mod person;

use std::collections::BTreeSet;

use askama::Template;
use exchange::journal::State;
use exchange::registry::Status;

#[derive(Template)]
#[template(path = "2-registry/section.html")]
struct Section {
    people: usize,
    claims: usize,
    withdrawn: usize,
    statuses: Vec<(&'static str, usize)>,
    contradicted: usize,
    merges: usize,
    waiting: usize,
    erased: usize,
}

/// The pages of the registry.
pub(super) fn pages() -> Vec<super::serve::Page> {
    [find::pages(), person::pages(), duplicates::pages(), merges::pages()]
        .into_iter()
        .flatten()
        .collect()
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let registry = &state.registry;
    let mut seen = BTreeSet::new();
    let mut readings = Vec::new();
    for person in registry.persons.keys() {
        // Entries that are merged are one person.
        if !seen.contains(person) {
            seen.extend(registry.group(person, None));
            readings.extend(registry.status(person, None));
        }
    }
    let on = |status: Status| readings.iter().filter(|reading| reading.status == status).count();
    let merges = || registry.merges.values().filter(|merge| merge.until.is_none());
    let section = Section {
        people: readings.len(),
        claims: registry.claims.len(),
        withdrawn: registry.claims.values().filter(|one| one.withdrawn_at.is_some()).count(),
        statuses: Status::ALL.into_iter().map(|status| (status.word(), on(status))).collect(),
        contradicted: readings.iter().filter(|reading| !reading.against.is_empty()).count(),
        merges: merges().filter(|merge| merge.since.is_some()).count(),
        waiting: merges().filter(|merge| merge.since.is_none()).count(),
        erased: registry.persons.values().filter(|person| person.erased).count(),
    };
    Ok(section.render()?)
}

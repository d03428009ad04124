//! Registry on the page: how many people stand on which rung.

use std::collections::BTreeMap;

use askama::Template;
use exchange::journal::State;
use exchange::registry::Status;

#[derive(Template)]
#[template(path = "2-registry/section.html")]
struct Section {
    people: usize,
    claims: usize,
    statuses: Vec<(Status, usize)>,
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let registry = &state.registry;
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for person in registry.persons.keys() {
        if let Some(reading) = registry.status(person, None) {
            *counts.entry(reading.status).or_default() += 1;
        }
    }
    let section = Section {
        people: registry.persons.len(),
        claims: registry.claims.len(),
        statuses: Status::ALL
            .into_iter()
            .map(|status| (status, counts.get(&status).copied().unwrap_or(0)))
            .collect(),
    };
    Ok(section.render()?)
}

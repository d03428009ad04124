//! Registry on the pages: search first, one person, and how many people stand on which rung.

mod duplicates;
mod find;
mod merges;
mod person;

use std::collections::BTreeSet;

use exchange::journal::State;
use exchange::registry::Status;

use super::overview::Count;
use super::words::Words;

/// The pages of the registry.
pub(super) fn pages() -> Vec<super::serve::Page> {
    [find::pages(), person::pages(), duplicates::pages(), merges::pages()]
        .into_iter()
        .flatten()
        .collect()
}

/// Counts what the page of the whole exchange says of the registry.
pub(super) fn counts(state: &State, words: Words) -> Vec<Count> {
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
    let contradicted = readings.iter().filter(|reading| !reading.against.is_empty()).count();
    let withdrawn = registry.claims.values().filter(|one| one.withdrawn_at.is_some()).count();
    let erased = registry.persons.values().filter(|person| person.erased).count();
    let mut counts = vec![Count::of(words, "people", readings.len())];
    counts.extend(Status::ALL.into_iter().map(|status| {
        let status_word = words.t(&format!("status-{}", status.word()));
        Count::part(words, &status_word, on(status))
    }));
    counts.extend([
        Count::of(words, "contradicted", contradicted),
        Count::of(words, "claims", registry.claims.len()),
        Count::of(words, "withdrawn", withdrawn),
        Count::of(words, "merged", merges().filter(|merge| merge.since.is_some()).count()),
        Count::of(words, "merges-wait", merges().filter(|merge| merge.since.is_none()).count()),
        Count::of(words, "erased", erased),
    ]);
    counts
}

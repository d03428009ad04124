//! Reception on the page: who was taken in, and what is still to be done.

use exchange::journal::State;
use exchange::reception::without_owner;
use exchange::vocabulary::Party;

use super::overview::Count;
use super::words::Words;

/// Counts what the page of the whole exchange says of the reception.
pub(super) fn counts(state: &State, party: Party, words: Words) -> Vec<Count> {
    let side = party.side();
    let reception = &state.reception;
    let cases = || reception.cases.values();
    let reports = reception.hosts.values().flat_map(|sides| sides.values());
    let by_host: u32 = reports.filter_map(|host| Some(host.report.as_ref()?.people)).sum();
    let without = side.map_or(0, |side| without_owner(state, side).len());
    let follow_ups: usize = cases().map(|case| case.follow_ups_due().count()).sum();
    vec![
        Count::of(words, "arrived", reception.cases.len()),
        Count::of(words, "by-host", by_host),
        Count::of(words, "owners", reception.owners.len()),
        Count::of(words, "without-owner", without),
        Count::of(words, "placed", cases().filter(|case| case.place.is_some()).count()),
        Count::of(words, "follow-ups", follow_ups),
        Count::of(words, "sightings", reception.sightings.len()),
    ]
}

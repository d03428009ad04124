//! Reception on the page: who was taken in, and what is still to be done.

use askama::Template;
use exchange::journal::State;
use exchange::reception::without_owner;
use exchange::vocabulary::Party;

#[derive(Template)]
#[template(path = "8-reception/section.html")]
struct Section {
    arrived: usize,
    owners: usize,
    without_owner: usize,
    placed: usize,
    follow_ups: usize,
    sightings: usize,
    by_host: u32,
}

/// Renders the section.
pub(crate) fn section(state: &State, party: Party) -> anyhow::Result<String> {
    let side = party.side();
    let reception = &state.reception;
    let cases = || reception.cases.values();
    let reports = reception.hosts.values().flat_map(|sides| sides.values());
    let section = Section {
        arrived: reception.cases.len(),
        owners: reception.owners.len(),
        without_owner: side.map_or(0, |side| without_owner(state, side).len()),
        placed: cases().filter(|case| case.place.is_some()).count(),
        follow_ups: cases().map(|case| case.follow_ups_due().count()).sum(),
        sightings: reception.sightings.len(),
        by_host: reports.filter_map(|host| Some(host.report.as_ref()?.people)).sum(),
    };
    Ok(section.render()?)
}

//! Handover on the page: what came of the manifests.

mod board;
mod gates;

use askama::Template;
use exchange::handover::{Gates, OutcomeKind, Sums};
use exchange::journal::{State, may};
use exchange::vocabulary::{Party, Role};
use jiff::Timestamp;

pub(super) use board::{own_side, place, stage_of};

#[derive(Template)]
#[template(path = "7-handover/section.html")]
struct Section {
    stages: usize,
    signed: usize,
    manifest: u32,
    outcomes: Vec<(&'static str, u32)>,
}

/// The pages of the handover, up to the departure.
pub(super) fn pages() -> Vec<super::serve::Page> {
    [board::pages(), gates::pages()].into_iter().flatten().collect()
}

/// What waits for whoever settles gates: those open that are theirs to settle, of people on a manifest that has not
/// left yet.
pub(super) fn waiting(
    state: &State,
    (role, party): (Role, Party),
    now: Timestamp,
) -> Option<(&'static str, usize, &'static str)> {
    let side = party.side()?;
    let legs = state.handover.stages.values().filter_map(|stage| stage.legs.get(&side));
    let here = legs.filter(|leg| leg.departed.is_empty());
    let seats = here.filter_map(|leg| leg.manifest.as_ref()).flat_map(|one| &one.seats);
    let nothing = Gates::default();
    let open = seats.flat_map(|seat| {
        let gates = state.handover.gates.get(&seat.line).unwrap_or(&nothing);
        gates.open(now).filter(|gate| may(role, gate.verb()))
    });
    Some(("gates", open.count(), "/gates"))
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let stages = &state.handover.stages;
    let sums: Vec<Sums> = stages
        .values()
        .flat_map(|stage| stage.legs.values())
        .filter_map(|leg| Some(leg.four_lists()?.sums()))
        .collect();
    let outcomes = OutcomeKind::ALL
        .into_iter()
        .map(|kind| (kind.word(), sums.iter().map(|sums| sums.get(kind)).sum()))
        .collect();
    let manifests = stages.values().flat_map(|stage| stage.summaries().into_values());
    let section = Section {
        stages: stages.len(),
        signed: stages.values().filter(|stage| stage.is_signed()).count(),
        manifest: manifests.map(|summary| summary.people).sum(),
        outcomes,
    };
    Ok(section.render()?)
}

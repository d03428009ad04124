//! Handover on the page: what came of the manifests.

mod board;
mod gates;
mod movement;

pub(super) use board::said as stands_against;

use exchange::handover::{Gates, OutcomeKind, Sums};
use exchange::journal::{State, may};
use exchange::vocabulary::{Party, Role};
use jiff::Timestamp;

use super::overview::Count;
use super::words::Words;

pub(super) use board::{own_side, place, stage_of};

/// The pages of the handover, up to the departure.
pub(super) fn pages() -> Vec<super::serve::Page> {
    [board::pages(), gates::pages(), movement::pages()].into_iter().flatten().collect()
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

/// Counts what the page of the whole exchange says of the handover.
pub(super) fn counts(state: &State, words: Words) -> Vec<Count> {
    let stages = &state.handover.stages;
    let sums: Vec<Sums> = stages
        .values()
        .flat_map(|stage| stage.legs.values())
        .filter_map(|leg| Some(leg.four_lists()?.sums()))
        .collect();
    let manifests = stages.values().flat_map(|stage| stage.summaries().into_values());
    let people: u32 = manifests.map(|summary| summary.people).sum();
    let signed = stages.values().filter(|stage| stage.is_signed()).count();
    let mut counts = vec![
        Count::of(words, "stages", stages.len()),
        Count::of(words, "acts-signed", signed),
        Count::of(words, "on-manifests", people),
    ];
    counts.extend(OutcomeKind::ALL.into_iter().map(|kind| Count {
        label: words.t(&format!("outcome-{}", kind.word())),
        value: words.number(sums.iter().map(|sums| sums.get(kind)).sum::<u32>()),
    }));
    counts
}

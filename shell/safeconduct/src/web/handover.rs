//! Handover on the page: what came of the manifests.

mod board;
mod gates;

use askama::Template;
use exchange::handover::{OutcomeKind, Sums};
use exchange::journal::State;

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

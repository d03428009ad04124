//! Plan on the page: how many go, and how many stay for now.

use askama::Template;
use exchange::journal::State;
use exchange::vocabulary::Side;

#[derive(Template)]
#[template(path = "5-plan/section.html")]
struct Section {
    stages: usize,
    counted: Vec<(Side, u64)>,
    going: Vec<(Side, usize, u64)>,
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let plan = &state.plan;
    let section = Section {
        stages: plan.begun.as_ref().map_or(0, |begun| begun.transport.stages.len()),
        counted: plan.tables.iter().map(|(side, table)| (*side, table.people())).collect(),
        going: plan
            .assigned
            .iter()
            .map(|(side, assigned)| (*side, assigned.going.len(), assigned.staying))
            .collect(),
    };
    Ok(section.render()?)
}

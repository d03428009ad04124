//! Plan on the page: how many go, and how many stay for now.

mod round;

use askama::Template;
use exchange::journal::State;
use exchange::plan::Lock;
use exchange::vocabulary::Side;

pub(super) use round::counted;

#[derive(Template)]
#[template(path = "5-plan/section.html")]
struct Section {
    stages: usize,
    proof: Option<String>,
    heads: Vec<(usize, i64, i64)>,
    floor: Option<(u32, i64, i64)>,
    counted: Vec<(Side, u64)>,
    going: Vec<(Side, usize, u64)>,
}

/// The pages of the round.
pub(super) fn pages() -> Vec<super::serve::Page> {
    round::pages()
}

/// What waits for officers: a lock, or its opening, that a second officer has to agree to.
pub(super) fn waiting(state: &State) -> (&'static str, usize, &'static str) {
    let waits = matches!(state.plan.lock, Lock::Asked { .. } | Lock::UnlockAsked { .. });
    ("lock", usize::from(waits), "/round")
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let plan = &state.plan;
    let ground = plan.begun.is_some().then(|| plan.ground()).transpose()?;
    let made = plan.plan.as_ref().zip(ground.as_ref());
    let heads = made.map(|(made, ground)| made.heads(ground)).transpose()?.unwrap_or_default();
    let floor = made.map(|(made, ground)| made.floor(ground)).transpose()?.flatten();
    let section = Section {
        stages: plan.begun.as_ref().map_or(0, |begun| begun.transport.stages.len()),
        proof: plan.plan.as_ref().map(|made| made.proof.words()),
        heads: (1..).zip(heads).map(|(stage, [a, b])| (stage, a, b)).collect(),
        floor: floor.map(|it| (it.floor, it.planned[0], it.planned[1])),
        counted: plan.tables.iter().map(|(side, table)| (*side, table.people())).collect(),
        going: plan
            .assigned
            .iter()
            .map(|(side, assigned)| (*side, assigned.going.len(), assigned.staying))
            .collect(),
    };
    Ok(section.render()?)
}

//! Plan on the page: how many go, and how many stay for now.

mod build;
mod round;
mod what_if;

use exchange::journal::State;
use exchange::plan::Lock;
use exchange::plan::planner::Proof;

use super::overview::Count;
use super::words::Words;

pub(super) use round::counted;

/// The pages of the round.
pub(super) fn pages() -> Vec<super::serve::Page> {
    [round::pages(), build::pages(), what_if::pages()].into_iter().flatten().collect()
}

/// What waits for officers: a lock, or its opening, that a second officer has to agree to.
pub(super) fn waiting(state: &State) -> (&'static str, usize, &'static str) {
    let waits = matches!(state.plan.lock, Lock::Asked { .. } | Lock::UnlockAsked { .. });
    ("lock", usize::from(waits), "/round")
}

/// Counts what the page of the whole exchange says of the plan.
pub(super) fn counts(state: &State, words: Words) -> anyhow::Result<Vec<Count>> {
    let plan = &state.plan;
    let ground = plan.begun.is_some().then(|| plan.ground()).transpose()?;
    let made = plan.plan.as_ref().zip(ground.as_ref());
    let heads = made.map(|(made, ground)| made.heads(ground)).transpose()?.unwrap_or_default();
    let floor = made.map(|(made, ground)| made.floor(ground)).transpose()?.flatten();
    let about = |key: &str, it: &dyn std::fmt::Display, value: String| Count {
        label: words.with(key, it),
        value,
    };
    let days = plan.begun.as_ref().map_or(0, |begun| begun.transport.stages.len());
    let mut counts = vec![Count::of(words, "days", days)];
    for (side, table) in &plan.tables {
        counts.push(about("count-sealed", side, words.number(table.people())));
    }
    for (stage, [a, b]) in (1_usize..).zip(heads) {
        counts.push(about("count-stage", &stage, format!("{a}, {b}")));
    }
    if let Some(floor) = floor {
        let [a, b] = floor.planned;
        let label = words.fill("count-floor", &[("floor", &words.number(floor.floor))]);
        counts.push(Count { label, value: format!("{a}, {b}") });
    }
    if let Some(made) = &plan.plan {
        let value = proof(words, made.proof);
        counts.push(Count { label: words.t("count-proof"), value });
    }
    for (side, assigned) in &plan.assigned {
        let going = u64::try_from(assigned.going.len()).unwrap_or(u64::MAX);
        counts.push(about("count-going", side, words.number(going)));
        counts.push(about("count-staying", side, words.number(assigned.staying)));
    }
    Ok(counts)
}

/// Says what is known of how good a plan is.
pub(super) fn proof(words: Words, proof: Proof) -> String {
    match proof {
        Proof::Best => words.t("proof-best"),
        Proof::Equal => words.t("proof-equal"),
        Proof::Partly { aims: 0 } => words.t("proof-none"),
        Proof::Partly { aims } => words.with("proof-partly", aims),
        Proof::Feasible => words.t("proof-feasible"),
    }
}

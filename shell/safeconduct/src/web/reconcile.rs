//! Reconcile on the page: how many lines have which verdict.

mod pair;
mod queue;

use askama::Template;
use exchange::journal::State;
use exchange::reconcile::{Comparison, Verdict};

#[derive(Template)]
#[template(path = "4-reconcile/section.html")]
struct Section {
    lists: usize,
    verdicts: Vec<(&'static str, u64)>,
}

/// The pages of comparisons.
pub(super) fn pages() -> Vec<super::serve::Page> {
    [queue::pages(), pair::pages()].into_iter().flatten().collect()
}

/// What waits for officers: pairs that may be one person, and verdicts on which a second has to agree.
pub(super) fn waiting(state: &State) -> [(&'static str, usize, &'static str); 2] {
    let comparisons = || state.reconcile.comparisons.values();
    let doubtful = comparisons().map(Comparison::doubtful).sum::<u64>();
    let proposed = comparisons().map(|one| one.proposed.len()).sum();
    [
        ("doubtful", usize::try_from(doubtful).unwrap_or(usize::MAX), "/matches"),
        ("second-verdicts", proposed, "/matches"),
    ]
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let comparisons = &state.reconcile.comparisons;
    let count = |verdict: Verdict| {
        comparisons.values().filter_map(|comparison| comparison.counts.get(&verdict)).sum()
    };
    let section = Section {
        lists: comparisons.len(),
        verdicts: Verdict::ALL
            .into_iter()
            .map(|verdict| (verdict.word(), count(verdict)))
            .collect(),
    };
    Ok(section.render()?)
}

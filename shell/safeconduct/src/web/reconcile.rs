//! Reconcile on the page: how many lines have which verdict.

mod pair;
mod queue;

use askama::Template;
use exchange::journal::State;
use exchange::reconcile::Verdict;

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

//! Reconcile on the page: how many lines have which verdict.

mod pair;
mod queue;

use exchange::journal::State;
use exchange::reconcile::{Comparison, Verdict};

use super::overview::Count;
use super::words::Words;

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

/// Counts what the page of the whole exchange says of comparisons.
pub(super) fn counts(state: &State, words: Words) -> Vec<Count> {
    let comparisons = &state.reconcile.comparisons;
    let count = |verdict: Verdict| -> u64 {
        comparisons.values().filter_map(|comparison| comparison.counts.get(&verdict)).sum()
    };
    let mut counts = vec![Count::of(words, "compared", comparisons.len())];
    counts.extend(Verdict::ALL.into_iter().map(|verdict| Count {
        label: words.t(&format!("wording-verdict-{}", verdict.word())),
        value: words.number(count(verdict)),
    }));
    counts
}

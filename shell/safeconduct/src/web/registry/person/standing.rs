//! Where a person stands: the way up and down the ladder, and the lists and rounds on which they are.

use std::collections::{BTreeMap, BTreeSet};

use exchange::registry::{State, Status};
use exchange::vocabulary::{LineId, PersonId};
use jiff::Timestamp;

use super::travel::seat;
use crate::web::lists::{named, stage_key};
use crate::web::serve::may_ask;
use crate::web::visit::Visit;
use crate::web::words::Words;

/// One rung of the ladder.
pub(super) struct Rung {
    pub(super) label: String,
    /// Since when it was last known; nothing where it was never reached.
    pub(super) since: String,
    pub(super) is_now: bool,
}

/// Tells the way up the ladder. Ends that were never reached are left out: nobody is shown that they might die.
pub(super) fn ladder(
    words: Words,
    registry: &State,
    (person, moment): (&PersonId, Option<Timestamp>),
) -> Vec<Rung> {
    let steps = registry.steps(person, moment);
    let now = steps.last().map(|step| step.status);
    let reached: BTreeMap<Status, Timestamp> =
        steps.into_iter().map(|step| (step.status, step.at)).collect();
    let is_end = |status: Status| matches!(status, Status::Died | Status::Declined);
    let shown = Status::ALL.into_iter().filter(|one| !is_end(*one) || reached.contains_key(one));
    let rung = |status: Status| Rung {
        label: words.t(&format!("status-{}", status.word())),
        since: reached.get(&status).map_or_else(String::new, |at| words.moment(*at)),
        is_now: now == Some(status),
    };
    shown.map(rung).collect()
}

/// Names the lines that stand for a person: by what was claimed, and by the manifests.
pub(super) fn lines_of<'a>(visit: &'a Visit, person: &PersonId) -> BTreeSet<&'a LineId> {
    let state = visit.desk.state();
    let mut lines = state.handover.lines_of(&state.registry.group(person, None));
    lines.extend(state.registry.lines_of(person));
    lines
}

/// A line of a list that stands for the person.
pub(super) struct Place {
    pub(super) list: String,
    pub(super) name: String,
    pub(super) stage: String,
    pub(super) line: String,
    /// What the plan says of the line.
    pub(super) round: String,
    pub(super) why: Option<String>,
}

/// Names the lists and rounds on which a person stands, for whoever may read lists.
pub(super) fn places(visit: &Visit, person: &PersonId) -> Option<Vec<Place>> {
    if !may_ask(visit, "/lists/{list}") {
        return None;
    }
    let (words, journal) = (visit.words, visit.desk.state());
    let lines = lines_of(visit, person);
    let kept = |line: &LineId| {
        let mut books = journal.lists.lists.iter();
        books.find(|(_, book)| book.lines().iter().any(|kept| kept.line == *line))
    };
    let place = |line: &LineId| {
        let (list, book) = kept(line)?;
        let assigned = journal.plan.assigned.get(&book.from);
        let going = assigned.and_then(|assigned| assigned.going.get(line));
        let drawn = seat(visit, book.from, line).map(|(stage, ..)| stage);
        let has_reason = assigned.is_some_and(|assigned| assigned.reasons.contains_key(line));
        let is_own = visit.desk.meta().party.side() == Some(book.from);
        let round = match drawn.or(going.map(|going| going.stage)) {
            Some(number) => words.with("gates-stage-n", number),
            None if has_reason => words.t("round-stays"),
            None => words.t("places-no-round"),
        };
        Some(Place {
            list: list.to_string(),
            name: named(words, book),
            stage: words.t(stage_key(book)),
            line: line.to_string(),
            round,
            why: Some(format!("/round/people/{line}"))
                .filter(|_| has_reason && is_own && may_ask(visit, "/round/people/{line}")),
        })
    };
    Some(lines.into_iter().filter_map(place).collect())
}

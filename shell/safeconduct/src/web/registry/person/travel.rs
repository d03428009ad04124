//! Can this person travel, and why not? The answer is read from what is agreed, the plan, the gates and the
//! manifests; nothing is decided here.

use std::collections::BTreeSet;

use exchange::handover::{GateKind, GateState, Gates, Leg, Refusal, Seat, ready};
use exchange::lists::Purpose as For;
use exchange::registry::Status;
use exchange::vocabulary::{LineId, PersonId, Side, StageNumber};

use super::standing::lines_of;
use crate::web::handover::stands_against;
use crate::web::serve::may_ask;
use crate::web::visit::Visit;

/// One thing that stands in the way.
pub(super) struct Against {
    pub(super) what: String,
    pub(super) basis: &'static str,
    /// The same in the core's exact words, which are English; nothing where those say no more.
    pub(super) exact: String,
    /// The page on which it is worked on, where the reader may go there.
    pub(super) to: Option<String>,
}

/// The answer.
pub(super) struct Travel {
    pub(super) answer: String,
    pub(super) is_stop: bool,
    pub(super) against: Vec<Against>,
}

impl Travel {
    fn plain(answer: String) -> Self {
        Self { answer, is_stop: false, against: Vec::new() }
    }

    fn stop(answer: String) -> Self {
        Self { is_stop: true, ..Self::plain(answer) }
    }
}

/// Answers whoever works on the gates or the round; nobody else is told of a round before it is over.
pub(super) fn of(visit: &Visit, person: &PersonId, status: Option<Status>) -> Option<Travel> {
    if !may_ask(visit, "/gates/{stage}") && !may_ask(visit, "/round/people/{line}") {
        return None;
    }
    let own = visit.desk.meta().party.side()?;
    let (words, state) = (visit.words, visit.desk.state());
    match status {
        Some(Status::Returned) => return Some(Travel::plain(words.t("travel-home"))),
        Some(Status::Died) => return Some(Travel::stop(words.t("travel-died"))),
        Some(Status::Declined) => return Some(declined(visit)),
        Some(
            Status::Sought
            | Status::Alleged
            | Status::Confirmed
            | Status::Listed
            | Status::AtHandover,
        )
        | None => {}
    }
    let lines = lines_of(visit, person);
    let offered = |from: Side| {
        let (_, book) = state.lists.current(from, For::Offer)?;
        book.lines().iter().map(|kept| &kept.line).find(|line| lines.contains(line))
    };
    if let Some(line) = offered(own) {
        return Some(ours(visit, own, line));
    }
    if let Some(line) = offered(own.other()) {
        return Some(theirs(visit, own.other(), line));
    }
    let against = vec![against(visit, "travel-not-offered", None)];
    Some(Travel { against, ..Travel::plain(words.t("travel-not-yet")) })
}

fn declined(visit: &Visit) -> Travel {
    let wish = Against {
        what: visit.words.t("travel-declined"),
        basis: GateKind::OwnWish.basis(),
        exact: String::new(),
        to: None,
    };
    Travel { against: vec![wish], ..Travel::stop(visit.words.t("travel-no")) }
}

fn against(visit: &Visit, key: &str, to: Option<String>) -> Against {
    Against { what: visit.words.t(key), basis: "", exact: String::new(), to }
}

/// The last stage on whose manifest a line stands.
pub(super) fn seat<'a>(
    visit: &'a Visit,
    from: Side,
    line: &LineId,
) -> Option<(StageNumber, &'a Leg, &'a Seat)> {
    let stages = visit.desk.state().handover.stages.iter().rev();
    let mut legs = stages.filter_map(|(stage, of)| Some((*stage, of.legs.get(&from)?)));
    legs.find_map(|(stage, leg)| {
        let seats = &leg.manifest.as_ref()?.seats;
        Some((stage, leg, seats.iter().find(|seat| seat.line == *line)?))
    })
}

/// Somebody whom this side holds and offers.
fn ours(visit: &Visit, own: Side, line: &LineId) -> Travel {
    let (words, journal) = (visit.words, visit.desk.state());
    let drawn = seat(visit, own, line);
    if let Some((stage, leg, seat)) = drawn
        && leg.departed.contains(&seat.vehicle)
    {
        return Travel::plain(words.with("travel-left", stage));
    }
    let mut found = Vec::new();
    if journal.agreement.settled().is_err() {
        found.push(against(visit, "travel-terms", Some("/agreement".to_owned())));
    }
    let assigned = journal.plan.assigned.get(&own);
    let planned = assigned.and_then(|assigned| assigned.going.get(line)).map(|going| going.stage);
    let stage = drawn.map(|(stage, ..)| stage).or(planned);
    match (stage, assigned) {
        (Some(_), _) if drawn.is_none() && !journal.plan.lock.holds() => {
            found.push(against(visit, "travel-not-locked", Some("/round".to_owned())));
        }
        (Some(_), _) => {}
        (None, None) => found.push(against(visit, "travel-no-plan", Some("/round".to_owned()))),
        (None, Some(assigned)) => {
            let to = Some(format!("/round/people/{line}"));
            let to = to.filter(|_| {
                assigned.reasons.contains_key(line) && may_ask(visit, "/round/people/{line}")
            });
            found.push(against(visit, "travel-waits", to));
        }
    }
    let refusals = refusals(visit, own, (line, stage));
    let is_stop = refusals.iter().any(|one| matches!(one, Refusal::GateDeclined { .. }));
    let to = stage.filter(|_| may_ask(visit, "/gates/{stage}/people/{line}"));
    let to = to.map(|stage| format!("/gates/{stage}/people/{line}"));
    found.extend(refusals.iter().map(|refusal| gate(visit, refusal, to.as_ref())));
    let answer = match stage {
        _ if is_stop => words.t("travel-no"),
        Some(stage) if found.is_empty() => words.with("travel-yes", stage),
        Some(stage) => words.with("travel-planned", stage),
        None => words.t("travel-not-yet"),
    };
    Travel { answer, is_stop, against: found }
}

/// What the law of the handover says against the departure of one line: everything, once the manifest is drawn;
/// before, the gates of whoever is to go.
fn refusals(
    visit: &Visit,
    own: Side,
    (line, stage): (&LineId, Option<StageNumber>),
) -> Vec<Refusal> {
    let (handover, now) = (&visit.desk.state().handover, visit.desk.now());
    if let Some((stage, _, seat)) = seat(visit, own, line) {
        let vehicle = BTreeSet::from([seat.vehicle.clone()]);
        let is_theirs = |refusal: &Refusal| {
            if let Refusal::GateOpen { line: of, .. } | Refusal::GateDeclined { line: of, .. } =
                refusal
            {
                return of == line;
            }
            true
        };
        return ready(handover, (stage, own), &vehicle, now)
            .into_iter()
            .filter(is_theirs)
            .collect();
    }
    let nothing = Gates::default();
    let gates = handover.gates.get(line).unwrap_or(&nothing);
    let refusal = |gate: GateKind| match gates.state(gate, now) {
        GateState::Cleared => None,
        GateState::Declined => Some(Refusal::GateDeclined { line: line.clone(), gate }),
        GateState::Open => stage.map(|_| Refusal::GateOpen { line: line.clone(), gate }),
    };
    GateKind::ALL.into_iter().filter_map(refusal).collect()
}

fn gate(visit: &Visit, refusal: &Refusal, to: Option<&String>) -> Against {
    let (what, exact) = stands_against(visit.words, refusal);
    let is_gate = matches!(refusal, Refusal::GateOpen { .. } | Refusal::GateDeclined { .. });
    Against {
        what,
        exact,
        basis: refusal.basis().unwrap_or_default(),
        to: to.filter(|_| is_gate).cloned(),
    }
}

/// Somebody whom the other side holds and offers: this side sees a manifest, and no plan of theirs.
fn theirs(visit: &Visit, side: Side, line: &LineId) -> Travel {
    let words = visit.words;
    if let Some((stage, ..)) = seat(visit, side, line) {
        return Travel::plain(words.with("travel-they-bring", stage));
    }
    let mut found = Vec::new();
    if visit.desk.state().agreement.settled().is_err() {
        found.push(against(visit, "travel-terms", Some("/agreement".to_owned())));
    }
    found.push(against(visit, "travel-they-plan", None));
    Travel { against: found, ..Travel::plain(words.t("travel-not-yet")) }
}

//! The gates board: who is not ready to travel, and what stands in the way of a departure.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use exchange::handover::{
    self, GateKind, GateState, Leg, Passenger, Place, Refusal, TwoNames, passengers, ready,
};
use exchange::journal::{Command, Verb, may};
use exchange::vocabulary::{LineId, Private, Side, StageNumber, VehicleId};

use super::super::frame::Frame;
use super::super::serve::{Page, may_ask, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::cli::Failure;
use crate::desk::Who;

/// How many people one page shows.
const PEOPLE: usize = 60;
/// The longest reason, in characters.
const REASON_LETTERS_MAX: usize = 2_000;

/// A stage in which somebody of this side travels.
struct StageRow {
    stage: StageNumber,
    people: usize,
    ready: usize,
    is_drawn: bool,
    has_left: bool,
}

#[derive(Template)]
#[template(path = "7-handover/stages.html")]
struct Stages {
    frame: Frame,
    rows: Vec<StageRow>,
}

/// How one gate of somebody stands.
pub(super) struct Cell {
    pub(super) sign: &'static str,
    pub(super) state: &'static str,
    pub(super) label: String,
}

struct Row {
    line: String,
    place: String,
    cells: Vec<Cell>,
    is_ready: bool,
}

/// One kind of thing that stands in the way, how often, and by which article.
struct Against {
    what: String,
    /// The core's exact words, where the page says it in a sentence of its own.
    exact: String,
    basis: &'static str,
    count: usize,
}

#[derive(Template)]
#[template(path = "7-handover/board.html")]
struct Board {
    frame: Frame,
    stage: StageNumber,
    gates: Vec<String>,
    rows: Vec<Row>,
    people: usize,
    ready: usize,
    only_open: bool,
    from: usize,
    next: Option<usize>,
    against: Vec<Against>,
    /// How far it is: `planned`, `drawn` or `left`.
    how: &'static str,
    /// Whether whoever looks may let it depart.
    departs: bool,
    /// Whether the other side has not said that it knows of the movement, and whoever looks may let it go with a
    /// second person all the same.
    overrides: bool,
    /// What can be printed, and where, each with what it is called.
    papers: Vec<(String, String)>,
}

pub(super) fn pages() -> Vec<Page> {
    let sees = Who::Either(Verb::Gate, Verb::Heal);
    vec![
        Page::get("/gates", "gates-page", sees, run!(stages)),
        Page::get("/gates/{stage}", "gates-board", sees, run!(board)),
        Page::post("/gates/{stage}/depart", "depart", Who::May(Verb::Line), run!(depart)),
        Page::post("/gates/{stage}/override", "override", Who::May(Verb::Gate), run!(let_pass)),
    ]
}

/// Reads the stage from the path.
pub(in crate::web) fn stage_of(visit: &Visit) -> Result<StageNumber, Trouble> {
    visit.id::<u16>("stage").map(StageNumber)
}

/// The side whose people this instance hands over.
pub(in crate::web) fn own_side(visit: &Visit) -> Result<Side, Trouble> {
    visit.desk.meta().party.side().ok_or_else(|| {
        Failure::refused("this instance belongs to neither side", "use the instance of a side")
            .into()
    })
}

/// Who travels in a stage: by its manifest, or before it is drawn by the plan.
pub(super) fn travelling(visit: &Visit, stage: StageNumber, from: Side) -> Vec<Passenger> {
    let known = visit.desk.state();
    let leg = known.handover.leg(stage, from);
    if let Some(manifest) = leg.and_then(|leg| leg.manifest.as_ref()) {
        let seats = manifest.seats.iter().map(|seat| Passenger {
            line: seat.line.clone(),
            place: seat.place,
            track: seat.track,
        });
        return seats.collect();
    }
    known.plan.assigned.get(&from).map(|plan| passengers(&plan.going, stage)).unwrap_or_default()
}

/// How a gate of a line stands now, in word and sign.
pub(super) fn cell(visit: &Visit, line: &LineId, gate: GateKind) -> Cell {
    let gates = visit.desk.state().handover.gates.get(line);
    let state = gates.map_or(GateState::Open, |gates| gates.state(gate, visit.desk.now()));
    let sign = match state {
        GateState::Open => "○",
        GateState::Cleared => "✓",
        GateState::Declined => "✕",
    };
    Cell { sign, state: state.word(), label: visit.words.t(&format!("gate-is-{}", state.word())) }
}

fn is_ready(visit: &Visit, line: &LineId) -> bool {
    let now = visit.desk.now();
    let gates = visit.desk.state().handover.gates.get(line);
    gates.is_some_and(|gates| {
        GateKind::ALL.into_iter().all(|gate| gates.state(gate, now) == GateState::Cleared)
    })
}

/// All stages of the plan, and those that have a manifest.
pub(super) fn known_stages(visit: &Visit, from: Side) -> BTreeSet<StageNumber> {
    let state = visit.desk.state();
    let drawn = state.handover.stages.iter().filter(|(_, stage)| stage.legs.contains_key(&from));
    let planned = state.plan.assigned.get(&from).map(|plan| plan.going.values());
    let planned = planned.into_iter().flatten().map(|going| going.stage);
    drawn.map(|(stage, _)| *stage).chain(planned).collect()
}

async fn stages(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let from = own_side(visit)?;
    let rows = known_stages(visit, from).into_iter().map(|stage| {
        let people = travelling(visit, stage, from);
        let leg = visit.desk.state().handover.leg(stage, from);
        StageRow {
            stage,
            ready: people.iter().filter(|one| is_ready(visit, &one.line)).count(),
            people: people.len(),
            is_drawn: leg.is_some_and(|leg| leg.manifest.is_some()),
            has_left: leg.is_some_and(|leg| !leg.departed.is_empty()),
        }
    });
    let mut rows: Vec<StageRow> = rows.collect();
    rows.sort_by_key(|row| (row.has_left, row.stage));
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "gates-title");
    Ok(Reply::Page(StatusCode::OK, Stages { frame, rows }.render()?))
}

/// What stands in the way of a departure of all that have not left, each kind once.
fn against(visit: &Visit, (stage, from): (StageNumber, Side), leg: Option<&Leg>) -> Vec<Against> {
    let Some(manifest) = leg.and_then(|leg| leg.manifest.as_ref()) else { return Vec::new() };
    let left = leg.map(|leg| &leg.departed);
    let here = manifest.vehicles.iter().map(|vehicle| vehicle.id.clone());
    let here: BTreeSet<VehicleId> =
        here.filter(|vehicle| left.is_none_or(|left| !left.contains(vehicle))).collect();
    let words = visit.words;
    let mut found: Vec<Against> = Vec::new();
    for refusal in ready(&visit.desk.state().handover, (stage, from), &here, visit.desk.now()) {
        let (what, exact) = said(words, &refusal);
        let basis = refusal.basis().unwrap_or_default();
        match found.iter_mut().find(|one| (&one.what, &one.exact) == (&what, &exact)) {
            Some(one) => one.count += 1,
            None => found.push(Against { what, exact, basis, count: 1 }),
        }
    }
    found
}

/// What stands in the way, in words of the page, and in the core's exact words where those say more.
pub(in crate::web) fn said(words: Words, refusal: &Refusal) -> (String, String) {
    let gate = |key: &str, gate: GateKind| {
        (words.with(key, words.t(&format!("gate-{}", gate.word()))), String::new())
    };
    if let Refusal::GateOpen { gate: of, .. } = refusal {
        return gate("against-open", *of);
    }
    if let Refusal::GateDeclined { gate: of, .. } = refusal {
        return gate("against-declined", *of);
    }
    (words.t(&format!("refused-{}", refusal.id())), refusal.to_string())
}

/// What of a stage can be printed: the manifest and the notice of this side, and of the other as it sent them.
fn papers(visit: &Visit, (stage, own): (StageNumber, Side)) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if !may_ask(visit, "/print/manifests/{stage}") {
        return found;
    }
    for from in [own, own.other()] {
        let Some(leg) = visit.desk.state().handover.leg(stage, from) else { continue };
        let whose = if from == own { String::new() } else { format!("?from={from}") };
        let mut add = |kind: &str, key: &str| {
            let label = visit.words.with(key, from);
            found.push((format!("/print/{kind}/{stage}{whose}"), label));
        };
        if leg.manifest.is_some() {
            add("manifests", "paper-link-manifest");
        }
        if leg.notice.is_some() {
            add("notices", "paper-link-notice");
        }
    }
    found.push(("/print/number".to_owned(), visit.words.t("paper-link-number")));
    found
}

async fn board(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (stage, side) = (stage_of(visit)?, own_side(visit)?);
    if !known_stages(visit, side).contains(&stage) {
        return Err(Trouble::Unknown);
    }
    let words = visit.words;
    let people = travelling(visit, stage, side);
    let only_open = visit.asked("only") == Some("open");
    let from: usize = visit.asked("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    let ready = people.iter().filter(|one| is_ready(visit, &one.line)).count();
    let shown = people.iter().filter(|one| !only_open || !is_ready(visit, &one.line));
    let rows: Vec<Row> = shown
        .skip(from)
        .take(PEOPLE + 1)
        .map(|one| Row {
            line: one.line.to_string(),
            place: words.t(place(one.place)),
            cells: GateKind::ALL.map(|gate| cell(visit, &one.line, gate)).into_iter().collect(),
            is_ready: is_ready(visit, &one.line),
        })
        .collect();
    let next = (rows.len() > PEOPLE).then_some(from + PEOPLE);
    let leg = visit.desk.state().handover.leg(stage, side);
    let against = against(visit, (stage, side), leg);
    let how = match leg {
        Some(leg) if !leg.departed.is_empty() => "left",
        Some(leg) if leg.manifest.is_some() => "drawn",
        Some(_) | None => "planned",
    };
    let notice = leg.and_then(|leg| leg.notice.as_ref());
    let is_unacknowledged = notice.is_some_and(|notice| !notice.acknowledged);
    let role = visit.actor()?.role;
    let page = Board {
        stage,
        gates: GateKind::ALL.map(|gate| words.t(&format!("gate-{}", gate.word()))).to_vec(),
        rows: rows.into_iter().take(PEOPLE).collect(),
        people: people.len(),
        ready,
        only_open,
        from,
        next,
        against,
        how,
        departs: how == "drawn" && may(role, Verb::Line),
        overrides: how == "drawn" && is_unacknowledged && may(role, Verb::Gate),
        papers: papers(visit, (stage, side)),
        frame: Frame::titled(visit, words.with("board-title", stage)),
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// The message of a kind of place.
pub(in crate::web) fn place(place: Place) -> &'static str {
    match place {
        Place::Seat => "place-seat",
        Place::Stretcher => "place-stretcher",
        Place::Ambulance => "place-ambulance",
    }
}

/// Lets all vehicles leave that have not left and are not held back; refused while anything stands in the way.
async fn depart(visit: &mut Visit) -> Result<Reply, Trouble> {
    let stage = stage_of(visit)?;
    let command = handover::Command::Depart { stage, vehicles: BTreeSet::new() };
    let target = format!("/gates/{stage}?done=departed");
    visit.record(vec![Command::Handover(command)], move |_, _| target.clone()).await
}

/// Two named people let the movement go without an acknowledgement.
async fn let_pass(visit: &mut Visit) -> Result<Reply, Trouble> {
    let stage = stage_of(visit)?;
    let (second, reason) =
        (visit.form.one("second").to_owned(), visit.form.one("reason").to_owned());
    if second.is_empty() || reason.is_empty() || reason.chars().count() > REASON_LETTERS_MAX {
        return Err(Failure::incomplete(
            "an override takes a second name and a reason",
            "write who else lets it pass, and why",
        )
        .into());
    }
    let first = visit.actor()?.name.clone();
    let names = TwoNames { first, second, reason: Private::new(reason) };
    let command = handover::Command::OverrideAcknowledgement { stage, names };
    let target = format!("/gates/{stage}?done=overridden");
    visit.record(vec![Command::Handover(command)], move |_, _| target.clone()).await
}

//! Progress: what was planned and what crossed, what is still owed, and what both sides told in public.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::Template;
use axum::http::StatusCode;
use exchange::agreement::Settled;
use exchange::announce::{Account, FurtherAgreed};
use exchange::handover::{Drawn, Leg};
use exchange::journal::State;
use exchange::vocabulary::{Side, StageNumber};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::frame::Frame;
use super::super::serve::{Page, at_once, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use super::ledger;
use crate::desk::Who;

/// Width and height of one picture, in its own units, and the room around it.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 44.0;

/// One side's people, from the agreement to the other side of the line.
struct Held {
    label: String,
    floor: String,
    planned: usize,
    manifest: usize,
    crossed: usize,
    to_come: usize,
    picture: Picture,
}

/// Two curves that rise stage by stage.
struct Picture {
    label: String,
    planned: String,
    crossed: String,
    /// Where each stage stands, and its number.
    stages: Vec<(f64, StageNumber)>,
    most: usize,
}

/// What each side handed over up to a stage.
struct Row {
    stage: StageNumber,
    day: String,
    /// Planned and crossed of A, planned and crossed of B, in words; no count where no act is signed yet.
    cells: [String; 4],
}

#[derive(Template)]
#[template(path = "9-announce/progress.html")]
struct Progress {
    frame: Frame,
    held: Vec<Held>,
    rows: Vec<Row>,
    further: Option<String>,
}

pub(super) fn pages() -> Vec<Page> {
    vec![
        Page::get("/progress", "progress-page", Who::Signed, run!(show)),
        Page::get("/progress/ledger", "ledger-form", Who::Signed, at_once!(ledger::ask)),
        Page::post("/progress/ledger", "ledger-read", Who::Signed, run!(ledger::add_up)),
    ]
}

/// How many of one side were planned, given a seat, and crossed, in one stage.
#[derive(Clone, Copy, Default)]
struct Counts {
    planned: usize,
    manifest: usize,
    /// None before both sides signed the act.
    crossed: Option<usize>,
}

/// Counts one stage after the other; who crossed counts only by an act that both sides signed.
fn counted(state: &State) -> anyhow::Result<BTreeMap<StageNumber, [Counts; 2]>> {
    let mut counts: BTreeMap<StageNumber, [Counts; 2]> = BTreeMap::new();
    if let Some(made) = &state.plan.plan {
        let heads = made.heads(&state.plan.ground()?)?;
        for (stage, heads) in (1_u16..).zip(heads) {
            let sides = counts.entry(StageNumber(stage)).or_default();
            for (side, count) in heads.into_iter().enumerate() {
                sides[side].planned = usize::try_from(count).unwrap_or(0);
            }
        }
    }
    for (number, stage) in &state.handover.stages {
        let sides = counts.entry(*number).or_default();
        for (from, summary) in stage.summaries() {
            sides[from as usize].manifest = summary.people as usize;
        }
        if !stage.act.as_ref().is_some_and(Drawn::is_signed_by_both) {
            continue;
        }
        for (from, leg) in &stage.legs {
            let sums = Leg::four_lists(leg).map(|lists| lists.sums());
            sides[*from as usize].crossed =
                sums.map(|sums| (sums.received + sums.unlisted) as usize);
        }
    }
    Ok(counts)
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let words = visit.words;
    let state = visit.desk.state();
    let counts = counted(state)?;
    let settled = state.plan.begun.as_ref().map(|begun| &begun.settled);
    let today = visit.desk.now().to_zoned(TimeZone::UTC).date();
    let has_plan = !counts.is_empty();
    let held = |side| held(words, (side, settled), &counts);
    let page = Progress {
        held: if has_plan { Side::BOTH.map(held).into() } else { Vec::new() },
        rows: rows(words, state, &counts),
        further: settled.map(|settled| further(words, settled, today)),
        frame: Frame::of(visit, "progress-title"),
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Says whether a further round is agreed.
fn further(words: Words, settled: &Settled, today: Date) -> String {
    match Account::of(settled, &[], today).further {
        FurtherAgreed::None => words.t("progress-further-none"),
        FurtherAgreed::NoDay => words.t("progress-further-open"),
        FurtherAgreed::On(day) => words.with("progress-further-on", words.day(day)),
    }
}

fn held(
    words: Words,
    (side, settled): (Side, Option<&Settled>),
    counts: &BTreeMap<StageNumber, [Counts; 2]>,
) -> Held {
    let at = side as usize;
    let sum = |of: fn(&Counts) -> usize| counts.values().map(|sides| of(&sides[at])).sum::<usize>();
    let (planned, crossed) = (sum(|one| one.planned), sum(|one| one.crossed.unwrap_or(0)));
    let floor = settled.and_then(|settled| settled.floor);
    let label = words.with("progress-side", side);
    Held {
        floor: floor.map_or_else(|| words.t("progress-no-floor"), |floor| words.number(floor)),
        planned,
        manifest: sum(|one| one.manifest),
        crossed,
        to_come: planned.saturating_sub(crossed),
        picture: picture(format!("{label}. {}", words.t("progress-picture")), at, counts),
        label,
    }
}

/// Draws both curves of one side.
fn picture(label: String, side: usize, counts: &BTreeMap<StageNumber, [Counts; 2]>) -> Picture {
    let total = |of: fn(&Counts) -> usize| counts.values().map(|one| of(&one[side])).sum::<usize>();
    let most = total(|one| one.planned).max(total(|one| one.crossed.unwrap_or(0))).max(1);
    let step = (WIDTH - LEFT) / counts.len().max(1) as f64;
    let line = |of: fn(&Counts) -> Option<usize>| {
        let mut sum = 0;
        let mut path = format!("M{LEFT} {HEIGHT}");
        // The curve ends where nothing is known yet.
        let known = counts.values().map_while(|sides| of(&sides[side]));
        for (at, count) in known.enumerate() {
            sum += count;
            let (x, y) = (LEFT + step * at as f64, HEIGHT * (1.0 - sum as f64 / most as f64));
            write!(path, "H{x:.1}V{y:.1}H{:.1}", x + step).expect("a string takes any text");
        }
        path
    };
    let middle = |(at, stage): (usize, &StageNumber)| (LEFT + step * (at as f64 + 0.5), *stage);
    Picture {
        label,
        planned: line(|one| Some(one.planned)),
        crossed: format!("{}V{HEIGHT}Z", line(|one| one.crossed)),
        stages: counts.keys().enumerate().map(middle).collect(),
        most,
    }
}

fn rows(words: Words, state: &State, counts: &BTreeMap<StageNumber, [Counts; 2]>) -> Vec<Row> {
    let days = state.plan.begun.as_ref().map(|begun| &begun.transport.stages);
    let (mut planned, mut crossed) = ([0; 2], [0; 2]);
    let row = |(stage, sides): (&StageNumber, &[Counts; 2])| {
        for side in 0..2 {
            planned[side] += sides[side].planned;
            crossed[side] += sides[side].crossed.unwrap_or(0);
        }
        let day = days.and_then(|days| days.get(usize::from(stage.0).checked_sub(1)?));
        let day = day.map_or_else(String::new, |stage| words.day(stage.day));
        let told = |side: usize| {
            let crossed = sides[side].crossed.map(|_| words.number(crossed[side]));
            [words.number(planned[side]), crossed.unwrap_or_else(|| "–".to_owned())]
        };
        let ([a, of_a], [b, of_b]) = (told(0), told(1));
        let cells = [a, of_a, b, of_b];
        Row { stage: *stage, day, cells }
    };
    counts.iter().map(row).collect()
}

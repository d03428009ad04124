//! The round: how far the plan is, who goes when and why, how long people have waited, and the lock of two names.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Command, Deed, Purpose, Verb, may};
use exchange::lists::Purpose as For;
use exchange::plan::planner::said::Said;
use exchange::plan::{self, Going, Lock, ReasonRecord};
use exchange::vocabulary::{LineId, PartialDate, Side, StageNumber};
use jiff::civil::Date;

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::cli::lists::closed_list;
use crate::desk::Who;

/// How many people one page shows.
const PEOPLE: usize = 60;
/// Fewer people than this are not counted out: a picture may leave the room.
const CELL_MIN: usize = 5;
/// Half the width of a picture of two bars, in its own units.
const HALF: i64 = 200;
/// The bands of time held, in months: up to each, and beyond the last.
const BANDS: [i64; 4] = [6, 12, 24, 36];
/// Days in a month, for bands.
const MONTH_DAYS: i64 = 30;

/// One step on the way to a locked plan.
struct Step {
    label: String,
    about: String,
    is_done: bool,
}

/// One step on the way from the list to the line.
struct Flow {
    label: String,
    people: String,
    /// How many dropped out before it, and why.
    lost: String,
    why: String,
    /// Half the width of the bar, which stands in the middle.
    half: i64,
}

/// One stage of the plan.
struct StageRow {
    stage: StageNumber,
    day: String,
    a: i64,
    b: i64,
    /// How long the two bars are.
    bar_a: i64,
    bar_b: i64,
}

#[derive(Template)]
#[template(path = "5-plan/round.html")]
struct Round {
    frame: Frame,
    steps: Vec<Step>,
    stages: Vec<StageRow>,
    flow: Vec<Flow>,
    builds: bool,
    /// Whether no plan is better, in words.
    proof: String,
    going: usize,
    staying: usize,
    /// How the lock stands, in words.
    lock: String,
    locks: bool,
    unlocks: bool,
}

/// People who have been held about as long.
struct Band {
    label: String,
    all: String,
    going: String,
    staying: String,
    bar_all: i64,
    bar_staying: i64,
}

#[derive(Template)]
#[template(path = "5-plan/fairness.html")]
struct Fairness {
    frame: Frame,
    bands: Vec<Band>,
    unknown: usize,
}

struct PersonRow {
    line: String,
    stage: String,
}

#[derive(Template)]
#[template(path = "5-plan/people.html")]
struct People {
    frame: Frame,
    rows: Vec<PersonRow>,
    all: usize,
    from: usize,
    next: Option<usize>,
    stays: bool,
}

#[derive(Template)]
#[template(path = "5-plan/why.html")]
struct Why {
    frame: Frame,
    line: String,
    answer: String,
    /// The reasons: each in the language of the page, or in English where the plan was made by an earlier build.
    said: Vec<String>,
    gates: Option<String>,
}

pub(super) fn pages() -> Vec<Page> {
    let acts = Who::May(Verb::Negotiate);
    let sees = Who::LookFor(Deed::Show, Purpose::Exchange);
    vec![
        Page::get("/round", "round-page", Who::Signed, run!(show)),
        Page::get("/round/fairness", "round-fairness", acts, run!(fairness)),
        Page::get("/round/people", "round-people", acts, run!(people)),
        Page::get("/round/people/{line}", "round-why", sees, run!(why)),
        Page::post("/round/lock", "lock-plan", acts, run!(lock)),
        Page::post("/round/unlock", "unlock-plan", acts, run!(unlock)),
    ]
}

fn steps(words: Words, state: &exchange::journal::State, own: Option<Side>) -> Vec<Step> {
    let of = &state.plan;
    let step = |key: &str, is_done: bool, about: String| Step {
        label: words.t(&format!("round-step-{key}")),
        about,
        is_done,
    };
    let both = |has: &dyn Fn(Side) -> bool| Side::BOTH.into_iter().all(has);
    let missing = |has: &dyn Fn(Side) -> bool| {
        let sides = Side::BOTH.into_iter().filter(|side| !has(*side));
        let sides: Vec<String> = sides.map(|side| side.to_string()).collect();
        if sides.is_empty() { String::new() } else { words.with("round-missing", sides.join(", ")) }
    };
    let committed = |side: Side| of.commitments.contains_key(&side);
    let sealed = |side: Side| of.tables.contains_key(&side);
    let opened = |side: Side| of.shares.contains_key(&side);
    vec![
        step("terms", state.agreement.settled().is_ok(), String::new()),
        step("transport", of.begun.is_some(), String::new()),
        step("commit", both(&committed), missing(&committed)),
        step("tables", both(&sealed), missing(&sealed)),
        step("reveal", both(&opened), missing(&opened)),
        step("make", of.plan.is_some(), String::new()),
        step("assign", own.is_some_and(|own| of.assigned.contains_key(&own)), String::new()),
        step("lock", of.lock.holds(), String::new()),
    ]
}

fn stages(words: Words, of: &plan::State) -> Result<Vec<StageRow>, Trouble> {
    let (Some(made), Some(begun)) = (&of.plan, &of.begun) else { return Ok(Vec::new()) };
    let ground = of.ground().map_err(exchange::journal::Refusal::from)?;
    let heads = made.heads(&ground).map_err(exchange::journal::Refusal::from)?;
    let most = heads.iter().flatten().copied().max().unwrap_or(1).max(1);
    let rows =
        (1..).zip(&begun.transport.stages).zip(heads).map(|((number, stage), [a, b])| StageRow {
            stage: StageNumber(number),
            day: words.day(stage.day),
            a,
            b,
            bar_a: a * HALF / most,
            bar_b: b * HALF / most,
        });
    Ok(rows.collect())
}

/// Counts this side's people from the list to the line; what is fewer than a cell is not counted out.
fn flow(words: Words, state: &exchange::journal::State, own: Side) -> Vec<Flow> {
    let of = &state.plan;
    let (Some(table), Some(assigned)) = (of.tables.get(&own), of.assigned.get(&own)) else {
        return Vec::new();
    };
    let legs = || {
        let stages = state.handover.stages.values();
        stages.filter_map(|stage| Some((stage, stage.legs.get(&own)?)))
    };
    let seated = legs().filter_map(|(_, leg)| leg.manifest.as_ref());
    let signed = legs().filter(|(stage, _)| stage.is_signed());
    let crossed = signed.filter_map(|(_, leg)| leg.four_lists());
    let counted = [
        ("held", assigned.reasons.len()),
        ("offered", usize::try_from(table.people()).unwrap_or(usize::MAX)),
        ("planned", assigned.going.len()),
        ("manifest", seated.map(|manifest| manifest.seats.len()).sum()),
        ("crossed", crossed.map(|lists| lists.came.len()).sum()),
    ];
    let most = i64::try_from(counted[0].1.max(1)).unwrap_or(i64::MAX);
    let mut before = counted[0].1;
    let small = |count: usize| {
        if (1..CELL_MIN).contains(&count) {
            words.t("round-few")
        } else {
            words.number(count as u64)
        }
    };
    let step = |(key, people): (&str, usize)| {
        let lost = before.saturating_sub(people);
        before = people;
        let is_first = key == "held";
        Flow {
            label: words.t(&format!("flow-{key}")),
            people: small(people),
            lost: if is_first { String::new() } else { small(lost) },
            why: if is_first { String::new() } else { words.t(&format!("flow-why-{key}")) },
            half: i64::try_from(people).unwrap_or(0) * HALF / most,
        }
    };
    counted.into_iter().map(step).collect()
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (words, actor) = (visit.words, visit.actor()?.clone());
    let own = visit.desk.meta().party.side();
    let state = visit.desk.state();
    let of = &state.plan;
    let assigned = own.and_then(|own| of.assigned.get(&own));
    let may_act = may(actor.role, Verb::Negotiate) && assigned.is_some();
    let other = |by: &String| *by != actor.name;
    let (lock, locks, unlocks) = match &of.lock {
        Lock::Open => (words.t("round-open"), true, false),
        Lock::Asked { by } => (words.with("round-asked", by), other(by), true),
        Lock::Locked { by } => (words.with("round-locked", by.join(", ")), false, true),
        Lock::UnlockAsked { by, .. } => (words.with("round-unlock-asked", by), false, other(by)),
    };
    let page = Round {
        steps: steps(words, state, own),
        stages: stages(words, of)?,
        flow: own.map(|own| flow(words, state, own)).unwrap_or_default(),
        builds: may(actor.role, Verb::Negotiate) && own.is_some(),
        proof: of.plan.as_ref().map_or_else(String::new, |made| super::proof(words, made.proof)),
        going: assigned.map_or(0, |assigned| assigned.going.len()),
        staying: assigned.map_or(0, |one| usize::try_from(one.staying).unwrap_or(usize::MAX)),
        lock,
        locks: may_act && locks,
        unlocks: may_act && unlocks,
        frame: Frame::of(visit, "round-title"),
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// The first day on which somebody may have been captured, as far as it is known.
fn earliest(date: PartialDate) -> Option<Date> {
    match date {
        PartialDate::Day(day) => Some(day),
        PartialDate::Month(year, month) => Date::new(year, month, 1).ok(),
        PartialDate::Year(year) => Date::new(year, 1, 1).ok(),
    }
}

/// Writes how many people there are, where a count may leave the room.
pub(in crate::web) fn counted(words: Words, count: usize) -> String {
    if (1..CELL_MIN).contains(&count) { words.t("round-few") } else { words.number(count) }
}

/// In which band a number of days lies.
fn band(days: i64) -> usize {
    BANDS.iter().position(|months| days < months * MONTH_DAYS).unwrap_or(BANDS.len())
}

/// Counts this side's offer by how long people were held: everybody, who goes, and who stays. It opens the list.
async fn fairness(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let words = visit.words;
    let state = visit.desk.state();
    let own = visit.desk.meta().party.side().ok_or(Trouble::Unknown)?;
    let (list, book) = state.lists.current(own, For::Offer).ok_or(Trouble::Unknown)?;
    let begun = state.plan.begun.as_ref().ok_or(Trouble::Unknown)?;
    let none = BTreeMap::new();
    let going: &BTreeMap<LineId, Going> =
        state.plan.assigned.get(&own).map_or(&none, |assigned| &assigned.going);
    let work = ("round-fairness", book.lines().len());
    let permit =
        visit.desk.go_through(visit.actor()?, (Purpose::Exchange, Deed::Match), work).await?;
    let closed = closed_list(&visit.desk, &permit, list).await?;
    let mut all = [0_usize; BANDS.len() + 1];
    let mut staying = [0_usize; BANDS.len() + 1];
    let mut unknown = 0;
    for line in closed.lines() {
        let Some(captured) = line.facts.captured.and_then(earliest) else {
            unknown += 1;
            continue;
        };
        let held = begun.transport.as_of.since(captured).map(|span| i64::from(span.get_days()));
        let at = band(held.unwrap_or_default());
        all[at] += 1;
        staying[at] += usize::from(!going.contains_key(&line.id));
    }
    let most = i64::try_from(all.iter().copied().max().unwrap_or(1).max(1)).unwrap_or(i64::MAX);
    let bar = |count: usize| {
        let count = if count < CELL_MIN { 0 } else { count };
        i64::try_from(count).unwrap_or(0) * 2 * HALF / most
    };
    let shown = |count: usize| counted(words, count);
    let bands = (0..all.len()).map(|at| Band {
        label: match BANDS.get(at) {
            Some(months) => words.with("round-months", months),
            None => words.t("round-longer"),
        },
        all: shown(all[at]),
        going: shown(all[at] - staying[at]),
        staying: shown(staying[at]),
        bar_all: bar(all[at]),
        bar_staying: bar(staying[at]),
    });
    let bands = bands.collect();
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "fairness-title");
    Ok(Reply::Page(StatusCode::OK, Fairness { frame, bands, unknown }.render()?))
}

async fn people(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let words = visit.words;
    let own = visit.desk.meta().party.side().ok_or(Trouble::Unknown)?;
    let assigned = visit.desk.state().plan.assigned.get(&own).ok_or(Trouble::Unknown)?;
    let from: usize = visit.asked("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    let stays = visit.asked("who") == Some("staying");
    let mut found: Vec<(Option<StageNumber>, &LineId)> = assigned
        .reasons
        .keys()
        .map(|line| (assigned.going.get(line).map(|going| going.stage), line))
        .filter(|(stage, _)| stage.is_none() == stays)
        .collect();
    found.sort();
    let all = found.len();
    let rows = found.into_iter().skip(from).take(PEOPLE).map(|(stage, line)| PersonRow {
        line: line.to_string(),
        stage: stage
            .map_or_else(|| words.t("round-stays"), |stage| words.with("gates-stage-n", stage)),
    });
    let rows = rows.collect();
    let next = Some(from + PEOPLE).filter(|next| *next < all);
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "round-people-title");
    let page = People { frame, rows, all, from, next, stays };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Says a reason in the language of the page; in English where a blank is not filled, as by an earlier build.
pub(in crate::web) fn reason(words: Words, said: &Said) -> String {
    let key = format!("said-{}", said.id);
    let is_told =
        matches!(said.id.as_str(), "own-key" | "last-ahead") && !said.with.contains_key("draw");
    if is_told || !words.has(&key) {
        return said.english();
    }
    let part = |(name, text): (&String, &String)| {
        let text = match name.as_str() {
            "named" => words.t(&format!("said-{text}")),
            "other" => text.trim_start_matches("line ").to_owned(),
            _ => text.clone(),
        };
        (name.clone(), text)
    };
    let parts: Vec<(String, String)> = said.with.iter().map(part).collect();
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    words.fill(&key, &parts)
}

/// Can this person travel, and why not?
async fn why(visit: &mut Visit) -> Result<Reply, Trouble> {
    let line: LineId = visit.id("line")?;
    visit.desk.open_book().await?;
    let words = visit.words;
    let own = visit.desk.meta().party.side().ok_or(Trouble::Unknown)?;
    let assigned = visit.desk.state().plan.assigned.get(&own).ok_or(Trouble::Unknown)?;
    let kept = assigned.reasons.get(&line).ok_or(Trouble::Unknown)?;
    let stage = assigned.going.get(&line).map(|going| going.stage);
    let actor = visit.actor()?;
    let permit = if let Some(person) = visit.desk.state().registry.lines.get(&line) {
        visit.desk.show(actor, Purpose::Exchange, person).await?
    } else {
        let ask = (Purpose::Exchange, Deed::Show);
        visit.desk.go_through(actor, ask, ("round-why", 1)).await?
    };
    let bytes = visit.desk.read(&permit, &kept.record).await?;
    let record: ReasonRecord = serde_json::from_slice(bytes.open()).map_err(anyhow::Error::from)?;
    let page = Why {
        line: line.to_string(),
        answer: match stage {
            Some(stage) => words.with("why-goes", stage),
            None => words.t("why-stays"),
        },
        said: record.said.iter().map(|one| reason(words, one)).collect(),
        gates: stage.map(|stage| format!("/gates/{stage}/people/{line}")),
        frame: Frame::of(visit, "why-title"),
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

async fn lock(visit: &mut Visit) -> Result<Reply, Trouble> {
    let command = Command::Plan(plan::Command::Lock);
    visit
        .record(vec![command], |state, _| {
            let done = if state.plan.lock.holds() { "locked" } else { "lock-asked" };
            format!("/round?done={done}")
        })
        .await
}

async fn unlock(visit: &mut Visit) -> Result<Reply, Trouble> {
    let command = Command::Plan(plan::Command::Unlock);
    visit
        .record(vec![command], |state, _| {
            let done = if state.plan.lock == Lock::Open { "unlocked" } else { "unlock-asked" };
            format!("/round?done={done}")
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::super::super::words::Language;
    use super::*;

    #[test]
    fn fewer_than_five_people_are_not_counted_out() {
        let said = |count| counted(Words { language: Language::En }, count);
        assert_eq!((said(0).as_str(), said(5).as_str()), ("0", "5"));
        assert!((1..5).all(|count| said(count) == "fewer than 5"));
    }
}

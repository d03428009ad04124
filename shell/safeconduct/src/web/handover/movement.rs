//! The movement: who travels in which vehicle, what the other side was told of it, and what it told us.

mod acts;

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use exchange::handover::{GateKind, GateState, Manifest, Notice, Vehicle};
use exchange::journal::{Deed, Purpose, Verb, may};
use exchange::vocabulary::{LineId, Side, StageNumber, VehicleId};

use super::super::frame::{Choice, Frame};
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{File, Reply, Visit};
use super::super::words::Words;
use super::board::{known_stages, own_side, place, stage_of, travelling};
use crate::cli::Failure;
use crate::desk::Who;

/// A stage, and how far its movement is in each direction.
struct StageRow {
    stage: StageNumber,
    sides: Vec<String>,
}

#[derive(Template)]
#[template(path = "7-handover/movements.html")]
struct Movements {
    frame: Frame,
    rows: Vec<StageRow>,
}

/// One vehicle and who sits in it.
struct Ride {
    vehicle: VehicleId,
    kind: String,
    seats: u16,
    stretchers: u16,
    people: usize,
    /// Lines, each with how they travel.
    lines: Vec<(LineId, String)>,
}

/// What is known of one direction.
struct Way {
    side: Side,
    is_own: bool,
    rides: Vec<Ride>,
    people: usize,
    left_out: Vec<(LineId, String)>,
    notice: Option<Told>,
    has_left: bool,
}

/// A movement notice, in words.
struct Told {
    digest: String,
    window: String,
    vehicles: String,
    is_acknowledged: bool,
}

/// What was typed, shown again where it has to be mended.
#[derive(Default)]
struct Typed {
    vehicles: String,
    left_out: String,
    corridor: String,
    opens: String,
    closes: String,
    digest: String,
}

#[derive(Template)]
#[template(path = "7-handover/movement.html")]
struct Movement {
    frame: Frame,
    stage: StageNumber,
    ways: Vec<Way>,
    typed: Typed,
    /// Whether whoever looks moves vehicles and takes documents in.
    acts: bool,
    /// Whether the own manifest can still be drawn, and the own notice sent.
    draws: bool,
    notifies: bool,
    documents: Vec<Choice>,
    declined: usize,
}

pub(super) fn pages() -> Vec<Page> {
    let sees = Who::Either(Verb::Line, Verb::Negotiate);
    // The corridor shows where captives are: officers read it, and the team that wrote it need not again.
    let hands = Who::LookFor(Deed::Export, Purpose::Exchange);
    let line = || Who::May(Verb::Line);
    vec![
        Page::get("/movement", "movements-page", sees, run!(stages)),
        Page::get("/movement/{stage}", "movement-page", sees, run!(show)),
        Page::get("/movement/{stage}/manifest/file", "manifest-file", line(), run!(manifest_file)),
        Page::get("/movement/{stage}/notice/file", "notice-file", hands, run!(notice_file)),
        Page::post("/movement/{stage}/manifest", "draw-manifest", line(), run!(acts::draw)),
        Page::post("/movement/{stage}/notice", "send-notice", line(), run!(acts::notify)),
        Page::post("/movement/{stage}/acknowledge", "acknowledge", line(), run!(acts::acknowledge)),
        Page::post(
            "/movement/{stage}/acknowledged",
            "acknowledged",
            line(),
            run!(acts::acknowledged),
        ),
        Page::post("/movement/{stage}/take", "take-document", line(), run!(acts::take)),
    ]
}

async fn stages(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let own = own_side(visit)?;
    let words = visit.words;
    let known: BTreeSet<StageNumber> = known_stages(visit, own)
        .into_iter()
        .chain(visit.desk.state().handover.stages.keys().copied())
        .collect();
    let rows = known.into_iter().map(|stage| {
        let sides = Side::BOTH.map(|side| how_far(visit, stage, side));
        StageRow { stage, sides: sides.into() }
    });
    let rows = rows.collect();
    visit.desk.shut_book().await;
    let frame = Frame::titled(visit, words.t("movements-title"));
    Ok(Reply::Page(StatusCode::OK, Movements { frame, rows }.render()?))
}

/// Says how far a movement is, in a few words.
fn how_far(visit: &Visit, stage: StageNumber, side: Side) -> String {
    let words = visit.words;
    let Some(leg) = visit.desk.state().handover.leg(stage, side) else {
        return words.t("movement-not-drawn");
    };
    if !leg.departed.is_empty() {
        return words.t("gates-left");
    }
    match (&leg.manifest, &leg.notice) {
        (_, Some(notice)) if notice.acknowledged => words.t("movement-acknowledged"),
        (_, Some(_)) => words.t("movement-unacknowledged"),
        (Some(_), None) => words.t("gates-drawn"),
        (None, None) => words.t("movement-not-drawn"),
    }
}

fn way(visit: &Visit, stage: StageNumber, side: Side, own: Side) -> Way {
    let words = visit.words;
    let leg = visit.desk.state().handover.leg(stage, side);
    let manifest = leg.and_then(|leg| leg.manifest.as_ref());
    let rides = manifest.map(|manifest| rides(words, manifest)).unwrap_or_default();
    let left_out = leg.into_iter().flat_map(|leg| &leg.left_out);
    let notice = leg.and_then(|leg| leg.notice.as_ref());
    Way {
        side,
        is_own: side == own,
        people: manifest.map_or(0, |manifest| manifest.seats.len()),
        rides,
        left_out: left_out
            .map(|(line, cause)| (line.clone(), words.t(&format!("left-out-{}", cause.word()))))
            .collect(),
        notice: notice.map(|notice| Told {
            digest: notice.digest.to_string(),
            window: words.fill(
                "movement-window",
                &[("from", &words.moment(notice.opens)), ("to", &words.moment(notice.closes))],
            ),
            vehicles: notice
                .vehicles
                .iter()
                .map(|(kind, count)| {
                    format!("{}: {count}", words.t(&format!("vehicle-{}", kind.word())))
                })
                .collect::<Vec<_>>()
                .join("; "),
            is_acknowledged: notice.acknowledged,
        }),
        has_left: leg.is_some_and(|leg| !leg.departed.is_empty()),
    }
}

fn rides(words: Words, manifest: &Manifest) -> Vec<Ride> {
    let ride = |vehicle: &Vehicle| {
        let seats = manifest.seats.iter().filter(|seat| seat.vehicle == vehicle.id);
        let lines: Vec<(LineId, String)> =
            seats.map(|seat| (seat.line.clone(), words.t(place(seat.place)))).collect();
        Ride {
            vehicle: vehicle.id.clone(),
            kind: words.t(&format!("vehicle-{}", vehicle.kind.word())),
            seats: vehicle.seats,
            stretchers: vehicle.stretchers,
            people: lines.len(),
            lines,
        }
    };
    manifest.vehicles.iter().map(ride).collect()
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    page(visit, (Typed::default(), Vec::new()), StatusCode::OK).await
}

/// Shows the page of a stage, with what was typed and what has to be mended.
async fn page(
    visit: &mut Visit,
    (typed, wrong): (Typed, Vec<(&'static str, String)>),
    status: StatusCode,
) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (stage, own) = (stage_of(visit)?, own_side(visit)?);
    let is_known = known_stages(visit, own).contains(&stage)
        || visit.desk.state().handover.stages.contains_key(&stage);
    if !is_known {
        return Err(Trouble::Unknown);
    }
    let words = visit.words;
    let acts = may(visit.actor()?.role, Verb::Line);
    let leg = visit.desk.state().handover.leg(stage, own);
    let is_drawn = leg.is_some_and(|leg| leg.manifest.is_some());
    let has_left = leg.is_some_and(|leg| !leg.departed.is_empty());
    let travelling = travelling(visit, stage, own);
    let declined = travelling.iter().filter(|one| is_declined(visit, &one.line)).count();
    let documents = [("notice", "movement-doc-notice"), ("manifest", "movement-doc-manifest")];
    let mut frame = Frame::titled(visit, words.with("movement-title", stage));
    frame.wrong = wrong;
    let page = Movement {
        stage,
        ways: [own, own.other()].map(|side| way(visit, stage, side, own)).into(),
        typed,
        acts,
        draws: acts && !is_drawn && !travelling.is_empty(),
        notifies: acts && is_drawn && !has_left,
        documents: Choice::list(documents.map(|(word, key)| (word, words.t(key))), "notice"),
        declined,
        frame,
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(status, page.render()?))
}

/// Says whether some gate says that a person does not travel.
fn is_declined(visit: &Visit, line: &LineId) -> bool {
    let gates = visit.desk.state().handover.gates.get(line);
    let now = visit.desk.now();
    let declined = |gate| gates.is_some_and(|gates| gates.state(gate, now) == GateState::Declined);
    GateKind::ALL.into_iter().any(declined)
}

/// Hands out the own manifest as the other side takes it in.
async fn manifest_file(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (stage, own) = (stage_of(visit)?, own_side(visit)?);
    let leg = visit.desk.state().handover.leg(stage, own);
    let manifest = leg.and_then(|leg| leg.manifest.as_ref()).ok_or(Trouble::Unknown)?;
    let name = format!("manifest-{stage}-{own}.json").to_lowercase();
    let file = File { name, kind: "application/json", bytes: manifest.document() };
    visit.desk.shut_book().await;
    Ok(Reply::File(file))
}

/// Hands out the own notice as the other side takes it in; that it was read is written down.
async fn notice_file(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (stage, own) = (stage_of(visit)?, own_side(visit)?);
    let leg = visit.desk.state().handover.leg(stage, own);
    let notice = leg.and_then(|leg| leg.notice.as_ref()).ok_or(Trouble::Unknown)?;
    let record = notice.record.clone();
    let actor = visit.actor()?.clone();
    let ask = (Purpose::Exchange, Deed::Export);
    let permit = visit.desk.go_through(&actor, ask, ("notice-file", 0)).await?;
    let kept = visit.desk.read(&permit, &record).await?;
    visit.desk.shut_book().await;
    let document: String = serde_json::from_slice(kept.open()).map_err(anyhow::Error::from)?;
    if Notice::read(document.as_bytes()).is_err() {
        return Err(Failure::incomplete(
            "this notice was recorded by an earlier build, which kept its corridor only",
            "send the notice again; the new one takes its place",
        )
        .into());
    }
    let name = format!("notice-{stage}-{own}.json").to_lowercase();
    Ok(Reply::File(File { name, kind: "application/json", bytes: document.into_bytes() }))
}

//! What is done about a movement: the manifest drawn, the other side told, its documents taken in.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use exchange::handover::{self, Left, LeftOut, Manifest, Notice, Passenger, Vehicle};
use exchange::journal::Command;
use exchange::vocabulary::{Digest, LineId, Party, Private, Side, StageNumber, VehicleId};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rand::RngCore as _;

use super::super::super::trouble::Trouble;
use super::super::super::visit::{Reply, Visit};
use super::super::super::words::Words;
use super::super::board::{own_side, stage_of, travelling};
use super::{Typed, is_declined, page};
use crate::cli::handover::words::{left_out, vehicle_kind};

/// The longest description of a corridor, in letters.
const CORRIDOR_LETTERS_MAX: usize = 2_000;
/// The most lines of a field in which one thing stands on each line.
const ROWS_MAX: usize = 2_000;

/// Splits a field in which one thing stands on each line into cells, and says which line cannot be read.
fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).take(ROWS_MAX);
    lines.map(|(number, line)| (number, line.split(',').map(str::trim).collect()))
}

fn read_vehicles(words: Words, text: &str) -> Result<Vec<Vehicle>, String> {
    let row = |(number, cells): (usize, Vec<&str>)| {
        let [id, kind, seats, stretchers] = cells[..] else {
            return Err(words.with("movement-bad-row", number));
        };
        let read = || {
            Some(Vehicle {
                id: VehicleId::read(id).ok()?,
                kind: vehicle_kind(kind).ok()?,
                seats: seats.parse().ok()?,
                stretchers: stretchers.parse().ok()?,
            })
        };
        read().ok_or_else(|| words.with("movement-bad-row", number))
    };
    rows(text).map(row).collect()
}

fn read_left_out(words: Words, text: &str) -> Result<BTreeMap<LineId, LeftOut>, String> {
    let row = |(number, cells): (usize, Vec<&str>)| {
        let bad = || words.with("movement-bad-left", number);
        let [line, cause] = cells[..] else { return Err(bad()) };
        let cause = left_out(cause).ok().flatten().ok_or_else(bad)?;
        Ok((LineId::read(line).map_err(|_unread| bad())?, cause))
    };
    rows(text).map(row).collect()
}

/// Draws the own manifest from the plan in force. Whoever does not travel by a gate is left out with that cause.
pub(super) async fn draw(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    visit.desk.open_book().await?;
    let (stage, own) = (stage_of(visit)?, own_side(visit)?);
    let words = visit.words;
    let typed = Typed {
        vehicles: visit.form.one("vehicles").to_owned(),
        left_out: visit.form.one("left-out").to_owned(),
        ..Typed::default()
    };
    let (vehicles, named) =
        (read_vehicles(words, &typed.vehicles), read_left_out(words, &typed.left_out));
    let mut wrong = Vec::new();
    let vehicles = vehicles.map_err(|error| wrong.push(("vehicles", error))).unwrap_or_default();
    let named = named.map_err(|error| wrong.push(("left-out", error))).unwrap_or_default();
    if wrong.is_empty() && vehicles.is_empty() {
        wrong.push(("vehicles", words.t("movement-no-vehicles")));
    }
    let planned = travelling(visit, stage, own);
    let stranger = named.keys().find(|line| planned.iter().all(|one| one.line != **line));
    if let Some(stranger) = stranger {
        wrong.push(("left-out", words.with("movement-not-planned", stranger)));
    }
    if !wrong.is_empty() {
        visit.desk.shut_book().await;
        return page(visit, (typed, wrong), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let command = manifest(visit, (stage, own), (planned, named), &vehicles)?;
    let target = format!("/movement/{stage}?done=manifest");
    visit.record(vec![Command::Handover(command)], move |_, _| target.clone()).await
}

fn manifest(
    visit: &Visit,
    at: (StageNumber, Side),
    (planned, named): (Vec<Passenger>, BTreeMap<LineId, LeftOut>),
    vehicles: &[Vehicle],
) -> Result<handover::Command, Trouble> {
    let assigned = planned.iter().map(|one| one.line.clone()).collect();
    let (mut left_out, mut travel): (BTreeMap<LineId, Left>, Vec<Passenger>) = Default::default();
    for one in planned {
        let declined = is_declined(visit, &one.line).then_some(LeftOut::GateDeclined);
        match named.get(&one.line).copied().or(declined) {
            Some(cause) => {
                left_out.insert(one.line, Left { cause, track: one.track });
            }
            None => travel.push(one),
        }
    }
    let known = &visit.desk.state().registry.lines;
    let persons = travel.iter().filter_map(|one| Some((one.line.clone(), known.get(&one.line)?)));
    let persons = persons.map(|(line, person)| (line, person.clone())).collect();
    let refused = exchange::journal::Refusal::from;
    let manifest = Manifest::board(at, vehicles, &travel).map_err(refused)?;
    Ok(handover::Command::RecordManifest { manifest, assigned, left_out, persons })
}

/// Reads a moment in universal time, as `2025-06-14T08:30`.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim().trim_end_matches('Z').replace(' ', "T");
    let at: DateTime = text.parse().ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Tells the other side of the movement. The document is fetched afterwards and handed over.
pub(super) async fn notify(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    visit.desk.open_book().await?;
    let (stage, own) = (stage_of(visit)?, own_side(visit)?);
    let words = visit.words;
    let typed = Typed {
        corridor: visit.form.one("corridor").to_owned(),
        opens: visit.form.one("opens").to_owned(),
        closes: visit.form.one("closes").to_owned(),
        ..Typed::default()
    };
    let (opens, closes) = (moment(&typed.opens), moment(&typed.closes));
    let mut wrong = Vec::new();
    let letters = typed.corridor.chars().count();
    if letters == 0 || letters > CORRIDOR_LETTERS_MAX {
        wrong.push(("corridor", words.with("movement-no-corridor", CORRIDOR_LETTERS_MAX)));
    }
    for (field, at) in [("opens", opens), ("closes", closes)] {
        if at.is_none() {
            wrong.push((field, words.t("movement-bad-time")));
        }
    }
    let leg = visit.desk.state().handover.leg(stage, own);
    let vehicles = leg.and_then(|leg| leg.manifest.as_ref()).map(Manifest::kinds);
    visit.desk.shut_book().await;
    let (Some(opens), Some(closes), true) = (opens, closes, wrong.is_empty()) else {
        return page(visit, (typed, wrong), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let no_manifest = || handover::Refusal::NoManifest { stage, from: own };
    let vehicles = vehicles.ok_or_else(no_manifest).map_err(exchange::journal::Refusal::from)?;
    let mut nonce = [0_u8; 32];
    rand::rngs::OsRng.fill_bytes(&mut nonce);
    let corridor = Private::new(typed.corridor);
    let notice =
        Notice { stage, from: own, corridor, opens, closes, vehicles, nonce: Digest(nonce) };
    let command = Command::Handover(handover::Command::RecordNotice { notice });
    let target = format!("/movement/{stage}?done=notice");
    visit.record(vec![command], move |_, _| target.clone()).await
}

/// Acknowledges the notice of the other side that stands on the page.
pub(super) async fn acknowledge(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (stage, own) = (stage_of(visit)?, own_side(visit)?);
    let by = visit.desk.meta().party;
    settle(visit, (stage, own.other()), by, "acknowledged").await
}

/// Takes in that the other side acknowledged the own notice: its digest as they wrote it.
pub(super) async fn acknowledged(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (stage, own) = (stage_of(visit)?, own_side(visit)?);
    settle(visit, (stage, own), own.other().into(), "their-acknowledgement").await
}

async fn settle(
    visit: &mut Visit,
    (stage, from): (StageNumber, Side),
    by: Party,
    done: &str,
) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let digest = visit.form.one("digest").to_lowercase();
    let Ok(notice) = Digest::try_from(digest.clone()) else {
        let wrong = vec![("digest", visit.words.t("movement-bad-digest"))];
        let typed = Typed { digest, ..Typed::default() };
        return page(visit, (typed, wrong), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let command = handover::Command::Acknowledge { stage, from, notice, by };
    let target = format!("/movement/{stage}?done={done}");
    visit.record(vec![Command::Handover(command)], move |_, _| target.clone()).await
}

/// Takes in a document of the other side.
pub(super) async fn take(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let (stage, own) = (stage_of(visit)?, own_side(visit)?);
    let words = visit.words;
    let read = match visit.form.file("file") {
        None => Err(words.t("movement-no-file")),
        Some(file) if visit.form.one("document") == "manifest" => read_manifest(&file.bytes),
        Some(file) => Notice::read(&file.bytes).map(|notice| {
            let at = (notice.stage, notice.from);
            (at, handover::Command::RecordNotice { notice })
        }),
    };
    let mended = |error: String| vec![("file", words.with("movement-bad-file", error))];
    let wrong = match read {
        Ok((at, command)) if at == (stage, own.other()) => {
            let target = format!("/movement/{stage}?done=document");
            return visit
                .record(vec![Command::Handover(command)], move |_, _| target.clone())
                .await;
        }
        Ok(((stage, from), _)) => {
            let (stage, from) = (stage.to_string(), from.to_string());
            let named = [("stage", stage.as_str()), ("side", from.as_str())];
            vec![("file", words.fill("movement-other-file", &named))]
        }
        Err(error) => mended(error),
    };
    page(visit, (Typed::default(), wrong), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Reads the other side's manifest: its own lines are who travels.
fn read_manifest(bytes: &[u8]) -> Result<((StageNumber, Side), handover::Command), String> {
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let at = (manifest.stage, manifest.from);
    let assigned = manifest.seats.iter().map(|seat| seat.line.clone()).collect();
    let (left_out, persons) = (BTreeMap::new(), BTreeMap::new());
    Ok((at, handover::Command::RecordManifest { manifest, assigned, left_out, persons }))
}

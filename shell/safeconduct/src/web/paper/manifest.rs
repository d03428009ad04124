//! The manifest on paper: who travels in which vehicle, complete before anybody leaves (GC III art. 46).

use std::collections::BTreeMap;

use exchange::handover::{Manifest, Vehicle};
use exchange::journal::{Deed, Purpose, Thing};
use exchange::lists::{Book, Field, Line};
use exchange::vocabulary::{LineId, Side};

use super::super::handover::{own_side, place, stage_of};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::sheet::{Cell, Part, Table, Tongues};
use super::{Paper, labelled, not_too_long, number, sheets, tongues};
use crate::cli::reconcile::{name, written};
use crate::desk::Permit;

/// How wide the columns of people are: number, name, birth date, service number, place, reference, seen.
pub(super) const PEOPLE: &[u16] = &[10, 46, 30, 28, 24, 38, 10];
/// How wide those of vehicles are: name, kind, people, filled in by hand.
pub(super) const VEHICLES: &[u16] = &[40, 50, 24, 72];

/// The side whose manifest is asked for: this one's, or the other one's as they sent it.
pub(super) fn side_of(visit: &Visit) -> Result<Side, Trouble> {
    let own = own_side(visit)?;
    match visit.asked("from") {
        None => Ok(own),
        Some(asked) => {
            let found = Side::BOTH.into_iter().find(|side| side.to_string() == asked);
            found.ok_or(Trouble::Unknown)
        }
    }
}

pub(super) async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (stage, from) = (stage_of(visit)?, side_of(visit)?);
    let leg = visit.desk.state().handover.leg(stage, from);
    let manifest = leg.and_then(|leg| leg.manifest.clone()).ok_or(Trouble::Unknown)?;
    let people = manifest.seats.len();
    not_too_long(people)?;
    let (ask, work) = ((Purpose::Exchange, Deed::Export), ("print-manifest", people));
    let permit = visit.desk.go_through(visit.actor()?, ask, work).await?;
    let lines = lines(visit, &permit, &manifest).await?;
    let tongues = tongues(visit);
    let stage_and_side = tongues.say(|words| {
        let (stage, side) = (stage.to_string(), from.to_string());
        words.fill("paper-stage-from", &[("stage", &stage), ("side", &side)])
    });
    let mut parts = vec![first(tongues, &manifest), signatures(tongues)];
    parts.push(Part::Text(tongues.t("paper-manifest-says")));
    parts.push(Part::Sheet);
    let mut before = 0;
    for vehicle in &manifest.vehicles {
        let table = aboard(visit, (tongues, &permit), (&manifest, vehicle, before), &lines);
        before += table.rows.len();
        if !table.rows.is_empty() {
            parts.extend([Part::Table(table), Part::Sheet]);
        }
    }
    visit.desk.shut_book().await;
    let paper = Paper {
        title: "paper-manifest",
        about: vec![stage_and_side],
        number: number(visit, "manifest", [stage.to_string(), from.to_string()].concat()),
        digest: manifest.digest(),
        digest_of: "paper-digest-manifest",
        back: format!("/gates/{stage}"),
        parts,
    };
    sheets(visit, tongues, paper)
}

/// Opens the lines of whoever travels, as far as they stand on a list that is here.
async fn lines(
    visit: &Visit,
    permit: &Permit,
    manifest: &Manifest,
) -> Result<BTreeMap<LineId, Line>, Trouble> {
    let kept = visit.desk.state().lists.lists.values().flat_map(Book::lines);
    let travelling = kept.filter(|kept| manifest.seat(&kept.line).is_some());
    let mut found = BTreeMap::new();
    for kept in travelling {
        if !found.contains_key(&kept.line) {
            let bytes = visit.desk.read(permit, &kept.record).await?;
            let line = Line::from_bytes(bytes.open()).map_err(anyhow::Error::from)?;
            found.insert(kept.line.clone(), line);
        }
    }
    Ok(found)
}

/// The vehicles, and how many people each takes.
fn first(tongues: Tongues, manifest: &Manifest) -> Part {
    let keys = ["paper-vehicle", "paper-kind", "paper-people", "paper-vehicle-by-hand"];
    let row = |vehicle: &Vehicle| {
        let aboard = manifest.seats.iter().filter(|seat| seat.vehicle == vehicle.id).count();
        vec![
            Cell::Sign(vehicle.id.to_string()),
            Cell::Both(tongues.t(&format!("paper-one-{}", vehicle.kind.word()))),
            Cell::Sign(aboard.to_string()),
            Cell::ByHand,
        ]
    };
    let of = tongues.say(|words| words.n("paper-manifest-people", manifest.seats.len()));
    Part::Table(Table {
        of: Some(of),
        heads: keys.map(|key| tongues.t(key)).to_vec(),
        widths: VEHICLES,
        rows: manifest.vehicles.iter().map(row).collect(),
    })
}

/// Where those who hand over, receive and watch write their names.
fn signatures(tongues: Tongues) -> Part {
    let keys = ["paper-sign-giver", "paper-sign-taker", "paper-sign-witness"];
    labelled(tongues, keys.map(|key| (key, Cell::ByHand)).into())
}

/// Those in one vehicle, numbered on from those before.
fn aboard(
    visit: &Visit,
    (tongues, permit): (Tongues, &Permit),
    (manifest, vehicle, before): (&Manifest, &Vehicle, usize),
    lines: &BTreeMap<LineId, Line>,
) -> Table {
    let keys = [
        "paper-no",
        "paper-name",
        "paper-born",
        "paper-service-number",
        "paper-place",
        "paper-reference",
        "paper-seen",
    ];
    let shown = |thing: Thing, text: String| {
        if permit.shows(thing) { Cell::Own(text) } else { Cell::Both(tongues.t("person-hidden")) }
    };
    let seats = manifest.seats.iter().filter(|seat| seat.vehicle == vehicle.id);
    let rows: Vec<Vec<Cell>> = (before + 1..)
        .zip(seats)
        .map(|(at, seat)| {
            let who = match lines.get(&seat.line) {
                None => [Cell::Both(tongues.t("paper-no-list")), Cell::ByHand, Cell::ByHand],
                Some(line) => {
                    let fields = Some(&line.fields);
                    let text = |field: Field| written(fields, field).to_owned();
                    [
                        shown(Thing::Name, name(fields)),
                        shown(Thing::Birth, text(Field::BirthDate)),
                        shown(Thing::Number, text(Field::ServiceNumber)),
                    ]
                }
            };
            let mut row = vec![Cell::Sign(at.to_string())];
            row.extend(who);
            row.extend([
                Cell::Both(tongues.t(place(seat.place))),
                Cell::Picture(number(visit, "line", &seat.line)),
                Cell::Tick,
            ]);
            row
        })
        .collect();
    let of = tongues.say(|words| {
        let kind = words.t(&format!("paper-one-{}", vehicle.kind.word()));
        let (id, people) = (vehicle.id.to_string(), rows.len().to_string());
        words.fill("paper-aboard", &[("kind", &kind), ("id", &id), ("people", &people)])
    });
    Table { of: Some(of), heads: keys.map(|key| tongues.t(key)).to_vec(), widths: PEOPLE, rows }
}

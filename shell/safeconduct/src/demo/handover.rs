//! Handover in the story: each stage both ways, with a substitution and an unlisted arrival.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use exchange::handover::{
    Act, Command, Entry, Finding, LineOutcome, Manifest, Notice, Passenger, Place, Remark, Seen,
    SixFields, Told, Track, Unlisted, Vehicle, VehicleKind, draw_act, passengers,
};
use exchange::journal::{self, Context, Verb};
use exchange::seal::Kind;
use exchange::seal::payload::{Acknowledgement, ManifestCommit};
use exchange::vocabulary::{
    Digest, EntryId, LineId, Party, PersonId, Private, Role, Side, StageNumber, VehicleId,
};
use jiff::Timestamp;

use super::cast::{Cast, working_name};
use super::people::{Group, Person};
use super::plan::Made;
use super::reconcile::Verdicts;
use super::registry::Persons;
use super::seal::{Sealing, chance, sides};
use crate::cli::Failure;

/// Seats in a bus and stretchers in an ambulance of the story.
const BUS_SEATS: u16 = 50;
const AMBULANCE_STRETCHERS: u16 = 4;

/// The stage in which B brings somebody in another's place, and the one in which somebody comes whom
/// nobody listed.
const SUBSTITUTION: (u16, Side) = (1, Side::B);
const UNLISTED: (u16, Side) = (2, Side::B);

/// Somebody who crossed, as the receiving side knows them.
#[derive(Debug, Clone)]
pub(crate) struct Crossed {
    /// The stage.
    pub(crate) stage: StageNumber,
    /// The side they came home to.
    pub(crate) home: Side,
    /// The entry at the line of who was unlisted.
    pub(crate) entry: Option<EntryId>,
    /// The person in the receiving side's registry, where known.
    pub(crate) person: Option<PersonId>,
    /// Their place among the invented people of their side.
    pub(crate) invented: usize,
}

/// Somebody whom the holder hands over, with the truth about them.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// Their place among the invented people of their side.
    pub(crate) invented: usize,
    /// Who the receiving side says they are.
    pub(crate) person: Option<PersonId>,
}

/// Everything that the handovers of the story need to know.
pub(crate) struct Line {
    /// For the side that hands over: everybody it may hand over, by line.
    held: BTreeMap<Side, BTreeMap<LineId, Held>>,
    /// For the side that hands over: who travels in each stage.
    travelling: BTreeMap<(Side, StageNumber), Vec<Passenger>>,
    /// For the receiving side: people who are held and on no list, as persons of its registry.
    unlisted: BTreeMap<Side, Vec<(usize, Option<PersonId>)>>,
}

impl Line {
    /// Puts together what the plan, the verdicts and the registries say.
    pub(crate) fn new(
        cast: &Cast,
        made: &Made,
        verdicts: &Verdicts,
        persons: &Persons,
    ) -> Result<Self, Failure> {
        let mut line =
            Self { held: BTreeMap::new(), travelling: BTreeMap::new(), unlisted: BTreeMap::new() };
        for from in sides() {
            let home = from.other();
            let half = cast.world.people_of(home);
            let judged = verdicts.get(&home).context("every offer was answered")?;
            let held = half.offer.iter().filter_map(|offered| {
                let id = LineId::read(&offered.id).ok()?;
                let person = judged.get(&id)?.person.clone();
                Some((id, Held { invented: offered.person, person }))
            });
            line.held.insert(from, held.collect());
            let plan = &cast.desk(from).state().plan;
            let plan = plan.assigned.get(&from).context("both sides mapped the plan")?;
            for (stage, _) in &made.stages {
                let passengers = passengers(&plan.going, *stage);
                line.travelling.insert((from, *stage), passengers);
            }
            let known = persons.get(&home).context("both sides have a registry")?;
            let nobody = half.people.iter().enumerate();
            let nobody = nobody.filter(|(_, person)| person.group == Group::HeldUnlisted);
            let unlisted = nobody.map(|(at, _)| (at, known.get(&at).cloned()));
            line.unlisted.insert(home, unlisted.collect());
        }
        Ok(line)
    }
}

/// Runs one stage in both directions, and returns who came home.
pub(crate) async fn stage(
    cast: &mut Cast,
    sealing: &mut Sealing,
    line: &mut Line,
    (stage, day): (StageNumber, &str),
) -> Result<Vec<Crossed>, Failure> {
    let mut crossed = Vec::new();
    let mut moving = Vec::new();
    for from in sides() {
        let passengers = line.travelling.remove(&(from, stage)).unwrap_or_default();
        if passengers.is_empty() {
            continue;
        }
        cast.set_time(&format!("{day}T05:00:00Z"))?;
        gates(cast, from, &passengers, &format!("{day}T04:30:00Z")).await?;
        let manifest = manifest(cast, sealing, line, (stage, from), &passengers).await?;
        notice(cast, sealing, &manifest, day).await?;
        moving.push(manifest);
    }
    cast.set_time(&format!("{day}T09:00:00Z"))?;
    for manifest in &moving {
        let depart = Command::Depart { stage, vehicles: BTreeSet::new() };
        cast.tell(manifest.from, Role::HandoverTeam, depart).await?;
    }
    let at = cast.set_time(&format!("{day}T13:00:00Z"))?;
    for manifest in &moving {
        crossed.extend(check_off(cast, line, manifest, at).await?);
    }
    if !moving.is_empty() {
        act(cast, sealing, stage).await?;
        sealing.witness(cast, at).await?;
    }
    Ok(crossed)
}

/// Settles all seven gates of everybody who travels, at the holder's desk.
async fn gates(
    cast: &mut Cast,
    from: Side,
    passengers: &[Passenger],
    heard_at: &str,
) -> Result<(), Failure> {
    let heard_at: Timestamp = heard_at.parse().context("a time of the story")?;
    let (mut team, mut doctor) = (Vec::new(), Vec::new());
    for passenger in passengers {
        for finding in findings(passenger, heard_at) {
            let by_doctor = finding.gate().verb() == Verb::Heal;
            let command =
                Command::RecordGate { line: passenger.line.clone(), person: None, finding };
            if by_doctor { &mut doctor } else { &mut team }.push(command.into());
        }
    }
    cast.tell_all(from, Role::HandoverTeam, team).await?;
    cast.tell_all(from, Role::Clinician, doctor).await?;
    Ok(())
}

/// What is found at the seven gates of somebody who may travel.
pub(super) fn findings(passenger: &Passenger, heard_at: Timestamp) -> [Finding; 7] {
    let text = |text: &str| Private::new(text.to_owned());
    let lying = passenger.place != Place::Seat;
    let needs = text(if lying { "lying, with escort" } else { "none" });
    [
        Finding::Identity { confirmed: true, compared_with: text("capture card and answers") },
        Finding::OwnWish {
            go: true,
            private: true,
            neutral: true,
            heard_by: text("delegate-1 of the mediator"),
            heard_at,
        },
        Finding::NotHeld,
        Finding::Papers { settled: true, papers: text("identity card") },
        Finding::Property { packet: None, contents: Vec::new() },
        Finding::FamilyContact { verified: true, contact: text("as on the card") },
        Finding::FitToTravel {
            fit: true,
            found_by: text(working_name(Role::Clinician)),
            needs,
            until: None,
        },
    ]
}

/// Draws the manifest, seals its digest, and hands it to the other side.
async fn manifest(
    cast: &mut Cast,
    sealing: &mut Sealing,
    line: &Line,
    (stage, from): (StageNumber, Side),
    passengers: &[Passenger],
) -> Result<Manifest, Failure> {
    let held = line.held.get(&from).context("the holder knows whom it holds")?;
    let assigned: BTreeSet<LineId> = passengers.iter().map(|it| it.line.clone()).collect();
    let manifest = Manifest::board((stage, from), &vehicles(passengers)?, passengers)
        .map_err(|refusal| Failure::from(journal::Refusal::from(refusal)))?;
    let persons: BTreeMap<LineId, PersonId> = assigned
        .iter()
        .filter_map(|id| Some((id.clone(), held.get(id)?.person.clone()?)))
        .collect();
    for (side, persons) in [(from, BTreeMap::new()), (from.other(), persons)] {
        let command = Command::RecordManifest {
            manifest: manifest.clone(),
            assigned: assigned.clone(),
            left_out: BTreeMap::new(),
            persons,
        };
        cast.tell(side, Role::HandoverTeam, command).await?;
    }
    let commit = ManifestCommit { stage, digest: manifest.digest(), people: manifest.count() };
    sealing.act(cast, Kind::ManifestCommit, from, &commit).await?;
    Ok(manifest)
}

/// Brings as many buses and ambulances as the passengers need.
pub(super) fn vehicles(passengers: &[Passenger]) -> Result<Vec<Vehicle>, Failure> {
    let count = |track: Track, lying: bool| {
        passengers
            .iter()
            .filter(|it| it.track == track && (it.place != Place::Seat) == lying)
            .count()
    };
    let mut vehicles = Vec::new();
    let mut add = |kind: VehicleKind, people: usize, room: u16| -> Result<(), Failure> {
        for _ in 0..people.div_ceil(usize::from(room)) {
            let id = format!("{}-{:02}", kind.word(), vehicles.len() + 1);
            let (seats, stretchers) = if kind == VehicleKind::Bus { (room, 0) } else { (0, room) };
            let id = VehicleId::read(&id).context("a vehicle's name of the story")?;
            vehicles.push(Vehicle { id, kind, seats, stretchers });
        }
        Ok(())
    };
    for track in [Track::Unconditional, Track::Parity] {
        add(VehicleKind::Bus, count(track, false), BUS_SEATS)?;
        add(VehicleKind::Ambulance, count(track, true), AMBULANCE_STRETCHERS)?;
    }
    Ok(vehicles)
}

/// Tells the other side of the movement and takes its acknowledgement.
async fn notice(
    cast: &mut Cast,
    sealing: &mut Sealing,
    manifest: &Manifest,
    day: &str,
) -> Result<(), Failure> {
    let (stage, from) = (manifest.stage, manifest.from);
    let notice = Notice {
        stage,
        from,
        corridor: Private::new("from the assembly point by the agreed road to the line".to_owned()),
        opens: format!("{day}T08:00:00Z").parse().context("a time of the story")?,
        closes: format!("{day}T18:00:00Z").parse().context("a time of the story")?,
        vehicles: manifest.kinds(),
        nonce: Digest(chance()),
    };
    for side in sides() {
        let command = Command::RecordNotice { notice: notice.clone() };
        cast.tell(side, Role::HandoverTeam, command).await?;
    }
    let document = notice.document();
    let seq = sealing.act_bytes(cast, Kind::MovementNotice, from.into(), document).await?;
    let by = Party::from(from.other());
    for side in sides() {
        let command = Command::Acknowledge { stage, from, notice: notice.digest(), by };
        cast.tell(side, Role::HandoverTeam, command).await?;
    }
    let act = sealing.leaf(seq).context("the notice that was just sealed")?;
    sealing.act(cast, Kind::Acknowledgement, by, &Acknowledgement { seq, act }).await?;
    Ok(())
}

/// Lets both teams look at everybody who steps out, and returns who came home.
async fn check_off(
    cast: &mut Cast,
    line: &mut Line,
    manifest: &Manifest,
    at: Timestamp,
) -> Result<Vec<Crossed>, Failure> {
    let (stage, from) = (manifest.stage, manifest.from);
    let home = from.other();
    let mut came = Vec::new();
    let mut entries = Vec::new();
    let mut replaced = None;
    if [SUBSTITUTION, UNLISTED].contains(&(stage.0, from)) {
        let (invented, person) = line
            .unlisted
            .get_mut(&home)
            .and_then(Vec::pop)
            .context("somebody is held and on no list")?;
        let id = entry_id()?;
        let unlisted = unlisted(cast, home, (invented, person.clone()), &id, at);
        entries.push(entry(id.clone(), at, Seen::Unlisted(unlisted)));
        came.push(Crossed { stage, home, entry: Some(id.clone()), person, invented });
        if (stage.0, from) == SUBSTITUTION {
            let seat = manifest.seats.first().context("a manifest has passengers")?;
            replaced = Some(seat.line.clone());
            let outcome = LineOutcome::Substituted { came: id };
            let seen = Seen::Line { line: seat.line.clone(), outcome };
            entries.push(entry(entry_id()?, at, seen));
        }
    }
    let held = line.held.get(&from).context("the holder knows whom it holds")?;
    for seat in manifest.seats.iter().filter(|seat| Some(&seat.line) != replaced.as_ref()) {
        let seen = Seen::Line { line: seat.line.clone(), outcome: LineOutcome::Received };
        entries.push(entry(entry_id()?, at, seen));
        let known = held.get(&seat.line).context("everybody on the manifest is held")?;
        came.push(Crossed {
            stage,
            home,
            entry: None,
            person: known.person.clone(),
            invented: known.invented,
        });
    }
    for side in sides() {
        let check = |entry: &Entry| {
            let mut entry = entry.clone();
            // Who somebody is in one side's registry is nothing to the other side.
            if let (Seen::Unlisted(unlisted), true) = (&mut entry.seen, side == from) {
                unlisted.person = None;
            }
            Command::Check { stage, from, entry }.into()
        };
        cast.tell_all(side, Role::HandoverTeam, entries.iter().map(check).collect()).await?;
    }
    Ok(came)
}

fn entry(id: EntryId, at: Timestamp, seen: Seen) -> Entry {
    let by = working_name(Role::HandoverTeam).to_owned();
    Entry { id, by, at, replaces: BTreeSet::new(), seen }
}

fn entry_id() -> Result<EntryId, Failure> {
    let id = Digest(chance()).to_string();
    let id = EntryId::read(&id[..32]).context("an identifier of 32 hexadecimal digits")?;
    Ok(id)
}

/// Writes down who came without a line, in six fields, as the person says them.
fn unlisted(
    cast: &Cast,
    home: Side,
    (invented, person): (usize, Option<PersonId>),
    id: &EntryId,
    at: Timestamp,
) -> Unlisted {
    let desk = cast.desk(home);
    let actor = desk.actor(working_name(Role::HandoverTeam), Role::HandoverTeam);
    let context = Context::new(at, actor, chance());
    let about: &Person = &cast.world.people_of(home).people[invented];
    let said = |text: &str| Told::Said(Private::new(text.to_owned()));
    let fields = SixFields {
        surname: said(about.name.surname.by(home)),
        first_names: said(about.name.given.by(home)),
        father: Told::Refused,
        birth: said(&about.born.to_string()),
        rank: about.rank.as_ref().map_or(Told::NotAsked, |rank| said(rank.by(home))),
        number: Told::Unable,
    };
    Unlisted::new(&context, id, fields, person)
}

/// Draws the act from both counters, and has both sides and the mediator sign it.
async fn act(cast: &mut Cast, sealing: &mut Sealing, stage: StageNumber) -> Result<Act, Failure> {
    let theirs = {
        let found = cast.desk(Side::B).state().handover.stages.get(&stage);
        found.context("B counted at this stage")?.counters()
    };
    let remarks: Vec<Remark> = Vec::new();
    let ours = &cast.desk(Side::A).state().handover;
    let act = draw_act(ours, stage, Side::A, theirs, remarks)
        .map_err(|refusal| Failure::from(journal::Refusal::from(refusal)))?;
    for side in sides() {
        cast.tell(side, Role::HandoverTeam, Command::RecordAct { act: act.clone() }).await?;
    }
    cast.write(&format!("7-act-stage-{stage}.json"), &act.document())?;
    let seq = sealing.act_bytes(cast, Kind::HandoverAct, Party::A, act.document()).await?;
    let signed = sealing.leaf(seq).context("the act that was just sealed")?;
    for party in [Party::A, Party::B] {
        for side in sides() {
            let command = Command::SignAct { stage, party, act: act.digest(), signature: signed };
            cast.tell(side, Role::HandoverTeam, command).await?;
        }
    }
    Ok(act)
}

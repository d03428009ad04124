//! The rules of handover: which events follow from a command, or why none do.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;

use super::act::{Act, Counters, Remark};
use super::check_off::{ENTRIES_MAX, Entry, Kept, LineOutcome, Round, Seen, Standing};
use super::gates::{Finding, GateKind, GateState};
use super::leg::{Leg, Stage, State};
use super::manifest::{Left, Manifest};
use super::notice::Notice;
use super::planned::follows_the_plan;
use super::{Command, Event, Refusal, TwoNames, retention};
use crate::journal::{Compartment, Context, Outcome, State as Journal, VaultChange};
use crate::vocabulary::{Digest, LineId, Party, PersonId, Side, StageNumber, VehicleId};

/// Says which events follow from a command, or refuses it.
///
/// # Errors
/// The rule of `spec/7-handover.md` that the command breaks.
pub fn decide(
    journal: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    let handover = &journal.handover;
    match command {
        Command::RecordGate { line, person, finding } => {
            record_gate(journal, context, &line, person.as_ref(), &finding)
        }
        Command::RecordManifest { manifest, assigned, left_out, persons } => {
            record_manifest(journal, context, manifest, &assigned, (left_out, persons))
        }
        Command::RecordNotice { notice } => record_notice(handover, context, &notice),
        Command::Acknowledge { stage, from, notice, by } => {
            acknowledge(handover, (stage, from), notice, by)
        }
        Command::OverrideGate { stage, line, gate, names } => {
            override_gate(handover, context, stage, (line, gate), &names)
        }
        Command::OverrideAcknowledgement { stage, names } => {
            override_acknowledgement(handover, context, stage, &names)
        }
        Command::HoldBack { stage, vehicles } => hold_back(handover, context, stage, vehicles),
        Command::LetGo { stage, vehicles } => {
            let from = moving_side(context)?;
            let (leg, manifest) = drawn(handover, stage, from)?;
            known_and_here(leg, manifest, &vehicles)?;
            Ok(Outcome::of(vec![Event::LetGo { stage, from, vehicles }]))
        }
        Command::Depart { stage, vehicles } => depart(handover, context, stage, vehicles),
        Command::Check { stage, from, entry } => check(handover, context, (stage, from), &entry),
        Command::Merge { stage, from, entries } => merge(handover, (stage, from), &entries),
        Command::RecordAct { act } => record_act(handover, context, act),
        Command::SignAct { stage, party, act, signature } => {
            sign_act(handover, stage, party, (act, signature))
        }
        Command::EraseRecords { stage } => retention::erase(journal, context.at, stage),
    }
}

/// Returns the side whose instance this is: the one that may settle its gates and move its vehicles.
fn own_side(context: &Context) -> Option<Side> {
    context.actor.party.side()
}

fn moving_side(context: &Context) -> Result<Side, Refusal> {
    own_side(context).ok_or(Refusal::NotOurMovement { from: Side::A, party: context.actor.party })
}

/// Finds a leg with a manifest.
fn drawn(handover: &State, stage: StageNumber, from: Side) -> Result<(&Leg, &Manifest), Refusal> {
    handover
        .leg(stage, from)
        .and_then(|leg| Some((leg, leg.manifest.as_ref()?)))
        .ok_or(Refusal::NoManifest { stage, from })
}

fn record_gate(
    journal: &Journal,
    context: &Context,
    line: &LineId,
    person: Option<&PersonId>,
    finding: &Finding,
) -> Result<Outcome<Event>, Refusal> {
    let handover = &journal.handover;
    let own = own_side(context);
    for stage in handover.stages.values() {
        for (from, leg) in &stage.legs {
            let listed = leg.manifest.as_ref().is_some_and(|it| it.seat(line).is_some());
            if listed && own != Some(*from) {
                return Err(Refusal::NotOurGate { line: line.clone(), from: *from });
            }
            if listed && leg.round.line(line) != Standing::Open {
                return Err(Refusal::GateTooLate { line: line.clone() });
            }
        }
    }
    // Kept by person where the registry knows who the line is, so that erasing them destroys it.
    let person = person.or_else(|| whose(journal, line));
    let gate = finding.gate();
    let (judged, until) = finding.judge(line, context.at)?;
    let wire = finding.wire();
    let (record, digest, change) = VaultChange::keep(
        context,
        ("handover/gate", 0),
        person,
        gate.compartment(),
        &Named { line, finding: &wire },
    );
    let line = line.clone();
    let event = Event::GateRecorded { line, gate, state: judged, until, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

/// Finds who a line is: by a manifest, else by the registry's word that they stand on a list.
fn whose<'a>(journal: &'a Journal, line: &LineId) -> Option<&'a PersonId> {
    let mut legs = journal.handover.stages.values().flat_map(|stage| stage.legs.values());
    let on_manifest = legs.find_map(|leg| leg.persons.get(line));
    on_manifest.or_else(|| journal.registry.lines.get(line))
}

/// What a gate's vault record says: about whom, and what was found.
#[derive(Serialize)]
struct Named<'a, T: Serialize> {
    line: &'a LineId,
    finding: &'a T,
}

fn record_manifest(
    journal: &Journal,
    context: &Context,
    manifest: Manifest,
    assigned: &BTreeSet<LineId>,
    (left_out, persons): (BTreeMap<LineId, Left>, BTreeMap<LineId, PersonId>),
) -> Result<Outcome<Event>, Refusal> {
    manifest.check()?;
    let handover = &journal.handover;
    let (stage, from) = (manifest.stage, manifest.from);
    let moving = |leg: &Leg| !leg.departed.is_empty() || !leg.round.is_empty();
    if handover.leg(stage, from).is_some_and(moving) {
        return Err(Refusal::ManifestStands { stage, from });
    }
    manifest.accounts_for(assigned, &left_out)?;
    if own_side(context) == Some(from) {
        if let Some(planned) = journal.plan.assigned.get(&from) {
            follows_the_plan(handover, &planned.going, &manifest, assigned, &left_out)?;
        }
        for seat in &manifest.seats {
            let declined = handover.gates.get(&seat.line).and_then(|it| it.declined(context.at));
            if let Some(gate) = declined {
                return Err(Refusal::GateDeclined { line: seat.line.clone(), gate });
            }
        }
    }
    let left_out = left_out.into_iter().map(|(line, left)| (line, left.cause)).collect();
    Ok(Outcome::of(vec![Event::ManifestRecorded { manifest, left_out, persons }]))
}

fn record_notice(
    handover: &State,
    context: &Context,
    notice: &Notice,
) -> Result<Outcome<Event>, Refusal> {
    let (stage, from) = (notice.stage, notice.from);
    if notice.closes <= notice.opens {
        return Err(Refusal::WindowBackward { opens: notice.opens, closes: notice.closes });
    }
    if notice.corridor.open().trim().is_empty() {
        return Err(Refusal::NoticeEmpty { what: "corridor" });
    }
    if notice.vehicles.values().all(|count| *count == 0) {
        return Err(Refusal::NoticeEmpty { what: "vehicle" });
    }
    if handover.leg(stage, from).is_some_and(|leg| !leg.round.is_empty()) {
        return Err(Refusal::ManifestStands { stage, from });
    }
    // The whole document is kept, so that it can be handed over again as it was.
    let document = String::from_utf8(notice.document()).expect("JSON is text");
    let (record, _, change) =
        VaultChange::keep(context, ("handover/notice", 0), None, Compartment::List, &document);
    let event = Event::NoticeRecorded {
        stage,
        from,
        opens: notice.opens,
        closes: notice.closes,
        vehicles: notice.vehicles.clone(),
        digest: notice.digest(),
        record,
    };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn acknowledge(
    handover: &State,
    (stage, from): (StageNumber, Side),
    notice: Digest,
    by: Party,
) -> Result<Outcome<Event>, Refusal> {
    let noticed = handover
        .leg(stage, from)
        .and_then(|leg| leg.notice.as_ref())
        .ok_or(Refusal::NoNotice { stage, from })?;
    if by != Party::from(from.other()) {
        return Err(Refusal::NotTheirsToAcknowledge { by, towards: from.other() });
    }
    if notice != noticed.digest {
        return Err(Refusal::OtherNotice { acknowledged: notice, in_force: noticed.digest });
    }
    if noticed.acknowledged {
        return Ok(Outcome::of(Vec::new()));
    }
    Ok(Outcome::of(vec![Event::NoticeAcknowledged { stage, from, notice }]))
}

/// Checks that two different people stand behind an override, one of whom enters it.
fn two_names(context: &Context, names: &TwoNames) -> Result<(String, String), Refusal> {
    let plain = |name: &str| name.trim().to_lowercase();
    let (first, second) = (plain(&names.first), plain(&names.second));
    if first.is_empty() || second.is_empty() {
        return Err(Refusal::OverrideAlone { what: "two names" });
    }
    if first == second {
        return Err(Refusal::OverrideAlone { what: "two different names" });
    }
    if names.reason.open().trim().is_empty() {
        return Err(Refusal::OverrideAlone { what: "a reason" });
    }
    let enters = plain(&context.actor.name);
    if enters != first && enters != second {
        return Err(Refusal::OverrideAlone { what: "to be entered by one of the two" });
    }
    Ok((names.first.trim().to_owned(), names.second.trim().to_owned()))
}

fn override_gate(
    handover: &State,
    context: &Context,
    stage: StageNumber,
    (line, gate): (LineId, GateKind),
    names: &TwoNames,
) -> Result<Outcome<Event>, Refusal> {
    let from = moving_side(context)?;
    let (leg, manifest) = drawn(handover, stage, from)?;
    if manifest.seat(&line).is_none() {
        return Err(Refusal::NotOnManifest { line });
    }
    let gates = handover.gates.get(&line);
    let stands = gates.map_or(GateState::Open, |gates| gates.state(gate, context.at));
    if stands == GateState::Declined {
        return Err(Refusal::GateDeclined { line, gate });
    }
    let (first, second) = two_names(context, names)?;
    if stands == GateState::Cleared || leg.overridden.contains(&(line.clone(), gate)) {
        return Ok(Outcome::of(Vec::new()));
    }
    let (record, digest, change) = VaultChange::keep(
        context,
        ("handover/override", 0),
        leg.persons.get(&line),
        gate.compartment(),
        names.reason.open(),
    );
    let event = Event::GateOverridden { stage, from, line, gate, first, second, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn override_acknowledgement(
    handover: &State,
    context: &Context,
    stage: StageNumber,
    names: &TwoNames,
) -> Result<Outcome<Event>, Refusal> {
    let from = moving_side(context)?;
    let noticed = handover
        .leg(stage, from)
        .and_then(|leg| leg.notice.as_ref())
        .ok_or(Refusal::NoNotice { stage, from })?;
    let (first, second) = two_names(context, names)?;
    let reason = names.reason.open();
    let (record, digest, change) =
        VaultChange::keep(context, ("handover/override", 0), None, Compartment::List, reason);
    let notice = noticed.digest;
    let event =
        Event::AcknowledgementOverridden { stage, from, notice, first, second, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn hold_back(
    handover: &State,
    context: &Context,
    stage: StageNumber,
    vehicles: BTreeSet<VehicleId>,
) -> Result<Outcome<Event>, Refusal> {
    use super::manifest::Track;

    let from = moving_side(context)?;
    let (leg, manifest) = drawn(handover, stage, from)?;
    known_and_here(leg, manifest, &vehicles)?;
    for vehicle in &vehicles {
        let riders = || manifest.seats.iter().filter(|seat| seat.vehicle == *vehicle);
        let Some(bound) = riders().find(|seat| seat.track == Track::Unconditional) else {
            continue;
        };
        let line = bound.line.clone();
        return Err(if riders().all(|seat| seat.track == Track::Unconditional) {
            Refusal::HeldForParity { line }
        } else {
            Refusal::HeldWithOthers { vehicle: vehicle.clone(), line }
        });
    }
    Ok(Outcome::of(vec![Event::HeldBack { stage, from, vehicles }]))
}

/// Checks that vehicles are on the manifest and have not left.
fn known_and_here(
    leg: &Leg,
    manifest: &Manifest,
    vehicles: &BTreeSet<VehicleId>,
) -> Result<(), Refusal> {
    for vehicle in vehicles {
        if !manifest.vehicles.iter().any(|known| known.id == *vehicle) {
            return Err(Refusal::VehicleUnknown { vehicle: vehicle.clone() });
        }
        if leg.departed.contains(vehicle) {
            return Err(Refusal::LeftAlready { vehicle: vehicle.clone() });
        }
    }
    Ok(())
}

fn depart(
    handover: &State,
    context: &Context,
    stage: StageNumber,
    named: BTreeSet<VehicleId>,
) -> Result<Outcome<Event>, Refusal> {
    let from = moving_side(context)?;
    let (leg, manifest) = drawn(handover, stage, from)?;
    let vehicles = if named.is_empty() {
        let ready =
            |vehicle: &&VehicleId| !leg.departed.contains(*vehicle) && !leg.held.contains(*vehicle);
        manifest.vehicles.iter().map(|vehicle| &vehicle.id).filter(ready).cloned().collect()
    } else {
        named
    };
    match ready(handover, (stage, from), &vehicles, context.at).into_iter().next() {
        Some(refusal) => Err(refusal),
        None => Ok(Outcome::of(vec![Event::Departed { stage, from, vehicles }])),
    }
}

/// Says everything that still stands in the way of a departure; nothing when the vehicles may leave.
///
/// A person's own gates are looked at for those who ride in the named vehicles. Numbers are compared
/// with nothing: a leg may leave whether or not another returns as many (GC III art. 109(1)).
pub fn ready(
    handover: &State,
    (stage, from): (StageNumber, Side),
    vehicles: &BTreeSet<VehicleId>,
    at: Timestamp,
) -> Vec<Refusal> {
    let (leg, manifest) = match drawn(handover, stage, from) {
        Ok(found) => found,
        Err(refusal) => return vec![refusal],
    };
    let mut against = Vec::new();
    if vehicles.is_empty() {
        against.push(Refusal::NobodyLeaves);
    }
    against.extend(known_and_here(leg, manifest, vehicles).err());
    let held = vehicles.iter().filter(|vehicle| leg.held.contains(*vehicle));
    against.extend(held.map(|vehicle| Refusal::StillHeld { vehicle: vehicle.clone() }));
    against.extend(warned(leg, manifest, at).err());
    for seat in manifest.seats.iter().filter(|seat| vehicles.contains(&seat.vehicle)) {
        let gates = handover.gates.get(&seat.line).cloned().unwrap_or_default();
        let line = || seat.line.clone();
        for gate in GateKind::ALL {
            match gates.state(gate, at) {
                GateState::Cleared => {}
                GateState::Declined => against.push(Refusal::GateDeclined { line: line(), gate }),
                GateState::Open if leg.overridden.contains(&(line(), gate)) => {}
                GateState::Open => against.push(Refusal::GateOpen { line: line(), gate }),
            }
        }
    }
    against
}

/// Checks that the other side knows of this very movement, now.
fn warned(leg: &Leg, manifest: &Manifest, at: Timestamp) -> Result<(), Refusal> {
    let stage = manifest.stage;
    let Some(notice) = &leg.notice else {
        return Err(Refusal::NoNotice { stage, from: manifest.from });
    };
    let mut told = notice.vehicles.clone();
    told.retain(|_, count| *count > 0);
    if told != manifest.kinds() {
        return Err(Refusal::NoticeDiffers { stage });
    }
    if at < notice.opens || at > notice.closes {
        let (opens, closes) = (notice.opens, notice.closes);
        return Err(Refusal::OutsideWindow { at, opens, closes });
    }
    if !notice.acknowledged && leg.unacknowledged != Some(notice.digest) {
        return Err(Refusal::NotAcknowledged { stage });
    }
    Ok(())
}

/// Checks what every entry must satisfy, wherever it was made. Looks at nothing that another entry of
/// the same round could change, so that the order of entries never matters.
fn well_formed(round: &Round, manifest: &Manifest, entry: &Entry) -> Result<(), Refusal> {
    if entry.by.trim().is_empty() {
        return Err(Refusal::EntryUnsigned { entry: entry.id.clone() });
    }
    if round.get(&entry.id).is_some_and(|known| *known != entry.keep().0) {
        return Err(Refusal::EntryChanged { entry: entry.id.clone() });
    }
    match &entry.seen {
        Seen::Line { line, .. } if manifest.seat(line).is_none() => {
            Err(Refusal::NotOnManifest { line: line.clone() })
        }
        Seen::Unlisted(unlisted) if unlisted.fields.is_blank() => {
            Err(Refusal::SixBlanks { entry: entry.id.clone() })
        }
        Seen::Withdrawn if entry.replaces.is_empty() => {
            Err(Refusal::NothingToReplace { entry: entry.id.clone() })
        }
        Seen::Line { .. } | Seen::Unlisted(_) | Seen::Withdrawn => Ok(()),
    }
}

fn unsigned(handover: &State, stage: StageNumber) -> Result<(), Refusal> {
    match handover.stages.get(&stage) {
        Some(found) if found.is_signed() => Err(Refusal::ActStands { stage }),
        Some(_) | None => Ok(()),
    }
}

fn check(
    handover: &State,
    context: &Context,
    (stage, from): (StageNumber, Side),
    entry: &Entry,
) -> Result<Outcome<Event>, Refusal> {
    let (leg, manifest) = drawn(handover, stage, from)?;
    well_formed(&leg.round, manifest, entry)?;
    if leg.round.get(&entry.id).is_some() {
        return Ok(Outcome::of(Vec::new()));
    }
    unsigned(handover, stage)?;
    replaces_rightly(&leg.round, entry)?;
    if let Seen::Line { line, outcome } = &entry.seen {
        at_the_line(handover, (leg, manifest), line, outcome, own_side(context) == Some(from))?;
        not_twice(&leg.round, line, entry)?;
    }
    let (entry, change) = entry.keep();
    let outcome = Outcome::of(vec![Event::Checked { stage, from, entry }]);
    Ok(outcome.with(change.into_iter().collect()))
}

/// Checks that an entry puts right only entries that stand, and only about the same person.
fn replaces_rightly(round: &Round, entry: &Entry) -> Result<(), Refusal> {
    for replaced in &entry.replaces {
        let Some(known) = round.get(replaced).filter(|_| !round.is_replaced(replaced)) else {
            return Err(Refusal::NothingToReplace { entry: replaced.clone() });
        };
        let same = match (&entry.seen, &known.kept) {
            (Seen::Line { line, .. }, Kept::Line { line: other, .. }) => line == other,
            (Seen::Unlisted(_), Kept::Unlisted { .. }) | (Seen::Withdrawn, _) => true,
            (Seen::Line { .. }, Kept::Unlisted { .. } | Kept::Withdrawn)
            | (Seen::Unlisted(_), Kept::Line { .. } | Kept::Withdrawn) => false,
        };
        if !same {
            return Err(Refusal::ReplacesOther { entry: replaced.clone() });
        }
    }
    Ok(())
}

/// Checks what can be known of a person at the line: the vehicle has come, nobody goes against their
/// will, and whoever came instead was written down.
fn at_the_line(
    handover: &State,
    (leg, manifest): (&Leg, &Manifest),
    line: &LineId,
    outcome: &LineOutcome,
    ours: bool,
) -> Result<(), Refusal> {
    if let Some(seat) =
        manifest.seat(line).filter(|seat| ours && !leg.departed.contains(&seat.vehicle))
    {
        return Err(Refusal::NotDeparted { line: line.clone(), vehicle: seat.vehicle.clone() });
    }
    let wish = handover.gates.get(line).and_then(|gates| gates.recorded.get(&GateKind::OwnWish));
    if *outcome == LineOutcome::Received && wish.is_some_and(|it| it.state == GateState::Declined) {
        return Err(Refusal::AgainstWill { line: line.clone() });
    }
    match outcome {
        LineOutcome::Substituted { came } => {
            let known = leg.round.unlisted().iter().any(|(entry, _)| entry.id == *came);
            let refusal = || Refusal::NobodyCame { line: line.clone(), came: came.clone() };
            known.then_some(()).ok_or_else(refusal)
        }
        LineOutcome::Received
        | LineOutcome::Refused
        | LineOutcome::Unfit
        | LineOutcome::Absent { .. }
        | LineOutcome::Died => Ok(()),
    }
}

/// Checks that a line has no outcome yet, but for those that the entry puts right.
fn not_twice(round: &Round, line: &LineId, entry: &Entry) -> Result<(), Refusal> {
    let standing = match round.line(line) {
        Standing::Open => return Ok(()),
        Standing::Settled(..) | Standing::Disputed(_) => round.line_entries(line),
    };
    match standing.into_iter().find(|(known, _)| !entry.replaces.contains(&known.id)) {
        None => Ok(()),
        Some((known, outcome)) => Err(Refusal::CheckedTwice {
            line: line.clone(),
            by: known.by.clone(),
            at: known.at,
            outcome: outcome.kind(),
        }),
    }
}

fn merge(
    handover: &State,
    (stage, from): (StageNumber, Side),
    entries: &[Entry],
) -> Result<Outcome<Event>, Refusal> {
    if entries.len() > ENTRIES_MAX {
        return Err(Refusal::TooManyEntries { entries: entries.len() });
    }
    let (leg, manifest) = drawn(handover, stage, from)?;
    let mut round = leg.round.clone();
    let mut outcome = Outcome::of(Vec::new());
    for entry in entries {
        well_formed(&round, manifest, entry)?;
        if round.get(&entry.id).is_some() {
            continue;
        }
        unsigned(handover, stage)?;
        let (entry, change) = entry.keep();
        round.add(&entry);
        outcome.events.push(Event::Checked { stage, from, entry });
        outcome.vault.extend(change);
    }
    Ok(outcome)
}

/// Draws an act from this instance's counter and the other team's.
///
/// # Errors
/// Refused when a line has no outcome or two, or as [`Act::check`] refuses.
pub fn draw_act(
    handover: &State,
    stage: StageNumber,
    own: Side,
    theirs: Counters,
    mut remarks: Vec<Remark>,
) -> Result<Act, Refusal> {
    let found = handover.stages.get(&stage).ok_or(Refusal::NoManifest { stage, from: own })?;
    settled(found)?;
    remarks.sort_unstable();
    remarks.dedup();
    let ours = found.counters();
    let (counted_by_a, counted_by_b) = match own {
        Side::A => (ours, theirs),
        Side::B => (theirs, ours),
    };
    let act = Act { stage, manifests: found.summaries(), counted_by_a, counted_by_b, remarks };
    act.check()?;
    Ok(act)
}

/// Checks that every line of every manifest has one outcome.
fn settled(stage: &Stage) -> Result<(), Refusal> {
    for (from, leg) in &stage.legs {
        let Some(lists) = leg.four_lists() else { continue };
        if let Some(line) = lists.open.first() {
            return Err(Refusal::LineOpen { line: line.clone(), from: *from });
        }
        if let Some(line) = lists.disputed.first() {
            return Err(Refusal::LineDisputed { line: line.clone(), from: *from });
        }
    }
    Ok(())
}

fn record_act(handover: &State, context: &Context, act: Act) -> Result<Outcome<Event>, Refusal> {
    let stage = act.stage;
    unsigned(handover, stage)?;
    act.check()?;
    let Some(found) = handover.stages.get(&stage).filter(|found| !found.summaries().is_empty())
    else {
        return Err(Refusal::NoManifest { stage, from: own_side(context).unwrap_or(Side::A) });
    };
    let summaries = found.summaries();
    let either = || act.manifests.keys().chain(summaries.keys());
    if let Some(from) = either().find(|from| act.manifests.get(from) != summaries.get(from)) {
        return Err(Refusal::OtherManifest { from: *from });
    }
    if let Some(own) = own_side(context) {
        settled(found)?;
        if *act.counted_by(own) != found.counters() {
            return Err(Refusal::OwnCounter { by: own });
        }
    }
    let digest = act.digest();
    if found.act.as_ref().is_some_and(|drawn| drawn.digest == digest) {
        return Ok(Outcome::of(Vec::new()));
    }
    Ok(Outcome::of(vec![Event::ActDrawn { act, digest }]))
}

fn sign_act(
    handover: &State,
    stage: StageNumber,
    party: Party,
    (act, signature): (Digest, Digest),
) -> Result<Outcome<Event>, Refusal> {
    if party == Party::Host {
        return Err(Refusal::NotASigner { party });
    }
    let drawn = handover
        .stages
        .get(&stage)
        .and_then(|found| found.act.as_ref())
        .ok_or(Refusal::NoAct { stage })?;
    if drawn.digest != act {
        return Err(Refusal::OtherAct { stage, signed: act, act: drawn.digest });
    }
    match drawn.signatures.get(&party) {
        Some(known) if *known == signature => Ok(Outcome::of(Vec::new())),
        Some(_) => Err(Refusal::SignedAlready { stage, party }),
        None => Ok(Outcome::of(vec![Event::ActSigned { stage, party, signature }])),
    }
}

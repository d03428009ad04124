//! Plan in the story: each side seals how many it could hand over of each class; both make the same
//! plan from the two tables and a seed to which both gave a share.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::Context as _;
use exchange::agreement::Settled;
use exchange::plan::planner::said::Said;
use exchange::plan::{
    self, Assignment, Candidate, Cause, ClassTable, Command, Ground, Means, StageMeans, Transport,
    TravelNeed, share_commitment,
};
use exchange::seal::Kind;
use exchange::seal::payload::{SealedPlan, SeedCommit, SeedReveal};
use exchange::vocabulary::{Digest, Facts, LineId, PartialDate, Private, Role, Side, StageNumber};
use jiff::civil::Date;

use super::cast::Cast;
use super::people::{Need, Person, Wish};
use super::seal::{Sealing, chance, sides};
use crate::cli::Failure;

/// The day on which the plan is made, and the day to which who is in no stage counts as waiting.
const AS_OF: Date = Date::constant(2025, 6, 8);
const HORIZON: Date = Date::constant(2025, 12, 31);
const BANDS_FROM: Date = Date::constant(2022, 2, 24);

/// What each side can move in one stage of the story.
const MEANS: Means = Means { seats: 150, stretchers: 30, ambulances: 8, escorts: 24, beds: 80 };

/// The plan, and what it needs to be checked.
pub(crate) struct Made {
    /// The plan's terms and transport.
    pub(crate) ground: Ground,
    /// The candidates of each side, by the side that holds them.
    pub(crate) candidates: BTreeMap<Side, Vec<Candidate>>,
    /// The stages in which anybody moves, with their days.
    pub(crate) stages: Vec<(StageNumber, Date)>,
}

/// Days and vehicles for the days that the settlement names.
fn transport(settled: &Settled) -> Transport {
    let days: BTreeSet<Date> =
        settled.dates.get(&exchange::agreement::Track::Prisoners).cloned().unwrap_or_default();
    let stages = days.into_iter().map(|day| StageMeans { day, a: MEANS, b: MEANS }).collect();
    Transport {
        as_of: AS_OF,
        horizon: HORIZON,
        bands_from: BANDS_FROM,
        stages,
        escort_quarters_stretcher: 1,
        escort_quarters_ambulance: 4,
    }
}

/// Seals tables and seed, makes the plan at both desks, and maps it to people.
pub(crate) async fn make(
    cast: &mut Cast,
    sealing: &mut Sealing,
    settled: &Settled,
    accepted: &BTreeMap<Side, BTreeSet<LineId>>,
) -> Result<Made, Failure> {
    let transport = transport(settled);
    let ground = Ground::new(settled, &transport).map_err(refused)?;
    for side in sides() {
        let command = Command::RecordTransport { transport: Box::new(transport.clone()) };
        cast.tell(side, Role::Officer, command).await?;
    }
    let shares = Side::BOTH.map(|side| (side, Digest(chance())));
    for (side, share) in &shares {
        let commitment = share_commitment(*side, &share.0);
        tell_both(cast, || Command::CommitSeed { side: *side, commitment }).await?;
        sealing.act(cast, Kind::SeedCommit, *side, &SeedCommit { digest: commitment }).await?;
    }
    let mut candidates = BTreeMap::new();
    let mut tables = Vec::new();
    for side in sides() {
        let accepted = accepted.get(&side).context("every offer was answered")?;
        let own = held(cast, side, settled, &transport, accepted)?;
        let table = ClassTable::of(&ground, side, &own).map_err(refused)?;
        tell_both(cast, || Command::SealTable { table: Box::new(table.clone()) }).await?;
        sealing.act_bytes(cast, Kind::ClassTable, side.into(), table.bytes()).await?;
        candidates.insert(side, own);
        tables.push(table);
    }
    for (side, share) in &shares {
        tell_both(cast, || Command::RevealSeed { side: *side, share: *share }).await?;
        sealing.act(cast, Kind::SeedReveal, *side, &SeedReveal { seed: *share }).await?;
    }
    tell_both(cast, || Command::Make).await?;
    for side in sides() {
        let own = candidates.get(&side).context("both sides have candidates")?.clone();
        cast.tell(side, Role::Officer, Command::Assign { candidates: own }).await?;
    }
    let [a, b] = Side::BOTH.map(|side| cast.desk(side).state().plan.plan.clone());
    let (a, b) = (a.context("A's plan")?, b.context("B's plan")?);
    if a.bytes() != b.bytes() {
        return Err(Failure::Fault(anyhow::anyhow!("the two sides made different plans")));
    }
    let sealed = SealedPlan { plan: a.clone(), transport: transport.clone() };
    sealing.act(cast, Kind::Plan, Side::A, &sealed).await?;
    let tables: [ClassTable; 2] = tables.try_into().ok().context("there are two sides")?;
    if let Err(violations) =
        plan::check(&ground, &tables, plan::seed(&shares[0].1.0, &shares[1].1.0), &a)
    {
        return Err(Failure::Fault(anyhow::anyhow!("the plan does not check: {violations:?}")));
    }
    let heads = a.heads(&ground).map_err(refused)?;
    let moving = (1..).zip(&transport.stages).zip(&heads);
    let stages = moving
        .filter(|(_, heads)| heads.iter().any(|count| *count > 0))
        .map(|((number, stage), _)| (StageNumber(number), stage.day))
        .collect();
    Ok(Made { ground, candidates, stages })
}

fn refused(refusal: plan::Refusal) -> Failure {
    Failure::from(exchange::journal::Refusal::from(refusal))
}

async fn tell_both(cast: &mut Cast, command: impl Fn() -> Command) -> Result<(), Failure> {
    for side in sides() {
        cast.tell(side, Role::Officer, command()).await?;
    }
    Ok(())
}

/// Puts together whom a side holds and could hand over. A hold or a wish to stay lowers a count, and
/// nobody outside learns which it was.
fn held(
    cast: &Cast,
    holder: Side,
    settled: &Settled,
    transport: &Transport,
    accepted: &BTreeSet<LineId>,
) -> Result<Vec<Candidate>, Failure> {
    let first = transport.stages.first().context("the settlement names days")?.day;
    let half = cast.world.people_of(holder.other());
    let mut candidates = Vec::new();
    for (line, person) in half.held() {
        let Some(line) = line else { continue };
        let line = LineId::read(&line.id).context("a reference of the story")?;
        if !accepted.contains(&line) {
            continue;
        }
        let withheld = if person.proceedings {
            Some(Cause::Proceedings)
        } else {
            (person.wish == Wish::Stay).then_some(Cause::OwnWish)
        };
        candidates.push(Candidate {
            line,
            person: None,
            place: plan::place(settled, &facts(person), first),
            need: need(person.need),
            available_from: StageNumber(person.available_from),
            captured: Some(PartialDate::Day(person.captured)),
            named: person.named,
            group: None,
            withheld: withheld.map(Private::new),
        });
    }
    Ok(candidates)
}

/// What the holder knows of a person that a category may ask.
pub(crate) fn facts(person: &Person) -> Facts {
    Facts {
        birth: Some(PartialDate::Day(person.born)),
        captured: Some(PartialDate::Day(person.captured)),
        health: Some(person.health),
        sex: Some(person.sex),
        standing: Some(person.standing),
    }
}

fn need(need: Need) -> TravelNeed {
    match need {
        Need::Seat => TravelNeed::Seat,
        Need::Stretcher => TravelNeed::Stretcher,
        Need::Ambulance => TravelNeed::Ambulance,
    }
}

impl Made {
    /// Returns where everybody stands whom a side holds, with the reason.
    pub(crate) fn assigned(&self, cast: &Cast, side: Side) -> Result<Vec<Assignment>, Failure> {
        let plan = cast.desk(side).state().plan.plan.as_ref().context("the plan was made")?;
        let own = self.candidates.get(&side).context("both sides have candidates")?;
        plan::assign(&self.ground, plan, side, own).map_err(refused)
    }
}

/// Writes the plan by class and stage, and the reason for each line of one side, in the officer's words.
pub(crate) fn documents(cast: &mut Cast, made: &Made) -> Result<(), Failure> {
    for side in sides() {
        let assigned = made.assigned(cast, side)?;
        let mut text = String::from("line,stage,reason\n");
        for assignment in &assigned {
            let words = plan::words(&made.ground, assignment);
            let stage = assignment.stage.map_or_else(String::new, |stage| stage.to_string());
            let said: Vec<String> = words.officer.iter().map(Said::english).collect();
            let said = said.join("; ").replace('"', "'");
            writeln!(text, "{},{stage},\"{said}\"", assignment.line)
                .context("writing to memory")?;
        }
        let name = format!("5-reasons-{}-only.csv", side.to_string().to_lowercase());
        cast.write(&name, text.as_bytes())?;
    }
    let plan = cast.desk(Side::A).state().plan.plan.as_ref().context("the plan was made")?;
    let bytes = plan.bytes();
    cast.write("5-plan.json", &bytes)
}

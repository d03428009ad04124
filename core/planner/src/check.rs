//! Whether a plan obeys every term, and what it costs whom. Anybody's plan, however it was made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::people::{People, Person, Standing};
use crate::unit::first_stage;
use crate::{Aim, Demand, Frame, Instance, Key, Row, Side, Unit};

/// How many of each unit go in each stage.
pub type Counts = BTreeMap<Unit, Vec<u32>>;

/// One way in which a plan breaks a term. Stages are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the sentence of each variant says what its fields are")]
pub enum Violation {
    UnknownPerson { id: String },
    NoSuchStage { what: String, stage: usize },
    MayNotGo { id: String, why: &'static str },
    BeforeHoldEnds { what: String, stage: usize, from: usize },
    GroupSplit { group: String, stages: Vec<Option<usize>> },
    PassedOver { id: String, stage: Option<usize>, for_id: String, for_stage: usize },
    UnknownClass { class: String },
    MoreThanThere { class: String, planned: u64, there: u32 },
    OverLimit { stage: usize, what: String, planned: i64, limit: i64, quarters: bool },
    ParityOff { stage: usize, what: String, from_a: i64, from_b: i64, agreed: (u32, u32) },
    BelowLeastSize { stage: usize, from_a: i64, from_b: i64, least: i64 },
    BelowFloor { side: Side, planned: i64, floor: u32 },
    AboveCeiling { side: Side, planned: i64, ceiling: u32 },
    BelowDemand { class: String, by: usize, planned: u64, least: u32 },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let when = |stage: &Option<usize>| {
            stage.map_or_else(|| "in no stage".to_owned(), |stage| format!("in stage {stage}"))
        };
        match self {
            Self::UnknownPerson { id } => write!(f, "{id} is on neither list"),
            Self::NoSuchStage { what, stage } => {
                write!(f, "{what} is in stage {stage}, which does not exist")
            }
            Self::MayNotGo { id, why } => write!(f, "{id} is in the plan but {why}"),
            Self::BeforeHoldEnds { what, stage, from } => {
                write!(f, "{what} is in stage {stage} but may go only from stage {from}")
            }
            Self::GroupSplit { group, stages } => {
                let stages: Vec<String> = stages.iter().map(when).collect();
                write!(f, "group {group} is split: {}", stages.join(", "))
            }
            Self::PassedOver { id, stage, for_id, for_stage } => write!(
                f,
                "{id} is {} and was passed over for {for_id} in stage {for_stage}, captured later",
                when(stage)
            ),
            Self::UnknownClass { class } => write!(f, "class {class} is in neither table"),
            Self::MoreThanThere { class, planned, there } => {
                write!(f, "class {class}: {planned} planned, {there} there")
            }
            Self::OverLimit { stage, what, planned, limit, quarters } => {
                let unit = if *quarters { " quarters" } else { "" };
                write!(f, "stage {stage}, {what}: {planned}{unit} planned, {limit}{unit} there")
            }
            Self::ParityOff { stage, what, from_a, from_b, agreed: (a, b) } => write!(
                f,
                "stage {stage}, {what} is off: {from_a} from A, {from_b} from B, agreed {a}:{b}"
            ),
            Self::BelowLeastSize { stage, from_a, from_b, least } => write!(
                f,
                "stage {stage} is below the least size: {from_a} from A, {from_b} from B, least {least}"
            ),
            Self::BelowFloor { side, planned, floor } => {
                write!(f, "side {side} sends {planned}, below the floor of {floor}")
            }
            Self::BelowDemand { class, by, planned, least } => {
                write!(f, "class {class}: {planned} go by stage {by}, {least} are asked for")
            }
            Self::AboveCeiling { side, planned, ceiling } => write!(
                f,
                "side {side} sends {planned} counted people, above the ceiling of {ceiling}"
            ),
        }
    }
}

/// What a plan amounts to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Every term that it breaks, in a fixed order. Empty for a sound plan.
    pub violations: Vec<Violation>,
    /// The value of each aim in the agreed order ([`Frame::aims`]), each to be small.
    pub vector: Vec<i64>,
    /// People who go, by stage and side.
    pub heads: Vec<[i64; 2]>,
    /// People who go and count towards the floor, by side.
    pub floor: [i64; 2],
}

/// Numbers drawn in one stage.
#[derive(Clone, Default)]
struct Tally {
    rows: BTreeMap<Row, i64>,
    heads: [i64; 2],
    /// Counted people by side and by parity row.
    counted: BTreeMap<u8, [i64; 2]>,
}

impl Tally {
    fn add(&mut self, frame: &Frame, key: Key, number: i64) {
        for (row, weight) in frame.load_of(key) {
            *self.rows.entry(row).or_insert(0) += weight * number;
            if let Row::Parity(at) = row {
                self.counted.entry(at).or_default()[key.side as usize] += number;
            }
        }
        self.heads[key.side as usize] += number;
    }
}

/// Adds up people key by key, whoever they are.
struct Sum<'a> {
    frame: &'a Frame,
    tallies: Vec<Tally>,
    tiers: Vec<i64>,
    bands: Vec<i64>,
    named: i64,
    /// People who go and count towards the floor, by side.
    floor: [i64; 2],
}

impl<'a> Sum<'a> {
    fn new(frame: &'a Frame) -> Self {
        Self {
            frame,
            tallies: vec![Tally::default(); frame.stages().len()],
            tiers: vec![0; frame.terms().categories.len()],
            bands: vec![0; frame.terms().bands.len()],
            named: 0,
            floor: [0; 2],
        }
    }

    /// Adds people of one key to a stage, or to those who wait when the stage is the number of stages.
    fn add(&mut self, key: Key, stage: usize, number: i64) {
        let days = self.frame.delays()[stage] * number;
        self.tiers[usize::from(key.category)] += days;
        self.bands[usize::from(key.band)] += days;
        self.named += if key.named { days } else { 0 };
        if let Some(tally) = self.tallies.get_mut(stage) {
            tally.add(self.frame, key, number);
            if self.frame.terms().categories[usize::from(key.category)].floor {
                self.floor[key.side as usize] += number;
            }
        }
    }

    fn finish(self, mut violations: Vec<Violation>) -> Evaluation {
        let stages = self.tallies.len();
        let mut floor = 0;
        for (at, tally) in self.tallies.iter().enumerate() {
            limits(self.frame, at, tally, &mut violations);
            let least = self.frame.least_size();
            let [a, b] =
                Side::BOTH.map(|side| tally.rows.get(&Row::Counted(side)).copied().unwrap_or(0));
            if a < least || b < least {
                floor += 1_i64 << (stages - 1 - at);
                if a > 0 || b > 0 {
                    let below =
                        Violation::BelowLeastSize { stage: at + 1, from_a: a, from_b: b, least };
                    violations.push(below);
                }
            }
        }
        let heads: Vec<[i64; 2]> = self.tallies.iter().map(|tally| tally.heads).collect();
        self.over_all(&mut violations);
        let value = |aim: &Aim| match *aim {
            Aim::Stages => floor,
            Aim::Category(at) => self.tiers[usize::from(at)],
            Aim::Band(at) => self.bands[usize::from(at)],
            Aim::Named => self.named,
            Aim::Balance => heads.iter().map(|[a, b]| (a - b).abs()).sum(),
        };
        let vector = self.frame.aims().iter().map(value).collect();
        Evaluation { violations, vector, heads, floor: self.floor }
    }

    /// Checks what is agreed over all stages together.
    fn over_all(&self, violations: &mut Vec<Violation>) {
        for side in Side::BOTH {
            let (planned, floor) = (self.floor[side as usize], self.frame.terms().floor);
            if planned < i64::from(floor) {
                violations.push(Violation::BelowFloor { side, planned, floor });
            }
            let counted = |tally: &Tally| tally.rows.get(&Row::Counted(side)).copied().unwrap_or(0);
            let planned = self.tallies.iter().map(counted).sum();
            if let Some(ceiling) = self.frame.terms().ceiling
                && planned > i64::from(ceiling)
            {
                violations.push(Violation::AboveCeiling { side, planned, ceiling });
            }
        }
    }
}

fn limits(frame: &Frame, at: usize, tally: &Tally, violations: &mut Vec<Violation>) {
    for (row, number) in &tally.rows {
        let what = frame.row_name(*row);
        match (frame.limit(*row, at), row) {
            (Some(limit), _) if *number > limit => violations.push(Violation::OverLimit {
                stage: at + 1,
                what,
                planned: *number,
                limit,
                quarters: matches!(row, Row::Escorts(_)),
            }),
            (None, Row::Parity(index)) if *number != 0 => {
                let [from_a, from_b] = tally.counted.get(index).copied().unwrap_or_default();
                let agreed = frame.ratio(*index);
                violations.push(Violation::ParityOff {
                    stage: at + 1,
                    what,
                    from_a,
                    from_b,
                    agreed,
                });
            }
            _ => {}
        }
    }
}

impl Frame {
    /// Returns the ratio of a parity row.
    fn ratio(&self, row: u8) -> (u32, u32) {
        let ratio = match self.terms().parity {
            crate::Parity::Total(ratio) => Some(ratio),
            crate::Parity::ByCategory => self.terms().categories[usize::from(row)].counted,
        };
        ratio.map_or((1, 1), |ratio| (ratio.a, ratio.b))
    }
}

/// Checks counts of units against the tables they were made from.
pub fn evaluate(instance: &Instance, counts: &Counts) -> Evaluation {
    let frame = &instance.frame;
    let stages = frame.stages().len();
    let mut violations = Vec::new();
    let mut sum = Sum::new(frame);
    for (unit, by_stage) in counts {
        let class = || frame.write_unit(unit);
        let planned: u64 = by_stage.iter().map(|number| u64::from(*number)).sum();
        match instance.units.get(unit) {
            None if planned > 0 => violations.push(Violation::UnknownClass { class: class() }),
            Some(there) if planned > u64::from(*there) => {
                violations.push(Violation::MoreThanThere {
                    class: class(),
                    planned,
                    there: *there,
                });
            }
            None | Some(_) => {}
        }
        for (stage, number) in by_stage.iter().enumerate().filter(|(_, number)| **number > 0) {
            if stage >= stages {
                violations.push(Violation::NoSuchStage { what: class(), stage: stage + 1 });
            } else if stage < first_stage(unit) {
                let from = first_stage(unit) + 1;
                let what = class();
                violations.push(Violation::BeforeHoldEnds { what, stage: stage + 1, from });
            }
            for key in unit {
                sum.add(*key, stage.min(stages), i64::from(*number));
            }
        }
    }
    for Demand { unit, by, least } in &instance.demands {
        let row = counts.get(unit).map_or(&[][..], Vec::as_slice);
        let planned: u64 = row.iter().take(by + 1).map(|number| u64::from(*number)).sum();
        if planned < u64::from(*least) {
            let (class, by, least) = (frame.write_unit(unit), by + 1, *least);
            violations.push(Violation::BelowDemand { class, by, planned, least });
        }
    }
    for (unit, there) in &instance.units {
        let planned: i64 =
            counts.get(unit).map_or(0, |row| row.iter().map(|number| i64::from(*number)).sum());
        for key in unit {
            sum.add(*key, stages, (i64::from(*there) - planned).max(0));
        }
    }
    sum.finish(violations)
}

/// Finds uncounted units of which some go later, or not at all, than a stage that has room for one
/// more of them: people held back although nothing they may be made to wait for stands against it
/// (GC III art. 109(1)). Stages are counted from 0.
pub fn held_back(instance: &Instance, counts: &Counts) -> Vec<(Unit, usize)> {
    let frame = &instance.frame;
    let used = crate::explain::drawn(frame, counts);
    let mut found = Vec::new();
    for (unit, there) in &instance.units {
        let counted =
            |key: &Key| frame.terms().categories[usize::from(key.category)].counted.is_some();
        if unit.iter().any(counted) {
            continue;
        }
        let mut left = i64::from(*there);
        let by_stage = counts.get(unit).map_or(&[][..], Vec::as_slice);
        for (stage, obstacles) in crate::explain::obstacles_to(frame, &used, unit) {
            left -= by_stage.get(stage - 1).map_or(0, |number| i64::from(*number));
            if left > 0 && obstacles.is_empty() {
                found.push((unit.clone(), stage - 1));
                break;
            }
        }
    }
    found
}

/// Checks a plan of people: their ids and the stages, counted from 0, in which they go.
pub fn evaluate_people(people: &People, plan: &BTreeMap<String, usize>) -> Evaluation {
    let frame = &people.instance.frame;
    let stages = frame.stages().len();
    let mut violations = Vec::new();
    let placed = staged(people, plan, &mut violations);
    // People are added up by key first: a key has few of them, a list many.
    let mut alike: BTreeMap<(Key, usize), i64> = BTreeMap::new();
    for (person, stage) in &placed {
        if let Standing::MayGo(key) = person.standing {
            *alike.entry((key, stage.unwrap_or(stages))).or_insert(0) += 1;
        }
    }
    let members = groups(&placed, &mut violations);
    violations.extend(passed_over(&placed, &members));
    let mut sum = Sum::new(frame);
    for ((key, stage), number) in alike {
        sum.add(key, stage, number);
    }
    sum.finish(violations)
}

/// Somebody, and the stage in which they go, counted from 0.
pub(crate) type Staged<'a> = (&'a Person, Option<usize>);

/// Puts everybody beside their stage, in the order of the ids, and finds whoever may not go there. A
/// stage that does not exist is none.
pub(crate) fn staged<'a>(
    people: &'a People,
    plan: &BTreeMap<String, usize>,
    violations: &mut Vec<Violation>,
) -> Vec<Staged<'a>> {
    let stages = people.instance.frame.stages().len();
    let mut placed: Vec<Staged<'a>> = Vec::with_capacity(people.by_id.len());
    // Both are in the order of the ids, so one pass over both is enough.
    let mut everybody = people.by_id.values().peekable();
    for (id, stage) in plan {
        while let Some(person) = everybody.next_if(|person| person.id < *id) {
            placed.push((person, None));
        }
        let person = everybody.next_if(|person| person.id == *id);
        let exists = *stage < stages;
        if let Some(person) = person {
            placed.push((person, exists.then_some(*stage)));
        }
        if exists {
            violations.extend(may_not_go(person, id, *stage, stages));
        } else {
            let stage = stage.saturating_add(1);
            violations.push(Violation::NoSuchStage { what: id.clone(), stage });
        }
    }
    placed.extend(everybody.map(|person| (person, None)));
    placed
}

const HELD: &str = "is held beyond the last stage";

/// Says why somebody may not go in a stage, counted from 0.
fn may_not_go(person: Option<&Person>, id: &str, stage: usize, stages: usize) -> Option<Violation> {
    let never = |why| Some(Violation::MayNotGo { id: id.to_owned(), why });
    let Some(person) = person else { return Some(Violation::UnknownPerson { id: id.to_owned() }) };
    match person.standing {
        Standing::MayGo(key) if usize::from(key.from) >= stages => never(HELD),
        Standing::MayGo(key) if usize::from(key.from) > stage => {
            let (what, from) = (id.to_owned(), usize::from(key.from) + 1);
            Some(Violation::BeforeHoldEnds { what, stage: stage + 1, from })
        }
        Standing::MayGo(_) => None,
        Standing::NoCategory => never("is in no agreed category"),
        Standing::Refuses => never("does not wish to be repatriated"),
        Standing::Excluded => never("was taken off the list"),
    }
}

/// Finds groups that do not stay together. Returns how many of each group may go.
fn groups<'a>(
    placed: &[Staged<'a>],
    violations: &mut Vec<Violation>,
) -> BTreeMap<&'a str, (usize, BTreeSet<Option<usize>>)> {
    let mut groups: BTreeMap<&str, (usize, BTreeSet<Option<usize>>)> = BTreeMap::new();
    for (person, stage) in placed {
        if let (Some(group), Standing::MayGo(_)) = (&person.group, person.standing) {
            let (number, stages) = groups.entry(group).or_default();
            *number += 1;
            stages.insert(stage.map(|stage| stage + 1));
        }
    }
    for (group, (_, stages)) in groups.iter().filter(|(_, (_, stages))| stages.len() > 1) {
        let stages = stages.iter().copied().collect();
        violations.push(Violation::GroupSplit { group: (*group).to_owned(), stages });
    }
    groups
}

/// Finds everybody who stays or goes later while somebody of the same constraints and captured later
/// goes earlier. One finding a person.
fn passed_over(
    placed: &[Staged<'_>],
    groups: &BTreeMap<&str, (usize, BTreeSet<Option<usize>>)>,
) -> Vec<Violation> {
    let alone = |person: &Person| {
        let others = person.group.as_ref().and_then(|group| groups.get(group.as_str()));
        others.is_none_or(|(number, _)| *number < 2)
    };
    let profile = |person: &Person| match person.standing {
        Standing::MayGo(key) => alone(person).then_some(Key { band: 0, ..key }),
        Standing::NoCategory | Standing::Refuses | Standing::Excluded => None,
    };
    // Of each profile and stage, who was captured last.
    let mut latest: BTreeMap<Key, BTreeMap<usize, &Person>> = BTreeMap::new();
    for (person, stage) in placed {
        if let (Some(stage), Some(profile)) = (stage, profile(person)) {
            let last = latest.entry(profile).or_default().entry(*stage).or_insert(person);
            if last.captured <= person.captured {
                *last = person;
            }
        }
    }
    let mut found: BTreeMap<(Key, usize, &str), Violation> = BTreeMap::new();
    for (person, stage) in placed {
        let Some((profile, latest)) = profile(person).and_then(|it| Some((it, latest.get(&it)?)))
        else {
            continue;
        };
        let place = stage.unwrap_or(usize::MAX);
        // Of those who go earlier the one captured last, and of several the one who goes first.
        let mut worst: Option<(usize, &Person)> = None;
        for (stage, other) in latest.range(..place) {
            if worst.is_none_or(|(_, worst)| worst.captured < other.captured) {
                worst = Some((*stage, other));
            }
        }
        let Some((for_stage, other)) = worst else { continue };
        if person.captured < other.captured {
            let violation = Violation::PassedOver {
                id: person.id.clone(),
                stage: stage.map(|stage| stage + 1),
                for_id: other.id.clone(),
                for_stage: for_stage + 1,
            };
            found.insert((profile, place, &person.id), violation);
        }
    }
    found.into_values().collect()
}

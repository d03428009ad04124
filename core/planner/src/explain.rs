//! Why somebody goes in a stage, or waits. Only what can be read off the plan and its terms.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::Counts;
use crate::people::{People, Person, Standing};
use crate::{Frame, Key, Row, Side};

/// Where one person stands in a plan, and why. Stages are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Goes in a stage.
    Goes {
        /// The stage.
        stage: usize,
        /// The place in the order of the class, counted from 1.
        rank: usize,
        /// How many the class has.
        class_size: usize,
    },
    /// No agreed category fits.
    NoCategory,
    /// Does not wish to be repatriated. Never told to the other side.
    Refuses,
    /// Taken off the list by the side that holds them. The cause is not here.
    Excluded,
    /// Not available in any stage of this plan.
    HeldBeyondLastStage,
    /// May go, and waits.
    Waits(Waits),
}

/// Why somebody who may go is in no stage, or in none before theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// The place in the order of the class, counted from 1.
    pub rank: usize,
    /// How many the class has.
    pub class_size: usize,
    /// The last of the same class who goes: id and day of capture. For the officer only.
    pub last_ahead: Option<(String, i32)>,
    /// How many travel together with this person.
    pub companions: usize,
    /// For each stage in which they might have gone: what stands against adding them to it.
    pub stages: Vec<(usize, Vec<Obstacle>)>,
}

/// What stands against adding a person, with all who travel with them, to a stage as planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Obstacle {
    /// The first stage in which they may go comes later.
    NotYetAvailable {
        /// That stage.
        from: usize,
    },
    /// Something is full.
    Full {
        /// What.
        row: Row,
        /// How much the plan draws already.
        used: i64,
        /// How much there is.
        limit: i64,
        /// How much more is needed.
        more: i64,
    },
    /// Numbers would no longer match.
    Parity {
        /// Which parity.
        row: Row,
    },
    /// No counted people go in this stage at all.
    NoExchange,
}

/// Says where a person stands in a plan; none when the id is on neither list.
pub fn explain(people: &People, plan: &BTreeMap<String, usize>, id: &str) -> Option<Reason> {
    let person = people.by_id.get(id)?;
    let frame = &people.instance.frame;
    Some(match person.standing {
        Standing::NoCategory => Reason::NoCategory,
        Standing::Refuses => Reason::Refuses,
        Standing::Excluded => Reason::Excluded,
        Standing::MayGo(key) if usize::from(key.from) >= frame.stages().len() => {
            Reason::HeldBeyondLastStage
        }
        Standing::MayGo(key) => {
            let (rank, class_size, last_ahead) = place(people, plan, id, key);
            match plan.get(id) {
                Some(stage) => Reason::Goes { stage: stage + 1, rank, class_size },
                None => Reason::Waits(Waits {
                    rank,
                    class_size,
                    last_ahead,
                    companions: people.companions(person).len(),
                    stages: obstacles(people, plan, person, key),
                }),
            }
        }
    })
}

/// Finds a person's rank in the class, its size, and the last of the class who goes.
fn place(
    people: &People,
    plan: &BTreeMap<String, usize>,
    id: &str,
    key: Key,
) -> (usize, usize, Option<(String, i32)>) {
    let holds = |sets: &&Vec<Vec<String>>| sets.iter().flatten().any(|other| other == id);
    let single = people.members.get(&vec![key]);
    let sets = single.filter(holds).or_else(|| people.members.values().find(holds));
    let Some(sets) = sets else { return (0, 0, None) };
    let rank = sets.iter().position(|set| set.iter().any(|other| other == id)).unwrap_or(0) + 1;
    let last = sets.iter().rev().flatten().find(|other| plan.contains_key(*other));
    let last = last.and_then(|other| people.by_id.get(other));
    (rank, sets.len(), last.map(|person| (person.id.clone(), person.captured)))
}

fn obstacles(
    people: &People,
    plan: &BTreeMap<String, usize>,
    person: &Person,
    key: Key,
) -> Vec<(usize, Vec<Obstacle>)> {
    let frame = &people.instance.frame;
    let mut keys = vec![key];
    keys.extend(people.companions(person).into_iter().filter_map(|other| match other.standing {
        Standing::MayGo(key) => Some(key),
        Standing::NoCategory | Standing::Refuses | Standing::Excluded => None,
    }));
    let mut used: Vec<Drawn> = vec![Drawn::new(); frame.stages().len()];
    for (id, stage) in plan {
        if let Some(Standing::MayGo(key)) = people.by_id.get(id).map(|person| person.standing)
            && let Some(used) = used.get_mut(*stage)
        {
            draw(frame, used, &[key], 1);
        }
    }
    obstacles_to(frame, &used, &keys)
}

/// What is drawn in one stage.
pub type Drawn = BTreeMap<Row, i64>;

/// Adds what some of a unit draw on.
fn draw(frame: &Frame, used: &mut Drawn, unit: &[Key], number: u32) {
    for (row, weight) in frame.load(unit) {
        *used.entry(row).or_insert(0) += weight * i64::from(number);
    }
}

/// Returns what a plan draws in each stage.
pub fn drawn(frame: &Frame, counts: &Counts) -> Vec<Drawn> {
    let mut used = vec![Drawn::new(); frame.stages().len()];
    for (unit, by_stage) in counts {
        for (used, number) in used.iter_mut().zip(by_stage) {
            draw(frame, used, unit, *number);
        }
    }
    used
}

/// Says for each stage, counted from 1, what stands against adding one more of a unit to what is
/// drawn already. Nothing stands against it where the list is empty.
pub fn obstacles_to(frame: &Frame, used: &[Drawn], unit: &[Key]) -> Vec<(usize, Vec<Obstacle>)> {
    let from = crate::unit::first_stage(unit);
    let load = frame.load(unit);
    let mut stages = Vec::new();
    for (stage, used) in used.iter().enumerate() {
        let found = if stage < from {
            vec![Obstacle::NotYetAvailable { from: from + 1 }]
        } else {
            against(frame, stage, used, &load)
        };
        stages.push((stage + 1, found));
    }
    stages
}

fn against(frame: &Frame, stage: usize, used: &Drawn, load: &BTreeMap<Row, i64>) -> Vec<Obstacle> {
    let happens = Side::BOTH
        .iter()
        .all(|side| used.get(&Row::Counted(*side)).copied().unwrap_or(0) >= frame.least_size());
    let mut found = Vec::new();
    for (row, more) in load {
        let used = used.get(row).copied().unwrap_or(0);
        match (frame.limit(*row, stage), row) {
            (Some(limit), _) if used + more > limit => {
                found.push(Obstacle::Full { row: *row, used, limit, more: *more });
            }
            (None, Row::Parity(_)) if used + more != 0 => {
                found.push(Obstacle::Parity { row: *row });
            }
            (None, Row::Counted(_)) if !happens => found.push(Obstacle::NoExchange),
            _ => {}
        }
    }
    found.dedup();
    found
}

impl Obstacle {
    /// Says it in a sentence for an officer.
    pub fn sentence(&self, frame: &Frame) -> String {
        match self {
            Self::NotYetAvailable { from } => format!("may go only from stage {from}"),
            Self::Full { row, used, limit, more } => {
                let unit = if matches!(row, Row::Escorts(_)) { " quarters" } else { "" };
                format!(
                    "{} are full: {used}{unit} of {limit} taken, {more} more needed",
                    frame.row_name(*row)
                )
            }
            Self::Parity { row } => {
                format!("{} would no longer hold without somebody in return", frame.row_name(*row))
            }
            Self::NoExchange => {
                "no counted people go in this stage, which did not reach its least size".to_owned()
            }
        }
    }
}

//! Why somebody goes in a stage, or waits: what can be read off the plan and its terms. What it would
//! cost to have them go sooner is for [`crate::inclusion`] to prove.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::Counts;
use crate::people::{People, Person, Standing};
use crate::said::Said;
use crate::{Frame, Key, Row, Side, Unit};

/// Where one person stands in a plan, and why. Stages are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No agreed category fits.
    NoCategory,
    /// Does not wish to be repatriated. Never told to the other side.
    Refuses,
    /// Taken off the list by the side that holds them. The cause is not here.
    Excluded,
    /// Not available in any stage of this plan.
    HeldBeyondLastStage,
    /// May go, and goes or waits.
    MayGo(Box<Place>),
}

/// Where somebody who may go stands, and what stands against an earlier stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The class, or the make-up of their group.
    pub unit: Unit,
    /// The stage in which they go; none for those who wait.
    pub stage: Option<usize>,
    /// The place in the order of the class, counted from 1.
    pub rank: usize,
    /// How many the class has.
    pub class_size: usize,
    /// How many of the class go.
    pub going: usize,
    /// What the order goes by, of this person.
    pub own: OrderKey,
    /// The last person taken ahead of them: of the same class, or else of one that differs only in when
    /// its people were captured. For the officer only.
    pub last_ahead: Option<Ahead>,
    /// How many travel together with this person.
    pub companions: usize,
    /// The member whom their group waits for, and the stage from which that one may go.
    pub waits_for: Option<(String, usize)>,
    /// For each stage before theirs: what stands against adding them to it.
    pub stages: Vec<(usize, Vec<Obstacle>)>,
}

/// Somebody taken ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// Who.
    pub id: String,
    /// In which stage they go.
    pub stage: usize,
    /// What the order goes by, of them.
    pub key: OrderKey,
}

/// What the order goes by, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderKey {
    /// The category.
    pub category: String,
    /// The day of capture.
    pub captured: i32,
    /// Whether the other side asked for them by name.
    pub named: bool,
    /// The first eight digits of the draw, which settles the same day.
    pub draw: String,
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
        Standing::MayGo(key) => {
            let companions = people.companions(person);
            let latest = companions.iter().filter_map(|other| match other.standing {
                Standing::MayGo(key) => Some((usize::from(key.from), other.id.clone())),
                Standing::NoCategory | Standing::Refuses | Standing::Excluded => None,
            });
            let latest = latest.max().filter(|(from, _)| *from > usize::from(key.from));
            if usize::from(key.from) >= frame.stages().len() {
                return Some(Reason::HeldBeyondLastStage);
            }
            let waits_for = latest.map(|(from, id)| (id, from + 1));
            let (unit, rank) = seat(people, id)?;
            let sets = people.members.get(&unit)?;
            let stage = plan.get(id).copied();
            let goes = |set: &&Vec<String>| set.iter().any(|id| plan.contains_key(id));
            let mut stages = obstacles(people, plan, person, key);
            stages.truncate(stage.unwrap_or(usize::MAX));
            Reason::MayGo(Box::new(Place {
                stage: stage.map(|stage| stage + 1),
                rank,
                class_size: sets.len(),
                going: sets.iter().filter(goes).count(),
                own: order_key(frame, person, key),
                last_ahead: last_ahead(people, plan, id, &unit),
                companions: companions.len(),
                waits_for,
                stages,
                unit,
            }))
        }
    })
}

/// Finds a person's unit and the place in its order, counted from 1.
fn seat(people: &People, id: &str) -> Option<(Unit, usize)> {
    let rank = |sets: &Vec<Vec<String>>| {
        sets.iter().position(|set| set.iter().any(|other| other == id)).map(|at| at + 1)
    };
    people.members.iter().find_map(|(unit, sets)| Some((unit.clone(), rank(sets)?)))
}

fn order_key(frame: &Frame, person: &Person, key: Key) -> OrderKey {
    let drawn = crate::assign::draw(frame.seed(), &person.id);
    OrderKey {
        category: frame.terms().categories[usize::from(key.category)].name.clone(),
        captured: person.captured,
        named: key.named,
        draw: drawn[..4].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
    }
}

/// Finds the last person taken before this one in the same class; where none of the class is, in the
/// classes that differ in nothing but an older capture band.
fn last_ahead(
    people: &People,
    plan: &BTreeMap<String, usize>,
    id: &str,
    unit: &Unit,
) -> Option<Ahead> {
    let frame = &people.instance.frame;
    let own_stage = plan.get(id).copied().unwrap_or(usize::MAX);
    let alike =
        |other: &Unit| -> Unit { other.iter().map(|key| Key { band: 0, ..*key }).collect() };
    let ahead = |other: &Unit| {
        let sets = people.members.get(other)?;
        let before = sets.iter().take_while(|set| other != unit || !set.iter().any(|it| it == id));
        let taken = before.flatten().filter_map(|it| Some((*plan.get(it)?, it)));
        let last = taken.filter(|(stage, _)| *stage <= own_stage).last()?;
        let person = people.by_id.get(last.1)?;
        let Standing::MayGo(key) = person.standing else { return None };
        Some(Ahead { id: person.id.clone(), stage: last.0 + 1, key: order_key(frame, person, key) })
    };
    let others =
        || people.members.keys().filter(|other| *other < unit && alike(other) == alike(unit));
    ahead(unit).or_else(|| others().filter_map(ahead).max_by_key(|ahead| ahead.key.captured))
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
    /// Says it in a sentence for an officer, of a stage counted from 1.
    pub fn said(&self, frame: &Frame, stage: usize) -> Said {
        let said = match self {
            Self::NotYetAvailable { from } => Said::new("not-yet").with("from", from),
            Self::Full { row, used, limit, more } => {
                let quarters = matches!(row, Row::Escorts(_));
                Said::new(if quarters { "full-quarters" } else { "full" })
                    .with("what", frame.row_name(*row))
                    .with("used", used)
                    .with("limit", limit)
                    .with("more", more)
            }
            Self::Parity { row } => Said::new("parity").with("what", frame.row_name(*row)),
            Self::NoExchange => Said::new("no-exchange"),
        };
        said.with("stage", stage)
    }
}

impl OrderKey {
    fn said(&self) -> String {
        let named = Said::new(if self.named { "key-named" } else { "key-not-named" }).english();
        Said::new("key")
            .with("category", &self.category)
            .with("captured", self.captured)
            .with("named", named)
            .with("draw", &self.draw)
            .english()
    }
}

/// Says where a person stands, to the officer of the side that holds them.
pub fn officer(frame: &Frame, who: &str, reason: &Reason) -> Vec<Said> {
    let said = |id: &str| Said::new(id).with("who", who);
    let place = match reason {
        Reason::NoCategory => return vec![said("no-category")],
        Reason::Refuses => return vec![said("refuses")],
        Reason::Excluded => return vec![said("excluded")],
        Reason::HeldBeyondLastStage => return vec![said("held-beyond")],
        Reason::MayGo(place) => place,
    };
    let first = match place.stage {
        Some(stage) => said("goes").with("stage", stage),
        None => said("waits"),
    };
    let mut all = vec![
        first
            .with("category", &place.own.category)
            .with("rank", place.rank)
            .with("of", place.class_size)
            .with("going", place.going),
    ];
    if place.companions > 0 {
        all.push(Said::new("together").with("companions", place.companions));
    }
    if let Some((member, from)) = &place.waits_for {
        let beyond = *from > frame.stages().len();
        let said = Said::new(if beyond { "group-beyond" } else { "waits-for-member" });
        all.push(said.with("member", member).with("from", from));
    }
    all.push(Said::new("own-key").with("key", place.own.said()));
    all.push(match &place.last_ahead {
        Some(ahead) => Said::new("last-ahead")
            .with("other", &ahead.id)
            .with("stage", ahead.stage)
            .with("other_key", ahead.key.said()),
        None => Said::new("nobody-ahead"),
    });
    all.extend(said_obstacles(frame, &place.stages));
    all
}

/// Says what stands against each stage; where nothing does, others come before.
pub fn said_obstacles(frame: &Frame, stages: &[(usize, Vec<Obstacle>)]) -> Vec<Said> {
    let of = |(stage, obstacles): &(usize, Vec<Obstacle>)| -> Vec<Said> {
        if obstacles.is_empty() {
            return vec![Said::new("others-before").with("stage", stage)];
        }
        obstacles.iter().map(|one| one.said(frame, *stage)).collect()
    };
    stages.iter().flat_map(of).collect()
}

/// What a family may be told: only this person's own facts, and nothing from which a stage, a wish, a
/// sickness or anybody else could be told. Those who go and those who are not offered are told the same.
pub fn family(frame: &Frame, person: &Person, reason: &Reason) -> Vec<Said> {
    let waits = matches!(reason, Reason::MayGo(place) if place.stage.is_none());
    let first = match reason {
        Reason::NoCategory => "family-no-category",
        Reason::MayGo(_) if waits => "family-waits",
        Reason::MayGo(_) | Reason::Refuses | Reason::Excluded | Reason::HeldBeyondLastStage => {
            "family-not-yet-said"
        }
    };
    let days = frame.as_of() - person.captured;
    let mut said = vec![Said::new(first)];
    said.extend((days >= 0).then(|| Said::new("family-days").with("days", days)));
    said
}

//! From class counts to people, by the sealed rule: longest held first, ties by a draw.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::check::{Counts, staged};
use crate::people::{People, Standing};
use crate::unit::level;
use crate::{Instance, Key, Unit};

/// Draws a person's place among people captured on the same day: SHA-256 of the seed and the id. The
/// lower draw goes first. Neither side can know it before both shares of the seed are open.
pub fn draw(seed: &[u8], id: &str) -> [u8; 32] {
    Sha256::new().chain_update(seed).chain_update(id.as_bytes()).finalize().into()
}

/// Maps each unit's counts to its people. The result holds the stage, counted from 0, of all who go.
pub fn assign(people: &People, counts: &Counts) -> BTreeMap<String, usize> {
    let mut stages = Vec::new();
    for (unit, by_stage) in counts {
        let mut sets = people.members.get(unit).map_or(&[][..], Vec::as_slice).iter();
        for (stage, number) in by_stage.iter().enumerate() {
            for set in sets.by_ref().take(usize::try_from(*number).unwrap_or(usize::MAX)) {
                stages.extend(set.iter().map(|id| (id.clone(), stage)));
            }
        }
    }
    // Put in order at once, which is quicker than one by one.
    stages.into_iter().collect()
}

/// Gives the places of classes that differ in nothing but the capture band to the longest held first, so
/// that nobody is passed over. No limit is touched and no aim gets worse; a best plan stays as it is.
pub fn oldest_first(instance: &Instance, counts: &Counts) -> Counts {
    let stages = instance.frame.stages().len();
    let mut places: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
    let mut settled = Counts::new();
    for (unit, row) in counts {
        let &[key] = unit.as_slice() else {
            settled.insert(unit.clone(), row.clone());
            continue;
        };
        let sums = places.entry(Key { band: 0, ..key }).or_insert_with(|| vec![0; stages]);
        for (sum, number) in sums.iter_mut().zip(row) {
            *sum += number;
        }
    }
    // Units come in the order of their keys, so of one profile the oldest band comes first.
    for (unit, there) in &instance.units {
        let &[key] = unit.as_slice() else { continue };
        let Some(left) = places.get_mut(&Key { band: 0, ..key }) else { continue };
        let mut waiting = *there;
        let mut row = vec![0; stages];
        for (own, left) in row.iter_mut().zip(left) {
            *own = waiting.min(*left);
            waiting -= *own;
            *left -= *own;
        }
        if row.iter().any(|number| *number > 0) {
            settled.insert(unit.clone(), row);
        }
    }
    settled
}

/// Counts a plan of people by unit: the way back from [`assign`]. A set counts in its first member's
/// stage; whether groups stay together is for the check of people to say.
pub fn counts(people: &People, plan: &BTreeMap<String, usize>) -> Counts {
    let stages = people.instance.frame.stages().len();
    let mut counts = Counts::new();
    let mut add = |unit: Unit, stage: Option<usize>| {
        if let Some(stage) = stage {
            counts.entry(unit).or_insert_with(|| vec![0; stages])[stage] += 1;
        }
    };
    let mut alone: BTreeMap<(Key, usize), u32> = BTreeMap::new();
    let mut groups: BTreeMap<&str, (Option<usize>, Unit)> = BTreeMap::new();
    for (person, stage) in staged(people, plan, &mut Vec::new()) {
        match (person.standing, &person.group, stage) {
            (Standing::MayGo(key), Some(group), _) => {
                groups.entry(group).or_insert((stage, Unit::new())).1.push(key);
            }
            (Standing::MayGo(key), None, Some(stage)) => {
                *alone.entry((key, stage)).or_insert(0) += 1;
            }
            _ => {}
        }
    }
    for (stage, mut unit) in groups.into_values() {
        level(&mut unit);
        add(unit, stage);
    }
    for ((key, stage), number) in alone {
        counts.entry(vec![key]).or_insert_with(|| vec![0; stages])[stage] += number;
    }
    counts
}

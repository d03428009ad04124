//! A first plan: stage by stage, category by category, longest held first. It obeys every term and
//! claims nothing about being the best.

use std::collections::BTreeMap;

use crate::check::Counts;
use crate::unit::first_stage;
use crate::{Instance, Parity, Row, Side, Unit};

/// The most numbers that are tried for one parity row of one stage.
const TRIES_MAX: usize = 200;

/// What is still free in one stage.
type Room = BTreeMap<Row, i64>;

/// One unit with what it draws on and how many of it are left.
struct Pile<'a> {
    unit: &'a Unit,
    load: BTreeMap<Row, i64>,
    /// The parity rows that its members count in, and how many of them do.
    counted: BTreeMap<u8, i64>,
    from: usize,
    left: u32,
}

/// Makes a plan that obeys every term but the floor over the agreement.
pub fn plan(instance: &Instance) -> Counts {
    let mut piles = piles(instance);
    let mut counts = Counts::new();
    let mut ceiling = [instance.frame.terms().ceiling.map_or(i64::MAX, i64::from); 2];
    for stage in 0..instance.frame.stages().len() {
        let mut room = Room::new();
        let mut taken = vec![0_u32; piles.len()];
        for at in 0..piles.len() {
            if piles[at].counted.is_empty() && piles[at].from <= stage {
                let number = fits(instance, stage, &room, &piles[at].load).min(piles[at].left);
                take(&mut room, &piles[at].load, number);
                taken[at] = number;
            }
        }
        let sent = exchange(instance, stage, &piles, (&mut room, &mut taken), ceiling);
        ceiling = [ceiling[0] - sent[0], ceiling[1] - sent[1]];
        for (pile, number) in piles.iter_mut().zip(taken).filter(|(_, number)| *number > 0) {
            pile.left -= number;
            let stages = instance.frame.stages().len();
            counts.entry(pile.unit.clone()).or_insert_with(|| vec![0; stages])[stage] += number;
        }
    }
    counts
}

/// Returns the units in the order in which they are served: category, then longest held, then named.
fn piles(instance: &Instance) -> Vec<Pile<'_>> {
    let mut piles: Vec<Pile<'_>> = instance
        .units
        .iter()
        .map(|(unit, count)| {
            let mut counted = BTreeMap::new();
            for key in unit {
                for (row, _) in instance.frame.load_of(*key) {
                    if let Row::Parity(at) = row {
                        *counted.entry(at).or_insert(0) += 1;
                    }
                }
            }
            let load = instance.frame.load(unit);
            Pile { unit, load, counted, from: first_stage(unit), left: *count }
        })
        .collect();
    let first = |unit: &Unit| {
        let category = unit.iter().map(|key| key.category).min();
        let band = unit.iter().map(|key| key.band).min();
        (category, band, !unit.iter().any(|key| key.named))
    };
    piles.sort_by(|a, b| (first(a.unit), a.unit).cmp(&(first(b.unit), b.unit)));
    piles
}

/// Returns how many of a load still fit.
fn fits(instance: &Instance, stage: usize, room: &Room, load: &BTreeMap<Row, i64>) -> u32 {
    load.iter()
        .filter_map(|(row, weight)| {
            let limit = instance.frame.limit(*row, stage)?;
            let left = limit - room.get(row).copied().unwrap_or(0);
            Some(u32::try_from((left / weight).max(0)).unwrap_or(u32::MAX))
        })
        .min()
        .unwrap_or(u32::MAX)
}

fn take(room: &mut Room, load: &BTreeMap<Row, i64>, number: u32) {
    for (row, weight) in load {
        *room.entry(*row).or_insert(0) += weight * i64::from(number);
    }
}

/// Fills one stage with counted people so that parity holds, or with none of them. Returns how many
/// go on each side.
fn exchange(
    instance: &Instance,
    stage: usize,
    piles: &[Pile<'_>],
    (room, taken): (&mut Room, &mut [u32]),
    ceiling: [i64; 2],
) -> [i64; 2] {
    let before = (room.clone(), taken.to_vec());
    let mut sent = [0_i64; 2];
    for (row, ratio) in parities(instance) {
        let of = |side| Drive { instance, stage, piles, row, side };
        let (a, b) = (of(Side::A), of(Side::B));
        let most = |drive: &Drive<'_>| drive.select(room, taken, i64::MAX).1;
        let most = [most(&a).min(ceiling[0] - sent[0]), most(&b).min(ceiling[1] - sent[1])];
        let mut times = (most[0] / ratio[0]).min(most[1] / ratio[1]);
        // Groups may leave a hole that no single person fills. Then what was reached is tried next, and
        // after some tries none go: this plan claims nothing about being the best.
        for _ in 0..TRIES_MAX {
            if times <= 0 {
                break;
            }
            let chosen =
                [a.select(room, taken, times * ratio[0]), b.select(room, taken, times * ratio[1])];
            let reached = (chosen[0].1 / ratio[0]).min(chosen[1].1 / ratio[1]);
            if [0, 1].map(|at| times * ratio[at] - chosen[at].1) == [0, 0] {
                for (at, number) in chosen.into_iter().flat_map(|(chosen, _)| chosen) {
                    take(room, &piles[at].load, number);
                    taken[at] += number;
                }
                sent[0] += times * ratio[0];
                sent[1] += times * ratio[1];
                break;
            }
            times = reached.min(times - 1);
        }
    }
    let least = instance.frame.least_size();
    if sent[0] < least || sent[1] < least {
        *room = before.0;
        taken.copy_from_slice(&before.1);
        return [0, 0];
    }
    sent
}

/// Returns each parity row with the smallest whole numbers of its ratio.
fn parities(instance: &Instance) -> Vec<(u8, [i64; 2])> {
    let terms = instance.frame.terms();
    let rows: Vec<(u8, crate::Ratio)> = match terms.parity {
        Parity::Total(ratio) => vec![(crate::unit::TOTAL, ratio)],
        Parity::ByCategory => (0_u8..)
            .zip(&terms.categories)
            .filter_map(|(at, category)| Some((at, category.counted?)))
            .collect(),
    };
    rows.into_iter()
        .map(|(row, ratio)| {
            let (mut x, mut y) = (ratio.a, ratio.b);
            while y > 0 {
                (x, y) = (y, x % y);
            }
            (row, [i64::from(ratio.a / x), i64::from(ratio.b / x)])
        })
        .collect()
}

/// One side's supply of counted people for one parity row.
struct Drive<'a> {
    instance: &'a Instance,
    stage: usize,
    piles: &'a [Pile<'a>],
    row: u8,
    side: Side,
}

impl Drive<'_> {
    /// Chooses up to `target` counted people in order. Returns what was chosen and how many it is.
    fn select(&self, room: &Room, taken: &[u32], target: i64) -> (Vec<(usize, u32)>, i64) {
        let mut room = room.clone();
        let mut chosen = Vec::new();
        let mut sum = 0;
        for (at, pile) in self.piles.iter().enumerate() {
            let Some(counted) = pile.counted.get(&self.row) else { continue };
            let other = pile.counted.len() > 1 || pile.unit[0].side != self.side;
            if other || pile.from > self.stage || taken[at] >= pile.left {
                continue;
            }
            let wanted = u32::try_from((target - sum) / counted).unwrap_or(u32::MAX);
            let number = fits(self.instance, self.stage, &room, &pile.load)
                .min(pile.left - taken[at])
                .min(wanted);
            if number > 0 {
                take(&mut room, &pile.load, number);
                sum += counted * i64::from(number);
                chosen.push((at, number));
            }
        }
        (chosen, sum)
    }
}
